import { createHash, createHmac } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { OneAtATime } from '../../engine/oneAtATime';
import type { Ports } from '../../engine/ports';
import type { CallsBefore } from '../../engine/run';

/** So many entries n8n keeps of a node: two or three for each run, and one for each Idempotency Key. */
const LIST = { mode: 'entries', maxEntries: 5_000 } as const;

/** n8n reads the whole list, and then writes it: two that do so at once would lose what the other has kept. */
const turns = new OneAtATime();

/** n8n's list of what a node has processed, which survives whatever becomes of the process. */
export class Marks {
	constructor(
		private readonly functions: IExecuteFunctions,
		private readonly ports: Ports,
	) {}

	/** @returns those that were in the list before, and those that are new */
	async keep(entries: string[]): Promise<{ processed: ReadonlySet<unknown>; fresh: string[] }> {
		const { helpers } = this.functions;
		const { processed, new: fresh } = await helpers.checkProcessedAndRecord(entries, 'node', LIST);
		return { processed: new Set<unknown>(processed), fresh: fresh.map(String) };
	}

	async drop(entries: string[]): Promise<void> {
		if (entries.length === 0) return;
		await this.functions.helpers.removeProcessed(entries, 'node', LIST);
	}

	/**
	 * Reads and changes the list before another execution of this process does: n8n can only ask by adding, and what is
	 * dropped again must not be seen by others. What n8n cannot keep must not keep a message from being sent: it then counts
	 * as new, and the log says so.
	 */
	async inTurn<T>(what: string, otherwise: T, work: () => Promise<T>): Promise<T> {
		const { functions } = this;
		try {
			return await turns.run(`${functions.getWorkflow().id} ${functions.getNode().id}`, work);
		} catch (error) {
			this.ports.log('warn', `n8n could not keep ${what}: ${String(error)}`);
			return otherwise;
		}
	}
}

/** How the calls of a run are kept. */
export interface KeptCalls {
	readonly key: string;
	/** Undefined where nothing is to be kept. */
	readonly digest: string | undefined;
	/** Several messages go to one number. */
	readonly repeats: boolean;
	/** Whether this run is the first of its key: what another one keeps tells later ones of that other one alone. */
	readonly keeps: boolean;
}

/** That calls are kept, which they are, and that several of them go to one number. */
function marksOf(key: string, what: string, digest: string | undefined) {
	const mark = createHmac('sha256', key).update(what).digest('hex').slice(0, 32);
	return { mark, own: `${mark} ${digest ?? ''}`, repeated: `${mark} repeats` };
}

/**
 * Keeps how recipients share calls. Executions side by side in several processes may overwrite each other's entries; then a
 * change is not noticed.
 */
export async function keepCalls(
	marks: Marks,
	{ key, digest, repeats, keeps }: KeptCalls,
): Promise<{ before: CallsBefore; added: string[] }> {
	const { mark, own, repeated } = marksOf(key, 'calls', digest);
	const otherwise = { before: 'unknown' as const, added: [] };
	return await marks.inTurn('how the recipients share calls', otherwise, async () => {
		const wanted = [mark, ...(digest === undefined ? [] : [own]), ...(repeats ? [repeated] : [])];
		// Whether the run before had several messages to a number is asked only where there can have been one.
		const { processed, fresh } = await marks.keep(keeps || repeats ? wanted : [...wanted, repeated]);
		if (processed.has(own)) {
			await marks.drop(fresh);
			return { before: 'same', added: [] };
		}
		const isKept = processed.has(mark);
		if (!isKept && keeps && digest !== undefined) return { before: 'none', added: wanted };
		await marks.drop(fresh);
		if (!isKept)
			return keeps ? { before: 'none', added: [] } : await keepOfRetry(marks, key, digest, repeats);
		return { before: processed.has(repeated) ? 'repeated' : 'other', added: [] };
	});
}

/**
 * The same for a retry of a run that had kept nothing. A retry after it then knows whether this one may have made other calls; where
 * they are the same, it still has to ask for what the first run may have sent.
 */
async function keepOfRetry(
	marks: Marks,
	key: string,
	digest: string | undefined,
	repeats: boolean,
): Promise<{ before: CallsBefore; added: string[] }> {
	const { mark, own, repeated } = marksOf(key, 'calls of a retry', digest);
	const wanted = digest === undefined ? [] : [mark, own, ...(repeats ? [repeated] : [])];
	const { processed, fresh } = await marks.keep([...new Set([mark, ...wanted, repeated])]);
	const isFirst = !processed.has(mark);
	await marks.drop(isFirst ? fresh.filter((entry) => !wanted.includes(entry)) : fresh);
	if (isFirst) return { before: 'none', added: wanted };
	if (processed.has(own)) return { before: 'none', added: [] };
	return { before: processed.has(repeated) ? 'repeated' : 'other', added: [] };
}

/** So many keys of a run are kept. */
const MOST_KEYS = 1_000;

/**
 * Keeps Idempotency Keys.
 *
 * @param known those that this execution has had; and when it had each first, where an execution before had it
 * @returns when one of the keys came first that an execution before had had as well
 */
export async function keepKeys(
	marks: Marks,
	keys: readonly string[],
	known: Map<string, number | undefined>,
	now: () => number,
): Promise<number | undefined> {
	if (keys.length === 0) return undefined;
	const hashes = keys.map((key) => createHash('sha256').update(key).digest('hex').slice(0, 32));
	// Of more, the same ones in every run, so that one with other keys among them has some of these as well.
	const entries = hashes.length > MOST_KEYS ? hashes.toSorted().slice(0, MOST_KEYS) : hashes;
	return await marks.inTurn('the Idempotency Keys', undefined, async () => {
		const { processed } = await marks.keep(entries);
		// What an earlier run of this execution kept is no other execution's.
		for (const entry of entries)
			if (!known.has(entry)) known.set(entry, processed.has(entry) ? now() : undefined);
		const times = entries.flatMap((entry) => known.get(entry) ?? []);
		return times.length > 0 ? Math.max(...times) : undefined;
	});
}
