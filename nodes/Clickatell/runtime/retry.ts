import type { Ports } from './ports';

/** With pauses of 0.25 and 1 second between. */
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;

/** Tries again while the result is worth it, for what may be done twice. A cancelled execution tries nothing again. */
export async function retry<T>(
	{ sleep, cancelled }: Pick<Ports, 'sleep' | 'cancelled'>,
	attempt: () => Promise<T>,
	isWorthRepeating: (result: T) => boolean,
): Promise<T> {
	let pause = FIRST_PAUSE_MS;
	for (let tries = 1; ; tries++, pause *= 4) {
		const result = await attempt();
		if (tries === ATTEMPTS || cancelled() || !isWorthRepeating(result)) return result;
		await sleep(pause);
	}
}
