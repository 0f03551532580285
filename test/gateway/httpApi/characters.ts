import { hexByte } from './form';

const EURO_BYTE = 0x80;
/** Beside 0x20 to 0x7E, what was seen to arrive unchanged (docs/protocol/http.md#characters). */
const LETTERS = '\n\r¡£¤¥§¿ÄÅÆÉÑÖØÜßàäåæèéìñòöøùü';

const SAFE = new Map<number, string>([[EURO_BYTE, '€']]);
for (let byte = 0x20; byte <= 0x7e; byte += 1) {
	// The grave accent does not arrive.
	if (byte !== 0x60) SAFE.set(byte, String.fromCharCode(byte));
}
for (const letter of LETTERS) SAFE.set(letter.charCodeAt(0), letter);

/** What a phone shows of these bytes, and which of them do not arrive. */
export function asArrived(bytes: Buffer): { text: string; lost: string[] } {
	const lost = new Set<string>();
	let text = '';
	for (const byte of bytes) {
		const character = SAFE.get(byte);
		if (character === undefined) lost.add(hexByte(byte));
		text += character ?? '?';
	}
	return { text, lost: [...lost] };
}

/** Whether these bytes are UTF-8 beyond ASCII. A sound text can be so by chance, but then all of its bytes arrive. */
export function isUtf8(bytes: Buffer): boolean {
	if (bytes.every((byte) => byte < 0x80)) return false;
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}
