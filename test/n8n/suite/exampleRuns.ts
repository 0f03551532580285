import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Gateway } from '../../gateway';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { readExample } from '../../../tools/n8n/examples';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import { projectRoot } from '../../../tools/n8n/paths';
import type { N8nClient } from '../../../tools/n8n/rest';
import { chatWithAgent } from './agentChat';
import { answerByReply } from './answerByReply';
import { answerBySms } from './answerBySms';
import { askRemindEscalate, withShortWaits } from './askRemindEscalate';
import { bulkByEmail, bulkByFtp } from './bulkFiles';
import { agentBySms, burstAsOne } from './conversations';
import { errorAlerts } from './errorAlerts';
import { escalateUndelivered } from './escalate';
import { allExecutions, settled } from './executions';
import type { FileServers } from './fileServers';
import { registerByForm } from './forms';
import { runWell, wellDone } from './instance';
import { oneTimeCode } from './oneTimeCode';
import { keepOptOutList } from './optOutList';
import { answerBothChannels, trackTemplates } from './platformExamples';
import { remindOnce } from './reminder';
import type { Ledger } from './table';
import type { ScriptedModel } from './tool';
import { verifyNumber } from './verifyNumber';
import { CALLBACK_LOGIN, CREDENTIALS, type WorkflowNode } from './workflows';

/** Needs a database, and runs where one is: test/n8n/accidents/sentOnce.ts. */
const ELSEWHERE = ['platform-once'];

/** Every other workflow under examples/, as it is but for the accounts that no other workflow may use meanwhile, and for long waits. */
export const examples = (): Array<{ name: string; workflow: ImportedWorkflow }> =>
	readdirSync(path.join(projectRoot, 'examples'))
		.filter((file) => file.endsWith('.json'))
		.map((file) => path.basename(file, '.json'))
		.filter((name) => !ELSEWHERE.includes(name))
		.map((name) => ({ name, workflow: withOwnAccount(readExample(name)) }));

/**
 * What Bulk File composes holds the account's password, and n8n keeps it. The tracked templates' statuses go where the
 * integration says, and so would those of every other message.
 */
function withOwnAccount(workflow: ImportedWorkflow): ImportedWorkflow {
	for (const node of workflow.nodes) {
		if (node.parameters.resource === 'bulkFile') node.credentials = { clickatellSoapApi: CREDENTIALS.files };
		const { credentials } = node;
		if (
			workflow.id === 'clickatell-template-tracking' &&
			JSON.stringify(credentials ?? {}).includes('clickatellPlatformApi')
		)
			node.credentials = { clickatellPlatformApi: CREDENTIALS.parcels };
		// The messages of one burst come farther apart here, where all examples begin at once.
		if (workflow.id === 'clickatell-burst-as-one' && node.name === 'Wait') node.parameters.amount = 40;
	}
	return workflow.id === 'clickatell-ask-remind-escalate' ? withShortWaits(workflow) : workflow;
}

/** Started by hand here, which is what their own start comes to. */
const BY_HAND = new Set(['n8n-nodes-base.manualTrigger', 'n8n-nodes-base.scheduleTrigger']);
const CALLBACKS = `${PACKAGE_NAME}.clickatellTrigger`;

/** What an example is run with. */
export interface Surroundings {
	client: N8nClient;
	gateway: Gateway;
	model: ScriptedModel;
	n8nUrl: string;
	files: FileServers;
}

/** The examples that are more than one run: a person, a failure or a second day is needed. Each by its file's name. */
const JOURNEYS: Readonly<
	Record<string, (around: Surroundings, workflow: ImportedWorkflow) => Promise<string>>
> = {
	'register-a-customer': ({ client, gateway, n8nUrl }, workflow) =>
		registerByForm(client, gateway, workflow, n8nUrl),
	'one-time-code': oneTimeCode,
	'reminder-from-a-sheet': remindOnce,
	'error-to-sms': errorAlerts,
	'ai-agent': chatWithAgent,
	'bulk-by-ftp': bulkByFtp,
	'bulk-by-email': bulkByEmail,
	'ask-remind-escalate': askRemindEscalate,
	'verify-a-number': verifyNumber,
	'escalate-undelivered': escalateUndelivered,
};

