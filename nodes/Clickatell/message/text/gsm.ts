/**
 * Lengths of messages: GSM 03.38 with its extension table, UCS-2 and 8-bit data, and how they fall into
 * message parts (docs/protocol/soap.md#message-lengths).
 */

export type Encoding = 'gsm' | 'unicode';
export type EncodingChoice = 'automatic' | Encoding;

/** The most parts Clickatell sends as one message (docs/protocol/soap.md#message-lengths). */
export const MAX_PARTS = 35;

/** Units in a message of one part, and in each part of a longer one. */
export const LIMITS: Readonly<Record<Encoding, { single: number; multi: number }>> = {
	gsm: { single: 160, multi: 153 },
	unicode: { single: 70, multi: 67 },
};

/** GSM 03.38: the characters that count one septet. */
export const BASIC =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
	' !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
	'¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** Written as ESC and a second character, so they count two. ESC alone is no character: it is in neither table. */
export const EXTENSION = '\f^{}\\[~]|€';

/** Septets of each UTF-16 unit, 0 for what GSM 03.38 lacks. The euro sign is the highest that it has. */
const SEPTETS = new Uint8Array('€'.charCodeAt(0) + 1);
for (const char of BASIC) SEPTETS[char.charCodeAt(0)] = 1;
for (const char of EXTENSION) SEPTETS[char.charCodeAt(0)] = 2;

export interface Measure {
	encoding: Encoding;
	/** Septets for GSM, UTF-16 units for Unicode, the whole text. */
	units: number;
	/** Message parts; an empty text is one part. Not limited to `MAX_PARTS`. */
	parts: number;
	/** Units that one part of this message holds: 160 or 153, 70 or 67. */
	perPart: number;
	/** Units left in the last part. */
	remaining: number;
	/** The distinct characters that GSM 03.38 lacks, in order of appearance. */
	forcing: string[];
}

/** Whether the unit at `i` begins a surrogate pair. */
function isPairAt(text: string, i: number): boolean {
	const code = text.charCodeAt(i);
	if (code < 0xd800 || code > 0xdbff || i + 1 >= text.length) return false;
	const next = text.charCodeAt(i + 1);
	return next >= 0xdc00 && next <= 0xdfff;
}

function forcingCharacters(text: string): string[] {
	const found = new Set<string>();
	for (let i = 0; i < text.length; i++) {
		if (SEPTETS[text.charCodeAt(i)]) continue;
		const char = isPairAt(text, i) ? text.slice(i, i + 2) : text.charAt(i);
		found.add(char);
		i += char.length - 1;
	}
	return [...found];
}

/**
 * Walks `text` one indivisible piece at a time (a character, an escape pair, a surrogate pair) and fills
 * parts of `limit` units. Where a part ends, `onPart` gets the position in `text`.
 */
function fillParts(
	text: string,
	encoding: Encoding,
	limit: number,
	onPart?: (end: number) => void,
): { units: number; parts: number; last: number } {
	const isGsm = encoding === 'gsm';
	let units = 0;
	let parts = 1;
	let last = 0;
	for (let i = 0; i < text.length;) {
		const length = isPairAt(text, i) ? 2 : 1;
		// A character that GSM lacks counts one septet: the replacement that a gateway would put there.
		const cost = isGsm ? SEPTETS[text.charCodeAt(i)] || 1 : length;
		if (last + cost > limit) {
			onPart?.(i);
			parts++;
			last = 0;
		}
		last += cost;
		units += cost;
		i += length;
	}
	return { units, parts, last };
}

/**
 * How long `text` is and how many message parts it takes. `automatic` is GSM unless a character forces
 * Unicode. With `gsm` and a `forcing` that is not empty the text cannot be sent as chosen: the counts then
 * take each such character for one septet, and refusing is up to the caller.
 */
export function measureText(text: string, choice: EncodingChoice): Measure {
	const forcing = forcingCharacters(text);
	const encoding: Encoding = choice === 'automatic' ? (forcing.length === 0 ? 'gsm' : 'unicode') : choice;
	const { single, multi } = LIMITS[encoding];
	let perPart = single;
	let filled = fillParts(text, encoding, single);
	if (filled.parts > 1) {
		perPart = multi;
		filled = fillParts(text, encoding, multi);
	}
	return {
		encoding,
		units: filled.units,
		parts: filled.parts,
		perPart,
		remaining: perPart - filled.last,
		forcing,
	};
}

/**
 * The message parts of `text`, which joined give `text` again. Escape pairs and surrogate pairs are never
 * split, so a part may hold 152 septets or 66 units. The count is that of `measureText`.
 */
