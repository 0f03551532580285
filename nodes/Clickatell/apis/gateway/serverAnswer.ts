import type { Failure } from '../../engine/answer';
import type { HttpReply } from '../../engine/httpCall';
import { cut } from '../../formats/cut';
import type { Redactor } from '../../formats/redact';
import { DOUBT_ADVICE, idsInWords } from '../../message/rows';
import type { Line } from './resultLines';
import { assignLines } from './recipients';
import { refusalOfCall } from './refusedCall';

/** What a server says of one call: its lines, among which may be refusals of single recipients, or why there are none. */
export type ServerAnswer = { readonly kind: 'lines'; readonly lines: readonly Line[] } | Failure;

export type Reply = HttpReply;

export interface Question {
	readonly host: string;
	/** The recipients of a send. */
	readonly to: readonly string[] | undefined;
	/** A fault or a refusal may repeat the request that caused it. */
	readonly secrets: Redactor;
}

/** An answer from something else than the server, which may or may not stand before one. */
export interface Page {
	readonly kind: 'page';
	readonly sentence: string;
}

/** Of the gateway's words in a sentence, in characters. */
const MOST_WORDS = 120;

export function doubt(sentence: string): Failure {
	return { kind: 'doubtful', sentence, advice: DOUBT_ADVICE };
}

/** Lines that leave every recipient in doubt are worth no more than no answer. */
export function answerOfLines(lines: readonly Line[], { host, to }: Question): ServerAnswer {
	const refusal = refusalOfCall(lines, to);
	if (refusal) return { kind: 'refused', ...refusal };
	const assigned = to && assignLines(to, lines);
	if (!assigned || assigned.some(({ kind }) => kind === 'id' || kind === 'refused'))
		return { kind: 'lines', lines };
	const [first] = assigned;
	const words = lines.find((line) => line.kind === 'unreadable')?.text;
	const ids = first?.kind === 'missing' ? first.ids : [];
	const more = [
		...(words === undefined ? [] : [`: ${cut(words, MOST_WORDS)}`]),
		...(ids.length > 0 ? [` (it holds ${idsInWords(ids)})`] : []),
	];
	return doubt(`${host} gave an answer that does not say whether the call was carried out${more.join('')}`);
}
