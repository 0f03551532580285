import { forgetOldest } from '../../engine/forgetOldest';
import { type CallbackLogin, type ExpectedLogin, expectedOf } from './authenticity';

/** A change of a credential counts after this at the latest. */
const KEPT_MS = 5_000;

interface Kept {
	readonly until: number;
	readonly login: Promise<ExpectedLogin>;
}

/**
 * What callbacks are compared with, kept for some seconds as digests: to read a credential costs n8n more than all else
 * that the trigger does for a call, and in a flood, of refused calls as well, it would be read for each.
 */
export class LoginMemory {
	private readonly kept = new Map<string, Kept>();

	constructor(
		private readonly now: () => number = () => performance.now(),
		private readonly keptMs = KEPT_MS,
		private readonly most = 100,
	) {}

	async get(key: string, read: () => Promise<CallbackLogin>): Promise<ExpectedLogin> {
		const known = this.kept.get(key);
		if (known !== undefined && this.now() < known.until) return await known.login;
		const login = read().then(expectedOf);
		const kept = { until: this.now() + this.keptMs, login };
		// Put in again, so that it is the last to be forgotten.
		this.kept.delete(key);
		this.kept.set(key, kept);
		if (this.kept.size > this.most) forgetOldest(this.kept);
		// A failure is not kept.
		login.catch(() => {
			if (this.kept.get(key) === kept) this.kept.delete(key);
		});
		return await login;
	}
}
