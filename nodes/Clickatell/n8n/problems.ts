import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { SameFailure } from '../message/reasons';
import { shownNode } from './shownNode';
import { defined } from '../formats/defined';

/** Why an item came to nothing, in words for its user. */
export interface Problem {
	/** One sentence without final period: what happened. */
	readonly sentence: string;
	/** How to get unstuck. */
	readonly advice: string;
	/** The input itself is at fault; nothing was asked of Clickatell. */
	readonly input: boolean;
	/** Everything that the items would have said, where it takes more than a sentence. */
	readonly details?: readonly SameFailure[];
}

/** n8n replaces a message in which it finds the name of a system error; a foreign text may hold one. */
const SYSTEM_ERROR_NAMES =
	/(E)(CONNREFUSED|CONNRESET|NOTFOUND|TIMEDOUT|CONNABORTED|HOSTUNREACH|AI_AGAIN|NOENT|ISDIR|NOTDIR|ACCES|EXIST|PERM)|(G)(ETADDRINFO)/gi;

function shielded(sentence: string): string {
	return sentence.replace(SYSTEM_ERROR_NAMES, (name) => `${defined(name[0])}\u200b${name.slice(1)}`);
}

/** The error that n8n shows. It is built from words alone, so that no request with a secret hangs on it. */
export function errorOf(
	functions: IExecuteFunctions,
	problem: Problem,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const message = shielded(problem.sentence);
	const options = { message, description: problem.advice, itemIndex };
	const node = shownNode(functions);
	const error = problem.input
		? new NodeOperationError(node, message, options)
		: new NodeApiError(node, {}, options);
	// n8n shows it below the error and stores it, also for error workflows.
	if (problem.details) error.context['data'] = { failures: problem.details };
	return error;
}

/** The error for a credential that cannot be used as it is filled in. */
export function credentialFault(
	functions: IExecuteFunctions | ILoadOptionsFunctions,
	fault: string,
): NodeOperationError {
	const node = shownNode(functions);
	return new NodeOperationError(node, `The credential needs attention: ${fault}`, {
		description: 'Nothing was sent.',
	});
}

/** The error where n8n could not give the credential, such as while its database is away. */
export function credentialUnread(functions: IExecuteFunctions, error: unknown): unknown {
	// These have a sentence of their own.
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	const why = error instanceof Error ? `: ${error.message}` : '';
	return new NodeOperationError(shownNode(functions), shielded(`n8n could not read the credential${why}`), {
		description: 'Nothing was sent. Run the workflow again when n8n can read it.',
	});
}

/** All faults of an item's values as one problem. */
export function inputProblem(faults: readonly string[]): Problem {
	const [first, ...others] = faults;
	return {
		sentence: first ?? 'The values are not valid',
		advice: others.length > 0 ? `Also: ${others.join('. ')}. Nothing was sent.` : 'Nothing was sent.',
		input: true,
	};
}
