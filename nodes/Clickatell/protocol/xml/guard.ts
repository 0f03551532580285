import { illegalCharacter } from './write';

/**
 * The strict pass over foreign XML that runs before the parser: fast-xml-parser accepts truncated
 * documents and mismatched tags, and spends memory on depth and entities.
 */

export interface XmlLimits {
	/** Largest document, in bytes (in characters when it is given as a string). */
	maxBytes: number;
	/** Deepest nesting; the root element is depth 1. */
	maxDepth: number;
	/** Most elements, attributes, comments, CDATA sections and processing instructions together. */
	maxElements?: number;
}

/** `body` is the document without declaration, comments and processing instructions. */
export type GuardResult = { ok: true; body: string } | { ok: false; reason: string };

const DEFAULT_MAX_ELEMENTS = 100_000;
/** XML 1.0 production 4, but for U+1680 and U+FEFF: blanks in JavaScript, where the parser would split names. */
const NAME_START = [
	...['A-Z', '_', 'a-z', ':', '\\u00C0-\\u00D6', '\\u00D8-\\u00F6', '\\u00F8-\\u02FF', '\\u0370-\\u037D'],
	...['\\u037F-\\u167F', '\\u1681-\\u1FFF', '\\u200C-\\u200D', '\\u2070-\\u218F', '\\u2C00-\\u2FEF'],
	...['\\u3001-\\uD7FF', '\\uF900-\\uFDCF', '\\uFDF0-\\uFEFE', '\\uFF00-\\uFFFD'],
].join('');
const NAME_REST = ['\\u0300-\\u036F', '0-9', '.', '\\-', '\\u00B7', '\\u203F-\\u2040'].join('');
const NAME = new RegExp(`[${NAME_START}][${NAME_REST}${NAME_START}]*`, 'y');
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/y;

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const QUESTION = 0x3f;
const BANG = 0x21;
const EQUALS = 0x3d;

function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function skipBlanks(xml: string, from: number): number {
	let i = from;
	while (isBlank(xml.charCodeAt(i))) i++;
	return i;
}

function nameAt(xml: string, at: number): string {
	NAME.lastIndex = at;
	return NAME.exec(xml)?.[0] ?? '';
}

/** A foreign name, short enough for a sentence. */
function clip(name: string): string {
	return name.length > 40 ? `${name.slice(0, 40)}...` : name;
}

function isXmlCharacter(code: number): boolean {
	return (
		code === 0x09 ||
		code === 0x0a ||
		code === 0x0d ||
		(code >= 0x20 && code <= 0xd7ff) ||
		(code >= 0xe000 && code <= 0xfffd) ||
		(code >= 0x10000 && code <= 0x10ffff)
	);
}

function refuse(reason: string): GuardResult {
	return { ok: false, reason };
}

