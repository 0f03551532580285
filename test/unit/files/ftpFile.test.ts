import fc from 'fast-check';
import { composeFtpFiles, FTP_FILE } from '../../../nodes/Clickatell/apis/files/ftpFile';
import { readBulk } from '../../gateway/files/reader';
import {
	anyNumber,
	faultsOf,
	finish,
	merged,
	number,
	numbers,
	plainText,
	same,
	sentencesOf,
	shown,
	textsOf,
} from './bulks';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const read = (bulk: Parameters<typeof composeFtpFiles>[0], carrier = FTP_FILE) =>
	textsOf(composeFtpFiles(bulk, carrier)).map((text) => readBulk(text, 'file'));

const messagesOf = (files: ReturnType<typeof read>) =>
	files.flatMap(({ messages }) => messages.map(({ to, text }) => [to, shown(text)] as const));

test('a text to two numbers, line by line', () => {
	const bulk = same('Order 17: ready', [number(1), number(2)], { callback: '7', from: '27999000009' });
	expect(textsOf(composeFtpFiles(bulk))).toEqual([
		[
			'api_id:424242',
			'user:demo',
			'password:secret',
			'callback:7',
			'from:27999000009',
			'text:Order 17: ready',
			'to:27999100001',
			'to:27999100002',
			'',
		].join('\r\n'),
	]);
});

test('a template with values, line by line', () => {
	const bulk = merged('Hi #field1#, you owe #field2#', [
		[number(1), 'Ann', '15.50'],
		[number(2), 'Lee, Bo', '299'],
	]);
	expect(textsOf(composeFtpFiles(bulk))).toEqual([
		[
			'api_id:424242',
			'user:demo',
			'password:secret',
			'concat:35',
			'text:Hi #field1#, you owe #field2#',
			'delimiter:|',
			'csv:27999100001|Ann|15.50',
			'csv:27999100002|Lee, Bo|299',
			'',
		].join('\r\n'),
	]);
});

test('the comma parts the values where it can, and no line tells it', () => {
	const [text] = textsOf(composeFtpFiles(merged('#field1#', [[number(1), 'Ann']])));
	expect(text).toContain('\r\ncsv:27999100001,Ann\r\n');
	expect(text).not.toContain('delimiter');
});

test('any plain text reaches every number as it was written', () => {
	const texts = fc
		.array(plainText(200), { minLength: 1, maxLength: 5 })
		.chain((lines) => fc.constantFrom('\n', '\r\n', '\r').map((lineBreak) => lines.join(lineBreak)));
	fc.assert(
		fc.property(texts, fc.array(anyNumber, { minLength: 1, maxLength: 20 }), (text, to) => {
			expect(messagesOf(read(same(text, to)))).toEqual(to.map((one) => [one, shown(text)]));
		}),
	);
});

test('any text at all reaches every number, as Unicode where it must', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 500 }), (text) => {
			const files = read(same(text, [number(1)]));
			expect(messagesOf(files)).toEqual([[number(1), shown(text)]]);
		}),
	);
});

test.each(['`', '\t', 'é', '€', 'ж', '\f'])(
	'%j goes as Unicode, whatever the charset of the file is',
	(character) => {
		const [file] = read(same(`a${character}b`, [number(1)]));
		expect(defined(file).fields.get('unicode')).toBe('1');
		expect(messagesOf([defined(file)])).toEqual([[number(1), `a${character}b`]]);
	},
);

test('values of any kind reach their own number', () => {
	const row = fc.tuple(anyNumber, plainText(60), plainText(60), plainText(60));
	const sound = fc
		.array(row, { minLength: 1, maxLength: 20 })
		.filter((rows) => rows.every(([, ...values]) => values.every((value) => !/#field\d+#/.test(value))))
		// One character that no value holds must be left to part them.
		.map((rows) =>
			rows.map(([to, ...values]) => [to, ...values.map((value) => value.replaceAll('@', 'a'))] as const),
		)
		.map((rows) => rows.map(([to, ...values]) => [to, ...values] as [string, ...string[]]));
	fc.assert(
		fc.property(sound, (rows) => {
			const files = read(merged('#field3# and #field1#\nBye #field3#', rows));
			expect(messagesOf(files)).toEqual(
				rows.map(([to, first, , third]) => [to, `${third} and ${first}\nBye ${third}`]),
			);
		}),
	);
});

test('a long text in Unicode goes in lines of at most 8,192 bytes', () => {
	const text = 'ж'.repeat(2_345);
	const [file] = textsOf(composeFtpFiles(same(text, [number(1)])));
	expect(defined(file).match(/^data:/gm)).toHaveLength(2);
	expect(
		Math.max(
			...defined(file)
				.split('\n')
				.map((line) => line.length + 1),
		),
	).toBeLessThanOrEqual(8_192);
	expect(readBulk(defined(file), 'file').messages).toEqual([{ to: number(1), text }]);
});

test('120,001 numbers are three files, each with all that it needs, in order', () => {
	const to = numbers(120_001);
	const files = read(same('Frost tonight', to));
	expect(files.map(({ messages }) => messages.length)).toEqual([50_000, 50_000, 20_001]);
	expect(files.flatMap(({ messages }) => messages.map((message) => message.to))).toEqual(to);
	expect(new Set(files.map(({ fields }) => JSON.stringify([...fields]))).size).toBe(1);
});

test('a bulk is cut into files wherever the limit falls', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (count, recipients) => {
			const rows = numbers(count).map((to) => [to, `n${to}`] as const);
			const files = read(merged('#field1#', rows), { ...FTP_FILE, recipients });
			expect(files).toHaveLength(Math.ceil(count / recipients));
			expect(messagesOf(files)).toEqual(rows);
		}),
	);
});

