/**
 * Merge fields of a batch (docs/protocol/soap.md#batches): `#field1#` to `#field10#` in a template, one value each
 * per item.
 */

import { isUnset } from './values';

export type MergeFields = ReadonlyMap<number, string>;

export const MOST_MERGE_FIELDS = 10;

export const PLACEHOLDER = /#field(\d+)#/g;

/** The numbers of the placeholders in a template, each once, ascending. */
export function placeholdersOf(template: string): number[] {
	const numbers = new Set([...template.matchAll(PLACEHOLDER)].map((match) => Number(match[1])));
	return [...numbers].sort((a, b) => a - b);
}

/** The number sign of ASCII, and its full-width form. */
const SIGN = '[#\uFF03]';
/** Few of each, so that a text of nothing but these is looked through once. */
const GAP = '[\\s_.-]{0,3}';

/** A placeholder, or what looks like one. Words such as #fieldwork, #fields# and #field2026 are neither. */
const LIKE_A_PLACEHOLDER = new RegExp(
	[
		'#field(?:0|[1-9][0-9]*)#',
		// Between two signs: #fields1#, #field1.0#, # Field 1 #, #field#.
		`${SIGN}${GAP}field(?:s?${GAP}\\p{Nd}[\\p{Nd}.,]{0,40})?${GAP}${SIGN}`,
		// Without its end, and without its beginning.
		`${SIGN}fields?[_.-]?\\p{Nd}{1,2}(?!\\p{Nd})`,
		`(?<!\\p{L})field\\p{Nd}{1,2}${SIGN}`,
	].join('|'),
	'giu',
);
const EXACT = /^#field(?:0|[1-9][0-9]*)#$/;

/** What a person meant as a placeholder and the gateway would send as it stands, such as `#field01#`, or undefined. */
export function misspeltPlaceholder(template: string): string | undefined {
	for (const [found] of template.matchAll(LIKE_A_PLACEHOLDER)) if (!EXACT.test(found)) return found;
	return undefined;
}

/** The end of a sentence that begins with the label of the template, where a placeholder in it is misspelt. */
export function placeholderFault(template: string): string | undefined {
	const misspelt = misspeltPlaceholder(template);
	return misspelt === undefined
		? undefined
		: `holds '${misspelt}', which would be sent unchanged; write #field1#, with a # at both ends, in small letters, without blanks, points and leading zeros, or other words if no merge field is meant`;
}

/** The lowest placeholder that is filled with nothing, or undefined. */
export function emptyMergeField(fields: MergeFields): number | undefined {
	const empty = [...fields].filter(([, value]) => value.trim() === '').map(([number]) => number);
	return empty.length > 0 ? Math.min(...empty) : undefined;
}

/** The text a recipient gets, as the gateway merges it. */
export function mergeTemplate(template: string, fields: MergeFields): string {
	return template.replace(PLACEHOLDER, (whole, digits: string) => fields.get(Number(digits)) ?? whole);
}

export type MergeFieldsResult =
	{ readonly ok: true; readonly fields: MergeFields } | { readonly ok: false; readonly fault: string };

/** The name of a merge field's value, in the panel and on the wire. */
export function mergeFieldName(number: number): string {
	return `field${number}`;
}

/** Reads merge fields as the panel gives them: `{ field1: 'Ann', field2: '10:30' }`. */
export function readMergeFields(raw: unknown): MergeFieldsResult {
	const fields = new Map<number, string>();
	if (isUnset(raw)) return { ok: true, fields };
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
		return { ok: false, fault: 'must be one value for each placeholder' };
	for (const [name, value] of Object.entries(raw)) {
		const number = Number(/^field([1-9]\d?)$/.exec(name)?.[1]);
		if (!(number <= MOST_MERGE_FIELDS)) {
			return {
				ok: false,
				fault: `holds '${name}'; its values are called field1 to field${MOST_MERGE_FIELDS}`,
			};
		}
		if (value !== null && typeof value === 'object') {
			return { ok: false, fault: `holds an object or a list for #${name}#; pick one value of it` };
		}
		const written = value as string | number | boolean | null | undefined;
		fields.set(number, String(written ?? ''));
	}
	return { ok: true, fields };
}

/** n8n gives a list that is an expression as a whole to nobody: it comes as a list without entries. */
export const NO_FIELDS =
	"add a value for each placeholder. An expression for all of 'Fields' does not work, because n8n drops it: give each value its own";

export function fieldNames(numbers: readonly number[]): string {
	return numbers.map((number) => `#${mergeFieldName(number)}#`).join(', ');
}
