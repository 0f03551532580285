/**
 * Placeholders with names, such as `#firstName#`. The gateway knows `#field1#` to `#field10#` only (docs/protocol/soap.md#batches),
 * so that a template is sent with numbers in the places of the names.
 */

import { mergeFieldName, placeholdersOf } from './mergeFields';
import { defined } from '../formats/defined';

/** A word of letters, digits, underscores and hyphens that begins with a letter, between two number signs. */
const NAMED = /#(\p{L}[\p{L}\p{N}_-]{0,49})#/gu;
const NUMBERED = /^field\d+$/;

/** By the number that stands in the place of the name. */
export type PlaceholderNames = ReadonlyMap<number, string>;

export const NO_NAMES: PlaceholderNames = new Map();

/** The names in a template, each once, in the order in which they first appear. */
export function namesIn(template: string): string[] {
	const names = [...template.matchAll(NAMED)].map((match) => defined(match[1]));
	return [...new Set(names)].filter((name) => !NUMBERED.test(name));
}

/**
 * The template as the gateway reads it: names get the lowest numbers that the template does not use itself, in the order
 * in which they first appear.
 */
export function numberPlaceholders(template: string): {
	readonly template: string;
	readonly names: PlaceholderNames;
} {
	const taken = new Set(placeholdersOf(template));
	const numbers = new Map<string, number>();
	let next = 1;
	for (const name of namesIn(template)) {
		while (taken.has(next)) next++;
		numbers.set(name, next++);
	}
	if (numbers.size === 0) return { template, names: NO_NAMES };
	return {
		template: template.replace(NAMED, (whole, name: string) => {
			const number = numbers.get(name);
			return number === undefined ? whole : `#${mergeFieldName(number)}#`;
		}),
		names: new Map([...numbers].map(([name, number]) => [number, name])),
	};
}

/** `#firstName#`, or `#field1#` where the number has no name. */
export function placeholderIn(names: PlaceholderNames, number: number): string {
	return `#${names.get(number) ?? mergeFieldName(number)}#`;
}
