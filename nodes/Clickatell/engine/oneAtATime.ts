/** Runs tasks of the same key one after the other in this process; a task that fails holds up none. */
export class OneAtATime {
	private readonly last = new Map<string, Promise<unknown>>();

	async run<T>(key: string, task: () => Promise<T>): Promise<T> {
		const before = this.last.get(key) ?? Promise.resolve();
		const own = before.then(task);
		const settled = own.then(
			() => {},
			() => {},
		);
		this.last.set(key, settled);
		try {
			return await own;
		} finally {
			if (this.last.get(key) === settled) this.last.delete(key);
		}
	}
}
