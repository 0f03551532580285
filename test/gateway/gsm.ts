/** GSM 03.38, written down here a second time so that a test can compare the package's own table with it. */
const BASIC =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
	'abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

const septets = new Map<string, number>();
for (const character of BASIC) septets.set(character, 1);
for (const character of EXTENSION) septets.set(character, 2);

/** Parts of a text sent as GSM: 160 septets alone, 153 a part when joined; no escape pair is split. */
export function gsmParts(text: string): number {
	const sizes = Array.from(text, (character) => septets.get(character) ?? 1);
	const total = sizes.reduce((sum, size) => sum + size, 0);
	return total <= 160 ? 1 : partsOf(sizes, 153);
}

/** Parts of a text sent as UCS-2: 70 units alone, 67 a part when joined; no surrogate pair is split. */
export function ucs2Parts(text: string): number {
	return text.length <= 70
		? 1
		: partsOf(
				Array.from(text, (character) => character.length),
				67,
			);
}

/** Characters that GSM 03.38 cannot carry, each named once. */
export function outsideGsm(text: string): string[] {
	return [...new Set(text)].filter((character) => !septets.has(character));
}

function partsOf(sizes: readonly number[], room: number): number {
	let parts = 1;
	let used = 0;
	for (const size of sizes) {
		if (used + size > room) {
			parts += 1;
			used = 0;
		}
		used += size;
	}
	return parts;
}

/** Reads the hex of UCS-2 big endian, four digits a unit; null when it is not that. */
export function decodeUcs2Hex(hex: string): string | null {
	if (hex.length === 0 || hex.length % 4 !== 0 || !/^[0-9a-f]+$/i.test(hex)) return null;
	const bytes = Buffer.from(hex, 'hex');
	return bytes.swap16().toString('utf16le');
}
