import fc from 'fast-check';
import { decodeCallback } from '../../../nodes/Clickatell/apis/gateway/callbacks';
import { casesOf } from '../../extent';

/** As PHP's urlencode writes bytes: each on its own. */
const encode = (bytes: Uint8Array) =>
	Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

function textOf(bytes: Uint8Array, charset: string): string | null | undefined {
	const body = Buffer.from(`moMsgId=1&from=27999100001&charset=${charset}&text=${encode(bytes)}`, 'latin1');
	const decoded = decodeCallback({ method: 'POST', query: '', body });
	return decoded.kind === 'inbound' ? decoded.event.text : undefined;
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
/** The bytes taken for characters and encoded as UTF-8, as some senders do. */
const asUtf8 = (bytes: Buffer) => Buffer.from(bytes.toString('latin1'), 'utf8');

const letters = (from: number, to: number) =>
	fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code));
const SMS_PUNCTUATION = fc.constantFrom(' ', ' ', '.', ',', '!', '?', '1', '9', '\n', '-', ':');

/** A message as people write them: in one script, with blanks, digits and the odd emoji. */
function message(letter: fc.Arbitrary<string>): fc.Arbitrary<string> {
	const character = fc.oneof(
		{ weight: 12, arbitrary: letter },
		{ weight: 3, arbitrary: SMS_PUNCTUATION },
		{ weight: 1, arbitrary: fc.constantFrom('😀', '👍', '🎉') },
	);
	return fc.array(character, { minLength: 1, maxLength: 70 }).map((characters) => characters.join(''));
}

const SCRIPTS: readonly (readonly [name: string, letter: fc.Arbitrary<string>])[] = [
	['Latin', fc.oneof(letters(0x61, 0x7a), letters(0xe0, 0xf6))],
	['Greek', letters(0x3b1, 0x3c9)],
	['Cyrillic', letters(0x410, 0x44f)],
	['Hebrew', letters(0x5d0, 0x5ea)],
	['Arabic', letters(0x627, 0x64a)],
	['Devanagari', letters(0x905, 0x939)],
	['Thai', letters(0xe01, 0xe2e)],
	['Chinese', letters(0x4e00, 0x9fa5)],
	['Japanese', letters(0x3041, 0x3093)],
	['Korean', letters(0xac00, 0xd7a3)],
];

describe('UTF-16BE sent byte by byte', () => {
	it.each(SCRIPTS)('%s', (_, letter) => {
		fc.assert(
			fc.property(message(letter), (text) => expect(textOf(utf16be(text), 'UTF-16BE')).toBe(text)),
			{ numRuns: casesOf(500) },
		);
	});

	it.each(['슬슬', '스스', '슬슬 스스', 'Ã©', '%41', '100%', '严ぁ'])(
		'%s, which could be taken for something else',
		(text) => {
			expect(textOf(utf16be(text), 'UTF-16BE')).toBe(text);
		},
	);
});

describe('UTF-16BE whose bytes were taken for characters', () => {
	it.each(SCRIPTS)('%s', (_, letter) => {
		// A word of a few letters may be right both ways, and is then read as it stands: hence eight of them,
		// and the same texts in every run.
		fc.assert(
			fc.property(fc.array(letter, { minLength: 8 }), message(letter), (word, rest) => {
				const text = `${word.join('')} ${rest}`;
				expect(textOf(asUtf8(utf16be(text)), 'UTF-16BE')).toBe(text);
			}),
			{ numRuns: casesOf(500), seed: 42 },
		);
	});
});

describe('one byte for each character', () => {
	it('ISO-8859-1', () => {
		const characters = fc.oneof(letters(0x20, 0x7e), letters(0xa0, 0xff), fc.constant('\n'));
		fc.assert(
			fc.property(fc.array(characters), (list) => {
				const text = list.join('');
				for (const charset of ['ISO-8859-1', 'iso8859-1', 'latin1']) {
					expect(textOf(Buffer.from(text, 'latin1'), charset)).toBe(text);
				}
			}),
		);
	});

	it('UTF-8', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				fc.pre(!text.startsWith('\ufeff'));
				expect(textOf(Buffer.from(text, 'utf8'), 'utf-8')).toBe(text);
			}),
		);
	});
});
