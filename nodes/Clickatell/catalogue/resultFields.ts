import type { Operation, ResultField } from './types';

const ERROR_TEXT: ResultField = {
	name: 'errorText',
	type: 'text',
	help: "What happened, with Clickatell's own words; null where all went well",
};
const ERROR_CODE: ResultField = {
	name: 'errorCode',
	type: 'text',
	help: "Clickatell's error number, three digits; null where it gave none",
};
const ERROR_MEANING: ResultField = {
	name: 'errorMeaning',
	type: 'text',
	help: 'The reason in a few words, to decide by; null where all went well',
};

/** Why an item came to nothing. */
const FAILURE: readonly ResultField[] = [ERROR_TEXT, ERROR_CODE, ERROR_MEANING];

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
];

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

export const STATUS: readonly ResultField[] = [
	{ name: 'messageId', type: 'text', help: "Clickatell's ID of the message" },
	{ name: 'status', type: 'text', help: 'The status as three digits' },
	{ name: 'statusText', type: 'text', help: 'What the status means' },
	{ name: 'outcome', type: 'text', help: 'intermediate, delivered, failed or unknown' },
	{ name: 'final', type: 'boolean', help: 'Whether the status will not change any more' },
];

/** Of the Clickatell Platform, whose statuses have names. */
export const PLATFORM_STATUS: readonly ResultField[] = [
	{ name: 'messageId', type: 'text', help: "Clickatell's ID of the message" },
	{ name: 'status', type: 'text', help: 'The status by its name, such as DEVICE_ACK' },
	{ name: 'statusText', type: 'text', help: 'What the status means' },
	{ name: 'outcome', type: 'text', help: 'intermediate, delivered, failed or unknown' },
	{
		name: 'final',
		type: 'boolean',
		help: 'Whether it is decided what becomes of the message; one that was delivered may still be read',
	},
	{
		name: 'timestamp',
		type: 'time',
		help: 'When the status changed last; null where Clickatell does not say',
		optional: true,
	},
];
