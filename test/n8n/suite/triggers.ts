import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Item, N8nClient } from '../../../tools/n8n/rest';
import { read, settled, type Waiting } from './executions';
import { chain, clickatellTrigger } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

export const TRIGGER = 'Clickatell Trigger';

const webhookIdOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A workflow of one trigger, under a URL of its own. */
export function receiving(
	number: number,
	name: string,
	parameters: Record<string, unknown> = {},
	credential = false,
): ImportedWorkflow {
	return chain(`callbacks-${number}`, name, [clickatellTrigger(webhookIdOf(number), parameters, credential)]);
}

export async function urlOf(client: N8nClient, workflow: ImportedWorkflow): Promise<string> {
	return await client.webhookUrl(workflow, defined(workflow.nodes[0]));
}

/** Publishes a workflow of one trigger; returns its production URL. */
export async function live(client: N8nClient, workflow: ImportedWorkflow): Promise<string> {
	await client.publish(workflow.id);
	return await urlOf(client, workflow);
}

/** What the executions of a workflow began with, in order. */
export async function eventsOf(
	client: N8nClient,
	workflow: ImportedWorkflow,
	atLeast: number,
): Promise<unknown[]> {
	return (await startsOf(client, workflow, atLeast)).map((items, index) => {
		if (items.length !== 1) throw new Error(`execution ${index + 1} began with ${items.length} items`);
		return defined(items[0]).json;
	});
}

/** The items that each execution of a workflow began with, in order. */
export async function startsOf(
	client: N8nClient,
	workflow: ImportedWorkflow,
	atLeast: number,
	waiting: Waiting = {},
): Promise<Item[][]> {
	const executions = await read(client, await settled(client, workflow.id, atLeast, waiting));
	return executions.map((execution) => execution.output(TRIGGER));
}

/** Compares two bags of values, order of keys included. @throws Error naming the first that differs */
export function compareBags(actual: readonly unknown[], expected: readonly unknown[]): void {
	const left = new Map<string, number>();
	for (const value of expected) add(left, value, 1);
	for (const value of actual) add(left, value, -1);
	for (const [text, count] of left) {
		if (count > 0) throw new Error(`${count} times missing: ${text}`);
		if (count < 0) throw new Error(`${-count} times too many: ${text}`);
	}
}

function add(bag: Map<string, number>, value: unknown, count: number): void {
	const text = JSON.stringify(value);
	bag.set(text, (bag.get(text) ?? 0) + count);
}
