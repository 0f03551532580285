import { cut } from '../formats/cut';
import { illegalCharacter } from '../formats/xml/write';

/** A value as the wire wants it, or what is wrong with it, as the end of a sentence that begins with the field's label. */
export type Coded<T = string> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string };

export const good = <T>(value: T): Coded<T> => ({ ok: true, value });
export const bad = (fault: string): { readonly ok: false; readonly fault: string } => ({ ok: false, fault });

/** Nothing was given: the field is left empty, or an expression found no value. */
export function isUnset(raw: unknown): boolean {
	return raw === undefined || raw === null || raw === '' || (Array.isArray(raw) && raw.length === 0);
}

/** Nothing was given, or nothing but white space. */
export function isBlank(raw: unknown): boolean {
	return isUnset(raw) || (typeof raw === 'string' && raw.trim() === '');
}

function shown(value: unknown): string {
	const text = asText(value);
	if (text !== undefined) return text;
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		return 'an object that refers to itself';
	}
}

export function quoted(value: unknown): string {
	const text = shown(value);
	return `'${cut(text, 40)}'`;
}

export function asText(raw: unknown): string | undefined {
	if (typeof raw === 'string') return raw;
	if (typeof raw === 'number' || typeof raw === 'boolean' || typeof raw === 'bigint') return String(raw);
	return undefined;
}

/** A text that XML can carry. */
export function codeText(raw: unknown): Coded {
	const text = asText(raw);
	if (text === undefined)
		return bad(`must be a text, but is ${Array.isArray(raw) ? 'a list' : 'an object'}; pick one value of it`);
	const illegal = illegalCharacter(text);
	if (illegal) {
		return bad(
			`holds a character that cannot be sent (${illegal.codePoint}, ${illegal.name}) at position ${illegal.index + 1}; remove it`,
		);
	}
	return good(text);
}
