import { checkProof, expectedOf, type Proof } from '../../../nodes/Clickatell/n8n/trigger/authenticity';
import { createTrigger } from './webhook';

const FIELDS = 'apiMsgId=11112222333344445555666677778888&status=004';
const URL = '/webhook/w/callback';
const LOGIN = { user: 'hook', password: 'päss:word', secret: '' };
const SECRET = { user: '', password: '', secret: 'a-long-and-random-word' };
const BOTH = { ...LOGIN, secret: SECRET.secret };

const basic = (user: string, password: string, encoding: BufferEncoding = 'utf8') => ({
	authorization: `Basic ${Buffer.from(`${user}:${password}`, encoding).toString('base64')}`,
});

describe('a call that proves itself starts the workflow', () => {
	it.each([
		['user and password in the Basic header', LOGIN, { headers: basic('hook', 'päss:word') }],
		['the header written in Latin-1', LOGIN, { headers: basic('hook', 'päss:word', 'latin1') }],
		[
			'a password that Latin-1 cannot hold',
			{ user: 'hook', password: 'пароль', secret: '' },
			{ headers: basic('hook', 'пароль') },
		],
		[
			'the scheme in lower case',
			LOGIN,
			{ headers: { authorization: basic('hook', 'päss:word').authorization.replace('Basic', 'basic') } },
		],
		['the secret in the query', SECRET, { target: `${URL}?secret=a-long-and-random-word&${FIELDS}` }],
		['the secret behind the fields', SECRET, { target: `${URL}?${FIELDS}&SECRET=a-long-and-random-word` }],
		['the secret percent-encoded', SECRET, { target: `${URL}?secret=a%2Dlong-and-random-word&${FIELDS}` }],
		[
			'a gateway that begins the query twice',
			SECRET,
			{ target: `${URL}?secret=a-long-and-random-word?${FIELDS}` },
		],
		['the secret in the path', SECRET, { params: { secret: 'a-long-and-random-word' } }],
		[
			'both, where both are filled in',
			BOTH,
			{ target: `${URL}?secret=a-long-and-random-word&${FIELDS}`, headers: basic('hook', 'päss:word') },
		],
	])('%s', async (_, credential, call) => {
		const result = await createTrigger({ credential })({ target: `${URL}?${FIELDS}`, ...call });
		expect(result).toMatchObject({ status: 200, body: 'OK', log: [] });
		expect(result.items).toHaveLength(1);
	});

	it('with user and password as parameters, where the settings allow it', async () => {
		const receive = createTrigger({
			credential: LOGIN,
			parameters: { settings: { loginAsParameters: true, startOnRepeats: true } },
		});
		const login = 'user=hook&password=p%C3%A4ss%3Aword';
		const inQuery = await receive({ target: `${URL}?${FIELDS}&${login}` });
		const inBody = await receive({ method: 'POST', body: Buffer.from(`${FIELDS}&${login}`) });
		const inHeader = await receive({ target: `${URL}?${FIELDS}`, headers: basic('hook', 'päss:word') });
		for (const result of [inQuery, inBody, inHeader]) {
			expect(result.status).toBe(200);
			expect(result.items).toHaveLength(1);
		}
	});
});

