import { createHash } from 'node:crypto';

import { ONE_API_STATUSES } from '../../gateway/platform/codes';
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
const MINUTE = 60_000;

async function sent(message: object): Promise<string> {
	const { body } = await scene.call('POST', '/v1/message', { messages: [message] });
	const [entry] = (body as { messages: Array<{ apiMessageId: string }> }).messages;
	return defined(entry).apiMessageId;
}

async function statusOf(id: string): Promise<unknown> {
	const { body } = await scene.call('GET', `/v1/message/${id}`);
	const { sms, whatsapp } = body as Record<string, { status: string }>;
	return (sms ?? whatsapp)?.status;
}

async function upload(
	fileName: string,
	bytes: string,
	query: Record<string, string> = {},
): Promise<Response> {
	const search = new URLSearchParams({ fileName, ...query });
	return await fetch(`${platform().url}/v1/media?${search.toString()}`, {
		method: 'POST',
		headers: { authorization: DEMO_KEYS.oneApi, 'content-type': 'image/png' },
		body: bytes,
	});
}

const fileIdOf = async (response: Response) => ((await response.json()) as { fileId: string }).fileId;

test('an SMS is queued, handed over and received, and each step has its time', async () => {
	const id = await sent({ to: '27999100001', content: 'x' });
	const begun = scene.clock.now();
	expect(await statusOf(id)).toBe('QUEUED');
	await scene.clock.advance(1000);
	expect(await statusOf(id)).toBe('SENT_TO_SUPPLIER');
	await scene.clock.advance(2000);
	const { body } = await scene.call('GET', `/v1/message/${id}`);
	expect(body).toEqual({ sms: { status: 'DEVICE_ACK', timestamp: begun + 3000 } });
	expect(platform().violations()).toEqual([]);
});

test.each(Object.entries(ONE_API_STATUSES).filter(([code]) => Number(code) >= 20))(
	'a number of the gateway ends with %s %s',
	async (code, name) => {
		const id = await sent({ to: `27999168${code.padStart(3, '0')}`, content: 'x', validityPeriod: 5 });
		await scene.clock.advance(6 * MINUTE);
		expect(await statusOf(id)).toBe(name);
	},
);

test('a scheduled message waits for its time, in the zone it was written in', async () => {
	const inTwoHoursZone = new Date(scene.clock.now() + 60 * MINUTE + 120 * MINUTE).toISOString().slice(0, 19);
	const id = await sent({ to: '27999100001', content: 'x', scheduledDeliveryTime: `${inTwoHoursZone}+0200` });
	expect(await statusOf(id)).toBe('SCHEDULED');
	await scene.clock.advance(59 * MINUTE);
	expect(await statusOf(id)).toBe('SCHEDULED');
	await scene.clock.advance(2 * MINUTE);
	expect(await statusOf(id)).toBe('DEVICE_ACK');
	await sent({ to: '27999100001', content: 'x', scheduledDeliveryTime: `${inTwoHoursZone}+02:00` });
	expect(platform().violations()).toContainEqual(expect.stringContaining('must match pattern'));
});

test('a message that waits longer than its validity expires', async () => {
	const id = await sent({ to: '27999168002', content: 'x', validityPeriod: 2 });
	await scene.clock.advance(MINUTE);
	expect(await statusOf(id)).toBe('QUEUED');
	await scene.clock.advance(MINUTE);
	expect(await statusOf(id)).toBe('EXPIRED');
});

test('an unknown message has a status without a channel; to another integration it is unknown as well', async () => {
	const unknown = { status: 'UNKNOWN', timestamp: scene.clock.now() };
	expect((await scene.call('GET', `/v1/message/${'0'.repeat(32)}`)).body).toEqual(unknown);
	const id = await sent({ to: '27999100001', content: 'x' });
	const other = platform().portal.create({ type: 'one-api', account: 'demo' });
	expect((await scene.call('GET', `/v1/message/${id}`, undefined, other.key)).body).toEqual(unknown);
});

