import { createHmac, timingSafeEqual } from 'node:crypto';
import { comparedForm } from './text/comparedForm';
import { withPlainDigits } from './text/written';

/**
 * One-time codes that nobody has to keep: a keyed hash of what the code is for and of the time (docs/verify.md). Who has
 * the key can make a code again, and so knows it when it comes back.
 */

/** What a code is for. Codes for anything else are others. */
export interface CodeSubject {
	/** Digits only. */
	readonly msisdn: string;
	readonly purpose: string;
	/** How long a code is valid at least; the width of a window. */
	readonly minutes: number;
	/** How many digits the code has. */
	readonly length: number;
}

/**
 * Which code of a subject.
 *
 * @property window the number of the stretch of time, as long as the validity, that it was sent in
 * @property turn how many codes of that window have been used before
 */
export interface CodePlace {
	readonly window: number;
	readonly turn: number;
}

/** So many codes of one window can be used. A window is short, and there are limits to how many are sent. */
export const MOST_TURNS = 10;

/** A code of the window before is taken as well, or one that is sent at the end of a window would be valid for seconds. */
export const WINDOWS_VALID = 2;

/** So many windows back a code is told from a wrong one. */
export const WINDOWS_EXPIRED = 3;

export function windowAt(time: number, minutes: number): number {
	return Math.floor(time / (minutes * 60_000));
}

/** When codes of a window end, as UNIX time in milliseconds. */
export function endOf(window: number, minutes: number): number {
	return (window + WINDOWS_VALID) * minutes * 60_000;
}

function hash(key: Uint8Array, facts: readonly (string | number)[]): Buffer {
	return createHmac('sha256', key).update(JSON.stringify(facts)).digest();
}

/** A phone has one code, and one count of each limit, whichever spelling of its number is used. */
function factsOf({ msisdn, purpose, minutes, length }: CodeSubject): (string | number)[] {
	return [comparedForm(msisdn), purpose, minutes, length];
}

/** Digits, all equally likely but for one part in a thousand million: 64 bits are shared out to at most 10^10 codes. */
export function codeOf(key: Uint8Array, subject: CodeSubject, { window, turn }: CodePlace): string {
	const bits = hash(key, ['code', ...factsOf(subject), window, turn]).readBigUInt64BE();
	return (bits % 10n ** BigInt(subject.length)).toString().padStart(subject.length, '0');
}

/**
 * The name under which something about a subject is remembered. Nobody without the key can tell what it is about.
 *
 * @param facts what is remembered, such as `used` and its window
 */
export function markOf(
	key: Uint8Array,
	subject: CodeSubject,
	...facts: readonly (string | number)[]
): string {
	return hash(key, ['mark', ...factsOf(subject), ...facts]).toString('base64url');
}

/** The same for a number, whatever its codes are for. */
export function markOfNumber(
	key: Uint8Array,
	msisdn: string,
	...facts: readonly (string | number)[]
): string {
	return hash(key, ['number', comparedForm(msisdn), ...facts]).toString('base64url');
}

/**
 * Where a typed code stands among the windows that are valid, and then those that have expired; the newest first. A short
 * code may stand in several places. All are compared, however soon one is found, so that the time it takes says nothing.
 */
export function placesOfCode(
	key: Uint8Array,
	subject: CodeSubject,
	typed: string,
	window: number,
): readonly CodePlace[] {
	const given = Buffer.from(typed);
	const found: CodePlace[] = [];
	for (let back = 0; back < WINDOWS_VALID + WINDOWS_EXPIRED; back++) {
		for (let turn = 0; turn < MOST_TURNS; turn++) {
			const place = { window: window - back, turn };
			const right = Buffer.from(codeOf(key, subject, place));
			if (given.length === right.length && timingSafeEqual(given, right)) found.push(place);
		}
	}
	return found;
}

/** Blanks, dashes, dots, the number sign, and the invisible marks that come along when a text is copied. */
const APART = /[\s\p{Pd}\p{Cf}\u2212.·#]+/gu;
const LONGEST = 100;

/**
 * What a person typed, as the digits of a code; undefined where it can be none.
 *
 * @param raw text, or a number, which has lost the zeros at its beginning
 */
export function typedCode(raw: unknown, length: number): string | undefined {
	const written =
		typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0
			? String(raw).padStart(length, '0')
			: String(raw);
	if (written.length > LONGEST) return undefined;
	const code = withPlainDigits(written.replace(APART, ''));
	return code.length === length && /^[0-9]+$/.test(code) ? code : undefined;
}

export const CODE_PLACEHOLDER = '#code#';
const MINUTES_PLACEHOLDER = '#minutes#';

/** The text of the message. With a website it ends with the line by which phones know the code and where it belongs. */
export function codeText(text: string, code: string, minutes: number, website: string | undefined): string {
	const filled = text
		.replaceAll(MINUTES_PLACEHOLDER, () => String(minutes))
		.replaceAll(CODE_PLACEHOLDER, () => code);
	return website === undefined ? filled : `${filled}\n\n@${website} #${code}`;
}
