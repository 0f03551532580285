import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';
import type { Ports } from '../../../nodes/Clickatell/engine/ports';
import { beginRun, type NodeRun } from '../../../nodes/Clickatell/n8n/nodeRun';

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
			evaluateExpression: () => `https://n8n.example.com/webhook-waiting/${this.id}${query}`,
			getExecutionDataById: async () => {
				await Promise.resolve();
				if (this.data instanceof Error) throw this.data;
				return this.data;
			},
			helpers: {
				checkProcessedAndRecord: async (items: string[]) => {
					await Promise.resolve();
					if (this.entriesFail) throw new Error('The database is locked');
					const processed = items.filter((item) => this.entries.has(item));
					for (const item of items) this.entries.add(item);
					return { processed, new: items.filter((item) => !processed.includes(item)) };
				},
				removeProcessed: async (items: string[]) => {
					await Promise.resolve();
					for (const item of items) this.entries.delete(item);
				},
			},
		} as unknown as IExecuteFunctions;
		const ports = {
			newId: () => randomBytes(16).toString('hex'),
			now: () => Execution.now,
			cancelled: () => this.isCancelled,
			log: (level: string, message: string) => void this.lines.push(`${level}: ${message}`),
		} as unknown as Ports;
		return await beginRun(functions, ports);
	}
}

/** What n8n has of an execution that began with its first node. */
export const FROM_THE_START = {
	resultData: { runData: {} },
	executionData: { nodeExecutionStack: [{ node: { name: 'Start' }, data: {}, source: null }] },
} as unknown as IRunExecutionData;

/** What it has of one that stopped at a node further down. */
export const inTheMiddle = (node: string) =>
	({
		resultData: { runData: {}, lastNodeExecuted: node },
		executionData: {
			nodeExecutionStack: [{ node: { name: node }, data: {}, source: { main: [{ previousNode: 'Start' }] } }],
		},
	}) as unknown as IRunExecutionData;

/** As n8n gives it back from its database. */
export const stored = (context: Record<string, unknown>) =>
	JSON.parse(JSON.stringify(context)) as Record<string, unknown>;
