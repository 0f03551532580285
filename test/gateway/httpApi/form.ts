import { defined } from '../defined';

/** One parameter as it came, its percent-encoding undone and its bytes not yet characters. */
export interface FormField {
	name: string;
	value: Buffer;
}

export interface ReadForm {
	fields: FormField[];
	/** What is not `application/x-www-form-urlencoded`. */
	departures: string[];
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const PERCENT = 0x25;
const BLANK = 0x20;

/** What may stand for itself: the unreserved characters of RFC 3986 and its other delimiters, + and & left out. */
const PLAIN = new Set(
	Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*,;:@/?="),
);

/** Reads a query string or a body byte by byte. A blank is a plus; nothing that has to be escaped passes unescaped. */
export function readForm(form: Buffer): ReadForm {
	const fields: FormField[] = [];
	const departures: string[] = [];
	if (form.length === 0) return { fields, departures };
	for (const pair of split(form)) {
		const at = pair.indexOf(EQUALS);
		const written = at < 0 ? pair : pair.subarray(0, at);
		const name = unescaped(written, 'a name', departures).toString('latin1');
		if (name === '') departures.push('a parameter has no name');
		else if (at < 0) departures.push(`${name} has no value, not even an empty one`);
		else fields.push({ name, value: unescaped(pair.subarray(at + 1), name, departures) });
	}
	return { fields, departures };
}

function split(form: Buffer): Buffer[] {
	const pairs: Buffer[] = [];
	let from = 0;
	for (let at = 0; at <= form.length; at += 1) {
		if (at < form.length && form[at] !== AMPERSAND) continue;
		pairs.push(form.subarray(from, at));
		from = at + 1;
	}
	return pairs;
}

function unescaped(written: Buffer, where: string, departures: string[]): Buffer {
	const bytes = Buffer.alloc(written.length);
	const odd = new Set<number>();
	let length = 0;
	let broken = false;
	for (let at = 0; at < written.length; at += 1) {
		let byte = defined(written[at]);
		if (byte === PLUS) byte = BLANK;
		else if (byte === PERCENT) {
			const [high, low] = [digit(written[at + 1]), digit(written[at + 2])];
			if (high === undefined || low === undefined) broken = true;
			else {
				byte = high * 16 + low;
				at += 2;
			}
		} else if (!PLAIN.has(byte)) odd.add(byte);
		bytes[length] = byte;
		length += 1;
	}
	if (broken) departures.push(`${where} has a percent sign without two hexadecimal digits`);
	for (const byte of odd) departures.push(`${where} has the byte ${hexByte(byte)} unescaped`);
	return bytes.subarray(0, length);
}

function digit(byte: number | undefined): number | undefined {
	const value = byte === undefined ? NaN : Number.parseInt(String.fromCharCode(byte), 16);
	return Number.isNaN(value) ? undefined : value;
}

export function hexByte(byte: number): string {
	return `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
