import type { CodeMemory } from '../../../nodes/Clickatell/engine/codeMemory';

/** Keeps marks as n8n keeps what the Remove Duplicates node has seen. */
export class Marks implements CodeMemory {
	readonly kept = new Set<string>();

	async keep(marks: readonly string[]): Promise<ReadonlySet<string>> {
		const fresh = marks.filter((mark) => !this.kept.has(mark));
		for (const mark of fresh) this.kept.add(mark);
		return new Set(fresh);
	}

	async drop(marks: readonly string[]): Promise<void> {
		for (const mark of marks) this.kept.delete(mark);
	}

	async count(): Promise<number> {
		return this.kept.size;
	}
}
