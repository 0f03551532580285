/** The separate entries of what holds phone numbers. */

/** A number that needs no cleaning, as most do: taken as it is, five times sooner. */
export const CLEAN = /^[1-9][0-9]{6,14}$/;

/** Between entries. What a `tel:` link adds to a number, as in `;ext=5`, belongs to it. */
const SEPARATORS =
	/(?:[,\n\r\v\f\u0085\u2028\u2029\uFF0C\uFF1B\u060C\u061B]|;(?![ \t]{0,3}[A-Za-z][A-Za-z-]{0,20}=))+/;

/**
 * The separate entries of a recipients field: text parted by commas, semicolons or line breaks, numbers,
 * or arrays of these at any depth. Empty entries are left out; nothing else is checked or cleaned, that
 * is for `normalizeMsisdn`, which also refuses what cannot be a number (an object gives its text form).
 */
export function splitRecipients(raw: unknown): string[] {
	if (typeof raw === 'string' && CLEAN.test(raw)) return [raw];
	const entries: string[] = [];
	const waiting: unknown[] = [raw];
	while (waiting.length > 0) {
		const value = waiting.pop();
		if (Array.isArray(value)) {
			// Reversed, because the last one pushed is read first; a loop, because arrays may be long or deep.
			for (let i = value.length - 1; i >= 0; i--) waiting.push(value[i]);
		} else if (value !== null && value !== undefined) {
			for (const part of textOf(value).split(SEPARATORS)) {
				const entry = part.trim();
				if (entry !== '') entries.push(entry);
			}
		}
	}
	return entries;
}

function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
		return String(value);
	return `[${typeof value}]`;
}
