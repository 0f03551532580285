import { decodeBytes, parseFormBytes } from '../../../formats/charset';
import { charsetIn } from '../../../formats/contentType';
import type { CallbackFormat, CallbackRequest, DecodedCallback } from './events';
import { addField, fieldName, type FieldName, type Fields, readShort } from './fields';
import { readInbound } from './inbound';
import { type Packet, readPacket } from './packet';
import { mendQuery } from './query';
import { readStatus } from './deliveryReport';

export interface DecodeOptions {
	/** Names of parameters that belong to the receiver, such as a secret in the URL: never a field of the call. */
	ownParameters?: readonly string[];
}

type Carrier = 'http' | 'xml' | 'soap';

/**
 * What one call of the gateway says (docs/protocol/callbacks.md). All formats may come to
 * one URL and are told apart by what they carry: form fields or an XML or SOAP packet, in the query string or in the
 * body, with whatever Content-Type. The body counts before the query string. Pure; never throws, whatever it is given.
 */
export function decodeCallback(request: CallbackRequest, options: DecodeOptions = {}): DecodedCallback {
	const own = options.ownParameters ?? [];
	const fromBody = readBody(request, own);
	if (fromBody !== undefined) return fromBody;
	const query = readForm(mendQuery(request.query, own), own);
	if (query.packet !== undefined) return readPacketOf(request, query.packet);
	if (query.fields.size > 0) return readFields(request, 'http', undefined, query.fields);
	if (query.isEmpty && isBlank(request.body)) return { kind: 'probe' };
	return {
		kind: 'unreadable',
		reason: 'The call holds none of the fields of a status callback or an inbound message.',
	};
}

/** The body's event or fault; undefined if the body says nothing, so that the query string is read. */
function readBody(request: CallbackRequest, own: readonly string[]): DecodedCallback | undefined {
	const { body } = request;
	const declared = charsetIn(request.contentType);
	const packet = rawPacket(body);
	if (packet !== undefined) return readPacketOf(request, packet, charsetOfPacket(packet, declared));
	if (isBlank(body)) return undefined;
	const form = readForm(body, own);
	if (form.packet !== undefined) return readPacketOf(request, form.packet);
	if (form.fields.size > 0) return readFields(request, 'http', undefined, form.fields, declared);
	if (!looksLikeJson(body)) return undefined;
	return {
		kind: 'unreadable',
		reason: 'The body of the call is JSON; a callback of the SMS Gateway never is.',
	};
}

interface Form {
	fields: Map<FieldName, { bytes: Uint8Array }>;
	/** The value of the parameter `data`. */
	packet: Uint8Array | undefined;
	/** No parameter with a value, apart from the receiver's own. */
	isEmpty: boolean;
}

function readForm(source: Uint8Array | string, own: readonly string[]): Form {
	const form: Form = { fields: new Map(), packet: undefined, isEmpty: true };
	for (const { name, value } of parseFormBytes(source)) {
		if (own.includes(name.toLowerCase())) continue;
		const known = fieldName(name);
		if (known !== undefined) addField(form.fields, known, { bytes: value });
		else if (name.toLowerCase() === 'data' && value.length > 0) form.packet ??= value;
		if (value.length > 0) form.isEmpty = false;
	}
	return form;
}

const OPENS_XML = /^(?:\xef\xbb\xbf|\xfe\xff|\xff\xfe)?\s*["']?\s*\0?</;
const OPENS_DATA = /^\s*data\s*=\s*["']?\s*</i;

/** A packet that is the whole body, or that follows `data=` without the percent-encoding it should have. */
function rawPacket(body: Uint8Array): Uint8Array | undefined {
	const head = latin1(body.subarray(0, 64));
	if (OPENS_XML.test(head)) return body;
	return OPENS_DATA.test(head) ? body.subarray(head.indexOf('=') + 1) : undefined;
}

/** Frameworks add `charset=utf-8` to packets that are none: what cannot be true is ignored. */
function charsetOfPacket(packet: Uint8Array, declared: string | undefined): string | undefined {
	if (declared === undefined || !/^utf-?8$/i.test(declared)) return declared;
	return decodeBytes(packet, declared).includes('\ufffd') ? undefined : declared;
}

function looksLikeJson(body: Uint8Array): boolean {
	return /^(?:\xef\xbb\xbf)?\s*[{[]/.test(latin1(body.subarray(0, 64)));
}

function isBlank(body: Uint8Array): boolean {
	return body.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('latin1');
}

function readPacketOf(request: CallbackRequest, source: Uint8Array, charset?: string): DecodedCallback {
	const packet: Packet = readPacket(source, charset);
	if (!packet.ok) return { kind: 'unreadable', reason: packet.reason };
	return readFields(request, packet.carrier, packet.meant, packet.fields);
}

function readFields(
	request: CallbackRequest,
	carrier: Carrier,
	meant: 'status' | 'inbound' | undefined,
	fields: Fields,
	formCharset?: string,
): DecodedCallback {
	const format: CallbackFormat = `${carrier}${request.method.toUpperCase() === 'GET' ? 'Get' : 'Post'}`;
	switch (meant ?? meaningOf(fields)) {
		case 'status':
			return readStatus(fields, format);
		case 'inbound':
			return readInbound(fields, format, formCharset);
		default:
			return {
				kind: 'unreadable',
				reason:
					'The call is neither a status callback (apiMsgId or cliMsgId, and status) nor an inbound message (moMsgId, or from and text).',
			};
	}
}

/**
 * Status callback or inbound message: an inbound message has its own ID and never a status. A status whose ID came
 * as `moMsgId` is still a status as long as there is no text.
 */
function meaningOf(fields: Fields): 'status' | 'inbound' | undefined {
	const hasStatus = readShort(fields, 'status') !== null;
	const hasText = fields.has('text');
	if (readShort(fields, 'momsgid') !== null && !(hasStatus && !hasText)) return 'inbound';
	if (hasStatus || fields.has('apimsgid') || fields.has('climsgid')) return 'status';
	return hasText && readShort(fields, 'from') !== null ? 'inbound' : undefined;
}
