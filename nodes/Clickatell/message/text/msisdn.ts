/** Phone numbers in international format (docs/protocol/soap.md#parameters). */

import { cut } from '../../formats/cut';
import {
	digitsOf,
	hasDoubtfulZero,
	planAhead,
	planOf,
	readAbroad,
	readInCountry,
	readInternational,
	type NumberingPlan,
} from './numbering';

export type MsisdnResult = { ok: true; msisdn: string } | { ok: false; reason: string };

/** The longest number E.164 allows. */
const MAX_DIGITS = 15;
/** The shortest numbers in use with their country code, such as those of Niue (683 and four digits). */
const MIN_DIGITS = 7;

const EXAMPLE = '+27999100001';
const WAY_OUT = `write it with + and its country code, such as ${EXAMPLE}`;
const WAYS_OUT = `${WAY_OUT}, or set 'Default Dial Prefix'`;

/** Every kind of blank, and the invisible marks that come along when numbers are copied from an address book. */
const BLANKS = /[\s\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069]+/g;
const DASHES = /[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]+/g;
const BRACKETS = /[()[\]\uFF08\uFF09]+/g;
/** `(415) 555-1234`: what stands in brackets before a number is its area code, unless a + says otherwise. */
const AREA_AHEAD = /^[([\uFF08][0-9]+[)\]\uFF09][^0-9]*[0-9]/;

/** `+39 (0) 312 ...`: a zero that stands apart is one to leave out when calling from abroad, or part of the number. */
const ZERO_APART = /(?:^|[^0-9])0[^0-9]+[0-9]/;

/** A number that needs no cleaning, as most do: taken as it is, five times sooner. */
const CLEAN = /^[1-9][0-9]{6,14}$/;

function refuse(reason: string): MsisdnResult {
	return { ok: false, reason };
}

const accept = (msisdn: string): MsisdnResult => ({ ok: true, msisdn });

/** Foreign input, short enough for a sentence. */
function quote(value: unknown): string {
	const text = String(value).replace(/\s+/g, ' ');
	return `'${cut(text, 40)}'`;
}

function describeNumber(value: number): string | undefined {
	if (Number.isSafeInteger(value) && value > 0) return undefined;
	return `${String(value)} is not a whole number that keeps all its digits: give the phone number as text, such as "${EXAMPLE}"`;
}

/** What cannot hold a number at all, as a sentence. */
function describeKind(raw: unknown): string | undefined {
	if (typeof raw === 'number') return describeNumber(raw);
	if (typeof raw === 'string' || typeof raw === 'bigint') return undefined;
	const kind =
		raw === null || raw === undefined
			? 'nothing'
			: Array.isArray(raw)
				? 'a list'
				: typeof raw === 'object'
					? 'an object'
					: `a ${typeof raw}`;
	return `A phone number was expected, but ${kind} was given: write it as text, such as "${EXAMPLE}"`;
}

/** The country code of a dial prefix as people write it (`27`, `+27`, `0027`), or undefined. */
export function readDialPrefix(raw: string): string | undefined {
	return planOf(raw.replace(BLANKS, '').replace(/^(?:\+|00)/, ''))?.code;
}

/** @param national what stands behind the country code, or without it */
function noNumberOf(
	given: string,
	plan: NumberingPlan,
	national: string,
	which: string,
	wayOut: string,
): MsisdnResult {
	return refuse(
		`${quote(given)} is no number of the country code ${plan.code}${which}: such a number has ${digitsOf(plan, national)} digits behind the code; ${wayOut}`,
	);
}

/** Why so many digits are no number, if so. */
function describeLength(given: string, length: number, maxDigits: number): string | undefined {
	if (length < MIN_DIGITS) {
		return `${quote(given)} has ${length} digits, fewer than the ${MIN_DIGITS} of the shortest international number: ${WAY_OUT}`;
	}
	if (length > maxDigits) {
		return `${quote(given)} has ${length} digits, more than the ${maxDigits} of the longest international number: separate several numbers with commas or line breaks`;
	}
	return undefined;
}

