import { decodeBytes } from './charset';
import { cutAt } from './cut';
import { type Decoded, decodeOnce, withoutPlus } from './escapes';

/** Shorter values occur in ordinary words; hiding them would make every sentence unreadable and prove them at once. */
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
}

/**
 * A server in trouble may repeat the request it was sent, in whole or in part, escaped for XML, JSON or a URL, one
 * within another, or coded as hexadecimal digits or Base64. Whatever comes from outside goes through here once, where
 * it enters. The work is in proportion to the text.
 */
export function redactor(secrets: readonly (string | undefined)[]): Redactor {
	const known = [...new Set(secrets.flatMap((secret) => (secret ? [secret, secret.trim()] : [])))];
	const words = needlesOf(known.filter(({ length }) => length >= SHORTEST));
	const values = needlesOf(known.filter(({ length }) => length >= UNMISTAKABLE));
	return {
		words: (text, most = MOST_WORDS) => hide(text, words(), most),
		value: (text) => hide(text, values(), text.length > LONGEST_VALUE ? MOST_WORDS : text.length),
	};
}

/** Makes redactors, and hands the last one out again for the same secrets: calls differ little in theirs. */
export function redactors(): typeof redactor {
	let lastSecrets: readonly (string | undefined)[] | undefined;
	let last = redactor([]);
	return (secrets) => {
		const same =
			secrets.length === lastSecrets?.length && secrets.every((each, i) => each === lastSecrets![i]);
		if (!same) [lastSecrets, last] = [secrets, redactor(secrets)];
		return last;
	};
}

/** What is looked for. */
interface Needle {
	readonly text: string;
	/** So many characters on either side hold bits of the secret as well. */
	readonly beside: 0 | 1;
}

/** Made when first asked for: most calls meet no foreign words. */
function needlesOf(secrets: readonly string[]): () => readonly Needle[] {
	let made: readonly Needle[] | undefined;
	return () => (made ??= [...new Set(secrets)].flatMap(spellingsOf));
}

function spellingsOf(secret: string): Needle[] {
	const bytes = Buffer.from(secret, 'utf8');
	// As it is, and as it was read by a server that took UTF-8 for something else.
	const read = [secret, decodeBytes(bytes, 'iso-8859-1'), decodeBytes(bytes, 'windows-1252')];
	const written = [secret, escapeLikeXml(secret), encodeURIComponent(secret.toWellFormed())];
	const needles: Needle[] = [
		// What looks like an escape in the secret is resolved with the text that it is looked for in.
		...read.flatMap(levelsOf).map((text) => ({ text: withoutPlus(text), beside: 0 as const })),
		...written.flatMap(hexOf).map((text) => ({ text, beside: 0 as const })),
		...written.flatMap(base64Of).map((text) => ({ text, beside: 1 as const })),
	];
	const byText = new Map(needles.map((needle) => [needle.text, needle]));
	return [...byText.values()].filter(({ text }) => text.length >= SHORTEST);
}

function levelsOf(text: string): string[] {
	const levels = [text];
	while (levels.length < LEVELS) levels.push(decodeOnce(levels.at(-1)!).text);
	return levels;
}

function escapeLikeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As bytes of UTF-8, and as UCS-2, which is how texts travel. */
function hexOf(text: string): string[] {
	const codes = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le').swap16()];
	return codes.map((bytes) => bytes.toString('hex')).flatMap((hex) => [hex, hex.toUpperCase()]);
}

/** In the middle of something else: what the three places where it may begin have in common with nothing else. */
function base64Of(text: string): string[] {
	const bytes = Buffer.from(text, 'utf8');
	const bodies = [0, 1, 2].map((before) => {
		const bits = 8 * (before + bytes.length);
		const all = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		return all.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
	});
	return bodies.flatMap((body) => [withoutPlus(body), body.replaceAll('+', '-').replaceAll('/', '_')]);
}

type Range = readonly [start: number, end: number];

function hide(text: string, needles: readonly Needle[], most: number): string {
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

const MAY_BE_ESCAPED = /[&\\%]/;

/** Where a secret stands, however it is escaped; the ranges may overlap. */
function rangesIn(text: string, needles: readonly Needle[]): Range[] {
	const ranges: Range[] = [];
	let current: Decoded | undefined;
	for (let level = 0; level < LEVELS; level++) {
		const read = current?.text ?? text;
		const places = withoutPlus(read);
		for (const needle of needles) {
			for (const [first, end] of placesOf(needle, places))
				ranges.push([current?.starts[first] ?? first, current?.ends[end - 1] ?? end]);
		}
		if (!MAY_BE_ESCAPED.test(read)) break;
		current = decodeOnce(read, current);
	}
	return ranges;
}

function placesOf({ text: needle, beside }: Needle, text: string): Range[] {
	const places: Range[] = [];
	for (let i = text.indexOf(needle); i !== -1; i = text.indexOf(needle, i + 1))
		addRange(places, Math.max(0, i - beside), Math.min(text.length, i + needle.length + beside));
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
