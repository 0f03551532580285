import { describeRefusal } from './refusals';
import type { RecipientLine } from './soap/recipients';
import type { Travel } from './messageText';

/** What came of one recipient of a message: the item that the node puts out. No key is named `error`: n8n reads meaning into it. */
export interface SentRow {
	readonly to: string;
	/** null: the answer was lost, the message may have been sent. */
	readonly accepted: boolean | null;
	readonly messageId: string | null;
	readonly clientMessageId: string | null;
	readonly encoding: Travel['encoding'] | null;
	readonly parts: number | null;
	readonly errorCode?: string | null;
	readonly errorMeaning?: string;
	readonly errorText?: string;
}

/** A row with what an error needs beside it. */
export interface SentOutcome {
	readonly row: SentRow;
	/** What happened, for an error, which shows no row and therefore names the recipient. */
	readonly sentence?: string;
	readonly advice?: string;
}

export interface SentContext {
	readonly clientMessageId: string | null;
	readonly travel: Travel | undefined;
}

function baseRow(to: string, context: SentContext): Omit<SentRow, 'accepted' | 'messageId'> {
	return {
		to,
		clientMessageId: context.clientMessageId,
		encoding: context.travel?.encoding ?? null,
		parts: context.travel?.parts ?? null,
	};
}

function ordered(row: SentRow): SentRow {
	const { to, accepted, messageId, clientMessageId, encoding, parts, ...refusal } = row;
	return { to, accepted, messageId, clientMessageId, encoding, parts, ...refusal };
}

export function acceptedOutcome(to: string, messageId: string, context: SentContext): SentOutcome {
	return { row: ordered({ ...baseRow(to, context), accepted: true, messageId }) };
}

export function refusedOutcome(
	to: string,
	code: string | null,
	text: string,
	context: SentContext,
): SentOutcome {
	const refusal = describeRefusal(code, text);
	return {
		row: ordered({
			...baseRow(to, context),
			accepted: false,
			messageId: null,
			errorCode: code,
			errorMeaning: refusal.meaning,
			errorText: refusal.sentence,
		}),
		sentence: `${refusal.sentence}; recipient ${to}`,
		advice: refusal.advice,
	};
}

/** The call certainly did not arrive. */
export function notSentOutcome(
	to: string,
	sentence: string,
	advice: string,
	context: SentContext,
	code?: string | null,
): SentOutcome {
	return {
		row: ordered({
			...baseRow(to, context),
			accepted: false,
			messageId: null,
			errorCode: code ?? null,
			errorMeaning: 'not sent',
			errorText: `${sentence}; nothing was sent`,
		}),
		advice,
	};
}

export function doubtfulOutcome(
	to: string,
	sentence: string,
	advice: string,
	context: SentContext,
): SentOutcome {
	const trace = context.clientMessageId === null ? '' : `; client message ID ${context.clientMessageId}`;
	return {
		row: ordered({
			...baseRow(to, context),
			accepted: null,
			messageId: null,
			errorCode: null,
			errorMeaning: 'may have been sent',
			errorText: `${sentence}; the message to ${to} may have been sent${trace}`,
		}),
		advice,
	};
}

const DOUBT_ADVICE =
	'Look the message up by its client message ID, or in the Clickatell account, before sending again.';

/** What one recipient's line says. */
export function outcomeOfLine(to: string, line: RecipientLine, context: SentContext): SentOutcome {
	switch (line.kind) {
		case 'id':
			return acceptedOutcome(to, line.id, context);
		case 'refused':
			return refusedOutcome(to, line.code, line.text, context);
		case 'missing':
			return doubtfulOutcome(to, "Clickatell's answer leaves this recipient out", DOUBT_ADVICE, context);
		default:
			return doubtfulOutcome(
				to,
				"Clickatell's answer for this recipient could not be understood",
				DOUBT_ADVICE,
				context,
			);
	}
}
