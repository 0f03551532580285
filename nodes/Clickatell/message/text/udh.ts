import { cleanHex, hexToBytes } from './hex';

export interface Concatenation {
	/** Shared by all parts of one message from one sender; 8 or 16 bits. */
	reference: number;
	/** How many parts the message has, 1 to 255. */
	total: number;
	/** Which of them this is, from 1. */
	part: number;
}

/** Information element identifiers of concatenated messages (3GPP TS 23.040, 9.2.3.24). */
const CONCATENATED_8_BIT = 0x00;
const CONCATENATED_16_BIT = 0x08;

function findElement(elements: Uint8Array): Concatenation | undefined {
	let i = 0;
	while (i + 1 < elements.length) {
		const id = elements[i];
		const length = elements[i + 1] ?? 0;
		const data = elements.subarray(i + 2, i + 2 + length);
		i += 2 + length;
		if (data.length < length) return undefined;
		const wide = id === CONCATENATED_16_BIT && length === 4;
		if (!wide && !(id === CONCATENATED_8_BIT && length === 3)) continue;
		const reference = wide ? (data[0] ?? 0) * 256 + (data[1] ?? 0) : (data[0] ?? 0);
		const total = data[length - 2] ?? 0;
		const part = data[length - 1] ?? 0;
		// The standard has a receiver ignore an element whose numbers make no sense.
		if (part >= 1 && part <= total) return { reference, total, part };
	}
	return undefined;
}

/**
 * Which part of which long message a user data header announces (docs/protocol/callbacks.md#inbound-message), or
 * undefined when it announces none. Reads 8- and 16-bit references among other elements; blanks and either case are
 * accepted, and so is a header that lacks its leading length byte.
 */
export function readConcatenation(udhHex: string): Concatenation | undefined {
	const bytes = hexToBytes(cleanHex(udhHex));
	const length = bytes?.[0];
	if (!bytes || length === undefined) return undefined;
	const found = length < bytes.length ? findElement(bytes.subarray(1, 1 + length)) : undefined;
	return found ?? (length === bytes.length - 1 ? undefined : findElement(bytes));
}
