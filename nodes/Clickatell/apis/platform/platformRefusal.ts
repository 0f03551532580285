import type { Redactor } from '../../formats/redact';
import { describeError, type PlatformErrorCode } from './platformErrors';
import { fieldOf, isObject, textOf } from './json';
import type { PlatformApiName } from './types';

/** An error as an answer has it, with what is known of its number. */
export interface PlatformError {
	/** The number as text; null where there is none, as before 2019. */
	readonly code: string | null;
	/** The Platform's own words, possibly empty. */
	readonly text: string;
	/** Undefined for a number that is in no table. */
	readonly known: PlatformErrorCode | undefined;
}

/** Numbers that one client takes for the absence of an error. */
const NONE: ReadonlySet<string> = new Set(['0', '200']);

/**
 * The error in an answer, or in an entry of one: an object in One API; words, with a number and a description beside
 * them, in the SMS API; words alone in old answers (docs/protocol/platform.md#sms-api, docs/protocol/platform.md#one-api).
 * Undefined where there is none.
 */
export function readError(
	holder: unknown,
	api: PlatformApiName,
	secrets: Redactor,
): PlatformError | undefined {
	const error = fieldOf(holder, 'error');
	if (isObject(error)) {
		const code = textOf(error.code) ?? textOf(error.errorCode);
		const words = textOf(error.description) ?? textOf(error.message) ?? '';
		return made(api, code, words, secrets);
	}
	const code = textOf(fieldOf(holder, 'errorCode'));
	const words = [textOf(error), textOf(fieldOf(holder, 'errorDescription'))].filter(
		(text, index, all) => text !== undefined && text !== '' && all.indexOf(text) === index,
	);
	if (words.length === 0 && (code === undefined || code === '' || NONE.has(code))) return undefined;
	return made(api, code, words.join(' '), secrets);
}

function made(
	api: PlatformApiName,
	code: string | undefined,
	words: string,
	secrets: Redactor,
): PlatformError {
	const number = code === undefined || code === '' ? null : secrets.words(code, 40);
	return { code: number, text: secrets.words(words), known: describeError(api, number) };
}

/** What an error says, in a sentence or two for whoever reads the item. */
export function describeRefusal({ code, text, known }: PlatformError): string {
	const number = code === null ? '' : ` (error ${code})`;
	const words = text === '' ? '' : `: ${text}`;
	if (known === undefined) return `Clickatell refused it${number}${words}`;
	return `${known.meaning}${number}. ${known.advice}`;
}
