import { PassThrough, Readable } from 'node:stream';
import type { Deadline } from '../../../nodes/Clickatell/engine/deadline';
import { readBody, type WebhookRequest } from '../../../nodes/Clickatell/n8n/trigger/request';
import { createTrigger } from './webhook';

const URL = '/webhook/w/callback';
const LIMIT = 256 * 1024;
const SECRET = { user: '', password: '', secret: 'a-long-and-random-word' };
const LOGIN = { user: 'hook', password: 'hook-password', secret: '' };
const BOTH = { ...LOGIN, secret: SECRET.secret };
const NEVER = 'never';

/** A body that begins and does not go on. */
const endless = () => new PassThrough();

/** Whether a call gets its answer although its body never comes. */
async function soon<T>(call: Promise<T>): Promise<T | typeof NEVER> {
	return await Promise.race([call, new Promise<typeof NEVER>((resolve) => setTimeout(resolve, 50, NEVER))]);
}

describe('what a call must carry is looked at before its body is read', () => {
	it.each([
		['no secret', { credential: SECRET }, {}, 403],
		['a wrong secret', { credential: SECRET }, { target: `${URL}?secret=guess` }, 403],
		['no login', { credential: LOGIN }, {}, 401],
		['a wrong login', { credential: LOGIN }, { headers: { authorization: 'Basic aG9vazp4' } }, 401],
		[
			'an address that is not allowed',
			{ parameters: { settings: { allowedAddresses: '10.0.0.0/8' } } },
			{},
			403,
		],
		[
			'no secret, where the login may still come in the body',
			{ credential: BOTH, parameters: { settings: { loginAsParameters: true } } },
			{},
			403,
		],
	])('%s', async (_, options, call, status) => {
		const stream = endless();
		const result = await soon(createTrigger(options)({ method: 'POST', ...call, stream }));
		expect(result).toMatchObject({ status, items: [], headers: { connection: 'close' } });
		expect(stream.listenerCount('data')).toBe(0);
	});

	it('a login that may come in the body is waited for', async () => {
		const stream = endless();
		const receive = createTrigger({
			credential: LOGIN,
			parameters: { settings: { loginAsParameters: true } },
		});
		const call = receive({ method: 'POST', stream });
		expect(await soon(call)).toBe(NEVER);
		stream.end('apiMsgId=f1&status=004&user=hook&password=hook-password');
		expect(await call).toMatchObject({ status: 200, items: [{ messageId: 'f1' }] });
	});

	it('a wrong login in the body is refused when it has come', async () => {
		const receive = createTrigger({
			credential: LOGIN,
			parameters: { settings: { loginAsParameters: true } },
		});
		const body = Buffer.from('apiMsgId=f2&status=004&user=hook&password=guess');
		const result = await receive({ method: 'POST', body });
		expect(result).toMatchObject({ status: 401, items: [] });
		expect(result.headers).not.toHaveProperty('connection');
	});
});

describe('a body that does not come as it should', () => {
	const announced = { 'content-length': String(LIMIT + 1) };

	it.each([
		['is announced as too large', () => ({ headers: announced, stream: endless() }), 413],
		['is compressed', () => ({ headers: { 'content-encoding': 'gzip' }, stream: endless() }), 415],
		['breaks off', () => ({ stream: broken() }), 400],
		['has broken off before it is read', () => ({ stream: endless().destroy() }), 400],
	])('%s', async (_, call, code) => {
		const result = await createTrigger()({ method: 'POST', ...call() });
		expect(result).toMatchObject({ status: code, items: [], headers: { connection: 'close' } });
		expect(result.body).toMatch(/^The (call|body of the call) .*\.$/);
		expect(result.headers['content-type']).toBe('text/plain');
	});

	function broken(): Readable {
		const stream = endless();
		stream.write('apiMsgId=c2');
		setImmediate(() => stream.destroy());
		return stream;
	}

	it('is too large without having said so: nothing is read beyond the limit', async () => {
		let given = 0;
		const stream = new Readable({
			read() {
				given += 16 * 1024;
				this.push(Buffer.alloc(16 * 1024, 0x61));
			},
		});
		const result = await createTrigger()({ method: 'POST', stream });
		expect(result).toMatchObject({ status: 413, items: [], headers: { connection: 'close' } });
		await new Promise((resolve) => setTimeout(resolve, 20));
		// What the stream itself keeps ready comes on top.
		expect(given).toBeLessThan(LIMIT + 8 * 16 * 1024);
	});

	it('never arrives: the call is answered when the time is up, and nothing waits any longer', async () => {
		const deadline: Deadline = { waiting: new Set() };
		const req = Object.assign(endless(), { headers: { 'transfer-encoding': 'chunked' } });
		const reading = readBody(req, deadline);
		expect(deadline.waiting.size).toBe(1);
		for (const giveUp of deadline.waiting) giveUp();
		expect(await reading).toMatchObject({ ok: false, refusal: { status: 408 } });
		expect(deadline.waiting.size).toBe(0);
		expect(req.isPaused()).toBe(true);
	});

	it('of the largest size is still read, in whatever pieces it comes', async () => {
		const body = Buffer.concat([Buffer.from('apiMsgId=c1&status=004&x='), Buffer.alloc(LIMIT, 0x61)]);
		const stream = endless();
		for (let at = 0; at < LIMIT; at += 10_000) stream.write(body.subarray(at, Math.min(at + 10_000, LIMIT)));
		stream.end();
		const result = await createTrigger()({ method: 'POST', stream });
		expect(result).toMatchObject({ status: 200, items: [{ messageId: 'c1' }] });
	});

	it('that n8n has read already is taken as it is', async () => {
		const req = { headers: {}, rawBody: Buffer.from('apiMsgId=c3') } as unknown as WebhookRequest;
		expect(await readBody(req)).toEqual({ ok: true, body: Buffer.from('apiMsgId=c3') });
		const large = { headers: {}, rawBody: Buffer.alloc(LIMIT + 1) } as unknown as WebhookRequest;
		expect(await readBody(large)).toMatchObject({ ok: false, refusal: { status: 413 } });
	});
});