/** Whether `xml` is one complete, well-formed document within `limits`, and what the parser is to read of it. */
export function guardXml(xml: string, limits: XmlLimits): GuardResult {
	const maxItems = limits.maxElements ?? DEFAULT_MAX_ELEMENTS;
	const size = xml.length;
	const illegal = illegalCharacter(xml);
	if (illegal)
		return refuse(`The XML contains ${illegal.codePoint} (${illegal.name}), which XML does not allow.`);

	const open: string[] = [];
	let items = 0;
	let rootSeen = false;
	let kept = '';
	let keepFrom = 0;
	let ampersand = xml.indexOf('&');

	/** Checks the references between two positions; both only ever move forward. */
	function badReference(from: number, to: number): string | undefined {
		if (ampersand !== -1 && ampersand < from) ampersand = xml.indexOf('&', from);
		while (ampersand !== -1 && ampersand < to) {
			REFERENCE.lastIndex = ampersand;
			const match = REFERENCE.exec(xml);
			if (!match) return 'The XML contains an & that begins no known character reference.';
			const code = match[1] ? parseInt(match[1], 10) : match[2] ? parseInt(match[2], 16) : 0x26;
			if (!isXmlCharacter(code)) return 'The XML refers to a character that XML does not allow.';
			ampersand = xml.indexOf('&', ampersand + 1);
		}
		return undefined;
	}

	let i = 0;
	while (i < size) {
		let lt = xml.indexOf('<', i);
		if (lt === -1) lt = size;
		if (open.length === 0) {
			if (skipBlanks(xml, i) < lt) {
				return refuse(
					rootSeen
						? 'The XML goes on after its root element.'
						: 'It is not XML: it does not begin with a tag.',
				);
			}
		} else {
			const bad = badReference(i, lt);
			if (bad) return refuse(bad);
		}
		if (lt === size) break;

		const next = xml.charCodeAt(lt + 1);
		if (next !== SLASH && ++items > maxItems) {
			return refuse(`The XML has more than ${maxItems} elements and attributes.`);
		}
		if (next === SLASH) {
			const name = open.pop();
			if (name === undefined) return refuse('The XML closes an element that was never opened.');
			const end = skipBlanks(xml, lt + 2 + name.length);
			if (!xml.startsWith(name, lt + 2) || xml.charCodeAt(end) !== GT) {
				return refuse(
					end >= size
						? `The XML ends inside the closing tag of <${clip(name)}>.`
						: `The XML is damaged: <${clip(name)}> is not closed by its own closing tag.`,
				);
			}
			i = end + 1;
		} else if (next === BANG) {
			let end: number;
			if (xml.startsWith('<!--', lt)) {
				end = xml.indexOf('-->', lt + 4);
				if (end === -1) return refuse('The XML ends inside a comment.');
				kept += xml.slice(keepFrom, lt);
				keepFrom = end + 3;
			} else if (xml.startsWith('<![CDATA[', lt)) {
				if (open.length === 0) return refuse('The XML has a CDATA section outside its root element.');
				end = xml.indexOf(']]>', lt + 9);
				if (end === -1) return refuse('The XML ends inside a CDATA section.');
			} else if (/^<!doctype\s+html/i.test(xml.slice(lt, lt + 40))) {
				return refuse('It is an HTML page, not XML.');
			} else if (/^<!doctype/i.test(xml.slice(lt, lt + 9))) {
				return refuse('The XML contains a DOCTYPE, which is refused for safety.');
			} else if (/^<!entity/i.test(xml.slice(lt, lt + 8))) {
				return refuse('The XML defines an entity, which is refused for safety.');
			} else {
				return refuse('The XML contains a declaration that is not allowed here.');
			}
			i = end + 3;
		} else if (next === QUESTION) {
			const end = xml.indexOf('?>', lt + 2);
			if (end === -1) return refuse('The XML ends inside a processing instruction.');
			if (lt > 0 && /^<\?xml\s/i.test(xml.slice(lt, lt + 6))) {
				return refuse('The XML has a declaration that is not at its beginning.');
			}
			kept += xml.slice(keepFrom, lt);
			keepFrom = end + 2;
			i = end + 2;
		} else {
			const name = nameAt(xml, lt + 1);
			if (name === '')
				return refuse(
					lt + 1 >= size ? 'The XML ends inside a tag.' : 'The XML contains a < that begins no tag.',
				);
			if (open.length === 0) {
				if (rootSeen) return refuse('The XML has more than one root element.');
				rootSeen = true;
				if (name.toLowerCase() === 'html') return refuse('It is an HTML page, not XML.');
			}
			let at = lt + 1 + name.length;
			let code = xml.charCodeAt(at);
			if (code !== GT) {
				let seen: Set<string> | undefined;
				for (;;) {
					const start = skipBlanks(xml, at);
					code = xml.charCodeAt(start);
					if (code === GT || code === SLASH) {
						at = start;
						break;
					}
					if (start >= size) return refuse(`The XML ends inside the tag <${clip(name)}>.`);
					const attribute = start > at ? nameAt(xml, start) : '';
					if (attribute === '') return refuse(`The XML is damaged inside the tag <${clip(name)}>.`);
					if (++items > maxItems) return refuse(`The XML has more than ${maxItems} elements and attributes.`);
					if (seen === undefined) seen = new Set();
					else if (seen.has(attribute)) return refuse(`The XML repeats an attribute of <${clip(name)}>.`);
					seen.add(attribute);
					let value = skipBlanks(xml, start + attribute.length);
					if (xml.charCodeAt(value) === EQUALS) value = skipBlanks(xml, value + 1);
					else
						return refuse(
							value >= size
								? `The XML ends inside the tag <${clip(name)}>.`
								: `The XML has an attribute without a value in <${clip(name)}>.`,
						);
					const quote = xml.charAt(value);
					if (quote !== '"' && quote !== "'") {
						return refuse(
							quote === ''
								? `The XML ends inside the tag <${clip(name)}>.`
								: `The XML has an attribute value without quotes in <${clip(name)}>.`,
						);
					}
					const end = xml.indexOf(quote, value + 1);
					if (end === -1) return refuse(`The XML ends inside the tag <${clip(name)}>.`);
					for (let k = value + 1; k < end; k++) {
						if (xml.charCodeAt(k) === LT)
							return refuse(`The XML has a < inside an attribute of <${clip(name)}>.`);
					}
					const bad = badReference(value, end);
					if (bad) return refuse(bad);
					at = end + 1;
				}
			}
			if (open.length >= limits.maxDepth)
				return refuse(`The XML is nested more than ${limits.maxDepth} levels deep.`);
			if (code === SLASH) {
				if (xml.charCodeAt(at + 1) !== GT) {
					return refuse(
						at + 1 >= size
							? `The XML ends inside the tag <${clip(name)}>.`
							: `The XML is damaged inside the tag <${clip(name)}>.`,
					);
				}
				i = at + 2;
			} else {
				open.push(name);
				i = at + 1;
			}
		}
	}
	const unclosed = open.pop();
	if (unclosed !== undefined) return refuse(`The XML ends before <${clip(unclosed)}> is closed.`);
	if (!rootSeen) return refuse('It is not XML: it has no element.');
	return { ok: true, body: keepFrom === 0 ? xml : kept + xml.slice(keepFrom) };
}
