import fc from 'fast-check';
import { normalizeMsisdn } from '../../../nodes/Clickatell/message/text/msisdn';
import { splitRecipients } from '../../../nodes/Clickatell/message/text/splitRecipients';
import { msisdn as international } from '../soap/arbitraries';
import { casesOf } from '../../extent';

function reasonOf(raw: unknown, dialPrefix?: string, maxDigits?: number): string {
	const result = normalizeMsisdn(raw, dialPrefix, maxDigits);
	if (result.ok) throw new Error(`was taken for ${result.msisdn}`);
	return result.reason;
}

describe('normalizeMsisdn', () => {
	it.each<[unknown, string]>([
		['+27999100001', '27999100001'],
		['0027999100001', '27999100001'],
		['(+27) 99 [910] 0001', '27999100001'],
		['00 (27) 99-910-0001', '27999100001'],
		['+27 (0)99 910 0001', '27999100001'],
		['+27 (0) 99 910 0001', '27999100001'],
		['(+27)(0)999100001', '27999100001'],
		['+44 0 7700 900123', '447700900123'],
		['0044 (0)7700 900123', '447700900123'],
		['+49 (0) 172 1234567', '491721234567'],
		['+36 06 30 123 4567', '36301234567'],
		['+7 8 495 123 45 67', '74951234567'],
		['+375 8 029 491-19-11', '375294911911'],
		['+375 8 (029) 491 19 11', '375294911911'],
		['+375 80 29 491 19 11', '375294911911'],
		['+1 1 415 555 1234', '14155551234'],
		// Numbers of Italy, San Marino and the Ivory Coast begin with their zero.
		['+39 06 1234 5678', '390612345678'],
		['+39 (0)6 1234 5678', '390612345678'],
		['+378 0549 123456', '3780549123456'],
		['+225 01 23 45 67 89', '2250123456789'],
		// What a plan does not know is taken at its word behind a +: plans change.
		['+999 123 4567', '9991234567'],
		['+41 5555 1234', '4155551234'],
	])('reads %p, whatever the dial prefix is', (raw, msisdn) => {
		expect(normalizeMsisdn(raw)).toEqual({ ok: true, msisdn });
		for (const prefix of ['44', '27', '1', '7', '39'])
			expect(normalizeMsisdn(raw, prefix)).toEqual({ ok: true, msisdn });
	});

	it.each<[unknown, string]>([
		['27999100001', '27999100001'],
		[' +27 99 910 0001 ', '27999100001'],
		['+27\u00A099\u2009910\u202F0001\u3000', '27999100001'],
		['\u202A+27999100001\u202C', '27999100001'],
		['+27-99-910-0001', '27999100001'],
		['+27–99—910‑0001', '27999100001'],
		['27-[0]-999100001', '27999100001'],
		['27.999.100.001', '27999100001'],
		['27 (99) 910 0001', '27999100001'],
		['(27999100001)', '27999100001'],
		[27999100001, '27999100001'],
		[27999100001n, '27999100001'],
		['4407700900123', '447700900123'],
	])('cleans %p', (raw, msisdn) => {
		expect(normalizeMsisdn(raw)).toEqual({ ok: true, msisdn });
	});

	it('cleans any international number however it is decorated', () => {
		const gap = fc.constantFrom('', '', '', ' ', '-', '\u00A0', '\u2009', '\u200B', '–', '\t');
		const start = fc.constantFrom('', '+', '00', '+ ', '(+', '(00', ' ');
		fc.assert(
			fc.property(
				international,
				start,
				fc.array(gap, { minLength: 15, maxLength: 15 }),
				(number, lead, gaps) => {
					const decorated = lead + [...number].map((digit, i) => digit + (gaps[i] ?? '')).join('');
					expect(normalizeMsisdn(decorated)).toEqual({ ok: true, msisdn: number });
				},
			),
		);
	});

	it('gives 7 to 15 digits without a leading zero, or a sentence, for any input', () => {
		const anything = fc.oneof(
			fc.anything(),
			fc.string({ unit: fc.constantFrom(...'0123456789+-() .,x'), maxLength: 22 }),
		);
		const prefixes = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('27', '1', '49', '82', '852'));
		fc.assert(
			fc.property(anything, fc.option(prefixes, { nil: undefined }), (raw, prefix) => {
				const result = normalizeMsisdn(raw, prefix);
				if (result.ok) expect(result.msisdn).toMatch(/^[1-9][0-9]{6,14}$/);
				else expect(result.reason.length).toBeGreaterThan(20);
			}),
			{ numRuns: casesOf(2000) },
		);
	});

	it('has limits of length, with both sides tried', () => {
		expect(normalizeMsisdn('6834000')).toEqual({ ok: true, msisdn: '6834000' });
		expect(reasonOf('683400')).toMatch(/^'683400' has 6 digits, fewer than the 7 /);
		expect(reasonOf('+683400')).toMatch(/^'\+683400' has 6 digits, fewer than the 7 /);
		expect(reasonOf('+27')).toMatch(/^'\+27' has 2 digits, fewer than the 7 /);
		expect(normalizeMsisdn(`+${'1'.repeat(15)}`).ok).toBe(true);
		expect(reasonOf(`+${'1'.repeat(16)}`)).toMatch(/has 16 digits, more than the 15 /);
		for (const prefix of [undefined, '27'])
			expect(reasonOf('27999100001 27999100002', prefix)).toMatch(/separate several numbers with commas/);
	});

	it('takes longer numbers where a document allows them, but no national ones', () => {
		const length = 30;
		expect(normalizeMsisdn('1'.repeat(30), undefined, length)).toEqual({ ok: true, msisdn: '1'.repeat(30) });
		expect(reasonOf('1'.repeat(31), undefined, length)).toMatch(/has 31 digits, more than the 30 /);
		expect(reasonOf('111111', undefined, length)).toMatch(/has 6 digits, fewer than the 7 /);
		expect(normalizeMsisdn('+27 (0)99 910 0001', undefined, length)).toEqual({
			ok: true,
			msisdn: '27999100001',
		});
		expect(normalizeMsisdn('0027 99 910 0001', undefined, length)).toEqual({
			ok: true,
			msisdn: '27999100001',
		});
		expect(reasonOf('0999100001', undefined, length)).toBe(
			"'0999100001' has a 0 where the country code should begin: write it with + and its country code, such as +27999100001",
		);
	});

	it.each<[unknown, RegExp]>([
		['', /^The phone number is empty$/],
		[' \u00A0\u200B', /empty/],
		['+', /has no digits/],
		['()', /has no digits/],
		['27999100001x', /contains 'x'/],
		['2.7999100001e10', /contains '\.'/],
		['27999100001.0', /contains '\.'/],
		['27+999100001', /contains '\+'/],
		['++27999100001', /contains '\+'/],
		['00+27999100001', /contains '\+'/],
		['011+27999100001', /contains '\+'/],
		['27999100001😀', /contains '😀'/],
		['27999100001,27999100002', /contains ','/],
		['+0999100001', /where the country code should begin/],
		['+0027999100001', /where the country code should begin/],
		['000999100001', /where the country code should begin/],
		['+44 0 7700 9001234', /not a number of the country code 44, with which it begins: .* correct it$/],
		['+27 0 0 99 910 0001', /not a number of the country code 27/],
		[
			27999100001.5,
			/^27999100001\.5 is not a whole number that keeps all its digits: give the phone number as text/,
		],
		[2.7e25, /^2\.7e\+25 is not a whole number/],
		[2 ** 53, /is not a whole number/],
		[-27999100001, /is not a whole number/],
		[NaN, /is not a whole number/],
		[Infinity, /is not a whole number/],
		[0, /is not a whole number/],
		[null, /but nothing was given/],
		[undefined, /but nothing was given/],
		[true, /but a boolean was given/],
		[{}, /but an object was given/],
		[['27999100001'], /but a list was given/],
		['9'.repeat(100_000), /too long to be one phone number/],
	])('refuses %p with a sentence, with a dial prefix too', (raw, expected) => {
		for (const prefix of [undefined, '27', '1']) {
			expect(reasonOf(raw, prefix)).toMatch(expected);
			expect(reasonOf(raw, prefix).length).toBeLessThan(250);
		}
	});
});

