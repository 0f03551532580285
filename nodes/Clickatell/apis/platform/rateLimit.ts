import type { Ports } from '../../engine/ports';

const FIRST_PAUSE_MS = 1000;
const FIRST_GAP_MS = 500;
const MOST_GAP_MS = 4000;

/** Holds back all calls of a run while the Platform asks for a pause, and lets them go one by one from then on. */
export class RateLimit {
	private resumeAt = 0;
	/** Between two calls, once the Platform has asked for a pause. */
	private gapMs = 0;
	private pauseEnds = 0;

	constructor(private readonly ports: Pick<Ports, 'now' | 'sleep' | 'cancelled'>) {}

	/**
	 * Waits until calls may be made again, longer with each try of a call, and lets no other call be made before.
	 *
	 * @param tries how often the call has been made
	 */
	async pause(tries: number): Promise<void> {
		const now = this.ports.now();
		const until = now + FIRST_PAUSE_MS * 2 ** (tries - 1);
		// Calls that were under way together are refused together: that is one refusal.
		if (now >= this.pauseEnds) {
			this.gapMs = Math.min(Math.max(2 * this.gapMs, FIRST_GAP_MS), MOST_GAP_MS);
			this.pauseEnds = until;
		}
		this.resumeAt = Math.max(this.resumeAt, until);
		await this.untilResumed();
	}

	/** Waits for the turn of a call. */
	async wait(): Promise<void> {
		await this.untilResumed();
		if (this.gapMs > 0) this.resumeAt = this.ports.now() + this.gapMs;
	}

	private async untilResumed(): Promise<void> {
		for (;;) {
			const left = this.resumeAt - this.ports.now();
			if (left <= 0 || this.ports.cancelled()) return;
			await this.ports.sleep(left);
		}
	}
}
