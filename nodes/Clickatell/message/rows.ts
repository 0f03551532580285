import type { Travel } from './compose';
import type { Checked } from './checked';
import type { OwnMessage, PlannedCall } from './plan';
import { describeRefusal, type Refusal } from './refusals';
import { splitRecipients } from './text/splitRecipients';
import { timeOf } from './timeValues';

export const DOUBT_ADVICE =
	'Look the message up by its client message ID, or in the Clickatell account, before sending again.';

/** What an answer says of one recipient. */
export type Fate =
	| { readonly kind: 'id'; readonly id: string }
	/** It was accepted, but its ID is not known for certain; `ids` are those that may be its own. */
	| { readonly kind: 'accepted'; readonly ids: readonly string[] }
	| { readonly kind: 'refused'; readonly code: string | null; readonly text: string }
	/**
	 * Nothing that is certain, so that nobody knows what came of it; `ids` are message IDs that may be its own, and
	 * `sentence` says why, without a final period, where there is more to say.
	 */
	| { readonly kind: 'missing'; readonly ids: readonly string[]; readonly sentence?: string }
	/** Something that is not understood. */
	| { readonly kind: 'unreadable' };

/** Message IDs for a sentence. */
export function idsInWords(ids: readonly string[]): string {
	return `message ${ids.length === 1 ? 'ID' : 'IDs'} ${ids.join(', ')}`;
}

/**
 * What came of one recipient of a message: the item that the node puts out. All keys are always there, in the order of
 * the columns that a person reads. No key is named `error`: n8n reads meaning into it.
 */
export interface SentRow {
	/** As it was sent to; as it was given where nothing was sent because of it; null where none was given. */
	readonly to: string | null;
	/** null: the answer was lost, the message may have been sent. */
	readonly accepted: boolean | null;
	readonly errorText: string | null;
	readonly messageId: string | null;
	readonly clientMessageId: string | null;
	readonly errorCode: string | null;
	readonly errorMeaning: string | null;
	readonly encoding: Travel['encoding'] | null;
	readonly parts: number | null;
	/** The number must not get messages, as the user or Clickatell says. */
	readonly suppressed: boolean;
	/** In UTC, where Clickatell is to put the message off. */
	readonly scheduledFor?: string | null;
	/** Where 'Long Texts' is to cut: whether the text of this item was. */
	readonly textCut?: boolean;
	/**
	 * Where a run before may have sent messages of this one: whether it sent this message, which was then not sent again.
	 * null: nobody can say, and it was not sent again either.
	 */
	readonly alreadySent?: boolean | null;
	/** Where the run waits for the final status: what Clickatell said last, by the names of 'Get Status'. */
	readonly status?: string | null;
	readonly statusText?: string | null;
	readonly outcome?: string | null;
	readonly final?: boolean | null;
	readonly timestamp?: string | null;
	/** Why it did not say so when it was asked last. */
	readonly statusError?: string | null;
	/** Of a one-time code. */
	readonly validUntil?: string | null;
}

/** A row with what an error needs beside it. */
export interface SentOutcome {
	/** No other outcome has the same object: it becomes the JSON of an item. */
	readonly row: SentRow;
	/** How to get unstuck, where it was not accepted. */
	readonly advice?: string;
	/** Clickatell could not be asked whether a run before had sent it, so that this one did not send it. */
	readonly notAsked?: true;
}

export interface SentContext {
	readonly clientMessageId: string | null;
	readonly travel: Travel | undefined;
	/** In UTC, where Clickatell is to put the message off. */
	readonly scheduledFor?: string;
}

/** What is known of a call that was not made again. */
export interface EarlierSend {
	/** Of a message that Clickatell found; null where it found none, or one of several. */
	readonly messageId: string | null;
	/** Whether Clickatell has the call for certain. */
	readonly found: boolean;
	/** Whether it accepted the message to every recipient of the call. */
	readonly accepted: boolean;
	/** Empty where the message was found. */
	readonly sentence: string;
	readonly advice: string;
	/** It is not known because Clickatell could not be asked, which can be done again. */
	readonly notAsked?: true;
}

/** What a row says of a message, whatever becomes of it. */
export function contextIn({ wire, travel }: Pick<Checked, 'wire' | 'travel'> | OwnMessage): SentContext {
	const given = wire['clientMessageId'];
	const time = timeOf(wire['scheduledTime']);
	return {
		clientMessageId: typeof given === 'string' ? given : null,
		travel,
		...(time === undefined ? {} : { scheduledFor: new Date(time).toISOString() }),
	};
}

/** The same of the message to one of the recipients of a call. */
export function contextOf(call: PlannedCall, place: number): SentContext {
	return contextIn(call.own?.[place] ?? call);
}

interface Told {
	readonly accepted: boolean | null;
	readonly messageId?: string;
	readonly errorText?: string;
	readonly errorCode?: string | null;
	readonly errorMeaning?: string;
	readonly suppressed?: boolean | undefined;
}

function rowOf(to: string | null, context: SentContext, fate: Told): SentRow {
	const { clientMessageId, travel, scheduledFor } = context;
	return {
		to,
		accepted: fate.accepted,
		errorText: fate.errorText ?? null,
		messageId: fate.messageId ?? null,
		clientMessageId,
		errorCode: fate.errorCode ?? null,
		errorMeaning: fate.errorMeaning ?? null,
		encoding: travel?.encoding ?? null,
		parts: travel?.parts ?? null,
		suppressed: fate.suppressed ?? false,
		...(scheduledFor === undefined || fate.accepted === false ? {} : { scheduledFor }),
	};
}

