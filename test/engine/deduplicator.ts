import { DataDeduplicationService } from 'n8n-core';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';
import { defined } from '../../nodes/Clickatell/formats/defined';

const pause = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/**
 * n8n keeps what its nodes have seen in its database, which is not part of n8n-core. This keeps it in memory by the rules of
 * n8n's own helper: a row for each workflow, or node, is read as a whole and then written as a whole.
 */
export class MemoryDeduplicator implements IDataDeduplicator {
	readonly rows = new Map<string, DeduplicationItemTypes[]>();
	/** What the next calls fail with. */
	readonly failures: Error[] = [];

	private keyOf(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData): string {
		return `${workflow.id} ${scope === 'node' ? defined(node).id : ''}`;
	}

	private async read(key: string): Promise<DeduplicationItemTypes[]> {
		const failure = this.failures.shift();
		if (failure) throw failure;
		const row = [...(this.rows.get(key) ?? [])];
		await pause();
		return row;
	}

	private async write(key: string, row: DeduplicationItemTypes[]): Promise<void> {
		await pause();
		this.rows.set(key, row);
	}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		{ maxEntries }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		const key = this.keyOf(scope, context);
		const row = await this.read(key);
		const known = new Set(row);
		const fresh = items.filter((item) => !known.has(item));
		row.push(...fresh);
		if (maxEntries !== undefined) row.splice(0, row.length - maxEntries);
		await this.write(key, row);
		return { new: fresh, processed: items.filter((item) => known.has(item)) };
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		const key = this.keyOf(scope, context);
		const row = await this.read(key);
		await this.write(
			key,
			row.filter((item) => !items.includes(item)),
		);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		this.rows.delete(this.keyOf(scope, context));
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.read(this.keyOf(scope, context))).length;
	}
}

/** n8n's service with this behind it, as n8n sets it up at its start. */
export async function withDeduplicator(): Promise<MemoryDeduplicator> {
	const deduplicator = new MemoryDeduplicator();
	await DataDeduplicationService.init(deduplicator);
	return deduplicator;
}
