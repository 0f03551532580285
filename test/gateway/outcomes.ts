import { ERROR_TEXT, STATUS_TEXT } from './codes';

/** What becomes of a message in the end. */
export interface Outcome {
	status: string;
}

/**
 * Numbers with a fixed outcome, inside Clickatell's South African test range: `27999166` followed by a
 * three-digit code. A status code (002, 005, 007, 009, 010, 012 ...) is how the message ends, 003 that it never
 * reaches the handset; a refusal code (105, 114, 121, 122, 128, 130, 301 ...) is how the gateway answers.
 * Every other number is delivered.
 */
export const FATE_PREFIX = '27999166';

export function fateOf(to: string): string | undefined {
	const code = to.startsWith(FATE_PREFIX) ? to.slice(FATE_PREFIX.length) : '';
	return /^\d{3}$/.test(code) ? code : undefined;
}

export function outcomeOf(to: string): Outcome {
	const fate = fateOf(to);
	return { status: fate !== undefined && fate in STATUS_TEXT ? fate : '004' };
}

/** Code of the refusal this number asks for, if any. Status and refusal codes share 001 to 012: status wins. */
export function refusalOf(to: string): string | undefined {
	const fate = fateOf(to);
	return fate !== undefined && !(fate in STATUS_TEXT) && fate in ERROR_TEXT ? fate : undefined;
}
