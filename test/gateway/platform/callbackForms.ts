import { urlencode } from '../callbacks/formats';
import type { CallbackRequest } from '../callbacks/formats';
import { ONE_API_STATUSES, SMS_STATUSES, smsStatusOf } from './codes';
import type { CallbackUrl, Integration, MediaFile, PlatformInbound, PlatformMessage } from './model';
import { defined } from '../defined';

export const MO_CHARSETS = ['UTF-8', 'ISO-8859-1', 'UTF-16BE'] as const;
export type MoCharset = (typeof MO_CHARSETS)[number];

/** Ways in which a callback can be older or odder than the documents have it. */
export interface CallbackForm {
	/** As in 2017: the key in the place of the integration's name, and no `statusCode`. */
	old?: boolean;
	/** Of a reply to the SMS API; default UTF-8. */
	charset?: MoCharset;
	/** `messageId` is the reply's own, and there is no `replyMessageId`, as some deliveries are. */
	replyIdOnly?: boolean;
	/** Numbers written as text. */
	numbersAsText?: boolean;
	/** One API: a blank at the end of the channel, `integrationID`, `latitute`. */
	misspelled?: boolean;
	/** One API: a kind that nobody knows yet, beside what there is. */
	unknownKind?: boolean;
}

type Fields = Record<string, string | number>;

/** The status of a message as the SMS API tells it (docs/protocol/platform.md#sms-status). */
export function smsStatusFields(
	integration: Integration,
	message: PlatformMessage,
	{ old }: CallbackForm = {},
): Fields {
	const { status, at } = defined(message.history.at(-1));
	const code = smsStatusOf(status);
	return {
		...(old ? { apiKey: integration.key } : { integrationName: integration.name }),
		messageId: message.id,
		requestId: message.id,
		clientMessageId: message.clientMessageId,
		to: message.to,
		from: message.from,
		...(old ? {} : { statusCode: code }),
		status: defined(SMS_STATUSES[code]),
		statusDescription: defined(SMS_STATUSES[code]),
		timestamp: at,
	};
}

/** The text of a reply: as it is in UTF-8, else its bytes percent-encoded as in a form. */
export function encodeReply(text: string, charset: MoCharset): string {
	if (charset === 'UTF-8') return text;
	const bytes = charset === 'UTF-16BE' ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'latin1');
	return urlencode(bytes);
}

/** A reply to a message of the SMS API (docs/protocol/platform.md#sms-reply). */
export function smsReplyFields(
	integration: Integration,
	inbound: PlatformInbound,
	{ old, charset = 'UTF-8', replyIdOnly }: CallbackForm = {},
): Fields {
	return {
		...(old
			? { integrationId: integration.id, apiKey: integration.key }
			: { integrationName: integration.name }),
		messageId: replyIdOnly ? inbound.id : (inbound.related?.id ?? inbound.id),
		...(replyIdOnly ? {} : { replyMessageId: inbound.id }),
		fromNumber: inbound.from,
		toNumber: inbound.to,
		timestamp: inbound.at,
		text: encodeReply(inbound.text ?? '', charset),
		charset,
		udh: '',
		network: '',
		keyword: '',
	};
}

/** A callback of the SMS API, by the method that its integration has set. */
export function flatRequest(url: CallbackUrl, fields: Fields, form: CallbackForm = {}): CallbackRequest {
	if (url.method === 'GET') {
		const query = Object.entries(fields)
			.map(([name, value]) => `${name}=${urlencode(Buffer.from(String(value)))}`)
			.join('&');
		const joint = url.url.includes('?') ? '&' : '?';
		return { method: 'GET', url: `${url.url}${joint}${query}`, headers: basic(url), body: Buffer.alloc(0) };
	}
	const body = form.numbersAsText
		? Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
		: fields;
	return jsonRequest(url, body);
}

/** One event of One API: its kind and what stands in the kind's list. */
export interface OneApiEvent {
	kind: string;
	fields: Record<string, unknown>;
}

export function statusEvent(message: PlatformMessage, { misspelled }: CallbackForm = {}): OneApiEvent {
	const { status, at } = defined(message.history.at(-1));
	return {
		kind: 'messageStatusUpdate',
		fields: {
			channel: misspelled ? `${message.channel} ` : message.channel,
			messageId: message.id,
			...(message.clientMessageId === '' ? {} : { clientMessageId: message.clientMessageId }),
			timestamp: at,
			statusCode: status,
			status: defined(ONE_API_STATUSES[status]),
		},
	};
}

/** A message of a person as One API tells it; a media file by its address, or with its bytes inside. */
export function inboundEvent(
	inbound: PlatformInbound,
	file: MediaFile | undefined,
	baseUrl: string,
	{ misspelled }: CallbackForm = {},
): OneApiEvent {
	const { channel, related, text, media, location } = inbound;
	const common = {
		channel: misspelled ? `${channel} ` : channel,
		messageId: inbound.id,
		relatedMessageId: related?.id ?? null,
		relatedClientMessageId: related?.clientMessageId ? related.clientMessageId : null,
		from: inbound.from,
		to: inbound.to,
		timestamp: inbound.at,
		...(channel === 'sms' ? { sms: { network: '' } } : { whatsapp: { profileName: 'A. Person' } }),
	};
	if (location !== undefined) {
		const { longitude, latitude, name, address } = location;
		return {
			kind: 'moLocation',
			fields: {
				...common,
				longitude,
				[misspelled ? 'latitute' : 'latitude']: latitude,
				locationName: name,
				locationAddress: address,
			},
		};
	}
	if (media !== undefined && file !== undefined) {
		const { contentType, sha256, fileName, bytes, fileId } = file;
		const query = new URLSearchParams({ fileId, sha256Hash: sha256, source: 'client' });
		const content = media.inline
			? { contentType, content: bytes.toString('base64') }
			: {
					files: [
						{
							contentType,
							downloadUrl: `${baseUrl}/v1/media?${query.toString()}`,
							sha256Hash: sha256,
							byteSize: bytes.length,
							fileName,
						},
					],
				};
		return { kind: 'moMedia', fields: { ...common, caption: media.caption, ...content } };
	}
	return { kind: 'moText', fields: { ...common, content: text ?? '', charset: 'UTF-8' } };
}

/** One call with one list for each kind of event (docs/protocol/platform.md#callbacks). */
export function envelope(
	integration: Integration,
	events: readonly OneApiEvent[],
	{ misspelled, unknownKind }: CallbackForm = {},
): Record<string, unknown> {
	const lists: Record<string, unknown[]> = {};
	for (const { kind, fields } of events) (lists[kind] ??= []).push(fields);
	if (unknownKind) lists.moReaction = [{ channel: 'whatsapp', emoji: '👍' }];
	return {
		[misspelled ? 'integrationID' : 'integrationId']: integration.id,
		integrationName: integration.name,
		event: lists,
	};
}

export function jsonRequest(url: CallbackUrl, value: unknown): CallbackRequest {
	return {
		method: 'POST',
		url: url.url,
		headers: { 'content-type': 'application/json', ...basic(url) },
		body: Buffer.from(JSON.stringify(value), 'utf8'),
	};
}

function basic({ user, password }: CallbackUrl): Record<string, string> {
	if (user === undefined && password === undefined) return {};
	return { authorization: `Basic ${Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64')}` };
}