/** Journeys that call the trigger as well, as the Platform does. */
const WITH_CALLBACKS: typeof JOURNEYS = {
	'ai-agent-by-sms': agentBySms,
	'burst-as-one': burstAsOne,
	'two-way-whatsapp-and-sms': answerBothChannels,
	'template-tracking': trackTemplates,
	'answer-by-sms': answerBySms,
	'answer-by-reply': answerByReply,
	'keep-an-opt-out-list': keepOptOutList,
};

/** Runs in the journey of the example before it, whose table it reads. */
const TOGETHER = ['bulk-with-an-opt-out-list'];

const isStart = ({ type }: WorkflowNode) => /trigger$/i.test(type);

/** Calls a published trigger with one status and one message, and waits for the executions to end well. */
async function byCallbacks(
	client: N8nClient,
	gateway: Gateway,
	workflow: ImportedWorkflow,
	trigger: WorkflowNode,
): Promise<string> {
	await client.publish(workflow.id);
	const before = (await allExecutions(client, workflow.id)).length;
	const url = await client.webhookUrl(workflow, trigger);
	const settings = { url, type: 'http-post', ...CALLBACK_LOGIN } as const;
	const apiMsgId = Buffer.from(workflow.id).toString('hex').padEnd(32, '0').slice(-32);
	const sent = [
		await gateway.pushStatus({ apiMsgId, status: '004' }, { settings }),
		...(await gateway.pushInbound(
			{ from: '27999100001', to: '27999000009', text: 'Yes' },
			{ settings, retry: false },
		)),
	];
	const refused = sent.find(({ state }) => state !== 'delivered');
	if (refused !== undefined) throw new Error(`a callback came to ${JSON.stringify(refused.tries)}`);
	const wanted = (trigger.parameters.events as string[] | undefined) ?? ['status', 'inbound'];
	const { saveDataSuccessExecution } = (workflow.settings ?? {}) as { saveDataSuccessExecution?: string };
	if (saveDataSuccessExecution === 'none')
		return `${wanted.join(' and ')} taken; its executions are not kept`;
	const all = await settled(client, workflow.id, before + wanted.length);
	for (const { id } of all.slice(0, all.length - before)) wellDone(await client.execution(id));
	return `${wanted.join(' and ')} received`;
}

export async function runExample(
	around: Surroundings,
	name: string,
	workflow: ImportedWorkflow,
): Promise<string> {
	const { client, gateway } = around;
	const whole = WITH_CALLBACKS[name];
	if (whole !== undefined) return await whole(around, workflow);
	const told: string[] = [];
	const journey = JOURNEYS[name];
	if (journey !== undefined) told.push(await journey(around, workflow));
	const sent = () => gateway.state.messages.size + gateway.platform.messages.size;
	for (const start of workflow.nodes.filter(isStart)) {
		const before = sent();
		if (start.type === CALLBACKS) {
			told.push(await byCallbacks(client, gateway, workflow, start));
		} else if (journey !== undefined) {
			continue;
		} else if (BY_HAND.has(start.type)) {
			const { runs } = await runWell(client, workflow.id, start.name);
			told.push(`${Object.keys(runs).length} nodes run from "${start.name}", ${sent() - before} messages`);
		} else {
			throw new Error(`nobody here knows how to start "${start.name}" (${start.type})`);
		}
	}
	if (told.length === 0) throw new Error('it has no trigger');
	return told.join('; ');
}

/** Each example, imported and run without a change but of accounts of their own. */
export async function exampleRuns(ledger: Ledger, around: Surroundings): Promise<void> {
	await Promise.all(
		examples()
			.filter(({ name }) => !TOGETHER.includes(name))
			.map(({ name, workflow }) =>
				ledger.check(`examples/${name}.json`, () => runExample(around, name, workflow)),
			),
	);
}
