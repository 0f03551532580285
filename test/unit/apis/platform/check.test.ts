import { checkCount, checkMessage, checkSmsSend } from '../../../../nodes/Clickatell/apis/platform';
import { readZonedTime } from '../../../../nodes/Clickatell/apis/platform';
import type { WhatsAppContent } from '../../../../nodes/Clickatell/apis/platform/types';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `27999${100000 + i}`);
const whatsApp = (content: WhatsAppContent) => checkMessage({ channel: 'whatsapp', to: '1', content });

test('a call has at most 200 recipients, or 100 messages', () => {
	expect(checkSmsSend({ text: 'x', to: numbers(200) })).toEqual([]);
	expect(checkSmsSend({ text: 'x', to: numbers(201) })).toEqual([
		"'To' has 201 recipients, and one call takes at most 200: send them in several calls.",
	]);
	const messages = (count: number) =>
		numbers(count).map((to) => ({ channel: 'sms' as const, to, text: 'x' }));
	expect(checkCount(messages(100))).toEqual([]);
	expect(checkCount(messages(101))).toHaveLength(1);
	expect(checkCount([])).toHaveLength(1);
});

test('each fault of an SMS names its field, limit and way out', () => {
	expect(checkSmsSend({ text: '', to: ['+27999100001', '27999100001'] })).toEqual([
		"'Text' is empty: enter what is to be sent.",
		"'To' names a number twice: enter each number once.",
	]);
	expect(checkSmsSend({ text: 'x', to: [] })).toEqual([
		"'To' names no recipient: enter at least one number.",
	]);
	const options = { validity: 0.5, udh: '0G', charset: 'KOI8-R', schedule: '2030-02-27T14:30:00+02:00' };
	expect(checkMessage({ channel: 'sms', to: '1', text: 'x', ...options })).toEqual([
		"'Validity Period' is 0.5: enter whole minutes, at least 1.",
		"'User Data Header' is not hexadecimal: write it like 0605040B8423F0.",
		"'Charset' is 'KOI8-R', which is none of ASCII, UCS2-BE, UTF-8, Windows-1252: leave it out.",
		"'Schedule' is '2030-02-27T14:30:00+02:00': write it like 2030-02-27T14:30:00+0200.",
	]);
});

test('WhatsApp: text, template, sound, place, contacts', () => {
	expect(whatsApp({ type: 'text', text: '👋'.repeat(4096) })).toEqual([]);
	expect(whatsApp({ type: 'text', text: 'x'.repeat(4097) })).toEqual([
		"'Text' has 4097 characters, and WhatsApp takes at most 4096: shorten it or send several.",
	]);
	const template = (parameters: Record<string, string>) =>
		whatsApp({ type: 'template', name: 'n', parameters });
	expect(template({ '1': 'a    b' })).toEqual([]);
	expect(template({ '1': 'a\nb', '2': 'a\tb', '3': 'a     b', '4': '' })).toHaveLength(4);
	expect(template({ '1': 'a\nb' })[0]).toContain("parameter '1' of the template holds a line break");
	expect(whatsApp({ type: 'template', name: '', parameters: {} })).toHaveLength(1);
	expect(whatsApp({ type: 'media', fileId: 'f', contentType: 'audio/ogg', caption: 'c' })).toHaveLength(1);
	expect(whatsApp({ type: 'media', fileId: '' })).toHaveLength(1);
	expect(whatsApp({ type: 'location', longitude: 180, latitude: -90 })).toEqual([]);
	expect(whatsApp({ type: 'location', longitude: 181, latitude: NaN })).toHaveLength(2);
	expect(whatsApp({ type: 'contacts', contacts: [] })).toHaveLength(1);
});

describe('a schedule', () => {
	test.each([
		['2030-02-27T14:30:00+02:00', 'Europe/London', '2030-02-27T14:30:00+0200'],
		['2030-02-27T14:30:00Z', 'Africa/Johannesburg', '2030-02-27T14:30:00+0000'],
		['2030-02-27T14:30:00.000-0330', 'UTC', '2030-02-27T14:30:00-0330'],
		['2030-02-27T14:30', 'Africa/Johannesburg', '2030-02-27T14:30:00+0200'],
		['2030-02-27 14:30:05', 'America/St_Johns', '2030-02-27T14:30:05-0330'],
		['2030-07-01', 'Europe/Berlin', '2030-07-01T00:00:00+0200'],
		['2030-01-01T00:00:00', 'Asia/Kathmandu', '2030-01-01T00:00:00+0545'],
		// Clocks go from 02:00 to 03:00 on 31 March 2030, and back on 27 October.
		['2030-03-31T01:59:59', 'Europe/Berlin', '2030-03-31T01:59:59+0100'],
		['2030-03-31T02:30:00', 'Europe/Berlin', '2030-03-31T02:30:00+0100'],
		['2030-03-31T03:00:00', 'Europe/Berlin', '2030-03-31T03:00:00+0200'],
		['2030-10-27T02:30:00', 'Europe/Berlin', '2030-10-27T02:30:00+0200'],
		['2030-10-27T03:00:00', 'Europe/Berlin', '2030-10-27T03:00:00+0100'],
	])('%s in %s', (written, zone, text) => {
		expect(readZonedTime(written, zone)).toMatchObject({ ok: true, text });
	});

	test.each([
		'',
		'tomorrow',
		'2030-02-30',
		'2030-13-01T00:00:00',
		'2030-02-27T25:00:00Z',
		'27/02/2030',
		'2030-02-27T14:30:00',
	])('%j without a zone is none', (written) => {
		expect(readZonedTime(written, 'No/Where').ok).toBe(false);
	});
});
