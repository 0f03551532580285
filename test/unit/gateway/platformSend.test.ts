import { ONE_API_ERRORS } from '../../gateway/platform/codes';
import { DEMO_KEYS } from '../../gateway/platform/portal';
import { type PlatformScene, startPlatform } from './platformClient';
import { defined } from '../../../nodes/Clickatell/formats/defined';

let scene: PlatformScene;
beforeAll(async () => {
	scene = await startPlatform();
});
beforeEach(() => scene.gateway.reset());
afterAll(() => scene.gateway.close());

const platform = () => scene.gateway.platform;
const ID = expect.stringMatching(/^[0-9a-f]{32}$/);
const balance = () => defined(platform().portal.accounts.get('demo')).milliBalance;
const sms = (...messages: object[]) => scene.call('POST', '/v1/message', { messages });

describe('SMS API', () => {
	test('one text goes to several numbers, each answered without its plus', async () => {
		const answer = await scene.call('POST', '/messages', {
			content: 'Hello',
			to: ['+27999100001', '27999100002'],
			clientMessageId: 'c1',
		});
		const accepted = {
			apiMessageId: ID,
			accepted: true,
			errorCode: null,
			error: null,
			errorDescription: null,
		};
		expect(answer).toEqual({
			status: 202,
			body: {
				messages: [
					{ ...accepted, to: '27999100001' },
					{ ...accepted, to: '27999100002' },
				],
				errorCode: null,
				error: null,
				errorDescription: null,
			},
		});
		expect(balance()).toBe(100_000 - 2 * 250);
		expect(platform().violations()).toEqual([]);
		expect(platform().calls.map(({ operation, accepted }) => [operation, accepted])).toEqual([
			['sendSms', 2],
		]);
	});

	test('a number that is none is refused beside one that is accepted', async () => {
		const { status, body } = await scene.call('POST', '/messages', {
			content: 'x',
			to: ['27999100001', 'nobody'],
		});
		expect(status).toBe(202);
		expect(body).toMatchObject({
			messages: [{ accepted: true }, { apiMessageId: null, accepted: false, to: 'nobody', errorCode: 105 }],
		});
	});

	test('a wrong key is answered by 200 with 108 inside', async () => {
		const { status, body } = await scene.call(
			'POST',
			'/messages',
			{ content: 'x', to: ['27999100001'] },
			'wrong',
		);
		expect([status, body]).toMatchObject([200, { messages: [], errorCode: 108 }]);
	});

	test('a sender on a one-way integration is 607, a missing one on a two-way integration 106', async () => {
		const twoWay = platform().portal.create({ type: 'sms', account: 'demo', twoWayNumbers: ['27999300001'] });
		const call = (from: object, key: string) =>
			scene.call('POST', '/messages', { content: 'x', to: ['27999100001'], ...from }, key);
		expect((await call({ from: '27999300001' }, DEMO_KEYS.smsApi)).body).toMatchObject({ errorCode: 607 });
		expect((await call({}, twoWay.key)).body).toMatchObject({ errorCode: 106 });
		expect((await call({ from: '27999300001' }, twoWay.key)).body).toMatchObject({
			messages: [{ accepted: true }],
		});
	});

	test('201 numbers, and one twice, depart from the contract', async () => {
		const numbers = Array.from({ length: 201 }, (_, i) => `27999100${String(i).padStart(3, '0')}`);
		const { body } = await scene.call('POST', '/messages', { content: 'x', to: numbers });
		expect(body).toMatchObject({ messages: [], error: 'Too many or no recipients.' });
		await scene.call('POST', '/messages', { content: 'x', to: ['27999100001', '27999100001'] });
		expect(platform().violations()).toEqual([
			expect.stringContaining('must NOT have more than 200 items'),
			expect.stringContaining('must NOT have duplicate items'),
		]);
	});

	test('one number by GET, the key in the query', async () => {
		const query = new URLSearchParams({ apiKey: DEMO_KEYS.smsApi, to: '27999100001', content: 'a+b é' });
		const { body } = await scene.call('GET', `/messages/http/send?${query.toString()}`, undefined, '');
		expect(body).toMatchObject({ messages: [{ accepted: true, to: '27999100001' }] });
		expect(platform().messages.all()).toMatchObject([{ text: 'a+b é' }]);
		expect(platform().violations()).toEqual([]);
	});

	test('before 2019 an error was words alone', async () => {
		platform().quirks = { smsRefusalStatus: 400, smsErrors: 'bare', order: 'reversed' };
		const refused = await scene.call('POST', '/messages', { content: 'x', to: ['1', '27999100001'] });
		expect(refused.body).toEqual({
			messages: [
				{ apiMessageId: ID, accepted: true, to: '27999100001', error: null },
				{ apiMessageId: null, accepted: false, to: '1', error: 'Invalid destination address.' },
			],
			error: null,
		});
		const whole = await scene.call('POST', '/messages', { content: 'x', to: ['1'] }, 'wrong');
		expect(whole).toEqual({
			status: 400,
			body: { messages: [], error: 'Invalid or missing integration API Key.' },
		});
	});
});

