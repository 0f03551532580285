import { defined } from '../../../nodes/Clickatell/formats/defined';

/** How often the event loop is asked whether it answers. */
const EVERY_MS = 5;

export interface StallWatch {
	start(): void;
	stop(): void;
	/** The longest time in milliseconds for which the event loop did not answer. */
	longestMs(): number;
}

/** A clock in milliseconds. */
export type Clock = () => number;

export const WALL: Clock = () => performance.now();

/** What this process has worked, its threads that collect garbage included. */
export const CPU: Clock = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

/**
 * Watches how long the event loop of this process is held at most. Node's own monitor does not see a step that begins
 * before its first look, or has not ended at its last.
 *
 * @param clocks of several, the one that says least of a step counts: on a busy machine the wall clock goes on while
 * the process waits for its turn
 */
export function watchStalls(clocks: readonly Clock[] = [WALL]): StallWatch {
	const now = () => clocks.map((clock) => clock());
	let lastAnswer = now();
	let longest = 0;
	let asking: NodeJS.Timeout | undefined;
	const answer = () => {
		const times = now();
		longest = Math.max(longest, Math.min(...times.map((time, clock) => time - defined(lastAnswer[clock]))));
		lastAnswer = times;
	};
	return {
		start() {
			lastAnswer = now();
			asking = setInterval(answer, EVERY_MS);
		},
		stop() {
			answer();
			clearInterval(asking);
		},
		longestMs: () => longest,
	};
}
