import { XMLParser } from 'fast-xml-parser';
import { byteOrderMark, decodeBytes } from '../charset';
import { guardXml } from './guard';
import { resolveReferences, withBlanks } from './names';
import type { XmlElement, XmlLimits } from './types';

export type { XmlElement, XmlLimits } from './types';

export type XmlResult = { ok: true; root: XmlElement } | { ok: false; reason: string };

/**
 * Limits for replies to our own requests: 300 returns take some 40 KB. What is read in one go keeps n8n from all else, so
 * that there is no room for more than that takes in some milliseconds.
 */
export const REPLY_LIMITS: XmlLimits = { maxBytes: 256 * 1024, maxDepth: 32, maxElements: 5_000 };

/** Limits for what anyone may send to the trigger's URL. */
export const CALLBACK_LIMITS: XmlLimits = { maxBytes: 256 * 1024, maxDepth: 16, maxElements: 2_000 };

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';
const ATTRIBUTE_PREFIX = '@';
/** Not a name character, so a marked name never equals one that the parser reserves or refuses. */
const ELEMENT_MARK = '$';

const parser = new XMLParser({
	preserveOrder: true,
	ignoreAttributes: false,
	attributeNamePrefix: ATTRIBUTE_PREFIX,
	textNodeName: TEXT,
	cdataPropName: CDATA,
	parseTagValue: false,
	parseAttributeValue: false,
	trimValues: false,
	// References are resolved below, where a reference to < cannot be mistaken for markup again.
	processEntities: false,
	// Twice for an empty element, hence the look at the mark.
	transformTagName: (name) => (name.startsWith(ELEMENT_MARK) ? name : ELEMENT_MARK + name),
	// The guard has counted the depth before.
	maxNestedTags: Number.MAX_SAFE_INTEGER,
	jPath: false,
});

/** @throws where a reference is none, which the guard has ruled out */
function resolved(text: string, literally?: (between: string) => string): string {
	const read = resolveReferences(text, literally);
	if ('reason' in read) throw new Error(read.reason);
	return read.text;
}

/** What the parser gives: text by `#text`, CDATA by `#cdata`, an element by its marked name. */
interface ParsedNode {
	[TEXT]?: string;
	[CDATA]?: ParsedNode[];
	[ATTRIBUTES]?: Record<string, string>;
	[name: `$${string}`]: ParsedNode[];
}

function isElementKey(key: string): key is `$${string}` {
	return key.startsWith(ELEMENT_MARK);
}

function toAttributes(parsed: Record<string, string> | undefined): Record<string, string> {
	const attributes = Object.create(null) as Record<string, string>;
	if (parsed === undefined) return attributes;
	for (const [key, value] of Object.entries(parsed)) {
		attributes[key.slice(ATTRIBUTE_PREFIX.length)] = resolved(value, withBlanks);
	}
	return attributes;
}

/** Recursion is bounded by `maxDepth`. */
function toElement(name: string, content: ParsedNode[], attributes: Record<string, string>): XmlElement {
	const children: XmlElement[] = [];
	let text = '';
	for (const node of content) {
		for (const key in node) {
			if (isElementKey(key)) {
				children.push(toElement(key.slice(1), node[key] ?? [], toAttributes(node[ATTRIBUTES])));
			} else if (key === TEXT) {
				text += resolved(node[TEXT] ?? '');
			} else if (key === CDATA) {
				for (const section of node[CDATA] ?? []) text += section[TEXT] ?? '';
			}
		}
	}
	return { name, local: name.slice(name.indexOf(':') + 1), attributes, children, text };
}

/** The charset that the bytes themselves announce, when neither mark nor Content-Type does. */
function announcedCharset(bytes: Uint8Array): string | undefined {
	if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le';
	if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be';
	const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
	return /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
}

function decodeDocument(bytes: Uint8Array, charset: string | undefined): string {
	const mark = byteOrderMark(bytes);
	if (mark) return decodeBytes(bytes, mark);
	const label = charset?.trim() || announcedCharset(bytes);
	// A document whose first bytes are two ASCII characters is not UTF-16, whatever it says of itself.
	const isAscii = bytes[0] === 0x3c && bytes[1] !== 0;
	return decodeBytes(bytes, isAscii && label !== undefined && /16|ucs/i.test(label) ? undefined : label);
}

/**
 * Reads one foreign XML document, all of it or nothing.
 *
 * Bytes are decoded by their byte order mark, else by `charset` (from Content-Type), else by the XML
 * declaration, else as UTF-8. Text is never guessed into numbers and never trimmed; `003` stays `003`.
 * Refused with one sentence: empty input, HTML pages, DOCTYPE and entity definitions, characters XML
 * forbids, truncated or mismatched tags, and whatever exceeds the limits.
 *
 * @throws what the parser does not understand of a document that the guard let pass: none is known, and it would be a
 * fault of the package, to be logged with its place in the code
 */
export function readXml(
	source: string | Uint8Array,
	options: { limits: XmlLimits; charset?: string },
): XmlResult {
	const { limits, charset } = options;
	if (source.length > limits.maxBytes) {
		return { ok: false, reason: `The XML is larger than ${limits.maxBytes} bytes.` };
	}
	const decoded = typeof source === 'string' ? source : decodeDocument(source, charset);
	const whole = (decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded).trim();
	// A line ends in the same way whatever it ends with (XML 1.0, 2.11).
	const xml = whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
	if (xml === '') return { ok: false, reason: 'The XML is empty.' };

	const guarded = guardXml(xml, limits);
	if (!guarded.ok) return guarded;
	if (guarded.root) return { ok: true, root: guarded.root };
	// Read as the content of a nameless element, whose only child is the root.
	const content = parser.parse(guarded.body) as ParsedNode[];
	const root = toElement('', content, {}).children[0];
	return root ? { ok: true, root } : { ok: false, reason: 'It is not XML: it has no element.' };
}

/** The children of `e` with that local name, in any case and with any prefix. */
export function children(e: XmlElement, local: string): XmlElement[] {
	const wanted = local.toLowerCase();
	return e.children.filter(({ local: own }) => own === local || own.toLowerCase() === wanted);
}

/** The first child of `e` with that local name, in any case and with any prefix. */
export function child(e: XmlElement, local: string): XmlElement | undefined {
	const wanted = local.toLowerCase();
	return e.children.find((candidate) => candidate.local.toLowerCase() === wanted);
}
