/**
 * Placeholders with names, such as `#firstName#` or `#First Name#`. The gateway knows `#field1#` to `#field10#` only
 * (docs/protocol/soap.md#batches), so that a template is sent with numbers in the places of the names.
 */

import { quoted } from './coded';
import { mergeFieldName, placeholdersOf } from './mergeFields';
import { defined } from '../formats/defined';

/** The number sign of ASCII, and its small and full-width forms, which the gateway takes for text. */
const SIGNS = /[#\uFE5F\uFF03]/g;
const SIGN = '#';

const MOST_CHARACTERS = 60;
/** What is longer is text. To compare takes time with the square of the length, where letters have many marks. */
const MOST_UNITS = 500;
/** What the headings of a table are made of. Joiners are part of words in Persian and in Indian scripts. */
const NAME = /^[\p{L}\p{N}_](?: ?[\p{L}\p{M}\p{N}_.\p{Join_Control}-])*$/u;
const NOT_OF_A_NAME = /[^\p{L}\p{M}\p{N}_. \p{Join_Control}-]/u;
/** `#100#` is what a phone dials, and `#4711` the number of a ticket. */
const LETTER = /\p{L}/u;
const LINE_BREAK = /[\n\r\u2028\u2029]/;
const NUMBERED = /^field\d+$/;

/** By the number that stands in the place of the name. */
export type PlaceholderNames = ReadonlyMap<number, string>;

export const NO_NAMES: PlaceholderNames = new Map();

/** A name as it is compared: a table may code letters and blanks in another way, and have blanks around its headings. */
export function comparedName(name: string): string {
	return name
		.normalize('NFC')
		.replace(/\p{Zs}/gu, ' ')
		.trim();
}

/** What is between a number sign and the next one. */
interface Between {
	/** Where the first sign is, and where the text goes on behind the second. */
	readonly start: number;
	readonly end: number;
	readonly text: string;
	/** `text` as it is compared, where that is a name of any length. */
	readonly name: string | undefined;
	readonly isPlaceholder: boolean;
	/** The first sign is the second one of a placeholder. */
	readonly isBehind: boolean;
}

/** Undefined where it is no name, whatever its length. */
function nameOf(text: string): string | undefined {
	const name = comparedName(text);
	return NAME.test(name) ? name : undefined;
}

const charactersOf = (text: string): number => [...text].length;

const mayBeMeant = (text: string): boolean =>
	text.length <= MOST_UNITS && LETTER.test(text) && !LINE_BREAK.test(text);

function between(template: string, start: number, last: number, isBehind: boolean): Between {
	const text = template.slice(start + 1, last);
	const name = nameOf(text);
	const isPlaceholder =
		!isBehind &&
		name !== undefined &&
		template[start] === SIGN &&
		template[last] === SIGN &&
		text === text.trim() &&
		charactersOf(name) <= MOST_CHARACTERS;
	return { start, end: last + 1, text, name, isPlaceholder, isBehind };
}

/** All that is between two signs and may be meant as a name, in its order. A sign that ends a placeholder begins none. */
function readSigns(template: string): readonly Between[] {
	const found: Between[] = [];
	let start: number | undefined;
	let isBehind = false;
	for (const { index } of template.matchAll(SIGNS)) {
		const one: Between | undefined =
			start !== undefined && mayBeMeant(template.slice(start + 1, index))
				? between(template, start, index, isBehind)
				: undefined;
		if (one) found.push(one);
		isBehind = one?.isPlaceholder === true;
		start = index;
	}
	return found;
}

/** The items of a bulk mostly have one template. */
let latest: { readonly template: string; readonly signs: readonly Between[] } | undefined;

function signsOf(template: string): readonly Between[] {
	if (latest?.template !== template) latest = { template, signs: readSigns(template) };
	return latest.signs;
}

interface Named extends Between {
	readonly name: string;
}

const isNamed = (one: Between): one is Named =>
	one.isPlaceholder && one.name !== undefined && !NUMBERED.test(one.name);

/** The names in a template, each once, in the order in which they first appear. */
export function namesIn(template: string): string[] {
	return [
		...new Set(
			signsOf(template)
				.filter(isNamed)
				.map(({ name }) => name),
		),
	];
}

/** Whether it depends on the values of an item what the template becomes, or whether it is refused. */
export function asksForValues(template: string): boolean {
	return signsOf(template).some(({ name }) => name !== undefined && !NUMBERED.test(name));
}

/**
 * The template as the gateway reads it: names get the lowest numbers that the template does not use itself, in the order
 * in which they first appear.
 */
export function numberPlaceholders(template: string): {
	readonly template: string;
	readonly names: PlaceholderNames;
} {
	const named = signsOf(template).filter(isNamed);
	if (named.length === 0) return { template, names: NO_NAMES };
	const taken = new Set(placeholdersOf(template));
	const numbers = new Map<string, number>();
	let written = '';
	let behind = 0;
	let next = 1;
	for (const { start, end, name } of named) {
		if (!numbers.has(name)) {
			while (taken.has(next)) next++;
			numbers.set(name, next++);
		}
		written += `${template.slice(behind, start)}#${mergeFieldName(defined(numbers.get(name)))}#`;
		behind = end;
	}
	return {
		template: written + template.slice(behind),
		names: new Map([...numbers].map(([name, number]) => [number, name])),
	};
}

/** A letter, a digit or _ directly beside a sign: `C#`, `#1`, and the address of a page with `#top`. */
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_]$/u;
const WORD_BEHIND = /^[\p{L}\p{N}_]/u;

