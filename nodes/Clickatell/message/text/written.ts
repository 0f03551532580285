import { defined } from '../../formats/defined';

/** How people write phone numbers: what stands around the digits, digits of other scripts, links, extensions and words. */

/** Every kind of blank, and what cannot be seen: marks that come along when numbers are copied, and the frames of keycaps. */
export const BLANKS = /[\s\p{Default_Ignorable_Code_Point}\u20E3\u2800]+/gu;
/** The long vowel mark is a dash as Japanese keyboards have it. */
const DASHES = /[-\u2010-\u2015\u2212\u30FC\uFE58\uFE63\uFF0D]+/g;
const BRACKETS = /[()[\]\uFF08\uFF09]+/g;
const PLUS = /[\uFF0B\uFE62]/g;
const FULL_STOP = /\uFF0E/g;

const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;
const DIGIT = /^\p{Nd}$/u;

/** Unicode has the decimal digits of a script in a row, from zero on, and some rows stand behind one another. */
function plainDigit(digit: string): string {
	const code = defined(digit.codePointAt(0));
	let before = 0;
	while (DIGIT.test(String.fromCodePoint(code - before - 1))) before++;
	return String(before % 10);
}

/** Decimal digits of every script, such as Arabic, Persian, Devanagari and full-width ones, as 0 to 9. */
export function withPlainDigits(text: string): string {
	return /[^\x00-\x7f]/.test(text) ? text.replace(FOREIGN_DIGIT, plainDigit).replace(PLUS, '+') : text;
}

/**
 * What remains of a number without blanks when dashes and brackets are left out; dots as well where there are two or more:
 * one alone may be the decimal point of a spreadsheet.
 */
export function withoutTrimmings(text: string): string {
	const digits = text.replace(DASHES, '').replace(BRACKETS, '').replace(FULL_STOP, '.');
	return digits.indexOf('.') === digits.lastIndexOf('.') ? digits : digits.replace(/\./g, '');
}

/** What announces an extension, in the languages that people write it in. */
const EXTENSION =
	/^[,;.:/=]*(?:x|#|ext(?:ension|n)?|доб(?:авочный)?|вн(?:утр)?|poste|anexo|ramal|int(?:erno)?|klappe|durchwahl|dw|内线|内線|內線|分机|分機|내선)[.:=#]*[0-9]{1,9}$/iu;

/** `27999100001x5`, `27999100001ext.5`: whether digits are followed by an extension. */
export function hasExtension(digits: string): boolean {
	const start = /[^0-9+]/.exec(digits)?.index ?? 0;
	return start > 3 && EXTENSION.test(digits.slice(start));
}

/** `1800FLOWERS`: whether letters stand where digits belong, as on the keys of a phone. */
export function hasKeypadLetters(digits: string): boolean {
	return /^\+?[0-9][0-9A-Za-z]{6,14}$/.test(digits) && /[A-Za-z]{2}/.test(digits);
}

const LINK = /^tel:(?:\/\/)?/i;
/** Of what a number consists, percent-encoded as in a link that somebody copied: + blank ( ) - . */
const ENCODED = /%(2[0-9BDE])/gi;

export interface TelLink {
	readonly number: string;
	/** `ext=5`, by lower-case names. */
	readonly parameters: ReadonlyMap<string, string>;
}

/** A `tel:` link (RFC 3966, section 3) in its parts; undefined for what is none. */
export function readTelLink(written: string): TelLink | undefined {
	if (!LINK.test(written)) return undefined;
	const plain = written
		.replace(LINK, '')
		.replace(ENCODED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	const [number = '', ...rest] = plain.split(';');
	const parameters = rest
		.filter((each) => each !== '')
		.map((each): [string, string] => {
			const [name = '', ...value] = each.split('=');
			return [name.toLowerCase(), value.join('=')];
		});
	return { number: number.replace(BLANKS, ''), parameters: new Map(parameters) };
}

export const EXAMPLE = '+27999100001';

function describeNumber(value: number): string | undefined {
	if (Number.isSafeInteger(value) && value > 0) return undefined;
	return `${String(value)} is not a whole number that keeps all its digits: give the phone number as text, such as "${EXAMPLE}"`;
}

/** What cannot hold a number at all, as a sentence. */
export function describeKind(raw: unknown): string | undefined {
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
