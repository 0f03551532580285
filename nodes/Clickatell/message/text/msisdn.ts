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
	lengthProblem,
	type NumberingPlan,
} from './numbering';
import { CLEAN } from './splitRecipients';
import {
	BLANKS,
	describeKind,
	EXAMPLE,
	hasExtension,
	hasKeypadLetters,
	readTelLink,
	withoutTrimmings,
	withPlainDigits,
	type TelLink,
} from './written';

/** Why something is no phone number, in a few words, to decide by. Persisted in workflows: never rename. */
export type NumberProblem =
	| 'empty'
	| 'no number'
	| 'extension'
	| 'letters'
	| 'too short'
	| 'too long'
	| 'wrong length'
	| 'no country code'
	| 'unknown country code'
	| 'ambiguous';

/** `several` are the numbers that may be meant, where that is why it is refused. */
export type MsisdnResult =
	| { ok: true; msisdn: string }
	| { ok: false; reason: string; problem: NumberProblem; several?: readonly string[] };

/** The longest number E.164 allows. */
const MAX_DIGITS = 15;
/** The shortest numbers in use with their country code, such as those of Niue (683 and four digits). */
const MIN_DIGITS = 7;

const WAY_OUT = `write it with + and its country code, such as ${EXAMPLE}`;
const WAYS_OUT = `${WAY_OUT}, or set 'Default Dial Prefix'`;

/** `(415) 555-1234`: what stands in brackets before a number is its area code, unless a + says otherwise. */
const AREA_AHEAD = /^[([\uFF08][0-9]+[)\]\uFF09][^0-9]*[0-9]/;

/** `+39 (0) 312 ...`: a zero that stands apart is one to leave out when calling from abroad, or part of the number. */
const ZERO_APART = /(?:^|[^0-9])0[^0-9]+[0-9]/;

type Refused = Extract<MsisdnResult, { ok: false }>;

function refuse(problem: NumberProblem, reason: string, several?: readonly string[]): Refused {
	return { ok: false, reason, problem, ...(several && { several }) };
}

const accept = (msisdn: string): MsisdnResult => ({ ok: true, msisdn });

/** Foreign input, short enough for a sentence. */
function quote(value: unknown): string {
	const text = String(value).replace(/\s+/g, ' ');
	return `'${cut(text, 40)}'`;
}

/** The country code of a dial prefix as people write it (`27`, `+27`, `0027`), or undefined. */
export function readDialPrefix(raw: string): string | undefined {
	return planOf(withPlainDigits(raw.replace(BLANKS, '')).replace(/^(?:\+|00)/, ''))?.code;
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
		lengthProblem(plan, national),
		`${quote(given)} is not a number of the country code ${plan.code}${which}: such a number has ${digitsOf(plan, national)} digits behind the code; ${wayOut}`,
	);
}

/** Why so many digits are no number, if so. */
function lengthRefusal(given: string, length: number, maxDigits: number): Refused | undefined {
	if (length < MIN_DIGITS) {
		return refuse(
			'too short',
			`${quote(given)} has ${length} digits, fewer than the ${MIN_DIGITS} of the shortest international number: ${WAY_OUT}`,
		);
	}
	if (length > maxDigits) {
		return refuse(
			'too long',
			`${quote(given)} has ${length} digits, more than the ${maxDigits} of the longest international number: separate several numbers with commas or line breaks`,
		);
	}
	return undefined;
}

/** Why digits that must begin with a country code are no number. */
function noInternational(given: string, digits: string, wayOut: string): MsisdnResult {
	if (digits.startsWith('0')) {
		return refuse(
			'no country code',
			`${quote(given)} has a 0 where the country code should begin: ${wayOut}`,
		);
	}
	const length = lengthRefusal(given, digits.length, MAX_DIGITS);
	if (length) return length;
	const plan = planAhead(digits);
	return plan
		? noNumberOf(given, plan, digits.slice(plan.code.length), ', with which it begins', wayOut)
		: refuse('unknown country code', `${quote(given)} begins with no country code that is in use: ${wayOut}`);
}

