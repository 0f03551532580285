/** The codec against the gateway's Platform, which shares no code with it and holds every request to its contract. */
import {
	decodePlatformCallback,
	type PlatformEvent,
	readBalance,
	readDownload,
	readMarkedAsRead,
	readMediaInfo,
	readSendAnswer,
	readSmsStatus,
	readStatuses,
	readUpload,
	type Verdict,
	writeBalanceQuery,
	writeDownload,
	writeMarkAsRead,
	writeMediaInfoQuery,
	readZonedTime,
	writeSend,
	writeSmsSend,
	writeSmsStatusQuery,
	writeStatusQuery,
	writeUpload,
} from '../../../../nodes/Clickatell/apis/platform';
import type {
	OneApiMessage,
	PlatformReply,
	PlatformRequest,
	WhatsAppContent,
} from '../../../../nodes/Clickatell/apis/platform/types';
import type { CallbackForm } from '../../../gateway/platform/callbackForms';
import { ONE_API_ERRORS } from '../../../gateway/platform/codes';
import { PLATFORM_ODDITIES } from '../../../gateway/platform/faults';
import { DEMO_KEYS } from '../../../gateway/platform/portal';
import { type PlatformScene, startPlatform } from '../../gateway/platformClient';
import { type Receiver, startReceiver } from '../../gateway/receiver';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

let scene: PlatformScene;
let receiver: Receiver;
beforeAll(async () => {
	scene = await startPlatform();
	receiver = await startReceiver();
});
beforeEach(() => {
	scene.gateway.reset();
	receiver.received.length = 0;
	for (const name of ['Demo One API', 'Demo SMS API']) {
		platform().portal.byName(name).inbound = { url: receiver.url, method: 'POST' };
	}
});
afterAll(async () => {
	await scene.gateway.close();
	await receiver.close();
});

const platform = () => scene.gateway.platform;

async function call({ method, path, headers, body }: PlatformRequest, key?: string): Promise<PlatformReply> {
	const authorization = key ?? (path.startsWith('/v1/') ? DEMO_KEYS.oneApi : DEMO_KEYS.smsApi);
	const response = await fetch(platform().url + path, {
		method,
		headers: { ...headers, authorization },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
	});
	return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
}

function idIn([verdict]: readonly Verdict[]): string {
	if (verdict?.kind !== 'accepted' || verdict.messageId === null) throw new Error(JSON.stringify(verdict));
	return verdict.messageId;
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `27999${100000 + i}`);
const texts = (count: number): OneApiMessage[] =>
	numbers(count).map((to, i) => ({ channel: 'sms', to, text: `Text ${i}`, clientMessageId: `c${i}` }));

test.each(['as asked', 'reversed'] as const)('200 numbers and 100 texts, answered %s', async (order) => {
	platform().quirks.order = order;
	const to = numbers(200);
	const schedule = readZonedTime('2030-02-27T14:30:00', 'Africa/Johannesburg');
	if (!schedule.ok) throw new Error(schedule.reason);
	const options = { clientMessageId: 'all', schedule: schedule.text, validity: 60, udh: '050003010201' };
	const one = readSendAnswer(
		'smsApi',
		await call(writeSmsSend({ text: 'Hello', to, ...options })),
		to.map((number) => ({ to: number })),
	);
	const byId = (verdict: { kind: string; messageId?: string | null }) =>
		platform().messages.get(verdict.messageId ?? '')?.to;
	expect(one.verdicts.map((verdict) => byId(verdict))).toEqual(to);
	const messages = texts(100);
	const many = readSendAnswer('oneApi', await call(writeSend(messages)), messages);
	expect(many.verdicts.map((verdict) => byId(verdict))).toEqual(messages.map((message) => message.to));
	expect(
		platform()
			.messages.all()
			.filter(({ text }) => text.startsWith('Text')),
	).toHaveLength(100);
	expect(platform().violations()).toEqual([]);
});

test.each(Object.entries(ONE_API_ERRORS))(
	'error %s beside a message that is accepted',
	async (code, [words, , of]) => {
		const [good, bad] = texts(2);
		if (of.includes('M')) {
			const messages = [
				defined(good),
				{ ...defined(bad), to: `27999167${code.padStart(3, '0')}` },
			] as OneApiMessage[];
			const { verdicts } = readSendAnswer('oneApi', await call(writeSend(messages)), messages);
			expect(verdicts).toMatchObject([
				{ kind: 'accepted' },
				{ kind: 'refused', error: { code, text: words }, repeatable: ['18', '19', '43'].includes(code) },
			]);
		}
		if (of.includes('R')) {
			platform().fail({ kind: 'error', code: Number(code) });
			const messages = [defined(good), defined(bad)];
			const { verdicts, error } = readSendAnswer('oneApi', await call(writeSend(messages)), messages);
			expect(error).toMatchObject({ code, text: words, known: { code: Number(code) } });
			expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(
				new Set([code === '18' ? 'doubtful' : 'refused']),
			);
		}
	},
);

