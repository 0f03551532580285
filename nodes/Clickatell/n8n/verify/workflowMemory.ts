import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import type { CodeMemory } from '../../engine/codeMemory';
import { OneAtATime } from '../../engine/oneAtATime';
import type { Ports } from '../../engine/ports';
import { messageOf } from '../checkItems';

/** The oldest are forgotten first. n8n reads and writes all of them each time. */
const MOST_MARKS = 10_000;

/** What n8n keeps for the Remove Duplicates node, of all nodes of the workflow that ask for this scope. */
const SCOPE = 'workflow';
const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: MOST_MARKS };

/** n8n reads all marks, and then writes them: two that do so at once would lose what the other has kept. */
const turns = new OneAtATime();

export const MEMORY_ADVICE =
	"Save the workflow, and run it in n8n itself. A 'Remove Duplicates' node of the same workflow whose scope is the workflow must compare with all items that came before, not with the highest value or the latest date.";

/** n8n keeps nothing for this run, so that nothing can be said of a code. */
export class NoMemory extends Error {}

async function asked<T>(ports: Pick<Ports, 'log'>, ask: () => Promise<T>): Promise<T> {
	const answer = async () =>
		await ask().then(
			(value) => ({ value }),
			(error: unknown) => ({ why: messageOf(error) }),
		);
	const first = await answer();
	if ('value' in first) return first.value;
	ports.log('warn', `n8n did not keep what is remembered of codes, and is asked again: ${first.why}`);
	// Of two processes that keep the first mark of a workflow at once, one fails.
	const second = await answer();
	if ('value' in second) return second.value;
	throw new NoMemory(
		`n8n cannot keep here which codes were used and tried, and without that no code is safe: ${second.why}`,
	);
}

/** n8n's own memory of the workflow that runs, which all of its nodes and executions share. */
function memoryOf({ helpers }: IExecuteFunctions, ports: Pick<Ports, 'log'>): CodeMemory {
	return {
		keep: async (marks) =>
			await asked(ports, async () => {
				const { new: fresh } = await helpers.checkProcessedAndRecord([...marks], SCOPE, OPTIONS);
				return new Set(fresh.map(String));
			}),
		drop: async (marks) =>
			await asked(ports, async () => await helpers.removeProcessed([...marks], SCOPE, OPTIONS)),
		count: async () => await asked(ports, async () => await helpers.getProcessedDataCount(SCOPE, OPTIONS)),
	};
}

/** Works with the memory of the workflow while nobody else in this process does. */
export async function withMemory<T>(
	functions: IExecuteFunctions,
	ports: Pick<Ports, 'log'>,
	work: (memory: CodeMemory) => Promise<T>,
): Promise<T> {
	const workflowId = functions.getWorkflow().id ?? '';
	return await turns.run(workflowId, async () => await work(memoryOf(functions, ports)));
}
