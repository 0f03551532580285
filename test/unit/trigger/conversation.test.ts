import { OPT_OUT_WORDS } from '../../../nodes/Clickatell/catalogue/optOutWords';
import { conversationOf, type Inbound, isOptOut } from '../../../nodes/Clickatell/message/conversation';
import { decode, type TriggerEvent } from '../../../nodes/Clickatell/n8n/trigger/decodeCall';
import { platformCallbacks } from '../apis/platform/cases';
import { callbackCases, toCallbackRequest } from '../callbacks/cases';

const MESSAGE: Inbound = {
	channel: 'sms',
	from: '27999100001',
	to: '27999000009',
	text: 'Yes please',
	dedupeKey: 'inbound:0',
};
const of = (changed: Partial<Inbound>) => conversationOf({ ...MESSAGE, ...changed });

describe('sessionId', () => {
	it('is the same for all that one person writes on one channel to one number', () => {
		const { sessionId } = of({});
		expect(sessionId).toBe('sms:27999000009:27999100001');
		expect(of({ text: 'Another', dedupeKey: 'inbound:1' }).sessionId).toBe(sessionId);
		expect(of({ from: '+27999100001', to: '+27999000009' }).sessionId).toBe(sessionId);
	});

	it.each([
		['another person', { from: '27999100002' }],
		['another channel', { channel: 'whatsapp' }],
		['another number of ours', { to: '27999000008' }],
		['a number of ours that is not named', { to: null }],
	])('is another one for %s', (_, changed) => {
		expect(of(changed).sessionId).not.toBe(of({}).sessionId);
	});

	it('takes no part of one field for part of another', () => {
		expect(of({ to: 'a:b', from: 'c' }).sessionId).not.toBe(of({ to: 'a', from: 'b:c' }).sessionId);
	});

	it('joins no two messages whose sender is not known', () => {
		expect(of({ from: null }).sessionId).toBe('inbound:0');
		expect(of({ from: null, dedupeKey: 'inbound:1' }).sessionId).toBe('inbound:1');
	});

	it('takes half a character', () => {
		expect(of({ from: 'a\ud83d' }).sessionId).toBe('sms:27999000009:a%EF%BF%BD');
	});
});

describe('chatInput', () => {
	const file = (contentType: string | null, fileName: string | null) => ({ contentType, fileName });

	it.each([
		['a text as it is', { text: ' Yes\nplease ' }, ' Yes\nplease '],
		['a caption', { text: 'Our garden', files: [file('image/jpeg', 'a.jpg')] }, 'Our garden'],
		['an image', { text: null, files: [file('image/jpeg', 'a.jpg')] }, 'Sent an image: a.jpg'],
		['an image without a name', { text: null, files: [file('image/jpeg', null)] }, 'Sent an image'],
		['an audio file', { text: '', files: [file('AUDIO/ogg', 'a.ogg')] }, 'Sent an audio file: a.ogg'],
		['a video', { text: null, files: [file('video/mp4', 'a.mp4')] }, 'Sent a video: a.mp4'],
		['another file', { text: null, files: [file(null, 'a.pdf')] }, 'Sent a file: a.pdf'],
		[
			'several files',
			{ text: null, files: [file('image/png', 'a.png'), file(null, null), file('image/png', 'b.png')] },
			'Sent 3 files: a.png, b.png',
		],
		[
			'a place',
			{
				text: null,
				latitude: -33.9249,
				longitude: 18.4241,
				locationName: 'Depot',
				locationAddress: '1 Main Road',
			},
			'Sent a location: Depot, 1 Main Road, latitude -33.9249, longitude 18.4241',
		],
		[
			'a place on the equator',
			{ text: null, latitude: 0, longitude: 0 },
			'Sent a location: latitude 0, longitude 0',
		],
		['a place by its name alone', { text: null, locationName: 'Depot' }, 'Sent a location: Depot'],
		['blanks', { text: ' \n' }, 'Sent an empty message'],
		['nothing', { text: null }, 'Sent an empty message'],
	] as const)('is %s', (_, changed, said) => {
		expect(of(changed).chatInput).toBe(said);
	});

	it('names five files at most, each shortened', () => {
		const files = Array.from({ length: 300 }, (_, n) => file('image/png', `${n}${'x'.repeat(5000)}`));
		const { chatInput } = of({ text: null, files });
		expect(chatInput).toMatch(/^Sent 300 files: 0x+…, 1x+…, 2x+…, 3x+…, 4x+…$/);
		expect(chatInput.length).toBeLessThan(600);
	});
});

describe('optOut', () => {
	const words = OPT_OUT_WORDS.flatMap((one) => one.words);

	it.each(words)('is true for %s, however it is written', (word) => {
		const ways = [word, word.toLowerCase(), ` ${word}.\n`, `"${word}"`, `${word}!!!`, `${word} 👍`];
		expect(ways.filter((way) => !isOptOut(way))).toEqual([]);
	});

	it('takes accents, wide letters and more blanks for the same word', () => {
		expect(
			['Arrêt', 'arre\u0302t', 'ＳＴＯＰ', 'stop \t all', 'opt\u2011out'].filter((text) => !isOptOut(text)),
		).toEqual([]);
	});

	it.each([
		'',
		' ',
		'.',
		'Please stop',
		'STOP it',
		'STOPS',
		'NONSTOP',
		'S T O P',
		'Bajada',
		'no',
		'yes',
		'The end',
	])('is false for %j', (text) => expect(isOptOut(text)).toBe(false));

	it('does not look through a long text', () => {
		expect(isOptOut(`STOP${'.'.repeat(36)}`)).toBe(true);
		expect(isOptOut(`STOP${'.'.repeat(37)}`)).toBe(false);
	});

	it('lists each word once in a language, as it is compared', () => {
		for (const { words: list } of OPT_OUT_WORDS) expect(new Set(list).size).toBe(list.length);
		for (const word of words) expect(word).toMatch(/^[A-Z]+([ -][A-Z]+)?$/);
	});

	it('is false where there is no text', () => {
		expect(of({ text: null }).optOut).toBe(false);
		expect(of({ text: 'stop' }).optOut).toBe(true);
	});
});

const decoded: ReadonlyArray<readonly [string, TriggerEvent]> = [
	...callbackCases(),
	...platformCallbacks(),
].flatMap(({ name, raw }) => {
	const result = decode(toCallbackRequest(raw));
	return result.kind === 'events' ? result.events.map((event) => [name, event] as const) : [];
});

test('inbound events of every format have it, and no others', () => {
	const formats = new Set(decoded.flatMap(([, event]) => (event.kind === 'inbound' ? [event.format] : [])));
	expect([...formats].sort()).toEqual(
		expect.arrayContaining(['httpGet', 'httpPost', 'oneApi', 'smsApiGet', 'smsApiPost', 'xmlGet', 'xmlPost']),
	);
	for (const [, event] of decoded) {
		if (event.kind === 'inbound') expect(event).toMatchObject(conversationOf(event));
		else expect(event).not.toHaveProperty('sessionId');
	}
});
