import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { accountOf, ACCOUNTS, findOperation } from '../operations';
import type { CompositeOperation, ConnectOperation, Operation, SoapOperation } from '../operations/types';
import { itemChecker, type Checked, type CheckContext } from '../protocol/check';
import { connectRules } from '../protocol/connect/rules';
import { readCredential } from '../protocol/soap/credential';
import { sendBatches } from './batches';
import { callConnectEach } from './connectCalls';
import { CONNECT_CREDENTIAL, ConnectClient } from './connectClient';
import { estimateItems } from './estimate';
import { readParameters } from './parameters';
import { portsOf, type Ports } from './ports';
import { credentialFault, errorOf, inputProblem } from './problems';
import { presentSends, sendAll, type CheckedItems } from './sends';
import { callEach, presentSingles } from './singles';
import { SOAP_CREDENTIAL, SoapClient } from './soapClient';

/** Runs the chosen operation over all input items. */
export async function execute(functions: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = chosenResource(functions);
	const name = functions.getNodeParameter('operation', 0);
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
		case 'connect':
			return [await runConnect(functions, operation)];
		case 'local':
			return [estimateItems(functions, operation)];
		default:
			return operation satisfies never;
	}
}

/** A workflow that was not made in the panel can name an account that there is not, or a resource of another one. */
function chosenResource(functions: IExecuteFunctions): string {
	const refused = (sentence: string, choose: string) =>
		new NodeOperationError(functions.getNode(), sentence, {
			description: `Choose ${choose} in 'Account'. Nothing was sent.`,
		});
	const chosen = functions.getNodeParameter('authentication', 0) as string;
	const account = ACCOUNTS.find(({ value }) => value === chosen);
	if (!account) {
		const labels = ACCOUNTS.map(({ label }) => label);
		throw refused(`'Account' is '${chosen}', which the node does not know`, labels.join(' or '));
	}
	const resource = functions.getNodeParameter('resource', 0);
	const owner = accountOf(resource);
	if (owner && owner !== account)
		throw refused(`'Account' is ${account.label}, which has no resource '${resource}'`, owner.label);
	return resource;
}

/** All items checked before anything is sent; the first wrong one stops the run unless it is to continue. */
function checkAll(functions: IExecuteFunctions, operation: Operation, context: CheckContext): CheckedItems {
	const count = functions.getInputData().length;
	const valuesAt = readParameters(functions, operation, count);
	const checkItem = itemChecker(operation, context);
	const items: (Checked | undefined)[] = [];
	const faults = new Map<number, readonly string[]>();
	for (let index = 0; index < count; index++) {
		const raw = valuesAt(index);
		const result = checkItem(raw);
		const found = [
			...(result.ok ? [] : result.faults),
			...(operation.api === 'connect' ? connectRules(operation, raw) : []),
		];
		items.push(result.ok && found.length === 0 ? result.checked : undefined);
		if (found.length > 0) faults.set(index, found);
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
): Promise<{ ports: Ports; client: SoapClient; context: CheckContext }> {
	const ports = portsOf(functions, SOAP_CREDENTIAL);
	const stored = await ports.credential();
	const read = readCredential(stored);
	if (!read.ok) throw credentialFault(functions, read.fault);
	return {
		ports,
		client: new SoapClient(ports, read.credential, { ...stored }),
		context: { server: read.credential.server },
	};
}

async function runSoap(
	functions: IExecuteFunctions,
	operation: SoapOperation,
): Promise<INodeExecutionData[]> {
	const { ports, client, context } = await soapClient(functions);
	const checked = checkAll(functions, operation, context);
	return operation.reply === 'accepted'
		? presentSends(functions, await sendAll(ports, client, operation, context.server, checked))
		: presentSingles(
				functions,
				operation,
				await callEach(ports, client, operation, checked, functions.continueOnFail()),
			);
}

async function runBatches(
	functions: IExecuteFunctions,
	operation: CompositeOperation,
): Promise<INodeExecutionData[]> {
	const { ports, client, context } = await soapClient(functions);
	const checked = checkAll(functions, operation, context);
	return presentSends(functions, await sendBatches(ports, client, context.server, checked));
}

/** The Connect API has one form of request; the server of the SOAP credential does not matter to it. */
const NO_SERVER: CheckContext = { server: 'documentLiteral' };

async function runConnect(
	functions: IExecuteFunctions,
	operation: ConnectOperation,
): Promise<INodeExecutionData[]> {
	const ports = portsOf(functions, CONNECT_CREDENTIAL);
	const opened = await ConnectClient.open(ports);
	if (!opened.ok) throw credentialFault(functions, opened.fault);
	const checked = checkAll(functions, operation, NO_SERVER);
	return presentSingles(
		functions,
		operation,
		await callConnectEach(functions, ports, opened.client, operation, checked),
	);
}
