import type { PlatformApiName } from './types';

/** What is known of an error number of the Platform. */
export interface PlatformErrorCode {
	readonly code: number;
	/** In a few words, to decide by. */
	readonly short: string;
	/** One sentence without a period at its end. */
	readonly meaning: string;
	/** What to do about it. */
	readonly advice: string;
	/** The same call may succeed later. */
	readonly retryable: boolean;
	/** The number must not get messages. */
	readonly suppresses?: true;
}

const never = (code: number, short: string, meaning: string, advice: string): PlatformErrorCode => ({
	code,
	short,
	meaning,
	advice,
	retryable: false,
});
const later = (code: number, short: string, meaning: string, advice: string): PlatformErrorCode => ({
	code,
	short,
	meaning,
	advice,
	retryable: true,
});

const PORTAL = 'in the Clickatell portal';

/** The numbers of One API (docs/protocol/platform.md#error-numbers-of-one-api). */
export const ONE_API_ERRORS: readonly PlatformErrorCode[] = [
	never(
		1,
		'wrong API key',
		'The API key is missing or wrong',
		`Copy the key of a One API integration ${PORTAL} into the credential. An API ID of the SMS Gateway belongs into the credential Clickatell Gateway API.`,
	),
	never(2, 'account not active', 'The account is not active', `Activate the account ${PORTAL}.`),
	never(3, 'integration not active', 'The integration is not active', `Activate the integration ${PORTAL}.`),
	never(
		7,
		'address not allowed',
		'The address that the call comes from is not allowed',
		`Add the address of this n8n to the allowed ones ${PORTAL}.`,
	),
	later(18, 'internal error', 'Internal error of Clickatell', 'Try again later.'),
	later(
		19,
		'internal error, repeat',
		'Internal error of Clickatell, which asks to repeat the call',
		'Try again.',
	),
	never(
		20,
		'balance too low',
		'The balance of the account does not cover the message',
		'Top up the account.',
	),
	never(21, 'malformed request', 'The request is malformed', 'Report it as a fault of this node.'),
	never(22, 'too many messages', 'The request has too many messages', 'Send fewer messages in one call.'),
	never(
		23,
		'invalid parameter',
		'A parameter is missing or invalid',
		'Correct the parameter that the error names.',
	),
	never(
		24,
		'text too long',
		'The text is too long',
		'Shorten it: a text for WhatsApp has at most 4,096 characters.',
	),
	never(
		25,
		'invalid destination',
		'The number of the recipient is invalid',
		'Write it with its country code.',
	),
	{
		...never(26, 'opted out', 'The recipient has opted out', 'Do not send to this number.'),
		suppresses: true,
	},
	never(
		27,
		'not on this channel',
		'The recipient is not available on this channel',
		'Send by the other channel.',
	),
	never(
		28,
		'no test phone',
		'The integration is a trial, and the recipient is none of its test phones',
		`Add the number as a test phone, or take the integration into production ${PORTAL}.`,
	),
	never(
		30,
		'unsupported content type',
		'The content type is not supported',
		'Send a file of another type, its name with an extension.',
	),
	never(31, 'media file too large', 'The media file is too large', 'Send a smaller file.'),
	never(
		32,
		'media too large',
		'The media in the request are too large',
		'Upload the file first, or send a smaller one.',
	),
	never(
		33,
		'media file not found',
		'There is no such media file',
		'Upload it again: files are kept for 30 days.',
	),
	never(
		38,
		'channel not active',
		'The channel or feature is not active on the integration',
		`Activate it ${PORTAL}.`,
	),
	never(
		39,
		'no such channel',
		'The integration has no such channel',
		`Add the channel to the integration ${PORTAL}.`,
	),
	never(40, 'unsupported charset', 'The character set is not supported', 'Leave the character set out.'),
	never(41, 'not found', 'There is no such resource', 'Check the ID and the base URL of the credential.'),
	never(
		42,
		'method not supported',
		'The HTTP method is not supported there',
		'Check the base URL of the credential.',
	),
	later(
		43,
		'too many calls',
		'Too many calls in too short a time',
		'Try again after a pause, or send fewer calls a second.',
	),
	never(
		44,
		'sender suspended',
		"The number in 'From' is suspended",
		'Send from another number, or leave it empty.',
	),
	never(
		45,
		'sender not yours',
		"The number in 'From' does not belong to the integration",
		"Enter a two-way number of the integration, or leave 'From' empty.",
	),
	never(46, 'trial ended', 'The trial has ended', `Take the integration into production ${PORTAL}.`),
	never(
		100,
		'too many parts',
		'The text has more parts than the integration allows',
		`Shorten it, or raise the limit ${PORTAL}.`,
	),
	never(101, 'no two-way messaging', 'The destination has no two-way messaging', "Leave 'From' empty."),
	never(
		110,
		'two-way integration needed',
		'Numbers in the USA need a two-way integration',
		'Send with the key of a two-way integration.',
	),
	never(
		111,
		'STOP and SUBSCRIBE needed',
		'Numbers in the USA need the commands STOP and SUBSCRIBE on the integration',
		`Enable them ${PORTAL}.`,
	),
];

/** The numbers of the SMS API; more exist that nobody has published (docs/protocol/platform.md#sms-api). */
export const SMS_API_ERRORS: readonly PlatformErrorCode[] = [
	never(
		105,
		'invalid destination',
		'The number of the recipient is invalid',
		'Write it with its country code.',
	),
	never(
		106,
		'sender missing',
		"The integration is two-way, and 'From' is none of its numbers",
		"Enter a two-way number of the integration in 'From'.",
	),
	never(
		108,
		'wrong API key',
		'The API key is missing or wrong',
		`Copy the key of an SMS API integration ${PORTAL} into the credential. An API ID of the SMS Gateway belongs into the credential Clickatell Gateway API.`,
	),
	never(301, 'no credit left', 'The account has no credit left', 'Top up the account.'),
	never(607, 'invalid sender', "'From' is given, and the integration is not two-way", "Leave 'From' empty."),
];

const TABLES: Readonly<Record<PlatformApiName, ReadonlyMap<string, PlatformErrorCode>>> = {
	oneApi: new Map(ONE_API_ERRORS.map((error) => [String(error.code), error])),
	smsApi: new Map(SMS_API_ERRORS.map((error) => [String(error.code), error])),
};

/** What is known of a number as an answer has it; undefined for one that is in no table. */
export function describeError(api: PlatformApiName, code: string | null): PlatformErrorCode | undefined {
	return code === null ? undefined : TABLES[api].get(code);
}
