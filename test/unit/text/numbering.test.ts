import fc from 'fast-check';
import { Metadata } from 'libphonenumber-js/core';
import parsePhoneNumber, {
	getCountries,
	getCountryCallingCode,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { normalizeMsisdn } from '../../../nodes/Clickatell/message/text/msisdn';
import { planAhead, planOf } from '../../../nodes/Clickatell/message/text/numbering';
import { shapesOf } from '../../../tools/patternShapes';
import { casesOf, subjectsOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

type Type = 'FIXED_LINE' | 'MOBILE';

interface Plan {
	IDDPrefix(): string | undefined;
	nationalPrefix(): string | number | undefined;
	type(name: Type): { pattern(): string } | undefined;
}

function libraryPlan(country: CountryCode): Plan {
	const reader = new Metadata(metadata);
	reader.selectNumberingPlan(country);
	return reader.numberingPlan as unknown as Plan;
}

/** Numbers that the library holds for valid, of a country and a type; the same in every run. */
function numbersOf(country: CountryCode, type: Type): PhoneNumber[] {
	const pattern = libraryPlan(country).type(type)?.pattern();
	if (!pattern) return [];
	const code = getCountryCallingCode(country);
	const drafts = fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), { numRuns: 25, seed: 12 });
	return [...new Set(drafts)].flatMap((national) => {
		const phone = parsePhoneNumber(`+${code}${national}`);
		if (phone?.number !== `+${code}${national}` || phone.getType() !== type) return [];
		// What E.164 cannot hold, and what is shorter than any number with its country code.
		return phone.number.length >= 8 && phone.number.length <= 16 ? [phone] : [];
	});
}

const e164Of = (phone: PhoneNumber) => phone.number.slice(1);
const read = (written: string, prefix?: string) => {
	const result = normalizeMsisdn(written, prefix);
	return result.ok ? result.msisdn : result.reason;
};

/** A national number in the forms that people give it. */
function nationalForms(phone: PhoneNumber): string[] {
	const national = phone.formatNational();
	const groups = national.split(/[^0-9]+/).filter(Boolean);
	const [area = '', ...others] = groups;
	return [
		national,
		groups.join(''),
		groups.join('-'),
		groups.join('\u00A0'),
		...(groups.length > 2 ? [groups.join('.')] : []),
		...(others.length > 0 ? [`(${area}) ${others.join('-')}`, `[${area}] ${others.join(' ')}`] : []),
	];
}

/** Where the library writes a national number in a way that cannot be read back by its prefix alone. */
const REFUSED: Readonly<Record<string, string>> = {
	'AR MOBILE': 'a 15 behind the area within the country, a 9 before it from abroad',
	'RW FIXED_LINE': 'numbers that begin with 06 beside a trunk prefix 0',
};
/** Gabon has numbers of two plans, with and without the zero that the former one began with. */
const countries = getCountries().filter((country) => country !== 'GA');
const numbers = new Map(
	countries.map((country) => [
		country,
		(['FIXED_LINE', 'MOBILE'] as const).flatMap((type) =>
			numbersOf(country, type).map((phone) => ({ phone, isRefused: `${country} ${type}` in REFUSED })),
		),
	]),
);
const codes = [...new Set(countries.map((country) => getCountryCallingCode(country)))] as string[];

