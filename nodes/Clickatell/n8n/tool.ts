import type { IExecuteFunctions } from 'n8n-workflow';
import { isReviewTool } from './panel/reviewTool';

/** n8n gives the variant of a node that its agents call a type of its own, in every version that has tools. */
export function isTool(functions: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return functions.getNode().type.endsWith('Tool');
}

/**
 * Whether what went wrong comes out as items instead of an error. A tool must not throw: with an agent of version 2 the
 * model is then told an empty text, and with one of version 3 in n8n 1.123 the whole run ends. A review tool must: nobody
 * was asked, and nothing that it puts out may be taken for an answer.
 */
export function goesOn(functions: Pick<IExecuteFunctions, 'getNode' | 'continueOnFail'>): boolean {
	return functions.continueOnFail() || (isTool(functions) && !isReviewTool(functions.getNode().type));
}