/** Why digits that must begin with a country code are no number. */
function noInternational(given: string, digits: string, wayOut: string): MsisdnResult {
	if (digits.startsWith('0')) {
		return refuse(`${quote(given)} has a 0 where the country code should begin: ${wayOut}`);
	}
	const length = describeLength(given, digits.length, MAX_DIGITS);
	if (length !== undefined) return refuse(length);
	const plan = planAhead(digits);
	return plan
		? noNumberOf(given, plan, digits.slice(plan.code.length), ', with which it begins', wayOut)
		: refuse(`${quote(given)} begins with no country code that is in use: ${wayOut}`);
}

/** Behind a +: taken at its word, because numbering plans change, but not with a zero that nobody dials from abroad. */
function readPlus(given: string, digits: string): MsisdnResult {
	const msisdn = readInternational(digits);
	if (msisdn !== undefined) return accept(msisdn);
	const plan = planAhead(digits);
	const isPlain = !digits.startsWith('0') && digits[plan?.code.length ?? 0] !== '0';
	return isPlain && describeLength(given, digits.length, MAX_DIGITS) === undefined
		? accept(digits)
		: noInternational(given, digits, plan ? 'correct it' : WAY_OUT);
}

/** Without a +, in the country of the dial prefix. */
function readNational(given: string, digits: string, dialPrefix: string): MsisdnResult {
	const plan = planOf(dialPrefix);
	if (!plan) {
		return refuse(
			`The default dial prefix ${quote(dialPrefix)} is not a country code: write it with digits only, such as 27`,
		);
	}
	const reading = readInCountry(plan, digits);
	if (reading.ok) return accept(reading.msisdn);
	if (reading.why === 'several') {
		return refuse(
			`${quote(given)} can be more than one number with the 'Default Dial Prefix' ${plan.code}: ${WAY_OUT}`,
		);
	}
	if (reading.why === 'access') {
		return refuse(
			`${quote(given)} begins with 00, but in the country of the 'Default Dial Prefix' ${plan.code} more digits are dialled before a number abroad, so that it is not certain which number is meant: ${WAY_OUT}`,
		);
	}
	if (digits.startsWith('00')) return noInternational(given, digits.slice(2), WAY_OUT);
	const tooMany = digits.length > MAX_DIGITS ? describeLength(given, digits.length, MAX_DIGITS) : undefined;
	if (tooMany !== undefined) return refuse(tooMany);
	return noNumberOf(given, plan, digits, ", the 'Default Dial Prefix'", `correct it, or ${WAY_OUT}`);
}

/** Without a + and a dial prefix: behind 00, or as the vendor writes numbers, beginning with the country code. */
function readBare(given: string, digits: string): MsisdnResult {
	if (digits.startsWith('00')) {
		const reading = readAbroad(digits);
		return reading.ok ? accept(reading.msisdn) : noInternational(given, digits.slice(2), WAY_OUT);
	}
	if (digits.startsWith('0')) return refuse(`${quote(given)} starts with 0: ${WAYS_OUT}`);
	const msisdn = readInternational(digits);
	return msisdn === undefined ? noInternational(given, digits, WAYS_OUT) : accept(msisdn);
}

/** Where more digits are allowed than E.164 has: no numbering plan knows anything of such numbers. */
function readUnplanned(given: string, digits: string, maxDigits: number): MsisdnResult {
	const international = digits.replace(/^00/, '');
	if (international.startsWith('0')) return noInternational(given, international, WAY_OUT);
	const msisdn = readInternational(international) ?? international;
	const length = describeLength(given, msisdn.length, maxDigits);
	return length === undefined ? accept(msisdn) : refuse(length);
}