test('the SMS API tells a status by its words', async () => {
	const { body } = await scene.call('POST', '/messages', { content: 'x', to: ['27999100001'] });
	const { apiMessageId } = (body as { messages: [{ apiMessageId: string }] }).messages[0];
	const path = `/public-client/message/status?messageId=${apiMessageId}`;
	await scene.clock.advance(1000);
	expect((await scene.call('GET', path)).body).toMatchObject({ status: 'DELIVERED_TO_GATEWAY' });
	await scene.clock.advance(2000);
	expect((await scene.call('GET', path)).body).toMatchObject({ status: 'RECEIVED_BY_RECIPIENT' });
});

describe('WhatsApp', () => {
	const text = { channel: 'whatsapp', to: '27999100001', content: 'Hello', previewFirstUrl: true };
	const template = {
		channel: 'whatsapp',
		to: '27999100001',
		template: {
			templateName: 'welcome',
			header: { type: 'text', text: 'Hi' },
			body: { parameters: { '1': 'A' } },
		},
	};

	test('only a template goes outside the 24 hours after a person has written', async () => {
		const [early, templated] = [await sent(text), await sent(template)];
		await scene.clock.advance(3000);
		expect(await statusOf(early)).toBe('WHATSAPP_RE_ENGAGEMENT_REQUIRED');
		expect(await statusOf(templated)).toBe('DEVICE_ACK');
		const integration = platform().portal.byName('Demo One API');
		integration.inbound = { url: 'http://127.0.0.1:9/', method: 'POST' };
		platform().write({ integration: 'Demo One API', channel: 'whatsapp', from: '27999100001', text: 'Hi' });
		const open = await sent(text);
		await scene.clock.advance(24 * 60 * MINUTE - 1);
		const last = await sent(text);
		await scene.clock.advance(3000);
		const late = await sent(text);
		await scene.clock.advance(3000);
		expect([await statusOf(open), await statusOf(last), await statusOf(late)]).toEqual([
			'DEVICE_ACK',
			'DEVICE_ACK',
			'WHATSAPP_RE_ENGAGEMENT_REQUIRED',
		]);
		expect(platform().violations()).toEqual([]);
	});

	test('a person who opens a delivered message makes it read', async () => {
		const id = await sent(template);
		platform().messages.markRead(defined(platform().messages.get(id)));
		expect(await statusOf(id)).toBe('QUEUED');
		await scene.clock.advance(3000);
		platform().messages.markRead(defined(platform().messages.get(id)));
		expect(await statusOf(id)).toBe('READ');
	});

	test('a text has at most 4,096 characters', async () => {
		const answer = await scene.call('POST', '/v1/message', {
			messages: [{ channel: 'whatsapp', to: '27999100001', content: 'x'.repeat(4097) }],
		});
		expect(answer).toMatchObject({ status: 400, body: { messages: [{ error: { code: 24 } }] } });
	});

	test('location, contacts and an older template are taken as the contract has them', async () => {
		const to = { channel: 'whatsapp', to: '27999100001' };
		await sent({ ...to, location: { longitude: 18.4, latitude: -33.9, name: 'Here', address: 'A street' } });
		await sent({ ...to, contacts: [{ name: { formatted_name: 'A. Person' } }] });
		await sent({ ...to, hsm: { template: 'welcome', parameters: { '1': 'A' } } });
		expect(platform().violations()).toEqual([]);
		await sent({ ...to, location: { longitude: 181, latitude: 0 } });
		expect(platform().violations()).toContainEqual(expect.stringContaining('must be <= 180'));
	});

	test('a message of a person is marked as read; one that there is not is refused beside it', async () => {
		const integration = platform().portal.byName('Demo One API');
		integration.inbound = { url: 'http://127.0.0.1:9/', method: 'POST' };
		const { id } = platform().write({
			integration: 'Demo One API',
			channel: 'whatsapp',
			from: '27999100001',
			text: 'Hi',
		});
		const update = (messageId: string) => ({
			channel: 'whatsapp',
			statusCode: 1001,
			messageId,
			clientEventId: 'e',
		});
		const read = (...list: object[]) =>
			scene.call('POST', '/v1/notification', { event: { messageStatusUpdate: list } });
		expect(await read(update(id))).toMatchObject({
			status: 202,
			body: { event: { messageStatusUpdate: [{ accepted: true, messageId: id, clientEventId: 'e' }] } },
		});
		expect(platform().inbound).toMatchObject([{ id, read: true }]);
		expect(await read(update(id), update('0'.repeat(32)))).toMatchObject({
			status: 207,
			body: {
				event: { messageStatusUpdate: [{ accepted: true }, { accepted: false, error: { code: 23 } }] },
			},
		});
	});
});

