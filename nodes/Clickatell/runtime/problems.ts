import type { IExecuteFunctions, ILoadOptionsFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { OPERATIONS } from '../operations';

/** Why an item came to nothing, in words for its user. */
export interface Problem {
	/** One sentence without final period: what happened. */
	readonly sentence: string;
	/** How to get unstuck. */
	readonly advice: string;
	/** The input itself is at fault; nothing was asked of Clickatell. */
	readonly input: boolean;
	/** Clickatell may have carried the call out all the same. */
	readonly doubtful: boolean;
}

/** n8n replaces a message in which it finds the name of a system error; a foreign text may hold one. */
const SYSTEM_ERROR_NAMES =
	/(E)(CONNREFUSED|CONNRESET|NOTFOUND|TIMEDOUT|CONNABORTED|HOSTUNREACH|AI_AGAIN|NOENT|ISDIR|NOTDIR|ACCES|EXIST|PERM)|(G)(ETADDRINFO)/gi;

function shielded(sentence: string): string {
	return sentence.replace(SYSTEM_ERROR_NAMES, (name) => `${name[0]!}\u200b${name.slice(1)}`);
}

const SECRET_PARAMETERS = new Set(
	OPERATIONS.flatMap(({ parameters }) => parameters.filter(({ secret }) => secret).map(({ name }) => name)),
);

/** n8n keeps the node with every error; a secret that stands in its panel stays there. */
function withoutSecrets(node: INode): INode {
	const shown = Object.entries(node.parameters).filter(([name]) => !SECRET_PARAMETERS.has(name));
	return { ...node, parameters: Object.fromEntries(shown) };
}

/** The error that n8n shows. It is built from words alone, so that no request with a secret hangs on it. */
export function errorOf(
	functions: IExecuteFunctions,
	problem: Problem,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const message = shielded(problem.sentence);
	const options = { message, description: problem.advice, itemIndex };
	const node = withoutSecrets(functions.getNode());
	return problem.input ? new NodeOperationError(node, message, options) : new NodeApiError(node, {}, options);
}

/** The error for a credential that cannot be used as it is filled in. */
export function credentialFault(
	functions: IExecuteFunctions | ILoadOptionsFunctions,
	fault: string,
): NodeOperationError {
	const node = withoutSecrets(functions.getNode());
	return new NodeOperationError(node, `The credential needs attention: ${fault}`, {
		description: 'Nothing was sent.',
	});
}

/**
 * An item for the error output. n8n re-runs the whole node when the very first item has a `json.error` and Retry On
 * Fail is on; where something may have been spent the error of that item stands beside the json instead, which n8n
 * only routes. Elsewhere `json.error` is better, because n8n adds the values of the input item to it.
 */
export function errorItem(
	functions: IExecuteFunctions,
	problem: Problem,
	itemIndex: number,
	mayRunAgain: boolean,
): INodeExecutionData {
	const error = errorOf(functions, problem, itemIndex);
	const pairedItem = { item: itemIndex };
	return mayRunAgain || itemIndex > 0
		? { json: { error: error.message }, pairedItem }
		: { json: {}, error, pairedItem };
}

/** All faults of an item's values as one problem. */
export function inputProblem(faults: readonly string[]): Problem {
	const [first, ...others] = faults;
	return {
		sentence: first ?? 'The values are not valid',
		advice: others.length > 0 ? `Also: ${others.join('. ')}. Nothing was sent.` : 'Nothing was sent.',
		input: true,
		doubtful: false,
	};
}
