import * as fc from 'fast-check';
import { ClickatellSoapApi } from '../../../credentials/ClickatellSoapApi.credentials';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import { fillAccountSlot } from '../../../nodes/Clickatell/apis/soap/accountSlot';
import { readCredential, type GatewayCredential } from '../../../nodes/Clickatell/apis/gateway/credential';
import { writeEnvelope } from '../../../nodes/Clickatell/apis/soap/envelope';
import { findServer } from '../../../nodes/Clickatell/apis/gateway/servers';
import { readLogin, writeLogin } from '../../../nodes/Clickatell/apis/gateway/login';
import { isSameOwner, sealSession, unsealSession } from '../../../nodes/Clickatell/apis/gateway/session';
import { xmlText } from './arbitraries';
import { encodedFaults, literalFaults, readValues } from './strict';
import { SERVERS, soapOperation, signature } from './wire';
import { CONTRACTS } from './wsdl';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import { casesOf } from '../../extent';

const FILLED = {
	apiId: ' 424242 ',
	user: ' acme ',
	password: ' s3cret ',
	baseUrl: 'https://api.clickatell.com/',
	server: 'documentLiteral',
};

function credentialOf(raw: Readonly<Record<string, unknown>> = {}): GatewayCredential {
	const read = readCredential({ ...FILLED, ...raw });
	if (!read.ok) throw new Error(read.fault);
	return read.credential;
}

describe('the credential', () => {
	it('is cleaned, but for the password, which is as it is', () => {
		expect(credentialOf()).toEqual({
			apiId: '424242',
			user: 'acme',
			password: ' s3cret ',
			baseUrl: 'https://api.clickatell.com',
			server: findServer('documentLiteral'),
		});
		expect(credentialOf({ apiId: 2147483647 }).apiId).toBe('2147483647');
	});

	it.each([
		['', undefined],
		['  ', undefined],
		[null, undefined],
		[' +27 999 000 009 ', '27999000009'],
		['Shop', 'Shop'],
	])('takes %j as default sender for %j, as the field of a node does', (defaultSender, taken) => {
		expect(credentialOf({ defaultSender }).defaultSender).toBe(taken);
	});

	it.each([
		['apiId', '', "'API ID' must be the number"],
		['apiId', 'abc', "'API ID' must be the number"],
		['apiId', '2147483648', "'API ID' must be the number"],
		['apiId', '12345678901234567890', "'API ID' must be the number"],
		['apiId', 'abcdefghijklmnopqrs', "'API ID' must be the number"],
		['apiId', 'abcdefghijklmnopqrst', "'API ID' holds an API key"],
		['apiId', ' q8Zt2hSn6TFCqPvX1nGk4w== ', "'API ID' holds an API key"],
		['apiId', 'q8Zt2hSn6TFCqPvX1nGk4w', "'API ID' holds an API key"],
		['apiId', 'q8Zt2hSn_TFCqPv-1nGk4w/+', "'API ID' holds an API key"],
		['defaultSender', '1'.repeat(17), "'Default Sender ID' has 17 digits; at most 16"],
		['defaultSender', 'a name too long', "'Default Sender ID' is 'a name too long'"],
		['defaultSender', 'Café', "'Default Sender ID' is 'Café'"],
		['apiId', '-1', "'API ID' must be the number"],
		['user', '  ', "'User' is empty"],
		['user', 'ac\u0000me', "'User' holds a character that cannot be sent"],
		['password', '', "'Password' is empty"],
		['password', 12345, "'Password' is empty"],
		['password', 's3cret\u001b', "'Password' holds a character that cannot be sent"],
		['baseUrl', 'api.clickatell.com', "'Base URL' must begin with https://"],
		['baseUrl', 'https://', "'Base URL' must begin with https://"],
		['baseUrl', 'https://user:word@api.clickatell.com', "'Base URL' must begin with https://"],
		['baseUrl', 'file:///etc/passwd', "'Base URL' must begin with https://"],
		['server', 'soap', "'Server' must be Document/Literal, RPC/Encoded or HTTP/S"],
		['server', 'constructor', "'Server' must be Document/Literal, RPC/Encoded or HTTP/S"],
	])('with %s %j is refused', (field, value, words) => {
		const read = readCredential({ ...FILLED, [field]: value });
		if (read.ok) throw new Error('It was taken');
		expect(read.fault).toContain(words);
		expect(read.fault).not.toContain('s3cret');
		// An API key is a secret, wherever it was typed.
		expect(read.fault).not.toMatch(/q8Zt2/);
	});

	it('is told to hold a key of the other product by its Test as well, which calls nobody', async () => {
		const calls: unknown[] = [];
		const functions = { helpers: { httpRequest: async (request: unknown) => calls.push(request) } };
		const given = { ...FILLED, apiId: 'q8Zt2hSn6TFCqPvX1nGk4w==' };
		await expect(new ClickatellSoapApi().preAuthentication.call(functions, given)).rejects.toThrow(
			/^'API ID' holds an API key, which an account of the Clickatell Platform has: use the credential Clickatell Platform API for it\. This credential is for SMS Gateway accounts/,
		);
		expect(calls).toEqual([]);
	});

	it.each(SERVERS)('leads to the address of the %s server', (server) => {
		for (const baseUrl of ['http://api.clickatell.com', 'http://api.clickatell.com///'])
			expect(writeLogin(credentialOf({ baseUrl, server })).url).toBe(CONTRACTS[server].address);
		expect(writeLogin(credentialOf({ baseUrl: 'http://127.0.0.1:8080/gateway/', server })).url).toMatch(
			/^http:\/\/127\.0\.0\.1:8080\/gateway\/soap\//,
		);
	});
});

