import { createHash } from 'node:crypto';
import { deadlineIn, unlessLate } from '../deadline';

/** An event that is seen for the first time, until it is known what became of it. The first word counts. */
export interface Intake {
	stored(): void;
	/** The event counts as new again. */
	failed(): void;
}

/** A repetition that comes while the first is being stored waits so long, and up to twice this. */
const PATIENCE_MS = 15_000;

/**
 * Which callbacks have been seen, per workflow node, in this process. n8n's static data loses writes that a webhook
 * makes, so nothing is kept beyond the process; several processes need n8n's Remove Duplicates node behind the trigger.
 * Bounded both ways: the oldest key of a node and the node longest unused are forgotten first.
 */
export class DuplicateMemory {
	private readonly nodes = new Map<string, Set<string>>();
	/** Resolved when it is known what became of the first. */
	private readonly beingTaken = new Map<string, Promise<void>>();

	constructor(
		private readonly maxKeys = 10_000,
		private readonly maxNodes = 100,
		private readonly patienceMs = PATIENCE_MS,
	) {}

	/**
	 * Takes an event, unless it was taken before. A repetition waits for the first, because it is one only when the first
	 * was stored; `late` if that takes too long.
	 */
	async take(node: string, key: string): Promise<Intake | 'repeated' | 'late'> {
		const name = `${node} ${key}`;
		for (let first = this.beingTaken.get(name); first !== undefined; first = this.beingTaken.get(name)) {
			if ((await unlessLate(first, deadlineIn(this.patienceMs))) === 'late') return 'late';
		}
		if (this.isRepeated(node, key)) return 'repeated';
		let tell = () => {};
		this.beingTaken.set(name, new Promise((resolve) => (tell = resolve)));
		let isSettled = false;
		const settle = (forget: boolean) => {
			if (isSettled) return;
			isSettled = true;
			if (forget) this.nodes.get(node)?.delete(digestOf(key));
			this.beingTaken.delete(name);
			tell();
		};
		return { stored: () => settle(false), failed: () => settle(true) };
	}

	/** Notes the key; whether it was noted before. */
	isRepeated(node: string, key: string): boolean {
		const keys = this.nodes.get(node) ?? new Set<string>();
		// Put back at the end: the last to be forgotten.
		this.nodes.delete(node);
		this.nodes.set(node, keys);
		if (this.nodes.size > this.maxNodes) forgetOldest(this.nodes);

		const digest = digestOf(key);
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

/** A key holds what a stranger wrote, in any length; its digest has one length. */
function digestOf(key: string): string {
	return createHash('sha256').update(key).digest('base64').slice(0, 24);
}

function forgetOldest(held: Map<string, unknown> | Set<string>): void {
	for (const oldest of held.keys()) {
		held.delete(oldest);
		return;
	}
}
