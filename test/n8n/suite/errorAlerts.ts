import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { readExample } from '../../../tools/n8n/examples';
import type { Surroundings } from './exampleRuns';
import { settled } from './executions';
import { withinOneHour } from './hours';
import { runWell } from './instance';
import { chain, webhookStart } from './workflows';

const ALERTS = readExample('error-to-sms').id;
const ON_CALL = '27999100091';
/** What the example's Settings allow. */
const MOST_PER_HOUR = 5;
const STORM = 12;

/** Fails whenever it is called, for a reason that does not fit into one message part. */
const failing = (index: number): ImportedWorkflow =>
	chain(
		`failing-${index}`,
		`Failing ${index}`,
		[
			webhookStart(`suite-failing-${index}`),
			{
				name: 'Stop Here',
				type: 'n8n-nodes-base.stopAndError',
				typeVersion: 1,
				parameters: { errorMessage: `No “stock” left. ${'It is all gone. '.repeat(20)}` },
			},
		],
		{ settings: { errorWorkflow: ALERTS } },
	);

/** One more than may be reported, and one for many failures at once. */
export const failingWorkflows = Array.from({ length: MOST_PER_HOUR + 1 }, (_, index) => failing(index));

/** The example of an error workflow: published workflows fail, one of them many times at once. */
export async function errorAlerts(
	{ client, gateway, n8nUrl }: Surroundings,
	workflow: ImportedWorkflow,
): Promise<string> {
	await withinOneHour();
	await client.publish(workflow.id);
	for (const { id } of failingWorkflows) await client.publish(id);
	const fail = async (index: number) => {
		const reply = await fetchAlone(`${n8nUrl}/webhook/suite-failing-${index}`, { method: 'POST' });
		if (!reply.ok) throw new Error(`the failing workflow answered ${reply.status}`);
	};
	const alerts = () => gateway.messages({ to: ON_CALL });

	await Promise.all(Array.from({ length: STORM }, () => fail(0)));
	await settled(client, ALERTS, STORM);
	const [first, ...others] = alerts();
	if (first === undefined || others.length > 0) {
		throw new Error(
			`${STORM} failures of one workflow came to ${others.length + Number(first !== undefined)} messages`,
		);
	}
	if (!/^"Failing 0" failed at \d\d:\d\d in "Stop Here": No "stock" left\./.test(first.text)) {
		throw new Error(`the alert says ${first.text}`);
	}
	if (first.text.length !== 160) throw new Error(`the alert has ${first.text.length} characters`);

	for (let index = 1; index < failingWorkflows.length; index += 1) {
		await fail(index);
		await settled(client, ALERTS, STORM + index);
	}
	const texts = alerts().map(({ text }) => text);
	const last = texts.filter((text) => text.startsWith('Last alert of this hour. "Failing 4"'));
	if (texts.length !== MOST_PER_HOUR || last.length !== 1) {
		throw new Error(`${failingWorkflows.length} failing workflows came to ${JSON.stringify(texts)}`);
	}
	const byHand = await runWell(client, workflow.id, 'Error Trigger');
	if (byHand.runs['Not Reported'] === undefined) throw new Error('a seventh workflow was reported');
	return `${STORM} failures of one workflow at once: 1 SMS; ${failingWorkflows.length} workflows: ${texts.length}`;
}
