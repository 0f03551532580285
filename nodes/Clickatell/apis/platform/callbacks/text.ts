import { decodeBytes, percentDecodeToBytes } from '../../../formats/charset';

const UTF16 = /^(utf|ucs)[-_]?(16|2)([-_]?be)?$/i;
const LATIN1 = /^(iso[-_]?8859[-_]?1|latin[-_]?1)$/i;
const ABOVE_LATIN1 = /[^\u0000-\u00ff]/;
const REPLACED = '\uFFFD';

/** Whether the text of a reply is its bytes, percent-encoded as in a form. */
export function isEncoded(charset: string | null): boolean {
	return charset !== null && (UTF16.test(charset) || LATIN1.test(charset));
}

/**
 * The text of a reply to the SMS API (docs/protocol/platform.md#sms-reply). Only ISO-8859-1 and UTF-16BE are encoded;
 * in every other charset a percent sign is a percent sign. What cannot be bytes, because a character is above U+00FF
 * or UTF-16 has half a unit, was not encoded and stays as it is. Never throws.
 */
export function readReplyText(text: string, charset: string | null): string {
	if (!isEncoded(charset) || ABOVE_LATIN1.test(text)) return text;
	return decodeReplyBytes(percentDecodeToBytes(text, true), charset) ?? text;
}

/**
 * The same of a value in a query or a form, whose encoding is undone already. It is encoded once more than in JSON;
 * where it was encoded only once, its bytes are no UTF-8, and they are the text's own.
 */
export function readReplyBytes(bytes: Uint8Array, charset: string | null): string {
	const text = decodeBytes(bytes, 'utf-8');
	if (!isEncoded(charset) || !(text.includes(REPLACED) || text.includes('\0'))) {
		return readReplyText(text, charset);
	}
	return decodeReplyBytes(bytes, charset) ?? text;
}

function decodeReplyBytes(bytes: Uint8Array, charset: string | null): string | undefined {
	if (!UTF16.test(charset ?? '')) {
		// No message holds C1 control characters: 0x80 to 0x9F is windows-1252 under the wrong name.
		return decodeBytes(bytes, 'windows-1252');
	}
	return bytes.length % 2 === 0 ? decodeBytes(bytes, 'utf-16be') : undefined;
}
