import fc from 'fast-check';
import { composeEmails } from '../../../nodes/Clickatell/apis/files/email';
import { Ignored, readBulk } from '../../gateway/files/reader';
import { merged, number, numbers, plainText, same, sentencesOf, shown, textsOf } from './bulks';
import { casesOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

type Bulk = Parameters<typeof composeEmails>[0];

const REPLY = ['ops@example.org'];
const read = (bulk: Bulk) => textsOf(composeEmails(bulk, REPLY)).map((text) => readBulk(text, 'email'));
const only = (bulk: Bulk) => defined(defined(read(bulk)[0]).messages[0]).text;

test('a text to two numbers, line by line', () => {
	const bulk = same('Order 17 is ready', [number(1), number(2)], { callback: '7' });
	expect(textsOf(composeEmails(bulk, REPLY))).toEqual([
		[
			'api_id:424242',
			'user:demo',
			'password:secret',
			'reply:ops@example.org',
			'callback:7',
			'text:Order 17 is ready',
			'to:27999100001',
			'to:27999100002',
			'',
		].join('\r\n'),
	]);
});

test('a long text goes in pieces, none of which begins or ends with a blank', () => {
	const text =
		'The bridge is closed tonight from ten to six. Please take the road by the mill; it is lit and dry.';
	const [email] = textsOf(composeEmails(same(text, [number(1)]), []));
	const pieces = defined(email)
		.split('\r\n')
		.filter((line) => line.startsWith('data:'));
	expect(pieces.length).toBeGreaterThan(1);
	expect(pieces.filter((piece) => /^data: | $/.test(piece))).toEqual([]);
	expect(only(same(text, [number(1)]))).toBe(text);
});

test('wherever the blanks of a long text fall, none is lost', () => {
	for (let shift = 1; shift <= 80; shift++) {
		const text = `${'x'.repeat(shift)} ${'y'.repeat(70)}  ${'z'.repeat(71)} end`;
		expect(only(same(text, [number(1)]))).toBe(text);
	}
});

test('a unit of a long Unicode text stays in one line', () => {
	const text = 'ж'.repeat(100);
	const [email] = textsOf(composeEmails(same(text, [number(1)]), []));
	const pieces = defined(defined(email).match(/(?<=^data:).*$/gm)).map((piece) => piece.trim());
	expect(pieces.length).toBeGreaterThan(1);
	expect(pieces.filter((piece) => piece.length % 4 !== 0)).toEqual([]);
	expect(only(same(text, [number(1)]))).toBe(text);
});

test('any text that is taken arrives, in 7 bit and lines of at most 76 characters', () => {
	const plain = fc.array(plainText(120), { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));
	const any = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });
	let taken = 0;
	fc.assert(
		fc.property(fc.oneof(plain, any), (text) => {
			const bulk = same(text, [number(1)]);
			const sentences = sentencesOf(composeEmails(bulk, REPLY));
			if (sentences.length > 0) {
				expect(sentences.join()).toMatch(/^'Text' has (?:line breaks|more blanks)/);
				return;
			}
			taken++;
			// The reader loses blanks around a piece of a long text: only those around the whole may be lost.
			expect(shown(only(bulk)).trim()).toBe(shown(text).trim());
		}),
		{ numRuns: casesOf(500) },
	);
	expect(taken).toBeGreaterThan(casesOf(500) / 2);
});

test('what an email cannot carry as it is, it carries as Unicode', () => {
	const text = `${'long '.repeat(20)}\nshort`;
	const bulk = same(text, [number(1)]);
	expect(sentencesOf(composeEmails(bulk, REPLY))).toEqual([
		"'Text' has line breaks and a line of 100 characters, but an email with line breaks carries at most 71 in a line; shorten the line or remove the line breaks, or set 'Encoding' to Unicode",
	]);
	const unicode = { ...bulk, content: { ...bulk.content, encoding: 'unicode' } as Bulk['content'] };
	expect(only(unicode)).toBe(text);
});

test('more blanks in a row than a line holds are refused', () => {
	expect(sentencesOf(composeEmails(same(`a${' '.repeat(80)}b`, [number(1)]), REPLY))).toEqual([
		"'Text' has more blanks in a row than an email can carry; remove some, or set 'Encoding' to Unicode",
	]);
});

test('a long template is not cut inside a merge field', () => {
	const template = `${'x'.repeat(66)}#field1#${'y'.repeat(80)}#field2#!`;
	const emails = textsOf(composeEmails(merged(template, [[number(1), 'Ann', 'Bo']]), REPLY));
	expect(
		defined(defined(emails[0]).match(/^data:.*$/gm))
			.join('\n')
			.match(/#field\d#/g),
	).toHaveLength(2);
	expect(only(merged(template, [[number(1), 'Ann', 'Bo']]))).toBe(`${'x'.repeat(66)}Ann${'y'.repeat(80)}Bo!`);
});

test('a line of values that is too long for an email is refused', () => {
	const bulk = merged('#field1#', [
		[number(1), 'x'.repeat(60)],
		[number(2), 'x'.repeat(61)],
	]);
	expect(sentencesOf(composeEmails(bulk, REPLY))).toEqual([
		"'Fields' make a line of 77 characters, but an email carries at most 76; shorten the values",
	]);
});

test('account, options and addresses have the same limits', () => {
	const bulk = {
		...same('Hi', [number(1)], { from: 'Grüße' }),
		account: { apiId: '', user: 'u'.repeat(80), password: 'p' },
	};
	expect(sentencesOf(composeEmails(bulk, [`${'a'.repeat(70)}@example.org`]))).toEqual([
		"'API ID' is empty; fill it in",
		"'User' has 80 characters, but an email carries at most 71; shorten it",
		"'Reply Address' has 82 characters, but an email carries at most 70; shorten it",
		"'Sender ID' holds a character that an email cannot carry; use letters, digits and punctuation of ASCII",
	]);
});

test('50,001 numbers are two emails', () => {
	expect(read(same('Hi', numbers(50_001))).map(({ messages }) => messages.length)).toEqual([50_000, 1]);
});

test.each([
	['a character beyond ASCII', 'api_id:1\nuser:u\npassword:p\nto:27999100001\ntext:é'],
	['a long line', `api_id:1\nuser:u\npassword:p\nto:27999100001\ntext:${'x'.repeat(80)}`],
	['text and data', 'api_id:1\nuser:u\npassword:p\nto:27999100001\ntext:a\ndata:b'],
	['no password', 'api_id:1\nuser:u\nto:27999100001\ntext:a'],
	['a line without a key', 'api_id:1\nuser:u\npassword:p\nto:27999100001\ntext:a\nSent with n8n'],
	['merge fields with Unicode', 'api_id:1\nuser:u\npassword:p\nunicode:1\ntext:0041\ncsv:27999100001,a'],
])('the reader takes no email with %s', (_what, text) => {
	expect(() => readBulk(text, 'email')).toThrow(Ignored);
});
