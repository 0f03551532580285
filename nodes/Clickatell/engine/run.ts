/**
 * What a run before kept of its calls: nothing, the same as this one has, or something else; and of that, whether it had several
 * messages to one number. What n8n cannot tell is `unknown`, and must not keep a message from being sent.
 */
export type CallsBefore = 'none' | 'same' | 'other' | 'repeated' | 'unknown';

/** What a run of a node shares with the runs before it, whose messages must not be sent again. */
export interface Run {
	/** A secret of which client message IDs are made: all runs of a node in an execution and in its retry have the same. */
	readonly key: string;
	/**
	 * How often these recipients had a call before in the execution, in this run and in those before it. Counting goes by the
	 * recipients and not by the number of the run: in a loop that is retried, others may come first.
	 */
	timesCome(recipients: string): number;
	/** The same, of recipients who have no call now. */
	timesSoFar(recipients: string): number;
	/**
	 * Whether a run before may have made calls of this one: `no`; `perhaps`, as far as another retry of the same execution goes;
	 * `yes`, because it stopped in the middle or nothing is known of it.
	 */
	readonly maySendTwice: 'no' | 'perhaps' | 'yes';
	/** When this execution began, by `now()`: the one before had ended by then, or makes those calls to their end that were under way. */
	readonly begunAt: number;
	/** Whether it may make such calls in another process, where nobody here can tell when they have ended. */
	readonly mayGoOn: boolean;
	/** Whether that run gave its calls the client message IDs of this one. */
	readonly isTraceable: boolean;
	/**
	 * Keeps how recipients share calls, before the first call is made. A message can be found only as long as it goes in a call
	 * of the same recipients: between two runs, quiet hours may have begun, or somebody may have opted out.
	 *
	 * @param digest of all calls of several recipients; undefined where there are none
	 * @param repeats whether several messages go to one number
	 * @returns what the run before kept. Never rejects.
	 */
	callsBefore(digest: string | undefined, repeats: boolean): Promise<CallsBefore>;
	/**
	 * Keeps Idempotency Keys before the first call is made.
	 *
	 * @returns since when nothing can have been sent with them by a run before that Clickatell does not know yet, by `now()`;
	 * undefined where no execution before had one of them. Never rejects.
	 */
	seenSince(keys: readonly string[]): Promise<number | undefined>;
}

/** @param come how often each has come before */
export function counting(come = new Map<string, number>()): Pick<Run, 'timesCome' | 'timesSoFar'> {
	const timesSoFar = (recipients: string) => come.get(recipients) ?? 0;
	return {
		timesSoFar,
		timesCome(recipients) {
			const times = timesSoFar(recipients);
			come.set(recipients, times + 1);
			return times;
		},
	};
}

/** The same counts, for calls that are not made: what they count is not kept. */
export function peeking(run: Run): Pick<Run, 'key' | 'timesCome' | 'timesSoFar'> {
	const come = counting();
	const both = (recipients: string) => run.timesSoFar(recipients) + come.timesSoFar(recipients);
	return {
		key: run.key,
		timesSoFar: both,
		timesCome(recipients) {
			const times = both(recipients);
			come.timesCome(recipients);
			return times;
		},
	};
}

/** A run that nothing else is to be told from: nothing can run it again. */
export function unrepeatable(newId: () => string): Run {
	return {
		key: newId(),
		...counting(),
		maySendTwice: 'no',
		begunAt: 0,
		mayGoOn: false,
		isTraceable: true,
		callsBefore: async () => await Promise.resolve('none'),
		seenSince: async () => await Promise.resolve(undefined),
	};
}
