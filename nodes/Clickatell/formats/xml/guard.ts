import { afterBlanks, isBlank, nameAt, resolveReferences, tag, withBlanks } from './names';
import type { XmlElement, XmlLimits } from './types';
import { illegalCharacter } from './write';

/**
 * The strict pass over foreign XML, before the parser: fast-xml-parser accepts truncated documents and
 * mismatched tags, and its validator knows neither limits nor a self-closed root.
 *
 * The pass sees every name, every text and every reference on its way. Where there is no CDATA section, as in every
 * recorded reply of the gateway, it holds the finished tree at the end, some ten times sooner than the parser would,
 * which a hostile document could keep at work for seconds; every other document goes on to the parser.
 */

export type GuardResult =
	| {
			ok: true;
			/** The root, when the document has no CDATA section. */
			root: XmlElement | undefined;
			/** The document without comments and processing instructions. */
			body: string;
	  }
	| { ok: false; reason: string };

const DEFAULT_MAX_ELEMENTS = 100_000;

const GREATER = 0x3e;
const SLASH = 0x2f;
const QUESTION = 0x3f;
const BANG = 0x21;
const EQUALS = 0x3d;

const NO_ATTRIBUTES = Object.freeze(Object.create(null)) as Record<string, string>;

/** Each reading method takes what stands at `at`, moves `at` past it, and returns a reason to refuse. */
class Guard {
	private at = 0;
	private items = 0;
	private readonly maxItems: number;
	private readonly maxDepth: number;
	private readonly open: XmlElement[] = [];
	private root: XmlElement | undefined;
	/** The next `&` at or after `at`, or -1. */
	private ampersand: number;
	private hasSections = false;
	/** What `take` has read. */
	private taken = '';
	private kept = '';
	private keptTo = 0;

	constructor(
		private readonly xml: string,
		limits: XmlLimits,
	) {
		this.maxDepth = limits.maxDepth;
		this.maxItems = limits.maxElements ?? DEFAULT_MAX_ELEMENTS;
		this.ampersand = xml.indexOf('&');
	}

	run(): GuardResult {
		while (this.at < this.xml.length) {
			const reason = this.readText() ?? (this.at < this.xml.length ? this.readMarkup() : undefined);
			if (reason !== undefined) return { ok: false, reason };
		}
		const unclosed = this.open.at(-1);
		if (unclosed) return { ok: false, reason: `The XML ends before ${tag(unclosed.name)} is closed.` };
		if (!this.root) return { ok: false, reason: 'It is not XML: it has no element.' };
		return {
			ok: true,
			root: this.hasSections ? undefined : this.root,
			body: this.kept + this.xml.slice(this.keptTo),
		};
	}

	private readText(): string | undefined {
		const start = this.at;
		const next = this.xml.indexOf('<', start);
		const end = next === -1 ? this.xml.length : next;
		this.at = end;
		const parent = this.open.at(-1);
		if (parent) {
			if (end === start) return undefined;
			const reason = this.take(start, end);
			parent.text += this.taken;
			return reason;
		}
		if (afterBlanks(this.xml, start) >= end) return undefined;
		return this.root
			? 'The XML goes on after its root element.'
			: 'It is not XML: it does not begin with a tag.';
	}

	private readMarkup(): string | undefined {
		const next = this.xml.charCodeAt(this.at + 1);
		if (next === SLASH) return this.readClosingTag();
		const reason = this.countItem();
		if (reason !== undefined) return reason;
		if (next === BANG) return this.readSection();
		if (next === QUESTION) return this.readInstruction();
		return this.readOpeningTag();
	}

	private readClosingTag(): string | undefined {
		const element = this.open.pop();
		if (!element) return 'The XML closes an element that was never opened.';
		const { name } = element;
		const start = this.at + 2;
		const end = afterBlanks(this.xml, start + name.length);
		this.at = end + 1;
		if (this.xml.charCodeAt(end) === GREATER && this.xml.startsWith(name, start)) return undefined;
		return end >= this.xml.length
			? `The XML ends inside the closing tag of ${tag(name)}.`
			: `The XML is damaged: ${tag(name)} is not closed by its own closing tag.`;
	}

