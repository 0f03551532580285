import { PACKAGE_NAME } from '../../../tools/n8n/package';
import type { Surroundings } from './exampleRuns';
import { runWell } from './instance';
import type { Ledger } from './table';
import { chain, clickatell, manualStart, type WorkflowNode } from './workflows';

const TO = '27999100193';
const TEMPLATE = 'Hi #firstName# #Last Name#, come at #time#';

const people: WorkflowNode = {
	name: 'People',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		mode: 'raw',
		jsonOutput: JSON.stringify({ to: TO, firstName: 'Ann', 'Last Name': 'Bell', time: '9:00' }),
		options: {},
	},
};

const CHOSEN = {
	firstName: '={{ $json.firstName.toUpperCase() }}',
	'Last Name': "={{ $json['Last Name'] }}",
	time: 'ten',
};
const field = (id: string) => ({
	id,
	displayName: `#${id}#`,
	required: true,
	defaultMatch: false,
	canBeUsedToMatch: false,
	display: true,
	type: 'string',
});

const workflowOf = (id: string, title: string, parameters: Record<string, unknown>) =>
	chain(id, title, [
		manualStart(),
		people,
		clickatell('Send', 'batch.sendPersonalized', {
			template: TEMPLATE,
			to: '={{ $json.to }}',
			...parameters,
		}),
	]);

/** As the panel saves them: at first, and when each name has been given a value. */
const BY_NAME = workflowOf('placeholders-by-name', 'Placeholders by name', {});
const BY_CHOICE = workflowOf('placeholders-by-choice', 'Placeholders by choice', {
	placeholders: {
		mappingMode: 'defineBelow',
		value: CHOSEN,
		matchingColumns: [],
		schema: Object.keys(CHOSEN).map(field),
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	},
});

export const placeholderWorkflows = [BY_NAME, BY_CHOICE];

/** Names in a template: what n8n's panel asks for them, and what they become. */
export async function placeholders(
	ledger: Ledger,
	{ client, gateway }: Pick<Surroundings, 'client' | 'gateway'>,
): Promise<void> {
	await ledger.check('the panel has a field for each name in the template', async () => {
		const { fields } = (await client.request('POST', '/rest/dynamic-node-parameters/resource-mapper-fields', {
			nodeTypeAndVersion: { name: `${PACKAGE_NAME}.clickatell`, version: 1 },
			currentNodeParameters: { resource: 'batch', operation: 'sendPersonalized', template: TEMPLATE },
			path: 'parameters.placeholders',
			methodName: 'placeholdersOfTemplate',
		})) as { fields: unknown };
		const wanted = JSON.stringify(Object.keys(CHOSEN).map(field));
		if (JSON.stringify(fields) !== wanted) throw new Error(`the fields are ${JSON.stringify(fields)}`);
		return Object.keys(CHOSEN).join(', ');
	});
	for (const [workflow, text] of [
		[BY_NAME, 'Hi Ann Bell, come at 9:00'],
		[BY_CHOICE, 'Hi ANN Bell, come at ten'],
	] as const)
		await ledger.check(workflow.name, async () => {
			await runWell(client, workflow.id);
			const sent = gateway.messages({ to: TO }).at(-1)?.text;
			if (sent !== text) throw new Error(`the message says ${String(sent)}`);
			return text;
		});
}
