import type { Ports } from './ports';

/** With pauses of 0.25 and 1 second between. */
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;

/**
 * Tries again while the result is worth it, for what may be done twice. A cancelled execution tries nothing again.
 *
 * @param patienceMs after so long nothing is tried again
 */
export async function retry<T>(
	{ sleep, cancelled, now }: Pick<Ports, 'sleep' | 'cancelled' | 'now'>,
	attempt: () => Promise<T>,
	isWorthRepeating: (result: T) => boolean,
	patienceMs = Infinity,
): Promise<T> {
	const begun = now();
	let pause = FIRST_PAUSE_MS;
	for (let tries = 1; ; tries++, pause *= 4) {
		const result = await attempt();
		const isOver = tries === ATTEMPTS || now() - begun >= patienceMs;
		if (isOver || cancelled() || !isWorthRepeating(result)) return result;
		await sleep(pause);
	}
}
