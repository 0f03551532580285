import { createHash, createHmac } from 'node:crypto';
import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';
import type { Ports } from '../engine/ports';
import { counting, type Run } from '../engine/run';
import type { SendResults } from '../engine/sends';

/** Where the node's context keeps its runs. n8n stores the context with the execution, and gives it back to a retry. */
const RUNS = 'runs';

/** The runs of a node in an execution and its retries, by their numbers. */
interface Runs {
	/** The next number that was never given. */
	next: number;
	/** Numbers of runs that accepted nothing for certain; the next run takes them again. */
	free: number[];
	/** Numbers of runs that have begun and not ended, each with the execution that began it. */
	open: Record<string, string>;
	/** The recipients of each call of a run by its number, as short digests. */
	calls: Record<string, string[]>;
	/** For an n8n whose executions share nothing else with their retries. */
	key: string;
	/** The execution for which it was looked up whether what is kept here is all that the one before it did. */
	lookedUp?: { by: string; isComplete: boolean };
}

function runsOf(functions: IExecuteFunctions, ports: Ports): Runs {
	const context = functions.getContext('node');
	return (context[RUNS] ??= {
		next: 0,
		free: [],
		open: {},
		calls: {},
		key: ports.newId(),
	} satisfies Runs) as Runs;
}

/** What a process knows of an execution. */
interface Here {
	readonly begunAt: number;
	/** How often each list of recipients has come: to count them again for every run of a long loop would be slow. */
	readonly come: Map<string, number>;
	/** Idempotency Keys that it has had; and when it had each first, where an execution before had it. */
	readonly keys: Map<string, number | undefined>;
}

const executions = new WeakMap<Runs, Here>();

function hereOf(runs: Runs, ports: Ports): Here {
	const known = executions.get(runs);
	if (known) return known;
	const come = new Map<string, number>();
	for (const digest of Object.values(runs.calls).flat()) come.set(digest, (come.get(digest) ?? 0) + 1);
	const here: Here = { begunAt: ports.now(), come, keys: new Map() };
	executions.set(runs, here);
	return here;
}

/** Counts the calls of the run of this number, which may have been another one before: that one accepted nothing, or goes on now. */
function countCalls(runs: Runs, number: number, { come }: Here): Pick<Run, 'timesCome' | 'timesSoFar'> {
	for (const digest of runs.calls[number] ?? []) come.set(digest, (come.get(digest) ?? 1) - 1);
	const own: string[] = (runs.calls[number] = []);
	const digestOf = (recipients: string) =>
		createHash('sha256').update(recipients).digest('base64url').slice(0, 12);
	const counts = counting(come);
	return {
		timesSoFar: (recipients) => counts.timesSoFar(digestOf(recipients)),
		timesCome(recipients) {
			const digest = digestOf(recipients);
			own.push(digest);
			return counts.timesCome(digest);
		},
	};
}

/** What an execution of n8n 2 shares with its retries, whatever became of its process. */
function tokenOf(functions: IExecuteFunctions): string | undefined {
	const url = functions.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	const token = typeof url === 'string' && URL.canParse(url) && new URL(url).searchParams.get('signature');
	return token || undefined;
}

/**
 * Whether a retry goes on where the execution before it stopped. n8n then stored all that the nodes kept until the end; of a
 * process that was killed it has what the execution began with, and its first node comes first again.
 */
function goesOnInTheMiddle({ resultData, executionData }: IRunExecutionData): boolean {
	const [first] = executionData?.nodeExecutionStack ?? [];
	const cameFrom = first?.source?.['main']?.[0]?.previousNode;
	return cameFrom !== undefined && first?.node.name === resultData.lastNodeExecuted;
}

async function keptAll(functions: IExecuteFunctions, ports: Ports, runs: Runs): Promise<boolean> {
	const by = functions.getExecutionId();
	if (runs.lookedUp?.by !== by) {
		const data = await functions.getExecutionDataById(by).catch((error: unknown) => {
			ports.log('warn', `n8n could not read the data of its execution: ${String(error)}`);
			return undefined;
		});
		runs.lookedUp = { by, isComplete: data !== undefined && goesOnInTheMiddle(data) };
	}
	return runs.lookedUp.isComplete;
}

/** A run of the node, from before its first call until it puts out what came of it. */
export interface NodeRun extends Run {
	/** @param spentNothing nothing was accepted and nothing may have been, so that it may all be sent again */
	ended(spentNothing: boolean): Promise<void>;
}

/**
 * Begins a run of the node: gives it the same identity as it had in the execution that is retried, and says what that one may
 * have sent.
 */
