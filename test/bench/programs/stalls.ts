/** How often the event loop is asked whether it answers. */
const EVERY_MS = 5;

export interface StallWatch {
	start(): void;
	stop(): void;
	/** The longest time in milliseconds for which the event loop did not answer. */
	longestMs(): number;
}

/**
 * Watches how long the event loop of this process is held at most. Node's own monitor does not see a step that begins
 * before its first look, or has not ended at its last.
 */
export function watchStalls(): StallWatch {
	let lastAnswer = 0;
	let longest = 0;
	let asking: NodeJS.Timeout | undefined;
	const answer = () => {
		const now = performance.now();
		longest = Math.max(longest, now - lastAnswer);
		lastAnswer = now;
	};
	return {
		start() {
			lastAnswer = performance.now();
			asking = setInterval(answer, EVERY_MS);
		},
		stop() {
			answer();
			clearInterval(asking);
		},
		longestMs: () => longest,
	};
}
