/** Writing XML 1.0 character data. */

const TEXT_SPECIALS = /[&<>\r\u0085\u2028]/;
const ATTRIBUTE_SPECIALS = /[&<>"'\t\n\r\u0085\u2028]/;

const REFERENCES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
	'\t': '&#9;',
	'\n': '&#10;',
	'\r': '&#13;',
	'\u0085': '&#133;',
	'\u2028': '&#8232;',
};

function reference(char: string): string {
	return REFERENCES[char] ?? char;
}

/**
 * Element text of `s`. A carriage return becomes a reference, because a reader turns a bare one into a
 * line feed; readers that follow XML 1.1 do the same to U+0085 and U+2028. Characters that XML cannot carry
 * are left alone: ask `illegalCharacter` first.
 */
export function escapeText(s: string): string {
	return TEXT_SPECIALS.test(s) ? s.replace(/[&<>\r\u0085\u2028]/g, reference) : s;
}

/** Attribute value of `s`, for either kind of quote; tab and line breaks become references. */
export function escapeAttribute(s: string): string {
	return ATTRIBUTE_SPECIALS.test(s) ? s.replace(/[&<>"'\t\n\r\u0085\u2028]/g, reference) : s;
}

/** `<name>text</name>` with the text escaped. `name` is ours, never foreign. */
export function element(name: string, text: string): string {
	return `<${name}>${escapeText(text)}</${name}>`;
}

// With the u flag the surrogate range matches lone surrogates only.
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/u;

const CONTROL_NAMES: readonly string[] = [
	'null',
	'start of heading',
	'start of text',
	'end of text',
	'end of transmission',
	'enquiry',
	'acknowledge',
	'bell',
	'backspace',
	'tab',
	'line feed',
	'vertical tab',
	'form feed',
	'carriage return',
	'shift out',
	'shift in',
	'data link escape',
	'device control one',
	'device control two',
	'device control three',
	'device control four',
	'negative acknowledge',
	'synchronous idle',
	'end of transmission block',
	'cancel',
	'end of medium',
	'substitute',
	'escape',
	'file separator',
	'group separator',
	'record separator',
	'unit separator',
];

export interface IllegalCharacter {
	/** Position in UTF-16 units, from 0. */
	index: number;
	/** Such as `U+0007`. */
	codePoint: string;
	/** Such as `bell`. */
	name: string;
}

/** Nearly every text; matched in two thirds of the time that a search for the illegal ones takes. */
const LEGAL_WITHOUT_SURROGATES = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD]*$/;

/** The first character of `s` that an XML 1.0 document cannot carry, not even as a reference. */
export function illegalCharacter(s: string): IllegalCharacter | undefined {
	if (LEGAL_WITHOUT_SURROGATES.test(s)) return undefined;
	const index = s.search(ILLEGAL);
	if (index === -1) return undefined;
	const code = s.charCodeAt(index);
	const control = CONTROL_NAMES[code];
	return {
		index,
		codePoint: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
		name: control ?? (code >= 0xfffe ? 'noncharacter' : 'half of a surrogate pair'),
	};
}
