import fc from 'fast-check';
import { normalizeMsisdn, splitRecipients } from '../../../nodes/Clickatell/protocol/text/msisdn';

function reasonOf(raw: unknown, dialPrefix?: string): string {
	const result = normalizeMsisdn(raw, dialPrefix);
	if (result.ok) throw new Error(`was taken for ${result.msisdn}`);
	return result.reason;
}

const international = fc.stringMatching(/^[1-9][0-9]{6,14}$/);

describe('normalizeMsisdn', () => {
	it.each<[unknown, string]>([
		['27999100001', '27999100001'],
		['+27999100001', '27999100001'],
		['0027999100001', '27999100001'],
		[' +27 99 910 0001 ', '27999100001'],
		['+27\u00A099\u2009910\u202F0001\u3000', '27999100001'],
		['\u202A+27999100001\u202C', '27999100001'],
		['+27-99-910-0001', '27999100001'],
		['+27–99—910‑0001', '27999100001'],
		['(+27) 99 [910] 0001', '27999100001'],
		['00 (27) 99-910-0001', '27999100001'],
		['+27 (0)99 910 0001', '27999100001'],
		['+27 (0) 99 910 0001', '27999100001'],
		['(+27)(0)999100001', '27999100001'],
		['27-[0]-999100001', '27999100001'],
		['27.999.100.001', '27999100001'],
		[27999100001, '27999100001'],
		[27999100001n, '27999100001'],
		[123456789012345, '123456789012345'],
	])('cleans %p', (raw, msisdn) => {
		expect(normalizeMsisdn(raw)).toEqual({ ok: true, msisdn });
		// A dial prefix touches nothing that is international already.
		expect(normalizeMsisdn(raw, '44')).toEqual({ ok: true, msisdn });
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
		fc.assert(
			fc.property(anything, fc.option(fc.string({ maxLength: 5 }), { nil: undefined }), (raw, prefix) => {
				const result = normalizeMsisdn(raw, prefix);
				if (result.ok) expect(result.msisdn).toMatch(/^[1-9][0-9]{6,14}$/);
				else expect(result.reason.length).toBeGreaterThan(20);
			}),
			{ numRuns: 2000 },
		);
	});

	it('replaces a leading zero only with a dial prefix', () => {
		expect(reasonOf('082 123')).toBe(
			"'082 123' starts with 0: write it in international format, such as 27999100001, or set a default dial prefix",
		);
		expect(reasonOf('0999100001', ' ')).toMatch(/set a default dial prefix/);
		for (const prefix of ['27', '+27', '0027', ' 27 ']) {
			expect(normalizeMsisdn('(0)99 910 0001', prefix)).toEqual({ ok: true, msisdn: '27999100001' });
			expect(normalizeMsisdn('0999100001', prefix)).toEqual({ ok: true, msisdn: '27999100001' });
		}
		expect(reasonOf('0999100001', 'ZA')).toBe(
			"The default dial prefix 'ZA' is not a country code: write it with digits only, such as 27",
		);
		expect(reasonOf('0999100001', '0')).toMatch(/not a country code/);
		expect(reasonOf('+0999100001', '27')).toMatch(/where the country code should begin/);
		expect(reasonOf('000999100001', '27')).toMatch(/where the country code should begin/);
	});

	it('has limits of length, with both sides tried', () => {
		expect(normalizeMsisdn('6834000')).toEqual({ ok: true, msisdn: '6834000' });
		expect(reasonOf('683400')).toMatch(/^'683400' has 6 digits, fewer than the 7 /);
		expect(normalizeMsisdn('1'.repeat(15)).ok).toBe(true);
		expect(reasonOf('1'.repeat(16))).toMatch(/has 16 digits, more than the 15 /);
		expect(reasonOf('27999100001 27999100002')).toMatch(/separate several numbers with commas/);
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
		['tel:+27999100001', /contains 't'/],
		['２７999100001', /contains '２'/],
		['٢٧999100001', /contains '٢'/],
		['27999100001😀', /contains '😀'/],
		['27999100001,27999100002', /contains ','/],
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
	])('refuses %p with a sentence', (raw, expected) => {
		expect(reasonOf(raw)).toMatch(expected);
		expect(reasonOf(raw).length).toBeLessThan(250);
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
