const underWay = new Map<string, Promise<unknown>>();

/** Runs `task`, or joins the one that runs already under the same key in this process. */
export async function singleFlight<T>(key: string, task: () => Promise<T>): Promise<T> {
	const running = underWay.get(key) as Promise<T> | undefined;
	if (running) return await running;
	const started = task().finally(() => underWay.delete(key));
	underWay.set(key, started);
	return await started;
}
