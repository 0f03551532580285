import { cutText, measureText, type EncodingChoice, type Measure } from '../../message/text/gsm';
import { toUcs2Hex } from '../../message/text/ucs2';
import { defined } from '../../formats/defined';

/**
 * Which characters the HTTP/S server hands on unchanged when they travel as single bytes
 * (docs/protocol/http.md#characters). Some that GSM 03.38 has are not among them, such as `Ç` and the Greek capitals: a
 * text with one of these travels as Unicode here, and needs more message parts than with SOAP.
 */

/** Beside printable ASCII, all that a hand test saw arrive, each as its byte of ISO-8859-1. */
const ARRIVING = '\n\r¡£¤¥§¿ÄÅÆÉÑÖØÜßàäåæèéìñòöøùü';
const EURO = '€';
const EURO_BYTE = 0x80;
const GRAVE_ACCENT = '`';

/** The byte of each UTF-16 unit, 0 for those that do not arrive. The euro sign is the highest. */
const BYTES = new Uint8Array(EURO.charCodeAt(0) + 1);
for (let code = 0x20; code <= 0x7e; code++) BYTES[code] = code;
BYTES[GRAVE_ACCENT.charCodeAt(0)] = 0;
for (const char of ARRIVING) BYTES[char.charCodeAt(0)] = char.charCodeAt(0);
BYTES[EURO.charCodeAt(0)] = EURO_BYTE;

/** The position of the first character that does not arrive as a byte, or -1. */
function firstLost(text: string): number {
	for (let i = 0; i < text.length; i++) if (!BYTES[text.charCodeAt(i)]) return i;
	return -1;
}

/** The distinct characters that do not arrive as bytes, in order of appearance. */
export function lostCharacters(text: string): string[] {
	const at = firstLost(text);
	if (at === -1) return [];
	const lost = new Set<string>();
	for (const char of text.slice(at)) if (!BYTES[char.charCodeAt(0)]) lost.add(char);
	return [...lost];
}

/**
 * As `measureText` of message/text/gsm.ts, for this server: `forcing` are the characters that cannot travel as bytes,
 * and `automatic` is GSM where there are none.
 */
export function measureForHttp(text: string, choice: EncodingChoice): Measure {
	const forcing = lostCharacters(text);
	const automatic = forcing.length === 0 ? 'gsm' : 'unicode';
	return { ...measureText(text, choice === 'automatic' ? automatic : choice), forcing };
}

/**
 * As `cutText` of message/text/gsm.ts, for this server: the beginning of `text` that one message part holds, never
 * ending inside a character. `automatic` takes the longer of two: up to the first character that cannot travel as a
 * byte, or as Unicode.
 */
export function cutForHttp(text: string, choice: EncodingChoice): string {
	if (choice !== 'automatic') return cutText(text, choice);
	const asUnicode = cutText(text, 'unicode');
	const asBytes = beforeFirstLost(cutText(text, 'gsm'));
	return asBytes.length > asUnicode.length ? asBytes : asUnicode;
}

/** Up to the first character that does not arrive, and no part of what is drawn as one with it. */
function beforeFirstLost(text: string): string {
	const at = firstLost(text);
	if (at === -1) return text;
	return text.slice(0, new Intl.Segmenter().segment(text).containing(at)?.index ?? 0);
}

/**
 * A text as the `text` or `template` parameter carries it: as it is, or as UCS-2 in hex beside `unicode` 1. Of a text
 * that `gsm` is chosen for, the caller has seen that nothing in it is lost ({@link measureForHttp}).
 */
export function codeForHttp(
	text: string,
	choice: EncodingChoice,
): { readonly text: string; readonly unicode?: '1' } {
	const isUnicode = choice === 'unicode' || (choice === 'automatic' && firstLost(text) !== -1);
	return isUnicode ? { text: toUcs2Hex(text), unicode: '1' } : { text };
}

/** What a form has as it is. */
const PLAIN = /^[A-Za-z0-9*._-]*$/;

/** Every byte as a form writes it: a blank as `+`, all that is not plain as `%XX`. */
const WRITTEN = Array.from({ length: 256 }, (_, byte) => {
	const char = String.fromCharCode(byte);
	if (char === ' ') return '+';
	return PLAIN.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** A value in bytes that arrive, percent-encoded. Throws where one does not: UTF-8 or a look-alike never stands in for it. */
export function percentEncode(value: string): string {
	if (PLAIN.test(value)) return value;
	let written = '';
	for (let i = 0; i < value.length; i++) {
		const byte = BYTES[value.charCodeAt(i)];
		if (!byte) throw new Error(`The character at position ${i + 1} cannot travel as a byte`);
		written += defined(WRITTEN[byte]);
	}
	return written;
}

/**
 * A value of the login, which no handset shows: any character of ISO-8859-1, or the euro sign; undefined where it has
 * another one.
 */
export function percentEncodeLogin(value: string): string | undefined {
	let written = '';
	for (const char of value) {
		const code = char.charCodeAt(0);
		const isLatin1 = code <= 0x7e || (code >= 0xa0 && code <= 0xff);
		const byte = isLatin1 ? code : BYTES[code];
		if (!byte) return undefined;
		written += defined(WRITTEN[byte]);
	}
	return written;
}
