import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from '../../gateway';
import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Execution } from '../../../tools/n8n/rest';
import { chain, clickatell, webhookStart, type WorkflowNode } from '../suite/workflows';

export const BULK_PATH = 'bulk';
/** Recipients of one text, and so of one call. */
const SAME_TEXT = 10;

export interface Person {
	to: string;
	text: string;
	/** Which status reports are asked for; 0 none, 7 all. */
	reports: number;
}

/** A bulk that a webhook call starts: the call's body lists the people, each with a text. */
export function bulkWorkflow(id: string, after: readonly WorkflowNode[] = []): ImportedWorkflow {
	const list: WorkflowNode = {
		name: 'People',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'body.people', options: {} },
	};
	const send = clickatell('Send', 'message.send', {
		to: '={{ $json.to }}',
		text: '={{ $json.text }}',
		deliveryReports: '={{ $json.reports }}',
	});
	return chain(id, `Bulk ${id}`, [webhookStart(`${BULK_PATH}-${id}`), list, send, ...after]);
}

/** One execution's worth of people; ten of them share a text. */
export function peopleOf(bulk: number, size: number, reports = 0): Person[] {
	return Array.from({ length: size }, (_, index) => ({
		to: String(27999200000 + bulk * size + index),
		text: `Bulk ${bulk}, message ${Math.floor(index / SAME_TEXT)}`,
		reports,
	}));
}

/**
 * Starts one bulk through a webhook; n8n answers when the execution is stored and queued.
 * @throws Error if n8n does not take it
 */
export async function startBulk(url: string, id: string, people: readonly Person[]): Promise<void> {
	const reply = await fetchAlone(`${url}/webhook/${BULK_PATH}-${id}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ people }),
	});
	const answer = await reply.text();
	if (!reply.ok) throw new Error(`n8n answered ${reply.status} to a bulk: ${answer}`);
}

/** What became of all messages of all bulks, from the gateway's record and n8n's executions. */
export interface Account {
	/** Messages that the bulks were made of. */
	sent: number;
	/** Messages the gateway has accepted; each is charged. */
	accepted: number;
	/** Recipients that got the same text twice. */
	doubled: number;
	/** Accepted messages whose ID is in the output of an execution. */
	told: number;
	/** Accepted messages of executions that ended as crashed or failed: their IDs come with the status reports. */
	acceptedInCrashed: number;
	/** Messages that were not accepted, of executions that ended as crashed or failed. */
	notSentInCrashed: number;
	/** Executions by the way they ended. */
	ended: Record<string, number>;
	/** Messages of which nobody is told anything: neither an ID nor an execution that visibly failed. */
	lost: number;
}

export function accountFor(
	bulks: readonly (readonly Person[])[],
	executions: readonly Execution[],
	gateway: Gateway,
): Account {
	const numbers = new Set(bulks.flat().map(({ to }) => to));
	const accepted = new Map(
		gateway
			.messages()
			.filter(({ to }) => numbers.has(to))
			.map((message) => [message.to, message.apiMsgId]),
	);
	const told = new Set<string>();
	const ended: Record<string, number> = {};
	for (const execution of executions) {
		ended[execution.status] = (ended[execution.status] ?? 0) + 1;
		for (const { json } of execution.output('Send')) {
			if (json.accepted === true && json.messageId === accepted.get(String(json.to)))
				told.add(String(json.to));
		}
	}
	const crashed = executions.filter(({ status }) => status !== 'success').length;
	const untold = bulks.filter((people) => !people.some(({ to }) => told.has(to)));
	// A bulk of which no execution tells must be one that visibly crashed, and each of those can answer for one.
	const answeredFor = untold.slice(0, crashed).flat();
	const silent = [
		...untold.slice(crashed).flat(),
		...bulks
			.filter((people) => !untold.includes(people))
			.flatMap((people) => people.filter(({ to }) => !told.has(to))),
	];
	return {
		sent: numbers.size,
		accepted: accepted.size,
		doubled: gateway.doubled().filter(({ to }) => numbers.has(to)).length,
		told: told.size,
		acceptedInCrashed: answeredFor.filter(({ to }) => accepted.has(to)).length,
		notSentInCrashed: answeredFor.filter(({ to }) => !accepted.has(to)).length,
		ended,
		lost: silent.length,
	};
}

export function shown(account: Account): string {
	const { sent, accepted, doubled, told, acceptedInCrashed, notSentInCrashed, ended, lost } = account;
	const ends = Object.entries(ended).map(([status, count]) => `${count} ${status}`);
	return (
		`sent ${sent}, accepted ${accepted}, doubled ${doubled}, lost ${lost}; executions: ${ends.join(', ')}; ` +
		`${told} accepted with their ID in an execution, ${acceptedInCrashed} accepted and ${notSentInCrashed} not ` +
		`sent in executions shown as crashed`
	);
}

/** @throws Error with the whole account, if a message was doubled or lost */
export function demandSound(account: Account): string {
	const text = shown(account);
	const { sent, told, acceptedInCrashed, notSentInCrashed, doubled, lost } = account;
	const sound = doubled === 0 && lost === 0 && told + acceptedInCrashed + notSentInCrashed === sent;
	if (!sound) throw new Error(text);
	return text;
}

/** Waits until the gateway has accepted so many messages. */
export async function untilAccepted(gateway: Gateway, count: number, timeoutSeconds = 120): Promise<void> {
	const deadline = Date.now() + timeoutSeconds * 1000;
	while (gateway.state.messages.size < count) {
		if (Date.now() > deadline) {
			throw new Error(
				`the gateway had accepted ${gateway.state.messages.size} of ${count} after ${timeoutSeconds} s`,
			);
		}
		await delay(20);
	}
}
