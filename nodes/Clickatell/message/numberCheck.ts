import { normalizeMsisdn, type NumberProblem } from './text/msisdn';
import { countryName, partsOfNumber } from './text/numberCountry';
import { readInternational } from './text/numbering';

/** What one entry of a list of numbers is, as the node puts it out. */
export interface NumberRow {
	readonly input: string | null;
	/** Whether a message would be sent to it: the same rules decide that as in every operation that sends. */
	readonly valid: boolean;
	/** Digits in international format. */
	readonly to: string | null;
	/** ISO 3166 letters. */
	readonly country: string | null;
	readonly countryName: string | null;
	readonly countryCode: string | null;
	readonly national: string | null;
	/** Whether the country has such numbers; behind a + a number is taken at its word without. */
	readonly inPlan: boolean;
	readonly problem: NumberProblem | null;
	/** A sentence without a period at its end. */
	readonly reason: string | null;
}

const NOTHING = {
	to: null,
	country: null,
	countryName: null,
	countryCode: null,
	national: null,
	inPlan: false,
};

export function checkNumber(input: string, dialPrefix: string | undefined): NumberRow {
	const result = normalizeMsisdn(input, dialPrefix);
	if (!result.ok) return { input, valid: false, ...NOTHING, problem: result.problem, reason: result.reason };
	const { msisdn } = result;
	const { country, countryCode, national } = partsOfNumber(msisdn);
	return {
		input,
		valid: true,
		to: msisdn,
		country,
		countryName: country === null ? null : countryName(country),
		countryCode,
		national,
		inPlan: readInternational(msisdn) === msisdn,
		problem: null,
		reason: null,
	};
}

/** Of an item that gives none. */
export const NO_NUMBER: NumberRow = {
	input: null,
	valid: false,
	...NOTHING,
	problem: 'empty',
	reason: 'No number is given',
};
