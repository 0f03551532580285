import { bufferOf } from '../../formats/bufferOf';

/** Hexadecimal text, as binary messages carry their header and data (SOAP parameters `udh` and `data`). */

/** Whether `s` is whole bytes in hex, in either case. The empty string is. */
export function isHex(s: string): boolean {
	return s.length % 2 === 0 && !/[^0-9A-Fa-f]/.test(s);
}

/**
 * `s` without what people put between bytes: blanks, line breaks, colons, dashes, commas and a `0x` or
 * `\x` before them. What remains may still not be hex: ask `isHex`.
 */
export function cleanHex(s: string): string {
	return s.replace(/\\x|\b0x/gi, '').replace(/[\s:,\-\u00A0]+/g, '');
}

/** The bytes of `s`, or undefined when it is not whole bytes in hex. */
export function hexToBytes(s: string): Uint8Array | undefined {
	return isHex(s) ? new Uint8Array(Buffer.from(s, 'hex')) : undefined;
}

/** Upper-case hex, two digits for each byte. */
export function bytesToHex(bytes: Uint8Array): string {
	return bufferOf(bytes).toString('hex').toUpperCase();
}
