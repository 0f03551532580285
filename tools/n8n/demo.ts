import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ImportedCredential, N8nCli } from './cli';
import { nodeOfType, readExample } from './examples';
import type { InstalledN8n } from './install';
import { type RunningN8n, startN8n } from './n8n';
import { type PackedPackage, PACKAGE_NAME, installPackage } from './package';
import { type Report, step } from './progress';
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
	/** Tells the gateway where it shall report what becomes of messages; the workflow there is live. */
	reportTo(callbackUrl: string): Promise<void>;
}

/** One status of the message, as the second workflow received it. */
export interface ReceivedStatus {
	status: string;
	statusText: string;
	executionId: string;
}

/** What happened, all of it read from n8n's own record of the executions. */
export interface MessageLife {
	to: string;
	messageId: string;
	sendingExecutionId: string;
	received: ReceivedStatus[];
	sendingWorkflow: string;
	receivingWorkflow: string;
}

const sending = readExample('send-one-sms');
const receiving = readExample('delivery-report');

/** The statuses of a message that arrives: received by the network, then by the handset. */
const EXPECTED = ['003', '004'];

/** Brings up n8n with the package, the credentials and the two example workflows. */
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
		const workflows = [sending, receiving];
		await once('credentials', credentials, () => cli.importCredentials(credentials));
		// Imported once, so that what a user changes in them in the editor is there at the next start.
		const imported = await once('workflows', workflows, () => cli.importWorkflows(workflows));
		report(imported ? workflows.map(({ name }) => `"${name}"`).join(' and ') : 'there already');
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

/** Runs the sending workflow once and waits until the receiving one has been told how the message ended. */
export async function sendAndFollow(client: N8nClient): Promise<MessageLife> {
	const sent = await step(`Running "${sending.name}"`, async () => {
		const start = nodeOfType(sending, 'n8n-nodes-base.manualTrigger');
		const execution = await client.finished(await client.run(sending.id, start.name));
		if (execution.error !== undefined) {
			const { message, description } = execution.error;
			throw new Error([message, description].filter(Boolean).join(' - '));
		}
		const [result] = execution.output(nodeOfType(sending, `${PACKAGE_NAME}.clickatell`).name);
		const { to, messageId } = result?.json ?? {};
		if (typeof messageId !== 'string' || typeof to !== 'string') {
			throw new Error(`the node returned no message ID, but ${JSON.stringify(result?.json)}`);
		}
		return { to, messageId, sendingExecutionId: execution.id };
	});
	const received = await step('Waiting for the delivery reports', (report) =>
		deliveryReports(client, sent, report),
	);
	return { ...sent, received, sendingWorkflow: sending.name, receivingWorkflow: receiving.name };
}

async function deliveryReports(
	client: N8nClient,
	{ messageId, sendingExecutionId }: { messageId: string; sendingExecutionId: string },
	report: Report,
	timeoutSeconds = 60,
): Promise<ReceivedStatus[]> {
	const trigger = nodeOfType(receiving, `${PACKAGE_NAME}.clickatellTrigger`);
	const deadline = Date.now() + timeoutSeconds * 1000;
	const read = new Map<string, ReceivedStatus | undefined>();
	for (;;) {
		for (const { id, status } of await client.executions(receiving.id)) {
			// n8n counts executions up: those before the sending are of other messages.
			if (Number(id) < Number(sendingExecutionId)) continue;
			if (read.has(id) || status === 'new' || status === 'running') continue;
			const execution = await client.execution(id);
			const [event] = execution.output(trigger.name);
			const isOurs = event?.json.messageId === messageId;
			if (isOurs && execution.error !== undefined) {
				throw new Error(`execution ${id} of "${receiving.name}" failed: ${execution.error.message}`);
			}
			read.set(
				id,
				isOurs
					? {
							status: String(event.json.status),
							statusText: String(event.json.statusText),
							executionId: id,
						}
					: undefined,
			);
		}
		const ours = [...read.values()].filter((entry) => entry !== undefined);
		ours.sort((a, b) => Number(a.executionId) - Number(b.executionId));
		report(ours.map(({ status }) => status).join(', then '));
		if (EXPECTED.every((expected) => ours.some(({ status }) => status === expected))) return ours;
		if (Date.now() > deadline) {
			const seen = ours.map(({ status }) => status).join(', ') || 'none';
			throw new Error(
				`after ${timeoutSeconds} s "${receiving.name}" had received ${seen} of ${EXPECTED.join(', ')}`,
			);
		}
		await delay(250);
	}
}
