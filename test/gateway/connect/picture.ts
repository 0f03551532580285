import { encodePng } from './png';

/** Digits on a grid of five by seven. */
const DIGITS: readonly string[] = [
	'01110 10001 10011 10101 11001 10001 01110',
	'00100 01100 00100 00100 00100 00100 01110',
	'01110 10001 00001 00010 00100 01000 11111',
	'11111 00010 00100 00010 00001 10001 01110',
	'00010 00110 01010 10010 11111 00010 00010',
	'11111 10000 11110 00001 00001 10001 01110',
	'00110 01000 10000 11110 10001 10001 01110',
	'11111 00001 00010 00100 01000 01000 01000',
	'01110 10001 10001 01110 10001 10001 01110',
	'01110 10001 10001 01111 00001 00010 01100',
];

const SCALE = 5;
const CELL = 6 * SCALE;
const MARGIN = 8;
const HEIGHT = 7 * SCALE + 2 * MARGIN + 8;

/** A picture of digits that a person can read, each a little higher or lower than the last, on a faint grid. */
export function drawDigits(digits: string): Buffer {
	const width = digits.length * CELL + 2 * MARGIN;
	const pixels = new Uint8Array(width * HEIGHT).fill(0xff);
	for (let y = 0; y < HEIGHT; y++) {
		for (let x = 0; x < width; x++) {
			if ((x + y) % 11 === 0) pixels[y * width + x] = 0xc8;
		}
	}
	[...digits].forEach((digit, index) => {
		const rows = (DIGITS[Number(digit)] ?? '').split(' ');
		const left = MARGIN + index * CELL;
		const top = MARGIN + ((index * 3) % 5) * 2;
		rows.forEach((row, rowIndex) => {
			[...row].forEach((bit, column) => {
				if (bit !== '1') return;
				for (let y = 0; y < SCALE; y++) {
					const start = (top + rowIndex * SCALE + y) * width + left + column * SCALE;
					pixels.fill(0x20, start, start + SCALE);
				}
			});
		});
	});
	return encodePng(width, HEIGHT, pixels);
}

/** Raw bytes percent-encoded as PHP's urlencode does it: letters, digits and `-_.` stay, a blank is `+`. */
export function percentEncode(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) {
		const char = String.fromCharCode(byte);
		if (/[A-Za-z0-9._-]/.test(char)) text += char;
		else if (char === ' ') text += '+';
		else text += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}
	return text;
}