test('no answer that differs from what was done loses an accepted ID or calls it refused', async () => {
	for (const oddity of Object.keys(PLATFORM_ODDITIES) as Array<keyof typeof PLATFORM_ODDITIES>) {
		scene.gateway.reset();
		platform().fail({ kind: 'odd', oddity });
		const messages = texts(3);
		const { verdicts, strangers } = readSendAnswer('oneApi', await call(writeSend(messages)), messages);
		expect(verdicts.map(({ kind }) => kind)).not.toContain('refused');
		const told = new Set(verdicts.flatMap((verdict) => ('candidates' in verdict ? verdict.candidates : [])));
		const made = platform().messages.all();
		const lost = ['the first entry left out', 'accepted without an ID', 'no entries', 'no numbers'];
		if (!lost.includes(oddity)) expect([...told].sort()).toEqual(made.map(({ id }) => id).sort());
		verdicts.forEach((verdict, i) => {
			if (verdict.kind !== 'accepted' || verdict.messageId === null) return;
			expect(defined(platform().messages.get(verdict.messageId)).to).toBe(defined(messages[i]).to);
		});
		expect(strangers).toEqual(oddity === 'a stranger more' ? ['f'.repeat(32)] : []);
	}
});

test.each(['truncated', 'empty', 'html', 'http-502'] as const)('%s leaves all in doubt', async (kind) => {
	platform().fail({ kind });
	const messages = texts(2);
	const { verdicts } = readSendAnswer('oneApi', await call(writeSend(messages)), messages);
	expect(verdicts.map((verdict) => verdict.kind)).toEqual(['doubtful', 'doubtful']);
});

test('every content by WhatsApp is as the contract has it', async () => {
	const upload = {
		bytes: Buffer.from('bytes'),
		fileName: 'a b.png',
		contentType: 'image/png',
		broadcast: true,
	};
	const uploaded = readUpload(await call(writeUpload(upload)));
	if (uploaded.kind !== 'read') throw new Error(JSON.stringify(uploaded));
	const fileId = uploaded.value;
	const contents: WhatsAppContent[] = [
		{ type: 'text', text: 'Hi', linkPreview: false },
		{ type: 'template', name: 't', header: { text: 'x' }, parameters: { '1': 'a' } },
		{ type: 'template', name: 't', header: { fileId }, parameters: {} },
		{ type: 'media', fileId, contentType: 'image/png', caption: 'c', sha256Hash: 'h' },
		{ type: 'location', longitude: 1, latitude: 2, name: 'n', address: 'a' },
		{ type: 'contacts', contacts: [{ name: 'A' }] },
	];
	const messages = contents.map((content, i): OneApiMessage => ({
		channel: 'whatsapp',
		to: '+27999100001',
		clientMessageId: `c${i}`,
		relatedMessageId: 'r',
		content,
	}));
	const { verdicts } = readSendAnswer('oneApi', await call(writeSend(messages)), messages);
	expect(verdicts.every(({ kind }) => kind === 'accepted')).toBe(true);
	expect(readMediaInfo(await call(writeMediaInfoQuery(fileId)))).toMatchObject({
		kind: 'read',
		value: { broadcastAllowed: true },
	});
	expect(platform().violations()).toEqual([]);
});

