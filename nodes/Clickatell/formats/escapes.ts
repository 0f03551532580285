import { decodeBytes, percentDecodeToBytes } from './charset';
import { entity } from './entities';

/** A text with escapes resolved, and for each of its characters where in the first text it comes from. */
export interface Decoded {
	readonly text: string;
	readonly starts: readonly number[];
	readonly ends: readonly number[];
}

/**
 * Of XML and HTML, of JSON and the languages like it (C and its kin write bytes as octal digits), and of URLs. Every
 * repetition is bounded or can match in one way only.
 */
const ESCAPE =
	/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}\d{0,2}));|\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\\"'/bfnrt]))|%([0-7][\da-fA-F])|((?:%[89a-fA-F][\da-fA-F])+)|((?:\\[23][0-7]{2})+)|\\([01]?[0-7]{1,2})/g;

const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const LAST_CODE_POINT = 0x10ffff;

function character(code: number): string {
	return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : '\ufffd';
}

function decoded(match: RegExpExecArray): string {
	const [all, decimal, hex, name, unit, byte, char, ascii, percents, octals, octal] = match;
	if (decimal !== undefined) return character(Number(decimal));
	const code = hex ?? unit ?? byte ?? ascii;
	if (code !== undefined) return character(parseInt(code, 16));
	if (name !== undefined) return entity(name) ?? all;
	if (octal !== undefined) return character(parseInt(octal, 8));
	if (char !== undefined) return CONTROLS[char] ?? char;
	return decodeBytes(octals === undefined ? percentDecodeToBytes(percents ?? '', false) : bytesOf(octals));
}

/** Of `\303\244`. */
function bytesOf(octals: string): Uint8Array {
	return Uint8Array.from(octals.slice(1).split('\\'), (digits) => parseInt(digits, 8));
}

/**
 * Resolves every escape of every kind once, so that `&amp;lt;` becomes `&lt;`.
 *
 * @param from what `text` itself was decoded from, if it was
 */
export function decodeOnce(text: string, from?: Decoded): Decoded {
	const startOf = (i: number) => from?.starts[i] ?? i;
	const endOf = (i: number) => from?.ends[i] ?? i + 1;
	const starts: number[] = [];
	const ends: number[] = [];
	let result = '';
	let at = 0;
	const copyUpTo = (end: number) => {
		result += text.slice(at, end);
		for (; at < end; at++) {
			starts.push(startOf(at));
			ends.push(endOf(at));
		}
	};
	for (const match of text.matchAll(ESCAPE)) {
		copyUpTo(match.index);
		at += match[0].length;
		const replacement = decoded(match);
		result += replacement;
		for (let i = 0; i < replacement.length; i++) {
			starts.push(startOf(match.index));
			ends.push(endOf(at - 1));
		}
	}
	copyUpTo(text.length);
	return { text: result, starts, ends };
}
