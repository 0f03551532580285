import fc from 'fast-check';
import {
	type Encoding,
	MAX_PARTS,
	measureBinary,
	measureText,
	replaceTypography,
	splitText,
} from '../../../nodes/Clickatell/message/text/gsm';
import { casesOf } from '../../extent';

/** The default alphabet by code, 0x00 to 0x7F, as 3GPP TS 23.038 section 6.2.1 tabulates it; `#` is ESC. */
const TABLE_BY_COLUMN = [
	'@£$¥èéùìòÇ\nØø\rÅå',
	'Δ_ΦΓΛΩΠΨΣΘΞ\u0000ÆæßÉ',
	' !"#¤%&\'()*+,-./',
	'0123456789:;<=>?',
	'¡ABCDEFGHIJKLMNO',
	'PQRSTUVWXYZÄÖÑÜ§',
	'¿abcdefghijklmno',
	'pqrstuvwxyzäöñüà',
];
const BASIC = new Set([...TABLE_BY_COLUMN.join('')].filter((char) => char !== '\u0000'));
const EXTENDED = new Set(['\f', '^', '{', '}', '\\', '[', '~', ']', '|', '€']);

/** A plain model: the pieces of a text that stay together, each with its cost. */
function pieces(text: string, encoding: Encoding): { text: string; cost: number }[] {
	return [...text].map((char) => ({
		text: char,
		cost: encoding === 'unicode' ? char.length : EXTENDED.has(char) ? 2 : 1,
	}));
}

function cost(text: string, encoding: Encoding): number {
	return pieces(text, encoding).reduce((sum, piece) => sum + piece.cost, 0);
}

function modelSplit(text: string, encoding: Encoding): string[] {
	const [single, multi] = encoding === 'gsm' ? [160, 153] : [70, 67];
	if (cost(text, encoding) <= single) return [text];
	const parts = [''];
	for (const piece of pieces(text, encoding)) {
		const current = parts.at(-1) ?? '';
		if (cost(current + piece.text, encoding) > multi) parts.push(piece.text);
		else parts[parts.length - 1] = current + piece.text;
	}
	return parts;
}

const gsmText = fc.string({ unit: fc.constantFrom(...BASIC, ...EXTENDED), maxLength: 700 });
const escapes = fc.string({ unit: fc.constantFrom('a', '€', '{', '€'), minLength: 100, maxLength: 400 });
const emoji = fc.string({ unit: fc.constantFrom('a', '😀', 'Ж', '😀'), minLength: 30, maxLength: 300 });
/** Any UTF-16 units: lone surrogates as well. */
const units = fc.string({
	unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)),
	maxLength: 300,
});
const surrogates = fc.string({ unit: fc.constantFrom('\uD83D', '\uDE00', 'a'), maxLength: 300 });
const anyText = fc.oneof(gsmText, escapes, emoji, units, surrogates);
const encodings = fc.constantFrom<Encoding>('gsm', 'unicode');

describe('the GSM alphabet', () => {
	it('is the standard table with its extension, for every UTF-16 unit', () => {
		for (let code = 0; code <= 0xffff; code++) {
			const char = String.fromCharCode(code);
			const { encoding, units: count, forcing } = measureText(char, 'automatic');
			const expected = BASIC.has(char)
				? ['gsm', 1, []]
				: EXTENDED.has(char)
					? ['gsm', 2, []]
					: ['unicode', 1, [char]];
			// One comparison, because 65,536 assertions take seconds.
			if (JSON.stringify([encoding, count, forcing]) !== JSON.stringify(expected)) {
				throw new Error(`wrong about U+${code.toString(16)}`);
			}
		}
		expect(BASIC.size + EXTENDED.size).toBe(137);
	});

	it('lacks the grave accent and the small c with cedilla', () => {
		expect(measureText('`ç Ç ` ç', 'automatic').forcing).toEqual(['`', 'ç']);
	});
});

