import { setTimeout as delay } from 'node:timers/promises';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Execution } from '../../../tools/n8n/rest';
import type { Surroundings } from './exampleRuns';
import { allExecutions, read, settled } from './executions';
import { Visitor } from './forms';
import { wellDone } from './instance';
import { type Row, rowsOf } from './platformExamples';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** n8n looks once a minute for runs whose time is up. */
export const UNTIL_TIMEOUT_SECONDS = 150;
/** A wait that is over when n8n looks next. */
export const SHORT_MINUTES = '0.05';
export const LONG_MINUTES = '60';

/** An example that asks and waits, as its form's visitors and its table see it. */
export class Questions {
	private asked = 0;

	constructor(
		private readonly around: Surroundings,
		private readonly workflow: ImportedWorkflow,
		/** Name of its data table. */
		private readonly table: string,
	) {}

	/** Asks by the form, and waits until the question is a row. */
	async ask(phone: string, question: string, minutes = LONG_MINUTES, ...more: string[]): Promise<void> {
		const form = this.workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
		const visitor = new Visitor();
		await visitor.open(`${this.around.n8nUrl}/form/${form?.webhookId ?? ''}`);
		await visitor.submit(phone, question, minutes, ...more);
		this.asked += 1;
		await until(`a row "${question}"`, async () =>
			(await this.rows()).some((row) => row.question === question),
		);
	}

	async rows(): Promise<Row[]> {
		// The table is made by the first question.
		return await rowsOf(this.around.client, this.table).catch(() => []);
	}

	/** The row of a question, when it has come to a status. */
	async row(question: string, status: string, seconds?: number): Promise<Row> {
		let found: Row | undefined;
		const holds = async () => {
			found = (await this.rows()).find((row) => row.question === question);
			return found?.status === status;
		};
		await until(`"${question}" to be ${status}`, holds, seconds);
		return defined(found);
	}

	/** Waits until all messages so far have been read: nothing runs, and what asked waits or is over. */
	async allRead(messages: number): Promise<void> {
		await until(`${messages} messages to be read`, async () => {
			const all = await allExecutions(this.around.client, this.workflow.id);
			return all.length >= this.asked + messages && !all.some(({ status }) => /^(new|running)$/.test(status));
		});
	}

	/** What came of each question: the answer that its run went on with, or the node that the run ended in. */
	async outcomes(messages: number): Promise<Record<string, unknown>> {
		const { client } = this.around;
		const all = await settled(client, this.workflow.id, this.asked + messages, {
			timeoutSeconds: UNTIL_TIMEOUT_SECONDS,
		});
		if (all.length !== this.asked + messages) throw new Error(`there were ${all.length} executions`);
		const told: Record<string, unknown> = {};
		for (const execution of await read(client, all)) {
			const [asked] = wellDone(execution).output('A Question');
			if (asked !== undefined) told[String(asked.json.Question)] = outcomeOf(execution);
		}
		return told;
	}
}

function outcomeOf(execution: Execution): unknown {
	const goneOn = execution.runs['Go On'] ?? [];
	if (goneOn.length > 1) throw new Error(`execution ${execution.id} went on ${goneOn.length} times`);
	if (goneOn.length === 1) return execution.output('Go On')[0]?.json.answer;
	return ['No Answer', 'Not Sent'].find((name) => execution.runs[name] !== undefined);
}

/** @throws Error that names what was waited for */
export async function until(
	what: string,
	holds: () => Promise<boolean> | boolean,
	seconds = 60,
): Promise<void> {
	const deadline = performance.now() + seconds * 1000;
	while (!(await holds())) {
		if (performance.now() > deadline) throw new Error(`waited ${seconds} s in vain for ${what}`);
		await delay(100);
	}
}

/** @throws Error that shows both, if they differ */
export function same(what: string, actual: unknown, wanted: unknown): void {
	const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)];
	if (is !== should) throw new Error(`${what}: ${is}, not ${should}`);
}
