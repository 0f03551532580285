import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
	codeOf,
	codeText,
	endOf,
	markOf,
	markOfNumber,
	MOST_TURNS,
	placesOfCode,
	typedCode,
	windowAt,
	WINDOWS_EXPIRED,
	WINDOWS_VALID,
	type CodePlace,
	type CodeSubject,
} from '../../../nodes/Clickatell/message/oneTimeCode';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const KEY = Buffer.alloc(32, 7);
const ALPHABETS = ['0', '٠', '۰', '०', '０', '𝟎', '𝟘'];

const subjects = fc.record<CodeSubject>({
	msisdn: fc.stringMatching(/^[1-9]\d{6,14}$/),
	purpose: fc.string({ maxLength: 20 }),
	minutes: fc.integer({ min: 1, max: 60 }),
	length: fc.integer({ min: 4, max: 10 }),
});
const places = fc.record<CodePlace>({
	window: fc.integer({ min: 0, max: 1e8 }),
	turn: fc.integer({ min: 0, max: MOST_TURNS - 1 }),
});

const SUBJECT: CodeSubject = { msisdn: '27999123456', purpose: 'sign-up', minutes: 10, length: 10 };
const PLACE: CodePlace = { window: 2_960_000, turn: 0 };

describe('a code', () => {
	it('is as long as it should be, and the same for the same', () => {
		fc.assert(
			fc.property(subjects, places, (subject, place) => {
				const code = codeOf(KEY, subject, place);
				expect(code).toMatch(/^[0-9]+$/);
				expect(code).toHaveLength(subject.length);
				expect(codeOf(Buffer.from(KEY), { ...subject }, { ...place })).toBe(code);
			}),
		);
	});

	it.each([
		['5491123456789', '541123456789'],
		['5215512345678', '525512345678'],
	])('is the same for both spellings of a phone, and so is what is remembered: %s and %s', (one, other) => {
		const told = (msisdn: string) => [
			codeOf(KEY, { ...SUBJECT, msisdn }, PLACE),
			markOf(KEY, { ...SUBJECT, msisdn }, 'used', 1, 0),
			markOfNumber(KEY, msisdn, 'delay', 1),
		];
		expect(told(one)).toEqual(told(other));
	});

	// Ten digits: two that must differ agree by chance once in a thousand million runs of this.
	it.each<[string, (key: Buffer) => string]>([
		['number', (key) => codeOf(key, { ...SUBJECT, msisdn: '27999123457' }, PLACE)],
		['purpose', (key) => codeOf(key, { ...SUBJECT, purpose: 'sign-in' }, PLACE)],
		[
			'purpose that runs into the number',
			(key) => codeOf(key, { ...SUBJECT, msisdn: '2799912345', purpose: '6sign-up' }, PLACE),
		],
		['validity', (key) => codeOf(key, { ...SUBJECT, minutes: 11 }, PLACE)],
		['window', (key) => codeOf(key, SUBJECT, { ...PLACE, window: PLACE.window + 1 })],
		['turn', (key) => codeOf(key, SUBJECT, { ...PLACE, turn: 1 })],
		['account', () => codeOf(Buffer.alloc(32, 8), SUBJECT, PLACE)],
	])('is another for another %s', (_, other) => {
		expect(other(KEY)).not.toBe(codeOf(KEY, SUBJECT, PLACE));
		expect(other(KEY)).toMatch(/^\d{10}$/);
	});

	it('of fewer digits is not the end of one of more', () => {
		const four = codeOf(KEY, { ...SUBJECT, length: 4 }, PLACE);
		expect(codeOf(KEY, SUBJECT, PLACE).endsWith(four)).toBe(false);
	});

	it('is what this says it is: a saved workflow finds its codes again after an update', () => {
		const facts = ['code', '27999123456', 'sign-up', 10, 6, 2_960_000, 0];
		const bits = createHmac('sha256', KEY).update(JSON.stringify(facts)).digest().readBigUInt64BE();
		expect(codeOf(KEY, { ...SUBJECT, length: 6 }, PLACE)).toBe(String(bits % 1_000_000n).padStart(6, '0'));
	});

	it('has every digit equally often at every place, zeros at its beginning as well', () => {
		const counts = Array.from({ length: 4 }, () => new Array<number>(10).fill(0));
		const runs = 20_000;
		for (let window = 0; window < runs; window++) {
			const code = codeOf(KEY, { ...SUBJECT, length: 4 }, { window, turn: 0 });
			[...code].forEach((digit, place) => {
				const ofPlace = defined(counts[place]);
				ofPlace[Number(digit)] = defined(ofPlace[Number(digit)]) + 1;
			});
		}
		// 9 degrees of freedom: 33.7 is passed once in ten thousand.
		for (const own of counts) {
			const expected = runs / 10;
			const chi = own.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
			expect(chi).toBeLessThan(33.7);
		}
	});
});

