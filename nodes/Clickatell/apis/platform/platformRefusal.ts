import type { Redactor } from '../../formats/redact';
import { describeError, type PlatformErrorCode } from './platformErrors';
import { isObject } from '../../formats/isObject';
import { fieldOf, textOf } from './json';
import type { Refusal } from '../../message/refusals';
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
		if (saysNothing(code, words)) return undefined;
		const found = made(api, code, words, secrets);
		return { ...found, known: knownOfObject(api, found.code) };
	}
	const code = textOf(fieldOf(holder, 'errorCode'));
	const words = [
		typeof error === 'boolean' ? '' : textOf(error),
		textOf(fieldOf(holder, 'errorDescription')),
	].filter((text, index, all) => text !== undefined && text !== '' && all.indexOf(text) === index);
	if (words.length === 0 && saysNothing(code, '')) return undefined;
	return made(api, code, words.join(' '), secrets);
}

/** An answer whose error is empty may be about a message that was accepted. */
function saysNothing(code: string | undefined, words: string): boolean {
	return words === '' && (code === undefined || code === '' || NONE.has(code));
}

/** The form of an object is One API's, whatever key it answers; of a wrong key the advice is about the API it is for. */
function knownOfObject(api: PlatformApiName, code: string | null): PlatformErrorCode | undefined {
	if (api === 'oneApi') return describeError(api, code);
	return code === '1' ? describeError(api, '108') : describeError('oneApi', code);
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

/** Numbers whose own words say what is wrong with the request. */
const WORDS_HELP: ReadonlySet<string> = new Set(['21', '23', '24', '30', '40']);

/** A refusal in words; a number that nobody has published passes through with the Platform's own. */
export function describePlatformRefusal({ code, text, known }: PlatformError): Refusal {
	if (known === undefined) {
		const number = code === null ? '' : ` with the number ${code}`;
		return {
			code,
			meaning: 'unknown',
			sentence: `Clickatell refused the call${number}${text === '' ? '' : `: ${text}`}`,
			advice:
				code === null
					? 'Clickatell gave no number, so that only its words say why; ask Clickatell support if they do not help.'
					: 'The number is in no table that Clickatell has published; ask Clickatell support.',
			text,
		};
	}
	const words = code !== null && WORDS_HELP.has(code) && text !== '' ? `: ${text}` : '';
	return {
		code,
		meaning: known.short,
		sentence: `${known.meaning} (${code})${words}`,
		advice: known.advice,
		text,
		...(known.suppresses ? { suppressed: true } : {}),
	};
}
