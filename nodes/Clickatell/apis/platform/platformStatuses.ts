import { MESSAGE_STATUSES, type Outcome } from '../../catalogue/statuses';
import type { PlatformApiName } from './types';

export interface StatusMeaning {
	readonly statusText: string;
	readonly outcome: Outcome;
	/** What becomes of the message is decided; one that was received may still be read. */
	readonly final: boolean;
}

const meaning =
	(outcome: Outcome, final: boolean) =>
	(name: string, statusText: string): readonly [string, StatusMeaning] => [
		name,
		{ statusText, outcome, final },
	];

const pending = meaning('intermediate', false);
const received = meaning('delivered', true);
const failed = meaning('failed', true);

/**
 * The statuses of One API by name: numbers come only in callbacks, and mean other things in those of the SMS API
 * (docs/protocol/platform.md#statuses-of-one-api).
 */
export const ONE_API_STATUSES: ReadonlyMap<string, StatusMeaning> = new Map([
	meaning('unknown', false)('UNKNOWN', 'Message unknown'),
	pending('QUEUED', 'Message queued'),
	pending('SCHEDULED', 'Message scheduled'),
	pending('SENT_TO_SUPPLIER', 'Handed to the network'),
	received('DEVICE_ACK', 'Received by recipient'),
	received('READ', 'Read by recipient'),
	failed('EXPIRED', 'Message expired'),
	failed('STOPPED_BY_USER', 'Stopped by the account holder'),
	failed('STOPPED_BY_ADMIN', 'Stopped by Clickatell'),
	failed('DELIVERY_FAILURE', 'Error delivering message'),
	// Sent to nobody: neither received nor failed.
	meaning('unknown', true)('EMULATED', 'Simulated in a trial'),
	failed('INSUFFICIENT_ACCOUNT_BALANCE', 'Balance too low'),
	failed('VOLUME_LIMIT', 'Message limit exceeded'),
	failed('VOLUME_LIMIT_DAILY', 'Daily message limit exceeded'),
	failed('VOLUME_LIMIT_MONTHLY', 'Monthly message limit exceeded'),
	failed('RECIPIENT_DOES_NOT_EXIST', 'Recipient does not exist'),
	failed('ENCRYPTION_ACCESS_DENIED', 'Access to the encryption key denied'),
	failed('ENCRYPTION_CONTENT_ERROR', 'Encrypted content is faulty'),
	failed('MEDIA_NOT_FOUND', 'Media file not found'),
	failed('MEDIA_SIZE_ERROR', 'Media file too large'),
	failed('MEDIA_CHECKSUM_FAILURE', 'Media file does not match its checksum'),
	failed('MEDIA_REJECTED_BY_SUPPLIER', 'Media file refused by the network'),
	failed('MEDIA_METADATA_ERROR', 'Facts about the media file are faulty'),
	failed('MEDIA_ACCESS_ERROR', 'Media file cannot be read'),
	failed('ROUTING_ERROR', 'Routing error'),
	failed('WHATSAPP_ACCOUNT_PAYMENT_ISSUE', 'WhatsApp account has a payment problem'),
	failed(
		'WHATSAPP_RE_ENGAGEMENT_REQUIRED',
		'More than 24 hours since the recipient last wrote: only a template can be sent',
	),
	failed('WHATSAPP_SPAM_RATE_LIMIT_REACHED', 'WhatsApp limit against spam reached'),
	failed('WHATSAPP_SERVER_RATE_LIMIT', 'WhatsApp limit of messages a second reached'),
	failed('WHATSAPP_EXPERIMENTAL_NUMBER', 'Number takes part in a WhatsApp experiment'),
	failed('WHATSAPP_TEMPLATE_TEXT_TOO_LONG', 'Text of the template too long'),
	failed('WHATSAPP_TEMPLATE_FORMAT_MISMATCH', 'Format of the template does not match'),
	failed('WHATSAPP_TEMPLATE_FORMATTING_POLICY_VIOLATED', 'Template breaks the rules of formatting'),
	failed('WHATSAPP_TEMPLATE_MEDIA_FORMAT_UNSUPPORTED', 'Media format of the template not supported'),
	failed('WHATSAPP_PARAMETER_MISSING', 'A parameter of the template is missing'),
	failed('WHATSAPP_PARAMETER_INVALID', 'A parameter of the template is invalid'),
	failed('WHATSAPP_PARAMETER_NOT_REQUIRED', 'A parameter is not in the template'),
	failed('WHATSAPP_TEMPLATE_INVALID_URL', 'URL of the template invalid'),
	failed('WHATSAPP_TEMPLATE_INVALID_PHONE_NUMBER', 'Phone number of the template invalid'),
	failed('WHATSAPP_TEMPLATE_RECEIVER_NO_BUTTON_SUPPORT', 'Recipient cannot show buttons'),
	failed('STOP_MARKETING_MESSAGES', 'Recipient wants no marketing messages'),
	failed('EXCESSIVE_MESSAGES_TO_RECIPIENT', 'Too many messages to this recipient'),
	failed('ENCRYPTION_VALIDATION_ERROR', 'Encryption could not be checked'),
	failed('ANONYMOUS_USER_ID_INVALID', 'ID of the anonymous user invalid'),
	failed('ANONYMOUS_USER_ID_ERROR', 'Error with the ID of the anonymous user'),
	failed('MEDIA_TYPE_NOT_SUPPORTED', 'Media type not supported'),
]);

/** The two words of the SMS API that are known exactly, with their numbers (docs/protocol/platform.md#sms-status). */
const SMS_WORDS: ReadonlyMap<string, number> = new Map([
	['DELIVERED_TO_GATEWAY', 3],
	['RECEIVED_BY_RECIPIENT', 4],
]);

/** Numbers of the SMS API that sources read in different ways; all of them mean that it was not sent. */
const UNCLEAR: ReadonlySet<number> = new Set([13, 14]);

const UNKNOWN: Omit<StatusMeaning, 'statusText'> = { outcome: 'unknown', final: false };

function smsMeaning(code: number): StatusMeaning | undefined {
	if (UNCLEAR.has(code))
		return { statusText: 'Message limit exceeded or blocked', outcome: 'failed', final: true };
	if (!Number.isInteger(code) || code < 1 || code > 12) return undefined;
	const known = MESSAGE_STATUSES.find((status) => status.code === String(code).padStart(3, '0'));
	return known && { statusText: known.text, outcome: known.outcome, final: known.final };
}

/**
 * What a status says. Its name counts; the number only where the name is none that is known, and only in the SMS API,
 * whose numbers have one meaning. A status that is in no table is unknown, and not final.
 */
export function describePlatformStatus(
	api: PlatformApiName,
	name: string | null,
	code: number | null = null,
): StatusMeaning {
	const written = name?.toUpperCase() ?? '';
	const known =
		api === 'oneApi' ? ONE_API_STATUSES.get(written) : smsMeaning(SMS_WORDS.get(written) ?? code ?? NaN);
	return known ?? { statusText: name ?? 'Unknown status', ...UNKNOWN };
}
