import { DEMO_KEYS } from '../../gateway/platform/portal';
import { type PlatformScene, startPlatform } from './platformClient';
import { type Receiver, startReceiver } from './receiver';
import { defined } from '../../../nodes/Clickatell/formats/defined';

let scene: PlatformScene;
let receiver: Receiver;
beforeAll(async () => {
	scene = await startPlatform();
	receiver = await startReceiver();
});
beforeEach(() => {
	scene.gateway.reset();
	receiver.received.length = 0;
	receiver.answer = 200;
	for (const name of ['Demo One API', 'Demo SMS API']) {
		const integration = platform().portal.byName(name);
		integration.status = { url: receiver.url, method: 'POST' };
		integration.inbound = { url: receiver.url, method: 'POST' };
	}
});
afterAll(async () => {
	await scene.gateway.close();
	await receiver.close();
});

const platform = () => scene.gateway.platform;
const smsApi = () => platform().portal.byName('Demo SMS API');
const MINUTE = 60_000;

interface Envelope {
	integrationId: string;
	event: Record<string, Array<Record<string, unknown>>>;
}
const bodies = <T = Envelope>() =>
	receiver.received.map(({ body }) => JSON.parse(body.toString('utf8')) as T);
const updates = () => bodies().flatMap(({ event }) => event.messageStatusUpdate ?? []);

async function send(path: string, body: object): Promise<string> {
	const answer = await scene.call('POST', path, body);
	return (answer.body as { messages: [{ apiMessageId: string }] }).messages[0].apiMessageId;
}
const sendSms = (extra: object = {}) => send('/messages', { content: 'x', to: ['27999100001'], ...extra });
const sendOne = (extra: object = {}) =>
	send('/v1/message', { messages: [{ to: '27999100001', content: 'x', clientMessageId: 'c1', ...extra }] });

