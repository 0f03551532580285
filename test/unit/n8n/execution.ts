import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';
import type { Ports } from '../../../nodes/Clickatell/engine/ports';
import { countEntry } from '../../../nodes/Clickatell/n8n/runs/entries';
import { beginRun, type NodeRun } from '../../../nodes/Clickatell/n8n/runs/nodeRun';

/** An execution of n8n as a node sees it, and what n8n keeps of it for a retry. */
export class Execution {
	/** Of all processes. */
	static now = 0;
	readonly lines: string[] = [];
	isCancelled = false;
	entries = new Set<string>();
	entriesFail = false;

	constructor(
		readonly id: string,
		readonly mode: 'trigger' | 'retry' = 'trigger',
		/** The token of its address; n8n 1 has none. */
		private readonly token: string | null = 'a-token',
		readonly context: Record<string, unknown> = {},
		private readonly data: Partial<IRunExecutionData> | Error = new Error('There is no database'),
	) {}

	async begin(): Promise<NodeRun> {
		const query = this.token === null ? '' : `?signature=${this.token}`;
		const functions = {
			getContext: () => this.context,
			getExecutionId: () => this.id,
			getMode: () => this.mode,
			getNode: () => ({ id: 'the-node', name: 'Send' }),
			getWorkflow: () => ({ id: 'the-workflow' }),
			evaluateExpression: () => `https://n8n.example.com/webhook-waiting/${this.id}${query}`,
			getExecutionDataById: async () => {
				await Promise.resolve();
				if (this.data instanceof Error) throw this.data;
				return this.data;
			},
			helpers: {
				// n8n reads the whole list and then writes it, whatever was written in between.
				checkProcessedAndRecord: async (items: string[]) => {
					const before = new Set(this.entries);
					await Promise.resolve();
					if (this.entriesFail) throw new Error('The database is locked');
					const processed = items.filter((item) => before.has(item));
					replace(this.entries, [...before, ...items]);
					return { processed, new: items.filter((item) => !processed.includes(item)) };
				},
				removeProcessed: async (items: string[]) => {
					const before = new Set(this.entries);
					await Promise.resolve();
					replace(
						this.entries,
						[...before].filter((item) => !items.includes(item)),
					);
				},
			},
		} as unknown as IExecuteFunctions;
		const ports = {
			newId: () => randomBytes(16).toString('hex'),
			now: () => Execution.now,
			cancelled: () => this.isCancelled,
			log: (level: string, message: string) => void this.lines.push(`${level}: ${message}`),
		} as unknown as Ports;
		countEntry(functions);
		return await beginRun(functions, ports);
	}
}

function replace(entries: Set<string>, by: readonly string[]): void {
	entries.clear();
	for (const entry of by) entries.add(entry);
}

/** What n8n has of an execution that began with its first node. */
export const FROM_THE_START = {
	resultData: { runData: {} },
	executionData: { nodeExecutionStack: [{ node: { name: 'Start' }, data: {}, source: null }] },
} as unknown as IRunExecutionData;

/** What it has of one that stopped at a node further down, before which `Start` had begun at that time. */
export const inTheMiddle = (node: string, begunAt = 1) =>
	({
		resultData: { runData: { Start: [{ startTime: begunAt }] }, lastNodeExecuted: node },
		executionData: {
			nodeExecutionStack: [{ node: { name: node }, data: {}, source: { main: [{ previousNode: 'Start' }] } }],
		},
	}) as unknown as IRunExecutionData;

/** As n8n gives it back from its database. */
export const stored = (context: Record<string, unknown>) =>
	JSON.parse(JSON.stringify(context)) as Record<string, unknown>;
