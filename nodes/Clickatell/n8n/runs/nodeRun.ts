import { createHash, createHmac } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { forgetOldest } from '../../engine/forgetOldest';
import type { Ports } from '../../engine/ports';
import { counting, type Run } from '../../engine/run';
import type { SendResults } from '../../engine/sends';
import { keepCalls, keepKeys, Marks } from './marks';
import { retriedBy, type Retried } from './retried';

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
	/** The recipients of each call of a run by its number, as {@link shortened}. */
	calls: Record<string, string[]>;
	/** For an n8n whose executions share nothing else with their retries. */
	key: string;
	/** The execution that made the key. */
	keyOf: string;
	/** What n8n said of the execution that this one retries. */
	retried?: Retried & { by: string };
}

function runsOf(functions: IExecuteFunctions, ports: Ports): Runs {
	const context = functions.getContext('node');
	return (context[RUNS] ??= {
		next: 0,
		free: [],
		open: {},
		calls: {},
		key: ports.newId(),
		keyOf: functions.getExecutionId(),
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
	for (const short of Object.values(runs.calls).flat()) come.set(short, (come.get(short) ?? 0) + 1);
	const here: Here = { begunAt: ports.now(), come, keys: new Map() };
	executions.set(runs, here);
	return here;
}

/** Executions of this process. Where one was stopped, its calls that were under way are known here. */
const ofThisProcess = new Map<string, true>();
const MOST_EXECUTIONS = 10_000;

function rememberHere(execution: string): void {
	if (ofThisProcess.size >= MOST_EXECUTIONS) forgetOldest(ofThisProcess);
	ofThisProcess.set(execution, true);
}

/** In digits (E.164). */
const LONGEST_NUMBER = 15;

/** A list of recipients as a short text; what is no longer than a number as it is, because hashing is most of the work of counting. */
function shortened(recipients: string): string {
	return recipients.length <= LONGEST_NUMBER
		? recipients
		: createHash('sha256').update(recipients).digest('base64url').slice(0, 12);
}

/** Counts the calls of the run of this number, which may have been another one before: that one accepted nothing, or goes on now. */
function countCalls(runs: Runs, number: number, { come }: Here): Pick<Run, 'timesCome' | 'timesSoFar'> {
	for (const short of runs.calls[number] ?? []) come.set(short, (come.get(short) ?? 1) - 1);
	const own: string[] = (runs.calls[number] = []);
	const counts = counting(come);
	return {
		timesSoFar: (recipients) => counts.timesSoFar(shortened(recipients)),
		timesCome(recipients) {
			const short = shortened(recipients);
			own.push(short);
			return counts.timesCome(short);
		},
	};
}

/** What an execution of n8n 2 shares with its retries, whatever became of its process. */
function tokenOf(functions: IExecuteFunctions): string | undefined {
	const url = functions.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	const token = typeof url === 'string' && URL.canParse(url) && new URL(url).searchParams.get('signature');
	return token || undefined;
}

/** What came of a run of the node. */
export type End =
	/** Something was accepted, or may have been. */
	| 'sent'
	/** Nothing was accepted, so that it may all be sent again. */
	| 'nothing'
	/** Nothing was accepted, and Clickatell could not be asked what a run before had sent: the next run is to ask again. */
	| 'not asked';

/** A run of the node, from before its first call until it puts out what came of it. */
export interface NodeRun extends Run {
	ended(end: End): Promise<void>;
}

/**
 * Begins a run of the node: gives it the same identity as it had in the execution that is retried, and says what that one may
 * have sent.
 */
export async function beginRun(functions: IExecuteFunctions, ports: Ports): Promise<NodeRun> {
	const runs = runsOf(functions, ports);
	const here = hereOf(runs, ports);
	const marks = new Marks(functions, ports);
	const execution = functions.getExecutionId();
	rememberHere(execution);
	const left = Object.keys(runs.open).find((number) => runs.open[number] !== execution);
	const leftBy = left === undefined ? undefined : runs.open[left];
	const number = left === undefined ? (runs.free.shift() ?? runs.next++) : Number(left);
	runs.open[number] = execution;
	const token = tokenOf(functions);
	const { id } = functions.getNode();
	const keyOf = (what: string, secret = token ?? runs.key) =>
		createHmac('sha256', secret).update(what).digest('hex');
	const isRetry = functions.getMode() === 'retry';
	const asksN8n = isRetry && left === undefined;
	if (asksN8n && runs.retried?.by !== execution)
		runs.retried = { ...(await retriedBy(functions, ports)), by: execution };
	const retried = asksN8n ? runs.retried : undefined;
	const stopped = left !== undefined || retried?.isComplete === false;
	// In n8n 1 an execution before has the same key only if n8n stored it.
	const isTraceable = token !== undefined || runs.keyOf !== execution;
	// Retries of an execution without a key cannot find each other's messages, but they can tell that there was another one.
	const ofRun = keyOf(`${id} ${number}`, isTraceable ? undefined : retried?.origin);
	let added: string[] = [];
	return {
		key: keyOf(id),
		...countCalls(runs, number, here),
		begunAt: here.begunAt,
		mayGoOn: leftBy !== undefined && !ofThisProcess.has(leftBy),
		maySendTwice: stopped ? 'yes' : isRetry ? 'perhaps' : 'no',
		isTraceable,
		callsBefore: async (digest, repeats) => {
			const found = await keepCalls(marks, { key: ofRun, digest, repeats, keeps: !stopped });
			added = found.added;
			return found.before;
		},
		seenSince: async (keys) => await keepKeys(marks, keys, here.keys, () => ports.now()),
		async ended(end) {
			// n8n drops what a cancelled execution puts out, and its retry runs the node again.
			if (ports.cancelled()) return;
			delete runs.open[number];
			if (end === 'sent') return;
			if (end === 'not asked' && leftBy !== undefined) runs.open[number] = leftBy;
			else runs.free.push(number);
			// The next run of this number is the first one that may send.
			await marks.inTurn('that nothing was sent', undefined, async () => await marks.drop(added));
		},
	};
}

/** What the outcomes of a run come to. */
export function endOf(outcomes: SendResults): End {
	const all = outcomes.flat();
	if (!all.every(({ row, notAsked }) => row.accepted === false || notAsked === true)) return 'sent';
	return all.some(({ notAsked }) => notAsked === true) ? 'not asked' : 'nothing';
}

/** Sends, and keeps for a retry of the execution what may have been sent. */
export async function sendInRun(
	functions: IExecuteFunctions,
	ports: Ports,
	send: (run: Run) => Promise<SendResults>,
): Promise<SendResults> {
	const run = await beginRun(functions, ports);
	const outcomes = await send(run);
	await run.ended(endOf(outcomes));
	return outcomes;
}
