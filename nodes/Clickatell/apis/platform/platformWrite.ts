import type { OneApiMessage, PlatformRequest, SmsOptions, SmsSend, WhatsAppContent } from './types';

/** JSON in, JSON out, and no scheme word before the key, which the credential adds. */
const JSON_HEADERS = { Accept: 'application/json', 'Content-Type': 'application/json' };
const ACCEPT = { Accept: 'application/json' };

function post(path: string, body: unknown): PlatformRequest {
	return { method: 'POST', path, headers: JSON_HEADERS, body: JSON.stringify(body) };
}

function get(path: string): PlatformRequest {
	return { method: 'GET', path, headers: ACCEPT };
}

/** The digits of a number: either spelling is taken, and replies have it without the plus. */
function number(to: string): string {
	return to.startsWith('+') ? to.slice(1) : to;
}

/**
 * What is undefined is not written, and what is empty is left out as well: `from` on a one-way integration costs the whole
 * message.
 */
function smsOptions({ from, clientMessageId, schedule, validity, udh, binary, charset }: SmsOptions): object {
	return {
		from: from ? number(from) : undefined,
		clientMessageId: clientMessageId || undefined,
		scheduledDeliveryTime: schedule || undefined,
		validityPeriod: validity,
		userDataHeader: udh || undefined,
		binary: binary || undefined,
		charset: charset || undefined,
	};
}

/** One text to at most 200 numbers (docs/protocol/platform.md#sms-api). */
export function writeSmsSend(send: SmsSend): PlatformRequest {
	return post('/messages', { content: send.text, to: send.to.map(number), ...smsOptions(send) });
}

/** At most 100 messages, each with its own text and recipient (docs/protocol/platform.md#one-api). */
export function writeSend(messages: readonly OneApiMessage[]): PlatformRequest {
	return post('/v1/message', { messages: messages.map(messageBody) });
}

function messageBody(message: OneApiMessage): object {
	const to = number(message.to);
	if (message.channel === 'sms') {
		return { channel: 'sms', to, content: message.text, ...smsOptions(message) };
	}
	const { clientMessageId, relatedMessageId, content } = message;
	return {
		channel: 'whatsapp',
		to,
		...whatsAppBody(content),
		...(clientMessageId ? { clientMessageId } : {}),
		...(relatedMessageId ? { relatedMessageId } : {}),
	};
}

function whatsAppBody(content: WhatsAppContent): object {
	switch (content.type) {
		case 'text': {
			const { text, linkPreview } = content;
			return { content: text, ...(linkPreview === undefined ? {} : { previewFirstUrl: linkPreview }) };
		}
		case 'template': {
			const { name, header, parameters } = content;
			return {
				template: {
					templateName: name,
					...(header === undefined ? {} : { header: headerBody(header) }),
					body: { parameters },
				},
			};
		}
		case 'media': {
			const { fileId, contentType, caption, sha256Hash } = content;
			return {
				media: {
					fileId,
					...(contentType ? { contentType } : {}),
					...(caption ? { caption } : {}),
					...(sha256Hash ? { sha256Hash } : {}),
				},
			};
		}
		case 'location': {
			const { longitude, latitude, name, address } = content;
			return {
				location: { longitude, latitude, ...(name ? { name } : {}), ...(address ? { address } : {}) },
			};
		}
		case 'contacts':
			return { contacts: content.contacts };
	}
}

function headerBody(header: { readonly text: string } | { readonly fileId: string }): object {
	return 'text' in header
		? { type: 'text', text: header.text }
		: { type: 'media', media: { fileId: header.fileId } };
}

/** The status of a message, asked by its ID (docs/protocol/platform.md#statuses-of-one-api). */
export function writeStatusQuery(messageId: string): PlatformRequest {
	return get(`/v1/message/${encodeURIComponent(messageId.toWellFormed())}`);
}

/** The same of the SMS API (docs/protocol/platform.md#other-calls). */
export function writeSmsStatusQuery(messageId: string): PlatformRequest {
	return get(`/public-client/message/status?${queryOf({ messageId })}`);
}

/** What is left, as money; it spends nothing, and either kind of key is good for it. */
export function writeBalanceQuery(): PlatformRequest {
	return get('/public-client/balance');
}

/** Number of the notification that a message was read (docs/protocol/platform.md#other-calls). */
const READ = 1001;

/** Marks messages that came by WhatsApp as read. */
export function writeMarkAsRead(
	messages: ReadonlyArray<{ readonly messageId: string; readonly clientEventId?: string }>,
): PlatformRequest {
	const updates = messages.map(({ messageId, clientEventId }) => ({
		channel: 'whatsapp',
		statusCode: READ,
		messageId,
		...(clientEventId ? { clientEventId } : {}),
	}));
	return post('/v1/notification', { event: { messageStatusUpdate: updates } });
}

export interface Upload {
	readonly bytes: Uint8Array;
	/** With the extension that belongs to its type; without one the Platform does not know what it is. */
	readonly fileName: string;
	readonly contentType: string;
	/** The only number it may be sent to. */
	readonly to?: string;
	/** It may be sent to many. */
	readonly broadcast?: boolean;
}

/** Stores a file for thirty days (docs/protocol/platform.md#other-calls). */
export function writeUpload({ bytes, fileName, contentType, to, broadcast }: Upload): PlatformRequest {
	const query = queryOf({
		fileName,
		...(to ? { to: number(to) } : {}),
		...(broadcast ? { broadcastAllowed: 'true' } : {}),
	});
	const headers = { ...ACCEPT, 'Content-Type': contentType };
	return { method: 'POST', path: `/v1/media?${query}`, headers, body: bytes };
}

/** The bytes of a file that a person sent; the answer is no JSON unless it is a refusal. */
export function writeDownload(file: {
	readonly fileId: string;
	readonly sha256Hash: string;
}): PlatformRequest {
	const { fileId, sha256Hash } = file;
	const query = queryOf({ fileId, sha256Hash, source: 'client' });
	return { method: 'GET', path: `/v1/media?${query}`, headers: { Accept: '*/*' } };
}

export function writeMediaInfoQuery(fileId: string): PlatformRequest {
	return get(`/v1/media/${encodeURIComponent(fileId.toWellFormed())}`);
}

/** Each value encoded once: `+` stays a plus, and a blank is `%20`. */
function queryOf(values: Readonly<Record<string, string>>): string {
	return Object.entries(values)
		.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
		.join('&');
}
