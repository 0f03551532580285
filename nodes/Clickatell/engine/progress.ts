import type { Ports } from './ports';

const CALLS_BETWEEN_LINES = 500;
const ENTRIES_IN_A_LINE = 300;
/** What is known for longer stands in the log. */
const LONGEST_WAIT_MS = 2000;
/** So many calls are named before the first of them is made. */
const CALLS_NAMED_AHEAD = 20;

/** What the log calls that which a run has done, and that which it may have done. */
export interface ProgressWords {
	readonly done: string;
	readonly doubtful: string;
}

/**
 * Tells n8n's log how far a run has come, and which items have come to what as soon as it is known. n8n stores the
 * output of a node when the execution goes on, and nothing of a node that is cancelled or whose process is killed:
 * then only its log can name what was spent. Items and IDs stand there, no numbers of people and no texts.
 */
export class Progress {
	private calls = 0;
	private callsToldOf = 0;
	private done: string[] = [];
	private doubtful: string[] = [];
	private waiting = false;
	private itemsAt: ((place: number) => string) | undefined;
	private namedTo = 0;

	/** @param total how many calls there are to be made */
	constructor(
		private readonly ports: Pick<Ports, 'log' | 'hint' | 'sleep'>,
		private readonly total: number,
		private readonly words: ProgressWords,
	) {}

	/**
	 * Before the first call.
	 *
	 * @param itemsAt the items of the call at a place of their order, with the ID by which it can be found if there is one:
	 * each is named before its call is made, because one that is under way when the process is killed leaves nothing else
	 */
	begin(itemsAt: (place: number) => string): void {
		this.itemsAt = itemsAt;
		const calls = `${this.total} ${this.total === 1 ? 'call' : 'calls'} to Clickatell`;
		this.info(`${calls} to be made`);
	}

	/** The call at this place of their order is about to be made. */
	starting(place: number): void {
		if (this.itemsAt === undefined || place < this.namedTo) return;
		const next: string[] = [];
		for (; next.length < CALLS_NAMED_AHEAD && this.namedTo < this.total; this.namedTo++)
			next.push(this.itemsAt(this.namedTo));
		this.write(next);
	}

	/** One more call has been answered, or its answer was lost. */
	made(): void {
		this.calls++;
		if (this.calls - this.callsToldOf >= CALLS_BETWEEN_LINES) this.write();
	}

	/** @param entry the item, with the ID by which it can be found if there is one */
	note(what: keyof ProgressWords, entry: string): void {
		this[what].push(entry);
		if (this.done.length + this.doubtful.length >= ENTRIES_IN_A_LINE) return this.write();
		if (this.waiting) return;
		this.waiting = true;
		void this.ports.sleep(LONGEST_WAIT_MS).then(() => {
			this.waiting = false;
			this.flush();
		});
	}

	/** Writes what has not been written yet. */
	flush(): void {
		if (this.done.length + this.doubtful.length > 0) this.write();
	}

	/** The execution was cancelled: `summary` says what had been done by then. */
	cancelled(summary: string): void {
		this.flush();
		this.ports.hint(summary);
		this.info(summary);
	}

	private write(next: readonly string[] = []): void {
		const parts = [`${this.calls} of ${this.total} calls to Clickatell made`];
		if (this.done.length > 0) parts.push(`${this.words.done} ${this.done.join(', ')}`);
		if (this.doubtful.length > 0) parts.push(`${this.words.doubtful} ${this.doubtful.join(', ')}`);
		if (next.length > 0) parts.push(`next come the items ${next.join(', ')}`);
		this.done = [];
		this.doubtful = [];
		this.callsToldOf = this.calls;
		this.info(parts.join('; '));
	}

	private info(message: string): void {
		this.ports.log('info', message);
	}
}
