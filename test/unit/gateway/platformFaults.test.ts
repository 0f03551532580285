import { PLATFORM_FAULT_KINDS, PLATFORM_ODDITIES, type PlatformFault } from '../../gateway/platform/faults';
import { type PlatformScene, startPlatform } from './platformClient';

let scene: PlatformScene;
beforeAll(async () => {
	scene = await startPlatform();
});
beforeEach(() => scene.gateway.reset());
afterAll(() => scene.gateway.close());

const platform = () => scene.gateway.platform;
const numbers = ['27999100001', '27999100002'];
const viaOne = () =>
	scene.call('POST', '/v1/message', {
		messages: numbers.map((to, i) => ({ to, content: 'x', clientMessageId: `c${i}` })),
	});
const viaSms = () => scene.call('POST', '/messages', { content: 'x', to: numbers });

test.each(Object.keys(PLATFORM_FAULT_KINDS).filter((kind) => !['error', 'reply', 'odd'].includes(kind)))(
	'%s: whether the messages exist is as its description says',
	async (kind) => {
		const fault = { kind, delayMs: 1 } as PlatformFault;
		platform().fail(fault);
		const answered = viaOne().then(
			({ status }) => `answered ${status}`,
			() => 'no answer',
		);
		const met = scene.gateway.waitFor(() => platform().calls.length === 1).then(() => 'no answer');
		const ended = await (kind.startsWith('hang') ? met : answered);
		const carriedOut = PLATFORM_FAULT_KINDS[fault.kind].startsWith('carries');
		expect(platform().messages.all()).toHaveLength(carriedOut ? 2 : 0);
		expect(ended).toBe(kind === 'slow' ? 'answered 202' : 'no answer');
		expect((await viaOne()).status).toBe(202);
	},
);

test('an error is of the request, or of one recipient beside others', async () => {
	platform().fail({ kind: 'error', code: 19, times: 2 });
	expect(await viaOne()).toMatchObject({ status: 503, body: { error: { code: 19 } } });
	expect(await viaSms()).toMatchObject({
		status: 200,
		body: { messages: [], error: 'Internal error, please retry' },
	});
	platform().fail({ kind: 'error', code: 26, to: '27999100002', times: 2 });
	expect(await viaOne()).toMatchObject({
		status: 207,
		body: { messages: [{ accepted: true }, { accepted: false, to: '27999100002', error: { code: 26 } }] },
	});
	expect(await viaSms()).toMatchObject({
		status: 202,
		body: {
			messages: [{ accepted: true }, { accepted: false, to: '27999100002', error: 'Recipient opted out' }],
		},
	});
	expect(platform().messages.doubled()).toEqual([{ to: '27999100001', text: 'x', count: 2 }]);
});

test('the known reasons of the SMS API have its own numbers', async () => {
	platform().fail({ kind: 'error', code: 20 });
	expect(await viaSms()).toMatchObject({ body: { messages: [], errorCode: 301 } });
});

test('a reply of one’s own, for the second call of an operation', async () => {
	platform().fail({ kind: 'reply', operation: 'sendSms', nth: 2, status: 418, body: '{"a":1}' });
	expect((await viaSms()).status).toBe(202);
	expect((await viaOne()).status).toBe(202);
	expect(await viaSms()).toEqual({ status: 418, body: { a: 1 } });
	expect(platform().calls.map(({ fault, accepted }) => [fault, accepted])).toEqual([
		[undefined, 2],
		[undefined, 2],
		['reply', 0],
	]);
});

test.each(Object.keys(PLATFORM_ODDITIES))('odd: %s', async (oddity) => {
	const told = async () => ((await viaOne()).body as { messages: unknown[] }).messages;
	const entries = (list: unknown[]) =>
		(list as Array<{ apiMessageId?: string | null }>).map(({ apiMessageId, ...rest }) => ({
			...rest,
			has: typeof apiMessageId,
		}));
	const plain = entries(await told());
	platform().fail({ kind: 'odd', oddity: oddity as keyof typeof PLATFORM_ODDITIES });
	expect(entries(await told())).not.toEqual(plain);
	expect(platform().messages.all()).toHaveLength(4);
});

test('a fault, number or oddity there is not is refused, and clearing takes all away', async () => {
	expect(() => platform().fail({ kind: 'none' as 'error' })).toThrow(RangeError);
	expect(() => platform().fail({ kind: 'error', code: 999 })).toThrow(RangeError);
	expect(() => platform().fail({ kind: 'odd' })).toThrow(RangeError);
	platform().fail({ kind: 'drop' });
	platform().faults.clear();
	expect((await viaOne()).status).toBe(202);
});
