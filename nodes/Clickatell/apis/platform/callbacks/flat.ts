import { dedupeKeyOf } from '../../gateway/callbacks/identity';
import { type Conversation, conversationOf } from '../../../message/conversation';
import { readConcatenation } from '../../../message/text/udh';
import { numberOf, shortOf } from '../json';
import { describePlatformStatus } from '../platformStatuses';
import { readMilliseconds } from '../platformTimes';
import type {
	DecodedPlatformCallback,
	PlatformFormat,
	PlatformInboundEvent,
	PlatformStatusEvent,
} from './platformEvents';

/** The keys of an event that say which part of a long message it is. */
export function partOf(
	part: ReturnType<typeof readConcatenation>,
): Pick<PlatformInboundEvent, 'partReference' | 'partNumber' | 'partTotal'> {
	return {
		partReference: part?.reference ?? null,
		partNumber: part?.part ?? null,
		partTotal: part?.total ?? null,
	};
}

/** The fields of a call to which each name stands for itself, out of a query, a form or JSON. */
export interface FlatCall {
	readonly format: PlatformFormat;
	/** A field's own value; undefined where the call has none. */
	value(name: string): unknown;
	/** The text of a reply in the charset that the call names; undefined where it has none. */
	text(charset: string | null): string | undefined;
	/** Takes a secret of the call out of a value. */
	shown(text: string): string;
}

/** Which event a call is, if it is one (docs/protocol/platform.md#telling-callbacks-apart). */
export function flatKind(call: FlatCall): 'status' | 'inbound' | undefined {
	const has = (name: string) => shortOf(call.value(name)) !== null;
	if (has('replyMessageId') || (has('fromNumber') && call.value('text') !== undefined)) return 'inbound';
	return has('messageId') && (has('statusCode') || has('status')) ? 'status' : undefined;
}

function shortIn(call: FlatCall): (name: string) => string | null {
	return (name) => {
		const text = shortOf(call.value(name));
		return text === null ? null : call.shown(text);
	};
}

/** The status of a message of the SMS API (docs/protocol/platform.md#sms-status). */
export function readFlatStatus(call: FlatCall): PlatformStatusEvent {
	const short = shortIn(call);
	const statusCode = numberOf(call.value('statusCode'));
	const status = short('status') ?? short('statusCode') ?? '';
	const messageId = short('messageId');
	return {
		kind: 'status',
		channel: 'sms',
		messageId,
		clientMessageId: short('clientMessageId'),
		to: short('to'),
		from: short('from'),
		status,
		...describePlatformStatus('smsApi', status, statusCode),
		statusCode,
		statusDescription: short('statusDescription'),
		timestamp: readMilliseconds(call.value('timestamp')),
		integrationId: short('integrationId'),
		integrationName: short('integrationName'),
		format: call.format,
		dedupeKey: dedupeKeyOf('status', ['smsApi', messageId, status, statusCode]),
	};
}

/**
 * A reply to a message of the SMS API (docs/protocol/platform.md#sms-reply). Its own ID is `replyMessageId`, and
 * `messageId` is that of the message answered; where there is only `messageId` it may be either, so that all that was
 * sent counts then, and a second answer to one message is not taken for a repetition.
 */
export function readFlatReply(call: FlatCall): PlatformInboundEvent | DecodedPlatformCallback {
	const short = shortIn(call);
	const replyId = short('replyMessageId');
	const otherId = short('messageId');
	const from = short('fromNumber');
	const to = short('toNumber');
	const charset = short('charset');
	const udh = short('udh');
	const time = short('timestamp');
	const text = call.text(charset) ?? null;
	if (replyId === null && otherId === null && from === null) {
		return { kind: 'unreadable', reason: 'The reply names neither its ID nor its sender.' };
	}
	const part = udh === null ? undefined : readConcatenation(udh);
	const identity =
		replyId === null
			? ['smsApi', 'sent', otherId, from, to, time, text, udh]
			: ['smsApi', 'reply', replyId, part?.reference ?? null, part?.part ?? null];
	const event = {
		kind: 'inbound',
		type: 'text',
		channel: 'sms',
		messageId: replyId ?? otherId,
		from,
		to,
		text,
		charset,
		udh,
		...partOf(part),
		relatedMessageId: replyId === null ? null : otherId,
		relatedClientMessageId: short('clientMessageId'),
		files: [],
		longitude: null,
		latitude: null,
		locationName: null,
		locationAddress: null,
		profileName: null,
		network: short('network'),
		keyword: short('keyword'),
		timestamp: readMilliseconds(time),
		integrationId: short('integrationId'),
		integrationName: short('integrationName'),
		format: call.format,
		dedupeKey: dedupeKeyOf('inbound', identity),
	} satisfies Omit<PlatformInboundEvent, keyof Conversation>;
	return { ...event, ...conversationOf(event) };
}