describe('a window', () => {
	it('keeps a code valid for the whole validity, and no longer than twice that', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
				fc.integer({ min: 1, max: 60 }),
				(sent, minutes) => {
					const until = endOf(windowAt(sent, minutes), minutes);
					expect(until - sent).toBeGreaterThan(minutes * 60_000 - 1);
					expect(until - sent).toBeLessThanOrEqual(2 * minutes * 60_000);
					const backAt = (time: number) => windowAt(time, minutes) - windowAt(sent, minutes);
					expect(backAt(until - 1)).toBe(WINDOWS_VALID - 1);
					expect(backAt(until)).toBe(WINDOWS_VALID);
				},
			),
		);
	});

	it('finds each code where it stands', () => {
		for (let back = 0; back < WINDOWS_VALID + WINDOWS_EXPIRED; back++) {
			for (let turn = 0; turn < MOST_TURNS; turn++) {
				const place = { window: PLACE.window - back, turn };
				expect(placesOfCode(KEY, SUBJECT, codeOf(KEY, SUBJECT, place), PLACE.window)).toEqual([place]);
			}
		}
		const after = codeOf(KEY, SUBJECT, { window: PLACE.window + 1, turn: 0 });
		const tooOld = codeOf(KEY, SUBJECT, { window: PLACE.window - WINDOWS_VALID - WINDOWS_EXPIRED, turn: 0 });
		for (const code of [after, tooOld, '', '1', '0'.repeat(10), '0'.repeat(11)])
			expect(placesOfCode(KEY, SUBJECT, code, PLACE.window)).toEqual([]);
	});
});

describe('what a person types', () => {
	it('is read in any script, with blanks and dashes anywhere', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 10 }),
				fc.constantFrom(...ALPHABETS),
				fc.constantFrom('', ' ', '-', ' - ', '\u00a0', '\u200e', '–', '\n', '.'),
				(digits, zero, gap) => {
					const chars = digits.map((digit) => String.fromCodePoint(defined(zero.codePointAt(0)) + digit));
					expect(typedCode(`${gap}${chars.join(gap)}${gap}`, digits.length)).toBe(digits.join(''));
				},
			),
		);
	});

	it('as a number gets back the zeros that numbers lose', () => {
		expect(typedCode(42, 6)).toBe('000042');
		expect(typedCode(0, 4)).toBe('0000');
		expect(typedCode('42', 6)).toBeUndefined();
	});

	it.each([
		['12345'],
		['1234567'],
		['12a456'],
		['١٢٣٤٥'],
		['½23456'],
		[' '.repeat(200) + '123456'],
		[1.5],
		[-42],
		[1e300],
		[null],
	])('is no code of six digits if it is %p', (typed) => {
		expect(typedCode(typed, 6)).toBeUndefined();
	});
});

describe('the text', () => {
	it('has code and minutes wherever they are asked for, and a last line for the page', () => {
		expect(codeText('#code# is it, #code#! #minutes#/#minutes#', '0$&1', 10, undefined)).toBe(
			'0$&1 is it, 0$&1! 10/10',
		);
		expect(codeText('Your code is #code#.', '012345', 10, 'www.example.com')).toBe(
			'Your code is 012345.\n\n@www.example.com #012345',
		);
	});
});

test('what is remembered tells nothing to anybody without the key', () => {
	const marks = [
		markOf(KEY, SUBJECT, 'used', 1, 0),
		markOf(KEY, SUBJECT, 'used', 1, 1),
		markOf(KEY, SUBJECT, 'try', 1, 0),
		markOf(KEY, { ...SUBJECT, purpose: '' }, 'used', 1, 0),
		markOf(randomBytes(32), SUBJECT, 'used', 1, 0),
		markOfNumber(KEY, SUBJECT.msisdn, 'used', 1, 0),
		markOfNumber(KEY, '27999123457', 'used', 1, 0),
	];
	expect(new Set(marks).size).toBe(marks.length);
	for (const mark of marks) expect(mark).toMatch(/^[\w-]{43}$/);
});
