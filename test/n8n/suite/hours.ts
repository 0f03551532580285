import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for the next hour where this one ends within `seconds`: some examples count in hours of the clock, and what
 * is counted must not fall into two of them.
 */
export async function withinOneHour(seconds = 300): Promise<void> {
	const left = 3_600_000 - (Date.now() % 3_600_000);
	if (left < seconds * 1000) await delay(left + 1000);
}
