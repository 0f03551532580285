import type { Gateway } from '../gateway';
import { Container } from '@n8n/di';
import { OutboundHttp } from '@n8n/backend-network';
import type { ICredentialType, IHttpRequestOptions } from 'n8n-workflow';
import { loadedPackage, runNode, type Vault } from './engine';
import {
	countOf,
	distinctItems,
	jsonOf,
	numberOf,
	PASSWORD,
	richGateway,
	send,
	sendEach,
	SERVERS,
	USER,
	vaultFor,
} from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway();
});
afterEach(async () => {
	await gateway.close();
});

const tokenOf = (vault: Vault) => defined(vault['clickatellSoapApi'])['sessionToken'] as string;

const balance = async (vault: Vault) =>
	await runNode({ parameters: { resource: 'account', operation: 'getBalance' }, credentials: vault });

/** What the Test of the credential does: a login with n8n's own HTTP client. */
async function testedBy(vault: Vault): Promise<unknown> {
	const { type } = (await loadedPackage()).getCredential('clickatellSoapApi') as { type: ICredentialType };
	const functions = {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions): Promise<unknown> =>
				await Container.get(OutboundHttp).requests().request(options),
		},
	};
	return await defined(type.preAuthentication).call(functions, defined(vault['clickatellSoapApi']));
}

/** Runs a send of `count` messages. */
const sendMany = async (vault: Vault, count: number, mark: string, sending = {}) =>
	await runNode({
		parameters: sendEach({ callsPerSecond: 0, concurrency: 10, ...sending }),
		items: distinctItems(count, mark),
		credentials: vault,
	});

describe('a session is opened', () => {
	it.each(SERVERS)('once for concurrent calls, and carries them all on %s', async (server) => {
		const result = await sendMany(vaultFor(gateway, server), 25, 'first');
		expect(jsonOf(result).every(({ accepted }) => accepted)).toBe(true);
		expect(countOf(gateway, 'auth')).toBe(1);
		for (const { parameters } of gateway.calls({ command: 'sendmsg' })) {
			expect(parameters['session_id']).toMatch(/^[0-9a-f]{4}\*\*\*$/);
			expect(parameters['password'] ?? '').not.toBe('***');
		}
	});

	it('once for executions that begin together', async () => {
		const vault = vaultFor(gateway);
		await Promise.all(Array.from({ length: 5 }, async (_, i) => await sendMany(vault, 4, `together${i}`)));
		expect(countOf(gateway, 'auth')).toBe(1);
		expect(gateway.messages()).toHaveLength(20);
	});

	it('and kept in the credential for the next execution', async () => {
		const vault = vaultFor(gateway);
		await balance(vault);
		const kept = tokenOf(vault);
		expect(kept).toMatch(/^[0-9a-f]{32}\.[0-9a-f]{32}$/);
		await send(vault, {});
		await balance(vault);
		expect(tokenOf(vault)).toBe(kept);
		expect(countOf(gateway, 'auth')).toBe(1);
	});

	it('again by account.openSession, whatever is kept', async () => {
		const vault = vaultFor(gateway);
		await balance(vault);
		const kept = tokenOf(vault);
		await runNode({ parameters: { resource: 'account', operation: 'openSession' }, credentials: vault });
		expect(tokenOf(vault)).not.toBe(kept);
		expect(countOf(gateway, 'auth')).toBe(2);
	});

	it('again after a login that was cut off', async () => {
		gateway.fail({ kind: 'drop', command: 'auth' });
		const result = await send(vaultFor(gateway), {});
		expect(jsonOf(result)).toMatchObject([{ accepted: true }]);
		expect(countOf(gateway, 'auth')).toBe(2);
	});
});

