import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Surroundings } from './exampleRuns';
import { runWell } from './instance';

/** The example "Escalate when not delivered": the node waits, the first message fails, and somebody else is called. */
export async function escalateUndelivered(
	{ client }: Surroundings,
	workflow: ImportedWorkflow,
): Promise<string> {
	const execution = await runWell(client, workflow.id);
	const [sent, ...more] = execution.output('Send').map(({ json }) => json);
	const told = [sent?.accepted, sent?.status, sent?.outcome, sent?.final, sent?.statusError, more.length];
	if (JSON.stringify(told) !== JSON.stringify([true, '007', 'failed', true, null, 0]))
		throw new Error(`the first message is ${JSON.stringify(told)}`);
	const { runs } = execution;
	if (runs['Stop'] !== undefined || runs['Arrived'] !== undefined)
		throw new Error(`it came to ${Object.keys(runs).join(', ')}`);
	const [second] = execution.output('Send to Second Person').map(({ json }) => json);
	if (second?.accepted !== true) throw new Error(`the second person: ${JSON.stringify(second)}`);
	return 'the first message failed while the node waited; somebody else was called';
}
