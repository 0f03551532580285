import { request } from 'node:http';
import { DEMO_KEYS } from '../../gateway/platform/portal';
import { seeInbox } from './inboxClient';
import { type PlatformScene, startPlatform } from './platformClient';
import { type Receiver, startReceiver } from './receiver';
import { LOGIN, soapClient } from './soapClient';
import { defined } from '../../../nodes/Clickatell/formats/defined';

interface State {
	total: number;
	found: number;
	cleared: number;
	platform: unknown;
	statuses: Record<string, Array<[string, string]>>;
	messages: Array<Record<string, unknown>>;
}

describe('the inbox, of the Platform,', () => {
	let scene: PlatformScene;
	let receiver: Receiver;

	beforeEach(async () => {
		scene = await startPlatform();
		receiver = await startReceiver();
	});
	afterEach(async () => {
		expect(scene.gateway.platform.violations()).toEqual([]);
		await scene.gateway.close();
		await receiver.close();
	});

	const see = (query?: string) => seeInbox<State>(scene.gateway, query);
	const send = async (more: object = {}) => {
		const message = { channel: 'sms', to: '27999100001', content: 'Order 17 is ready', ...more };
		const { body } = await scene.call('POST', '/v1/message', { messages: [message] });
		return (body as { messages: [{ apiMessageId: string }] }).messages[0].apiMessageId;
	};
	const control = async (action: string, body: object) => {
		const response = await fetch(`${scene.gateway.url}/_gateway/${action}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};
	const callTo = (integration: string, kind: 'status' | 'inbound') =>
		control('platform/callback', { integration, kind, url: `${receiver.url}?secret=s3cret` });

	it('shows its messages among those of the SMS Gateway, by time', async () => {
		const call = await soapClient(scene.gateway, 'documentLiteral');
		await call('sendmsg', { ...LOGIN, to: ['27999100001'], text: 'first' });
		await scene.clock.advance(1000);
		await send({ content: 'second', clientMessageId: 'c1' });
		await scene.clock.advance(1000);
		await call('sendmsg', { ...LOGIN, to: ['27999100001'], text: 'third' });
		await scene.clock.advance(1000);
		await send({ channel: 'whatsapp', content: 'fourth' });
		await scene.clock.advance(10_000);
		const state = await see();
		expect(state).toMatchObject({ total: 4, found: 4, cleared: 0 });
		expect(state.messages).toMatchObject([
			{
				product: 'platform',
				channel: 'whatsapp',
				text: 'fourth',
				statusText: 'WHATSAPP_RE_ENGAGEMENT_REQUIRED',
				tone: 'bad',
				hint: expect.stringContaining('24 hours'),
				charge: '0.1 ZAR',
			},
			{ product: 'gateway', channel: 'sms', text: 'third', statusText: '004 Received by recipient' },
			{
				product: 'platform',
				channel: 'sms',
				text: 'second',
				integration: 'Demo One API',
				clientId: 'c1',
				statusText: 'DEVICE_ACK',
				tone: 'good',
				hint: '',
				charge: '0.25 ZAR',
				history: [{ status: 'QUEUED' }, { status: 'SENT_TO_SUPPLIER' }, { status: 'DEVICE_ACK' }],
				unanswerable: '',
			},
			{ product: 'gateway', channel: 'sms', text: 'first', charge: '0.33 credits', tone: 'good' },
		]);
	});

	it('names statuses and callbacks as the API of the integration does', async () => {
		await callTo('Demo One API', 'status');
		await callTo('Demo SMS API', 'status');
		await send();
		await scene.call('POST', '/messages', { to: ['27999100002'], content: 'x' });
		await scene.clock.advance(10_000);
		const told = { state: 'delivered', answer: '200', tries: 1 };
		expect((await see()).messages).toMatchObject([
			{
				statusText: 'RECEIVED_BY_RECIPIENT',
				statuses: 'smsApi',
				unanswerable: 'The integration is one-way: its messages cannot be answered.',
				callbacks: [
					{ status: 'DELIVERED_TO_GATEWAY', ...told },
					{ status: 'RECEIVED_BY_RECIPIENT', ...told },
				],
			},
			{
				statusText: 'DEVICE_ACK',
				statuses: 'oneApi',
				callbacks: [
					{ status: 'SENT_TO_SUPPLIER', ...told },
					{ status: 'DEVICE_ACK', ...told },
				],
			},
		]);
	});

	it('tells each message its own status where one call told several', async () => {
		await callTo('Demo One API', 'status');
		await control('platform/weather', { together: 2 });
		await send();
		await send({ to: '27999168023' });
		await scene.clock.advance(1000);
		expect(receiver.received).toHaveLength(1);
		expect((await see()).messages).toMatchObject([
			{ to: '27999168023', callbacks: [{ status: 'DELIVERY_FAILURE' }] },
			{ to: '27999100001', callbacks: [{ status: 'SENT_TO_SUPPLIER' }] },
		]);
	});

	it('finds messages by channel, integration, status and IDs', async () => {
		const id = await send({ clientMessageId: 'order-17' });
		await send({ channel: 'whatsapp', to: '27999100002' });
		await scene.clock.advance(10_000);
		const found = async (search: string) =>
			(await see(`?search=${encodeURIComponent(search)}`)).messages.map(({ to }) => to);
		for (const search of ['device_ack', 'ORDER-17', id]) expect(await found(search)).toEqual(['27999100001']);
		for (const search of ['WhatsApp', 're_engagement']) expect(await found(search)).toEqual(['27999100002']);
		expect(await found('demo one api')).toHaveLength(2);
		expect(await found('demo sms api')).toEqual([]);
	});

	it('shows the balance with its currency, the keys, and neither password nor secret', async () => {
		await send();
		await callTo('Demo One API', 'status');
		await control('platform/callback', {
			...{ integration: 'Demo SMS API', kind: 'inbound', url: receiver.url, method: 'GET' },
			...{ user: 'acme', password: 'pa55word' },
		});
		const state = await see();
		expect(state.platform).toMatchObject({
			url: scene.gateway.platform.url,
			accounts: [{ name: 'demo', balance: 99.75, currency: 'ZAR' }],
			integrations: [
				{
					name: 'Demo One API',
					key: DEMO_KEYS.oneApi,
					type: 'one-api',
					twoWayNumbers: ['27999300000'],
					status: { url: `${receiver.url}?…`, type: 'POST', user: '' },
					inbound: null,
				},
				{
					name: 'Demo SMS API',
					key: DEMO_KEYS.smsApi,
					type: 'sms',
					inbound: { url: receiver.url, type: 'GET', user: 'acme' },
				},
			],
		});
		expect(JSON.stringify(state)).not.toMatch(/s3cret|pa55word/);
		await control('platform/callback', { integration: 'Demo One API', kind: 'status', url: '' });
		expect((await see()).platform).toMatchObject({ integrations: [{ status: null }, {}] });
	});

	it('keeps the keys from other sites', async () => {
		const status = await new Promise((resolve, reject) => {
			const { port } = scene.gateway;
			const headers = { host: 'elsewhere.example' };
			request({ host: '127.0.0.1', port, path: '/_gateway/events', headers }, (response) => {
				response.destroy();
				resolve(response.statusCode);
			})
				.on('error', reject)
				.end();
		});
		expect(status).toBe(403);
	});

	it('shows what people write: a text, a place, a file, and what became of it', async () => {
		await callTo('Demo One API', 'inbound');
		await send({ clientMessageId: 'c1' });
		const person = { integration: 'Demo One API', channel: 'whatsapp', from: '27999100001' };
		const location = { latitude: -33.9, longitude: 18.4, name: 'The shop' };
		const content = Buffer.from([137, 80, 78, 71, 0, 255]);
		const media = {
			...{ fileName: 'cat.png', contentType: 'image/png', content: content.toString('base64') },
			caption: 'My cat',
		};
		for (const what of [{ text: '<b>Yes</b>' }, { location }, { media }]) {
			const { status, body } = await control('platform/write', { ...person, ...what });
			expect(status).toBe(200);
			expect(body.callbacks).toMatchObject([{ state: 'delivered', tries: [{ httpStatus: 200 }] }]);
		}
		receiver.answer = 404;
		await control('platform/write', { ...person, channel: 'sms', text: 'And by SMS' });
		const common = { kind: 'received', product: 'platform', from: '27999100001', to: '27999300000' };
		expect((await see()).messages).toMatchObject([
			{ ...common, channel: 'sms', text: 'And by SMS', callbacks: [{ state: 'waiting', answer: '404' }] },
			{ ...common, channel: 'whatsapp', text: '[media] My cat', callbacks: [{ state: 'delivered' }] },
			{ ...common, channel: 'whatsapp', text: '[location] The shop -33.9, 18.4' },
			{ ...common, channel: 'whatsapp', text: '<b>Yes</b>', read: false },
			{ kind: 'sent' },
		]);
		const events = receiver.received.map(({ body }) => JSON.parse(body.toString('utf8')) as never);
		expect(events).toMatchObject([
			{ event: { moText: [{ relatedClientMessageId: 'c1' }] } },
			{ event: { moLocation: [{ locationName: 'The shop' }] } },
			{ event: { moMedia: [{ caption: 'My cat', files: [{ fileName: 'cat.png', byteSize: 6 }] }] } },
			{ event: { moText: [{ channel: 'sms' }] } },
		]);
		const { fileId } = defined(defined(scene.gateway.platform.inbound[2]).media);
		expect(defined(scene.gateway.platform.media.get(fileId)).bytes).toEqual(content);

		const { id } = defined(scene.gateway.platform.inbound[0]);
		const event = { messageStatusUpdate: [{ channel: 'whatsapp', statusCode: 1001, messageId: id }] };
		await scene.call('POST', '/v1/notification', { event });
		expect((await see('?search=yes')).messages).toMatchObject([{ read: true }]);
	});

	it('tries another URL once, and takes nothing where there is no URL', async () => {
		const person = { integration: 'Demo SMS API', from: '27999100001', text: 'Yes' };
		expect(await control('platform/write', person)).toEqual({
			status: 400,
			body: { problem: 'Integration Demo SMS API has no URL for replies.' },
		});
		expect((await see()).total).toBe(0);
		receiver.answer = 404;
		const url = { url: receiver.url, method: 'GET', user: 'a', password: 'b' };
		const { body } = await control('platform/write', { ...person, url });
		expect(body.callbacks).toMatchObject([{ state: 'given up', tries: [{ httpStatus: 404 }] }]);
		await scene.clock.advance(3_600_000);
		expect(receiver.received).toMatchObject([{ method: 'GET', headers: { authorization: 'Basic YTpi' } }]);
	});

	it('lets a phone mark a WhatsApp message as read, and forces any status', async () => {
		const template = { templateName: 'parcel_ready', body: { parameters: { 1: 'Ann' } } };
		const id = await send({ channel: 'whatsapp', content: undefined, template });
		expect((await see()).messages).toMatchObject([{ unread: false }]);
		await scene.clock.advance(10_000);
		expect((await see()).messages).toMatchObject([{ unread: true, statusText: 'DEVICE_ACK' }]);
		await control('platform/read', { id });
		expect((await see()).messages).toMatchObject([{ unread: false, statusText: 'READ' }]);

		const { statuses } = await see();
		expect(statuses.oneApi).toContainEqual(['131', 'WHATSAPP_RE_ENGAGEMENT_REQUIRED']);
		expect(statuses.gateway).toContainEqual(['004', '004 Received by recipient']);
		await control('platform/status', { id, status: 23 });
		expect((await see()).messages).toMatchObject([{ statusText: 'DELIVERY_FAILURE', tone: 'bad' }]);
	});

	it('offers each status of the SMS API once, by a number that gives it', async () => {
		const { body } = await scene.call('POST', '/messages', { to: ['27999100002'], content: 'x' });
		const id = (body as { messages: [{ apiMessageId: string }] }).messages[0].apiMessageId;
		const { statuses } = await see();
		const names = defined(statuses.smsApi).map(([, name]) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(names).toEqual(expect.arrayContaining(['RECEIVED_BY_RECIPIENT', 'Error delivering message']));
		expect(statuses.smsApi).toContainEqual(['23', 'Error delivering message']);
		for (const [status, name] of defined(statuses.smsApi)) {
			await control('platform/status', { id, status: Number(status) });
			expect((await see()).messages).toMatchObject([{ status, statusText: name }]);
		}
	});

	it('hides both directions when it is cleared, until they are to be seen again', async () => {
		await callTo('Demo One API', 'inbound');
		await send();
		await control('platform/write', { integration: 'Demo One API', from: '27999100001', text: 'Yes' });
		await control('inbox', { cleared: true });
		expect(await see()).toMatchObject({ total: 0, cleared: 2, messages: [] });
		await send({ content: 'later' });
		expect((await see()).messages).toMatchObject([{ text: 'later' }]);
		await control('inbox', { cleared: false });
		expect(await see()).toMatchObject({ total: 3, cleared: 0 });
		await control('inbox', { cleared: true });
		scene.gateway.reset();
		expect(await see()).toMatchObject({ total: 0, cleared: 0 });
		await send();
		expect(await see()).toMatchObject({ total: 1, cleared: 0 });
	});

	it('refuses what it cannot use in a sentence', async () => {
		const integration = 'Demo One API';
		const cases = [
			['callback', { integration, kind: 'both', url: '' }, 'kind is status or inbound.'],
			['callback', { integration, kind: 'status', url: 'x' }, 'url must begin with http:// or https://.'],
			['callback', { integration, kind: 'status', url: '', method: 'PUT' }, 'method is GET or POST.'],
			['callback', { integration: 'Nobody', kind: 'status', url: '' }, 'no integration Nobody'],
			[
				'write',
				{ integration, from: '27999100001', media: { fileName: 'a.png' } },
				'media is {fileName, contentType, content: its bytes in base64, caption?}.',
			],
		] as const;
		for (const [action, body, problem] of cases) {
			expect(await control(`platform/${action}`, body)).toEqual({ status: 400, body: { problem } });
		}
	});
});