/**
 * One recipient as digits in international format. Blanks of all kinds, dashes and brackets are cleaned; dots are when
 * there are two or more (one alone may be the decimal point of a spreadsheet).
 *
 * What begins with + is international, and so is what begins with 00, but where more digits than 00 are always dialled
 * before a number abroad (numbering.ts): there a number needs the whole of them. Everything else is a number of the country of `dialPrefix` where that is
 * given and not empty, written with the trunk prefix of the country or without; without a dial prefix it begins with its
 * country code. Nothing is guessed: what cannot be such a number, or can be more than one, is refused with a reason that
 * quotes the input and says the way out.
 *
 * @param maxDigits where a document allows more than the 15 digits of E.164, of which no numbering plan knows anything
 */
export function normalizeMsisdn(
	raw: unknown,
	dialPrefix?: string,
	maxDigits: number = MAX_DIGITS,
): MsisdnResult {
	const isNational = dialPrefix !== undefined && dialPrefix.trim() !== '';
	const isPlanned = maxDigits <= MAX_DIGITS;
	if (typeof raw === 'string' && CLEAN.test(raw) && isPlanned)
		return isNational ? readNational(raw, raw, dialPrefix) : readBare(raw, raw);

	const wrongKind = describeKind(raw);
	if (wrongKind !== undefined) return refuse(wrongKind);
	const given = String(raw);
	// Longer than any number with its trimmings; also keeps the work on hostile input small.
	if (given.length > 200)
		return refuse(`${quote(given)} is too long to be one phone number: separate several with commas`);

	const written = given.replace(BLANKS, '');
	if (written === '') return refuse('The phone number is empty');
	let digits = written.replace(DASHES, '').replace(BRACKETS, '');
	if (digits.indexOf('.') !== digits.lastIndexOf('.')) digits = digits.replace(/\./g, '');
	const isPlus = digits.startsWith('+');
	if (isPlus) digits = digits.slice(1);
	const wrong = /[^0-9]/u.exec(digits)?.[0];
	if (digits === '' || wrong !== undefined) {
		const why = wrong === undefined ? 'has no digits' : `contains '${wrong}'`;
		return refuse(`${quote(given)} ${why}: write the number with digits only, such as ${EXAMPLE}`);
	}

	if (!isPlanned) return readUnplanned(given, digits, maxDigits);
	if (!isPlus && !isNational && AREA_AHEAD.test(written) && !digits.startsWith('0'))
		return refuse(`${quote(given)} begins with an area code: ${WAYS_OUT}`);
	const read = isPlus
		? readPlus(given, digits)
		: isNational
			? readNational(given, digits, dialPrefix)
			: readBare(given, digits);
	return read.ok && ZERO_APART.test(given) && hasDoubtfulZero(read.msisdn)
		? refuse(
				`${quote(given)} can be a number without that 0, as mobile numbers are, or with it: leave the 0 out, or write it together with the digits behind it`,
			)
		: read;
}

/**
 * The separate entries of a recipients field: text parted by commas, semicolons or line breaks, numbers,
 * or arrays of these at any depth. Empty entries are left out; nothing else is checked or cleaned, that
 * is for `normalizeMsisdn`, which also refuses what cannot be a number (an object gives its text form).
 */
export function splitRecipients(raw: unknown): string[] {
	if (typeof raw === 'string' && CLEAN.test(raw)) return [raw];
	const entries: string[] = [];
	const waiting: unknown[] = [raw];
	while (waiting.length > 0) {
		const value = waiting.pop();
		if (Array.isArray(value)) {
			// Reversed, because the last one pushed is read first; a loop, because arrays may be long or deep.
			for (let i = value.length - 1; i >= 0; i--) waiting.push(value[i]);
		} else if (value !== null && value !== undefined) {
			for (const part of textOf(value).split(/[,;\n\r\v\f\u0085\u2028\u2029\uFF0C\uFF1B\u060C\u061B]+/)) {
				const entry = part.trim();
				if (entry !== '') entries.push(entry);
			}
		}
	}
	return entries;
}

function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
		return String(value);
	return `[${typeof value}]`;
}