describe('One API', () => {
	test('each message has its own text, recipient and client message ID', async () => {
		const answer = await sms(
			{ channel: 'sms', to: '+27999100001', content: 'one', clientMessageId: 'a' },
			{ to: '27999100002', content: 'two' },
		);
		expect(answer).toEqual({
			status: 202,
			body: {
				messages: [
					{ apiMessageId: ID, accepted: true, to: '27999100001', clientMessageId: 'a', error: null },
					{ apiMessageId: ID, accepted: true, to: '27999100002', error: null },
				],
				error: null,
			},
		});
		expect(platform().violations()).toEqual([]);
	});

	test('207 where some are refused, 400 where the only one is', async () => {
		const good = { to: '27999100001', content: 'x' };
		const bad = { to: '27999abcde', content: 'x' };
		expect(await sms(good, bad)).toMatchObject({
			status: 207,
			body: { messages: [{ accepted: true }, { accepted: false, error: { code: 25 } }], error: null },
		});
		expect(await sms(bad)).toMatchObject({
			status: 400,
			body: { messages: [{ error: { code: 25 } }], error: null },
		});
	});

	test('101 messages are 22, and a departure', async () => {
		const many = Array.from({ length: 101 }, () => ({ to: '27999100001', content: 'x' }));
		expect(await sms(...many)).toEqual({
			status: 400,
			body: { error: { code: 22, description: 'Maximum messages per request payload exceeded' } },
		});
		expect(platform().violations()).toEqual([expect.stringContaining('must NOT have more than 100 items')]);
	});

	test.each(Object.entries(ONE_API_ERRORS).filter(([, [, , of]]) => of.includes('M')))(
		'a number of the gateway is refused with %s',
		async (code, [words, status]) => {
			const to = `27999167${code.padStart(3, '0')}`;
			expect(await sms({ to, content: 'x' })).toEqual({
				status,
				body: {
					messages: [{ accepted: false, to, error: { code: Number(code), description: words } }],
					error: null,
				},
			});
		},
	);

	test('what is no JSON is malformed, a wrong key is 401 without messages', async () => {
		expect(await scene.call('POST', '/v1/message', '{')).toMatchObject({
			status: 400,
			body: { error: { code: 21 } },
		});
		const wrong = await scene.call('POST', '/v1/message', { messages: [] }, DEMO_KEYS.smsApi);
		expect(wrong).toEqual({
			status: 401,
			body: { error: { code: 1, description: 'Invalid or missing integration API Key' } },
		});
	});

	test('a key behind a scheme word is no key, and a departure', async () => {
		const answer = await scene.call('GET', '/v1/balance', undefined, `Bearer ${DEMO_KEYS.oneApi}`);
		expect(answer.status).toBe(401);
		expect(platform().violations()).toEqual(['getOneApiBalance: Authorization is more than the key']);
	});

	test('the balance falls by what is sent, and refuses what it does not cover', async () => {
		defined(platform().portal.accounts.get('demo')).milliBalance = 300;
		const message = { to: '27999100001', content: 'x' };
		expect((await sms(message)).status).toBe(202);
		expect(await sms(message)).toMatchObject({ status: 402, body: { messages: [{ error: { code: 20 } }] } });
		const answer = { status: 200, body: { balance: 0.05, currency: 'ZAR' } };
		expect(await scene.call('GET', '/v1/balance')).toEqual(answer);
		expect(await scene.call('GET', '/public-client/balance')).toEqual(answer);
	});
});

test('door: address, account, integration, demo, sandbox, rate', async () => {
	const { portal } = platform();
	const integration = portal.create({
		type: 'one-api',
		account: 'demo',
		testPhones: ['27999100001'],
		rate: { calls: 2, seconds: 60 },
	});
	const call = async (to = '27999100001') => {
		const { body } = await scene.call(
			'POST',
			'/v1/message',
			{ messages: [{ to, content: 'x' }] },
			integration.key,
		);
		const { error, messages } = body as {
			error?: { code: number };
			messages?: Array<{ error?: { code: number } }>;
		};
		return error?.code ?? messages?.[0]?.error?.code;
	};
	expect([await call(), await call('27999100002'), await call()]).toEqual([undefined, 28, 43]);
	await scene.clock.advance(60_000);
	integration.demoEnded = true;
	expect(await call()).toBe(46);
	integration.active = false;
	expect(await call()).toBe(3);
	defined(portal.accounts.get('demo')).active = false;
	expect(await call()).toBe(2);
	integration.allowedAddresses = ['192.0.2.1'];
	expect(await call()).toBe(7);
	portal.renewKey(integration);
	const { body } = await scene.call('GET', '/v1/balance', undefined, 'DemoKeyOld==');
	expect(body).toMatchObject({ error: { code: 1 } });
});

test('an SMS has the sender, parts and charset that its integration allows', async () => {
	const one = { to: '27999100001', content: 'x' };
	const code = async (extra: object) =>
		defined(
			((await sms({ ...one, ...extra })).body as { messages: Array<{ error: { code: number } | null }> })
				.messages[0],
		).error?.code;
	expect(await code({ from: '27999300000' })).toBeUndefined();
	expect(await code({ from: '27999300009' })).toBe(45);
	platform().portal.byName('Demo One API').suspendedNumbers.push('27999300000');
	expect(await code({ from: '27999300000' })).toBe(44);
	expect(await code({ charset: 'KOI8-R' })).toBe(40);
	expect(await code({ content: 'x'.repeat(8 * 153) })).toBeUndefined();
	expect(await code({ content: 'x'.repeat(8 * 153 + 1) })).toBe(100);
	platform().portal.byName('Demo One API').optedOut.push('27999100001');
	expect(await code({})).toBe(26);
});