describe('splitText and measureText', () => {
	it('agree with a plain model, and with each other', () => {
		fc.assert(
			fc.property(anyText, encodings, (text, encoding) => {
				const parts = splitText(text, encoding);
				expect(parts).toEqual(modelSplit(text, encoding));
				const measure = measureText(text, encoding);
				expect(measure.parts).toBe(parts.length);
				expect(measure.units).toBe(cost(text, encoding));
				expect(measure.remaining).toBe(measure.perPart - cost(parts.at(-1) ?? '', encoding));
			}),
			{ numRuns: casesOf(1000) },
		);
	});

	it('lose nothing, overfill nothing, and split no pair', () => {
		fc.assert(
			fc.property(anyText, encodings, (text, encoding) => {
				const parts = splitText(text, encoding);
				expect(parts.join('')).toBe(text);
				const { perPart } = measureText(text, encoding);
				expect([160, 153, 70, 67]).toContain(perPart);
				for (const part of parts) expect(cost(part, encoding)).toBeLessThanOrEqual(perPart);
				for (let i = 1; i < parts.length; i++) {
					const seam = (parts[i - 1] ?? '').slice(-1) + (parts[i] ?? '').slice(0, 1);
					expect(seam).not.toMatch(/[\uD800-\uDBFF][\uDC00-\uDFFF]/);
					// A part ends early only where the next piece would not have fitted.
					const next = [...(parts[i] ?? '')][0] ?? '';
					expect(cost((parts[i - 1] ?? '') + next, encoding)).toBeGreaterThan(perPart);
				}
			}),
			{ numRuns: casesOf(1000) },
		);
	});

	it('chooses GSM automatically exactly when nothing forces Unicode', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const lacking = [...text].filter((char) => !BASIC.has(char) && !EXTENDED.has(char));
				const measure = measureText(text, 'automatic');
				expect(measure.forcing).toEqual([...new Set(lacking)]);
				expect(measure.encoding).toBe(lacking.length === 0 ? 'gsm' : 'unicode');
				expect(measure).toEqual(measureText(text, measure.encoding));
			}),
			{ numRuns: casesOf(500) },
		);
	});

	it.each<[string, string, Encoding, number, number, number]>([
		['nothing', '', 'gsm', 0, 1, 160],
		['160 characters', 'a'.repeat(160), 'gsm', 160, 1, 0],
		['161 characters', 'a'.repeat(161), 'gsm', 161, 2, 145],
		['306 characters', 'a'.repeat(306), 'gsm', 306, 2, 0],
		['307 characters', 'a'.repeat(307), 'gsm', 307, 3, 152],
		['80 euro signs', '€'.repeat(80), 'gsm', 160, 1, 0],
		['153 euro signs, each part one short', '€'.repeat(153), 'gsm', 306, 3, 151],
		['an escape pair at the seam', `${'a'.repeat(152)}€${'a'.repeat(10)}`, 'gsm', 164, 2, 141],
		['35 full parts', 'a'.repeat(5355), 'gsm', 5355, MAX_PARTS, 0],
		['one character over 35 parts', 'a'.repeat(5356), 'gsm', 5356, MAX_PARTS + 1, 152],
		['70 units', 'Ж'.repeat(70), 'unicode', 70, 1, 0],
		['71 units', 'Ж'.repeat(71), 'unicode', 71, 2, 63],
		['134 units', 'Ж'.repeat(134), 'unicode', 134, 2, 0],
		['35 emoji', '😀'.repeat(35), 'unicode', 70, 1, 0],
		['36 emoji', '😀'.repeat(36), 'unicode', 72, 2, 61],
		['a surrogate pair at the seam', `${'Ж'.repeat(66)}😀${'Ж'.repeat(9)}`, 'unicode', 77, 2, 56],
		['35 full parts of Unicode', 'Ж'.repeat(2345), 'unicode', 2345, MAX_PARTS, 0],
		['one over', 'Ж'.repeat(2346), 'unicode', 2346, MAX_PARTS + 1, 66],
	])('measures %s', (_, text, encoding, count, parts, remaining) => {
		expect(measureText(text, 'automatic')).toMatchObject({ encoding, units: count, parts, remaining });
		expect(splitText(text, encoding)).toHaveLength(parts);
	});

	it('says what is wrong with GSM chosen for text that GSM lacks, and counts one septet for it', () => {
		expect(measureText('a😀bЖ😀', 'gsm')).toEqual({
			encoding: 'gsm',
			units: 5,
			parts: 1,
			perPart: 160,
			remaining: 155,
			forcing: ['😀', 'Ж'],
		});
	});

	it('takes time in proportion to the text', () => {
		const time = (length: number) => {
			const text = 'a€😀'.repeat(length / 4);
			const start = performance.now();
			measureText(text, 'automatic');
			splitText(text, 'unicode');
			return performance.now() - start;
		};
		time(1_000_000);
		// A quadratic step would need hours for four million units.
		expect(time(4_000_000)).toBeLessThan(5000);
	});
});

describe('measureBinary', () => {
	it.each([
		[0, 0, 1, 140, 140],
		[140, 0, 1, 140, 0],
		[141, 0, 2, 134, 127],
		[268, 0, 2, 134, 0],
		[269, 0, 3, 134, 133],
		[133, 7, 1, 133, 0],
		[134, 7, 2, 128, 122],
		[256, 7, 2, 128, 0],
		[0, 140, 1, 0, 0],
		[1, 140, Infinity, 0, 0],
		[0, 141, Infinity, 0, 0],
	])('%i bytes under a header of %i: %d parts of %i, %i left', (data, udh, parts, perPart, remaining) => {
		expect(measureBinary(data, udh)).toEqual({ parts, perPart, remaining });
	});

	it('has room for all data, and not in one part less', () => {
		fc.assert(
			fc.property(fc.nat(5000), fc.nat(120), (data, udh) => {
				const { parts, perPart, remaining } = measureBinary(data, udh);
				expect(parts * perPart - remaining).toBe(data);
				if (parts > 1) expect((parts - 1) * perPart).toBeLessThan(data);
			}),
		);
	});
});

describe('replaceTypography', () => {
	it('brings typical text back to GSM', () => {
		const text = '“Hello” – it’s ‘fine’…\u00A0see «this»\u2009‑ 3\u202F× 2 • cafe\u0301\u200B‒5';
		const replaced = replaceTypography(text);
		expect(replaced).toBe('"Hello" - it\'s \'fine\'... see "this" - 3 x 2 * café-5');
		expect(measureText(replaced, 'automatic').encoding).toBe('gsm');
	});

	it('leaves every GSM text alone', () => {
		fc.assert(
			fc.property(gsmText, (text) => {
				expect(replaceTypography(text)).toBe(text);
			}),
		);
	});

	it('leaves letters and emoji alone whose meaning would change', () => {
		for (const text of ['ç', 'Жа', '👩‍👩‍👧', 'ł', '½', '한국']) expect(replaceTypography(text)).toBe(text);
	});

	it('gives a text that is as good as done', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const once = replaceTypography(text);
				expect(replaceTypography(once)).toBe(once);
			}),
		);
	});
});