describe('a forged call starts nothing, and leaves one line without the secret', () => {
	const forged: [string, object, object, number][] = [
		['no header', LOGIN, {}, 401],
		['a wrong user', LOGIN, { headers: basic('Hook', 'päss:word') }, 401],
		['a wrong password', LOGIN, { headers: basic('hook', 'pass:word') }, 401],
		['a password cut short', LOGIN, { headers: basic('hook', 'päss:wor') }, 401],
		['an empty password', LOGIN, { headers: basic('hook', '') }, 401],
		['user and password the wrong way round', LOGIN, { headers: basic('päss:word', 'hook') }, 401],
		['no colon', LOGIN, { headers: { authorization: `Basic ${btoa('hook')}` } }, 401],
		[
			'the low bytes of a password that Latin-1 cannot hold',
			{ user: 'hook', password: 'пароль', secret: '' },
			{ headers: basic('hook', '?0@>;L') },
			401,
		],
		[
			'the low bytes of a secret that Latin-1 cannot hold',
			{ user: '', password: '', secret: 'секретное-слово' },
			{ target: `${URL}?secret=${encodeURIComponent('A5:@5B=>5-A;>2>')}&${FIELDS}` },
			403,
		],
		[
			'what UTF-8 writes for half a character',
			{ user: 'hook', password: 'half\ud83d', secret: '' },
			{ headers: basic('hook', 'half\ufffd') },
			401,
		],
		['another scheme', LOGIN, { headers: { authorization: 'Bearer hook' } }, 401],
		['an empty header', LOGIN, { headers: { authorization: '' } }, 401],
		['a header that is no Base64', LOGIN, { headers: { authorization: 'Basic ???' } }, 401],
		['an endless header', LOGIN, { headers: { authorization: `Basic ${'A'.repeat(100_000)}` } }, 401],
		[
			'user and password as parameters, where the settings do not allow it',
			LOGIN,
			{ target: `${URL}?${FIELDS}&user=hook&password=p%C3%A4ss%3Aword` },
			401,
		],
		['no secret', SECRET, {}, 403],
		['an empty secret', SECRET, { target: `${URL}?secret=&${FIELDS}` }, 403],
		['a wrong secret in the query', SECRET, { target: `${URL}?secret=another-word&${FIELDS}` }, 403],
		['a wrong secret in the path', SECRET, { params: { secret: 'another-word' } }, 403],
		['the name of the path variable', SECRET, { params: { secret: ':secret' } }, 403],
		[
			'the right secret as the second of its name',
			SECRET,
			{ target: `${URL}?secret=guess&secret=a-long-and-random-word&${FIELDS}` },
			403,
		],
		[
			'the secret in the body',
			SECRET,
			{ method: 'POST', body: Buffer.from(`secret=a-long-and-random-word&${FIELDS}`) },
			403,
		],
		[
			'the login without the secret, where both are filled in',
			BOTH,
			{ headers: basic('hook', 'päss:word') },
			403,
		],
		[
			'the secret without the login, where both are filled in',
			BOTH,
			{ target: `${URL}?secret=a-long-and-random-word&${FIELDS}` },
			401,
		],
		['anything, where the credential is empty', { user: '', password: '', secret: '' }, {}, 403],
		['empty values, where the credential is empty', {}, { headers: basic('', '') }, 403],
	];

	it.each(forged)('%s', async (_, credential, call, status) => {
		const receive = createTrigger({ credential: credential as Record<string, string> });
		const result = await receive({ target: `${URL}?${FIELDS}`, ...call });
		expect(result).toMatchObject({ status, body: 'This call is not allowed.', items: [] });
		expect(result.headers['www-authenticate'] !== undefined).toBe(status === 401);
		expect(result.log).toHaveLength(1);
		expect(result.log[0]).toMatch(
			/^warn Clickatell Trigger refused a call: .*"workflowId":"wf".*"127\.0\.0\.1"/,
		);
		expect(result.log.join()).not.toMatch(/hook|p.ss:|a-long|another|guess|Bearer|AAAA/);
	});

	it.each([
		['a wrong login', LOGIN, { headers: basic('hook', 'wrong') }],
		['a wrong secret', SECRET, { target: `${URL}?secret=wrong` }],
	])('an empty call with %s is not taken for the probe', async (_, credential, call) => {
		const result = await createTrigger({ credential })(call);
		expect(result.status).not.toBe(200);
	});

	it('the empty probe gets 200 without any login, and starts nothing', async () => {
		const result = await createTrigger({ credential: BOTH })({});
		expect(result).toMatchObject({ status: 200, items: [], log: [] });
	});

	it('without Authentication, a credential that the node still holds is not asked for', async () => {
		const receive = createTrigger({ credential: BOTH, parameters: { authentication: 'none' } });
		expect((await receive({ target: `${URL}?${FIELDS}` })).items).toHaveLength(1);
	});

	it('with Authentication and without a credential, nobody gets in', async () => {
		const receive = createTrigger({ parameters: { authentication: 'credential' } });
		const result = await receive({ target: `${URL}?${FIELDS}` });
		expect(result).toMatchObject({ status: 403, items: [] });
		expect(result.log[0]).toContain('no credential is chosen');
	});

	it('a credential that cannot be read refuses for now, so that the gateway calls again', async () => {
		const receive = createTrigger({ credentialFault: new Error('The credential is gone') });
		const result = await receive({ target: `${URL}?${FIELDS}` });
		expect(result).toMatchObject({ status: 503, items: [] });
		expect(result.log).toEqual([expect.stringContaining('error Clickatell Trigger could not handle a call')]);
	});

	it.each(['webhook', 'manual'] as const)(
		'%s: an exception is logged with its place, and without what proves the call',
		async (mode) => {
			const header = `Basic ${btoa('hook:guessed-too')}`;
			const credentialFault = new Error(`Not found for password=guessed%20word and ${header}`);
			const receive = createTrigger({ mode, credentialFault });
			const result = await receive({
				target: `${URL}?${FIELDS}&password=guessed%20word`,
				headers: { authorization: header },
			});
			expect(result.log[0]).toMatch(/Not found for [^]*\n\s+at /);
			expect(JSON.stringify(result)).toContain('Not found for');
			for (const secret of ['guessed', btoa('hook:guessed-too').slice(4, -4)])
				expect(JSON.stringify([result.log, result.items[0]?.reason])).not.toContain(secret);
		},
	);
});

