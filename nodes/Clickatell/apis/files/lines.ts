import { PLACEHOLDER } from '../../message/mergeFields';
import type { Composed } from '../../message/compose';
import type { Carrier } from './types';

export const LINE_BREAK = '\r\n';

/**
 * No page says in which charset the text is read, so only what is the same in all of them goes out as it is. The grave
 * accent is ASCII, but does not arrive (docs/protocol/http.md#characters).
 */
const UNSAFE = /[^\n\r -_a-~]/gu;

/** The distinct characters that do not arrive as they are, in order of appearance. */
export function unsafeCharacters(text: string): string[] {
	return [...new Set(text.match(UNSAFE) ?? [])];
}

/** Characters for a sentence: all of them, or the first ten. */
export function named(characters: readonly string[]): string {
	const shown = characters.slice(0, 10).map((character) => `'${character}'`);
	const more = characters.length - shown.length;
	return shown.join(' ') + (more > 0 ? ` and ${more} more` : '');
}

export function hasLineBreak(text: string): boolean {
	return /[\n\r]/.test(text);
}

/** Each line break of a text counts as two characters (docs/protocol/files.md#lines-of-the-text). */
export function asCounted(text: string): string {
	return text.replace(/\r\n?|\n/g, LINE_BREAK);
}

/** Places in a text where it is not cut: beside a blank, which might be lost there, and inside a merge field. */
function uncuttable(text: string): ReadonlySet<number> {
	const places = new Set<number>();
	for (let i = 0; i < text.length; i++) if (text[i] === ' ') places.add(i).add(i + 1);
	for (const { 0: whole, index } of text.matchAll(PLACEHOLDER)) {
		for (let i = index + 1; i < index + whole.length; i++) places.add(i);
	}
	return places;
}

/** Pieces of at most `room` characters that joined give the text again; undefined where it has no place for a cut. */
function cut(text: string, room: number): string[] | undefined {
	const closed = uncuttable(text);
	const pieces: string[] = [];
	let start = 0;
	while (text.length - start > room) {
		let end = start + room;
		while (end > start && closed.has(end)) end--;
		if (end === start) return undefined;
		pieces.push(text.slice(start, end));
		start = end;
	}
	return [...pieces, text.slice(start)];
}

const TEXT = 'text:';
const DATA = 'data:';

export type Lines =
	| { readonly ok: true; readonly lines: readonly string[] }
	/** The end of a sentence that begins with the field's label. */
	| { readonly ok: false; readonly fault: string };

/**
 * The lines of a plain text. Several `text:` lines stand for line breaks; a line that is too long goes into `data:` lines,
 * which are joined without one (docs/protocol/files.md#lines-of-the-text). What both together would mean is not said.
 */
export function plainLines(text: string, carrier: Carrier): Lines {
	const lines = text.split(/\r\n|\r|\n/);
	const room = carrier.line - TEXT.length;
	if (lines.every((line) => line.length <= room))
		return { ok: true, lines: lines.map((line) => TEXT + line) };
	if (lines.length > 1) {
		const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
		return {
			ok: false,
			fault: `has line breaks and a line of ${longest} characters, but ${carrier.name} with line breaks carries at most ${room} in a line; shorten the line or remove the line breaks`,
		};
	}
	const pieces = cut(text, carrier.line - DATA.length);
	return pieces
		? { ok: true, lines: pieces.map((piece) => DATA + piece) }
		: { ok: false, fault: `has more blanks in a row than ${carrier.name} can carry; remove some` };
}

/** After so many recipients the composing stops, for the caller to let others run. */
const ROWS_BETWEEN_PAUSES = 250;

/** Does something for each recipient in turn, with pauses in between. */
export function* forEachRow<Row>(
	rows: readonly Row[],
	step: (row: Row, position: number) => void,
): Generator<void, void> {
	for (const [position, row] of rows.entries()) {
		if (position % ROWS_BETWEEN_PAUSES === ROWS_BETWEEN_PAUSES - 1) yield;
		step(row, position);
	}
}

/** The digits of one UTF-16 unit, which stay in one line. */
const UNIT_DIGITS = 4;

function hexLines(hex: string, carrier: Carrier): string[] {
	if (hex.length <= carrier.line - TEXT.length) return [TEXT + hex];
	const room = Math.floor((carrier.line - DATA.length) / UNIT_DIGITS) * UNIT_DIGITS;
	const lines: string[] = [];
	for (let start = 0; start < hex.length; start += room) lines.push(DATA + hex.slice(start, start + room));
	return lines;
}

/** The lines of a text as it was composed for the wire. */
export function textLines(wire: Extract<Composed, { ok: true }>['wire'], carrier: Carrier): Lines {
	if (wire.unicode === undefined) return plainLines(wire.text, carrier);
	return { ok: true, lines: [`unicode:${wire.unicode}`, ...hexLines(wire.text, carrier)] };
}
