import { PassThrough } from 'node:stream';
import { createTrigger } from './webhook';
import { platformCallbacks } from '../apis/platform/cases';
import type { RawRequest } from '../callbacks/cases';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const withoutKeys = (items: ReadonlyArray<Record<string, unknown>>) =>
	items.map(({ dedupeKey, ...event }) => {
		expect(dedupeKey).toMatch(new RegExp(`^${String(event.kind)}:[0-9a-f]{32}$`));
		return event;
	});

const EVERYTHING = { events: ['status', 'inbound', 'other'] };
const TARGET = '/webhook/w/callback';

const post = (value: unknown, more: Partial<RawRequest> = {}) => ({
	method: 'POST',
	target: TARGET,
	headers: { 'content-type': 'application/json' },
	body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
	...more,
});
const update = (messageId: string, status = 'DEVICE_ACK') => ({ channel: 'sms', messageId, status });
const updates = (...ids: string[]) => post({ event: { messageStatusUpdate: ids.map((id) => update(id)) } });

describe('test/platform/callbacks: every raw request through the trigger', () => {
	const receive = createTrigger({ parameters: { ...EVERYTHING, settings: { startOnRepeats: true } } });

	it.each(platformCallbacks().filter(({ name }) => !name.startsWith('foreign__')))(
		'$name',
		async ({ raw, expected }) => {
			const { status, body, items } = await receive(raw);
			if (Array.isArray(expected)) {
				expect({ status, body }).toEqual({ status: 200, body: 'OK' });
				expect(withoutKeys(items)).toEqual(expected);
				for (const [place, item] of items.entries()) {
					// The order of the keys is persisted: it is the order of the columns. The key comes last, or before `raw`.
					const keys = Object.keys(item).filter((key) => key !== 'dedupeKey');
					expect(keys).toEqual(Object.keys(defined((expected as object[])[place])));
				}
			} else {
				expect({ status, body, items }).toEqual({
					status: 400,
					body: (expected as { reason: string }).reason,
					items: [],
				});
			}
		},
	);

	it('answers a call of the gateway, or of nobody, as before', async () => {
		const [json, reply, status, nothing] = platformCallbacks().filter(({ name }) =>
			name.startsWith('foreign__'),
		);
		expect((await receive(defined(json).raw)).status).toBe(400);
		expect((await receive(defined(reply).raw)).items).toMatchObject([{ kind: 'inbound', format: 'httpGet' }]);
		expect((await receive(defined(status).raw)).items).toMatchObject([{ kind: 'status', format: 'httpGet' }]);
		expect(await receive(defined(nothing).raw)).toMatchObject({ status: 200, items: [] });
	});
});

describe('what starts the workflow', () => {
	const location = {
		event: { moLocation: [{ channel: 'whatsapp', messageId: 'l', longitude: 1, latitude: 2 }] },
	};
	const unknown = { event: { moNew: [{ channel: 'whatsapp', messageId: 'n' }] } };
	const sms = (statusCode: number) => ({ messageId: 's', statusCode });

	it.each([
		['both kinds by default', {}, location, 1],
		['both kinds by default, but none that nobody knows', {}, unknown, 0],
		['other events', { events: ['other'] }, unknown, 1],
		['other events alone', { events: ['other'] }, location, 0],
		[
			'final statuses',
			{ statusFilter: 'final' },
			{ event: { messageStatusUpdate: [update('a', 'READ')] } },
			1,
		],
		[
			'final statuses',
			{ statusFilter: 'final' },
			{ event: { messageStatusUpdate: [update('a', 'QUEUED')] } },
			0,
		],
		['final statuses of the SMS API', { statusFilter: 'final' }, sms(4), 1],
		['final statuses of the SMS API', { statusFilter: 'final' }, sms(3), 0],
		['a status chosen by number', { statusFilter: 'chosen', statuses: ['004'] }, sms(4), 1],
		['a status chosen by number', { statusFilter: 'chosen', statuses: ['004'] }, sms(3), 0],
		[
			'a status chosen by the number that means the same',
			{ statusFilter: 'chosen', statuses: ['004'] },
			{ event: { messageStatusUpdate: [update('a')] } },
			1,
		],
		[
			'4 of One API is not the 004 that was chosen',
			{ statusFilter: 'chosen', statuses: ['004'] },
			{ event: { messageStatusUpdate: [{ ...update('a', 'SENT_TO_SUPPLIER'), statusCode: 4 }] } },
			0,
		],
		[
			'a status chosen by name',
			{ statusFilter: 'chosen', statuses: ['READ'] },
			{ event: { messageStatusUpdate: [update('a', 'read')] } },
			1,
		],
		['chosen API IDs, which the Platform has none of', { settings: { apiIds: '1' } }, location, 1],
	])('%s: %j', async (_, parameters, call, count) => {
		const { status, items } = await createTrigger({ parameters })(post(call));
		expect(status).toBe(200);
		expect(items).toHaveLength(count);
	});
});

