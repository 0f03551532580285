import { type Conversation, conversationOf } from '../../../message/conversation';
import { readConcatenation } from '../../../message/text/udh';
import type { CallbackFormat, DecodedCallback, InboundEvent } from './events';
import { type Fields, readShort } from './fields';
import { dedupeKeyOf } from './identity';
import { readMessageText } from './inboundText';
import { readGatewayTime } from './times';

/**
 * The event of an inbound message. It needs the message's ID or its sender; everything else may be missing.
 * `formCharset` decodes the text where the call has no `charset` field.
 */
export function readInbound(
	fields: Fields,
	format: CallbackFormat,
	formCharset: string | undefined,
): DecodedCallback {
	const messageId = readShort(fields, 'momsgid');
	const from = readShort(fields, 'from');
	if (messageId === null && from === null) {
		return {
			kind: 'unreadable',
			reason:
				'The inbound message names neither its ID nor its sender: both moMsgId and from are missing or empty.',
		};
	}
	const to = readShort(fields, 'to');
	const charset = readShort(fields, 'charset');
	const value = fields.get('text');
	const text = value === undefined ? null : readMessageText(value, charset ?? formCharset ?? null);
	const time = readShort(fields, 'timestamp');
	const udh = readShort(fields, 'udh');
	const part = udh === null ? undefined : readConcatenation(udh);
	// Were the parts of a long message ever to share an ID, each of them must still count as a message of its own.
	// Without an ID, a message is taken for repeated when all that was sent is the same.
	const identity =
		messageId === null
			? ['sent', from, to, time, text, udh]
			: ['message', messageId, part?.reference ?? null, part?.part ?? null];
	const event = {
		kind: 'inbound',
		type: 'text',
		channel: 'sms',
		messageId,
		from,
		to,
		text,
		timestamp: readGatewayTime(time ?? ''),
		charset,
		udh,
		apiId: readShort(fields, 'apiid'),
		format,
		dedupeKey: dedupeKeyOf('inbound', identity),
		partReference: part?.reference ?? null,
		partNumber: part?.part ?? null,
		partTotal: part?.total ?? null,
	} satisfies Omit<InboundEvent, keyof Conversation>;
	return { kind: 'inbound', event: { ...event, ...conversationOf(event) } };
}
