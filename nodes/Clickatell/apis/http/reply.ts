import {
	answerOfLines,
	type ServerAnswer,
	type Question,
	type Reply,
	type Page,
} from '../gateway/serverAnswer';
import { linesWithoutSecrets, type Line } from '../gateway/resultLines';
import { DOUBT_ADVICE, idsInWords } from '../../message/rows';
import { decodeBytes } from '../../formats/charset';
import { charsetIn } from '../../formats/contentType';
import { cut } from '../../formats/cut';
import { describeTurnedAway } from '../../engine/transportFaults';
import { readHttpLines } from './httpLines';

/** Successes and refusals alike come with this status (docs/protocol/http.md#replies). */
const ANSWERED = 200;

/** Of foreign words in a sentence, in characters. */
const MOST_WORDS = 120;
/** Of the message IDs in what is no answer, so many are named. */
const MOST_IDS = 5;

/** An ID has so many digits (docs/protocol/http.md#replies). */
const ID_DIGITS = 32;

/** An answer is a text that says nothing of its end: a message ID that ends it too soon was cut off with it. */
function withoutCutId(text: string, lines: readonly Line[]): readonly Line[] {
	const last = lines.at(-1);
	if (last?.kind !== 'id' || last.id.length >= ID_DIGITS || !text.trimEnd().endsWith(last.id)) return lines;
	return [...lines.slice(0, -1), { kind: 'unreadable', text: last.id }];
}

/** Whether something else than the API has written this, such as a proxy. */
function isPage(text: string): boolean {
	return text.trimStart().startsWith('<');
}

interface Read {
	readonly text: string;
	readonly lines: readonly Line[];
	/** Whether the API has written this. */
	readonly isAnswer: boolean;
}

/**
 * Reads the bytes of a reply. No answer is: another status, what holds no line of the API, and a page, unless a message
 * ID stands in it: a server may put a warning before its answer.
 */
function read({ status, contentType, bytes }: Reply): Read {
	const text = decodeBytes(bytes, charsetIn(contentType));
	const lines = readHttpLines(text);
	const isKnown = lines.some(({ kind }) => kind !== 'unreadable');
	const isAnswer = status === ANSWERED && isKnown && (!isPage(text) || idsIn(lines).length > 0);
	return { text, lines, isAnswer };
}

function idsIn(lines: readonly Line[]): string[] {
	return lines.flatMap((line) => (line.kind === 'id' ? [line.id] : []));
}

/** The lines of an answer, secrets and all, or undefined for what is none. */
export function readHttpReply(reply: Reply): readonly Line[] | undefined {
	const { lines, isAnswer } = read(reply);
	return isAnswer ? lines : undefined;
}

/**
 * Says what the reply to a call means for the money: refused, accepted in part or in whole, or nobody knows.
 */
export function understandHttp(reply: Reply, question: Question): ServerAnswer | Page {
	const { text, lines: raw, isAnswer } = read(reply);
	const whole = question.to === undefined ? raw : withoutCutId(text, raw);
	const lines = linesWithoutSecrets(whole, question.secrets);
	return isAnswer ? answerOfLines(lines, question) : transportFault(reply.status, text, lines, question);
}

/** What turns a call away gives no message ID: with one, whatever the status, the call may have been carried out. */
function transportFault(
	status: number,
	text: string,
	lines: readonly Line[],
	{ host, secrets }: Question,
): ServerAnswer | { readonly kind: 'page'; readonly sentence: string } {
	const ids = idsIn(lines).slice(0, MOST_IDS);
	const turnedAway = describeTurnedAway(status);
	if (turnedAway !== undefined && ids.length === 0)
		return { kind: 'page', sentence: `${host} ${turnedAway}` };
	const words = isPage(text) ? '' : cut(secrets.words(text.trim()), MOST_WORDS);
	const more = ids.length > 0 ? ` (it holds ${idsInWords(ids)})` : words && `: ${words}`;
	return {
		kind: 'doubtful',
		sentence: `${host} answered with HTTP status ${status} and something that is not an answer of the HTTP/S API${more}`,
		advice: DOUBT_ADVICE,
	};
}
