import { isObject } from '../formats/isObject';
import { bad, codeText, good, isBlank, quoted, type Coded } from './coded';

/** Longer JSON is no contact and no list of them. */
const LONGEST_JSON = 100_000;

export function codeJson(raw: unknown, list: boolean): Coded {
	const form = list ? 'a list in JSON, such as [{ ... }]' : 'JSON';
	let value: unknown = raw;
	if (typeof raw === 'string') {
		if (raw.length > LONGEST_JSON)
			return bad(`has ${raw.length} characters; at most ${LONGEST_JSON} are allowed`);
		try {
			value = JSON.parse(raw);
		} catch {
			return bad(`is ${quoted(raw)}; it must be ${form}`);
		}
	}
	if (list ? !Array.isArray(value) : typeof value !== 'object' || value === null)
		return bad(`is ${quoted(raw)}; it must be ${form}`);
	const text = JSON.stringify(value);
	return text.length <= LONGEST_JSON
		? good(text)
		: bad(`has ${text.length} characters; at most ${LONGEST_JSON} are allowed`);
}

const PAIRS_FORM = 'it must be names with their values';

/** The rows of the panel, `{ pair: [{ name, value }] }`, or an object or list of the same from an expression. */
function rowsOfPairs(raw: unknown): readonly (readonly [name: unknown, value: unknown])[] | undefined {
	if (raw === null || typeof raw !== 'object') return undefined;
	const rows = Array.isArray(raw)
		? raw
		: Object.keys(raw).length <= 1
			? (raw as { pair?: unknown }).pair
			: undefined;
	if (Array.isArray(rows)) {
		return rows.map((row: unknown, i) =>
			isObject(row) ? [row['name'] ?? String(i + 1), row['value']] : [String(i + 1), row],
		);
	}
	return Object.entries(raw);
}

/** Names and values in turn; each fault names the row. */
export function codePairs(
	raw: unknown,
	{ one, maxPairs }: { readonly one: string; readonly maxPairs: number },
): { readonly pairs: readonly string[]; readonly faults: readonly string[] } {
	const rows = rowsOfPairs(raw);
	if (rows === undefined) return { pairs: [], faults: [`is ${quoted(raw)}; ${PAIRS_FORM}`] };
	if (rows.length > maxPairs)
		return { pairs: [], faults: [`has ${rows.length} entries; at most ${maxPairs} are allowed`] };
	const pairs: string[] = [];
	const faults: string[] = [];
	const seen = new Set<string>();
	rows.forEach(([name, value], i) => {
		const codedName = codeText(name);
		const coded = codeText(value);
		const called = codedName.ok ? codedName.value.trim() : '';
		if (called === '') return void faults.push(`: the name of ${one} ${i + 1} is empty; fill it in`);
		if (seen.has(called))
			return void faults.push(`names ${one} ${quoted(called)} twice; leave one of them out`);
		seen.add(called);
		if (isBlank(value))
			return void faults.push(`: the value of ${one} ${quoted(called)} is empty; fill it in`);
		if (!coded.ok) return void faults.push(`: the value of ${one} ${quoted(called)} ${coded.fault}`);
		pairs.push(called, coded.value);
	});
	return { pairs, faults };
}