	/** A comment, a CDATA section, or a declaration, all of which are refused. */
	private readSection(): string | undefined {
		const { xml, at } = this;
		if (xml.startsWith('<!--', at)) {
			return this.leaveOut(xml.indexOf('-->', at + 4), 3, 'a comment');
		}
		if (xml.startsWith('<![CDATA[', at)) {
			if (this.open.length === 0) return 'The XML has a CDATA section outside its root element.';
			const end = xml.indexOf(']]>', at + 9);
			if (end === -1) return 'The XML ends inside a CDATA section.';
			this.hasSections = true;
			this.at = end + 3;
			return undefined;
		}
		const head = xml.slice(at, at + 40);
		if (/^<!doctype\s+html/i.test(head)) return 'It is an HTML page, not XML.';
		if (/^<!doctype/i.test(head)) return 'The XML contains a DOCTYPE, which is refused for safety.';
		if (/^<!entity/i.test(head)) return 'The XML defines an entity, which is refused for safety.';
		return 'The XML contains a declaration that is not allowed here.';
	}

	private readInstruction(): string | undefined {
		const { xml, at } = this;
		if (at > 0 && /^<\?xml\s/i.test(xml.slice(at, at + 6))) {
			return 'The XML has a declaration that is not at its beginning.';
		}
		const end = xml.indexOf('?>', at + 2);
		const target = nameAt(this.xml, at + 2);
		const afterTarget = at + 2 + target.length;
		if (end !== -1 && (target === '' || (afterTarget !== end && !isBlank(xml.charCodeAt(afterTarget))))) {
			return 'The XML has a processing instruction without a name.';
		}
		return this.leaveOut(end, 2, 'a processing instruction');
	}

	private readOpeningTag(): string | undefined {
		const { xml, at } = this;
		const parent = this.open.at(-1);
		const sibling = parent?.children.at(-1);
		// A list repeats one name: comparing is quicker than matching.
		const isRepeated =
			sibling !== undefined &&
			xml.charCodeAt(at + 1 + sibling.name.length) === GREATER &&
			xml.startsWith(sibling.name, at + 1);
		const name = isRepeated ? sibling.name : nameAt(this.xml, at + 1);
		if (name === '') {
			return at + 1 >= xml.length ? 'The XML ends inside a tag.' : 'The XML contains a < that begins no tag.';
		}
		const element = {
			name,
			local: isRepeated ? sibling.local : name.slice(name.indexOf(':') + 1),
			attributes: NO_ATTRIBUTES,
			children: [],
			text: '',
		};
		if (parent) parent.children.push(element);
		else if (this.root) return 'The XML has more than one root element.';
		else this.root = element;
		if (!parent && name.toLowerCase() === 'html') return 'It is an HTML page, not XML.';
		if (this.open.length >= this.maxDepth) return `The XML is nested more than ${this.maxDepth} levels deep.`;

		this.at = at + 1 + name.length;
		const reason = xml.charCodeAt(this.at) === GREATER ? undefined : this.readAttributes(element);
		if (reason !== undefined) return reason;
		if (xml.charCodeAt(this.at) === SLASH) {
			if (xml.charCodeAt(this.at + 1) !== GREATER) return this.damagedTag(name, this.at + 1);
			this.at += 2;
			return undefined;
		}
		this.at += 1;
		return this.readLeaf(element);
	}

	/** Takes the text and the closing tag in one go, where the element holds nothing else; or leaves it open. */
	private readLeaf(element: XmlElement): string | undefined {
		const { xml, at: start } = this;
		const { name } = element;
		const end = xml.indexOf('<', start);
		const closed = end + 2 + name.length;
		if (
			xml.charCodeAt(end + 1) !== SLASH ||
			xml.charCodeAt(closed) !== GREATER ||
			!xml.startsWith(name, end + 2)
		) {
			this.open.push(element);
			return undefined;
		}
		this.at = closed + 1;
		const reason = this.take(start, end);
		element.text = this.taken;
		return reason;
	}

