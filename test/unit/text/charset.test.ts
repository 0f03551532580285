import fc from 'fast-check';
import {
	decodeBytes,
	decodeDoubleEncoded,
	isKnownCharset,
	MAX_FORM_PAIRS,
	parseFormBytes,
	percentDecodeToBytes,
} from '../../../nodes/Clickatell/formats/charset';

/** Any UTF-16 units, halves of surrogate pairs included. */
const units = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)) });
const wellFormed = fc.string({ unit: 'binary' });
const anyBytes = fc.uint8Array({ maxLength: 64 });

/** UTF-16 byte by byte, without Buffer's own encoder. */
function utf16(text: string, bigEndian: boolean): Uint8Array {
	const bytes: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		bytes.push(...(bigEndian ? [code >> 8, code & 0xff] : [code & 0xff, code >> 8]));
	}
	return Uint8Array.from(bytes);
}

function percentEncode(bytes: Uint8Array): string {
	return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

describe('decodeBytes', () => {
	it('returns text that was encoded as UTF-8', () => {
		fc.assert(
			fc.property(wellFormed, (text) => {
				const bytes = new TextEncoder().encode(text);
				const expected = text.replace(/^\uFEFF/, '');
				expect(decodeBytes(bytes, 'UTF-8')).toBe(expected);
				expect(decodeBytes(bytes)).toBe(expected);
			}),
		);
	});

	it('returns text that was encoded as UTF-16, halves of pairs included', () => {
		fc.assert(
			fc.property(units, (text) => {
				const expected = text.replace(/^\uFEFF/, '');
				expect(decodeBytes(utf16(text, true), 'UTF-16BE')).toBe(expected);
				expect(decodeBytes(utf16(text, false), 'UTF-16LE')).toBe(expected);
				expect(decodeBytes(utf16(`\uFEFF${text}`, true), 'UTF-16')).toBe(text);
				expect(decodeBytes(utf16(`\uFEFF${text}`, false), 'UTF-16')).toBe(text);
			}),
		);
	});

	it('maps every byte of the single-byte charsets', () => {
		const all = Uint8Array.from({ length: 256 }, (_, i) => i);
		const latin1 = String.fromCharCode(...all);
		expect(decodeBytes(all, 'ISO-8859-1')).toBe(latin1);
		expect(decodeBytes(all, 'us-ascii')).toBe(latin1.slice(0, 128) + '\uFFFD'.repeat(128));
		expect(decodeBytes(Uint8Array.of(0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0x99), 'cp1252')).toBe(
			'€…‘’“”–—™',
		);
		expect(decodeBytes(all, 'windows-1252').slice(0xa0)).toBe(latin1.slice(0xa0));
		expect(new Set(decodeBytes(all, 'windows-1252')).size).toBe(256);
	});

	it('reads UTF-16 without an order as big endian, and marks an odd last byte', () => {
		expect(decodeBytes(Uint8Array.of(0x04, 0x16, 0x04, 0x30), 'utf-16')).toBe('Жа');
		expect(decodeBytes(Uint8Array.of(0x04, 0x16, 0x04), 'utf-16be')).toBe('Ж\uFFFD');
		expect(decodeBytes(Uint8Array.of(0x04), 'utf-16le')).toBe('\uFFFD');
		expect(decodeBytes(new Uint8Array(0), 'utf-16be')).toBe('');
	});

	it('takes bytes without a known charset for UTF-8 if they can be, else for windows-1252', () => {
		const latin1 = Buffer.from('Grüße', 'latin1');
		for (const charset of [undefined, '', 'x-none', 'constructor']) {
			expect(decodeBytes(Buffer.from('Grüße'), charset)).toBe('Grüße');
			expect(decodeBytes(latin1, charset)).toBe('Grüße');
			expect(decodeBytes(Uint8Array.of(0x80, 0x35), charset)).toBe('€5');
		}
		expect(decodeBytes(latin1, 'utf-8')).toBe('Gr\uFFFD\uFFFDe');
	});

	it('never throws and never changes the bytes it is given', () => {
		const label = fc.oneof(
			fc.string(),
			fc.constantFrom('utf8', 'utf-16', 'UTF-16BE', 'utf-16le', 'latin1', 'cp1252', 'ascii'),
		);
		fc.assert(
			fc.property(anyBytes, label, (bytes, charset) => {
				const before = [...bytes];
				expect(typeof decodeBytes(bytes, charset)).toBe('string');
				expect([...bytes]).toEqual(before);
			}),
		);
	});

	it('reads a view into a larger buffer within its bounds', () => {
		expect(decodeBytes(Buffer.from('xxGrüßexx').subarray(2, 9), 'utf-8')).toBe('Grüße');
		expect(decodeBytes(Uint8Array.of(0, 4, 0x16, 0).subarray(1, 3), 'utf-16be')).toBe('Ж');
	});
});

describe('isKnownCharset', () => {
	it.each([
		'UTF-8',
		'utf8',
		'ISO-8859-1',
		'iso_8859-1',
		'Latin1',
		'WINDOWS-1252',
		'cp1252',
		'UTF-16BE',
		'US-ASCII',
	])('knows %s', (label) => expect(isKnownCharset(label)).toBe(true));
	it.each(['', 'ISO-8859-2', 'koi8-r', '__proto__', 'toString'])('does not know %j', (label) =>
		expect(isKnownCharset(label)).toBe(false),
	);
});

describe('decodeDoubleEncoded', () => {
	it('undoes one decoding too many', () => {
		fc.assert(
			fc.property(wellFormed, (text) => {
				const twice = String.fromCharCode(...utf16(text, true));
				expect(decodeDoubleEncoded(twice)).toBe(text.replace(/^\uFEFF/, ''));
			}),
		);
		expect(decodeDoubleEncoded('\u0004\u0016\u00040')).toBe('Жа');
	});

	it('is undefined for text that cannot be bytes in pairs', () => {
		expect(decodeDoubleEncoded('abc')).toBeUndefined();
		expect(decodeDoubleEncoded('Жа')).toBeUndefined();
	});
});

describe('percentDecodeToBytes', () => {
	it('returns any bytes that were encoded', () => {
		fc.assert(
			fc.property(anyBytes, (bytes) => {
				expect(percentDecodeToBytes(percentEncode(bytes), true)).toEqual(bytes);
				expect(percentDecodeToBytes(percentEncode(bytes).toUpperCase(), false)).toEqual(bytes);
			}),
		);
	});

	it('returns any text that encodeURIComponent encoded', () => {
		fc.assert(
			fc.property(wellFormed, (text) => {
				expect(decodeBytes(percentDecodeToBytes(encodeURIComponent(text), true), 'utf-8')).toBe(
					text.replace(/^\uFEFF/, ''),
				);
			}),
		);
	});

	it('keeps what is no escape, and turns plus signs only when asked', () => {
		const text = (s: string, plusIsSpace: boolean) =>
			Buffer.from(percentDecodeToBytes(s, plusIsSpace)).toString('utf8');
		expect(text('a+b%2Bc', true)).toBe('a b+c');
		expect(text('a+b%2Bc', false)).toBe('a+b+c');
		expect(text('100% %4 %g1 %', false)).toBe('100% %4 %g1 %');
		expect(text('%%41', false)).toBe('%A');
		expect([...percentDecodeToBytes('%04%16%040', true)]).toEqual([4, 0x16, 4, 0x30]);
		expect([...percentDecodeToBytes('\u0089PNG%0D%0A', true)]).toEqual([0x89, 0x50, 0x4e, 0x47, 13, 10]);
		expect(text('Ж😀', true)).toBe('Ж😀');
	});

	it('never throws on any text, lone surrogates included', () => {
		fc.assert(
			fc.property(units, fc.boolean(), (s, plus) => percentDecodeToBytes(s, plus) instanceof Uint8Array),
		);
	});
});

describe('parseFormBytes', () => {
	it('returns the pairs that were encoded, in order, from text or bytes', () => {
		const pair = fc.tuple(fc.string({ unit: 'grapheme' }), anyBytes);
		fc.assert(
			fc.property(fc.array(pair, { maxLength: 8 }), (pairs) => {
				const source = pairs
					.map(([name, value]) => `${encodeURIComponent(name)}=${percentEncode(value)}`)
					.join('&');
				const expected = pairs.map(([name, value]) => ({ name, value }));
				expect(parseFormBytes(source)).toEqual(expected);
				expect(parseFormBytes(Buffer.from(source))).toEqual(expected);
			}),
		);
	});

	it('agrees with URLSearchParams on UTF-8 forms', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(wellFormed, wellFormed), { maxLength: 8 }), (pairs) => {
				const source = new URLSearchParams(pairs).toString();
				const got = parseFormBytes(source).map(({ name, value }) => [
					name,
					Buffer.from(value).toString('utf8'),
				]);
				expect(got).toEqual(pairs.map(([name, value]) => [name.replace(/^\uFEFF/, ''), value]));
			}),
		);
	});

	it('keeps the bytes of an inbound message in UTF-16BE, and of a body that was not encoded', () => {
		expect(parseFormBytes('?from=27999100001&text=%04%16%040&charset=UTF-16BE&udh=')).toEqual([
			{ name: 'from', value: new Uint8Array(Buffer.from('27999100001')) },
			{ name: 'text', value: Uint8Array.of(4, 0x16, 4, 0x30) },
			{ name: 'charset', value: new Uint8Array(Buffer.from('UTF-16BE')) },
			{ name: 'udh', value: new Uint8Array(0) },
		]);
		expect(parseFormBytes(Uint8Array.of(0x61, 0x3d, 0xfc))).toEqual([
			{ name: 'a', value: Uint8Array.of(0xfc) },
		]);
	});

	it('reads pairs without a name or a value, and skips empty ones', () => {
		const got = parseFormBytes('&&a&=b&c=d=e&').map(({ name, value }) => [
			name,
			Buffer.from(value).toString(),
		]);
		expect(got).toEqual([
			['a', ''],
			['', 'b'],
			['c', 'd=e'],
		]);
		expect(parseFormBytes('')).toEqual([]);
	});

	it('reads no more than 1,000 pairs', () => {
		expect(parseFormBytes('a=1&'.repeat(MAX_FORM_PAIRS))).toHaveLength(1000);
		expect(parseFormBytes('a=1&'.repeat(1_000_000))).toHaveLength(1000);
	});

	it('never throws on any bytes', () => {
		fc.assert(fc.property(anyBytes, (bytes) => Array.isArray(parseFormBytes(bytes))));
	});
});
