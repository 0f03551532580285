/**
 * Merge fields of a batch (docs/protocol/soap.md#batches): `#field1#` to `#field10#` in a template, one value each
 * per item.
 */

export type MergeFields = ReadonlyMap<number, string>;

export const MOST_MERGE_FIELDS = 10;

export const PLACEHOLDER = /#field(\d+)#/g;

/** The numbers of the placeholders in a template, each once, ascending. */
export function placeholdersOf(template: string): number[] {
	const numbers = new Set([...template.matchAll(PLACEHOLDER)].map((match) => Number(match[1])));
	return [...numbers].sort((a, b) => a - b);
}

/** Few of each between the signs, so that a text of nothing but blanks is looked through once. */
const LIKE_A_PLACEHOLDER = /#[\s_-]{0,3}field[\s_-]{0,3}\d{0,40}[\s_-]{0,3}#/gi;
const EXACT = /^#field(?:0|[1-9]\d*)#$/;

/** What a person meant as a placeholder and the gateway would send as it stands, such as `#field01#`, or undefined. */
export function misspeltPlaceholder(template: string): string | undefined {
	for (const [found] of template.matchAll(LIKE_A_PLACEHOLDER)) if (!EXACT.test(found)) return found;
	return undefined;
}

/** The text a recipient gets, as the gateway merges it. */
export function mergeTemplate(template: string, fields: MergeFields): string {
	return template.replace(PLACEHOLDER, (whole, digits: string) => fields.get(Number(digits)) ?? whole);
}

export type MergeFieldsResult =
	{ readonly ok: true; readonly fields: MergeFields } | { readonly ok: false; readonly fault: string };

/**
 * Reads merge fields as the panel gives them (`{ field: [{ number: 1, value: 'Ann' }] }`), or as an object
 * (`{ field1: 'Ann' }`) or a list (`['Ann', '10:30']`).
 */
export function readMergeFields(raw: unknown): MergeFieldsResult {
	const pairs = pairsOf(raw);
	if (!pairs) return { ok: false, fault: 'must be a list of field values' };
	const fields = new Map<number, string>();
	for (const [key, value] of pairs) {
		const name = typeof key === 'string' || typeof key === 'number' ? String(key) : '';
		const number = Number(name.replace(/^field/i, ''));
		if (!Number.isInteger(number) || number < 1 || number > MOST_MERGE_FIELDS) {
			return { ok: false, fault: `holds '${name}'; fields are numbered 1 to ${MOST_MERGE_FIELDS}` };
		}
		if (fields.has(number)) return { ok: false, fault: `holds field ${number} twice; give it once` };
		if (value !== null && typeof value === 'object') {
			return { ok: false, fault: `holds an object or a list in field ${number}; pick one value of it` };
		}
		const written = value as string | number | boolean | null | undefined;
		fields.set(number, String(written ?? ''));
	}
	return { ok: true, fields };
}

function pairsOf(raw: unknown): ReadonlyArray<readonly [unknown, unknown]> | undefined {
	if (raw === undefined || raw === null || raw === '') return [];
	if (Array.isArray(raw)) return raw.map((value, i) => [i + 1, value] as const);
	if (typeof raw !== 'object') return undefined;
	const panel = (raw as { field?: unknown }).field;
	if (Array.isArray(panel)) {
		return panel.map(
			(entry: { number?: unknown; value?: unknown } | null) => [entry?.number, entry?.value] as const,
		);
	}
	return Object.entries(raw);
}