describe('media', () => {
	test('a file is uploaded, asked about, sent, downloaded, and gone after 30 days', async () => {
		const fileId = await fileIdOf(await upload('picture.png', 'bytes', { broadcastAllowed: 'true' }));
		expect((await scene.call('GET', `/v1/media/${fileId}`)).body).toEqual({
			expirationTime: Math.floor(scene.clock.now() / 1000) + 30 * 86_400,
			broadcastAllowed: true,
		});
		await sent({ channel: 'whatsapp', to: '27999100001', media: { fileId, caption: 'See' } });
		const sha256Hash = createHash('sha256').update('bytes').digest('hex');
		const query = new URLSearchParams({ fileId, sha256Hash, source: 'client' });
		const response = await fetch(`${platform().url}/v1/media?${query.toString()}`, {
			headers: { authorization: DEMO_KEYS.oneApi },
		});
		expect([await response.text(), response.headers.get('content-type')]).toEqual(['bytes', 'image/png']);
		expect(platform().violations()).toEqual([]);
		await scene.clock.advance(30 * 86_400_000);
		expect((await scene.call('GET', `/v1/media/${fileId}`)).body).toMatchObject({ error: { code: 33 } });
	});

	test('what is too large, without a name, of another person or of no type is refused', async () => {
		platform().media.limit = 4;
		const codeOf = async (response: Response) =>
			((await response.json()) as { error: { code: number } }).error.code;
		expect(await codeOf(await upload('a.png', 'bytes'))).toBe(31);
		expect(await codeOf(await upload('', 'by'))).toBe(23);
		expect(await codeOf(await upload('a.png', 'by', { sha256FileHash: 'other' }))).toBe(23);
		const send = async (fileId: string, to: string) =>
			(
				await scene.call('POST', '/v1/message', {
					messages: [{ channel: 'whatsapp', to, media: { fileId } }],
				})
			).body as { messages: Array<{ error: { code: number } | null }> };
		const bound = await fileIdOf(await upload('a.png', 'by', { to: '27999100001' }));
		expect(defined((await send(bound, '27999100001')).messages[0]).error).toBeNull();
		expect(defined(defined((await send(bound, '27999100002')).messages[0]).error).code).toBe(33);
		const typeless = await fileIdOf(await upload('a', 'by'));
		expect(typeless).toMatch(/\.unsupported$/);
		expect(defined(defined((await send(typeless, '27999100001')).messages[0]).error).code).toBe(30);
	});
});

test('what is at no address is 41, and what no message takes is 42', async () => {
	expect(await scene.call('GET', '/v1/nothing')).toMatchObject({
		status: 404,
		body: { error: { code: 41 } },
	});
	expect(await scene.call('DELETE', '/v1/message')).toMatchObject({
		status: 400,
		body: { error: { code: 42 } },
	});
	expect(platform().violations()).toEqual([
		': GET /v1/nothing is not in the contract',
		': DELETE /v1/message is not in the contract',
	]);
});