describe('source addresses', () => {
	const parameters = {
		settings: { allowedAddresses: '196.216.236.0/24, 2001:db8::/32', startOnRepeats: true },
	};

	it.each([
		['196.216.236.2', 200],
		['::ffff:196.216.236.2', 200],
		['2001:db8::7', 200],
		['196.216.237.2', 403],
		['2001:db9::7', 403],
		['', 403],
		['unknown', 403],
	])('%s gets %i', async (ip, status) => {
		const result = await createTrigger({ parameters })({ target: `${URL}?${FIELDS}`, ip });
		expect(result.status).toBe(status);
		expect(result.items).toHaveLength(status === 200 ? 1 : 0);
		expect(result.log).toHaveLength(status === 200 ? 0 : 1);
	});

	it('a list with a faulty entry lets nobody in, and the log says which', async () => {
		const receive = createTrigger({ parameters: { settings: { allowedAddresses: '10.0.0.0/8, office' } } });
		const result = await receive({ target: `${URL}?${FIELDS}`, ip: '10.1.2.3' });
		expect(result).toMatchObject({ status: 403, items: [] });
		expect(result.log[0]).toContain("'office'");
	});

	it.each([
		['an expression that yields nothing', '={{ undefined }}'],
		['an expression that yields an empty text', "={{ '' }}"],
		['an expression that yields an empty list', '={{ [] }}'],
		['nothing but separators', ' , ,'],
	])('%s lets nobody in, and the log says why', async (_, allowedAddresses) => {
		const receive = createTrigger({ parameters: { settings: { allowedAddresses } } });
		const result = await receive({ target: `${URL}?${FIELDS}` });
		expect(result).toMatchObject({ status: 403, items: [] });
		expect(result.log[0]).toContain("'Allowed Addresses' holds no address");
	});

	it.each([
		['an expression that yields addresses', "={{ ['127.0.0.1', '10.0.0.0/8'] }}"],
		['nothing entered', ''],
	])('%s lets them in', async (_, allowedAddresses) => {
		const receive = createTrigger({ parameters: { settings: { allowedAddresses, startOnRepeats: true } } });
		expect((await receive({ target: `${URL}?${FIELDS}` })).status).toBe(200);
	});

	it('an address that a proxy made up cannot forge a log line', async () => {
		const result = await createTrigger({ parameters })({
			target: `${URL}?${FIELDS}`,
			ip: '1.2.3.4\nerror all is well',
		});
		expect(result.log).toHaveLength(1);
		expect(result.log[0]).not.toContain('\n');
	});
});

describe('what a workflow gets to see', () => {
	it('holds no secret, even with the raw request', async () => {
		const receive = createTrigger({
			credential: BOTH,
			parameters: { settings: { includeRawRequest: true, loginAsParameters: true } },
		});
		const { status, items } = await receive({
			method: 'POST',
			target: `${URL}?Secret=a-long-and-random-word&x=1`,
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: Buffer.from(`${FIELDS}&user=hook&pass%77ord=p%C3%A4ss%3Aword`),
		});
		expect(status).toBe(200);
		const raw = items[0]?.rawRequest as { query: string; bodyBase64: string };
		expect(raw.query).toBe('Secret=***&x=1');
		expect(Buffer.from(raw.bodyBase64, 'base64').toString()).toBe(`${FIELDS}&user=***&pass%77ord=***`);
	});
});

describe('the comparison', () => {
	const login = expectedOf({ user: 'hook', password: 'x'.repeat(32), secret: '' });
	const proof: Proof = { authorization: undefined, query: '', body: Buffer.alloc(0), pathSecret: undefined };
	const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

	it('takes as long for a value that is wrong at its end as for one that is wrong at its beginning', () => {
		const wrongAtStart = { ...proof, ...basic('hook', `_${'x'.repeat(31)}`) };
		const wrongAtEnd = { ...proof, ...basic('hook', `${'x'.repeat(31)}_`) };
		const times: [number[], number[]] = [[], []];
		let taken = false;
		for (let round = 0; round < 400; round += 1) {
			// Taking turns, so that whatever else the machine does falls on both.
			for (const [index, wrong] of [wrongAtStart, wrongAtEnd].entries()) {
				const start = process.hrtime.bigint();
				for (let i = 0; i < 20; i += 1) taken ||= checkProof(login, wrong, false).ok;
				times[index]?.push(Number(process.hrtime.bigint() - start));
			}
		}
		expect(taken).toBe(false);
		const ratio = median(times[0]) / median(times[1]);
		expect(ratio).toBeGreaterThan(0.7);
		expect(ratio).toBeLessThan(1.4);
	});
});