export function acceptedOutcome(to: string, messageId: string, context: SentContext): SentOutcome {
	return { row: rowOf(to, context, { accepted: true, messageId }) };
}

export function refusedOutcome(
	to: string,
	code: string | null,
	{ meaning, sentence, advice, suppressed }: Pick<Refusal, 'meaning' | 'sentence' | 'advice' | 'suppressed'>,
	context: SentContext,
): SentOutcome {
	const fate = { accepted: false, errorText: sentence, errorCode: code, errorMeaning: meaning, suppressed };
	return { row: rowOf(to, context, fate), advice };
}

/** The call certainly did not arrive. */
export function notSentOutcome(
	to: string,
	sentence: string,
	advice: string,
	context: SentContext,
	code?: string | null,
): SentOutcome {
	const errorText = `${sentence}; nothing was sent`;
	const fate = { accepted: false, errorText, errorCode: code ?? null, errorMeaning: NOT_SENT };
	return { row: rowOf(to, context, fate), advice };
}

export const NOT_SENT = 'not sent';
/** The user's own list says so: no fault of anything. */
export const SUPPRESSED = 'suppressed';
export const OVER_LIMIT = 'over the limit';
export const INVALID = 'invalid input';
export const MAY_HAVE_BEEN_SENT = 'may have been sent';

/** The number is in 'Do Not Send To'. */
export function sparedOutcome(to: string, context: SentContext): SentOutcome {
	const errorText = `${to} is in 'Do Not Send To'; nothing was sent`;
	return {
		row: rowOf(to, context, { accepted: false, errorText, errorMeaning: SUPPRESSED, suppressed: true }),
	};
}

export function doubtfulOutcome(
	to: string,
	sentence: string,
	advice: string,
	context: SentContext,
): SentOutcome {
	const trace = context.clientMessageId === null ? '' : `; client message ID ${context.clientMessageId}`;
	const errorText = `${sentence}; the message to ${to} may have been sent${trace}`;
	return {
		row: rowOf(to, context, { accepted: null, errorText, errorMeaning: MAY_HAVE_BEEN_SENT }),
		advice,
	};
}

/** A message that was not sent, because a run before sent it or may have. */
export function earlierOutcome(
	to: string,
	{ messageId, found, accepted, sentence, advice, notAsked }: EarlierSend,
	{ scheduledFor: _ofThisRun, ...context }: SentContext,
): SentOutcome {
	const told = sentence === '' ? {} : { errorText: sentence };
	const known = messageId === null ? {} : { messageId };
	const outcome = accepted
		? { row: rowOf(to, context, { accepted: true, ...known, ...told }) }
		: doubtfulOutcome(to, sentence, advice, context);
	return {
		...outcome,
		...(notAsked ? { notAsked } : {}),
		row: { ...outcome.row, alreadySent: found || null },
	};
}

/** An item may hold thousands of wrong numbers, and every one of its rows says why. */
const MOST_FAULTS_NAMED = 5;

export function faultsText(faults: readonly string[]): string {
	const named = faults.slice(0, MOST_FAULTS_NAMED);
	const others = faults.length - named.length;
	return [...named, ...(others > 0 ? [`${others} more ${others === 1 ? 'fault' : 'faults'}`] : [])].join(
		'; ',
	);
}

/**
 * What comes of an item whose values are wrong: a row for each of its recipients as they were given, and one for an
 * item that gives none.
 *
 * @param faults what is wrong with the item, sentences without a period at the end
 * @param meaning the reason in a few words
 */
export function faultyOutcomes(given: unknown, faults: readonly string[], meaning: string): SentOutcome[] {
	const context: SentContext = { clientMessageId: null, travel: undefined };
	const errorText = `${faultsText(faults)}; nothing was sent`;
	const fate = { accepted: false, errorText, errorMeaning: meaning };
	const recipients = splitRecipients(given);
	return (recipients.length > 0 ? recipients : [null]).map((to) => ({ row: rowOf(to, context, fate) }));
}

function missingSentence({ ids, sentence }: Extract<Fate, { kind: 'missing' }>): string {
	if (sentence !== undefined)
		return ids.length === 0 ? sentence : `${sentence} (it holds ${idsInWords(ids)})`;
	return ids.length === 0
		? "Clickatell's answer leaves this recipient out"
		: `Clickatell's answer does not say for certain whether it accepted this recipient (it holds ${idsInWords(ids)})`;
}

function acceptedSomehow(to: string, ids: readonly string[], context: SentContext): SentOutcome {
	const which =
		ids.length === 0 ? 'gave it no message ID' : `gave ${idsInWords(ids)}, one of which is its own`;
	return {
		row: rowOf(to, context, { accepted: true, errorText: `Clickatell accepted the message, but ${which}` }),
	};
}

/** @param describe puts a refusal of the API into words */
export function outcomeOf(
	to: string,
	fate: Fate,
	context: SentContext,
	describe: (code: string | null, text: string) => Refusal = describeRefusal,
): SentOutcome {
	switch (fate.kind) {
		case 'id':
			return acceptedOutcome(to, fate.id, context);
		case 'refused':
			return refusedOutcome(to, fate.code, describe(fate.code, fate.text), context);
		case 'accepted':
			return acceptedSomehow(to, fate.ids, context);
		case 'missing':
			return doubtfulOutcome(to, missingSentence(fate), DOUBT_ADVICE, context);
		case 'unreadable':
			return doubtfulOutcome(
				to,
				"Clickatell's answer for this recipient could not be understood",
				DOUBT_ADVICE,
				context,
			);
		default:
			return fate satisfies never;
	}
}
