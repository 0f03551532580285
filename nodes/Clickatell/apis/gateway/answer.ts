import { describeTurnedAway } from '../../engine/transportFaults';
import type { Redactor } from '../../formats/redact';
import { cut } from '../../formats/cut';
import { linesWithoutSecrets, readLines, type Line } from './lines';
import { assignLines, idsInWords } from './recipients';
import { refusalOfCall } from './refusedCall';
import { readSoapReply } from '../soap/reply';

/** What came of one call. */
export type Answer =
	/** The gateway's result strings; a refusal of single recipients is among them. */
	| { readonly kind: 'lines'; readonly lines: readonly Line[] }
	/** The gateway refused the whole call: nothing was accepted, nothing is charged. */
	| { readonly kind: 'refused'; readonly code: string | null; readonly text: string }
	/** The call certainly did not arrive. */
	| {
			readonly kind: 'notSent';
			readonly sentence: string;
			readonly advice: string;
			readonly code?: string | null;
	  }
	/** Nobody knows: the call may have been carried out. */
	| { readonly kind: 'doubtful'; readonly sentence: string; readonly advice: string };

export const DOUBT_ADVICE =
	'Look the message up by its client message ID, or in the Clickatell account, before sending again.';

export interface Reply {
	readonly status: number;
	readonly contentType: string | undefined;
	readonly bytes: Uint8Array;
}

export interface Question {
	readonly host: string;
	/** The recipients of a send. */
	readonly to: readonly string[] | undefined;
	/** A fault or a refusal may repeat the request that caused it. */
	readonly secrets: Redactor;
}

export interface Understood {
	/** Whether a SOAP server has answered, whatever it says. */
	readonly isSoap: boolean;
	/** `page`: an answer from something else than a SOAP server, which may or may not stand before one. */
	readonly answer: Answer | { readonly kind: 'page'; readonly sentence: string };
}

/** Of the gateway's words in a sentence, in characters. */
const MOST_WORDS = 120;

/** Says what the reply to a call means for the money: refused, accepted in part or in whole, or nobody knows. */
export function understand(reply: Reply, question: Question): Understood {
	const { host, secrets } = question;
	const { status } = reply;
	const answer = readSoapReply(reply.bytes, reply.contentType);
	switch (answer.kind) {
		case 'results': {
			const lines = linesWithoutSecrets(readLines(answer.results), secrets);
			return { isSoap: true, answer: answerOfLines(lines, question) };
		}
		case 'fault': {
			const text = secrets.words(answer.text);
			if (answer.fromClient) return { isSoap: true, answer: { kind: 'refused', code: null, text } };
			return { isSoap: true, answer: doubt(`${host} reported a fault${text ? `: ${text}` : ''}`) };
		}
		case 'unreadable': {
			const turnedAway = describeTurnedAway(status);
			const what = `answered with HTTP status ${status} and something that is not a SOAP answer`;
			return turnedAway === undefined
				? { isSoap: false, answer: doubt(`${host} ${what}`) }
				: { isSoap: false, answer: { kind: 'page', sentence: `${host} ${turnedAway}` } };
		}
		default:
			return answer satisfies never;
	}
}

function doubt(sentence: string): Answer {
	return { kind: 'doubtful', sentence, advice: DOUBT_ADVICE };
}

/** Lines that leave every recipient in doubt are worth no more than no answer. */
export function answerOfLines(lines: readonly Line[], { host, to }: Question): Answer {
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
	return doubt(`${host} gave an answer that does not say what came of the call${more.join('')}`);
}
