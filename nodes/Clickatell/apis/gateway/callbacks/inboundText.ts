import { decodeBytes, decodeDoubleEncoded, percentDecodeToBytes } from '../../../formats/charset';
import type { FieldValue } from './fields';

const UTF16 = /^(utf|ucs)[-_]?(16|2)([-_]?be)?$/i;
const LATIN1 = /^(iso[-_]?8859[-_]?1|latin[-_]?1)$/i;
const PERCENT_ENCODED = /%[0-9A-Fa-f]{2}/;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const ABOVE_ASCII = /[^\u0000-\u007f]/;
const NEEDED_ENCODING = /[^\x20-\x7e]/;

/**
 * The text of an inbound message, from its bytes and the charset that the call names beside them (null if it names
 * none: then UTF-8 where the bytes are valid UTF-8, else windows-1252). Undoes what senders do to UTF-16BE:
 * its bytes taken for characters and sent as UTF-8, or percent-encoded twice. Never throws.
 */
export function readMessageText(value: FieldValue, charset: string | null): string {
	const isUtf16 = charset !== null && UTF16.test(charset);
	if ('characters' in value) {
		// An XML packet has decoded its text already, and cannot carry UTF-16BE byte by byte.
		return (isUtf16 ? encodedTwice(value.characters) : undefined) ?? value.characters;
	}
	const { bytes } = value;
	if (charset === null) return decodeBytes(bytes);
	// No message holds C1 control characters; 0x80 to 0x9F is windows-1252 under the wrong name, as everywhere.
	if (LATIN1.test(charset)) return decodeBytes(bytes, 'windows-1252');
	if (!isUtf16) return decodeBytes(bytes, charset);

	const asUtf8 = decodeBytes(bytes, 'utf-8');
	const isUtf8 = !asUtf8.includes('\ufffd');
	// An odd number of printable bytes is no UTF-16 at all, whatever the call says.
	if (bytes.length % 2 === 1 && PRINTABLE_ASCII.test(asUtf8)) return asUtf8;
	const direct = decodeBytes(bytes, 'utf-16be');
	const twice =
		encodedTwice(asUtf8) ?? (isUtf8 && ABOVE_ASCII.test(asUtf8) ? decodeDoubleEncoded(asUtf8) : undefined);
	return twice !== undefined && strangeness(twice) < strangeness(direct) ? twice : direct;
}

const SCRIPTS = [
	...['Latin', 'Greek', 'Cyrillic', 'Hebrew', 'Arabic', 'Devanagari', 'Thai', 'Hangul'].map(script),
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
];
const NO_TEXT = /[^\P{C}\p{Cs}\n\r\t\f\u200d]|\ufffd/u;
const ANY_SCRIPT = /[^\p{Script=Common}\p{Script=Inherited}\p{C}]/gu;

function script(name: string): RegExp {
	return new RegExp(`\\p{Script=${name}}`, 'u');
}

/** How many kinds of writing a text mixes: bytes read at the wrong places give several at once. */
function strangeness(message: string): number {
	const text = message.slice(0, 1_000);
	const known = [...SCRIPTS, NO_TEXT].filter((kind) => kind.test(text)).length;
	const isRare = (text.match(ANY_SCRIPT) ?? []).some((letter) => !SCRIPTS.some((kind) => kind.test(letter)));
	return known + (isRare ? 1 : 0);
}

/** Text whose percent-encoding was itself percent-encoded: `%04%16` as six characters. */
function encodedTwice(text: string): string | undefined {
	if (!PERCENT_ENCODED.test(text) || !PRINTABLE_ASCII.test(text)) return undefined;
	const bytes = Buffer.from(percentDecodeToBytes(text, true)).toString('latin1');
	return NEEDED_ENCODING.test(bytes) ? decodeDoubleEncoded(bytes) : undefined;
}