describe('a number without + and without a dial prefix', () => {
	it.each([
		['(415) 555-1234', "'(415) 555-1234' begins with an area code: "],
		['(27) 99 910 0001', "'(27) 99 910 0001' begins with an area code: "],
		['[415] 555 1234', 'begins with an area code: '],
		['（415）555 1234', 'begins with an area code: '],
		['082 123', "'082 123' starts with 0: "],
		['(0)99 910 0001', "'(0)99 910 0001' starts with 0: "],
		[
			'4155551234',
			'is not a number of the country code 41, with which it begins: such a number has 9 digits ',
		],
		['415-555-1234', 'is not a number of the country code 41'],
		['2799910000', 'is not a number of the country code 27'],
		['210 1234567', 'begins with no country code that is in use: '],
	])('is refused where it cannot begin with a country code: %s', (written, words) => {
		expect(reasonOf(written)).toContain(words);
		expect(reasonOf(written)).toMatch(
			/write it with \+ and its country code, such as \+27999100001, or set 'Default Dial Prefix'$/,
		);
	});

	it('is read behind 00 only where the number can be', () => {
		expect(normalizeMsisdn('00 1 415 555 1234')).toEqual({ ok: true, msisdn: '14155551234' });
		// As it is dialled in Australia and Japan.
		expect(reasonOf('0011 44 7700 900123')).toMatch(
			/not a number of the country code 1, .* write it with \+/,
		);
		for (const prefix of [undefined, '64', '852', '1'])
			expect(reasonOf('00 210 1234567', prefix)).toMatch(/no country code that is in use/);
	});
});

