import type { Clock } from '../clock';
import type { Integration } from './model';

/** Calls of each integration in the time that its rate looks back on. */
export class RateLimit {
	private readonly calls = new Map<string, number[]>();

	constructor(private readonly clock: Clock) {}

	/** Counts a call; true when it is one too many, which then does not count. */
	exceeded({ id, rate }: Integration): boolean {
		if (rate === undefined) return false;
		const since = this.clock.now() - rate.seconds * 1000;
		const recent = (this.calls.get(id) ?? []).filter((at) => at > since);
		const full = recent.length >= rate.calls;
		if (!full) recent.push(this.clock.now());
		this.calls.set(id, recent);
		return full;
	}

	clear(): void {
		this.calls.clear();
	}
}