describe('the account in a request', () => {
	const operations = OPERATIONS.filter((each): each is GatewayOperation => each.api === 'gateway');
	const any = fc.record({ user: xmlText({ minLength: 1 }), password: xmlText({ minLength: 1 }) });

	it('is not there before the credential fills it in, whatever it is', () => {
		for (const operation of operations) {
			for (const server of SERVERS) {
				const envelope = writeEnvelope(server, signature(operation, server), { to: ['27999100001'] });
				expect(envelope).not.toMatch(/<(session_id|api_id|user|password)/);
				const filled = fillAccountSlot(envelope, { ...credentialOf(), session: 'abc' });
				expect(filled).toContain(operation.authentication === 'login' ? '424242' : 'abc');
				expect(filled).not.toContain('<!--');
			}
		}
	});

	it('arrives as it is: user and password with any character', async () => {
		const operation = soapOperation('account.getBalance');
		const literal = new Map<string, string>();
		fc.assert(
			fc.property(any, ({ user, password }) => {
				const account = { apiId: '424242', user, password };
				for (const server of SERVERS) {
					const request = fillAccountSlot(writeEnvelope(server, signature(operation, server), {}), account);
					expect(readValues(request).values).toEqual([
						['api_id', '424242'],
						['user', user],
						['password', password],
					]);
					if (server === 'rpcEncoded') expect(encodedFaults(request)).toEqual([]);
					else literal.set(JSON.stringify(account), request);
				}
			}),
			{ numRuns: casesOf(50) },
		);
		expect(await literalFaults(literal)).toEqual([]);
	});

	it('is the session alone where there is one and the command takes it', () => {
		const account = { ...credentialOf(), session: 'abc' };
		for (const operation of operations) {
			const envelope = fillAccountSlot(
				writeEnvelope('documentLiteral', signature(operation, 'documentLiteral'), {}),
				account,
			);
			const names = readValues(envelope).values.map(([name]) => name);
			expect(names).toEqual(
				operation.authentication === 'login' ? ['api_id', 'user', 'password'] : ['session_id'],
			);
		}
	});

	it('cannot be called up by what a message says', () => {
		const operation = soapOperation('message.send');
		fc.assert(
			fc.property(xmlText(), (text) => {
				const spoken = `<!--account documentLiteral password:string-->${text}`;
				const envelope = writeEnvelope('documentLiteral', signature(operation, 'documentLiteral'), {
					to: ['27999100001'],
					text: spoken,
				});
				const request = fillAccountSlot(
					fillAccountSlot(envelope, { ...credentialOf(), session: 'abc' }),
					credentialOf(),
				);
				expect(request).not.toContain('s3cret');
				expect(new Map(readValues(request).values).get('text')).toBe(spoken);
			}),
		);
	});
});

