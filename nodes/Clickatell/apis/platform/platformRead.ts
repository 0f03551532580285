import { type Redactor, redactor } from '../../formats/redact';
import { isObject } from '../../formats/isObject';
import { fieldOf, listOf, numberOf, readJson, shortOf } from './json';
import { type PlatformError, readError } from './platformRefusal';
import { describePlatformStatus, type StatusMeaning } from './platformStatuses';
import type { PlatformApiName, PlatformReply } from './types';
import { readMilliseconds, readSeconds } from './platformTimes';

/** An answer to anything but a send. */
export type Read<T> =
	| { readonly kind: 'read'; readonly value: T }
	| { readonly kind: 'refused'; readonly error: PlatformError }
	/** `reason` is one sentence. */
	| { readonly kind: 'unreadable'; readonly reason: string };

function read<T>(
	api: PlatformApiName,
	reply: PlatformReply,
	secrets: Redactor,
	valueOf: (value: Record<string, unknown>) => T | undefined,
	what: string,
): Read<T> {
	const json = readJson(reply.body);
	const begin = `The answer with HTTP status ${reply.status}`;
	if (!json.ok) return { kind: 'unreadable', reason: `${begin} ${json.reason}.` };
	if (!isObject(json.value)) return { kind: 'unreadable', reason: `${begin} is not an object.` };
	const error = readError(json.value, api, secrets);
	if (error !== undefined) return { kind: 'refused', error };
	const value = valueOf(json.value);
	if (value === undefined) return { kind: 'unreadable', reason: `${begin} does not contain ${what}.` };
	return { kind: 'read', value };
}

export interface Balance {
	readonly balance: number;
	/** Three letters, such as ZAR; null where the answer has none. */
	readonly currency: string | null;
}

/** Money left (docs/protocol/platform.md#other-calls). */
export function readBalance(
	api: PlatformApiName,
	reply: PlatformReply,
	secrets: Redactor = redactor([]),
): Read<Balance> {
	const valueOf = (value: Record<string, unknown>) => {
		const balance = numberOf(value.balance);
		const currency = shortOf(value.currency);
		return balance === null
			? undefined
			: { balance, currency: currency === null ? null : secrets.value(currency) };
	};
	return read(api, reply, secrets, valueOf, 'a balance');
}

export interface MessageStatus extends StatusMeaning {
	/** Null where the message is not known, and in the SMS API. */
	readonly channel: string | null;
	/** By name. */
	readonly status: string;
	/** Of the last change, ISO 8601 in UTC; null where there is none. */
	readonly timestamp: string | null;
}

const CHANNELS = ['sms', 'whatsapp'] as const;

/**
 * The status of a message by channel, or without one where the message is not known
 * (docs/protocol/platform.md#statuses-of-one-api). Channels that are not known yet pass as they are.
 */
export function readStatuses(
	reply: PlatformReply,
	secrets: Redactor = redactor([]),
): Read<readonly MessageStatus[]> {
	const statusOf = (channel: string | null, value: unknown): MessageStatus[] => {
		const written = shortOf(fieldOf(value, 'status'));
		if (written === null) return [];
		const status = secrets.value(written);
		const timestamp = readMilliseconds(fieldOf(value, 'timestamp'));
		return [{ channel, status, ...describePlatformStatus('oneApi', status), timestamp }];
	};
	const valueOf = (value: Record<string, unknown>) => {
		const others = Object.keys(value).filter((name) => !(CHANNELS as readonly string[]).includes(name));
		const channels = [...CHANNELS, ...others.slice(0, 10)];
		const statuses = channels.flatMap((channel) => statusOf(secrets.words(channel, 40), value[channel]));
		const all = statuses.length > 0 ? statuses : statusOf(null, value);
		return all.length > 0 ? all : undefined;
	};
	return read('oneApi', reply, secrets, valueOf, 'a status');
}

