import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Deadline } from '../../../nodes/Clickatell/engine/deadline';
import type { HttpRequest } from '../../../nodes/Clickatell/engine/httpCall';
import { makeCall } from '../../../nodes/Clickatell/n8n/http';

const REQUEST: HttpRequest = {
	url: 'https://example.com/',
	headers: { Accept: 'text/xml' },
	body: '<x/>',
	timeoutMs: 60_000,
	maxBytes: 100,
};

const reply = (body: AsyncIterable<Uint8Array>, statusCode = 200, contentType: unknown = 'text/xml') => ({
	statusCode,
	headers: { 'content-type': contentType },
	body,
});

test('asks n8n for a stream, whatever the status, and for nothing that n8n would repeat or follow', async () => {
	let asked: IHttpRequestOptions | undefined;
	const result = await makeCall(async (options) => {
		asked = options;
		return reply(Readable.from([Buffer.from('ab'), Buffer.from('c')]), 500);
	}, REQUEST);
	expect(asked).toEqual({
		method: 'POST',
		url: 'https://example.com/',
		headers: { Accept: 'text/xml' },
		body: '<x/>',
		timeout: 60_000,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	});
	expect(result).toEqual({ ok: true, status: 500, contentType: 'text/xml', bytes: Buffer.from('abc') });
});

test('a content type that is none is left out', async () => {
	const result = await makeCall(async () => reply(Readable.from([]), 200, ['text/xml']), REQUEST);
	expect(result).toMatchObject({ ok: true, contentType: undefined });
});

test('hangs up behind the longest answer', async () => {
	let hungUp = false;
	async function* endless() {
		try {
			for (;;) yield Buffer.alloc(60);
		} finally {
			hungUp = true;
		}
	}
	const body = Readable.from(endless());
	const result = await makeCall(async () => reply(body), REQUEST);
	await once(body, 'close');
	expect(result).toMatchObject({ ok: true });
	expect(result.ok && result.bytes.length).toBe(120);
	expect(hungUp).toBe(true);
});

test('an answer that does not end is not waited for when the time is up', async () => {
	const deadline: Deadline = { waiting: new Set() };
	const asked: number[] = [];
	const body = new Readable({ read() {} });
	body.push('begun');
	const running = makeCall(
		async () => reply(body),
		REQUEST,
		(ms) => {
			asked.push(ms);
			return deadline;
		},
	);
	while (deadline.waiting.size === 0) await new Promise((resolve) => setImmediate(resolve));
	for (const giveUp of deadline.waiting) giveUp();
	expect(await running).toMatchObject({ ok: false, neverSent: false, what: 'did not answer in time' });
	expect(asked).toEqual([60_000]);
	expect(deadline.waiting.size).toBe(0);
});

test('hangs up where the time is up: the server is not left with an answer that nobody reads', async () => {
	const server = createServer((request, response) => {
		response.write('begun');
		request.socket.once('close', () => server.emit('hungUp'));
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const hungUp = once(server, 'hungUp');
	const deadline: Deadline = { waiting: new Set() };
	const running = makeCall(
		async () =>
			await new Promise((resolve) => {
				get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }, (body: IncomingMessage) =>
					resolve(reply(body)),
				);
			}),
		REQUEST,
		() => deadline,
	);
	while (deadline.waiting.size === 0) await new Promise((resolve) => setImmediate(resolve));
	for (const giveUp of deadline.waiting) giveUp();
	expect(await running).toMatchObject({ ok: false, what: 'did not answer in time' });
	await hungUp;
	await once(server.close(), 'close');
});

test.each([
	['ECONNREFUSED', { neverSent: true, what: 'refused the connection', known: true }],
	['ECONNRESET', { neverSent: false, what: 'closed the connection without an answer', known: true }],
	['ESOMETHING', { neverSent: false, what: 'broke off the connection', known: false }],
	[undefined, { neverSent: false, what: 'broke off the connection', known: false }],
])('a connection that fails with %s', async (code, fault) => {
	const error = Object.assign(new Error('x'), { code });
	const result = await makeCall(async () => {
		throw error;
	}, REQUEST);
	expect(result).toEqual({ ok: false, ...fault, error });
});

test('a connection that fails in the middle of the answer', async () => {
	async function* halved() {
		yield Buffer.from('half');
		throw Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'read' });
	}
	expect(await makeCall(async () => reply(halved()), REQUEST)).toMatchObject({
		ok: false,
		neverSent: false,
		what: 'closed the connection without an answer',
	});
});
