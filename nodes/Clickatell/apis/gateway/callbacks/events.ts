import type { Outcome } from '../../../catalogue/statuses';
import type { Conversation } from '../../../message/conversation';

/** How a call came: what it carries (form fields, an XML packet, a SOAP packet) and the HTTP method it used. */
export type CallbackFormat = 'httpGet' | 'httpPost' | 'xmlGet' | 'xmlPost' | 'soapGet' | 'soapPost';

/**
 * A change of a sent message's delivery status. Every key is always there, `null` where the call says nothing, so
 * that workflows get stable columns. Names and order are persisted.
 */
export type StatusEvent = {
	kind: 'status';
	channel: 'sms';
	/** The gateway's message ID (`apiMsgId`). */
	messageId: string | null;
	/** The sender's own message ID (`cliMsgId`). */
	clientMessageId: string | null;
	to: string | null;
	from: string | null;
	/** Three digits, also where the gateway wrote `3` or `03`. */
	status: string;
	/** What the status says; a code that is in no table is an unknown status, and not final. */
	statusText: string;
	outcome: Outcome;
	final: boolean;
	/** Credits; `null` where the call has none or it is no number. */
	charge: number | null;
	/** ISO 8601 in UTC, from UNIX seconds; `null` where the call has no valid time. */
	timestamp: string | null;
	apiId: string | null;
	format: CallbackFormat;
	/** The same for every repetition of this status of this message. */
	dedupeKey: string;
};

/** A message that a handset sent to a number of the account. Same rules as `StatusEvent`. */
export type InboundEvent = {
	kind: 'inbound';
	type: 'text';
	channel: 'sms';
	/** The gateway's ID of the inbound message (`moMsgId`). */
	messageId: string | null;
	from: string | null;
	to: string | null;
	/** The message, decoded; `null` where the call has no text at all. */
	text: string | null;
	/** ISO 8601 with the gateway's own offset, `+02:00`; `null` where the call has no valid time. */
	timestamp: string | null;
	/** As the gateway named it. */
	charset: string | null;
	/** User data header in hexadecimal, as the gateway sent it. */
	udh: string | null;
	apiId: string | null;
	format: CallbackFormat;
	/** The same for every repetition of this message. */
	dedupeKey: string;
	/** Which parts of one long message belong together; read from the UDH. */
	partReference: number | null;
	/** 1 for the first part. */
	partNumber: number | null;
	partTotal: number | null;
} & Conversation;

export type CallbackEvent = StatusEvent | InboundEvent;

/** One call as it came off the wire. Nothing in it has been decoded yet. */
export interface CallbackRequest {
	method: string;
	/** The raw query string, without the question mark. */
	query: string;
	contentType?: string | undefined;
	body: Uint8Array;
}

export type DecodedCallback =
	| { kind: 'probe' }
	| { kind: 'status'; event: StatusEvent }
	| { kind: 'inbound'; event: InboundEvent }
	/** `reason` is one sentence for whoever reads the answer or the event. */
	| { kind: 'unreadable'; reason: string };
