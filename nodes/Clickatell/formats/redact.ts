import { decodeBytes, encodeBytes } from './charset';
import { cutAt } from './cut';
import { type Decoded, decodeOnce } from './escapes';
import { folded, type Folded } from './fold';
import { defined } from './defined';

/**
 * Shorter values occur in ordinary words and numbers by chance: with them hidden no sentence could be read, and the gaps
 * in known sentences would tell what they are.
 */
const SHORTEST = 4;

/** Values as long as this stand in no message ID and no number by chance. */
const UNMISTAKABLE = 8;

export const HIDDEN = '•••';

/** So often may a text have been written into another: JSON in JSON in XML in a URL. */
const LEVELS = 4;

/** Of foreign words nobody reads more; what begins before is looked at whole. */
const MOST_WORDS = 500;
const LOOK_AHEAD = 2000;

const LONGEST_VALUE = 2000;

/** Takes the secrets of a call out of what comes from outside. */
export interface Redactor {
	/** Foreign words, fit to be shown, kept or logged; of long ones the beginning. */
	readonly words: (text: string, most?: number) => string;
	/**
	 * A foreign value that workflows go by, such as a message ID. It is changed only where it holds a secret that is too
	 * long to stand there by chance.
	 */
	readonly value: (text: string) => string;
	/**
	 * True only if {@link value} would leave each of these as it is. Short ones are looked through together, which is much faster; so it
	 * may be false because of what two of them hold beside each other.
	 */
	readonly leaves: (texts: readonly string[]) => boolean;
}

/**
 * A server in trouble may repeat the request it was sent, in whole or in part, escaped for XML, HTML, JSON or a URL,
 * one within another, in other letter case, or coded as hexadecimal digits or Base64. Whatever comes from outside goes through here once, where
 * it enters. The work is in proportion to the text.
 */
export function redactor(secrets: readonly (string | undefined)[]): Redactor {
	const known = [...new Set(secrets.flatMap((secret) => (secret ? [secret, secret.trim()] : [])))];
	const words = needlesOf(known.filter(({ length }) => length >= SHORTEST));
	const values = needlesOf(known.filter(({ length }) => length >= UNMISTAKABLE));
	return {
		words: (text, most = MOST_WORDS) => hide(text, words(), most),
		value: (text) => hide(text, values(), text.length > LONGEST_VALUE ? MOST_WORDS : text.length),
		leaves: (texts) => texts.length === 0 || areClean(texts, values()),
	};
}

/** Makes redactors, and hands the last one out again for the same secrets: calls differ little in theirs. */
export function redactors(): typeof redactor {
	let lastSecrets: readonly (string | undefined)[] | undefined;
	let last = redactor([]);
	return (secrets) => {
		const same =
			secrets.length === lastSecrets?.length && secrets.every((each, i) => each === lastSecrets?.[i]);
		if (!same) [lastSecrets, last] = [secrets, redactor(secrets)];
		return last;
	};
}

/** What is looked for. */
interface Needles {
	/** As {@link folded}. */
	readonly texts: readonly string[];
	/** In Base64, where letter case says something. The characters on either side hold bits of the secret as well. */
	readonly base64: readonly string[];
}

/** Made when first asked for: most calls meet no foreign words. */
function needlesOf(secrets: readonly string[]): () => Needles {
	let made: Needles | undefined;
	return () => (made ??= spellingsOf(secrets));
}

function spellingsOf(secrets: readonly string[]): Needles {
	// A letter and its accent may come as one character or as two, whichever was sent.
	const forms = unique(secrets.flatMap((each) => [each, each.normalize('NFC'), each.normalize('NFD')]));
	const codes = unique(forms.flatMap(writtenAs)).flatMap(codesOf);
	const read = unique(forms.flatMap(readAs));
	const texts = [
		// What looks like an escape in the secret is resolved with the text that it is looked for in.
		...read.flatMap(levelsOf).map((text) => folded(text).text),
		...codes.map((bytes) => bytes.toString('hex')),
		...forms.map((form) => Buffer.from(form, 'utf16le').swap16().toString('hex')),
	];
	return { texts: longEnough(texts), base64: longEnough(codes.flatMap(base64Of)) };
}

function unique(texts: readonly string[]): string[] {
	return [...new Set(texts)];
}

function longEnough(texts: readonly string[]): string[] {
	return unique(texts).filter(({ length }) => length >= SHORTEST);
}

