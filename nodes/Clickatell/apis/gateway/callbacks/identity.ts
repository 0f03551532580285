import { createHash } from 'node:crypto';

/**
 * The key of an event: the same for every repetition of it, and for nothing else. It is made of a list, never of values
 * joined to one text, because joined values can coincide: part 1 of `m1` with a message called `m1:1`.
 */
export function dedupeKeyOf(
	kind: 'status' | 'inbound' | 'other',
	identity: readonly (string | number | null)[],
): string {
	const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
	return `${kind}:${digest.slice(0, 32)}`;
}
