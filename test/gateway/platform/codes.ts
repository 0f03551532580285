/**
 * The gateway's own reading of the Platform's tables (docs/protocol/platform.md#error-numbers-of-one-api and
 * docs/protocol/platform.md#statuses-of-one-api), kept apart from the package's tables on purpose.
 */

/** Errors of One API by number: words, HTTP status of a request or single message that has it, and of what it is. */
export const ONE_API_ERRORS: Readonly<Record<number, readonly [words: string, status: number, of: string]>> =
	{
		1: ['Invalid or missing integration API Key', 401, 'R'],
		2: ['Account is not active', 400, 'R'],
		3: ['Integration is not active', 400, 'R'],
		7: ['Originating IP address is not approved in your account', 401, 'R'],
		18: ['Internal error', 500, 'RM'],
		19: ['Internal error, please retry', 503, 'RM'],
		20: ['Insufficient account balance', 402, 'M'],
		21: ['Payload data is malformed', 400, 'R'],
		22: ['Maximum messages per request payload exceeded', 400, 'R'],
		23: ['Invalid or missing parameter', 400, 'M'],
		24: ['Maximum message content size exceeded', 400, 'M'],
		25: ['Invalid recipient address', 400, 'M'],
		26: ['Recipient opted out', 400, 'M'],
		27: ['Recipient not available on channel', 400, 'M'],
		28: ['Recipient not available on sandbox', 400, 'M'],
		30: ['Content type not supported', 400, 'M'],
		31: ['Media file size exceeds limit', 400, 'M'],
		32: ['Media payload size exceeds limit', 400, 'M'],
		33: ['Media item not found', 400, 'M'],
		38: ['Channel/feature is not active on integration', 400, 'M'],
		39: ['Channel is not available on integration', 400, 'M'],
		40: ['Character set is not supported', 400, 'M'],
		41: ['Resource does not exist', 404, 'R'],
		42: ['HTTP method is not supported on this resource', 400, 'R'],
		43: ['Rate limit', 400, 'RM'],
		44: ['FROM number is suspended', 400, 'M'],
		45: ['FROM number is not related to integration', 400, 'M'],
		46: ['Demo access has expired', 400, 'M'],
		100: ['Maximum message parts exceeded', 400, 'M'],
		101: ['Destination does not support two-way messaging', 400, 'M'],
		110: ['USA country limit: must use two-way integration', 400, 'M'],
		111: ['USA country limit: must enable STOP/SUBSCRIBE commands on integration', 400, 'M'],
	};

/** Errors of the SMS API: number to words and description (docs/protocol/platform.md#sms-api). */
export const SMS_ERRORS: Readonly<Record<number, readonly [words: string, description: string]>> = {
	105: ['Invalid destination address.', 'The number is no valid destination.'],
	106: ['Invalid or missing FROM number.', 'The integration is two-way and needs one of its FROM numbers.'],
	108: [
		'Invalid or missing integration API Key.',
		'The integration API key is either incorrect or has not been included in the API call.',
	],
	301: ['No credit left.', 'The balance of the account does not cover the message.'],
	607: ['Invalid FROM number.', "User specified FROM number, but integration isn't two-way."],
};

/** Names of One API's statuses by number. */
export const ONE_API_STATUSES: Readonly<Record<number, string>> = {
	1: 'UNKNOWN',
	2: 'QUEUED',
	3: 'SCHEDULED',
	4: 'SENT_TO_SUPPLIER',
	5: 'DEVICE_ACK',
	6: 'READ',
	20: 'EXPIRED',
	21: 'STOPPED_BY_USER',
	22: 'STOPPED_BY_ADMIN',
	23: 'DELIVERY_FAILURE',
	24: 'EMULATED',
	25: 'INSUFFICIENT_ACCOUNT_BALANCE',
	26: 'VOLUME_LIMIT',
	27: 'VOLUME_LIMIT_DAILY',
	28: 'VOLUME_LIMIT_MONTHLY',
	29: 'RECIPIENT_DOES_NOT_EXIST',
	60: 'ENCRYPTION_ACCESS_DENIED',
	61: 'ENCRYPTION_CONTENT_ERROR',
	80: 'MEDIA_NOT_FOUND',
	81: 'MEDIA_SIZE_ERROR',
	82: 'MEDIA_CHECKSUM_FAILURE',
	83: 'MEDIA_REJECTED_BY_SUPPLIER',
	84: 'MEDIA_METADATA_ERROR',
	85: 'MEDIA_ACCESS_ERROR',
	100: 'ROUTING_ERROR',
	130: 'WHATSAPP_ACCOUNT_PAYMENT_ISSUE',
	131: 'WHATSAPP_RE_ENGAGEMENT_REQUIRED',
	132: 'WHATSAPP_SPAM_RATE_LIMIT_REACHED',
	133: 'WHATSAPP_SERVER_RATE_LIMIT',
	139: 'WHATSAPP_EXPERIMENTAL_NUMBER',
	140: 'WHATSAPP_TEMPLATE_TEXT_TOO_LONG',
	141: 'WHATSAPP_TEMPLATE_FORMAT_MISMATCH',
};

/** The statuses of the SMS API's callbacks; only the words of 3 and 4 are known, the others are free text. */
export const SMS_STATUSES: Readonly<Record<number, string>> = {
	1: 'Message unknown',
	2: 'Message queued',
	3: 'DELIVERED_TO_GATEWAY',
	4: 'RECEIVED_BY_RECIPIENT',
	5: 'Error with message',
	6: 'User cancelled message',
	7: 'Error delivering message',
	8: 'Accepted by gateway',
	9: 'Routing error',
	10: 'Message expired',
	11: 'Message queued for later delivery',
	12: 'Out of credit',
	13: 'Maximum MT limit exceeded',
	14: 'Blocked',
};

/** A status of One API as callbacks of the SMS API tell it. */
export function smsStatusOf(status: number): number {
	const known: Readonly<Record<number, number>> = {
		1: 1,
		2: 8,
		3: 11,
		4: 3,
		5: 4,
		20: 10,
		21: 6,
		22: 6,
		25: 12,
		26: 13,
		100: 9,
	};
	return known[status] ?? 7;
}

const PENDING: ReadonlySet<number> = new Set([1, 2, 3, 4]);

/** Whether no other status follows; a delivered WhatsApp message may still be read. */
export function isFinal(status: number): boolean {
	return !PENDING.has(status);
}

/** Numbers with a fixed outcome: behind it three digits, with which error of One API they are refused. */
export const REFUSED_PREFIX = '27999167';
/** Behind it three digits, with which status of One API they end. */
export const STATUS_PREFIX = '27999168';

function digitsBehind(prefix: string, to: string): number | undefined {
	const rest = to.startsWith(prefix) ? to.slice(prefix.length) : '';
	return /^\d{3}$/.test(rest) ? Number(rest) : undefined;
}

export function refusalOf(to: string): number | undefined {
	const code = digitsBehind(REFUSED_PREFIX, to);
	return code !== undefined && code in ONE_API_ERRORS ? code : undefined;
}

export function lastStatusOf(to: string): number {
	const status = digitsBehind(STATUS_PREFIX, to);
	return status !== undefined && status in ONE_API_STATUSES ? status : 5;
}
