import { createHash } from 'node:crypto';

/**
 * Which callbacks have been seen, per workflow node, in this process. n8n's static data loses writes that a webhook
 * makes, so nothing is kept beyond the process; several processes need n8n's Remove Duplicates node behind the trigger.
 * Bounded both ways: the oldest key of a node and the node longest unused are forgotten first.
 */
export class DuplicateMemory {
	private readonly nodes = new Map<string, Set<string>>();

	constructor(
		private readonly maxKeys = 10_000,
		private readonly maxNodes = 100,
	) {}

	/** Notes the key; whether it was noted before. */
	isRepeated(node: string, key: string): boolean {
		const keys = this.nodes.get(node) ?? new Set<string>();
		// Put back at the end: the last to be forgotten.
		this.nodes.delete(node);
		this.nodes.set(node, keys);
		if (this.nodes.size > this.maxNodes) forgetOldest(this.nodes);

		// The key holds what a stranger wrote, in any length; its digest has one length.
		const digest = createHash('sha256').update(key).digest('base64').slice(0, 24);
		const isRepeated = keys.delete(digest);
		keys.add(digest);
		if (keys.size > this.maxKeys) forgetOldest(keys);
		return isRepeated;
	}

	/** How many keys are held for all nodes together. */
	get size(): number {
		let size = 0;
		for (const keys of this.nodes.values()) size += keys.size;
		return size;
	}
}

function forgetOldest(held: Map<string, unknown> | Set<string>): void {
	for (const oldest of held.keys()) {
		held.delete(oldest);
		return;
	}
}