describe('several events in one call', () => {
	const ids = (items: ReadonlyArray<Record<string, unknown>>) => items.map(({ messageId }) => messageId);

	it('are an item each; of a call with repetitions only the others start the workflow', async () => {
		const receive = createTrigger();
		expect(ids((await receive(updates('a', 'b'))).items)).toEqual(['a', 'b']);
		expect(ids((await receive(updates('c', 'b', 'd', 'c'))).items)).toEqual(['c', 'd']);
		expect(await receive(updates('d', 'a'))).toMatchObject({ status: 200, body: 'OK', items: [] });
	});

	it('are all answered when they are stored, and all come again where they could not be', async () => {
		const receive = createTrigger();
		const failing = Promise.reject(new Error('the database is gone'));
		failing.catch(() => undefined);
		expect(await receive({ ...updates('a', 'b'), storing: failing })).toMatchObject({
			status: 500,
			items: [],
		});
		expect(ids((await receive(updates('a', 'b'))).items)).toEqual(['a', 'b']);
		expect((await receive(updates('b', 'a'))).items).toEqual([]);
	});

	it('do not wait for one another where two calls bring them in different order', async () => {
		const receive = createTrigger();
		const results = await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				receive(index % 2 === 0 ? updates('x', 'y') : updates('y', 'x')),
			),
		);
		expect(results.map(({ status }) => status)).toEqual(Array(20).fill(200));
		expect(ids(results.flatMap(({ items }) => items)).sort()).toEqual(['x', 'y']);
	});

	it('wait for those that are being stored by another call', async () => {
		const receive = createTrigger();
		let done = () => {};
		const storing = new Promise<void>((resolve) => (done = resolve));
		const first = receive({ ...updates('b'), storing });
		const second = receive(updates('a', 'b', 'c'));
		done();
		expect(ids((await first).items)).toEqual(['b']);
		expect(ids((await second).items)).toEqual(['a', 'c']);
	});

	it('come together with those of other calls where the settings say so', async () => {
		const receive = createTrigger({ parameters: { settings: { groupEvents: true } } });
		let done = () => {};
		const storing = new Promise<void>((resolve) => (done = resolve));
		const first = receive({ ...updates('a'), storing });
		await new Promise((resolve) => setTimeout(resolve, 20));
		const others = [receive(updates('b', 'c')), receive(updates('c', 'd'))];
		await new Promise((resolve) => setTimeout(resolve, 20));
		done();
		expect(ids((await first).items)).toEqual(['a']);
		const results = await Promise.all(others);
		expect(ids(results.flatMap(({ items }) => items)).sort()).toEqual(['b', 'c', 'd']);
		expect(results.map(({ status }) => status)).toEqual([200, 200]);
	});
});

