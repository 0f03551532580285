import { describeStatus } from '../../../message/statusMeaning';
import type { CallbackFormat, DecodedCallback } from './events';
import { type Fields, readShort } from './fields';
import { dedupeKeyOf } from './identity';
import { readUnixTime } from './times';

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The event of a status callback (docs/protocol/callbacks.md#status-callback). It needs a status and one of the
 * message IDs; everything else may be missing. Some senders put the ID into `moMsgId`, so that is read where there is
 * no other.
 */
export function readStatus(fields: Fields, format: CallbackFormat): DecodedCallback {
	const clientMessageId = readShort(fields, 'climsgid');
	const messageId =
		readShort(fields, 'apimsgid') ?? (clientMessageId === null ? readShort(fields, 'momsgid') : null);
	if (messageId === null && clientMessageId === null) {
		return unreadable(
			'The status callback names no message: both apiMsgId and cliMsgId are missing or empty.',
		);
	}
	const written = readShort(fields, 'status');
	if (written === null) return unreadable('The status callback has no status.');
	const status = threeDigits(written);
	if (status === undefined) {
		return unreadable('The status of the status callback is not a number of up to three digits.');
	}
	const to = readShort(fields, 'to');
	const from = readShort(fields, 'from');
	const charge = readShort(fields, 'charge');
	const time = readShort(fields, 'timestamp');
	const apiId = readShort(fields, 'apiid');
	// All recipients of one call may share a client message ID, and senders use one again: all that is sent counts then.
	const identity =
		messageId === null
			? ['client', clientMessageId, to, from, status, time, charge, apiId]
			: ['message', messageId, status];
	return {
		kind: 'status',
		event: {
			kind: 'status',
			channel: 'sms',
			messageId,
			clientMessageId,
			to,
			from,
			...describeStatus(status),
			charge: readDecimal(charge),
			timestamp: readUnixTime(time ?? ''),
			apiId,
			format,
			dedupeKey: dedupeKeyOf('status', identity),
		},
	};
}

/**
 * `4`, `04`, `004` and `0004` are one status: the SOAP packet types it as a number
 * (docs/protocol/callbacks.md#status-callback).
 */
function threeDigits(written: string): string | undefined {
	const match = /^0*(\d{1,3})$/.exec(written);
	return match?.[1]?.padStart(3, '0');
}

function readDecimal(written: string | null): number | null {
	if (written === null || !DECIMAL.test(written)) return null;
	const value = Number(written);
	return Number.isFinite(value) ? value : null;
}

function unreadable(reason: string): DecodedCallback {
	return { kind: 'unreadable', reason };
}
