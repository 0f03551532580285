/**
 * Where it is remembered which codes were used and how often somebody tried. It can say no more than which of some marks
 * were there before it was given them, and how many it holds.
 */
export interface CodeMemory {
	/** Keeps marks, and says which of them are new. */
	keep(marks: readonly string[]): Promise<ReadonlySet<string>>;
	drop(marks: readonly string[]): Promise<void>;
	count(): Promise<number>;
}

/**
 * How many of some marks are kept, from the first one on without a gap. Keeping them to find out would say for a moment
 * what is not so, and another process might write that down; dropping them says nothing that most of the time is not so
 * already.
 */
export async function countKept(memory: CodeMemory, marks: readonly string[]): Promise<number> {
	const before = await memory.count();
	await memory.drop(marks);
	const kept = Math.min(Math.max(before - (await memory.count()), 0), marks.length);
	if (kept > 0) await memory.keep(marks.slice(0, kept));
	return kept;
}

/** The place of the first mark that was not kept before, which is kept now; undefined where all were. */
export async function keepNext(memory: CodeMemory, marks: readonly string[]): Promise<number | undefined> {
	for (const [place, mark] of marks.entries()) {
		if ((await memory.keep([mark])).has(mark)) return place;
	}
	return undefined;
}