/** The same of the SMS API, whose words are others (docs/protocol/platform.md#sms-status). */
export function readSmsStatus(reply: PlatformReply, secrets: Redactor = redactor([])): Read<MessageStatus> {
	const valueOf = (value: Record<string, unknown>) => {
		const code = numberOf(value.statusCode);
		const written = shortOf(value.status) ?? (code === null ? null : String(code));
		if (written === null) return undefined;
		const status = secrets.value(written);
		const timestamp = readMilliseconds(value.timestamp);
		return { channel: null, status, ...describePlatformStatus('smsApi', status, code), timestamp };
	};
	return read('smsApi', reply, secrets, valueOf, 'a status');
}

/** The ID of a file that was uploaded. */
export function readUpload(reply: PlatformReply, secrets: Redactor = redactor([])): Read<string> {
	const valueOf = (value: Record<string, unknown>) => {
		const fileId = shortOf(value.fileId);
		return fileId === null || value.accepted === false ? undefined : secrets.value(fileId);
	};
	return read('oneApi', reply, secrets, valueOf, 'the ID of a file');
}

export interface MediaInfo {
	/** ISO 8601 in UTC; null where the answer has no time. */
	readonly expiresAt: string | null;
	readonly broadcastAllowed: boolean | null;
}

export function readMediaInfo(reply: PlatformReply, secrets: Redactor = redactor([])): Read<MediaInfo> {
	const valueOf = (value: Record<string, unknown>) => {
		const expiresAt = readSeconds(value.expirationTime);
		const { broadcastAllowed } = value;
		if (expiresAt === null && typeof broadcastAllowed !== 'boolean') return undefined;
		return { expiresAt, broadcastAllowed: typeof broadcastAllowed === 'boolean' ? broadcastAllowed : null };
	};
	return read('oneApi', reply, secrets, valueOf, 'facts about a file');
}

/** A refusal is short. */
const LONGEST_REFUSAL = 4096;

/** Whether an answer with HTTP 2xx is an error and nothing else, as no file is that a person sends. */
function isRefusalAlone(body: string | Uint8Array): boolean {
	if (body.length > LONGEST_REFUSAL) return false;
	const json = readJson(body);
	if (!json.ok || !isObject(json.value)) return false;
	return Object.keys(json.value).join() === 'error' && numberOf(fieldOf(json.value.error, 'code')) !== null;
}

/** The bytes of a file. A refusal is JSON with an error, whatever its HTTP status; a file may be JSON as well. */
export function readDownload(reply: PlatformReply, secrets: Redactor = redactor([])): Read<Uint8Array> {
	const { status, body } = reply;
	if (status >= 200 && status < 300 && !isRefusalAlone(body)) {
		return { kind: 'read', value: typeof body === 'string' ? Buffer.from(body, 'utf8') : body };
	}
	const refused = read<Uint8Array>('oneApi', reply, secrets, () => undefined, 'a file');
	return refused;
}

export interface MarkedAsRead {
	readonly messageId: string;
	readonly eventId: string | null;
	readonly accepted: boolean;
	readonly error: PlatformError | undefined;
}

/** Which messages were marked as read; by their IDs, in no promised order. */
export function readMarkedAsRead(
	reply: PlatformReply,
	secrets: Redactor = redactor([]),
): Read<readonly MarkedAsRead[]> {
	const valueOf = (value: Record<string, unknown>) => {
		const updates = listOf(fieldOf(value.event, 'messageStatusUpdate')).flatMap((update): MarkedAsRead[] => {
			const messageId = shortOf(fieldOf(update, 'messageId'));
			if (messageId === null) return [];
			const eventId = shortOf(fieldOf(update, 'apiEventId'));
			const error = readError(update, 'oneApi', secrets);
			return [
				{
					messageId: secrets.value(messageId),
					eventId: eventId === null ? null : secrets.value(eventId),
					accepted: fieldOf(update, 'accepted') === true && error === undefined,
					error,
				},
			];
		});
		return updates.length > 0 ? updates : undefined;
	};
	return read('oneApi', reply, secrets, valueOf, 'a notification');
}