export async function beginRun(functions: IExecuteFunctions, ports: Ports): Promise<NodeRun> {
	const runs = runsOf(functions, ports);
	const here = hereOf(runs, ports);
	const execution = functions.getExecutionId();
	const left = Object.keys(runs.open).find((number) => runs.open[number] !== execution);
	const number = left === undefined ? (runs.free.shift() ?? runs.next++) : Number(left);
	runs.open[number] = execution;
	const token = tokenOf(functions);
	const { id } = functions.getNode();
	const keyOf = (what: string) =>
		createHmac('sha256', token ?? runs.key)
			.update(what)
			.digest('hex');
	const ofRun = keyOf(`${id} ${number}`);
	const isRetry = functions.getMode() === 'retry';
	const isKept = left === undefined && isRetry && (await keptAll(functions, ports, runs));
	const stopped = left !== undefined || (isRetry && !isKept);
	let added: string[] = [];
	return {
		key: keyOf(id),
		...countCalls(runs, number, here),
		begunAt: here.begunAt,
		maySendTwice: stopped ? 'yes' : isRetry ? 'perhaps' : 'no',
		// Without a token, what was not kept until the end has another key.
		isTraceable: token !== undefined || left !== undefined || isKept,
		callsBefore: async (digest) => {
			const found = await keepCalls(functions, ports, { key: ofRun, digest, keeps: !stopped });
			added = found.added;
			return found.before;
		},
		seenSince: async (keys) => await keepKeys(functions, ports, keys, here),
		async ended(spentNothing) {
			// n8n drops what a cancelled execution puts out, and its retry runs the node again.
			if (ports.cancelled()) return;
			delete runs.open[number];
			if (!spentNothing) return;
			runs.free.push(number);
			// The next run of this number is the first one that may send.
			if (added.length === 0) return;
			await unlessItFails(ports, 'that nothing was sent', undefined, async () => {
				await functions.helpers.removeProcessed(added, 'node', LIST);
			});
		},
	};
}

/** Sends, and keeps for a retry of the execution what may have been sent. */
export async function sendInRun(
	functions: IExecuteFunctions,
	ports: Ports,
	send: (run: Run) => Promise<SendResults>,
): Promise<SendResults> {
	const run = await beginRun(functions, ports);
	const outcomes = await send(run);
	await run.ended(outcomes.every((own) => own.every(({ row }) => row.accepted === false)));
	return outcomes;
}

/** So many entries n8n keeps of a node: two for each run, and one for each Idempotency Key. */
const LIST = { mode: 'entries', maxEntries: 5_000 } as const;

/**
 * Keeps how recipients share calls in n8n's list of what a node has processed, which survives whatever becomes of the process.
 * Executions side by side may overwrite each other's entries; then a change is not noticed.
 *
 * @param digest undefined where nothing is to be kept
 * @param keeps whether this run is the first of its key: another one keeps nothing in its place
 */
async function keepCalls(
	{ helpers }: IExecuteFunctions,
	ports: Ports,
	{ key, digest, keeps }: { key: string; digest: string | undefined; keeps: boolean },
): Promise<{ before: 'none' | 'same' | 'other'; added: string[] }> {
	const mark = createHmac('sha256', key).update('calls').digest('hex').slice(0, 32);
	const own = `${mark} ${digest ?? ''}`;
	// What n8n cannot tell must not keep a message from being sent.
	const otherwise = { before: 'same' as const, added: [] };
	return await unlessItFails(ports, 'how the recipients share calls', otherwise, async () => {
		const entries = digest === undefined ? [mark] : [mark, own];
		const { processed, new: fresh } = await helpers.checkProcessedAndRecord(entries, 'node', LIST);
		if (processed.includes(own)) return { before: 'same', added: [] };
		const isKept = processed.includes(mark);
		const remains = !isKept && keeps && digest !== undefined;
		if (!remains) await helpers.removeProcessed(fresh, 'node', LIST);
		return { before: isKept ? 'other' : 'none', added: remains ? entries : [] };
	});
}

/** So many keys of a run are kept. */
const MOST_KEYS = 1_000;

/** @returns when one of the keys came first that an execution before had had as well */
async function keepKeys(
	{ helpers }: IExecuteFunctions,
	ports: Ports,
	keys: readonly string[],
	{ keys: known }: Here,
): Promise<number | undefined> {
	if (keys.length === 0) return undefined;
	const hashes = keys.map((key) => createHash('sha256').update(key).digest('hex').slice(0, 32));
	// Of more, the same ones in every run, so that one with other keys among them has some of these as well.
	const entries = hashes.length > MOST_KEYS ? hashes.toSorted().slice(0, MOST_KEYS) : hashes;
	return await unlessItFails(ports, 'the Idempotency Keys', undefined, async () => {
		const { processed } = await helpers.checkProcessedAndRecord(entries, 'node', LIST);
		const before = new Set<unknown>(processed);
		// What an earlier run of this execution kept is no other execution's.
		for (const entry of entries)
			if (!known.has(entry)) known.set(entry, before.has(entry) ? ports.now() : undefined);
		const times = entries.flatMap((entry) => known.get(entry) ?? []);
		return times.length > 0 ? Math.max(...times) : undefined;
	});
}

/** What n8n cannot keep must not keep a message from being sent: it then counts as new, and the log says so. */
async function unlessItFails<T>(ports: Ports, what: string, otherwise: T, ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		ports.log('warn', `n8n could not keep ${what}: ${String(error)}`);
		return otherwise;
	}
}
