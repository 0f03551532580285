import { isObject } from '../../formats/isObject';
import { decodeBytes } from '../../formats/charset';

export type JsonRead =
	| { readonly ok: true; readonly value: unknown }
	/** The end of a sentence that begins with what was read: `is no JSON`. */
	| { readonly ok: false; readonly reason: string };

export interface JsonLimits {
	/** Bytes, or characters of a text. */
	readonly size: number;
	readonly depth: number;
}

/** The largest answer has 200 entries; the deepest goes five levels down. */
export const REPLY_LIMITS: JsonLimits = { size: 2 * 1024 * 1024, depth: 32 };

/** Foreign JSON, read only if neither its size nor its depth can hurt who works on it. Never throws. */
export function readJson(source: string | Uint8Array, limits: JsonLimits = REPLY_LIMITS): JsonRead {
	if (source.length > limits.size) return { ok: false, reason: `is larger than ${limits.size >> 10} KB` };
	const text = typeof source === 'string' ? source.replace(/^\uFEFF/, '') : decodeBytes(source, 'utf-8');
	if (isDeeper(text, limits.depth))
		return { ok: false, reason: `is nested deeper than ${limits.depth} levels` };
	try {
		return { ok: true, value: JSON.parse(text) as unknown };
	} catch {
		return { ok: false, reason: text.trim() === '' ? 'is empty' : 'is not JSON' };
	}
}

/** Counts brackets outside strings, so that what recurses over the value later cannot run out of stack. */
function isDeeper(text: string, depth: number): boolean {
	let level = 0;
	let inString = false;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (inString) {
			if (code === 0x5c) i++;
			else if (code === 0x22) inString = false;
		} else if (code === 0x22) inString = true;
		else if (code === 0x7b || code === 0x5b) {
			level++;
			if (level > depth) return true;
		} else if (code === 0x7d || code === 0x5d) level--;
	}
	return false;
}

/** An object's own value; undefined for anything else, arrays and what objects inherit among it. */
export function fieldOf(value: unknown, name: string): unknown {
	return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** Text as it is; a number or a boolean as text; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Longer than any ID, number or name; what is longer is cut. */
const SHORT = 1000;

/** What needs no cleaning, as nearly all IDs. */
const CLEAN = new RegExp(`^[!-~]{1,${SHORT}}$`);

/** A short value, such as an ID: without control characters and surrounding blanks; null if there is none. */
export function shortOf(value: unknown): string | null {
	if (typeof value === 'string' && CLEAN.test(value)) return value;
	const cleaned = textOf(value)
		?.slice(0, SHORT)
		.replace(/[\u0000-\u001f\u007f]/g, '')
		.trim();
	return cleaned ? cleaned : null;
}

/** A finite number, written as such or as text; null if there is none. */
export function numberOf(value: unknown): number | null {
	const text = shortOf(value);
	if (text === null || !/^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/i.test(text)) return null;
	const number = Number(text);
	return Number.isFinite(number) ? number : null;
}
