import { cut } from '../cut';
import { defined } from '../defined';

/** XML 1.0 production 4, but for U+1680 and U+FEFF: blanks in JavaScript, where the parser would split names. */
const NAME_START = [
	...['A-Z', '_', 'a-z', ':', '\\u00C0-\\u00D6', '\\u00D8-\\u00F6', '\\u00F8-\\u02FF', '\\u0370-\\u037D'],
	...['\\u037F-\\u167F', '\\u1681-\\u1FFF', '\\u200C-\\u200D', '\\u2070-\\u218F', '\\u2C00-\\u2FEF'],
	...['\\u3001-\\uD7FF', '\\uF900-\\uFDCF', '\\uFDF0-\\uFEFE', '\\uFF00-\\uFFFD'],
].join('');
const NAME_REST = ['\\u0300-\\u036F', '0-9', '.', '\\-', '\\u00B7', '\\u203F-\\u2040'].join('');
const NAME = new RegExp(`[${NAME_START}][${NAME_REST}${NAME_START}]*`, 'y');

const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/y;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
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

export function afterBlanks(xml: string, from: number): number {
	let i = from;
	while (isBlank(xml.charCodeAt(i))) i++;
	return i;
}

/** The name at a position, or nothing. */
export function nameAt(xml: string, position: number): string {
	NAME.lastIndex = position;
	return NAME.exec(xml)?.[0] ?? '';
}

/** What the reference stands for that the `&` at a position begins, and where it ends; or why it is none. */
function readReference(xml: string, position: number): { text: string; end: number } | string {
	REFERENCE.lastIndex = position;
	const match = REFERENCE.exec(xml);
	if (!match) return 'The XML contains an & that begins no known character reference.';
	const [whole, name, decimal, hex] = match;
	const end = position + whole.length;
	if (name !== undefined) return { text: defined(NAMED[name]), end };
	const code = parseInt(decimal ?? defined(hex), decimal === undefined ? 16 : 10);
	if (!isXmlCharacter(code)) return 'The XML refers to a character that XML does not allow.';
	return { text: String.fromCodePoint(code), end };
}

/** A text with its references resolved; `literally` is done to what stands between them. `reason`: why one is none. */
export function resolveReferences(
	text: string,
	literally: (between: string) => string = asItIs,
): { text: string } | { reason: string } {
	let resolved = '';
	let at = 0;
	for (let ampersand = text.indexOf('&'); ampersand !== -1; ampersand = text.indexOf('&', at)) {
		const read = readReference(text, ampersand);
		if (typeof read === 'string') return { reason: read };
		resolved += literally(text.slice(at, ampersand)) + read.text;
		at = read.end;
	}
	return { text: resolved + literally(text.slice(at)) };
}

function asItIs(text: string): string {
	return text;
}

/** XML turns literal line breaks and tabs in attribute values into blanks; references stay. */
export function withBlanks(text: string): string {
	return /[\t\n]/.test(text) ? text.replace(/[\t\n]/g, ' ') : text;
}

/** A foreign element in a sentence, kept short. */
export function tag(name: string): string {
	return `<${cut(name, 40)}>`;
}
