import type { Parameter } from './types';

/** Parameters that several commands share: what a message is, how it travels, and how the node sends many. */

export const TO: Parameter = {
	name: 'to',
	label: 'To',
	help: 'Who receives the message: one number or several, separated by commas or new lines, each with its country code',
	type: { kind: 'recipients' },
	place: 'main',
	required: true,
	placeholder: 'e.g. +27999123456, +44 7700 900123',
	hint: 'With the country code; several numbers separated by commas',
	source: 'SOAP spec 6.2.1',
};

export const MESSAGE_ID: Parameter = {
	name: 'messageId',
	label: 'Message ID',
	help: 'The ID that Clickatell gave the message when it was sent',
	type: { kind: 'messageId' },
	place: 'main',
	placeholder: 'e.g. 996411ad91fa211e7d17bc873aa4a41d',
	source: 'SOAP spec 5.4',
};

export const QUERY_CLIENT_MESSAGE_ID: Parameter = {
	name: 'clientMessageId',
	label: 'Client Message ID',
	help: 'Your own ID of the message, if you gave it one when sending; used when Message ID is empty',
	type: { kind: 'identifier', maxLength: 32 },
	place: 'main',
	placeholder: 'e.g. order17',
	hint: 'Needed only where the message ID is not known',
	source: 'SOAP spec 5.4',
};

export const SENDER_ID: Parameter = {
	name: 'senderId',
	label: 'Sender ID',
	help: 'What the recipient sees as sender: a number of up to 16 digits, or a name of up to 11 letters and digits. It must be registered and approved in the Clickatell account. When this is empty, the default sender ID of the credential is used',
	type: { kind: 'senderId' },
	place: 'main',
	placeholder: 'e.g. 27999000224',
	hint: 'Register it at Clickatell first. When empty, the default sender ID of the credential is used',
	source: 'SOAP spec 6.2.3',
};

const CLIENT_MESSAGE_ID: Parameter = {
	name: 'clientMessageId',
	label: 'Client Message ID',
	help: 'Your own ID for the message, up to 32 letters and digits; it comes back with every delivery report',
	type: { kind: 'identifier', maxLength: 32 },
	place: 'options',
	placeholder: 'e.g. order17',
	source: 'SOAP spec 6.2.13',
};

/** What a text may be, for an AI agent that writes it. */
export const LIMITS_OF_TEXTS =
	"Each number needs its country code. One message part holds 160 characters, or 70 if one of them is not in the GSM alphabet, such as an emoji. A longer text is refused or cut, unless 'Long Texts' of this node allows more parts: up to 3 (459 characters, or 201), at most 35";

/** What each choice of 'Long Texts' means; the numbers are those of GSM 03.38. */
const LONG_TEXT_CHOICES = {
	refuse: {
		value: 'refuse',
		label: 'Refuse',
		help: 'Send nothing: one part holds 160 characters, or 70 in Unicode',
	},
	upToThree: {
		value: 'upToThree',
		label: 'Send in Two or Three Parts',
		help: 'Up to 459 characters, or 201 in Unicode, which is the most that Clickatell recommends',
	},
	more: {
		value: 'more',
		label: 'Send in More Parts',
		help: "As many as 'Most Message Parts' says",
	},
	cut: {
		value: 'cut',
		label: 'Cut to One Part',
		help: 'Send as much of the text as one part holds; the result says which texts were cut',
	},
} as const;

export const LONG_TEXTS: Parameter = {
	name: 'longTexts',
	label: 'Long Texts',
	help: 'What to do with a text that needs more than one message part. Each part to each recipient is charged',
	type: { kind: 'choice', choices: Object.values(LONG_TEXT_CHOICES) },
	place: 'main',
	local: true,
	initial: 'refuse',
	source: 'SOAP spec 6.2.7',
};

/** A template is merged by Clickatell, so there is nothing to cut here. */
export const LONG_TEMPLATES: Parameter = {
	...LONG_TEXTS,
	type: {
		kind: 'choice',
		choices: [LONG_TEXT_CHOICES.refuse, LONG_TEXT_CHOICES.upToThree, LONG_TEXT_CHOICES.more],
	},
};

