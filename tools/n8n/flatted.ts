/**
 * Reads n8n's form of execution data (the "flatted" format): a JSON array of values in which every string
 * inside an object or array is the index of the value it stands for; the first value is the whole.
 */
export function parseFlatted(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const revived = new Map<number, unknown>();

	function valueAt(index: number): unknown {
		if (revived.has(index)) return revived.get(index);
		const value = table[index];
		if (typeof value !== 'object' || value === null) return value;
		const target: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
		// Before its members, so that a value that holds itself ends here.
		revived.set(index, target);
		for (const [key, member] of Object.entries(value)) {
			(target as Record<string, unknown>)[key] =
				typeof member === 'string' ? valueAt(Number(member)) : member;
		}
		return target;
	}

	return valueAt(0);
}
