import path from 'node:path';
import { type ImportedCredential, type ImportedWorkflow, N8nCli } from './cli';
import { followStatuses, type ReceivedStatus } from './demoReports';
import { nodeOfType, readExample } from './examples';
import type { InstalledN8n } from './install';
import { type RunningN8n, startN8n } from './n8n';
import { type PackedPackage, PACKAGE_NAME, installPackage } from './package';
import { step } from './progress';
import { N8nClient, type Owner } from './rest';
import { hashOfValue, onceFor } from './stamp';

export interface DemoSetting {
	installed: InstalledN8n;
	packed: PackedPackage;
	userFolder: string;
	owner: Owner;
	credentials: readonly ImportedCredential[];
	/** Settings of n8n on top of its usual ones. */
	env?: NodeJS.ProcessEnv;
	/** Tells the gateway where to report the statuses of messages; the workflow there is live. */
	reportTo(callbackUrl: string): Promise<void>;
}

/** A message that one kind of account has sent. */
export interface SentMessage {
	/** As the node's field _Account_ names it. */
	account: string;
	to: string;
	messageId: string;
	workflow: string;
	executionId: string;
	/** The statuses of one that arrives: handed to the network, then received by the handset. */
	expected: readonly string[];
}

/** What happened to a message, all of it read from n8n's own record of the executions. */
export interface MessageLife extends SentMessage {
	received: ReceivedStatus[];
	receivingWorkflow: string;
}

/** What each kind of account sends. */
const SENDING: ReadonlyArray<Pick<SentMessage, 'account' | 'expected'> & { example: ImportedWorkflow }> = [
	{ account: 'SMS Gateway', example: readExample('send-one-sms'), expected: ['003', '004'] },
	{
		account: 'Clickatell Platform',
		example: readExample('send-one-sms-with-a-key'),
		expected: ['SENT_TO_SUPPLIER', 'DEVICE_ACK'],
	},
];
/** Receives the delivery reports of both. */
const receiving = readExample('delivery-report');

/** Brings up n8n with the package, the credentials and the example workflows. */
export async function bringUp(setting: DemoSetting): Promise<{ n8n: RunningN8n; client: N8nClient }> {
	const { installed, userFolder } = setting;
	await step('Installing the package into n8n', () => installPackage(setting.packed, userFolder));
	await step('Importing the credentials and the example workflows', async (report) => {
		const cli = new N8nCli(installed, userFolder);
		const once = (what: string, entries: unknown, work: () => Promise<void>) => {
			report(what);
			return onceFor(path.join(userFolder, `imported-${what}.sha256`), hashOfValue(entries), work);
		};
		const { credentials } = setting;
		const workflows = [...SENDING.map(({ example }) => example), receiving];
		await once('credentials', credentials, () => cli.importCredentials(credentials));
		// Imported once, so that what a user changes in them in the editor is there at the next start.
		const imported = await once('workflows', workflows, () => cli.importWorkflows(workflows));
		report(imported ? workflows.map(({ name }) => `"${name}"`).join(', ') : 'there already');
	});
	const n8n = await step(`Starting n8n ${installed.version}`, () =>
		startN8n({ installed, userFolder, ...(setting.env === undefined ? {} : { env: setting.env }) }),
	);
	const client = await step('Signing in', () => N8nClient.signIn(n8n.url, setting.owner));
	await step(`Publishing "${receiving.name}"`, async () => {
		const trigger = nodeOfType(receiving, `${PACKAGE_NAME}.clickatellTrigger`);
		await client.publish(receiving.id);
		await setting.reportTo(await client.webhookUrl(receiving, trigger));
	});
	return { n8n, client };
}

/** Sends a message from each kind of account and waits until the receiving workflow was told how they ended. */
export async function sendAndFollow(client: N8nClient): Promise<MessageLife[]> {
	const sent: SentMessage[] = [];
	for (const { example, ...rest } of SENDING) {
		sent.push({ ...rest, ...(await step(`Running "${example.name}"`, () => sendOne(client, example))) });
	}
	const received = await step('Waiting for the delivery reports', (report) =>
		followStatuses(client, receiving, sent, report),
	);
	return sent.map((message) => ({
		...message,
		received: received.get(message.messageId) ?? [],
		receivingWorkflow: receiving.name,
	}));
}

async function sendOne(
	client: N8nClient,
	workflow: ImportedWorkflow,
): Promise<Omit<SentMessage, 'account' | 'expected'>> {
	const start = nodeOfType(workflow, 'n8n-nodes-base.manualTrigger');
	const execution = await client.finished(await client.run(workflow.id, start.name));
	if (execution.error !== undefined) {
		const { message, description } = execution.error;
		throw new Error([message, description].filter(Boolean).join(' - '));
	}
	const [result] = execution.output(nodeOfType(workflow, `${PACKAGE_NAME}.clickatell`).name);
	const { to, messageId } = result?.json ?? {};
	if (typeof messageId !== 'string' || typeof to !== 'string') {
		throw new Error(`the node returned no message ID, but ${JSON.stringify(result?.json)}`);
	}
	return { to, messageId, workflow: workflow.name, executionId: execution.id };
}