const MOST_PARTS: Parameter = {
	name: 'maxParts',
	label: 'Most Message Parts',
	help: 'How many parts a message may have; each part to each recipient is charged',
	type: { kind: 'integer', min: 1, max: 35 },
	place: 'main',
	initial: 10,
	source: 'SOAP spec 6.2.7',
};

export const MORE_PARTS: Parameter = {
	...MOST_PARTS,
	required: true,
	when: { parameter: 'longTexts', is: ['more'] },
};

export const PUSH_PARTS: Parameter = {
	...MOST_PARTS,
	place: 'advanced',
	initial: 3,
	otherwise: 1,
};

export const DELIVERY_REPORTS: Parameter = {
	name: 'deliveryReports',
	label: 'Delivery Reports',
	help: 'Which delivery statuses Clickatell reports to the callback URL of your API',
	type: {
		kind: 'choice',
		choices: [
			{
				value: 7,
				label: 'All',
				help: 'Handed to the network, delivered, or failed (003, 004, 005, 007, 009, 010, 012)',
			},
			{ value: 4, label: 'Failures Only', help: 'Only what went wrong (005, 007, 009, 010, 012)' },
			{ value: 2, label: 'Final Only', help: 'Delivered or failed (004, 005, 007, 009, 010, 012)' },
			{ value: 1, label: 'Intermediate Only', help: 'Handed to the network (003)' },
			{
				value: 5,
				label: 'Intermediate and Failures',
				help: 'Handed to the network, or failed (003, 005, 007, 009, 010, 012)',
			},
			{ value: 0, label: 'None', help: 'No reports' },
		],
	},
	place: 'main',
	hint: 'They start a Clickatell Trigger whose URL is the callback URL of your API at Clickatell',
	initial: 2,
	source: 'SOAP spec 6.2.5',
};

const DELIVERY_DELAY: Parameter = {
	name: 'deliveryDelay',
	label: 'Delivery Delay (Minutes)',
	help: 'How many minutes Clickatell waits before it delivers, up to 10080 (7 days). More than 10 works best; delivery may come up to 5 minutes early',
	type: { kind: 'integer', min: 0, max: 10080, unit: 'minutes' },
	place: 'advanced',
	initial: 60,
	otherwise: 0,
	source: 'SOAP spec 6.2.6',
};

const SCHEDULED_TIME: Parameter = {
	name: 'scheduledTime',
	label: 'Send At',
	help: "When Clickatell delivers the message, up to 7 days ahead. A time that names no zone is in the workflow's. Delivery may come up to 5 minutes early",
	type: { kind: 'utcTime', inWorkflowZone: true },
	place: 'options',
	orElse: 'the message would be sent at once',
	excludes: [{ parameter: 'deliveryDelay', why: 'both say when the message is delivered' }],
	source: 'SOAP spec 6.2.6; HTTP spec 2.3.8',
};

/** The clocks are those of the recipient. */
export const QUIET_HOURS: Parameter = {
	name: 'quietHours',
	label: 'Quiet Hours',
	help: 'Hours in which nobody gets the message, by the clock of the recipient: Clickatell delivers it when they are over, and the result says when. The country of the number decides the time zone; where a country has several, all of them must be out of their quiet hours, unless Time Zone names one',
	type: { kind: 'quietHours' },
	place: 'options',
	local: true,
	excludes: [{ parameter: 'deliveryDelay', why: 'both say when the message is delivered' }],
};

const VALIDITY_PERIOD: Parameter = {
	name: 'validityPeriod',
	label: 'Validity Period (Minutes)',
	help: "After how many minutes in its queue Clickatell gives up on the message, up to 1440 (24 hours). Whether the time before 'Send At' counts is not documented: leave it out there",
	type: { kind: 'integer', min: 1, max: 1440, unit: 'minutes' },
	place: 'advanced',
	initial: 60,
	otherwise: 1440,
	source: 'SOAP spec 6.2.16',
};