describe('a session that is gone', () => {
	it.each(['003', '001'] as const)('is renewed once when the answer is %s', async (expiredSession) => {
		const other = await richGateway({ quirks: { expiredSession } });
		try {
			const vault = vaultFor(other);
			await balance(vault);
			const old = tokenOf(vault);
			other.state.expireSessions();
			const result = await send(vault, {});
			expect(jsonOf(result)).toMatchObject([{ accepted: true }]);
			expect(countOf(other, 'auth')).toBe(2);
			expect(countOf(other, 'sendmsg')).toBe(2);
			expect(other.messages()).toHaveLength(1);
			expect(tokenOf(vault)).not.toBe(old);
		} finally {
			await other.close();
		}
	});

	it.each(['003', '005', '001'])('is renewed once when a call is refused with %s', async (code) => {
		const vault = vaultFor(gateway);
		await balance(vault);
		gateway.fail({ kind: 'error', code, command: 'sendmsg' });
		const result = await send(vault, {});
		expect(jsonOf(result)).toMatchObject([{ accepted: true }]);
		expect(countOf(gateway, 'auth')).toBe(2);
		expect(gateway.doubled()).toEqual([]);
	});

	it.each(['003', '005', '001'])(
		'is renewed when every recipient is refused by name with %s, and not kept for the next execution',
		async (code) => {
			const vault = vaultFor(gateway);
			await balance(vault);
			const old = tokenOf(vault);
			gateway.fail({ kind: 'error', code, named: true, command: 'sendmsg' });
			const result = await send(vault, { to: [numberOf(1), numberOf(2)] });
			expect(jsonOf(result)).toMatchObject([{ accepted: true }, { accepted: true }]);
			expect(tokenOf(vault)).not.toBe(old);
			expect([countOf(gateway, 'auth'), gateway.messages().length]).toEqual([2, 2]);
		},
	);

	it.each(['003', '005', '001'])('is not renewed twice for one call (%s)', async (code) => {
		gateway.fail({ kind: 'error', code, command: 'sendmsg', times: 5 });
		const result = await send(vaultFor(gateway), {});
		expect(result.error?.message).toContain(`(${code})`);
		expect(countOf(gateway, 'sendmsg')).toBe(2);
		expect(countOf(gateway, 'auth')).toBe(2);
	});

	it.each(SERVERS)('is renewed by one login for ten parallel calls on %s', async (server) => {
		const vault = vaultFor(gateway, server);
		await balance(vault);
		gateway.state.expireSessions();
		const result = await sendMany(vault, 10, 'expired');
		expect(jsonOf(result).every(({ accepted }) => accepted)).toBe(true);
		expect(countOf(gateway, 'auth')).toBe(2);
		expect(gateway.messages()).toHaveLength(10);
		expect(gateway.doubled()).toEqual([]);
	});

	it('in the middle of a long run is renewed by one login', async () => {
		const vault = vaultFor(gateway);
		const running = sendMany(vault, 60, 'middle');
		await gateway.waitFor(() => gateway.messages().length > 20);
		gateway.state.expireSessions();
		const result = await running;
		expect(jsonOf(result).filter(({ accepted }) => accepted)).toHaveLength(60);
		expect(countOf(gateway, 'auth')).toBe(2);
		expect(gateway.doubled()).toEqual([]);
	});

	it('is taken from the credential where another process has renewed it already', async () => {
		const vault = vaultFor(gateway);
		gateway.fail({ kind: 'slow', delayMs: 3000, text: 'other-0x' });
		const running = sendMany(vault, 2, 'other', { concurrency: 1 });
		await gateway.waitFor(() => countOf(gateway, 'sendmsg') === 1);
		gateway.state.expireSessions();
		await runNode({ parameters: { resource: 'account', operation: 'openSession' }, credentials: vault });
		const renewed = tokenOf(vault);
		const result = await running;
		expect(jsonOf(result).every(({ accepted }) => accepted)).toBe(true);
		expect(countOf(gateway, 'auth')).toBe(2);
		expect(tokenOf(vault)).toBe(renewed);
	});
});

describe('fifty executions whose sessions have all expired at once', () => {
	const all = Array.from({ length: 50 }, (_, n) => `race${n}`);
	/** Each has its session, and all have the same credential of n8n's. */
	async function race(vault: Vault): Promise<void> {
		await balance(vault);
		gateway.state.expireSessions();
		const results = await Promise.all(
			all.map(async (mark) => await sendMany(vault, 2, mark, { concurrency: 2 })),
		);
		const failed = results.filter((result) => !jsonOf(result).every(({ accepted }) => accepted === true));
		expect(failed.map(({ error }) => error?.message)).toEqual([]);
		expect(results.map((result) => jsonOf(result).length)).toEqual(all.map(() => 2));
		expect(gateway.messages()).toHaveLength(100);
		expect(gateway.doubled()).toEqual([]);
	}

	it('log in once', async () => {
		await race(vaultFor(gateway));
		expect(countOf(gateway, 'auth')).toBe(2);
	});

	it.each(['003', '001', '005'])(
		'log in once more where the new session is refused as well (%s)',
		async (code) => {
			gateway.fail({ kind: 'error', code, command: 'ping', nth: 2 });
			await race(vaultFor(gateway));
			expect(countOf(gateway, 'auth')).toBe(3);
		},
	);
});

describe('a credential that n8n cannot read', () => {
	it('is not called changed, and nothing is sent', async () => {
		const vault = vaultFor(gateway);
		const held = defined(vault['clickatellSoapApi']);
		let reads = 0;
		Object.defineProperty(vault, 'clickatellSoapApi', {
			get: () => {
				if (++reads > 1) throw new Error('The database is away');
				return held;
			},
		});
		const result = await send(vault, {});
		expect(result.error?.message).toBe('n8n could not read the credential; nothing was sent');
		expect(gateway.calls()).toEqual([]);
	});
});

