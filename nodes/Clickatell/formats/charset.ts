import { bufferOf } from './bufferOf';

/**
 * Character sets met on Clickatell's wire, decoded without the runtime's own tables: TextDecoder
 * treats `iso-8859-1` as windows-1252 and a small-ICU build lacks UTF-16BE.
 */

type Charset = 'utf-8' | 'iso-8859-1' | 'windows-1252' | 'us-ascii' | 'utf-16' | 'utf-16be' | 'utf-16le';

const ALIASES: ReadonlyMap<string, Charset> = new Map<string, Charset>([
	['utf8', 'utf-8'],
	['unicode11utf8', 'utf-8'],
	['iso88591', 'iso-8859-1'],
	['iso885911987', 'iso-8859-1'],
	['latin1', 'iso-8859-1'],
	['l1', 'iso-8859-1'],
	['ibm819', 'iso-8859-1'],
	['cp819', 'iso-8859-1'],
	['isoir100', 'iso-8859-1'],
	['windows1252', 'windows-1252'],
	['cp1252', 'windows-1252'],
	['xcp1252', 'windows-1252'],
	['ansi', 'windows-1252'],
	['usascii', 'us-ascii'],
	['ascii', 'us-ascii'],
	['ansix341968', 'us-ascii'],
	['iso646us', 'us-ascii'],
	['utf16', 'utf-16'],
	['ucs2', 'utf-16'],
	['iso10646ucs2', 'utf-16'],
	['unicode', 'utf-16'],
	['utf16be', 'utf-16be'],
	['ucs2be', 'utf-16be'],
	['unicodebig', 'utf-16be'],
	['unicodefffe', 'utf-16be'],
	['utf16le', 'utf-16le'],
	['ucs2le', 'utf-16le'],
	['unicodelittle', 'utf-16le'],
]);

/** windows-1252 for 0x80-0x9F; the five unassigned bytes keep their C1 control, as browsers do. */
const WINDOWS_1252 =
	'\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
	'\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

const REPLACEMENT = '\uFFFD';
const BOM = '\uFEFF';