const MAX_CREDITS: Parameter = {
	name: 'maxCredits',
	label: 'Maximum Credits',
	help: "The most that one message may cost, within the account's profile. A message that would cost more is accepted but ends with status 009",
	type: { kind: 'decimal', min: 0 },
	place: 'advanced',
	initial: 1,
	source: 'SOAP spec 6.2.8',
};

const REQUIRED_FEATURES: Parameter = {
	name: 'requiredFeatures',
	label: 'Required Features',
	help: 'What the route must support; a message that cannot get it fails. May raise the price. Clickatell adds automatically what the text or binary data needs',
	type: {
		kind: 'bits',
		choices: [
			{ value: 16, label: 'Alphanumeric Sender ID', help: 'The sender ID is a name' },
			{ value: 8192, label: 'Delivery Acknowledgement', help: 'The handset confirms receipt' },
			{ value: 512, label: 'Flash', help: 'Shown at once on the screen' },
			{ value: 32, label: 'Numeric Sender ID', help: 'The sender ID is a number' },
		],
	},
	place: 'advanced',
	source: 'SOAP spec 6.2.9',
};

const PRIORITY: Parameter = {
	name: 'priority',
	label: 'Priority',
	help: "Which of the account's three queues carries the message",
	type: {
		kind: 'choice',
		choices: [
			{ value: 1, label: 'High', help: 'Delivered before the other two queues' },
			{ value: 2, label: 'Medium' },
			{ value: 3, label: 'Low', help: 'What Clickatell uses when nothing is chosen' },
		],
	},
	place: 'advanced',
	initial: 1,
	otherwise: 3,
	source: 'SOAP spec 6.2.10',
};

const ESCALATE: Parameter = {
	name: 'escalate',
	label: 'Escalate',
	help: 'Whether to switch to another, possibly more expensive route at once when the cheapest one is congested',
	type: { kind: 'flag' },
	place: 'advanced',
	initial: true,
	otherwise: false,
	source: 'SOAP spec 6.2.11',
};

const REPLY_ROUTING: Parameter = {
	name: 'replyRouting',
	label: 'Enable Replies',
	help: "Whether to route the message so that the recipient can answer. Needs a two-way number of yours in 'Sender ID', otherwise replies are lost",
	type: { kind: 'flag' },
	place: 'options',
	hint: 'Rent a two-way number in your Clickatell account first, and enter it as sender ID',
	initial: true,
	otherwise: false,
	needs: {
		parameter: 'senderId',
		wayOut: "enter your two-way number there, or in the credential as 'Default Sender ID'",
	},
	source: 'SOAP spec 6.2.12',
};

/** How binary data is marked where no header says so. */
export const BINARY: Parameter = {
	name: 'binary',
	label: 'Force 8-Bit',
	help: "Whether 'Data' is sent as 8-bit data also without a user data header. Only the HTTP/S server takes it",
	type: { kind: 'flag' },
	place: 'advanced',
	initial: true,
	otherwise: false,
	needs: { parameter: 'data', wayOut: "add it under 'Advanced', or turn this off" },
	source: 'HTTP spec 2.3.8',
};

export const ENCODING: Parameter = {
	name: 'encoding',
	label: 'Encoding',
	help: 'How the text travels: 160 characters fit in one GSM part, 70 in one Unicode part',
	type: {
		kind: 'choice',
		choices: [
			{
				value: 'automatic',
				label: 'Automatic',
				help: 'GSM where every character allows it, otherwise Unicode',
			},
			{ value: 'gsm', label: 'GSM', help: 'Refuse texts that GSM cannot carry' },
			{ value: 'unicode', label: 'Unicode', help: 'Always Unicode' },
		],
	},
	place: 'advanced',
	local: true,
	initial: 'gsm',
	otherwise: 'automatic',
	source: 'SOAP spec 6.2.14',
};

export const REPLACE_TYPOGRAPHY: Parameter = {
	name: 'replaceTypography',
	label: 'Replace Typographic Characters',
	help: 'Whether to replace curly quotes, long dashes and the like by plain ones, so that they do not force Unicode',
	type: { kind: 'flag' },
	place: 'options',
	local: true,
	initial: true,
	otherwise: false,
};

