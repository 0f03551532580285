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

/** What a phone shows of these bytes, a question mark for each that does not arrive, and which those were. */
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