function charsetOf(label: string): Charset | undefined {
	return ALIASES.get(label.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

function withoutBom(text: string): string {
	return text.startsWith(BOM) ? text.slice(1) : text;
}

function decodeUtf8(bytes: Uint8Array): string {
	return withoutBom(bufferOf(bytes).toString('utf8'));
}

function decodeWindows1252(bytes: Uint8Array): string {
	return bufferOf(bytes)
		.toString('latin1')
		.replace(/[\u0080-\u009F]/g, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80));
}

/** The bytes of a text in ISO-8859-1 or windows-1252, or undefined where that cannot hold it. */
export function encodeBytes(text: string, charset: 'iso-8859-1' | 'windows-1252'): Buffer | undefined {
	const units =
		charset === 'iso-8859-1'
			? text
			: text.replace(/[\u0100-\uFFFF]/g, (char) => {
					const at = WINDOWS_1252.indexOf(char);
					return at === -1 ? char : String.fromCharCode(0x80 + at);
				});
	return /[^\u0000-\u00FF]/.test(units) ? undefined : Buffer.from(units, 'latin1');
}

function decodeUtf16(bytes: Uint8Array, bigEndian: boolean): string {
	const whole = bytes.length - (bytes.length % 2);
	// A copy, because swapping works in place and the bytes belong to the caller.
	const units = Buffer.from(bytes.subarray(0, whole));
	if (bigEndian) units.swap16();
	const text = withoutBom(units.toString('utf16le'));
	return whole === bytes.length ? text : text + REPLACEMENT;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function isUtf8(bytes: Uint8Array): boolean {
	try {
		strictUtf8.decode(bytes);
		return true;
	} catch {
		return false;
	}
}

/** The encoding a byte order mark announces, if the bytes begin with one. */
export function byteOrderMark(bytes: Uint8Array): 'utf-8' | 'utf-16be' | 'utf-16le' | undefined {
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
	return undefined;
}

/** Whether a charset label, in any spelling (`Latin1`, `ISO_8859-1`, `utf8`), is one that is decoded. */
export function isKnownCharset(label: string): boolean {
	return charsetOf(label) !== undefined;
}

/**
 * Text of `bytes` in `charset`. Never throws: bytes that the charset cannot hold become U+FFFD, and so
 * does the odd byte at the end of UTF-16. Without a charset, or with an unknown one, the bytes are UTF-8
 * if they are valid as such, else windows-1252. `UTF-16` without an order is big endian unless a byte
 * order mark says otherwise, as SMS has it. A leading byte order mark is dropped. Halves of surrogate
 * pairs are kept, so that the parts of a long message can still be joined.
 */
export function decodeBytes(bytes: Uint8Array, charset?: string): string {
	switch (charset === undefined ? undefined : charsetOf(charset)) {
		case 'utf-8':
			return decodeUtf8(bytes);
		case 'iso-8859-1':
			return bufferOf(bytes).toString('latin1');
		case 'windows-1252':
			return decodeWindows1252(bytes);
		case 'us-ascii':
			return bufferOf(bytes)
				.toString('latin1')
				.replace(/[\u0080-\u00FF]/g, REPLACEMENT);
		case 'utf-16':
			return decodeUtf16(bytes, byteOrderMark(bytes) !== 'utf-16le');
		case 'utf-16be':
			return decodeUtf16(bytes, true);
		case 'utf-16le':
			return decodeUtf16(bytes, false);
		default:
			return isUtf8(bytes) ? decodeUtf8(bytes) : decodeWindows1252(bytes);
	}
}

/**
 * Text that was decoded once too often: every character of `text` is really one byte of UTF-16BE
 * (docs/protocol/callbacks.md#inbound-message). Undefined when `text` cannot be that, because a
 * character is above U+00FF or the count is odd.
 */
export function decodeDoubleEncoded(text: string): string | undefined {
	if (text.length % 2 !== 0 || /[^\u0000-\u00FF]/.test(text)) return undefined;
	return decodeUtf16(Buffer.from(text, 'latin1'), true);
}

function hexValue(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = code | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * The bytes of percent-encoded text, one `%XX` at a time, for values that are not UTF-8 (UTF-16BE messages, the
 * captcha image; docs/protocol/callbacks.md#inbound-message, docs/protocol/connect.md#captcha-and-lock-out). Other
 * characters up to U+00FF stand for the byte of that value, as in a request line or header read byte by byte; those
 * above are written as UTF-8. A `%` without two hex digits stays a `%`. Never throws.
 */
export function percentDecodeToBytes(s: string, plusIsSpace: boolean): Uint8Array {
	// UTF-8 needs at most three bytes for each UTF-16 unit; a trio of characters gives at most one byte.
	const bytes = Buffer.allocUnsafe(/[^\u0000-\u00FF]/.test(s) ? s.length * 3 : s.length);
	let size = 0;
	for (let i = 0; i < s.length; i++) {
		const code = s.charCodeAt(i);
		if (code === 0x25 && i + 2 < s.length) {
			const high = hexValue(s.charCodeAt(i + 1));
			const low = hexValue(s.charCodeAt(i + 2));
			if (high >= 0 && low >= 0) {
				bytes[size++] = high * 16 + low;
				i += 2;
				continue;
			}
		}
		if (code === 0x2b && plusIsSpace) {
			bytes[size++] = 0x20;
		} else if (code <= 0xff) {
			bytes[size++] = code;
		} else {
			const char = String.fromCodePoint(s.codePointAt(i) ?? code);
			size += bytes.write(char, size, 'utf8');
			i += char.length - 1;
		}
	}
	return new Uint8Array(bytes.subarray(0, size));
}

export interface FormPair {
	name: string;
	value: Uint8Array;
}

/** What a form has as it is: all names of Clickatell's own. */
const PLAIN = /^[A-Za-z0-9_.-]*$/;

/** The most name-value pairs that are read of one form; the rest is ignored. */
export const MAX_FORM_PAIRS = 1000;

/**
 * The pairs of a raw query string or `application/x-www-form-urlencoded` body, in order, repeated names
 * included. Names are read as UTF-8; values stay bytes, because their charset is named by another field
 * (docs/protocol/callbacks.md#inbound-message). A leading `?` of a query string is skipped. Never throws.
 */
export function parseFormBytes(source: Uint8Array | string): FormPair[] {
	const text = typeof source === 'string' ? source : bufferOf(source).toString('latin1');
	const pairs: FormPair[] = [];
	let start = typeof source === 'string' && text.startsWith('?') ? 1 : 0;
	while (start < text.length && pairs.length < MAX_FORM_PAIRS) {
		let end = text.indexOf('&', start);
		if (end === -1) end = text.length;
		if (end > start) {
			const pair = text.slice(start, end);
			const equals = pair.indexOf('=');
			const name = equals === -1 ? pair : pair.slice(0, equals);
			const value = equals === -1 ? '' : pair.slice(equals + 1);
			pairs.push({
				name: PLAIN.test(name) ? name : decodeUtf8(percentDecodeToBytes(name, true)),
				value: percentDecodeToBytes(value, true),
			});
		}
		start = end + 1;
	}
	return pairs;
}
