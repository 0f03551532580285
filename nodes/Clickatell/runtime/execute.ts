import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { findOperation } from '../operations';
import type { CompositeOperation, Operation, SoapOperation } from '../operations/types';
import { checkItem, type Checked, type CheckContext } from '../protocol/check';
import { readCredential } from '../protocol/soap/credential';
import { sendBatches } from './batches';
import { estimateItems } from './estimate';
import { readParameters } from './parameters';
import { errorOf, inputProblem } from './problems';
import { presentSends, sendAll, type CheckedItems } from './sends';
import { callEach, presentSingles } from './singles';
import { SOAP_CREDENTIAL, SoapClient } from './soapClient';

/** Runs the chosen operation over all input items. */
export async function execute(functions: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = functions.getNodeParameter('resource', 0) as string;
	const name = functions.getNodeParameter('operation', 0) as string;
	const operation = findOperation(resource, name);
	if (!operation) {
		throw new NodeOperationError(
			functions.getNode(),
			`The node has no operation '${name}' for '${resource}'`,
			{
				description:
					'Choose one in the panel, or update the package if the workflow was made with a newer version.',
			},
		);
	}
	switch (operation.api) {
		case 'soap':
			return [await runSoap(functions, operation)];
		case 'composite':
			return [await runBatches(functions, operation)];
		case 'local':
			return [estimateItems(functions, operation)];
		default:
			throw new NodeOperationError(functions.getNode(), `'${operation.title}' cannot be run by this version`);
	}
}

/** All items checked before anything is sent; the first wrong one stops the run unless it is to continue. */
function checkAll(functions: IExecuteFunctions, operation: Operation, context: CheckContext): CheckedItems {
	const count = functions.getInputData().length;
	const valuesAt = readParameters(functions, operation, count);
	const items: (Checked | undefined)[] = [];
	const faults = new Map<number, readonly string[]>();
	for (let index = 0; index < count; index++) {
		const result = checkItem(operation, valuesAt(index), context);
		items.push(result.ok ? result.checked : undefined);
		if (!result.ok) faults.set(index, result.faults);
	}
	const [first] = faults;
	if (first && !functions.continueOnFail()) {
		const problem = inputProblem(first[1]);
		const others = faults.size - 1;
		const more = others > 0 ? ` ${others} more ${others === 1 ? 'item has' : 'items have'} faults.` : '';
		throw errorOf(functions, { ...problem, advice: problem.advice + more }, first[0]);
	}
	return { items, faults };
}

async function soapClient(
	functions: IExecuteFunctions,
): Promise<{ client: SoapClient; context: CheckContext }> {
	const stored = await functions.getCredentials(SOAP_CREDENTIAL);
	const read = readCredential(stored);
	if (!read.ok) {
		throw new NodeOperationError(functions.getNode(), `The credential needs attention: ${read.fault}`, {
			description: 'Nothing was sent.',
		});
	}
	return {
		client: new SoapClient(functions, read.credential, { ...stored }),
		context: { server: read.credential.server },
	};
}

async function runSoap(
	functions: IExecuteFunctions,
	operation: SoapOperation,
): Promise<INodeExecutionData[]> {
	const { client, context } = await soapClient(functions);
	const checked = checkAll(functions, operation, context);
	return operation.reply === 'accepted'
		? presentSends(functions, await sendAll(functions, client, operation, context.server, checked))
		: presentSingles(functions, operation, await callEach(functions, client, operation, checked));
}

async function runBatches(
	functions: IExecuteFunctions,
	operation: CompositeOperation,
): Promise<INodeExecutionData[]> {
	const { client, context } = await soapClient(functions);
	const checked = checkAll(functions, operation, context);
	return presentSends(functions, await sendBatches(functions, client, context.server, checked));
}
