/** Which country a number in international format is of. */

import { lazily, planAhead, rowsOf } from './numbering';
import { COUNTRIES, SHARED_CODES } from './numberingCountries';

interface Shared {
	/** ISO 3166 letters of the country that has all other numbers. */
	readonly main: string;
	readonly beginnings: ReadonlyMap<string, string>;
}

const LONGEST_BEGINNING = 5;

const countries = lazily(
	() =>
		new Map(
			COUNTRIES.trim()
				.split(/\s/)
				.map((each): [string, string] => [each.slice(0, -2), each.slice(-2)]),
		),
);

const shared = lazily(() => {
	const read = new Map<string, Shared>();
	for (const [code, [main = '', ...cells]] of rowsOf(SHARED_CODES)) {
		const beginnings = cells.flatMap((cell) => {
			const [country = '', list = ''] = cell.split(':');
			return list.split(',').map((beginning): [string, string] => [beginning, country]);
		});
		read.set(code, { main, beginnings: new Map(beginnings) });
	}
	return read;
});

export interface NumberParts {
	/** Null where the number begins with no country code that is known. */
	readonly countryCode: string | null;
	/** What stands behind the country code. */
	readonly national: string | null;
	/** ISO 3166 letters; null where the code is of no country, such as that of satellite phones. */
	readonly country: string | null;
}

/** @param msisdn digits in international format */
export function partsOfNumber(msisdn: string): NumberParts {
	const code = planAhead(msisdn)?.code;
	if (code === undefined) return { countryCode: null, national: null, country: null };
	const national = msisdn.slice(code.length);
	const one = countries().get(code);
	if (one !== undefined) return { countryCode: code, national, country: one };
	const several = shared().get(code);
	let country = several?.main ?? null;
	for (let length = 1; several && length <= LONGEST_BEGINNING; length++)
		country = several.beginnings.get(national.slice(0, length)) ?? country;
	return { countryCode: code, national, country };
}

const names = lazily(() => new Intl.DisplayNames(['en'], { type: 'region' }));
const known = new Map<string, string>();

/** The English name of a country by its ISO 3166 letters. */
export function countryName(country: string): string {
	const name = known.get(country) ?? names().of(country) ?? country;
	known.set(country, name);
	return name;
}
