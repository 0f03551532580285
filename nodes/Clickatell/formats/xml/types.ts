export interface XmlElement {
	/** As written, with its prefix. */
	name: string;
	/** Without prefix, in its own case. */
	local: string;
	/** By name as written; an object without prototype, not to be changed. */
	attributes: Record<string, string>;
	children: XmlElement[];
	/** The element's own character data, joined, references resolved, CDATA included, never trimmed. */
	text: string;
}

export interface XmlLimits {
	/** Largest document, in bytes (in characters when it is given as a string). */
	maxBytes: number;
	/** Deepest nesting; the root element is depth 1. */
	maxDepth: number;
	/** Most elements, attributes, comments, CDATA sections and processing instructions together; 100,000. */
	maxElements?: number;
}
