import { LOOKUP_OPERATIONS } from '../../../nodes/Clickatell/catalogue/lookupOperations';
import { USER_OPERATIONS } from '../../../nodes/Clickatell/catalogue/user';
import { readCredential } from '../../../nodes/Clickatell/apis/gateway/credential';
import { sealSession } from '../../../nodes/Clickatell/apis/gateway/session';
import { ConnectClient } from '../../../nodes/Clickatell/apis/connect/client';
import { GatewayClient } from '../../../nodes/Clickatell/apis/gateway/client';
import { soapOperation } from '../soap/wire';
import { type Answering, broken, FakePorts, replied } from './fakePorts';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** What the clients do when the connection or the package itself fails; nobody waits, because sleep is handed in. */

const ACCOUNT = {
	apiId: '1234567890',
	user: 'payroll-user',
	password: 'c0rrect-horse',
	server: 'documentLiteral',
	baseUrl: 'https://api.example.com',
};
const SESSION = '0123456789abcdef0123456789abcdef';
const CALL = { timeoutMs: 1000, repeatOnInternalError: false };
const SECRETS = [ACCOUNT.apiId, ACCOUNT.user, ACCOUNT.password, SESSION];

function soapClient(answering: Answering) {
	const read = readCredential(ACCOUNT);
	if (!read.ok) throw new Error(read.fault);
	const stored = { ...ACCOUNT, sessionToken: sealSession(read.credential, SESSION) };
	const ports = new FakePorts(answering, async () => {
		throw new Error(`no database for ${ACCOUNT.password}`);
	});
	return { ports, client: new GatewayClient(ports, read.credential, stored) };
}

const envelope = (line: string) =>
	`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><r><return>${line}</return></r></e:Body></e:Envelope>`;

const withoutAny = (lines: readonly string[], secrets: readonly string[]) =>
	secrets.filter((secret) => lines.join('\n').includes(secret));

describe('the SOAP client', () => {
	test('asks three times for what spends nothing, with pauses between', async () => {
		const { ports, client } = soapClient(async () => replied('', 502));
		const answer = await client.call(soapOperation('account.getBalance'), {}, CALL);
		expect(answer).toMatchObject({ kind: 'doubtful' });
		expect([ports.requests.length, ports.pauses]).toEqual([3, [250, 1000]]);
	});

	test('asks once for what spends', async () => {
		const { ports, client } = soapClient(async () => replied('', 502));
		const values = { to: ['27999100001'], text: 'Hello' };
		expect(await client.call(soapOperation('message.send'), values, CALL)).toMatchObject({
			kind: 'doubtful',
		});
		expect([ports.requests.length, ports.pauses]).toEqual([1, []]);
	});

	test('writes a fault of the package to the log, with its place and without secrets', async () => {
		const { ports, client } = soapClient(async () => {
			throw new TypeError(`cannot read ${ACCOUNT.password} of ${JSON.stringify(SESSION)}`);
		});
		const answer = await client.call(soapOperation('account.getBalance'), {}, CALL);
		expect(answer).toMatchObject({ kind: 'doubtful', advice: expect.stringContaining('report this fault') });
		expect(ports.lines).toEqual([
			expect.stringMatching(
				/^error: A fault of the package, please report it: TypeError: cannot read ••• of "•••"\n +at .*clients\.test/,
			),
		]);
	});

	test('writes to the log why the credential could not be read', async () => {
		const { ports, client } = soapClient(async () => replied(envelope('ERR: 003, Session expired')));
		await client.call(soapOperation('account.getBalance'), {}, CALL);
		expect(ports.lines.join('\n')).toContain('no database for •••');
	});

	test('writes to the log what a connection failed with, where nobody knows what that means', async () => {
		const { ports, client } = soapClient(async () => broken(new Error(`bad proxy for ${ACCOUNT.user}`)));
		await client.call(soapOperation('message.send'), { to: ['27999100001'], text: 'Hello' }, CALL);
		expect(ports.lines).toEqual([
			expect.stringContaining('warn: api.example.com broke off the connection: Error: bad proxy for •••'),
		]);
		expect(withoutAny(ports.lines, SECRETS)).toEqual([]);
	});

	test('writes nothing of a failure that its sentence explains', async () => {
		const { ports, client } = soapClient(async () => ({
			ok: false,
			neverSent: false,
			what: 'did not answer in time',
			known: true,
			error: new Error('x'),
		}));
		await client.call(soapOperation('message.send'), { to: ['27999100001'], text: 'Hello' }, CALL);
		expect(ports.lines).toEqual([]);
	});
});

describe('the Connect client', () => {
	const TOKEN = 'fedcba9876543210fedcba9876543210';
	const PASSWORD = 'Secret17';
	const COUNTRIES = defined(LOOKUP_OPERATIONS.find(({ operation }) => operation === 'getCountries'));
	const LOGIN = defined(USER_OPERATIONS.find(({ operation }) => operation === 'authenticate'));

	async function connectClient(answering: Answering) {
		const ports = new FakePorts(answering, async () => ({
			token: ` ${TOKEN}`,
			baseUrl: 'https://connect.example.com',
			probe: '',
		}));
		const opened = await ConnectClient.open(ports);
		if (!opened.ok) throw new Error(opened.fault);
		return { ports, client: opened.client };
	}

	test.each([502, 404])(
		'asks three times for a list, with pauses between: HTTP status %s',
		async (status) => {
			const { ports, client } = await connectClient(async () => replied('<html/>', status));
			await client.call(COUNTRIES, {}, 1000);
			expect([ports.requests.length, ports.pauses]).toEqual([3, [250, 1000]]);
		},
	);

	test('asks nothing more when the execution is cancelled', async () => {
		const { ports, client } = await connectClient(async () => replied('<html/>', 502));
		ports.isCancelled = true;
		await client.call(COUNTRIES, {}, 1000);
		expect([ports.requests.length, ports.pauses]).toEqual([1, []]);
	});

	test('logs in once, whatever comes of it', async () => {
		const { ports, client } = await connectClient(async () => replied('<html/>', 502));
		expect(await client.call(LOGIN, { user: 'customer17', password: PASSWORD }, 1000)).toMatchObject({
			kind: 'doubtful',
		});
		expect([ports.requests.length, ports.pauses]).toEqual([1, []]);
	});

	test('never has the token in a request', async () => {
		const { ports, client } = await connectClient(async () => replied('<html/>', 502));
		await client.call(LOGIN, { user: 'customer17', password: PASSWORD }, 1000);
		expect(JSON.stringify(ports.requests)).not.toContain(TOKEN);
	});

	test('writes a fault of the package, and an unknown failure of the connection, to the log without secrets', async () => {
		const words = `it was ${PASSWORD} at https://connect.example.com/${TOKEN}`;
		const failing: readonly Answering[] = [
			async () => {
				throw new TypeError(words);
			},
			async () => broken(new Error(words)),
		];
		for (const answering of failing) {
			const { ports, client } = await connectClient(answering);
			expect(await client.call(LOGIN, { user: 'customer17', password: PASSWORD }, 1000)).toMatchObject({
				kind: 'doubtful',
			});
			expect(ports.lines).toEqual([expect.stringContaining('it was ••• at https://connect.example.com/•••')]);
		}
	});
});
