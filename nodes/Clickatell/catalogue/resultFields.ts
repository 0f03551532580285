import { WAIT_FOR_FINAL_STATUS } from './messageParameters';
import type { Operation, ResultField } from './types';

export const ERROR_TEXT: ResultField = {
	name: 'errorText',
	type: 'text',
	help: "What happened, with Clickatell's own words; null where all went well",
};
const ERROR_CODE: ResultField = {
	name: 'errorCode',
	type: 'text',
	help: "Clickatell's error number, three digits; null where it gave none",
};
export const ERROR_MEANING: ResultField = {
	name: 'errorMeaning',
	type: 'text',
	help: 'The reason in a few words, to decide by; null where all went well',
};

export const SUPPRESSED: ResultField = {
	name: 'suppressed',
	type: 'boolean',
	help: "Whether the number must not get messages: it is in 'Do Not Send To', or Clickatell says that it is blocked, delisted or has opted out",
};

/** Why an item came to nothing. */
const FAILURE: readonly ResultField[] = [ERROR_TEXT, ERROR_CODE, ERROR_MEANING];

const ALREADY_SENT: ResultField = {
	name: 'alreadySent',
	type: 'boolean',
	help: "Whether the message had been sent before and was not sent again; null where nobody can say, and it was not sent again either. Only with 'Idempotency Key', and in an execution that is retried",
	optional: true,
};

/** One item for each recipient of a message; the reason among the first columns. */
export const SENT: readonly ResultField[] = [
	{
		name: 'to',
		type: 'text',
		help: 'The number the message was sent to; as it was given, where nothing was sent because a value was wrong',
	},
	{
		name: 'accepted',
		type: 'boolean',
		help: 'Whether Clickatell accepted the message; null when the answer was lost and the message may have been sent',
	},
	ERROR_TEXT,
	{ name: 'messageId', type: 'text', help: "Clickatell's ID of the message; null when it was not accepted" },
	{ name: 'clientMessageId', type: 'text', help: 'The client message ID the message was sent with' },
	ERROR_CODE,
	ERROR_MEANING,
	{ name: 'encoding', type: 'text', help: 'How the text travelled: gsm, unicode or binary' },
	{ name: 'parts', type: 'number', help: 'How many message parts it needs' },
	SUPPRESSED,
	ALREADY_SENT,
];

/** A row of a message that was accepted, with a client message ID of the node's own. */
export const SENT_SAMPLE = {
	to: '27999123456',
	accepted: true,
	errorText: null,
	messageId: '996411ad91fa211e7d17bc873aa4a41d',
	clientMessageId: '5e2f4b7d90a1c3e6f8b2000000000000',
	errorCode: null,
	errorMeaning: null,
	encoding: 'gsm',
	parts: 1,
	suppressed: false,
};

export const SCHEDULED_FOR: ResultField = {
	name: 'scheduledFor',
	type: 'time',
	help: "When Clickatell delivers the message, in UTC; null where it does so at once, or where an earlier run sent the message. Only where 'Send At' or 'Quiet Hours' puts a message off",
	optional: true,
};

export const TEXT_CUT: ResultField = {
	name: 'textCut',
	type: 'boolean',
	help: "Whether the text was cut; only where 'Long Texts' is set to cut",
	optional: true,
};

/**
 * The keys of every item that the operation puts out.
 *
 * @param mayFail whether an item may come to nothing without failing the node: always where the operation changes
 * something, else only where On Error is set to continue
 */
export function outputFields({ api, effect, result }: Operation, mayFail: boolean): readonly ResultField[] {
	// What comes to nothing comes out as that of the operation that carries the question.
	if (api === 'question') return result;
	if (result.includes(ERROR_TEXT) || (effect === 'read' && !mayFail)) return result;
	// Without a call there is nothing but a wrong value.
	return [...result, ...(api === 'local' ? [ERROR_TEXT] : FAILURE)];
}

export const STATUS = [
	{ name: 'messageId', type: 'text', help: "Clickatell's ID of the message" },
	{ name: 'status', type: 'text', help: 'The status as three digits' },
	{ name: 'statusText', type: 'text', help: 'What the status means' },
	{ name: 'outcome', type: 'text', help: 'intermediate, delivered, failed or unknown' },
	{ name: 'final', type: 'boolean', help: 'Whether the status will not change any more' },
] as const satisfies readonly ResultField[];

/** Of the Clickatell Platform, whose statuses have names. */
export const PLATFORM_STATUS: readonly ResultField[] = [
	{ name: 'messageId', type: 'text', help: "Clickatell's ID of the message" },
	{ name: 'status', type: 'text', help: 'The status by its name, such as DEVICE_ACK' },
	{ name: 'statusText', type: 'text', help: 'What the status means' },
	{ name: 'outcome', type: 'text', help: 'intermediate, delivered, failed or unknown' },
	{
		name: 'final',
		type: 'boolean',
		help: 'Whether the delivery is decided; a message that was delivered may still be read',
	},
	{
		name: 'timestamp',
		type: 'time',
		help: 'When the status changed last; null where Clickatell does not say',
		optional: true,
	},
];

const STATUS_ERROR: ResultField = {
	name: 'statusError',
	type: 'text',
	help: 'Why Clickatell could not say the status when it was asked last; the message was accepted all the same. Null where it said it',
};

/** What becomes of a message stands beside its ID where the run waits for it. */
const awaited = (status: readonly ResultField[]): readonly ResultField[] =>
	[...status, STATUS_ERROR]
		.filter(({ name }) => name !== 'messageId')
		.map((field) => ({
			...field,
			help: `${field.help}. Only with '${WAIT_FOR_FINAL_STATUS.label}'`,
			optional: true,
		}));

export const AWAITED_STATUS = awaited(STATUS);
export const AWAITED_PLATFORM_STATUS = awaited(PLATFORM_STATUS);