describe('a number without + in the country of the dial prefix', () => {
	it.each([
		['34', '612345678', '34612345678'],
		['34', '612 34 56 78', '34612345678'],
		['36', '06 30 123 4567', '36301234567'],
		['36', '30 123 4567', '36301234567'],
		['1', '(415) 555-1234', '14155551234'],
		['1', '415.555.1234', '14155551234'],
		['1', '1 (415) 555-1234', '14155551234'],
		['1', '1-415-555-1234', '14155551234'],
		['27', '0999100001', '27999100001'],
		['27', '999100001', '27999100001'],
		['27', '(0)99 910 0001', '27999100001'],
		['27', '27999100001', '27999100001'],
		['27', '27-[0]-999100001', '27999100001'],
		['27', '(27) 99 910 0001', '27999100001'],
		['44', '07700 900123', '447700900123'],
		['44', '7700900123', '447700900123'],
		['44', '447700900123', '447700900123'],
		['44', '4407700900123', '447700900123'],
		['7', '8 (495) 123-45-67', '74951234567'],
		['7', '4951234567', '74951234567'],
		['375', '8 029 123 45 67', '375291234567'],
		['375', '80 29 123 45 67', '375291234567'],
		['370', '8 612 34567', '37061234567'],
		['370', '0 612 34567', '37061234567'],
		['39', '06 1234 5678', '390612345678'],
		['39', '392 123 4567', '393921234567'],
		['39', '390 123 4567', '393901234567'],
		['39', '39 333 123 4567', '393331234567'],
		['55', '(55) 98765-4321', '5555987654321'],
		['55', '5511987654321', '5511987654321'],
		['49', '0172 1234567', '491721234567'],
		['49', '491721234567', '491721234567'],
		['49', '4915112345678', '4915112345678'],
		['62', '0812 3456 789', '628123456789'],
		['62', '628123456789', '628123456789'],
		['92', '923001234567', '923001234567'],
		['91', '9123456789', '919123456789'],
		['91', '919123456789', '919123456789'],
		['86', '13800138000', '8613800138000'],
		['65', '6591 2345', '6565912345'],
	])('with %s: %s', (prefix, written, msisdn) => {
		expect(normalizeMsisdn(written, prefix)).toEqual({ ok: true, msisdn });
		expect(normalizeMsisdn(`${written} `, prefix)).toEqual({ ok: true, msisdn });
	});

	it.each([
		['1', '011 44 7700 900123', '447700900123'],
		['1', '011 1 415 555 1234', '14155551234'],
		['7', '8 10 44 7700 900123', '447700900123'],
		['61', '0011 44 7700 900123', '447700900123'],
		['62', '008 44 7700 900123', '447700900123'],
		['62', '009 65 8123 4567', '6581234567'],
		['66', '001 44 7700 900123', '447700900123'],
		['57', '009 44 7700 900123', '447700900123'],
		['855', '007 44 7700 900123', '447700900123'],
		// 00 alone is dialled there as well, or nothing that begins so.
		['852', '0044 7700 900123', '447700900123'],
		['52', '0044 7700 900123', '447700900123'],
		['64', '0044 7700 900123', '447700900123'],
		['1', '0044 7700 900123', '447700900123'],
		['7', '0044 7700 900123', '447700900123'],
		['81', '0044 7700 900123', '447700900123'],
		['81', '010 44 7700 900123', '447700900123'],
		['82', '002 44 7700 900123', '447700900123'],
		['82', '00700 44 7700 900123', '447700900123'],
		['234', '009 44 7700 900123', '447700900123'],
		['852', '001 44 7700 900123', '447700900123'],
		['55', '0021 44 7700 900123', '447700900123'],
	])('with %s, dialled abroad: %s', (prefix, written, msisdn) => {
		expect(normalizeMsisdn(written, prefix)).toEqual({ ok: true, msisdn });
	});

	it.each([
		// To Singapore as it is dialled in Hong Kong, or to America behind the usual 00.
		['852', '001 65 9123 4567'],
		// An area of Poland with the digits of its country code, or a short number with the code.
		['48', '48 810 45 47'],
		// Too long for a mobile number, so both may be lines of Emden or of elsewhere.
		['49', '4930123456'],
	])('with %s may be two numbers: %s', (prefix, written) => {
		expect(reasonOf(written, prefix)).toBe(
			`'${written}' can be more than one number with the 'Default Dial Prefix' ${prefix}: write it with + and its country code, such as +27999100001`,
		);
	});

	it.each([
		// To Singapore and to Norway as they were dialled once or are elsewhere, or to America.
		['62', '001 65 8123 4567'],
		['62', '001 47 4061 2345'],
		// To Russia, or with the 007 of a carrier to Singapore.
		['62', '007 65 8123 4567'],
		['62', '0062 812 3456 789'],
		['61', '0044 7700 900123'],
		['65', '0044 7700 900123'],
		['66', '0044 7700 900123'],
		['82', '0044 7700 900123'],
		['55', '0044 7700 900123'],
		['57', '0044 7700 900123'],
		['855', '0044 7700 900123'],
		['234', '00234 803 123 4567'],
		['254', '00 254 712 345678'],
		// Half of what is dialled, and a digit too few behind all of it.
		['62', '008 65 8123 456'],
		['62', '00'],
	])('with %s has 00, but not all that is dialled before a number abroad: %s', (prefix, written) => {
		expect(reasonOf(written, prefix)).toBe(
			`'${written}' begins with 00, but in the country of the 'Default Dial Prefix' ${prefix} more digits are dialled before a number abroad, so that it is not certain which number is meant: write it with + and its country code, such as +27999100001`,
		);
	});

	it.each([
		['+39 (0) 312 345 6789', undefined],
		['+39 (0)312 345 6789', '44'],
		['+39 0 312 345 6789', undefined],
		['+39-0-312-345-6789', undefined],
		['0039 (0) 333 123 4567', undefined],
		['0039 (0) 333 123 4567', '39'],
		['39 (0) 333 123 4567', undefined],
		['(0) 333 123 4567', '39'],
		['0-333-1234567', '39'],
		// A line of Bergamo, or an old mobile number of nine digits.
		['+39 (0)35 123 4567', undefined],
		['+247 (0) 40123', undefined],
	])('may have its 0 or not: %s', (written, prefix) => {
		expect(reasonOf(written, prefix)).toBe(
			`'${written}' can be a number without that 0, as mobile numbers are, or with it: leave the 0 out, or write it together with the digits behind it`,
		);
	});

	it.each([
		['+39 (0)6 1234 5678', '390612345678'],
		['+39 (0) 2 1234 5678', '390212345678'],
		['+39 (0)11 123 4567', '390111234567'],
		['+39 (0)81 123 4567', '390811234567'],
		['+39 (0)31 234 567', '39031234567'],
		['+39 0312 345 6789', '3903123456789'],
		['+39 333 123 4567', '393331234567'],
		['+39 340 012 0 456', '393400120456'],
	])('keeps the 0 of a fixed line, as it is known by its digits: %s', (written, msisdn) => {
		for (const prefix of [undefined, '39', '44'])
			expect(normalizeMsisdn(written, prefix)).toEqual({ ok: true, msisdn });
	});

	it.each([
		['1', '555-1234', 'such a number has 10 digits behind the code'],
		['1', '447700900123', 'country code 1'],
		['1', '027 99 910 0001', 'country code 1'],
		['34', '4155551234', 'such a number has 9 digits behind the code'],
		['27', '447700900123', 'such a number has 9 digits behind the code'],
		['27', '0082', 'country code should begin|digits'],
		['44', '27999100001', 'country code 44'],
		['36', '0 30 123 4567', 'country code 36'],
		['54', '011 15-2345-6789', 'country code 54'],
		['55', '0 15 21 98765-4321', 'country code 55'],
		['27', '12', 'country code 27'],
	])('with %s cannot be there: %s', (prefix, written, words) => {
		expect(reasonOf(written, prefix)).toMatch(new RegExp(words));
		expect(reasonOf(written, prefix)).toMatch(
			/write it with \+ and its country code, such as \+27999100001$/,
		);
	});

	it('needs a prefix that is a country code', () => {
		expect(reasonOf('0999100001', ' ')).toMatch(/or set 'Default Dial Prefix'$/);
		for (const prefix of ['ZA', '0', '1868', '999'])
			expect(reasonOf('0999100001', prefix)).toBe(
				`The default dial prefix '${prefix}' is not a country code: write it with digits only, such as 27`,
			);
	});
});