export function splitText(text: string, encoding: Encoding): string[] {
	const { single, multi } = LIMITS[encoding];
	if (fillParts(text, encoding, single).parts === 1) return [text];
	const parts: string[] = [];
	let start = 0;
	fillParts(text, encoding, multi, (end) => {
		parts.push(text.slice(start, end));
		start = end;
	});
	parts.push(text.slice(start));
	return parts;
}

/** Where the first part of `text` ends. It is within as many UTF-16 units, since each takes at least one unit. */
function endOfFirstPart(text: string, encoding: Encoding): number {
	const { single } = LIMITS[encoding];
	const head = text.slice(0, single + 1);
	let first = head.length;
	fillParts(head, encoding, single, (end) => (first = Math.min(first, end)));
	return first;
}

/** More UTF-16 units than any emoji has. */
const LONGEST_CHARACTER = 40;

/** The last position up to `end` that is not inside what is drawn as one: a letter with its accents, a composed emoji. */
function endOfCharacter(text: string, end: number): number {
	const head = text.slice(0, end + LONGEST_CHARACTER);
	return new Intl.Segmenter().segment(head).containing(end)?.index || end;
}

/** Where the first character stands that GSM 03.38 lacks, or `end` if there is none before it. */
function firstForeign(text: string, end: number): number {
	for (let i = 0; i < end; i++) if (!SEPTETS[text.charCodeAt(i)]) return i;
	return end;
}

/**
 * The beginning of `text` that one part holds, never ending inside a character. `automatic` takes the longer of two: as
 * GSM, up to the first character that GSM lacks, or as Unicode.
 */
export function cutText(text: string, choice: EncodingChoice): string {
	const end =
		choice === 'automatic'
			? Math.max(firstForeign(text, endOfFirstPart(text, 'gsm')), endOfFirstPart(text, 'unicode'))
			: endOfFirstPart(text, choice);
	return text.slice(0, endOfCharacter(text, end));
}

export interface BinaryMeasure {
	/** Message parts; infinite when the header leaves no room for data. */
	parts: number;
	/** Bytes of data that one part of this message holds. */
	perPart: number;
	/** Bytes of data left in the last part. */
	remaining: number;
}

const PART_BYTES = 140;

/**
 * The parts of an 8-bit message of `dataBytes` under a user data header of `udhBytes` (its length byte
 * included, 0 for none): 140 bytes a part, header included. Where one part is not enough, each repeats the
 * header and adds 5 bytes of concatenation, or 6 when that is the whole header (134 bytes of data).
 */
export function measureBinary(dataBytes: number, udhBytes: number): BinaryMeasure {
	const single = PART_BYTES - udhBytes;
	if (dataBytes <= single) return { parts: 1, perPart: single, remaining: single - dataBytes };
	const perPart = Math.max(0, single - (udhBytes === 0 ? 6 : 5));
	if (perPart === 0) return { parts: Infinity, perPart, remaining: 0 };
	const parts = Math.ceil(dataBytes / perPart);
	return { parts, perPart, remaining: parts * perPart - dataBytes };
}

/** Typographic characters and the GSM ones that say the same; an empty string where nothing was visible. */
export const REPLACEMENTS: ReadonlyMap<string, string> = new Map(
	(
		[
			['\u2018\u2019\u201A\u201B\u2032\u2035\u2039\u203A\u02BC\u02B9\u00B4`', "'"],
			['\u201C\u201D\u201E\u201F\u2033\u2036\u00AB\u00BB\u02BA', '"'],
			['\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\uFE58\uFE63\uFF0D', '-'],
			['\u2026', '...'],
			['\u2022\u2023\u25AA\u25CF\u25E6', '*'],
			['\u00B7\u2027\u2219', '.'],
			['\u00D7', 'x'],
			['\u2044\u2215', '/'],
			[
				'\t\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000',
				' ',
			],
			['\u2028\u2029\u0085', '\n'],
			['\u00AD\u200B\u2060\uFEFF', ''],
		] as const
	).flatMap(([chars, replacement]) => [...chars].map((char): [string, string] => [char, replacement])),
);

/**
 * `text` with typographic quotes, dashes, ellipses, bullets, special blanks and the like replaced by GSM
 * characters, and letters written as letter plus accent put together (`e` + U+0301 becomes `é`). Anything
 * whose meaning would change is left alone.
 */
export function replaceTypography(text: string): string {
	if (!/[^\n\r -_a-~]/.test(text)) return text;
	return text.normalize('NFC').replace(/[^\n\r -_a-~]/g, (char) => REPLACEMENTS.get(char) ?? char);
}