/** Behind a +: taken at its word, because numbering plans change, but not with a zero that nobody dials from abroad. */
function readPlus(given: string, digits: string): MsisdnResult {
	const msisdn = readInternational(digits);
	if (msisdn !== undefined) return accept(msisdn);
	const plan = planAhead(digits);
	const isPlain = !digits.startsWith('0') && digits[plan?.code.length ?? 0] !== '0';
	return isPlain && !lengthRefusal(given, digits.length, MAX_DIGITS)
		? accept(digits)
		: noInternational(given, digits, plan ? 'correct it' : WAY_OUT);
}

/** Without a +, in the country of the dial prefix. */
function readNational(given: string, digits: string, dialPrefix: string): MsisdnResult {
	const plan = planOf(dialPrefix);
	if (!plan) {
		return refuse(
			'unknown country code',
			`The default dial prefix ${quote(dialPrefix)} is not a country code: write it with digits only, such as 27`,
		);
	}
	const reading = readInCountry(plan, digits);
	if (reading.ok) return accept(reading.msisdn);
	if (reading.why === 'several') {
		return refuse(
			'ambiguous',
			`${quote(given)} can be more than one number with the 'Default Dial Prefix' ${plan.code}: ${WAY_OUT}`,
			reading.msisdns,
		);
	}
	if (reading.why === 'access') {
		return refuse(
			'ambiguous',
			`${quote(given)} begins with 00, but in the country of the 'Default Dial Prefix' ${plan.code} more digits are dialled before a number abroad, so that it is not certain which number is meant: ${WAY_OUT}`,
		);
	}
	if (digits.startsWith('00')) return noInternational(given, digits.slice(2), WAY_OUT);
	const tooMany = digits.length > MAX_DIGITS ? lengthRefusal(given, digits.length, MAX_DIGITS) : undefined;
	if (tooMany) return tooMany;
	return noNumberOf(given, plan, digits, ", the 'Default Dial Prefix'", `correct it, or ${WAY_OUT}`);
}

/** Without a + and a dial prefix: behind 00, or as the vendor writes numbers, beginning with the country code. */
function readBare(given: string, digits: string): MsisdnResult {
	if (digits.startsWith('00')) {
		const reading = readAbroad(digits);
		return reading.ok ? accept(reading.msisdn) : noInternational(given, digits.slice(2), WAY_OUT);
	}
	if (digits.startsWith('0')) return refuse('no country code', `${quote(given)} starts with 0: ${WAYS_OUT}`);
	const msisdn = readInternational(digits);
	return msisdn === undefined ? noInternational(given, digits, WAYS_OUT) : accept(msisdn);
}

/** Where more digits are allowed than E.164 has: no numbering plan knows anything of such numbers. */
function readUnplanned(given: string, digits: string, maxDigits: number): MsisdnResult {
	const international = digits.replace(/^00/, '');
	if (international.startsWith('0')) return noInternational(given, international, WAY_OUT);
	const msisdn = readInternational(international) ?? international;
	return lengthRefusal(given, msisdn.length, maxDigits) ?? accept(msisdn);
}

function refuseExtension(given: string): Refused {
	return refuse(
		'extension',
		`${quote(given)} has an extension, which no SMS can reach: write the number without it, such as ${EXAMPLE}`,
	);
}

/** Why what is left of an entry, which is no digit, makes it no number. */
function noDigits(given: string, digits: string, wrong: string | undefined): MsisdnResult {
	if (hasExtension(digits)) return refuseExtension(given);
	if (hasKeypadLetters(digits)) {
		return refuse(
			'letters',
			`${quote(given)} has letters in place of digits: write the digits of the same keys, such as ${EXAMPLE}`,
		);
	}
	const why = wrong === undefined ? 'has no digits' : `contains '${wrong}'`;
	return refuse('no number', `${quote(given)} ${why}: write the number with digits only, such as ${EXAMPLE}`);
}