	/** Up to the `>` or `/` of the tag. */
	private readAttributes(element: XmlElement): string | undefined {
		const { xml } = this;
		for (;;) {
			const start = afterBlanks(this.xml, this.at);
			const code = xml.charCodeAt(start);
			const hasBlank = start > this.at;
			if (code === GREATER || code === SLASH) {
				this.at = start;
				return undefined;
			}
			const name = hasBlank ? nameAt(this.xml, start) : '';
			if (name === '') return this.damagedTag(element.name, start);
			const equals = afterBlanks(this.xml, start + name.length);
			const opening = afterBlanks(this.xml, equals + 1);
			const quote = xml.charAt(opening);
			if (xml.charCodeAt(equals) !== EQUALS || (quote !== '"' && quote !== "'")) {
				return this.damagedTag(element.name, xml.charCodeAt(equals) === EQUALS ? opening : equals);
			}
			const closing = xml.indexOf(quote, opening + 1);
			if (closing === -1) return this.damagedTag(element.name, xml.length);
			const reason = this.countItem() ?? this.addAttribute(element, name, opening + 1, closing);
			if (reason !== undefined) return reason;
			this.at = closing + 1;
		}
	}

	private addAttribute(element: XmlElement, name: string, from: number, to: number): string | undefined {
		if (this.xml.slice(from, to).includes('<'))
			return `The XML has a < inside an attribute of ${tag(element.name)}.`;
		if (element.attributes === NO_ATTRIBUTES) {
			element.attributes = Object.create(null) as Record<string, string>;
		} else if (name in element.attributes) {
			return `The XML repeats an attribute of ${tag(element.name)}.`;
		}
		const reason = this.take(from, to, withBlanks);
		element.attributes[name] = this.taken;
		return reason;
	}

	/** Why a tag cannot be read on at `position`: the document ends there, or it is no markup. */
	private damagedTag(name: string, position: number): string {
		return position >= this.xml.length
			? `The XML ends inside the tag ${tag(name)}.`
			: `The XML is damaged inside the tag ${tag(name)}.`;
	}

	/** Takes a comment or processing instruction out of what the parser reads: it finds their ends elsewhere. */
	private leaveOut(end: number, terminator: number, what: string): string | undefined {
		if (end === -1) return `The XML ends inside ${what}.`;
		this.kept += this.xml.slice(this.keptTo, this.at);
		this.at = end + terminator;
		this.keptTo = this.at;
		return undefined;
	}

	private countItem(): string | undefined {
		return ++this.items > this.maxItems
			? `The XML has more than ${this.maxItems} elements and attributes.`
			: undefined;
	}

	/** Reads text with its references, into `taken`; `literally` is done to what stands between them. */
	private take(from: number, to: number, literally?: (between: string) => string): string | undefined {
		const text = this.xml.slice(from, to);
		if (this.ampersand !== -1 && this.ampersand < from) this.ampersand = this.xml.indexOf('&', from);
		if (this.ampersand === -1 || this.ampersand >= to) {
			this.taken = literally ? literally(text) : text;
			return undefined;
		}
		const read = resolveReferences(text, literally);
		if ('reason' in read) return read.reason;
		this.taken = read.text;
		return undefined;
	}
}

/**
 * Whether `xml` is one complete, well-formed document within the depth and number of elements that
 * `limits` allow. One pass, in time and memory proportional to the document; nothing recursive.
 */
export function guardXml(xml: string, limits: XmlLimits): GuardResult {
	const illegal = illegalCharacter(xml);
	if (illegal) {
		const reason = `The XML contains ${illegal.codePoint} (${illegal.name}), which XML does not allow.`;
		return { ok: false, reason };
	}
	return new Guard(xml, limits).run();
}
