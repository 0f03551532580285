import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { LocalOperation } from '../catalogue/types';
import { composeFiles } from './composeFiles';
import { estimateItems } from './estimateItems';
import { presentSingles } from './presentSingles';

/** Runs what the node does by itself. */
export async function runLocal(
	functions: IExecuteFunctions,
	operation: LocalOperation,
): Promise<INodeExecutionData[]> {
	const { work } = operation;
	return work === 'estimate'
		? await presentSingles(functions, operation, await estimateItems(functions, operation))
		: await composeFiles(functions, operation, work);
}
