/** An IP address as its bytes: four for IPv4, sixteen for IPv6. IPv4 inside IPv6 (`::ffff:192.0.2.1`) is IPv4. */
type Address = readonly number[];

interface Range {
	address: Address;
	bits: number;
}

export type Ranges = readonly Range[];

export type AddressList = { ok: true; ranges: Ranges } | { ok: false; reason: string };

/**
 * Reads a list of addresses and CIDR ranges (`196.216.236.2, 10.0.0.0/8, 2001:db8::/32`), separated by commas, blanks
 * or line breaks. Fails with a sentence that names the first entry that is neither, or says that there is none.
 */
export function readAddressList(written: string): AddressList {
	const ranges: Range[] = [];
	for (const entry of written.split(/[\s,;]+/)) {
		if (entry === '') continue;
		const range = readRange(entry);
		if (range === undefined) {
			const shown = entry.slice(0, 50);
			return {
				ok: false,
				reason: `'Allowed Addresses' has the entry '${shown}', which is neither an IP address nor a CIDR range such as 196.216.236.0/24`,
			};
		}
		ranges.push(range);
	}
	if (ranges.length === 0) return { ok: false, reason: "'Allowed Addresses' holds no address" };
	return { ok: true, ranges };
}

/** Whether an address, as Node.js writes it, is in one of the ranges. An address that cannot be read is in none. */
export function isInRanges(written: string, ranges: Ranges): boolean {
	const address = readAddress(written);
	return address !== undefined && ranges.some((range) => contains(range, address));
}

function contains({ address, bits }: Range, candidate: Address): boolean {
	if (address.length !== candidate.length) return false;
	return address.every((byte, index) => {
		const compared = Math.min(8, Math.max(0, bits - index * 8));
		const mask = (0xff << (8 - compared)) & 0xff;
		return (byte & mask) === ((candidate[index] ?? 0) & mask);
	});
}

function readRange(written: string): Range | undefined {
	const slash = written.indexOf('/');
	if (slash === -1) {
		const address = readAddress(written);
		return address && { address, bits: address.length * 8 };
	}
	const length = written.slice(slash + 1);
	const plain = readPlainAddress(written.slice(0, slash));
	if (plain === undefined || !/^\d{1,3}$/.test(length)) return undefined;
	const bits = Number(length);
	if (bits > plain.length * 8) return undefined;
	const address = withoutMapping(plain);
	// A range of mapped addresses counts its bits from the start of the IPv6 form.
	const shift = plain.length === address.length ? 0 : 96;
	return bits < shift ? { address: plain, bits } : { address, bits: bits - shift };
}

function readAddress(written: string): Address | undefined {
	const plain = readPlainAddress(written);
	return plain && withoutMapping(plain);
}

const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

function withoutMapping(address: Address): Address {
	const isMapped = address.length === 16 && MAPPED_PREFIX.every((byte, index) => address[index] === byte);
	return isMapped ? address.slice(12) : address;
}

function readPlainAddress(written: string): Address | undefined {
	if (written.length > 64) return undefined;
	return written.includes(':') ? readIpv6(written.replace(/%.*$/, '')) : readIpv4(written);
}

function readIpv4(written: string): Address | undefined {
	const parts = written.split('.');
	if (parts.length !== 4) return undefined;
	// A leading zero means octal to some and decimal to others.
	if (!parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return undefined;
	return parts.map(Number);
}

function readIpv6(written: string): Address | undefined {
	const halves = written.split('::');
	if (halves.length > 2) return undefined;
	const [head, tail] = [readGroups(halves[0] ?? '', halves.length === 1), readGroups(halves[1] ?? '', true)];
	if (head === undefined || tail === undefined) return undefined;
	const missing = 16 - head.length - tail.length;
	if (halves.length === 1) return missing === 0 ? head : undefined;
	return missing >= 2 ? [...head, ...Array<number>(missing).fill(0), ...tail] : undefined;
}

function readGroups(written: string, mayEndInIpv4: boolean): number[] | undefined {
	if (written === '') return [];
	const bytes: number[] = [];
	const groups = written.split(':');
	for (const [index, group] of groups.entries()) {
		if (/^[0-9A-Fa-f]{1,4}$/.test(group)) {
			const value = parseInt(group, 16);
			bytes.push(value >> 8, value & 0xff);
			continue;
		}
		const embedded = mayEndInIpv4 && index === groups.length - 1 ? readIpv4(group) : undefined;
		if (embedded === undefined) return undefined;
		bytes.push(...embedded);
	}
	return bytes;
}
