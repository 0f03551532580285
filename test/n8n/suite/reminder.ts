import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Surroundings } from './exampleRuns';
import { runWell } from './instance';

/** Who of the example's rows has an appointment tomorrow, and who has another day. */
const TOMORROW = ['27999100011', '27999100012'];
const ANOTHER_DAY = ['27999100013', '27999100014'];

/** The example "reminder from a sheet", run twice on one day. */
export async function remindOnce(
	{ client, gateway }: Surroundings,
	workflow: ImportedWorkflow,
): Promise<string> {
	const sent = (numbers: string[]) => numbers.map((to) => gateway.messages({ to }).length).join(',');
	const start = 'Every Day at 10:00';
	const first = await runWell(client, workflow.id, start);
	if (sent(TOMORROW) !== '1,1' || sent(ANOTHER_DAY) !== '0,0') {
		throw new Error(`tomorrow's got ${sent(TOMORROW)} messages, those of other days ${sent(ANOTHER_DAY)}`);
	}
	const [toCall, ...others] = first.output('To Call').map(({ json }) => json);
	if (toCall?.name !== 'Lee' || !String(toCall.errorText).includes('country code') || others.length > 0) {
		throw new Error(`those to call are ${JSON.stringify(first.output('To Call'))}`);
	}
	await runWell(client, workflow.id, start);
	if (sent(TOMORROW) !== '1,1') throw new Error(`the second run sent again: ${sent(TOMORROW)}`);
	return 'tomorrow only, one to call, nobody a second time';
}
