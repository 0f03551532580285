import fc from 'fast-check';
import { readXml, REPLY_LIMITS } from '../../../nodes/Clickatell/formats/xml/read';
import {
	element,
	escapeAttribute,
	escapeText,
	illegalCharacter,
} from '../../../nodes/Clickatell/formats/xml/write';
import { readIndependently } from './independentReader';
import { casesOf } from '../../extent';

/** Any UTF-16 units: lone surrogates and control characters as well. */
const anyUnits = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)) });
const awkward = fc.string({
	unit: fc.constantFrom(
		'&',
		'<',
		'>',
		'"',
		"'",
		'\r',
		'\n',
		'\t',
		' ',
		']',
		'&amp;',
		']]>',
		'&#13;',
		'é',
		'😀',
	),
});
const legalText = fc
	.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), awkward)
	.filter((s) => illegalCharacter(s) === undefined);

/** The characters of XML 1.0, production 2, one code point at a time. */
function isLegalCodePoint(code: number): boolean {
	return (
		code === 0x9 ||
		code === 0xa ||
		code === 0xd ||
		(code >= 0x20 && code <= 0xd7ff) ||
		(code >= 0xe000 && code <= 0xfffd) ||
		(code >= 0x10000 && code <= 0x10ffff)
	);
}

describe('escaping', () => {
	it('gives text that an independent reader returns unchanged', () => {
		fc.assert(
			fc.property(legalText, (text) => {
				expect(readIndependently(`<a>${escapeText(text)}</a>`).text).toBe(text);
			}),
			{ numRuns: casesOf(500) },
		);
	});

	it('gives attribute values that an independent reader returns unchanged, in both kinds of quote', () => {
		fc.assert(
			fc.property(legalText, (text) => {
				const value = escapeAttribute(text);
				expect(readIndependently(`<a b="${value}" c='${value}'/>`).attributes).toEqual([
					['b', text],
					['c', text],
				]);
			}),
			{ numRuns: casesOf(500) },
		);
	});

	it('gives text and attributes that our own reader returns unchanged', () => {
		fc.assert(
			fc.property(legalText, (text) => {
				const source = `<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`;
				const result = readXml(source, { limits: REPLY_LIMITS });
				expect(result).toMatchObject({ ok: true, root: { text, attributes: { b: text } } });
			}),
			{ numRuns: casesOf(500) },
		);
	});

	it('leaves text without special characters alone', () => {
		expect(escapeText('Grüße\n\t"Ω" 😀')).toBe('Grüße\n\t"Ω" 😀');
		expect(escapeText('a<b>&\r\u0085\u2028')).toBe('a&lt;b&gt;&amp;&#13;&#133;&#8232;');
		expect(escapeAttribute('"\'\t\n\r')).toBe('&quot;&apos;&#9;&#10;&#13;');
		expect(element('text', '1 < 2')).toBe('<text>1 &lt; 2</text>');
	});
});

describe('illegalCharacter', () => {
	it('agrees with the character production of XML 1.0 on every UTF-16 unit and on random text', () => {
		for (let code = 0; code <= 0xffff; code++) {
			const legal = isLegalCodePoint(code);
			if ((illegalCharacter(String.fromCharCode(code)) === undefined) !== legal) {
				throw new Error(`wrong about U+${code.toString(16)}`);
			}
		}
		fc.assert(
			fc.property(anyUnits, (text) => {
				let index = 0;
				let expected: number | undefined;
				for (const char of text) {
					if (!isLegalCodePoint(char.codePointAt(0) ?? 0)) {
						expected = index;
						break;
					}
					index += char.length;
				}
				expect(illegalCharacter(text)?.index).toBe(expected);
			}),
			{ numRuns: casesOf(500) },
		);
	});

	it.each([
		['ring\u0007', { index: 4, codePoint: 'U+0007', name: 'bell' }],
		['\u001B[1m', { index: 0, codePoint: 'U+001B', name: 'escape' }],
		['ab\uD83D', { index: 2, codePoint: 'U+D83D', name: 'half of a surrogate pair' }],
		['\uDE00\uD83D', { index: 0, codePoint: 'U+DE00', name: 'half of a surrogate pair' }],
		['😀\uFFFE', { index: 2, codePoint: 'U+FFFE', name: 'noncharacter' }],
	])('names the character in %j', (text, expected) => {
		expect(illegalCharacter(text)).toEqual(expected);
	});

	it('accepts whole surrogate pairs, tab, line feed and carriage return', () => {
		expect(illegalCharacter('😀\t\n\r\u0085\uFFFD')).toBeUndefined();
	});
});