/** As it is, and as it was read by a server that took UTF-8 for something else. */
function readAs(text: string): string[] {
	const bytes = Buffer.from(text, 'utf8');
	return [text, decodeBytes(bytes, 'iso-8859-1'), decodeBytes(bytes, 'windows-1252')];
}

function writtenAs(text: string): string[] {
	return [text, escapeLikeXml(text), encodeURIComponent(text.toWellFormed())];
}

/** The bytes of a text in each charset that servers write; those without a letter beyond ASCII are the same in all. */
function codesOf(text: string): Buffer[] {
	const utf8 = Buffer.from(text, 'utf8');
	if (utf8.length === text.length) return [utf8];
	const others = [encodeBytes(text, 'iso-8859-1'), encodeBytes(text, 'windows-1252')];
	return [utf8, ...others.filter((bytes) => bytes !== undefined)];
}

function levelsOf(text: string): string[] {
	const levels = [text];
	while (levels.length < LEVELS) levels.push(decodeOnce(defined(levels.at(-1))).text);
	return levels;
}

function escapeLikeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Forms write a blank as a plus sign, and servers read a plus sign as a blank. */
function withoutPlus(text: string): string {
	return text.replaceAll('+', ' ');
}

/** In the middle of something else: what the three places where it may begin have in common with nothing else. */
function base64Of(bytes: Buffer): string[] {
	const bodies = [0, 1, 2].map((before) => {
		const bits = 8 * (before + bytes.length);
		const all = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		return all.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
	});
	return bodies.flatMap((body) => [withoutPlus(body), body.replaceAll('+', '-').replaceAll('/', '_')]);
}

type Range = readonly [start: number, end: number];

function hide(text: string, needles: Needles, most: number): string {
	const seen = text.slice(0, most + LOOK_AHEAD);
	let shown = '';
	let at = 0;
	for (const [start, end] of merged(rangesIn(seen, needles))) {
		if (start >= most) break;
		shown += seen.slice(at, start) + HIDDEN;
		at = end;
	}
	if (text.length <= most) return shown + text.slice(at);
	return `${shown}${seen.slice(at, cutAt(seen, most))}…`;
}

/** Unlike a line break, it is compared as it is; Clickatell writes it in no ID. */
const BETWEEN = '|';

/** What a text holds it also holds with others around it. */
function areClean(texts: readonly string[], needles: Needles): boolean {
	const isClean = (text: string) => hide(text, needles, text.length) === text;
	let together = '';
	for (const text of texts) {
		if (text.length > LONGEST_VALUE) return false;
		if (together.length + text.length > LONGEST_VALUE) {
			if (!isClean(together)) return false;
			together = '';
		}
		together += text + BETWEEN;
	}
	return isClean(together);
}

const MAY_BE_ESCAPED = /[&\\%]/;

/** Where a secret stands, however it is escaped; the ranges may overlap. */
function rangesIn(text: string, { texts, base64 }: Needles): Range[] {
	const ranges: Range[] = [];
	let current: Decoded | undefined;
	for (let level = 0; level < LEVELS; level++) {
		const read = current?.text ?? text;
		const add = ([first, end]: Range) =>
			ranges.push([current?.starts[first] ?? first, current?.ends[end - 1] ?? end]);
		const compared = folded(read);
		for (const needle of texts)
			for (const place of placesOf(needle, compared.text)) add(unfolded(place, compared));
		const coded = withoutPlus(read);
		for (const needle of base64)
			for (const [first, end] of placesOf(needle, coded))
				add([Math.max(0, first - 1), Math.min(coded.length, end + 1)]);
		if (!MAY_BE_ESCAPED.test(read)) break;
		current = decodeOnce(read, current);
	}
	return ranges;
}

function unfolded([first, end]: Range, { starts, ends }: Folded): Range {
	return [starts?.[first] ?? first, ends?.[end - 1] ?? end];
}

function placesOf(needle: string, text: string): Range[] {
	const places: Range[] = [];
	for (let i = text.indexOf(needle); i !== -1; i = text.indexOf(needle, i + 1))
		addRange(places, i, i + needle.length);
	return places;
}

function merged(ranges: Range[]): Range[] {
	const apart: Range[] = [];
	for (const [start, end] of ranges.sort(([a], [b]) => a - b)) addRange(apart, start, end);
	return apart;
}

/** To ranges of which none begins later. */
function addRange(ranges: Range[], start: number, end: number): void {
	const last = ranges.at(-1);
	if (last && start <= last[1]) ranges[ranges.length - 1] = [last[0], Math.max(last[1], end)];
	else ranges.push([start, end]);
}
