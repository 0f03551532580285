import type { ResultField } from './types';

/** What came of a call that the gateway refused. */
export const REFUSAL: readonly ResultField[] = [
	{ name: 'errorCode', type: 'text', help: "Clickatell's error number, three digits", optional: true },
	{ name: 'errorMeaning', type: 'text', help: 'What the number means', optional: true },
	{ name: 'errorText', type: 'text', help: "What happened, with Clickatell's own words", optional: true },
];

/** One item for each recipient of a message. */
export const SENT: readonly ResultField[] = [
	{ name: 'to', type: 'text', help: 'The number the message was sent to' },
	{
		name: 'accepted',
		type: 'boolean',
		help: 'Whether Clickatell accepted the message; null when the answer was lost and the message may have been sent',
	},
	{ name: 'messageId', type: 'text', help: "Clickatell's ID of the message; null when it was not accepted" },
	{ name: 'clientMessageId', type: 'text', help: 'The client message ID the message was sent with' },
	{ name: 'encoding', type: 'text', help: 'How the text travelled: gsm, unicode or binary' },
	{ name: 'parts', type: 'number', help: 'How many message parts it needs' },
	...REFUSAL,
];

export const STATUS: readonly ResultField[] = [
	{ name: 'messageId', type: 'text', help: "Clickatell's ID of the message" },
	{ name: 'status', type: 'text', help: 'The status as three digits' },
	{ name: 'statusText', type: 'text', help: 'What the status means' },
	{ name: 'outcome', type: 'text', help: 'intermediate, delivered, failed or unknown' },
	{ name: 'final', type: 'boolean', help: 'Whether the status will not change any more' },
];
