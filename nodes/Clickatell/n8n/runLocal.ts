import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { LocalOperation } from '../catalogue/types';
import { composeFiles } from './composeFiles';
import { estimateItems } from './estimateItems';
import { numberItems } from './numberItems';
import { presentSingles } from './presentSingles';

/** Runs what the node does without a call. */
export async function runLocal(
	functions: IExecuteFunctions,
	operation: LocalOperation,
): Promise<INodeExecutionData[]> {
	const { work } = operation;
	switch (work) {
		case 'estimate':
			return await presentSingles(functions, operation, await estimateItems(functions, operation));
		case 'checkNumbers':
			return await presentSingles(functions, operation, await numberItems(functions, operation));
		default:
			return await composeFiles(functions, operation, work);
	}
}
