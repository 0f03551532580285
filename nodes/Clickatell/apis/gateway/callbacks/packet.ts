import { percentDecodeToBytes } from '../../../formats/charset';
import { CALLBACK_LIMITS, readXml, type XmlElement, type XmlResult } from '../../../formats/xml/read';
import { addField, fieldName, type FieldName, type Fields, type FieldValue } from './fields';

export type Packet =
	| { ok: true; carrier: 'xml' | 'soap'; meant: 'status' | 'inbound' | undefined; fields: Fields }
	| { ok: false; reason: string };

const MEANING: ReadonlyMap<string, 'status' | 'inbound'> = new Map([
	['callback', 'status'],
	['mtcallback', 'status'],
	['clickmo', 'inbound'],
	['mocallback', 'inbound'],
]);

/**
 * Reads the XML or SOAP packet of a callback by the local names of its elements, whatever their case and prefix:
 * `<callback>`, `<clickmo>`, or a SOAP envelope around `mt_callback`. No SOAP packet of an inbound message was ever
 * seen; one would be read by analogy, by its root or by its fields. `charset` is what a Content-Type header says of
 * the bytes.
 */
export function readPacket(source: Uint8Array, charset?: string): Packet {
	const document = readDocument(withoutQuotes(source), charset);
	if (!document.ok) return document;
	const { root } = document;
	const carrier = root.local.toLowerCase() === 'envelope' ? 'soap' : 'xml';
	const element = findPayload(root);
	if (element === undefined) {
		return {
			ok: false,
			reason: 'The XML holds none of the fields of a status callback or an inbound message.',
		};
	}
	const fields = new Map<FieldName, FieldValue>();
	for (const child of element.children) {
		const name = fieldName(child.local);
		if (name !== undefined) addField(fields, name, { characters: child.text });
	}
	return { ok: true, carrier, meant: meaningOf(element), fields };
}

function readDocument(source: Uint8Array, charset: string | undefined): XmlResult {
	const options = { limits: CALLBACK_LIMITS, ...(charset !== undefined && { charset }) };
	const strict = readXml(source, options);
	if (strict.ok) return strict;
	const repaired = repair(source);
	const second = repaired && readXml(repaired, options);
	return second?.ok ? second : strict;
}

const STRAY_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/g;

/**
 * Undoes what senders do to a packet: percent-encoding it once too often, and not escaping an ampersand in a text.
 * Undefined where neither is the trouble. Never applied to a packet with a DOCTYPE, CDATA or comments.
 */
function repair(source: Uint8Array): Uint8Array | undefined {
	const text = Buffer.from(source).toString('latin1');
	if (/^(?:%22|%27)?%3c/i.test(text)) return withoutQuotes(percentDecodeToBytes(text, true));
	if (text.includes('<!') || text.search(STRAY_AMPERSAND) === -1) return undefined;
	return Buffer.from(text.replace(STRAY_AMPERSAND, '&amp;'), 'latin1');
}

function meaningOf(element: XmlElement): 'status' | 'inbound' | undefined {
	return MEANING.get(element.local.toLowerCase().replace(/[_-]/g, ''));
}

/** The first element that is named as a callback, or else the first that has a message ID among its children. */
function findPayload(root: XmlElement): XmlElement | undefined {
	let withId: XmlElement | undefined;
	const waiting: XmlElement[] = [root];
	for (let element = waiting.shift(); element !== undefined; element = waiting.shift()) {
		if (meaningOf(element) !== undefined) return element;
		withId ??= element.children.some((child) => isId(child)) ? element : undefined;
		waiting.push(...element.children);
	}
	return withId;
}

function isId(element: XmlElement): boolean {
	const name = fieldName(element.local);
	return name === 'apimsgid' || name === 'climsgid' || name === 'momsgid';
}

const QUOTES = [0x22, 0x27];
const BLANKS = [0x09, 0x0a, 0x0d, 0x20];

/**
 * The vendor's sample stands inside double quotes (docs/protocol/callbacks.md#status-callback): takes one pair off,
 * with the blanks around it.
 */
function withoutQuotes(source: Uint8Array): Uint8Array {
	const trimmed = trim(source);
	const first = trimmed[0];
	if (first === undefined || !QUOTES.includes(first) || trimmed.length < 2) return trimmed;
	return trim(trimmed.subarray(1, trimmed.at(-1) === first ? -1 : undefined));
}

function trim(bytes: Uint8Array): Uint8Array {
	let start = 0;
	let end = bytes.length;
	while (start < end && BLANKS.includes(bytes[start] ?? 0)) start += 1;
	while (end > start && BLANKS.includes(bytes[end - 1] ?? 0)) end -= 1;
	return bytes.subarray(start, end);
}
