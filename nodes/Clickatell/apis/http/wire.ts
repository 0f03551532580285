import type { Authentication } from '../../catalogue/types';

/** How a value stands in a form. */
export type FieldType =
	/** As it is, in bytes that arrive (docs/protocol/http.md#characters). */
	| 'value'
	/** Likewise, or as UCS-2 in hex, with `unicode` 1 behind it. */
	| 'message'
	/** Parted by commas, without blanks. */
	| 'list'
	/** One parameter for each merge field: the name is followed by its number. */
	| 'mergeFields';

/** A parameter of the catalogue by its name, and what this server calls it. Names count in exactly this case. */
export type Field = readonly [parameter: string, name: string, type?: FieldType];

/** One command of the HTTP/S API (docs/protocol/http.md#addresses). */
export interface HttpCommand {
	/** Below the base URL. */
	readonly path: string;
	/** By what the call says who makes it. */
	readonly account: Exclude<Authentication, 'token' | 'none'>;
	/** In the order in which they are written; the account stands before them. */
	readonly fields: readonly Field[];
}

const TO: Field = ['to', 'to', 'list'];
const BATCH_ID: Field = ['batchId', 'batch_id'];

/** How a message travels. */
const TRAVEL: readonly Field[] = [
	['senderId', 'from'],
	['maxParts', 'concat'],
	['deliveryReports', 'callback'],
	['deliveryDelay', 'deliv_time'],
	['scheduledTime', 'scheduled_time'],
	['maxCredits', 'max_credits'],
	['requiredFeatures', 'req_feat'],
	['priority', 'queue'],
	['escalate', 'escalate'],
	['replyRouting', 'mo'],
	// The tables of the specifications have one spelling and their examples the other: both are sent.
	['clientMessageId', 'cliMsgId'],
	['clientMessageId', 'climsgid'],
	['validityPeriod', 'validity'],
];

/** What a message carries beside or in place of its text. */
const CONTENT: readonly Field[] = [
	['udh', 'udh'],
	['data', 'data'],
	['binary', 'binary'],
];

const ONE_MESSAGE: readonly Field[] = [
	['messageId', 'apimsgid'],
	['clientMessageId', 'climsgid'],
];

function command(
	path: string,
	fields: readonly Field[] = [],
	account: HttpCommand['account'] = 'account',
): HttpCommand {
	return { path, account, fields };
}

/**
 * The HTTP/S API by operation of the catalogue. Parameters that no SOAP server has: `binary`, and `clientMessageId` of `account.getMessageCharge` (docs/protocol/http.md#parameters).
 */
export const WIRE: Readonly<Record<string, HttpCommand>> = {
	'message.send': command('/http/sendmsg', [TO, ['text', 'text', 'message'], ...CONTENT, ...TRAVEL]),
	'message.getStatus': command('/http/querymsg', ONE_MESSAGE),
	'message.stop': command('/http/delmsg', ONE_MESSAGE),
	'batch.start': command('/http_batch/startbatch', [
		['template', 'template', 'message'],
		...CONTENT,
		...TRAVEL,
	]),
	'batch.sendItem': command('/http_batch/senditem', [BATCH_ID, TO, ['fields', 'field', 'mergeFields']]),
	'batch.quickSend': command('/http_batch/quicksend', [BATCH_ID, TO]),
	'batch.end': command('/http_batch/endbatch', [BATCH_ID]),
	'push.sendMmsNotification': command('/mms/ind_push', [
		TO,
		['subject', 'mms_subject'],
		['messageClass', 'mms_class'],
		['expiresAfter', 'mms_expire'],
		['from', 'mms_from'],
		['contentUrl', 'mms_url'],
		...TRAVEL,
	]),
	'push.sendServiceIndication': command('/mms/si_push', [
		TO,
		['indicationId', 'si_id'],
		['url', 'si_url'],
		['text', 'si_text'],
		['created', 'si_created'],
		['expires', 'si_expires'],
		['indicationAction', 'si_action'],
		...TRAVEL,
	]),
	'account.getBalance': command('/http/getbalance'),
	// Recorded in this spelling, which the specification has not.
	'account.checkCoverage': command('/utils/routeCoverage', [['number', 'msisdn']]),
	'account.getMessageCharge': command('/http/getmsgcharge', ONE_MESSAGE),
	'account.redeemVoucher': command('/http/token_pay', [['voucher', 'token']]),
	'account.openSession': command('/http/auth', [], 'login'),
	'account.pingSession': command('/http/ping', [], 'session'),
};

/** What one call takes (docs/protocol/http.md#limits). */
export const LIMITS = {
	/** By POST; the lower of two figures. */
	recipients: 300,
} as const;

/** @throws where the server has no such operation */
export function commandOf(operation: string): HttpCommand {
	const found = WIRE[operation];
	if (!found) throw new Error(`The HTTP/S server has no ${operation}`);
	return found;
}
