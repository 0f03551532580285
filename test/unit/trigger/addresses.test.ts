import fc from 'fast-check';
import { isInRanges, readAddressList } from '../../../nodes/Clickatell/n8n/trigger/addresses';

function isIn(address: string, list: string): boolean {
	const read = readAddressList(list);
	if (!read.ok) throw new Error(read.reason);
	return isInRanges(address, read.ranges);
}

describe('an address in a list', () => {
	it.each([
		['10.0.0.1', '10.0.0.1'],
		['10.255.3.1', '10.0.0.0/8'],
		['10.0.0.1', '10.0.0.99/24'],
		['1.2.3.4', '0.0.0.0/0'],
		['192.0.2.129', '192.0.2.128/25'],
		['::1', '::1/128'],
		['2001:db8:0:0:0:0:0:1', '2001:0DB8::1'],
		['2001:db8:1::', '2001:db8::/32'],
		['fe80::1%eth0', 'fe80::/10'],
		['::ffff:10.0.0.1', '10.0.0.0/8'],
		['::ffff:a00:1', '10.0.0.1'],
		['10.0.0.1', '::ffff:10.0.0.1'],
		['10.0.0.1', '::ffff:10.0.0.0/104'],
		['10.0.0.1', '192.0.2.1;\n 10.0.0.1'],
	])('%s is in %s', (address, list) => expect(isIn(address, list)).toBe(true));

	it.each([
		['10.0.0.2', '10.0.0.1'],
		['11.0.0.1', '10.0.0.0/8'],
		['192.0.2.127', '192.0.2.128/25'],
		['2001:db9::', '2001:db8::/32'],
		['::1', '0.0.0.0/0'],
		['10.0.0.1', '::/0'],
		['::ffff:11.0.0.1', '::ffff:10.0.0.0/104'],
		['', '0.0.0.0/0'],
		['10.0.0', '10.0.0.0/8'],
		['010.0.0.1', '10.0.0.0/8'],
		['10.0.0.256', '10.0.0.0/8'],
		['1::2::3', '::/0'],
		['1:2:3:4:5:6:7:8:9', '::/0'],
		['12345::', '::/0'],
	])('%s is not in %s', (address, list) => expect(isIn(address, list)).toBe(false));

	it('is in every range that is made of it, and leaves a range when a bit of it changes', () => {
		const bytes = fc.oneof(
			fc.uint8Array({ minLength: 4, maxLength: 4 }),
			fc.uint8Array({ minLength: 16, maxLength: 16 }).filter((address) => address[0] !== 0),
		);
		const write = (address: Uint8Array) =>
			address.length === 4
				? address.join('.')
				: Array.from({ length: 8 }, (_, i) =>
						(((address[i * 2] ?? 0) << 8) | (address[i * 2 + 1] ?? 0)).toString(16),
					).join(':');
		fc.assert(
			fc.property(bytes, fc.nat(), fc.nat(), (address, length, changed) => {
				const bits = length % (address.length * 8 + 1);
				const range = `${write(address)}/${bits}`;
				expect(isIn(write(address), range)).toBe(true);
				const bit = changed % (address.length * 8);
				const other = Uint8Array.from(address);
				other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
				if (address.length === 4 || other[0] !== 0) expect(isIn(write(other), range)).toBe(bit >= bits);
			}),
		);
	});
});

describe('a list that cannot be read', () => {
	it.each([
		'office',
		'10.0.0.0/33',
		'::/129',
		'10.0.0.0/',
		'10.0.0.0/8/8',
		'10.0.0.0/-1',
		'1.2.3',
		':::',
		'/8',
	])('%s', (entry) => {
		const list = readAddressList(`192.0.2.1, ${entry}`);
		expect(list).toEqual({ ok: false, reason: expect.stringContaining(`'${entry}'`) as string });
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const list = readAddressList(text);
				if (list.ok) isInRanges(text, list.ranges);
			}),
		);
	});
});
