/** Phone numbers in international format (docs/protocol/soap.md#parameters). */

export type MsisdnResult = { ok: true; msisdn: string } | { ok: false; reason: string };

/** The longest number E.164 allows. */
const MAX_DIGITS = 15;
/** The shortest numbers in use with their country code, such as those of Niue (683 and four digits). */
const MIN_DIGITS = 7;

const EXAMPLE = '27999100001';

/** Every kind of blank, and the invisible marks that come along when numbers are copied from an address book. */
const BLANKS = /[\s\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069]+/g;
const DASHES = /[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]+/g;
const BRACKETS = /[()[\]\uFF08\uFF09]+/g;
/** The trunk zero of `+27 (0)99 ...`, which is not dialled from abroad. */
const TRUNK_ZERO = /^([([\uFF08]?(?:\+|00)?[1-9][0-9]*[)\]\uFF09]?)[([\uFF08]0[)\]\uFF09]/;

/** A number that needs no cleaning, as most do: taken as it is, five times sooner. */
const CLEAN = /^[1-9][0-9]{6,14}$/;

function refuse(reason: string): MsisdnResult {
	return { ok: false, reason };
}

/** Foreign input, short enough for a sentence. */
function quote(value: unknown): string {
	const text = String(value).replace(/\s+/g, ' ');
	return `'${text.length > 40 ? `${text.slice(0, 40)}...` : text}'`;
}

function describeNumber(value: number): string | undefined {
	if (Number.isSafeInteger(value) && value > 0) return undefined;
	return `${String(value)} is not a whole number that keeps all its digits: give the phone number as text, such as "${EXAMPLE}"`;
}

/** Digits of a dial prefix as people write it (`27`, `+27`, `0027`), or undefined. */
function cleanDialPrefix(raw: string): string | undefined {
	const digits = raw.replace(BLANKS, '').replace(/^(?:\+|00)/, '');
	return /^[1-9][0-9]{0,5}$/.test(digits) ? digits : undefined;
}

/**
 * One recipient as digits in international format. `+`, a leading `00`, blanks of all kinds, dashes and
 * brackets are cleaned, and so is the `(0)` of `+27 (0)99 ...`; dots are when there are two or more (one
 * alone may be the decimal point of a spreadsheet). A leading zero is replaced by `dialPrefix`, a country
 * code, only when that is given and not empty. 7 to 15 digits, or to `maxDigits`. The reason of a refusal
 * quotes the input and says the way out.
 */
export function normalizeMsisdn(
	raw: unknown,
	dialPrefix?: string,
	maxDigits: number = MAX_DIGITS,
): MsisdnResult {
	if (typeof raw === 'string' && CLEAN.test(raw) && raw.length <= maxDigits) return { ok: true, msisdn: raw };
	if (typeof raw === 'number') {
		const problem = describeNumber(raw);
		if (problem) return refuse(problem);
	} else if (typeof raw !== 'string' && typeof raw !== 'bigint') {
		const kind =
			raw === null || raw === undefined
				? 'nothing'
				: Array.isArray(raw)
					? 'a list'
					: typeof raw === 'object'
						? 'an object'
						: `a ${typeof raw}`;
		return refuse(
			`A phone number was expected, but ${kind} was given: write it as text, such as "${EXAMPLE}"`,
		);
	}
	const given = String(raw);
	// Longer than any number with its trimmings; also keeps the work on hostile input small.
	if (given.length > 200)
		return refuse(`${quote(given)} is too long to be one phone number: separate several with commas`);

	let digits = given.replace(BLANKS, '');
	if (digits === '') return refuse('The phone number is empty');
	digits = digits.replace(DASHES, '').replace(TRUNK_ZERO, '$1').replace(BRACKETS, '');
	if (digits.indexOf('.') !== digits.lastIndexOf('.')) digits = digits.replace(/\./g, '');

	const international = /^(?:\+|00)/.exec(digits);
	if (international) digits = digits.slice(international[0].length);
	if (digits === '' || /[^0-9]/.test(digits)) {
		const wrong = /[^0-9]/u.exec(digits)?.[0];
		const why = wrong === undefined ? 'has no digits' : `contains '${wrong}'`;
		return refuse(
			`${quote(given)} ${why}: write the number with digits only in international format, such as ${EXAMPLE}`,
		);
	}
	if (digits.startsWith('0')) {
		if (international) {
			return refuse(
				`${quote(given)} has a 0 where the country code should begin: write it in international format, such as ${EXAMPLE}`,
			);
		}
		if (dialPrefix === undefined || dialPrefix.trim() === '') {
			return refuse(
				`${quote(given)} starts with 0: write it in international format, such as ${EXAMPLE}, or set a default dial prefix`,
			);
		}
		const prefix = cleanDialPrefix(dialPrefix);
		if (prefix === undefined) {
			return refuse(
				`The default dial prefix ${quote(dialPrefix)} is not a country code: write it with digits only, such as 27`,
			);
		}
		if (digits.startsWith('00')) {
			return refuse(
				`${quote(given)} starts with more than one 0: write it in international format, such as ${EXAMPLE}`,
			);
		}
		digits = prefix + digits.slice(1);
	}
	if (digits.length < MIN_DIGITS) {
		return refuse(
			`${quote(given)} has ${digits.length} digits, fewer than the ${MIN_DIGITS} of the shortest international number: add the country code, such as ${EXAMPLE}`,
		);
	}
	if (digits.length > maxDigits) {
		return refuse(
			`${quote(given)} has ${digits.length} digits, more than the ${maxDigits} of the longest international number: separate several numbers with commas or line breaks`,
		);
	}
	return { ok: true, msisdn: digits };
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