describe('numbers of all countries, as a phone number library knows them', () => {
	it('are enough to tell', () => {
		const filled = [...numbers.values()].filter((each) => each.length >= 10);
		expect(filled.length).toBeGreaterThan(200);
	});

	it.each(countries)('%s: a national number is read with the country code, or not at all', (country) => {
		const code = getCountryCallingCode(country);
		const own = defined(numbers.get(country));
		const wrong: unknown[] = [];
		let refused = 0;
		for (const { phone, isRefused } of own) {
			for (const written of nationalForms(phone)) {
				const result = normalizeMsisdn(written, code);
				if (result.ok ? result.msisdn === e164Of(phone) : isRefused) continue;
				if (!result.ok && result.reason.includes('can be more than one number')) refused++;
				else wrong.push({ written, result });
			}
		}
		expect(wrong).toEqual([]);
		// One area of Poland has the digits of its country code.
		expect(refused).toBeLessThanOrEqual(own.length / 10);
	});

	it.each(countries)('%s: a number with its country code stays what it is', (country) => {
		const code = getCountryCallingCode(country);
		const trunk = libraryPlan(country).nationalPrefix();
		const wrong: unknown[] = [];
		for (const { phone, isRefused } of defined(numbers.get(country))) {
			if (isRefused && country === 'RW') continue;
			const e164 = e164Of(phone);
			const withPlus = [
				phone.formatInternational(),
				`+${e164}`,
				...(typeof trunk === 'string'
					? [`+${code} (${trunk}) ${phone.nationalNumber}`, `+${code} ${trunk}${phone.nationalNumber}`]
					: []),
			];
			for (const written of [...withPlus, `00${e164}`, `00 (${code}) ${phone.nationalNumber}`, e164])
				if (read(written) !== e164) wrong.push([written, read(written)]);
			for (const written of withPlus)
				if (read(written, '44') !== e164) wrong.push([written, read(written, '44')]);
		}
		expect(wrong).toEqual([]);
	});

	it('stay in the country of the dial prefix, whatever they look like', () => {
		const entry = fc.oneof(
			fc.stringMatching(/^[1-9][0-9]{3,14}$/),
			fc.constantFrom(...[...numbers.values()].flat().map(({ phone }) => e164Of(phone))),
		);
		let accepted = 0;
		fc.assert(
			fc.property(entry, fc.constantFrom(...codes), (digits, code) => {
				// 810 and 119 are dialled before calls abroad where they are.
				fc.pre(!/^(?:810|119)/.test(digits));
				const result = normalizeMsisdn(digits, code);
				if (!result.ok) return true;
				accepted++;
				return planAhead(result.msisdn)?.code === code;
			}),
			{ numRuns: casesOf(20_000) },
		);
		expect(accepted).toBeGreaterThan(casesOf(20_000) / 100);
	});

	it.each(subjectsOf(countries, 60))(
		'%s: a number behind 00 is the one of another country that was written',
		(country) => {
			const code = getCountryCallingCode(country);
			const own = new RegExp(`^(?:${libraryPlan(country).IDDPrefix() ?? '00'})`);
			// Does the country dial 00 alone, or nothing that begins so? By the library, not by the table.
			const whole = new RegExp(`^(?:${libraryPlan(country).IDDPrefix() ?? '00'})$`);
			const begins = Array.from({ length: 100 }, (_, next) => `00${String(next).padStart(2, '0')}`);
			const isPlain = whole.test('00') || !begins.some((digits) => own.test(digits));
			const wrong: unknown[] = [];
			for (const { phone } of [...numbers.values()].flatMap((each) => each.slice(-1))) {
				const e164 = e164Of(phone);
				for (const access of ['00', '001', '007', '008', '009', '0011']) {
					const written = `${access} ${e164}`;
					const result = normalizeMsisdn(written, code);
					const digits = access + e164;
					if (result.ok && !isPlain && !own.test(digits)) wrong.push([written, result.msisdn]);
					if (result.ok && access !== '00' && whole.test(access) && result.msisdn !== e164)
						wrong.push([written, result.msisdn]);
					const isE164 = result.ok
						? result.msisdn === e164
						: result.reason.includes('can be more than one number');
					if (access === '00' && isPlain && !isE164) wrong.push([written, result]);
				}
			}
			expect(wrong).toEqual([]);
		},
	);

	it.each(subjectsOf(countries, 120))(
		'%s: a 0 in brackets is left out, kept or asked about, but never guessed',
		(country) => {
			const code = getCountryCallingCode(country);
			const wrong: unknown[] = [];
			for (const { phone } of defined(numbers.get(country))) {
				const national = phone.nationalNumber;
				const rest = national.replace(/^0/, '');
				for (const written of [`+${code} (0) ${rest}`, `00${code} (0)${rest}`, `+${code} 0 ${rest}`]) {
					const result = normalizeMsisdn(written);
					if (result.ok && result.msisdn !== e164Of(phone)) wrong.push([written, result.msisdn]);
				}
			}
			expect(wrong).toEqual([]);
		},
	);

	it('of Italy keep the 0 of fixed lines, but those that would be mobile numbers without it', () => {
		const mobile = new RegExp(`^(?:${defined(libraryPlan('IT').type('MOBILE')).pattern()})$`);
		let kept = 0;
		for (const { phone } of defined(numbers.get('IT'))) {
			if (phone.getType() !== 'FIXED_LINE') continue;
			const rest = phone.nationalNumber.slice(1);
			if (mobile.test(rest)) continue;
			const result = read(`+39 (0) ${rest}`);
			if (result === e164Of(phone)) kept++;
			// The table tells mobile numbers by their first digit and their length.
			else
				expect([rest, result]).toEqual([expect.stringMatching(/^3.{8,9}$/), expect.stringMatching(/can be/)]);
		}
		expect(kept).toBeGreaterThan(10);
	});

	it('of the own country, given with its code and without a +, are as they are or refused', () => {
		const wrong: unknown[] = [];
		let kept = 0;
		let refused = 0;
		for (const country of countries) {
			for (const { phone } of defined(numbers.get(country))) {
				if (phone.getType() !== 'MOBILE' || phone.nationalNumber.length < 8) continue;
				const result = read(e164Of(phone), getCountryCallingCode(country));
				if (result === e164Of(phone)) kept++;
				else if (result.includes('can be more than one number')) refused++;
				else wrong.push([e164Of(phone), result]);
			}
		}
		expect(wrong).toEqual([]);
		expect(kept).toBeGreaterThan(2000);
		expect(refused / kept).toBeLessThan(0.01);
	});
});

