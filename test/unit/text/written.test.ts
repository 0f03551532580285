import fc from 'fast-check';
import { normalizeMsisdn, readDialPrefix } from '../../../nodes/Clickatell/message/text/msisdn';
import { splitRecipients } from '../../../nodes/Clickatell/message/text/splitRecipients';
import { withPlainDigits } from '../../../nodes/Clickatell/message/text/written';
import { growth, NOT_SQUARE, SEPARATORS } from '../soap/growth';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const read = (raw: unknown, prefix?: string) => {
	const result = normalizeMsisdn(raw, prefix);
	return result.ok ? result.msisdn : `${result.problem}: ${result.reason}`;
};

/** The decimal digits of a numbering system as ICU knows them, 0 to 9. */
function digitsOf(system: string): string[] {
	const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
	return Array.from({ length: 10 }, (_, digit) => format.format(digit));
}

describe('digits of other scripts', () => {
	const systems = Intl.supportedValuesOf('numberingSystem').filter((system) =>
		digitsOf(system).every((digit) => /^\p{Nd}$/u.test(digit)),
	);

	it.each(systems)('are those that ICU has: %s', (system) => {
		expect(withPlainDigits(digitsOf(system).join(''))).toBe('0123456789');
	});

	it('are many, and of each some number is read', () => {
		expect(systems.length).toBeGreaterThan(50);
		for (const system of ['arab', 'arabext', 'deva', 'beng', 'thai', 'fullwide', 'mathsans']) {
			const digits = digitsOf(system);
			const written = [...'27999100001'].map((digit) => digits[Number(digit)]).join('');
			for (const each of [written, `+${written}`, `\u200F${written}\u200E`])
				expect([system, read(each)]).toEqual([system, '27999100001']);
			expect(readDialPrefix(written.slice(0, defined(digits[2]).length + defined(digits[7]).length))).toBe(
				'27',
			);
		}
	});

	it.each([
		['０８２ ９９９ １２３４', '27', '27829991234'],
		['۰۹۱۲ ۳۴۵ ۶۷۸۹', '98', '989123456789'],
		['٠٥٠١٢٣٤٥٦٧', '966', '966501234567'],
		['＋８１ ９０－１２３４－５６７８', undefined, '819012345678'],
		['090ー1234ー5678', '81', '819012345678'],
		['2️⃣7️⃣999100001', undefined, '27999100001'],
	])('are read with a dial prefix and with full-width signs: %s', (written, prefix, msisdn) => {
		expect(read(written, prefix)).toBe(msisdn);
	});

	it.each(['²⁷⁹⁹⁹¹⁰⁰⁰⁰¹', '⑦⑨⑨⑨①⓪⓪⓪⓪①', '二七九九九一'])('are no other numerals: %s', (written) => {
		expect(read(written)).toMatch(/^no number: .* contains '/);
	});
});

describe('what cannot be seen', () => {
	const unseen = fc.constantFrom(
		...['\u00A0', '\u00AD', '\u034F', '\u061C', '\u180E', '\u200B', '\u200E', '\u200F', '\u202A', '\u202C'],
		...['\u202F', '\u2060', '\u2066', '\u2069', '\uFE0F', '\uFEFF', '\u3164', '\u2800'],
	);
	it('is left out wherever it stands', () => {
		fc.assert(
			fc.property(fc.array(unseen, { minLength: 12, maxLength: 12 }), (marks) => {
				const written = ['+', ...'27999100001'].map((char, i) => (marks[i] ?? '') + char).join('');
				expect(read(written)).toBe('27999100001');
			}),
		);
	});
});

describe('a tel: link', () => {
	it.each([
		['tel:+27-99-910-0001', undefined],
		['TEL:+27999100001', undefined],
		['tel:%2B27%20(99)%20910-0001', undefined],
		['tel://+27999100001', undefined],
		['tel:0999100001', '27'],
		['tel:0999100001;phone-context=+27', undefined],
		['tel:0999100001;phone-context=+27', '44'],
		['tel:+27999100001;phone-context=+44', undefined],
		['tel:+27999100001;', undefined],
	])('is read as the number that it holds: %s', (link, prefix) => {
		expect(read(link, prefix)).toBe('27999100001');
	});

	it.each([
		['tel:+27-99-910-0001;ext=5', /^extension: 'tel:\+27-99-910-0001;ext=5' has an extension/],
		['tel:+27999100001;EXT=12', /^extension: /],
		[
			'tel:7042;phone-context=example.com',
			/^no country code: 'tel:7042;phone-context=example\.com' is a number within 'example\.com' only/,
		],
		['tel:863-1234;phone-context=+1-914-555', /^no country code: .* within '\+1-914-555' only/],
		['tel:99910;phone-context=+27', /^no country code: /],
		['tel:+27999100001;isub=5', /^no number: .* holds more than a number \('isub'\)/],
		['tel:', /^empty: /],
		['tel:0999100001', /^no country code: 'tel:0999100001' starts with 0/],
	])('is refused where it is more or less than that: %s', (link, expected) => {
		expect(read(link)).toMatch(expected);
	});

	it('stays whole in a list', () => {
		expect(
			splitRecipients('tel:+27999100001;ext=5; tel:+27999100002;phone-context=x ;27999100003;;a=b'),
		).toEqual(['tel:+27999100001;ext=5', 'tel:+27999100002;phone-context=x', '27999100003', ';a=b']);
	});
});

describe('an extension', () => {
	it.each([
		...['+27 99 910 0001 ext. 5', '+27 99 910 0001 ext 5', '+27 99 910 0001 x5', '+27999100001#5'],
		...['+27 99 910 0001, ext. 5'.replace(',', ''), '+27 99 910 0001 Extension: 17', '(27) 99 910 0001 X 12'],
		...['+7 495 123-45-67 доб. 5', '+7 495 123 45 67 (доб. 1234)', '+7 495 123 45 67 вн. 12'],
		...['+33 1 23 45 67 89 poste 12', '+49 30 123456 Durchwahl 12', '+55 11 91234-5678 ramal 12'],
		...['+81 3-1234-5678 内線12', '+86 10 1234 5678 分机 8', '0999100001 ext 5', '+27999100001;ext=5'],
	])('is refused by its name: %s', (written) => {
		for (const prefix of [undefined, '27'])
			expect(read(written, prefix)).toMatch(
				/^extension: .* has an extension, which no SMS can reach: write /,
			);
	});
});

describe('letters in place of digits', () => {
	it.each(['1-800-FLOWERS', '+1 (800) GO-FEDEX', '0800 REPAIRS', '+61 13 CABS 12', '1800flowers'])(
		'are refused as such: %s',
		(written) => {
			for (const prefix of [undefined, '1'])
				expect(read(written, prefix)).toMatch(
					/^letters: .* has letters in place of digits: write the digits/,
				);
		},
	);

	it.each(['phone', 'x27999100001', 'Tel. 27999100001', '27999100001x', 'ID17', '2e10'])(
		'are none where something else is meant: %s',
		(written) => {
			expect(read(written)).toMatch(/^no number: .* contains '/);
		},
	);
});

describe('the problem of a number', () => {
	it.each<[unknown, string | undefined, string]>([
		['', undefined, 'empty'],
		[null, undefined, 'empty'],
		[true, undefined, 'no number'],
		['683400', undefined, 'too short'],
		['9'.repeat(16), undefined, 'too long'],
		['9'.repeat(201), undefined, 'too long'],
		['2799910000', undefined, 'too short'],
		['279991000011', undefined, 'too long'],
		['4155551234', undefined, 'too short'],
		['0999100001', undefined, 'no country code'],
		['(415) 555-1234', undefined, 'no country code'],
		['210 1234567', undefined, 'unknown country code'],
		['99910000', '27', 'too short'],
		['0999100001 1', '27', 'too long'],
		['001 65 8123 4567', '66', 'ambiguous'],
		['+39 (0) 312 345 6789', undefined, 'ambiguous'],
	])('of %p with %p is: %s', (raw, prefix, problem) => {
		const result = normalizeMsisdn(raw, prefix);
		expect(result).toMatchObject({ ok: false, problem });
	});
});

const HOSTILE = [...SEPARATORS, '٢', '1', '\u200F', 'x', '%2B', 'tel:', ';a=', '; ', '０'];

it.each(HOSTILE)('a list full of %j costs time in proportion', (char) => {
	const readAll = (text: string) => {
		for (const entry of splitRecipients(text)) normalizeMsisdn(entry);
		normalizeMsisdn(text.slice(0, 200));
	};
	expect(growth(readAll, char)).toBeLessThan(NOT_SQUARE);
});