describe('status', () => {
	test('SMS API by POST: numbers of its own table, 4 is received', async () => {
		const messageId = await sendSms({ clientMessageId: 'c1' });
		await scene.clock.advance(3000);
		expect(bodies<object>()).toEqual(
			[
				[3, 'DELIVERED_TO_GATEWAY'],
				[4, 'RECEIVED_BY_RECIPIENT'],
			].map(([statusCode, status], index) => ({
				integrationName: 'Demo SMS API',
				messageId,
				requestId: messageId,
				clientMessageId: 'c1',
				to: '27999100001',
				from: '',
				statusCode,
				status,
				statusDescription: status,
				timestamp: scene.clock.now() - 2000 + index * 2000,
			})),
		);
		expect(platform().violations()).toEqual([]);
	});

	test('SMS API by GET: the same in the query, behind one that the URL has', async () => {
		smsApi().status = { url: `${receiver.url}?secret=s`, method: 'GET', user: 'me', password: 'pass' };
		await sendSms();
		await scene.clock.advance(3000);
		expect(receiver.received.map(({ method }) => method)).toEqual(['GET', 'GET']);
		expect(defined(receiver.received[0]).headers.authorization).toBe('Basic bWU6cGFzcw==');
		const [first] = receiver.received.map(({ url }) => new URLSearchParams(url.split('?')[1]));
		expect([
			defined(first).get('secret'),
			defined(first).get('statusCode'),
			defined(first).get('status'),
		]).toEqual(['s', '3', 'DELIVERED_TO_GATEWAY']);
		expect(platform().violations()).toEqual([]);
	});

	test('the form of 2017 has the key in the body and no number', async () => {
		platform().callbacks.weather.form = { old: true };
		await sendSms();
		await scene.clock.advance(1000);
		const [first] = bodies<object>();
		expect(first).toMatchObject({ apiKey: DEMO_KEYS.smsApi });
		expect(first).not.toHaveProperty('statusCode');
		expect(first).not.toHaveProperty('integrationName');
	});

	test('One API: an envelope with a list for the kind, 4 is handed over', async () => {
		const messageId = await sendOne();
		await scene.clock.advance(1000);
		expect(bodies()).toEqual([
			{
				integrationId: platform().portal.byName('Demo One API').id,
				integrationName: 'Demo One API',
				event: {
					messageStatusUpdate: [
						{
							channel: 'sms',
							messageId,
							clientMessageId: 'c1',
							timestamp: scene.clock.now(),
							statusCode: 4,
							status: 'SENT_TO_SUPPLIER',
						},
					],
				},
			},
		]);
		expect(platform().violations()).toEqual([]);
	});

	test('several events in one call', async () => {
		platform().callbacks.weather.together = 3;
		for (const to of ['27999100001', '27999100002', '27999100003']) await sendOne({ to });
		await scene.clock.advance(1000);
		expect(bodies().map(({ event }) => defined(event.messageStatusUpdate).length)).toEqual([3]);
	});

	test('every one twice, and the last before the first', async () => {
		platform().callbacks.weather = { ...platform().callbacks.weather, copies: 2, reversed: 4 };
		await sendOne();
		await scene.clock.advance(3000);
		expect(updates().map(({ status }) => status)).toEqual([
			'DEVICE_ACK',
			'DEVICE_ACK',
			'SENT_TO_SUPPLIER',
			'SENT_TO_SUPPLIER',
		]);
	});

	test('what is held back goes when it is asked for', async () => {
		platform().callbacks.weather.reversed = 10;
		await sendOne();
		await scene.clock.advance(3000);
		expect(receiver.received).toEqual([]);
		platform().callbacks.flush();
		await scene.clock.advance(0);
		expect(new Set(updates().map(({ status }) => status))).toEqual(
			new Set(['DEVICE_ACK', 'SENT_TO_SUPPLIER']),
		);
	});

	test('repeated until a 2xx is the answer, then no more', async () => {
		receiver.answer = 500;
		await sendOne({ to: '27999168023' });
		await scene.clock.advance(1000);
		await scene.clock.advance(3 * MINUTE);
		receiver.answer = 204;
		await scene.clock.advance(24 * 60 * MINUTE);
		expect(updates().map(({ status }) => status)).toEqual(
			Array.from({ length: 4 }, () => 'DELIVERY_FAILURE'),
		);
		expect(platform().callbacks.list()).toMatchObject([{ state: 'delivered', tries: [{}, {}, {}, {}] }]);
	});

	test('a redirect ends it, and so does the last try', async () => {
		receiver.answer = 302;
		await sendOne({ to: '27999168023' });
		await scene.clock.advance(24 * 60 * MINUTE);
		receiver.answer = 500;
		await sendOne({ to: '27999168023' });
		await scene.clock.advance(24 * 60 * MINUTE);
		expect(platform().callbacks.list()).toMatchObject([{ state: 'given up' }, { state: 'given up' }]);
		expect(
			platform()
				.callbacks.list()
				.map(({ tries }) => tries.length),
		).toEqual([1, 7]);
	});

	test('a scheduled message is told of when it is queued; a reset ends all that is to come', async () => {
		const at = new Date(scene.clock.now() + MINUTE).toISOString().slice(0, 19);
		await sendOne({ scheduledDeliveryTime: `${at}+0000` });
		await scene.clock.advance(MINUTE);
		expect(updates().map(({ statusCode }) => statusCode)).toEqual([2]);
		scene.gateway.reset();
		await scene.clock.advance(MINUTE);
		expect(updates()).toHaveLength(1);
	});
});

describe('reply to the SMS API', () => {
	const write = async (text: string, form?: object) => {
		platform().write({ integration: 'Demo SMS API', from: '27999100001', text }, form);
		await scene.clock.advance(0);
		return defined(bodies<Record<string, unknown>>().at(-1));
	};

	test.each([
		['UTF-8', 'Füße & +%41', 'Füße & +%41'],
		['ISO-8859-1', 'Füße ok!', 'F%FC%DFe+ok%21'],
		['UTF-16BE', 'é я', '%00%E9%00+%04O'],
	] as const)('%s', async (charset, text, wire) => {
		expect(await write(text, { charset })).toMatchObject({ text: wire, charset });
		expect(platform().violations()).toEqual([]);
	});

	test('it names the message that is answered, and its own ID', async () => {
		const messageId = await sendSms();
		const { messageId: answered, replyMessageId, fromNumber } = await write('yes');
		expect([answered, fromNumber]).toEqual([messageId, '27999100001']);
		expect(replyMessageId).toBe(defined(platform().inbound[0]).id);
	});

	test('by GET, percent-encoded once more', async () => {
		smsApi().inbound = { url: receiver.url, method: 'GET' };
		platform().write(
			{ integration: 'Demo SMS API', from: '27999100001', text: 'ü' },
			{ charset: 'ISO-8859-1' },
		);
		await scene.clock.advance(0);
		expect(defined(receiver.received[0]).url).toContain('text=%25FC');
	});

	test('older and odder: key and integration ID, the reply’s own ID alone, numbers as text', async () => {
		const fields = await write('x', { old: true, replyIdOnly: true, numbersAsText: true });
		expect(fields).toMatchObject({ apiKey: DEMO_KEYS.smsApi, integrationId: smsApi().id });
		expect(fields.messageId).toBe(defined(platform().inbound[0]).id);
		expect(fields).not.toHaveProperty('replyMessageId');
		expect(fields.timestamp).toBe(String(scene.clock.now()));
	});
});

