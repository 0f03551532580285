import fc from 'fast-check';
import { Metadata } from 'libphonenumber-js/core';
import parsePhoneNumber, {
	getCountries,
	getCountryCallingCode,
	type CountryCode,
} from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { countryName, partsOfNumber } from '../../../nodes/Clickatell/message/text/numberCountry';
import { PLANS } from '../../../nodes/Clickatell/message/text/numberingPlans';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Countries whose numbers begin as those of another do, or some of them. */
const WITHIN_ANOTHER: Readonly<Record<string, string>> = { BL: 'GP', CC: 'AU', CX: 'AU', EH: 'MA', TA: 'SH' };

/** Numbers of a country that the library holds for valid; the same in every run. */
function numbersOf(country: CountryCode): string[] {
	const reader = new Metadata(metadata);
	reader.selectNumberingPlan(country);
	const plan = reader.numberingPlan as unknown as { type(name: string): { pattern(): string } | undefined };
	const code = getCountryCallingCode(country);
	return ['FIXED_LINE', 'MOBILE'].flatMap((type) => {
		const pattern = plan.type(type)?.pattern();
		if (!pattern) return [];
		const drafts = fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), { numRuns: 40, seed: 3 });
		return drafts
			.map((national) => `${code}${national}`)
			.filter((number) => parsePhoneNumber(`+${number}`)?.country === country);
	});
}

describe('the country of a number', () => {
	it.each(getCountries())('%s is as the library has it', (country) => {
		const numbers = numbersOf(country);
		const found = numbers.filter((number) => partsOfNumber(number).country !== country);
		const others = found.filter((number) => partsOfNumber(number).country !== WITHIN_ANOTHER[country]);
		expect(others).toEqual([]);
	});

	it('has a name, and stands beside the code and what is behind it', () => {
		expect(partsOfNumber('27999100001')).toEqual({ countryCode: '27', national: '999100001', country: 'ZA' });
		expect(partsOfNumber('9991234567')).toEqual({ countryCode: null, national: null, country: null });
		expect(partsOfNumber('870773112345')).toEqual({
			countryCode: '870',
			national: '773112345',
			country: null,
		});
		expect(['ZA', 'XK', 'CI', 'AC'].map(countryName)).toEqual([
			'South Africa',
			'Kosovo',
			'Côte d’Ivoire',
			'Ascension Island',
		]);
	});

	it('is known for every code of a plan but those of no country', () => {
		const codes = PLANS.trim()
			.split('\n')
			.map((line) => defined(line.split(' ')[0]));
		const without = codes.filter((code) => partsOfNumber(`${code}123456`).country === null);
		expect(without).toEqual(['800', '808', '870', '878', '881', '882', '883', '888', '979']);
	});
});