describe('the numbering plans', () => {
	it.each(countries)('%s has the trunk prefix that the library knows', (country) => {
		const trunk = libraryPlan(country).nationalPrefix();
		const own = defined(planOf(getCountryCallingCode(country))).trunks;
		if (typeof trunk === 'string') expect(own).toContain(trunk);
	});

	it('have country codes none of which begins with another', () => {
		const inside = codes.filter((code) => codes.some((other) => other !== code && code.startsWith(other)));
		expect(inside).toEqual([]);
	});

	it('are made of patterns by what the patterns match', () => {
		const piece = fc.constantFrom(
			'\\d',
			'[2-9]',
			'7',
			'(?:1|23)',
			'(?:4\\d?|[56]{2})',
			'\\d{1,3}',
			'8?',
			'0{2}',
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 3 }), fc.integer({ min: 1, max: 3 }), (pieces, leading) => {
				const pattern = [pieces.join(''), pieces.toReversed().join('')].join('|');
				const shapes = shapesOf(pattern, leading);
				const matching = fc.stringMatching(new RegExp(`^(?:${pattern})$`));
				const isFound = (text: string) => shapes.get(text.slice(0, leading))?.has(text.length);
				expect(fc.sample(matching, 20).filter((text) => !isFound(text))).toEqual([]);
				// And no more: every shape has a text.
				for (const [first, lengths] of shapes) {
					for (const length of [...lengths].filter((each) => each - first.length <= 2)) {
						expect(anyMatch(new RegExp(`^(?:${pattern})$`), first, length)).toBe(true);
					}
				}
			}),
			{ numRuns: casesOf(50) },
		);
	});
});

/** Is there a text of digits with this beginning and length that matches? */
function anyMatch(pattern: RegExp, first: string, length: number): boolean {
	const search = (text: string): boolean =>
		text.length === length ? pattern.test(text) : [...'0123456789'].some((digit) => search(text + digit));
	return search(first);
}
