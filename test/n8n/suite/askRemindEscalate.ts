import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Surroundings } from './exampleRuns';
import { wellDone } from './instance';
import { asked, post } from './questions';

const FIRST = '27999100361';
const SECOND = '27999100362';

/** So that its waits are over when n8n looks for the next time. */
export function withShortWaits(workflow: ImportedWorkflow): ImportedWorkflow {
	const written = JSON.stringify(workflow).replaceAll(/"resumeAmount":\d+/g, '"resumeAmount":0.05');
	return JSON.parse(written) as ImportedWorkflow;
}

/** The example "Ask, remind, escalate": nobody answers twice, then the second person declines. */
export async function askRemindEscalate(
	{ client, gateway }: Surroundings,
	workflow: ImportedWorkflow,
): Promise<string> {
	const id = await client.run(workflow.id, 'When clicking Execute workflow');
	const first = await asked({ client, gateway }, id, 'message', FIRST);
	const link = await asked({ client, gateway }, id, 'message', SECOND, 180);
	const texts = gateway.messages({ to: FIRST }).map(({ text }) => text.split('\n')[0]);
	const wanted = [
		'Order 17 costs 900 euros. May it be placed?',
		'Not answered yet: Order 17 costs 900 euros. May it be placed?',
	];
	if (texts.join() !== wanted.join()) throw new Error(`the first person reads ${texts.join(' / ')}`);
	const [late, page] = await post(first, { decision: 'approve' });
	if (!/no action required|already answered/i.test(page))
		throw new Error(`the old link answers ${late}: ${page}`);
	await post(link, { decision: 'decline' });
	const { runs } = wellDone(await client.finished(id));
	if (runs['Cancel Order'] === undefined || runs['Place Order'] !== undefined)
		throw new Error(`it came to ${Object.keys(runs).join(', ')}`);
	return 'asked, reminded, somebody else asked, declined; the old link does nothing';
}