/** A `tel:` link holds a number with +, or one of a place that it names (RFC 3966, section 5.1). */
function readLink(
	given: string,
	{ number, parameters }: TelLink,
	dialPrefix: string | undefined,
	maxDigits: number,
): MsisdnResult {
	const context = parameters.get('phone-context');
	const other = [...parameters.keys()].find((name) => name !== 'phone-context');
	if (other === 'ext') return refuseExtension(given);
	if (other !== undefined) {
		return refuse('no number', `${quote(given)} holds more than a number ('${cut(other, 20)}'): ${WAY_OUT}`);
	}
	if (context === undefined || number.startsWith('+')) {
		const read = normalizeMsisdn(number, dialPrefix, maxDigits);
		return read.ok ? read : { ...read, reason: read.reason.replace(quote(number), quote(given)) };
	}
	const code = context.startsWith('+') ? readDialPrefix(context) : undefined;
	const read = code === undefined ? undefined : normalizeMsisdn(number, code, maxDigits);
	return read?.ok
		? read
		: refuse(
				'no country code',
				`${quote(given)} is a number within '${cut(context, 40)}' only, which says not enough of it: ${WAY_OUT}`,
			);
}

/**
 * One recipient as digits in international format. Digits of all scripts count as digits. Blanks of all kinds, what cannot
 * be seen, dashes and brackets are cleaned; dots are when there are two or more (one alone may be the decimal point of a
 * spreadsheet). A `tel:` link is read as the number that it holds. Extensions, and letters in place of digits, are refused.
 *
 * What begins with + is international, and so is what begins with 00, but where more digits than 00 are always dialled
 * before a number abroad: there a number needs the whole of them. Everything else is a number of the country of
 * `dialPrefix` where that is given and not empty, with its trunk prefix or without; else it begins with its country code.
 * What cannot be such a number, or can be several, is refused with a reason that quotes the input and says the way out.
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
	if (wrongKind !== undefined)
		return refuse(raw === null || raw === undefined ? 'empty' : 'no number', wrongKind);
	const given = String(raw);
	// Longer than any number with its trimmings; also keeps the work on hostile input small.
	if (given.length > 200)
		return refuse(
			'too long',
			`${quote(given)} is too long to be one phone number: separate several with commas`,
		);

	const written = withPlainDigits(given.replace(BLANKS, ''));
	if (written === '') return refuse('empty', 'The phone number is empty');
	const link = readTelLink(written);
	if (link) return readLink(given, link, dialPrefix, maxDigits);
	return readWritten(given, written, isNational ? dialPrefix : undefined, maxDigits);
}

/** @param written what was given, with plain digits and without blanks */
function readWritten(
	given: string,
	written: string,
	dialPrefix: string | undefined,
	maxDigits: number,
): MsisdnResult {
	let digits = withoutTrimmings(written);
	const isPlus = digits.startsWith('+');
	if (isPlus) digits = digits.slice(1);
	const wrong = /[^0-9]/u.exec(digits)?.[0];
	if (digits === '' || wrong !== undefined) return noDigits(given, digits, wrong);

	if (maxDigits > MAX_DIGITS) return readUnplanned(given, digits, maxDigits);
	if (!isPlus && dialPrefix === undefined && AREA_AHEAD.test(written) && !digits.startsWith('0'))
		return refuse('no country code', `${quote(given)} begins with an area code: ${WAYS_OUT}`);
	const read = isPlus
		? readPlus(given, digits)
		: dialPrefix === undefined
			? readBare(given, digits)
			: readNational(given, digits, dialPrefix);
	return read.ok && ZERO_APART.test(withPlainDigits(given)) && hasDoubtfulZero(read.msisdn)
		? refuse(
				'ambiguous',
				`${quote(given)} can be a number without that 0, as mobile numbers are, or with it: leave the 0 out, or write it together with the digits behind it`,
			)
		: read;
}