test('many recipients are worked on some hundred at a time', () => {
	const to = numbers(10_000);
	const rows = to.map((one) => [one, 'Ann'] as const);
	for (const bulk of [merged('#field1#', rows), same('Hi', to)]) {
		expect(finish(composeFtpFiles(bulk)).pauses).toBeGreaterThanOrEqual(40);
	}
});

test.each([
	[
		'a text that GSM carries, but a file does not, counts as Unicode',
		same('é'.repeat(71), [number(1)], {}),
		[
			"'Text' needs 2 message parts, but 1 is allowed; shorten it, or set 'Long Texts' to Send in Two or Three Parts (a file carries 'é' only as Unicode)",
		],
	],
	[
		'a line break counts as two characters',
		same(`${'a'.repeat(79)}\n${'b'.repeat(80)}`, [number(1)], {}),
		[
			"'Text' needs 2 message parts, but 1 is allowed; shorten it, or set 'Long Texts' to Send in Two or Three Parts",
		],
	],
	['an empty text', same('', [number(1)]), ["'Text' is empty; fill it in"]],
	['no number', same('Hi', []), ["'To' holds no number; fill it in"]],
	[
		'an option that ends its line',
		same('Hi', [number(1)], { from: 'Me\r\nto:1' }),
		["'Sender ID' holds a character that a file cannot carry; use letters, digits and punctuation of ASCII"],
	],
	[
		'a template without a merge field',
		merged('Hi', [[number(1)]]),
		["'Template' holds no merge field such as #field1#; put one in"],
	],
	[
		'a template that needs Unicode',
		merged('Hé #field1#', [[number(1), 'Ann']]),
		[
			"'Template' holds 'é', which goes only as Unicode, and merge fields cannot be used with Unicode; remove them",
		],
	],
	[
		'a delimiter of two characters',
		merged('#field1#', [[number(1), 'Ann']], { delimiter: '||' }),
		["'Delimiter' must be one punctuation character of ASCII other than '#'"],
	],
	[
		'values that hold every delimiter',
		merged('#field1##field2#', [[number(1), ',|;~^!*=', '_$%&@/']]),
		[
			"'Fields' hold all of , | ; ~ ^ ! * = _ $ % & @ /, of which one must part the values; remove one of them from all values or set 'Delimiter'",
		],
	],
])('refused: %s', (_why, bulk, sentences) => {
	expect(sentencesOf(composeFtpFiles(bulk))).toEqual(sentences);
});

test.each([
	[
		'which lack a value',
		['Ann'],
		"'Fields' lack #field2#, which 'Template' uses; add the value or remove the merge field",
	],
	[
		'with a line break',
		['Ann', 'a\nb'],
		"'Fields' hold a line break, which would end the line; put it into the template or remove it",
	],
	[
		'with a merge field',
		['#field2#', 'x'],
		"'Fields' hold a merge field, which might be replaced once more; remove it",
	],
	[
		'with the delimiter',
		['Ann', 'a;b'],
		"'Fields' hold ';', which parts the values; choose another 'Delimiter' or remove it",
	],
	[
		'that need Unicode',
		['Ann', 'Лев'],
		"'Fields' hold 'Л' 'е' 'в', which goes only as Unicode, and merge fields cannot be used with Unicode; remove them",
	],
	[
		'of too many parts',
		['Ann', 'x'.repeat(160)],
		"'Fields' make a text that needs 2 message parts, but 1 is allowed; shorten it, or set 'Long Texts' to Send in Two or Three Parts",
	],
])('values %s are told with the place of their recipient', (_what, values, sentence) => {
	const bulk = merged(
		'#field1# #field2#',
		[
			[number(0), 'a', 'b'],
			[number(1), ...values],
		],
		{
			delimiter: ';',
			options: {},
		},
	);
	expect(faultsOf(composeFtpFiles(bulk))).toEqual([{ row: 1, sentence }]);
});

test('a line of values that is too long for a file is refused', () => {
	const sentences = sentencesOf(composeFtpFiles(merged('#field1#', [[number(1), 'x'.repeat(8_175)]])));
	expect(sentences[0]).toBe(
		"'Fields' make a line of 8191 characters, but a file carries at most 8190; shorten the values",
	);
});

test('a gap among the merge fields is an empty value', () => {
	const bulk = merged('#field1# #field3#', [[number(1), 'a', 'unused', 'c']]);
	expect(messagesOf(read(bulk))).toEqual([[number(1), 'a c']]);
});

test('no fault shows the password', () => {
	const bulk = { ...same('Hi', [number(1)]), account: { apiId: '1', user: 'demo', password: 'hush\nhüsh' } };
	const sentences = sentencesOf(composeFtpFiles(bulk));
	expect(sentences).toEqual([
		"'Password' holds a character that a file cannot carry; use letters, digits and punctuation of ASCII",
	]);
});