/** A text between two signs, with what is directly before and behind it. */
interface Placed extends Between {
	readonly before: string;
	readonly behind: string;
	readonly isApart: boolean;
}

function place(template: string, one: Between): Placed {
	// Two units hold any character.
	const before = template.slice(Math.max(0, one.start - 2), one.start);
	const behind = template.slice(one.end, one.end + 2);
	return { ...one, before, behind, isApart: !WORD_BEFORE.test(before) && !WORD_BEHIND.test(behind) };
}

/** Of `#firstName#lastName#`, the second. */
function sharedFault(
	{ name, text, end, behind }: Placed,
	next: Between | undefined,
	isGiven: (name: string) => boolean,
): string | undefined {
	if (name === undefined || name.includes(' ') || text !== text.trim()) return undefined;
	const isText = WORD_BEHIND.test(behind) || (next?.isPlaceholder === true && next.start === end - 1);
	return isText && !isGiven(name)
		? undefined
		: `because the # before it ends another placeholder; write #${name}# behind that #`;
}

/** Of `# firstName #`. Hash tags in a row, `### SALE ###` and "press # to end or #" look like it. */
function looseFault(
	{ name, before, behind, isApart }: Placed,
	isGiven: (name: string) => boolean,
): string | undefined {
	if (name === undefined) return undefined;
	const isText = !isApart || before.endsWith(SIGN) || behind.startsWith(SIGN) || name.includes(' ');
	return isText && !isGiven(name) ? undefined : `because of a blank beside a #; write #${name}#`;
}

function tightFault({ name, text, isApart }: Placed, isAscii: boolean): string | undefined {
	if (name !== undefined && charactersOf(name) > MOST_CHARACTERS)
		return `because it has ${charactersOf(name)} characters, and a name at most ${MOST_CHARACTERS}; shorten it here and in the input item`;
	if (!isAscii)
		return name === undefined ? undefined : `because of a # that is not the one of ASCII; write #${name}#`;
	return isApart && charactersOf(text) <= MOST_CHARACTERS
		? `because of ${oddity(text)}: a name begins with a letter, a digit or _, and has letters, digits, dots, _, - and single blanks between words; change it here and in the input item`
		: undefined;
}

/** Why something looks like a placeholder and is none, with the way out; undefined where it is text. */
function faultOf(
	template: string,
	one: Between,
	next: Between | undefined,
	isGiven: (name: string) => boolean,
): string | undefined {
	if (one.isPlaceholder) return undefined;
	const placed = place(template, one);
	if (one.isBehind) return sharedFault(placed, next, isGiven);
	if (one.text !== one.text.trim()) return looseFault(placed, isGiven);
	return tightFault(placed, template[one.start] === SIGN && template[one.end - 1] === SIGN);
}

/** What keeps a text from being a name. */
function oddity(text: string): string {
	const compared = comparedName(text);
	const odd = NOT_OF_A_NAME.exec(compared)?.[0];
	if (odd === undefined) return / {2}/.test(compared) ? 'two blanks in a row' : 'how it begins';
	const code = defined(odd.codePointAt(0)).toString(16).toUpperCase().padStart(4, '0');
	return /\p{C}/u.test(odd) ? `the invisible character U+${code}` : `'${odd}'`;
}

/**
 * The end of a sentence that begins with the label of the template, where something in it looks like a placeholder and
 * would be sent as it is.
 *
 * @param isGiven whether the item has a value of this name
 */
export function nameFault(
	template: string,
	isGiven: (name: string) => boolean = () => false,
): string | undefined {
	const all = signsOf(template);
	for (const [index, one] of all.entries()) {
		const fault = faultOf(template, one, all[index + 1], isGiven);
		if (fault === undefined) continue;
		const sign = template[one.start] ?? SIGN;
		const found = quoted(`${sign}${one.text}${template[one.end - 1] ?? SIGN}`);
		return `holds ${found}, which would be sent unchanged ${fault}, or give it as the value of a placeholder if it is meant as text`;
	}
	return undefined;
}

/** The value of a name in what an item holds: of the field that is called so, or else of one that compares as the same. */
export function valuesByName(held: Readonly<Record<string, unknown>>): (name: string) => unknown {
	let others: Map<string, unknown> | undefined;
	const compared = () => {
		const found = new Map<string, unknown>();
		for (const [name, value] of Object.entries(held)) {
			const known = name.length > MOST_UNITS ? name : comparedName(name);
			if (!found.has(known)) found.set(known, value);
		}
		return found;
	};
	return (name) => (Object.hasOwn(held, name) ? held[name] : (others ??= compared()).get(name));
}

/** `#firstName#`, or `#field1#` where the number has no name. */
export function placeholderIn(names: PlaceholderNames, number: number): string {
	return `#${names.get(number) ?? mergeFieldName(number)}#`;
}
