import { setTimeout as delay } from 'node:timers/promises';
import type { Execution, ExecutionSummary, N8nClient } from '../../../tools/n8n/rest';
import { inParallel } from './instance';

/** The most n8n gives at a time. */
const PAGE = 100;
/** Nothing more happens to an execution in one of these states. */
const ENDED = new Set(['success', 'error', 'crashed', 'canceled']);

interface Page {
	results: ExecutionSummary[];
	/** Null at the end; version 1 has no cursor, and goes on below an id. */
	nextCursor?: string | null;
}

/** All executions of a workflow, newest first, however many there are. */
export async function allExecutions(client: N8nClient, workflowId: string): Promise<ExecutionSummary[]> {
	const found = new Map<string, ExecutionSummary>();
	let goOn: Record<string, string> = {};
	for (;;) {
		const query = { filter: JSON.stringify({ workflowId }), limit: String(PAGE), ...goOn };
		const path = `/rest/executions?${new URLSearchParams(query).toString()}`;
		const { results, nextCursor } = (await client.request('GET', path)) as Page;
		const before = found.size;
		for (const summary of results) found.set(summary.id, summary);
		const last = results.at(-1);
		if (last === undefined || nextCursor === null || found.size === before) return [...found.values()];
		goOn = nextCursor === undefined ? { lastId: last.id } : { cursor: nextCursor };
	}
}

/**
 * Executions that the list leaves out: in queue mode n8n now and then stores one without its start time, and its
 * list then does not show it. They are found by their ids, which are counted up.
 */
async function findUnlisted(
	client: N8nClient,
	workflowId: string,
	listed: readonly ExecutionSummary[],
): Promise<ExecutionSummary[]> {
	const known = new Set(listed.map(({ id }) => Number(id)));
	const last = Math.max(0, ...known) + AHEAD;
	const gaps = Array.from({ length: last }, (_, index) => index + 1).filter((id) => !known.has(id));
	const found: ExecutionSummary[] = [];
	await inParallel(gaps, 4, async (id) => {
		const execution = await client.execution(String(id)).catch(() => undefined);
		if (execution?.workflowId === workflowId) found.push(execution);
	});
	return found;
}

/** Ids beyond the last listed one that are looked at as well. */
const AHEAD = 20;

export interface Waiting {
	timeoutSeconds?: number;
	/** Looks for executions that the list leaves out, too. */
	unlisted?: boolean;
	/** An execution that n8n had stored and not begun when it was killed stays `new` for good. */
	afterRestart?: boolean;
}

/**
 * Waits until a workflow has `atLeast` executions, all of them ended, and no more are added for half a second.
 * @throws Error that says how many there were when the time was up
 */
export async function settled(
	client: N8nClient,
	workflowId: string,
	atLeast: number,
	{ timeoutSeconds = 120, unlisted = false, afterRestart = false }: Waiting = {},
): Promise<ExecutionSummary[]> {
	const deadline = Date.now() + timeoutSeconds * 1000;
	let before = -1;
	for (;;) {
		const listed = await allExecutions(client, workflowId);
		const looked = listed.length === before && (listed.length < atLeast || unlisted);
		const all = looked ? [...listed, ...(await findUnlisted(client, workflowId, listed))] : listed;
		const isOver = ({ status }: ExecutionSummary) => ENDED.has(status) || (afterRestart && status === 'new');
		const open = all.filter((execution) => !isOver(execution)).length;
		if (open === 0 && all.length >= atLeast && listed.length === before) return all;
		before = listed.length;
		if (Date.now() > deadline) {
			throw new Error(
				`after ${timeoutSeconds} s there were ${all.length} executions, ${open} of them under way; ${atLeast} were waited for`,
			);
		}
		await delay(500);
	}
}

/** The executions with their data, oldest first. */
export async function read(client: N8nClient, summaries: readonly ExecutionSummary[]): Promise<Execution[]> {
	const executions: Execution[] = [];
	await inParallel(summaries, 4, async ({ id, status }) => {
		executions.push(status === 'success' ? await client.finished(id) : await client.execution(id));
	});
	return executions.sort((a, b) => Number(a.id) - Number(b.id));
}