describe('a credential that was edited', () => {
	const withPassword = (vault: Vault, password: string): Vault => ({
		clickatellSoapApi: { ...vault['clickatellSoapApi'], password },
	});

	it('does not use the session of before', async () => {
		const vault = vaultFor(gateway);
		await balance(vault);
		const result = await send(withPassword(vault, 'wrong'), {});
		expect(result.error?.message).toMatch(/^Clickatell refused the login \(001\).*nothing was sent$/);
		expect(countOf(gateway, 'sendmsg')).toBe(0);
	});

	it('logs in with the new password', async () => {
		const vault = vaultFor(gateway);
		await balance(vault);
		defined(gateway.state.accounts.get(USER)).password = 'a-new-one';
		const edited = withPassword(vault, 'a-new-one');
		const result = await send(edited, {});
		expect(jsonOf(result)).toMatchObject([{ accepted: true }]);
		expect(countOf(gateway, 'auth')).toBe(2);
		expect(defined(edited['clickatellSoapApi'])['password']).toBe('a-new-one');
	});

	it('while a workflow runs is not undone by that workflow', async () => {
		const vault = vaultFor(gateway);
		gateway.fail({ kind: 'slow', delayMs: 200, text: 'edited-0x' });
		const running = sendMany(vault, 2, 'edited', { concurrency: 1 });
		await gateway.waitFor(() => countOf(gateway, 'sendmsg') === 1);
		vault['clickatellSoapApi'] = { ...vault['clickatellSoapApi'], password: 'edited' };
		gateway.state.expireSessions();
		const result = await running;
		expect(jsonOf(result)).toMatchObject([
			{ accepted: true },
			{
				accepted: false,
				errorText: 'The credential was changed while the workflow ran; nothing was sent',
			},
		]);
		expect(vault['clickatellSoapApi']['password']).toBe('edited');
	});
});

describe('a login that fails', () => {
	it.each(SERVERS)('is a sentence, and is not tried again for every item, on %s', async (server) => {
		const result = await sendMany(vaultFor(gateway, server, { password: 'wrong' }), 50, 'closed');
		expect(result.error?.message).toBe('Clickatell refused the login (001); nothing was sent');
		expect(result.error?.description).toMatch(/^Check API ID, user and password in the credential/);
		// Once on each kind of server: an API ID is for one of them.
		expect(
			gateway
				.calls({ command: 'auth' })
				.map((call) => (call.server === 'http' ? 'http' : 'soap'))
				.sort(),
		).toEqual(['http', 'soap']);
		expect(countOf(gateway, 'sendmsg')).toBe(0);
	});

	it.each([
		['documentLiteral', 'SOAP', 'http', 'HTTP/S'],
		['rpcEncoded', 'SOAP', 'http', 'HTTP/S'],
		['http', 'HTTP/S', 'soap', 'SOAP'],
	] as const)('on %s names the server that the API ID is for', async (server, own, kind, other) => {
		gateway.createApi({ user: USER, apiId: '515151', kinds: [kind] });
		const vault = vaultFor(gateway, server, { apiId: '515151' });
		const sentence = `This API ID is not known to the ${own} server, but the ${other} server takes it: choose it in 'Server'`;
		const result = await sendMany(vault, 3, 'elsewhere');
		expect(result.error?.message).toBe(`${sentence}; nothing was sent`);
		await expect(testedBy(vault)).rejects.toThrow(sentence);
		expect(countOf(gateway, 'sendmsg')).toBe(0);
	});

	it.each([
		[{ apiId: 'abc' }, "'API ID' must be the number"],
		[{ apiId: 'q8Zt2hSn6TFCqPvX1nGk4w==' }, "'API ID' holds an API key"],
		[{ defaultSender: 'a name too long' }, "'Default Sender ID' is 'a name too long'"],
		[{ user: '' }, "'User' is empty"],
		[{ password: '' }, "'Password' is empty"],
		[{ password: 'pass\u0000word' }, "'Password' holds a character that cannot be sent"],
		[{ user: 'a\ud800b' }, "'User' holds a character that cannot be sent"],
		[{ baseUrl: 'ftp://example.com' }, "'Base URL' must begin with https://"],
		[{ server: 'both' }, "'Server' must be"],
	])('since the credential is not complete: %j', async (more, sentence) => {
		const result = await send(vaultFor(gateway, 'documentLiteral', more), {});
		expect(result.error?.message).toContain(`The credential needs attention: ${sentence}`);
		expect(gateway.calls()).toEqual([]);
	});

	it('because the API is locked to other addresses names the lock', async () => {
		gateway.reset({
			accounts: [
				{ user: USER, password: PASSWORD, apis: [{ apiId: '424242', allowedAddresses: ['192.0.2.1'] }] },
			],
		});
		const result = await send(vaultFor(gateway), {});
		expect(result.error?.message).toMatch(/^The API is locked to other IP addresses \(007\)/);
	});
});
