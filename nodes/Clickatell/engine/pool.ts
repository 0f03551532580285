import type { Ports } from './ports';

export interface PoolLimits {
	/** How many tasks may be under way at once. */
	readonly concurrency: number;
	/** How many may start within a second; 0 for no limit. */
	readonly perSecond: number;
}

/**
 * Runs tasks in order of their index, a bounded number at once, evenly paced. Results stand at the index of their
 * task. A task that `skip` names is not started any more.
 */
export async function runPool<T>(
	ports: Pick<Ports, 'now' | 'sleep'>,
	count: number,
	limits: PoolLimits,
	task: (index: number) => Promise<T>,
	skip: (index: number) => T | undefined = () => undefined,
): Promise<T[]> {
	const results: T[] = new Array<T>(count);
	const interval = limits.perSecond > 0 ? 1000 / limits.perSecond : 0;
	let next = 0;
	let mayStartAt = 0;

	const worker = async (): Promise<void> => {
		while (next < count) {
			const index = next++;
			if (interval > 0) {
				// Not the wall clock: set back by an hour in the middle of a bulk, it would halt the bulk for an hour.
				const now = ports.now();
				const startAt = Math.max(now, mayStartAt);
				// No catching up after a slow stretch: the pace holds in every second, not on average.
				mayStartAt = startAt + interval;
				if (startAt > now) await ports.sleep(startAt - now);
			}
			const skipped = skip(index);
			results[index] = skipped === undefined ? await task(index) : skipped;
		}
	};
	await Promise.all(Array.from({ length: Math.min(limits.concurrency, count) }, worker));
	return results;
}
