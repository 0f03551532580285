import { setTimeout as delay } from 'node:timers/promises';
import type { ImportedWorkflow } from './cli';
import type { SentMessage } from './demo';
import { nodeOfType } from './examples';
import { PACKAGE_NAME } from './package';
import type { Report } from './progress';
import type { N8nClient } from './rest';

/** One status of a message, as the receiving workflow was told it. */
export interface ReceivedStatus {
	messageId: string;
	status: string;
	statusText: string;
	executionId: string;
}

/**
 * Waits until a workflow has received every status that the messages are expected to have; gives the statuses of each
 * by its ID, in the order of the executions.
 * @throws Error that says which are missing when the time is up, or which execution failed
 */
export async function followStatuses(
	client: N8nClient,
	receiving: ImportedWorkflow,
	sent: readonly SentMessage[],
	report: Report,
	timeoutSeconds = 60,
): Promise<Map<string, ReceivedStatus[]>> {
	const trigger = nodeOfType(receiving, `${PACKAGE_NAME}.clickatellTrigger`);
	// n8n counts executions up: those before the first sending are of other messages.
	const first = Math.min(...sent.map(({ executionId }) => Number(executionId)));
	const ids = new Set(sent.map(({ messageId }) => messageId));
	const deadline = Date.now() + timeoutSeconds * 1000;
	const read = new Map<string, ReceivedStatus[]>();
	for (;;) {
		for (const { id, status } of await client.executions(receiving.id)) {
			if (Number(id) < first || read.has(id) || status === 'new' || status === 'running') continue;
			const execution = await client.execution(id);
			const ours = execution.output(trigger.name).filter(({ json }) => ids.has(String(json.messageId)));
			if (ours.length > 0 && execution.error !== undefined) {
				throw new Error(`execution ${id} of "${receiving.name}" failed: ${execution.error.message}`);
			}
			read.set(
				id,
				ours.map(({ json }) => ({
					messageId: String(json.messageId),
					status: String(json.status),
					statusText: String(json.statusText),
					executionId: id,
				})),
			);
		}
		const received = [...read.values()].flat().sort((a, b) => Number(a.executionId) - Number(b.executionId));
		report(received.map(({ status }) => status).join(', '));
		const lives = new Map(
			sent.map(({ messageId }) => [messageId, received.filter((one) => one.messageId === messageId)]),
		);
		const missing = sent.flatMap(({ account, messageId, expected }) =>
			expected
				.filter((wanted) => !lives.get(messageId)?.some(({ status }) => status === wanted))
				.map((wanted) => `${wanted} of the ${account}`),
		);
		if (missing.length === 0) return lives;
		if (Date.now() > deadline) {
			throw new Error(`after ${timeoutSeconds} s "${receiving.name}" had not received ${missing.join(', ')}`);
		}
		await delay(250);
	}
}
