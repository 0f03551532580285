/** A moment that many wait for. */
export interface Deadline {
	/** Called when the time is up. */
	readonly waiting: Set<() => void>;
}

interface Running extends Deadline {
	readonly setAt: number;
}

const running = new Map<number, Running>();

/**
 * A moment between once and twice `patienceMs` from now. There is one timer for all calls of the same while, because
 * n8n lets nodes set timers only such as cannot be cleared: one for each would outlive thousands of calls.
 */
export function deadlineIn(patienceMs: number): Deadline {
	const now = performance.now();
	const known = running.get(patienceMs);
	if (known !== undefined && now - known.setAt < patienceMs) return known;
	const deadline: Running = { setAt: now, waiting: new Set() };
	AbortSignal.timeout(2 * patienceMs).addEventListener('abort', () => {
		if (running.get(patienceMs) === deadline) running.delete(patienceMs);
		for (const giveUp of deadline.waiting) giveUp();
	});
	running.set(patienceMs, deadline);
	return deadline;
}

/** What `work` comes to, or `late` if the time is up before; `work` goes on then, and its failure is nobody's any more. */
export async function unlessLate<T>(work: Promise<T>, { waiting }: Deadline): Promise<T | 'late'> {
	let giveUp = () => {};
	const late = new Promise<'late'>((resolve) => {
		giveUp = () => resolve('late');
		waiting.add(giveUp);
	});
	// Only what fails behind the deadline is not heard of below.
	work.catch(() => undefined);
	try {
		return await Promise.race([work, late]);
	} finally {
		waiting.delete(giveUp);
	}
}
