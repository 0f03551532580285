import fc from 'fast-check';
import { bytesToHex, cleanHex, hexToBytes, isHex } from '../../../nodes/Clickatell/message/text/hex';
import { fromUcs2Hex, toUcs2Hex } from '../../../nodes/Clickatell/message/text/ucs2';
import { readConcatenation } from '../../../nodes/Clickatell/message/text/udh';

const units = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)) });

describe('hex', () => {
	it('returns any bytes, in either case', () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				const hex = bytesToHex(bytes);
				expect(hex).toMatch(/^(?:[0-9A-F]{2})*$/);
				expect(hexToBytes(hex)).toEqual(bytes);
				expect(hexToBytes(hex.toLowerCase())).toEqual(bytes);
			}),
		);
	});

	it('refuses half bytes and other characters', () => {
		for (const text of ['0', '0g', 'zz', ' 00', '0x00', '٠٠']) {
			expect(isHex(text)).toBe(false);
			expect(hexToBytes(text)).toBeUndefined();
		}
		expect(isHex('')).toBe(true);
		expect(isHex('00fF')).toBe(true);
	});

	it.each([
		['06 05 04\n0B84 00:00', '0605040B840000'],
		['0x06, 0x05', '0605'],
		['\\x06\\x05', '0605'],
		['06-05', '0605'],
		['nonsense', 'nonsense'],
	])('cleans %j', (given, expected) => {
		expect(cleanHex(given)).toBe(expected);
	});
});

describe('UCS-2 in hex', () => {
	it('returns any text, four upper-case digits a unit', () => {
		fc.assert(
			fc.property(units, (text) => {
				const hex = toUcs2Hex(text);
				expect(hex).toMatch(/^(?:[0-9A-F]{4})*$/);
				expect(hex).toHaveLength(text.length * 4);
				expect(fromUcs2Hex(hex)).toBe(text);
				expect(fromUcs2Hex(hex.toLowerCase())).toBe(text);
			}),
		);
	});

	it('is big endian, with surrogate pairs as they are', () => {
		expect(toUcs2Hex('Жа')).toBe('04160430');
		expect(toUcs2Hex('A😀')).toBe('0041D83DDE00');
		expect(toUcs2Hex('')).toBe('');
	});

	it('refuses what is not whole units', () => {
		for (const hex of ['0', '00', '004', '00410', '004g', '00 41']) expect(fromUcs2Hex(hex)).toBeUndefined();
		expect(fromUcs2Hex('')).toBe('');
	});
});

describe('readConcatenation', () => {
	it.each([
		['an 8-bit reference', '050003CC0201', { reference: 0xcc, total: 2, part: 1 }],
		['a 16-bit reference', '060804ABCD0303', { reference: 0xabcd, total: 3, part: 3 }],
		['lower case and blanks', '05 00 03 cc 02 02', { reference: 0xcc, total: 2, part: 2 }],
		['ports before it', '0B0504158A0000 0003070201', { reference: 7, total: 2, part: 1 }],
		['it before ports', '0B0003070202 0504158A0000', { reference: 7, total: 2, part: 2 }],
		['a missing length byte', '0003CC0201', { reference: 0xcc, total: 2, part: 1 }],
		['bytes after the header', '050003CC0201 41424344', { reference: 0xcc, total: 2, part: 1 }],
		[
			'a useless element before a good one',
			'0A 0003CC0200 0003CC0201',
			{ reference: 0xcc, total: 2, part: 1 },
		],
	])('reads %s', (_, udh, expected) => {
		expect(readConcatenation(udh)).toEqual(expected);
	});

	it.each([
		['nothing', ''],
		['no hex', 'udh'],
		['half a byte', '050003CC020'],
		['other elements', '0605040B840000'],
		['part 0', '050003CC0200'],
		['part 3 of 2', '050003CC0203'],
		['an element that is cut', '050003CC02'],
		['an element of the wrong length', '040002CC02'],
		['a length byte alone', '05'],
	])('reads nothing from %s', (_, udh) => {
		expect(readConcatenation(udh)).toBeUndefined();
	});

	it('returns what was written, among other elements', () => {
		const other = fc
			.tuple(fc.integer({ min: 0x20, max: 0x60 }), fc.uint8Array({ maxLength: 20 }))
			.map(([id, data]) => [id, data.length, ...data]);
		fc.assert(
			fc.property(
				fc.array(other, { maxLength: 3 }),
				fc.boolean(),
				fc.nat(0xffff),
				fc.integer({ min: 1, max: 255 }),
				fc.integer({ min: 1, max: 255 }),
				(others, wide, number, a, b) => {
					const [part, total] = a < b ? [a, b] : [b, a];
					const reference = wide ? number : number & 0xff;
					const own = wide
						? [8, 4, reference >> 8, reference & 0xff, total, part]
						: [0, 3, reference, total, part];
					const elements = [...others.flat(), ...own];
					const udh = bytesToHex(Uint8Array.from([elements.length, ...elements]));
					expect(readConcatenation(udh)).toEqual({ reference, total, part });
				},
			),
		);
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
				const found = readConcatenation(bytesToHex(bytes));
				if (found) expect(found.part).toBeLessThanOrEqual(found.total);
			}),
		);
	});
});
