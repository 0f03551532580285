/** n8n's wording rule: one sentence ends without a period, several end with one. */
export function sentences(text: string): string {
	const several = /\.\s+\S/.test(text);
	return several && !/[.!?]$/.test(text) ? `${text}.` : text;
}

/** The order of the alphabet. Not by localeCompare, whose first use takes 6 ms of n8n's start. */
function alphabetically(a: string, b: string): number {
	const one = a.toLowerCase();
	const other = b.toLowerCase();
	return one < other ? -1 : one > other ? 1 : 0;
}

/** n8n's rule for lists: from so many entries on they go by the alphabet. */
const SORTED_FROM = 5;

/** A short list keeps the order in which people need its entries; a long one goes by the alphabet. */
export function inPanelOrder<T>(list: readonly T[], labelOf: (entry: T) => string): T[] {
	if (list.length < SORTED_FROM) return [...list];
	return [...list].sort((a, b) => alphabetically(labelOf(a), labelOf(b)));
}

export const labelOf = ({ label }: { readonly label: string }): string => label;