test('status, balance, media of a person and marking as read, there and back', async () => {
	const [message] = texts(1);
	const { verdicts } = readSendAnswer('oneApi', await call(writeSend([defined(message)])), [
		defined(message),
	]);
	const messageId = idIn(verdicts);
	expect(readStatuses(await call(writeStatusQuery(messageId)))).toMatchObject({
		value: [{ channel: 'sms', status: 'QUEUED', outcome: 'intermediate' }],
	});
	expect(readStatuses(await call(writeStatusQuery('0'.repeat(32))))).toMatchObject({
		value: [{ channel: null, status: 'UNKNOWN' }],
	});
	const sms = readSendAnswer('smsApi', await call(writeSmsSend({ text: 'x', to: ['1234567'] })), [
		{ to: '1234567' },
	]);
	const smsId = idIn(sms.verdicts);
	await scene.clock.advance(3000);
	expect(readSmsStatus(await call(writeSmsStatusQuery(smsId)))).toMatchObject({
		value: { status: 'RECEIVED_BY_RECIPIENT', outcome: 'delivered' },
	});
	const balance = { kind: 'read', value: { balance: 99.5, currency: 'ZAR' } };
	expect(readBalance('smsApi', await call(writeBalanceQuery()))).toEqual(balance);
	expect(readBalance('oneApi', await call(writeBalanceQuery(), DEMO_KEYS.oneApi))).toEqual(balance);
	const media = { bytes: Buffer.from([0, 255, 128]), contentType: 'image/png', fileName: 'a.png' };
	platform().write({ integration: 'Demo One API', channel: 'whatsapp', from: '27999100001', media });
	const [event] = await eventsReceived();
	if (event?.kind !== 'inbound') throw new Error('no message');
	const { fileId, sha256Hash } = defined(event.files[0]);
	const download = await call(writeDownload({ fileId: defined(fileId), sha256Hash: defined(sha256Hash) }));
	expect(readDownload(download)).toEqual({ kind: 'read', value: Buffer.from([0, 255, 128]) });
	const marked = await call(writeMarkAsRead([{ messageId: defined(event.messageId) }]));
	expect(readMarkedAsRead(marked)).toMatchObject({ value: [{ messageId: event.messageId, accepted: true }] });
	expect(defined(platform().inbound[0]).read).toBe(true);
	expect(platform().violations()).toEqual([]);
});

test('a wrong key is refused in both, and named for what it is', async () => {
	// The balance is refused in One API's form to either; the advice is about the API that the key is for.
	for (const [api, known] of [
		['oneApi', 1],
		['smsApi', 108],
	] as const) {
		expect(readBalance(api, await call(writeBalanceQuery(), '424242'))).toMatchObject({
			kind: 'refused',
			error: { code: '1', known: { code: known } },
		});
	}
	const answer = readSendAnswer('smsApi', await call(writeSmsSend({ text: 'x', to: ['1234567'] }), 'x'), [
		{ to: '1234567' },
	]);
	expect(answer.verdicts).toMatchObject([{ kind: 'refused', error: { code: '108', known: { code: 108 } } }]);
});

async function eventsReceived(): Promise<PlatformEvent[]> {
	await scene.clock.advance(0);
	return receiver.received.flatMap(({ method, url, headers, body }) => {
		const decoded = decodePlatformCallback({
			method,
			query: url.split('?')[1] ?? '',
			contentType: String(headers['content-type']),
			body,
		});
		if (decoded.kind !== 'events') throw new Error(JSON.stringify(decoded));
		return [...decoded.events];
	});
}

const FORMS: CallbackForm[] = [
	{},
	{ old: true },
	{ replyIdOnly: true },
	{ numbersAsText: true },
	{ misspelled: true },
];

test.each(
	FORMS.flatMap((form) =>
		(['GET', 'POST'] as const).flatMap((method) =>
			(['UTF-8', 'ISO-8859-1', 'UTF-16BE'] as const).map((charset) => [method, charset, form] as const),
		),
	),
)('a reply by %s in %s with %j is what the person wrote', async (method, charset, form) => {
	platform().portal.byName('Demo SMS API').inbound = { url: receiver.url, method };
	const text = charset === 'ISO-8859-1' ? 'Füße +%41 & 5%' : 'mexí я 👋 +%41 & 5%';
	platform().write({ integration: 'Demo SMS API', from: '27999100001', text }, { ...form, charset });
	const [event] = await eventsReceived();
	expect(event).toMatchObject({ kind: 'inbound', text, charset, from: '27999100001' });
	expect(defined(event).messageId).toBe(defined(platform().inbound[0]).id);
	expect(JSON.stringify(event)).not.toContain(DEMO_KEYS.smsApi);
});

test.each(FORMS)('statuses of both APIs with %j', async (form) => {
	for (const name of ['Demo One API', 'Demo SMS API']) {
		platform().portal.byName(name).status = { url: receiver.url, method: 'POST' };
	}
	platform().callbacks.weather = { ...platform().callbacks.weather, form, copies: 2 };
	await call(writeSend(texts(1)));
	await call(writeSmsSend({ text: 'x', to: ['27999100009'] }));
	await scene.clock.advance(3000);
	const events = await eventsReceived();
	expect(events.map((event) => (event.kind === 'status' ? event.outcome : event.kind)).sort()).toEqual([
		...Array.from({ length: 4 }, () => 'delivered'),
		...Array.from({ length: 4 }, () => 'intermediate'),
	]);
	expect(new Set(events.map(({ dedupeKey }) => dedupeKey)).size).toBe(4);
	expect(JSON.stringify(events)).not.toContain(DEMO_KEYS.smsApi);
});
