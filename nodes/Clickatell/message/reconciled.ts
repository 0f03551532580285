import { faultsText } from './rows';

/** What became of a message. */
export type Outcome = 'delivered' | 'failed' | 'underWay' | 'neverSent' | 'unknown';

/** One item of 'Reconcile'. */
export interface ReconciledRow {
	readonly to: string | null;
	readonly outcome: Outcome;
	/** Whether it was certainly never sent. */
	readonly sendAgain: boolean;
	readonly advice: string;
	readonly errorText: string | null;
	readonly status: string | null;
	readonly statusText: string | null;
	readonly messageId: string | null;
	readonly clientMessageId: string | null;
	/** In credits. */
	readonly charge: number | null;
}

/** A row, and the reason in a few words where it could not be found out what became of the message. */
export interface Reconciled {
	readonly row: ReconciledRow;
	readonly failed?: string;
}

/** The message that a row is about, as the row names it. */
export interface AskedFor {
	readonly to: string | null;
	readonly messageId: string | null;
	readonly clientMessageId: string | null;
	/** Whether its Idempotency Key made the client message ID. */
	readonly isKeyed: boolean;
}

type Record = Readonly<{ [name: string]: unknown }>;

function rowOf(
	{ to, messageId, clientMessageId }: AskedFor,
	outcome: Outcome,
	advice: string,
	more: Partial<ReconciledRow> = {},
): ReconciledRow {
	return {
		to,
		outcome,
		sendAgain: outcome === 'neverSent',
		advice,
		errorText: null,
		status: null,
		statusText: null,
		messageId,
		clientMessageId,
		charge: null,
		...more,
	};
}

/** By the outcome of a status (catalogue/statuses.ts). */
const OUTCOMES: Readonly<{ [outcome: string]: Outcome }> = {
	delivered: 'delivered',
	failed: 'failed',
	intermediate: 'underWay',
};

function adviceFor(outcome: Outcome, isKeyed: boolean): string {
	switch (outcome) {
		case 'delivered':
			return 'Do nothing: the message was delivered.';
		case 'underWay':
			return 'Do nothing yet: Clickatell has the message and may still deliver it.';
		case 'failed':
			return isKeyed
				? 'To send it again, use another Idempotency Key: Clickatell accepted the message, but could not deliver it.'
				: 'Decide whether to send it again: Clickatell accepted the message, but could not deliver it.';
		default:
			return 'Look it up in the Clickatell account: the status has no documented meaning.';
	}
}

/** @param record what Clickatell says of the message, by the result fields of 'Get Status' */
export function foundRow(asked: AskedFor, record: Record): Reconciled {
	const outcome = OUTCOMES[String(record['outcome'])] ?? 'unknown';
	const row = rowOf(asked, outcome, adviceFor(outcome, asked.isKeyed), {
		status: String(record['status']),
		statusText: String(record['statusText']),
		messageId: String(record['messageId']),
	});
	return { row };
}

/** No message has that client message ID, and Clickatell was asked late enough. */
export function neverSentRow(asked: AskedFor): Reconciled {
	const advice =
		'Send it, unless it is more than about six days old: Clickatell does not know older messages.';
	return { row: rowOf(asked, 'neverSent', advice) };
}

/** An ID that Clickatell gave and does not know: the message was accepted. */
export function forgottenRow(asked: AskedFor): Reconciled {
	const advice =
		'Look into the delivery reports or the Clickatell account: Clickatell accepted the message, but has no report on it now.';
	return { row: rowOf(asked, 'unknown', advice) };
}

/**
 * A client message ID of several messages, of which Clickatell has one.
 *
 * @param sharing how many share it, such as `2 items`
 */
export function sharedRow(asked: AskedFor, sharing: string): Reconciled {
	const advice = `Look into the delivery reports: ${sharing} share this client message ID, and Clickatell has it but does not say whose message it is.`;
	return { row: rowOf(asked, 'unknown', advice) };
}

export function unaskedRow(asked: AskedFor, why: string, advice: string): Reconciled {
	const errorText = `Clickatell could not give the status of the message: ${why}`;
	return { row: rowOf(asked, 'unknown', advice, { errorText }), failed: 'no answer' };
}

export function cancelledRow(asked: AskedFor): Reconciled {
	const [errorText, advice] = ['The execution was canceled', 'Run the workflow again.'];
	return { row: rowOf(asked, 'unknown', advice, { errorText }), failed: 'canceled' };
}

/** @param to as it was given */
export function refusedRow(to: unknown, faults: readonly string[], meaning: string): Reconciled {
	const given = typeof to === 'string' || typeof to === 'number' ? String(to) : null;
	const asked = { to: given, messageId: null, clientMessageId: null, isKeyed: false };
	const errorText = faultsText(faults);
	const advice = 'Correct the item, then run the workflow again.';
	return { row: rowOf(asked, 'unknown', advice, { errorText }), failed: meaning };
}

/** @param why the end of a sentence, where the charge is not known */
export function chargedRow(reconciled: Reconciled, charge: number | null, why?: string): Reconciled {
	const errorText = why === undefined ? null : `Clickatell could not say what the message has cost: ${why}`;
	return { ...reconciled, row: { ...reconciled.row, charge, errorText } };
}
