import { defined } from './defined';

/** A handle that only the clock that gave it understands. */
export type Timer = object;

/**
 * The gateway's only source of time. Tests inject a {@link ManualClock} so that fifteen minutes of session
 * life or three days of callback retries pass in milliseconds.
 */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	setTimeout(run: () => void, delayMs: number): Timer;
	clearTimeout(timer: Timer): void;
	/** Tells the clock about work under way (a callback on the wire) that must end before time may move on. */
	track?(work: Promise<unknown>): void;
}

/** Node.js fires a longer timer at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The system's clock. Its timers do not keep a process alive: the listening server does. */
export function realClock(): Clock {
	return {
		now: () => Date.now(),
		setTimeout: (run, delayMs) => {
			const timer: { current?: NodeJS.Timeout } = {};
			const wait = (left: number): void => {
				const step = Math.min(left, LONGEST_MS);
				timer.current = setTimeout(() => (left > step ? wait(left - step) : run()), step).unref();
			};
			wait(delayMs);
			return timer;
		},
		clearTimeout: (timer) => clearTimeout((timer as { current: NodeJS.Timeout }).current),
	};
}

interface Entry {
	due: number;
	order: number;
	run: () => void;
	cancelled: boolean;
}

/** A clock that stands still until it is told to advance. */
export class ManualClock implements Clock {
	private time: number;
	private order = 0;
	private readonly heap: Entry[] = [];
	private readonly working = new Set<Promise<unknown>>();

	/** @param start milliseconds since 1970 */
	constructor(start = Date.UTC(2024, 0, 15, 9, 0, 0)) {
		this.time = start;
	}

	now(): number {
		return this.time;
	}

	setTimeout(run: () => void, delayMs: number): Timer {
		const entry = { due: this.time + Math.max(0, delayMs), order: this.order++, run, cancelled: false };
		this.push(entry);
		return entry;
	}

	clearTimeout(timer: Timer): void {
		(timer as Entry).cancelled = true;
	}

	track(work: Promise<unknown>): void {
		const settled = work
			.catch(() => undefined)
			.finally(() => {
				this.working.delete(settled);
			});
		this.working.add(settled);
	}

	/**
	 * Moves time on by `ms`, running every timer on the way at its own moment. Before time moves, the work that
	 * was started is waited for: a callback's retry is scheduled from the moment its first try failed.
	 */
	async advance(ms: number): Promise<void> {
		const target = this.time + ms;
		for (;;) {
			const next = this.heap[0];
			if (this.working.size > 0 && (next === undefined || next.due > this.time)) {
				await this.settled();
				continue;
			}
			if (next === undefined || next.due > target) break;
			this.pop();
			if (next.cancelled) continue;
			this.time = Math.max(this.time, next.due);
			next.run();
		}
		this.time = target;
	}

	private async settled(): Promise<void> {
		while (this.working.size > 0) await Promise.all(this.working);
	}

	private push(entry: Entry): void {
		let at = this.heap.push(entry) - 1;
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (!before(entry, defined(this.heap[parent]))) break;
			this.heap[at] = defined(this.heap[parent]);
			at = parent;
		}
		this.heap[at] = entry;
	}

	private pop(): void {
		const last = this.heap.pop();
		if (last === undefined || this.heap.length === 0) return;
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= this.heap.length) break;
			if (child + 1 < this.heap.length && before(defined(this.heap[child + 1]), defined(this.heap[child])))
				child += 1;
			if (!before(defined(this.heap[child]), last)) break;
			this.heap[at] = defined(this.heap[child]);
			at = child;
		}
		this.heap[at] = last;
	}
}

function before(a: Entry, b: Entry): boolean {
	return a.due < b.due || (a.due === b.due && a.order < b.order);
}

/** The timers one gateway has running, so that a reset or the end of the gateway takes all of them away. */
export class Timers {
	private readonly running = new Set<Timer>();

	constructor(readonly clock: Clock) {}

	/** Runs `run` after `delayMs` of the clock's time. */
	after(delayMs: number, run: () => void): Timer {
		const timer = this.clock.setTimeout(() => {
			this.running.delete(timer);
			run();
		}, delayMs);
		this.running.add(timer);
		return timer;
	}

	cancel(timer: Timer): void {
		this.running.delete(timer);
		this.clock.clearTimeout(timer);
	}

	clear(): void {
		for (const timer of this.running) this.clock.clearTimeout(timer);
		this.running.clear();
	}
}
