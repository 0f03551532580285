/** UCS-2 in hex, the form in which Unicode text travels with `unicode=1` (docs/protocol/soap.md#parameters). */

/** UTF-16BE of `text` in upper-case hex: four digits for each UTF-16 unit, surrogate pairs included. */
export function toUcs2Hex(text: string): string {
	return Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();
}

/** The text of UTF-16BE in hex (either case), or undefined when `hex` is not whole UTF-16 units. */
export function fromUcs2Hex(hex: string): string | undefined {
	if (hex.length % 4 !== 0 || /[^0-9A-Fa-f]/.test(hex)) return undefined;
	return Buffer.from(hex, 'hex').swap16().toString('utf16le');
}
