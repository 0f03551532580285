import type { Gateway } from '../../gateway';
import { DEMO_KEYS } from '../../gateway/platform/portal';
import type { ImportedCredential } from '../../../tools/n8n/cli';
import type { CredentialTest, N8nClient } from '../../../tools/n8n/rest';
import { freePort } from '../../../tools/n8n/ports';
import type { Ledger } from './table';

/** A stored credential as the editor gets it: what is secret comes as a blank, and goes back as one. */
async function asInEditor(client: N8nClient, id: string): Promise<ImportedCredential> {
	const stored = (await client.request(
		'GET',
		`/rest/credentials/${id}?includeData=true`,
	)) as ImportedCredential;
	const { name, type, data } = stored;
	return { id, name, type, data };
}

function edited(credential: ImportedCredential, changes: Record<string, unknown>): ImportedCredential {
	return { ...credential, data: { ...credential.data, ...changes } };
}

function expectVerdict(
	{ status, message }: CredentialTest,
	wanted: CredentialTest['status'],
	says: RegExp,
): string {
	if (status !== wanted || !says.test(message)) {
		throw new Error(`n8n's test says ${status}, "${message}"; expected ${wanted} and ${says.source}`);
	}
	return `"${message}"`;
}

/** n8n's own test of a credential, which is what the editor's button and the green mark come from. */
export async function credentialTests(ledger: Ledger, client: N8nClient, gateway: Gateway): Promise<void> {
	const nobody = `http://127.0.0.1:${await freePort()}`;
	const verdictOn = async (
		what: string,
		id: string,
		changes: Record<string, unknown>,
		wanted: CredentialTest['status'],
		says: RegExp,
	) =>
		await ledger.check(`credential test: ${what}`, async () => {
			const credential = edited(await asInEditor(client, id), changes);
			return expectVerdict(await client.testCredential(credential), wanted, says);
		});

	const good = /successful/i;
	await verdictOn('SOAP login', 'clickatell-soap', {}, 'OK', good);
	await verdictOn('SOAP login, RPC server', 'clickatell-soap-rpc', {}, 'OK', good);
	await verdictOn('HTTP/S login', 'clickatell-http', {}, 'OK', good);
	await verdictOn('HTTP/S, wrong password', 'clickatell-http', { password: 'wrong' }, 'Error', /password/i);
	await verdictOn('HTTP/S, unknown API ID', 'clickatell-http', { apiId: '999' }, 'Error', /API ID/);
	gateway.createApi({ user: 'demo', apiId: '515151', kinds: ['http'] });
	gateway.createApi({ user: 'demo', apiId: '616161', kinds: ['soap'] });
	for (const [id, apiId, own, other] of [
		['clickatell-soap', '515151', 'SOAP', 'HTTP/S'],
		['clickatell-soap-rpc', '515151', 'SOAP', 'HTTP/S'],
		['clickatell-http', '616161', 'HTTP/S', 'SOAP'],
	] as const) {
		const says = new RegExp(
			`not known to the ${own} server, but the ${other} server takes it: choose it in 'Server'`,
		);
		await verdictOn(`an API ID for ${other}, ${id}`, id, { apiId }, 'Error', says);
	}
	await ledger.check('credential test: session kept, password changed to a wrong one', async () => {
		const logins = () => gateway.calls({ command: 'auth' }).length;
		const before = logins();
		const credential = edited(await asInEditor(client, 'clickatell-soap'), { password: 'wrong-password' });
		const verdict = expectVerdict(await client.testCredential(credential), 'Error', /password/i);
		if (logins() === before) throw new Error('the test was answered without a login');
		return verdict;
	});
	await verdictOn('SOAP, unknown API ID', 'clickatell-soap', { apiId: '999' }, 'Error', /API ID/);
	await verdictOn(
		'SOAP, unreachable host',
		'clickatell-soap',
		{ baseUrl: nobody },
		'Error',
		/reach|refused|offline/i,
	);
	await verdictOn('SOAP, no URL', 'clickatell-soap', { baseUrl: 'api.clickatell.com' }, 'Error', /Base URL/);
	await verdictOn(
		'SOAP, an API key in place of the API ID',
		'clickatell-soap',
		{ apiId: DEMO_KEYS.oneApi },
		'Error',
		/'API ID' holds an API key.*use the credential Clickatell Platform API/,
	);
	for (const [id, api] of [
		['clickatell-platform', 'One API'],
		['clickatell-platform-sms', 'SMS API'],
	] as const) {
		await verdictOn(`Platform key, ${api}`, id, {}, 'OK', good);
		await verdictOn(
			`Platform, wrong key, ${api}`,
			id,
			{ apiKey: 'WrongKey-_567890123456A==' },
			'Error',
			/API key is missing or wrong \((1|108)\)/,
		);
	}
	const platformSays = (what: string, changes: Record<string, unknown>, says: RegExp) =>
		verdictOn(`Platform, ${what}`, 'clickatell-platform', changes, 'Error', says);
	await platformSays(
		'an API ID in place of the key',
		{ apiKey: '3407892' },
		/'API Key' holds a number, which is the API ID.*use the credential Clickatell Gateway API/,
	);
	await platformSays('unreachable host', { baseUrl: nobody }, /reach|refused|offline/i);
	await platformSays('not the Platform', { baseUrl: gateway.url }, /not as the Clickatell Platform does/);
	await platformSays('no URL', { baseUrl: 'platform.clickatell.com' }, /'Base URL' must begin/);
	await verdictOn('Connect token', 'clickatell-connect', {}, 'OK', good);
	await verdictOn('Connect, wrong token', 'clickatell-connect', { token: 'f'.repeat(32) }, 'Error', /token/i);
	await verdictOn(
		'Connect, unreachable host',
		'clickatell-connect',
		{ baseUrl: nobody },
		'Error',
		/reach|refused|offline/i,
	);
	await verdictOn('callbacks, user and password', 'clickatell-callback', {}, 'OK', /Ready/);
	await verdictOn(
		'callbacks, short secret',
		'clickatell-callback',
		{ secret: 'short' },
		'Error',
		/16 characters/,
	);
}
