import { decodeUcs2Hex, gsmParts, ucs2Parts } from '../gsm';
import type { Encoding, SendOptions } from '../model';
import { isHex } from './options';

/** What one message carries. */
export interface Content {
	text: string;
	encoding: Encoding;
	parts: number;
}

/** Reads a message's content and counts its parts; gives the code of the refusal when it cannot be sent. */
export function readContent(text: string, data: string, options: SendOptions): Content | string {
	if (data !== '') return readBinary(data, options);
	if (options.binary && text !== '') return readBinary(text, options);
	if (text === '') return '107';
	if (options.unicode) {
		const decoded = decodeUcs2Hex(text);
		if (decoded === null) return '116';
		return withinConcat({ text: decoded, encoding: 'unicode', parts: ucs2Parts(decoded) }, options);
	}
	return withinConcat({ text, encoding: 'gsm', parts: gsmParts(text) }, options);
}

/** 140 bytes a part, the header among them (SOAP spec 6.2.7); a header of one's own means one part. */
function readBinary(data: string, options: SendOptions): Content | string {
	if (!isHex(data)) return '101';
	const bytes = data.length / 2;
	const header = options.udh.length / 2;
	if (header > 0) return bytes + header > 140 ? '113' : { text: data, encoding: 'binary', parts: 1 };
	const parts = bytes <= 140 ? 1 : Math.ceil(bytes / 134);
	return withinConcat({ text: data, encoding: 'binary', parts }, options);
}

function withinConcat(content: Content, options: SendOptions): Content | string {
	return content.parts > options.concat ? '113' : content;
}
