import { defined } from './defined';

/** A text for comparing, and for each of its units where in the first text its character begins and ends. */
export interface Folded {
	readonly text: string;
	/** Absent where no place has changed. */
	readonly starts?: readonly number[];
	readonly ends?: readonly number[];
}

/** A form writes a blank as a plus sign. */
const BLANK = /[\s+]/g;
const ASCII = /^[\u0000-\u007f]*$/;

/** What is asked for most, worked out once. */
const LATIN_1: string[] = Array.from({ length: 0x100 }, (_, code) =>
	foldedCharacter(String.fromCharCode(code)),
);

/**
 * A text as it is compared: without regard to letter case, to the kind of a blank, and to whether a letter and its accent
 * are one character or two. A character comes out the same whatever stands beside it.
 */
export function folded(text: string): Folded {
	if (ASCII.test(text)) return { text: text.replace(BLANK, ' ').toLowerCase() };
	const starts: number[] = [];
	const ends: number[] = [];
	let result = '';
	let at = 0;
	for (const char of text) {
		const next = LATIN_1[defined(char.codePointAt(0))] ?? foldedCharacter(char);
		result += next;
		for (let i = 0; i < next.length; i++) {
			starts.push(at);
			ends.push(at + char.length);
		}
		at += char.length;
	}
	return { text: result, starts, ends };
}

/** By capitals first: letters such as `ß` and `ſ` have a capital that is another letter's as well. */
function foldedCharacter(char: string): string {
	return char.normalize('NFKD').toUpperCase().toLowerCase().replace(BLANK, ' ');
}
