import { doubtAbout } from '../../../nodes/Clickatell/n8n/trigger/reach';
import { INBOUND_SAMPLE, STATUS_SAMPLE } from '../../../nodes/Clickatell/n8n/trigger/samples';
import { createTrigger } from './webhook';

const URL = '/webhook-test/w/callback';
const FIELDS = 'apiMsgId=t1&status=004';
const LOGIN = { user: 'hook', password: 'hook-password', secret: '' };

describe('while the workflow is built, a refused call comes through as an item that says why', () => {
	const basic = { authorization: `Basic ${btoa('hook:guess')}` };

	it.each([
		['no login', { credential: LOGIN }, {}, 401, 'it carries no user and password. Enter the credential'],
		['a wrong login', { credential: LOGIN }, { headers: basic }, 401, 'its user or password is wrong'],
		[
			'no secret',
			{ credential: { ...LOGIN, secret: 'a-long-and-random-word' } },
			{},
			403,
			"it carries no secret. Add the credential's 'Secret'",
		],
		[
			'an address that is not allowed',
			{ parameters: { settings: { allowedAddresses: '10.0.0.0/8' } } },
			{},
			403,
			"not among the allowed ones. Correct 'Allowed Addresses'",
		],
		['nothing that can be read', {}, { target: `${URL}?colour=red` }, 400, 'holds none of the fields'],
		['a body that is too large', {}, { headers: { 'content-length': '300000' } }, 413, 'larger than 256 KB'],
		['a credential that cannot be read', { credentialFault: new Error('It is gone') }, {}, 503, 'It is gone'],
	])('%s', async (_, options, call, answer, reason) => {
		const receive = createTrigger({ mode: 'manual', ...options });
		const result = await receive({ target: `${URL}?${FIELDS}&password=guess`, ...call });
		expect(result.status).toBe(answer);
		expect(result.items).toMatchObject([{ kind: 'refused', answer, rawRequest: { method: 'GET' } }]);
		expect(result.items[0]?.reason).toContain(reason);
		expect(JSON.stringify(result.items)).not.toContain('guess');
	});

	describe.each([
		['while the workflow is built', { mode: 'manual' }],
		[
			'in production, where calls that cannot be read start it',
			{ parameters: { settings: { startOnUnreadable: true } } },
		],
	] as const)('what proves a call is kept in no body, %s', (_, options) => {
		const credential = {
			user: 'hook-user',
			password: 'hook "p\u00e4ssword"',
			secret: 'a-long-and-random-word',
		};
		const secrets = [
			credential.user,
			credential.password,
			credential.secret,
			JSON.stringify(credential.password),
		];
		const json = Buffer.from(JSON.stringify({ ...credential, colour: 'red' }));
		const parts = Object.entries({ ...credential, colour: 'red' }).map(
			([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
		);

		it.each([
			['JSON', 'application/json', json],
			['parts', 'multipart/form-data; boundary=b', Buffer.from(`${parts.join('')}--b--`)],
			[
				'parts in Latin-1',
				'multipart/form-data; boundary=b',
				Buffer.from(`${parts.join('')}--b--`, 'latin1'),
			],
		])('of %s', async (_kind, contentType, body) => {
			const receive = createTrigger({ ...options, credential });
			const login = Buffer.from(`${credential.user}:${credential.password}`).toString('base64');
			const result = await receive({
				method: 'POST',
				target: `${URL}?secret=${credential.secret}&again=${credential.secret}`,
				headers: { authorization: `Basic ${login}`, 'content-type': contentType },
				body,
			});
			const { rawRequest } = result.items[0] as { rawRequest: { query: string; bodyBase64: string } };
			expect(rawRequest.query).toBe('secret=***&again=***');
			const kept = Buffer.from(rawRequest.bodyBase64, 'base64');
			for (const encoding of ['utf8', 'latin1'] as const)
				for (const secret of secrets) expect(kept.toString(encoding)).not.toContain(secret);
			expect(kept.toString()).toContain('red');
			expect(kept.toString().match(/\*\*\*/g)).toHaveLength(3);
		});
	});

	it('in production it starts nothing', async () => {
		const result = await createTrigger({ credential: LOGIN })({ target: `${URL}?${FIELDS}` });
		expect(result).toMatchObject({ status: 401, items: [] });
	});

	it('the probe and what is not wanted come through in neither', async () => {
		const receive = createTrigger({ mode: 'manual', parameters: { events: ['inbound'] } });
		expect(await receive({ target: URL })).toMatchObject({ status: 200, items: [] });
		expect(await receive({ target: `${URL}?${FIELDS}` })).toMatchObject({ status: 200, items: [] });
	});
});

describe('the link of an example', () => {
	const inbound = { ...INBOUND_SAMPLE, format: 'httpGet' };

	it.each([
		['status', STATUS_SAMPLE],
		['inbound', inbound],
	])('%s starts the workflow with the sample, whatever the settings ask for', async (kind, sample) => {
		for (const options of [{}, { parameters: { events: [] } }, { credential: LOGIN }]) {
			const receive = createTrigger({ mode: 'manual', ...options });
			expect(await receive({ target: `${URL}?example=${kind}` })).toMatchObject({
				status: 200,
				items: [sample],
			});
		}
	});

	it('starts nothing in production', async () => {
		const result = await createTrigger()({ target: `${URL}?example=status` });
		expect(result).toMatchObject({ status: 200, items: [] });
	});

	it.each([
		['with the fields behind an ampersand', `&${FIELDS}`],
		['with the fields behind a question mark', `?${FIELDS}`],
	])('entered in the Clickatell account, %s, hides no event', async (_, behind) => {
		for (const mode of ['webhook', 'manual'] as const) {
			const receive = createTrigger({ mode });
			const result = await receive({ target: `${URL}?example=status${behind}` });
			expect(result).toMatchObject({ status: 200, items: [{ messageId: 't1' }] });
		}
	});

	it('of a kind that there is not is the empty probe', async () => {
		const result = await createTrigger({ mode: 'manual' })({ target: `${URL}?example=report` });
		expect(result).toMatchObject({ status: 200, items: [] });
	});
});

describe('what a browser shows that opened the link', () => {
	it.each([
		['http://localhost:5678/webhook', /^OK\n\nClickatell cannot call http:\/\/localhost:5678, .*WEBHOOK_URL/],
		['http://n8n.example/webhook', /^OK\n\n.*unencrypted/],
		['https://n8n.example/webhook', /^OK$/],
	])('%s', async (baseUrl, shown) => {
		const result = await createTrigger({ mode: 'manual', baseUrl })({ target: `${URL}?${FIELDS}` });
		expect(result.body).toMatch(shown);
		expect(result.items).toHaveLength(1);
	});

	it('Clickatell is told nothing of it', async () => {
		const result = await createTrigger({ baseUrl: 'http://localhost:5678/webhook' })({
			target: `${URL}?${FIELDS}`,
		});
		expect(result.body).toBe('OK');
	});
});

describe('an address that Clickatell cannot call', () => {
	it.each([
		'http://localhost:5678/x',
		'https://localhost/x',
		'https://n8n.localhost/x',
		'https://127.0.0.1/x',
		'https://10.1.2.3/x',
		'https://172.31.0.1/x',
		'https://192.168.178.2:5678/x',
		'https://169.254.1.1/x',
		'https://100.64.0.1/x',
		'https://0.0.0.0/x',
		'https://[::1]/x',
		'https://[fd00::1]/x',
		'https://[fe80::1]/x',
		'https://[::ffff:192.168.0.1]/x',
		'https://n8n/x',
		'https://n8n.local/x',
		'https://n8n.internal./x',
	])('%s', (url) => expect(doubtAbout(url)).toMatch(/^Clickatell cannot call /));

	it('is not any other', () => {
		for (const url of [
			'https://n8n.example.com/x',
			'https://8.8.8.8/x',
			'https://172.32.0.1/x',
			'https://100.128.0.1/x',
			'https://[2001:db8::1]/x',
			'https://localhost.example.com/x',
			'',
		]) {
			expect([url, doubtAbout(url)]).toEqual([url, undefined]);
		}
	});

	it.each([
		'n8n.example.com/x',
		'n8n.example.com:5678/x',
		'localhost:5678/x',
		'no url',
		'ftp://example.com/x',
	])('is not taken for one that it can call: %s', (url) =>
		expect(doubtAbout(url)).toMatch(
			/does not begin with https:\/\/ or http:\/\/: start n8n with WEBHOOK_URL/,
		),
	);

	it('an address without encryption is warned of', () => {
		expect(doubtAbout('http://n8n.example.com/x')).toMatch(/unencrypted/);
	});
});