/** What every sent message can be given beside its sender and its delivery reports. */
export const TRAVEL_OPTIONS: readonly Parameter[] = [
	CLIENT_MESSAGE_ID,
	DELIVERY_DELAY,
	REPLY_ROUTING,
	ESCALATE,
	MAX_CREDITS,
	PRIORITY,
	REQUIRED_FEATURES,
	SCHEDULED_TIME,
	VALIDITY_PERIOD,
];

export const TEXT_OPTIONS: readonly Parameter[] = [ENCODING, REPLACE_TYPOGRAPHY];

export const DEFAULT_DIAL_PREFIX: Parameter = {
	name: 'defaultDialPrefix',
	label: 'Default Dial Prefix',
	help: 'The country code of all numbers that begin neither with + nor with 00: with 1, (415) 555-1234 becomes 14155551234. What cannot be a number of that country is refused. A number that the trigger gives has a country code, but no +: write + in front of its expression',
	type: { kind: 'dialPrefix' },
	place: 'options',
	local: true,
	orElse: 'a number without + would be read as if it began with a country code',
	placeholder: 'e.g. 27',
	source: 'Wholesale guide, Dial Prefix',
};

/** Unless it is set, the submit rate that Clickatell calls normal (docs/protocol/soap.md#servers). */
export const CALLS_PER_SECOND: Parameter = {
	name: 'callsPerSecond',
	label: 'Calls per Second',
	help: 'The most calls that start within a second; 0 means as fast as possible. One call carries one message to up to 300 recipients',
	type: { kind: 'decimal', min: 0 },
	place: 'advanced',
	local: true,
	initial: 10,
	otherwise: 100,
};

export const CONCURRENCY: Parameter = {
	name: 'concurrency',
	label: 'Concurrency',
	help: 'How many calls may be under way at the same time',
	type: { kind: 'integer', min: 1, max: 50 },
	place: 'advanced',
	local: true,
	initial: 1,
	otherwise: 10,
};

export const TIMEOUT: Parameter = {
	name: 'timeout',
	label: 'Timeout (Seconds)',
	help: "How long to wait for Clickatell's answer to one call",
	type: { kind: 'integer', min: 1, max: 300, unit: 'seconds' },
	place: 'advanced',
	local: true,
	initial: 120,
	otherwise: 60,
};

export const INCLUDE_INPUT_FIELDS: Parameter = {
	name: 'includeInputFields',
	label: 'Include Input Fields',
	help: 'Whether the output items also carry the fields of the input item they come from, except a field called error. Where both have a field of the same name, that of the result is kept',
	type: { kind: 'flag' },
	place: 'options',
	local: true,
	initial: true,
	otherwise: false,
};

/** How the node makes its calls, and what it puts out. */
export const CALL_OPTIONS: readonly Parameter[] = [
	CALLS_PER_SECOND,
	CONCURRENCY,
	TIMEOUT,
	INCLUDE_INPUT_FIELDS,
];

const AUTOMATIC_CLIENT_MESSAGE_ID: Parameter = {
	name: 'automaticClientMessageId',
	label: 'Automatic Client Message ID',
	help: 'Whether messages without a client message ID are given one, by which a message whose answer was lost can be found again',
	type: { kind: 'flag' },
	place: 'advanced',
	local: true,
	initial: false,
	otherwise: true,
};

export const REPEAT_ON_INTERNAL_ERROR: Parameter = {
	name: 'repeatOnInternalError',
	label: 'Repeat on Internal Error',
	help: 'Whether to send once more when Clickatell answers 901 (internal error), which it says may be repeated',
	type: { kind: 'flag' },
	place: 'advanced',
	local: true,
	initial: true,
	otherwise: false,
};