describe('what must be let in', () => {
	const LOGIN = { user: 'hook', password: 'hook-password', secret: '' };
	const basic = { authorization: `Basic ${btoa('hook:hook-password')}`, 'content-type': 'application/json' };

	it('a call proves itself as one of the gateway does', async () => {
		const receive = createTrigger({ credential: LOGIN });
		expect(await receive(updates('a'))).toMatchObject({ status: 401, items: [] });
		expect((await receive({ ...updates('a'), headers: basic })).items).toHaveLength(1);
		const secret = 'a-long-and-random-word';
		const hidden = createTrigger({ credential: { user: '', password: '', secret } });
		expect(await hidden(updates('a'))).toMatchObject({ status: 403, items: [] });
		expect((await hidden({ ...updates('a'), target: `${TARGET}?secret=${secret}` })).items).toHaveLength(1);
	});

	it('media inside a call may be larger than a callback of the gateway', async () => {
		const content = 'A'.repeat(4_000_000);
		const media = { event: { moMedia: [{ messageId: 'm', contentType: 'image/png', content }] } };
		const { status, items } = await createTrigger()(post(media));
		expect(status).toBe(200);
		expect(items).toMatchObject([{ type: 'media', files: [{ content }] }]);
		const huge = {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'content-length': '8388609' },
			stream: new PassThrough(),
		};
		expect(await createTrigger()(huge)).toMatchObject({
			status: 413,
			body: 'The call is larger than 8192 KB.',
		});
		const text = post(media, { headers: { 'content-type': 'text/plain' } });
		expect(await createTrigger()(text)).toMatchObject({ status: 413 });
	});

	it.each([
		[
			'nested without end',
			`${'{"event":'.repeat(100_000)}1`,
			'The body of the call is nested deeper than 32 levels.',
		],
		['cut off', '{"event":{"moText":[', 'The body of the call is not JSON.'],
		[
			'of something else',
			'{"a":1}',
			'The call carries JSON that is not a callback of the Clickatell Platform.',
		],
	])('JSON %s is refused with a sentence', async (_, body, reason) => {
		expect(await createTrigger()(post(body))).toMatchObject({ status: 400, body: reason, items: [] });
	});
});

describe('secrets of old forms never come out', () => {
	const KEY = 'S3ntinelKeyOfAnOldForm-_==';
	const form = new URLSearchParams({ apiKey: KEY, messageId: 'm', status: 'x', api_key: KEY }).toString();
	const flat = {
		apiKey: KEY,
		messageId: 'm',
		statusCode: 4,
		status: KEY,
		statusDescription: `not ${KEY}`,
		clientMessageId: KEY,
	};
	const envelope = {
		apiKey: KEY,
		integrationName: KEY,
		event: { moNew: [{ api_key: 'x', note: KEY, deep: [{ apiKey: KEY, [KEY]: 1 }] }], [KEY]: [{}] },
	};

	it.each([
		['flat JSON', post(flat)],
		['an envelope', post(envelope)],
		[
			'an envelope with media',
			post({ ...envelope, event: { moMedia: [{ content: 'A'.repeat(70_000), profileName: KEY }] } }),
		],
		['a form', post(form, { headers: {} })],
		['a query', { target: `${TARGET}?${form}` }],
		['JSON that is cut off', post(JSON.stringify(envelope).slice(0, -2))],
		['JSON of nobody', post({ 'API-Key': KEY, note: KEY })],
	])('%s', async (_, call) => {
		for (const mode of ['webhook', 'manual'] as const) {
			const settings = { includeRawRequest: true, startOnUnreadable: true, startOnRepeats: true };
			const result = await createTrigger({ mode, parameters: { ...EVERYTHING, settings } })(call);
			expect(result.items.length).toBeGreaterThan(0);
			const raw = result.items.map(({ rawRequest }) => rawRequest as { query: string; bodyBase64: string });
			const kept = raw.map(({ query, bodyBase64 }) => query + Buffer.from(bodyBase64, 'base64').toString());
			expect(kept.join()).toContain('***');
			expect(JSON.stringify([result, kept])).not.toContain('S3ntinel');
		}
	});
});