describe('inbound messages of One API', () => {
	const from = { integration: 'Demo One API', channel: 'whatsapp', from: '27999100001' } as const;

	test('a text names the message it follows, with its client message ID', async () => {
		const relatedMessageId = await sendOne({ channel: 'whatsapp' });
		platform().write({ ...from, text: 'Hi 👋' });
		await scene.clock.advance(0);
		expect(defined(bodies().at(-1)).event.moText).toEqual([
			{
				channel: 'whatsapp',
				messageId: defined(platform().inbound[0]).id,
				relatedMessageId,
				relatedClientMessageId: 'c1',
				from: '27999100001',
				to: '27999300000',
				timestamp: scene.clock.now(),
				content: 'Hi 👋',
				charset: 'UTF-8',
				whatsapp: { profileName: 'A. Person' },
			},
		]);
	});

	test('media with an address that gives its bytes, or inside', async () => {
		const media = {
			bytes: Buffer.from('picture'),
			contentType: 'image/png',
			fileName: 'a.png',
			caption: 'See',
		};
		platform().write({ ...from, media });
		platform().write({ ...from, media: { ...media, inline: true } });
		await scene.clock.advance(0);
		const events = bodies().flatMap(({ event }) => defined(event.moMedia));
		const { files } = events.find((event) => 'files' in event) as { files: [{ downloadUrl: string }] };
		const response = await fetch(files[0].downloadUrl, { headers: { authorization: DEMO_KEYS.oneApi } });
		expect(await response.text()).toBe('picture');
		expect(events).toContainEqual(
			expect.objectContaining({ caption: 'See', content: Buffer.from('picture').toString('base64') }),
		);
		expect(platform().violations()).toEqual([]);
	});

	test('a location, spelled right and wrong, and a kind that nobody knows', async () => {
		const location = { longitude: 18.4, latitude: -33.9, name: 'Here', address: 'A street' };
		platform().write({ ...from, location });
		await scene.clock.advance(0);
		platform().write({ ...from, location }, { misspelled: true, unknownKind: true });
		await scene.clock.advance(0);
		expect(defined(bodies()[0]).event.moLocation).toMatchObject([{ latitude: -33.9, locationName: 'Here' }]);
		expect(defined(bodies()[1]).event).toMatchObject({
			moLocation: [{ channel: 'whatsapp ', latitute: -33.9 }],
			moReaction: [{ emoji: '👍' }],
		});
	});

	test('without a URL nobody can be told', () => {
		delete platform().portal.byName('Demo One API').inbound;
		expect(() => platform().write({ ...from, text: 'x' })).toThrow(/no URL for replies/);
	});
});

test('the control plane writes as a person does, and changes how callbacks are sent', async () => {
	const control = async (method: string, action: string, body?: object) => {
		const response = await fetch(`${scene.gateway.url}/_gateway/platform/${action}`, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};
	await control('POST', 'weather', { copies: 2 });
	await control('POST', 'write', {
		integration: 'Demo One API',
		channel: 'sms',
		from: '27999100001',
		text: 'Hi',
	});
	await scene.clock.advance(0);
	expect(bodies().map(({ event }) => defined(defined(event.moText)[0]).content)).toEqual(['Hi', 'Hi']);
	expect((await control('POST', 'write', { integration: 'none', from: '1' })).status).toBe(400);
	const { key } = (await control('POST', 'new-key', { integration: 'Demo SMS API' })).body;
	expect((await scene.call('GET', '/public-client/balance', undefined, String(key))).status).toBe(200);
	const id = await sendOne();
	expect((await control('POST', 'status', { id, status: 999 })).status).toBe(400);
	await control('POST', 'status', { id, status: 100 });
	expect((await control('GET', 'messages')).body).toMatchObject([{ id, status: 100 }]);
	const created = await control('POST', 'integrations', { type: 'sms', account: 'demo', name: 'Mine' });
	expect((await control('GET', 'state')).body).toMatchObject({
		accounts: [{ name: 'demo', currency: 'ZAR' }],
		integrations: [{}, {}, { key: created.body.key, name: 'Mine' }],
	});
	await control('POST', 'reset', {});
	expect((await control('GET', 'state')).body).toMatchObject({ messages: 0, integrations: [{}, {}] });
});