export const DUPLICATE_RECIPIENTS: Parameter = {
	name: 'duplicateRecipients',
	label: 'Duplicate Recipients',
	help: 'How often to send the same message to a number that occurs several times',
	type: {
		kind: 'choice',
		choices: [
			{ value: 'oncePerItem', label: 'Once per Item', help: 'Each item sends to a number once' },
			{
				value: 'oncePerRun',
				label: 'Once for All Items',
				help: 'Items with the same message send to a number once; their results name the same message ID',
			},
			{ value: 'everyTime', label: 'Every Time', help: 'A number that occurs twice gets two messages' },
		],
	},
	place: 'advanced',
	local: true,
	initial: 'oncePerRun',
	otherwise: 'oncePerItem',
};

export const IDEMPOTENCY_KEY: Parameter = {
	name: 'idempotencyKey',
	label: 'Idempotency Key',
	help: 'The same text goes to the same number once for each key, however often the workflow runs, as long as Clickatell can be asked: about six days. Use what names the occasion, such as a campaign or an order',
	type: { kind: 'text', maxLength: 200, blankIsEmpty: true },
	place: 'advanced',
	local: true,
	orElse: 'nothing would keep the message from being sent twice',
	placeholder: 'e.g. spring-sale-2026',
	hint: 'Every recipient then needs calls of their own: one to ask, one to send',
	excludes: [
		{ parameter: 'clientMessageId', why: 'the key makes the client message IDs' },
		{ parameter: 'automaticClientMessageId', is: '0', why: 'the key needs client message IDs' },
		{ parameter: 'duplicateRecipients', is: 'everyTime', why: 'with a key, each number gets a text once' },
	],
};

/** A list that is wrong would let a message go to somebody who must not get it: nothing in it is passed over. */
export const DO_NOT_SEND_TO: Parameter = {
	name: 'doNotSendTo',
	label: 'Do Not Send To',
	help: 'Numbers that get no message, such as those of people who have opted out: a text with commas or new lines between them, or an expression that gives a list of numbers, of rows or of items, whose number is in a field such as number, phone, to or from. A number without + counts both with the Default Dial Prefix and as an international one; what cannot be read is refused before anything is sent',
	type: { kind: 'spared' },
	place: 'options',
	local: true,
	placeholder: "e.g. {{ $('Get Row(s)').all() }}",
};

/** Not sent: Clickatell's own limit, 'Maximum Credits', is one of each message. */
export const STOP_AT_CREDITS: Parameter = {
	name: 'stopAtCredits',
	label: 'Stop at Credits',
	help: 'The most credits that this run may spend. Before anything is sent, Clickatell is asked what a message to each prefix costs; the node then adds up the charges in the order of the items, and sends nothing from the first message that would exceed the limit. Clickatell names the lowest charge, so a message may cost more',
	type: { kind: 'decimal', min: 0 },
	place: 'advanced',
	local: true,
	initial: 100,
	orElse: 'nothing would limit what the run spends',
	excludes: [{ parameter: 'idempotencyKey', why: 'messages that an earlier run sent would count again' }],
};

/** More messages are not asked about: delivery reports come without being asked for. */
export const MOST_AWAITED = 100;

export const WAIT_FOR_FINAL_STATUS: Parameter = {
	name: 'waitForFinalStatus',
	label: 'Wait for Final Status (Seconds)',
	help: `How long to wait for the final status of the messages, up to 600 seconds (10 minutes). After sending, the node asks for the status of each accepted message at growing intervals, and puts it beside the message ID. For at most ${MOST_AWAITED} messages in a run. Where items differ, the longest wait counts`,
	type: { kind: 'integer', min: 0, max: 600, unit: 'seconds' },
	place: 'advanced',
	local: true,
	initial: 60,
	otherwise: 0,
	hint: 'For more messages, let the Clickatell Trigger receive the delivery reports',
	source: 'SOAP spec 5.4',
};

/** How the node sends messages. */
export const SENDING_OPTIONS: readonly Parameter[] = [
	AUTOMATIC_CLIENT_MESSAGE_ID,
	...CALL_OPTIONS,
	DEFAULT_DIAL_PREFIX,
	REPEAT_ON_INTERNAL_ERROR,
	DUPLICATE_RECIPIENTS,
	DO_NOT_SEND_TO,
];
