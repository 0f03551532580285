import type { Ports } from '../../engine/ports';

const FIRST_PAUSE_MS = 1000;

/** Holds back all calls of a run while the Platform asks for a pause. */
export class RateLimit {
	private resumeAt = 0;

	constructor(private readonly ports: Pick<Ports, 'now' | 'sleep' | 'cancelled'>) {}

	/**
	 * Waits until calls may be made again, longer with each try of a call, and lets no other call be made before.
	 *
	 * @param tries how often the call has been made
	 */
	async pause(tries: number): Promise<void> {
		const until = this.ports.now() + FIRST_PAUSE_MS * 2 ** (tries - 1);
		this.resumeAt = Math.max(this.resumeAt, until);
		await this.wait();
	}

	async wait(): Promise<void> {
		for (;;) {
			const left = this.resumeAt - this.ports.now();
			if (left <= 0 || this.ports.cancelled()) return;
			await this.ports.sleep(left);
		}
	}
}