describe('splitRecipients', () => {
	it.each<[unknown, string[]]>([
		['27999100001', ['27999100001']],
		['27999100001,27999100002', ['27999100001', '27999100002']],
		[' +27 99 910 0001 ;\r\n27999100002\n\n,', ['+27 99 910 0001', '27999100002']],
		[['27999100001', ['27999100002,27999100003', 27999100004]], [1, 2, 3, 4].map((n) => `2799910000${n}`)],
		[27999100001, ['27999100001']],
		[27999100001n, ['27999100001']],
		['', []],
		[' , ;\n', []],
		[null, []],
		[undefined, []],
		[[null, '', [], undefined], []],
		[2.7e25, ['2.7e+25']],
		[{ to: 1 }, ['[object]']],
		[[true], ['true']],
	])('parts %p', (raw, expected) => {
		expect(splitRecipients(raw)).toEqual(expected);
	});

	it('returns the numbers that were joined, whatever joined them and however nested', () => {
		const separator = fc.constantFrom(',', ';', '\n', '\r\n', ', ', ' ,\n', ',,', '\n\n');
		fc.assert(
			fc.property(fc.array(fc.array(international)), separator, (groups, joint) => {
				const flat = groups.flat();
				expect(splitRecipients(flat.join(joint))).toEqual(flat);
				expect(splitRecipients(groups.map((group) => group.join(joint)))).toEqual(flat);
				expect(splitRecipients([groups, joint])).toEqual(flat);
				expect(splitRecipients(flat.map(Number))).toEqual(flat);
			}),
		);
	});

	it('cuts what it names between characters', () => {
		expect(reasonOf(`${'x'.repeat(39)}😀`)).toContain(`'${'x'.repeat(39)}…'`);
	});

	it('keeps what is no number for the refusal to name', () => {
		for (const raw of [2.7e25, 27999100001.5, 2 ** 60, true, { to: 1 }, [Symbol('x')]]) {
			const entries = splitRecipients(raw);
			expect(entries).toHaveLength(1);
			expect(normalizeMsisdn(entries[0]).ok).toBe(false);
		}
	});

	it('takes 100,000 numbers and 100,000 levels', () => {
		const numbers = Array.from({ length: 100_000 }, (_, i) => 27999100000 + i);
		expect(splitRecipients(numbers)).toHaveLength(100_000);
		expect(splitRecipients(numbers.join('\n'))).toHaveLength(100_000);
		let deep: unknown = '27999100001';
		for (let i = 0; i < 100_000; i++) deep = [deep];
		expect(splitRecipients(deep)).toEqual(['27999100001']);
	});
});