describe('the session in the credential', () => {
	const session = '0123456789abcdef0123456789abcdef';

	it('is good for the account that opened it', () => {
		expect(unsealSession(credentialOf(), sealSession(credentialOf(), session))).toBe(session);
	});

	it.each([
		['another API ID', { apiId: '424243' }],
		['another user', { user: 'acme2' }],
		['another password', { password: 'other' }],
		['another host', { baseUrl: 'https://other.example' }],
		['the other server', { server: 'rpcEncoded' }],
	])('is not good for %s', (_what, change) => {
		expect(unsealSession(credentialOf(change), sealSession(credentialOf(), session))).toBeUndefined();
		expect(isSameOwner(credentialOf(change), credentialOf())).toBe(false);
		expect(isSameOwner(credentialOf(change), credentialOf(change))).toBe(true);
	});

	it.each([[undefined], [null], [''], ['.'], [session], [`.${session}`], [42], [{}]])(
		'is not in %p',
		(sealed) => {
			expect(unsealSession(credentialOf(), sealed)).toBeUndefined();
		},
	);

	it('shows nothing of the account it belongs to', () => {
		const sealed = sealSession(credentialOf(), session);
		for (const secret of ['424242', 'acme', 's3cret', 'clickatell']) expect(sealed).not.toContain(secret);
	});
});

describe('the login', () => {
	it.each(SERVERS)('keeps the contract of the %s server', async (server) => {
		const login = writeLogin(credentialOf({ server }));
		expect(login.headers).toMatchObject({
			'Content-Type': 'text/xml; charset=utf-8',
			SOAPAction: `"${defined(CONTRACTS[server].commands.get('auth')).soapAction}"`,
		});
		expect(readValues(login.body)).toEqual({
			command: 'auth',
			values: [
				['api_id', '424242'],
				['user', 'acme'],
				['password', ' s3cret '],
			],
		});
		expect(
			server === 'rpcEncoded'
				? encodedFaults(login.body)
				: await literalFaults(new Map([['login', login.body]])),
		).toEqual([]);
	});

	const answer = (body: string, status = 200) =>
		readLogin(credentialOf(), { status, bytes: Buffer.from(body), contentType: 'text/xml' });
	const envelope = (content: string) =>
		`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${content}</e:Body></e:Envelope>`;
	const result = (text: string) => envelope(`<authResponse><return>${text}</return></authResponse>`);

	it('ends in a session that is bound to the credential', () => {
		const login = answer(result('OK: 0123456789abcdef0123456789abcdef'));
		if (!login.ok) throw new Error(login.sentence);
		expect(unsealSession(credentialOf(), login.sealed)).toBe('0123456789abcdef0123456789abcdef');
	});

	it.each([
		[
			'a refusal',
			result('ERR: 001, Authentication failed'),
			200,
			'001',
			'Clickatell refused the login (001)',
		],
		['no session', result('OK: '), 200, null, "check 'Base URL'"],
		[
			'a fault',
			envelope('<e:Fault><faultcode>e:Server</faultcode><faultstring>down</faultstring></e:Fault>'),
			500,
			null,
			'could not process the login: down',
		],
		['a page', '<html><body>Hello</body></html>', 200, null, "not as Clickatell's SOAP API does"],
		['a page of a proxy', '<html><body>Bad Gateway</body></html>', 502, null, 'HTTP status 502'],
		['nothing', '', 200, null, "check 'Base URL'"],
	])('says in one sentence why there is none: %s', (_what, body, status, code, words) => {
		const login = answer(body, status);
		if (login.ok) throw new Error('There is a session');
		expect(login.code).toBe(code);
		expect(login.sentence).toContain(words);
		expect(login.sentence).not.toContain('s3cret');
	});
});
