import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { callConnectEach } from '../apis/connect/calls';
import { CONNECT_CREDENTIAL, ConnectClient } from '../apis/connect/client';
import { withUploads } from '../apis/platform/uploads';
import { sends } from '../catalogue';
import type {
	CompositeOperation,
	ConnectOperation,
	GatewayOperation,
	Operation,
	PlatformOperation,
} from '../catalogue/types';
import type { Api } from '../engine/api';
import { sendBatches } from '../engine/batches';
import type { CheckedItems } from '../engine/checkedItems';
import { refusedOutcomes, sendAll } from '../engine/sends';
import { callEach, refusedSingles } from '../engine/singles';
import type { GatewayClient } from '../apis/gateway/client';
import { refusalForAgent } from './agentGuards';
import { openGateway, openPlatform, type Caller } from './callers';
import { faultError } from './checkItems';
import { chosenOperation } from './chosenOperation';
import { MACHINE, portsOf } from './hostPorts';
import { presentSends } from './presentSends';
import { presentSingles } from './presentSingles';
import { prepare, type Opened, type Prepared } from './prepare';
import { credentialFault } from './problems';
import { runQuestion } from './question/runQuestion';
import { runLocal } from './runLocal';
import { goesOn } from './tool';

/** Runs the chosen operation over all input items. */
export async function execute(functions: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(functions);
	const refusal = refusalForAgent(functions, operation);
	if (refusal) return [refusal];
	switch (operation.api) {
		case 'gateway':
			return [await runGateway(functions, operation)];
		case 'composite':
			return [await runBatches(functions, operation)];
		case 'connect':
			return [await runConnect(functions, operation)];
		case 'platform':
			return [await runPlatform(functions, operation)];
		case 'local':
			return [await runLocal(functions, operation)];
		case 'question':
			return [await runQuestion(functions, operation)];
		default:
			return operation satisfies never;
	}
}

/**
 * Makes the calls of an operation and puts out what came of them.
 *
 * @param ready does to the items of a send what must be done before they are planned
 */
async function runCalls<O extends Operation, Client extends Api<O>>(
	functions: IExecuteFunctions,
	operation: O,
	{ checked, account }: Prepared<Caller<Client>>,
	ready: (account: Caller<Client>, checked: CheckedItems) => Promise<CheckedItems> = async (_, items) =>
		items,
): Promise<INodeExecutionData[]> {
	if (sends(operation)) {
		const outcomes = account
			? await sendAll(account.ports, account.client, operation, await ready(account, checked))
			: await refusedOutcomes(MACHINE, checked);
		return await presentSends(functions, operation, outcomes);
	}
	const singles = account
		? await callEach(account.ports, account.client, operation, checked, goesOn(functions))
		: refusedSingles(checked);
	return await presentSingles(functions, operation, singles);
}

async function prepareGateway(
	functions: IExecuteFunctions,
	operation: Operation,
): Promise<Prepared<Caller<GatewayClient>>> {
	return await prepare(
		functions,
		operation,
		async () => await openGateway(functions),
		({ context }) => context,
	);
}

async function runGateway(
	functions: IExecuteFunctions,
	operation: GatewayOperation,
): Promise<INodeExecutionData[]> {
	return await runCalls(functions, operation, await prepareGateway(functions, operation));
}

async function runBatches(
	functions: IExecuteFunctions,
	operation: CompositeOperation,
): Promise<INodeExecutionData[]> {
	const { checked, account } = await prepareGateway(functions, operation);
	const outcomes = account
		? await sendBatches(account.ports, account.client, checked)
		: await refusedOutcomes(MACHINE, checked);
	return await presentSends(functions, operation, outcomes);
}

async function runConnect(
	functions: IExecuteFunctions,
	operation: ConnectOperation,
): Promise<INodeExecutionData[]> {
	const ports = portsOf(functions, CONNECT_CREDENTIAL);
	const open = async (): Promise<Opened<ConnectClient>> => {
		const opened = await ConnectClient.open(ports);
		return opened.ok ? { account: opened.client } : { error: credentialFault(functions, opened.fault) };
	};
	const { checked, account } = await prepare(functions, operation, open, () => ({}));
	const singles = account
		? await callConnectEach(ports, account, operation, checked)
		: refusedSingles(checked);
	return await presentSingles(functions, operation, singles);
}

async function runPlatform(
	functions: IExecuteFunctions,
	operation: PlatformOperation,
): Promise<INodeExecutionData[]> {
	const open = async () => await openPlatform(functions);
	const prepared = await prepare(functions, operation, open, ({ context }) => context);
	return await runCalls(functions, operation, prepared, async ({ ports, client }, checked) =>
		withUploads(ports, client, checked, async (refused) => {
			if (!goesOn(functions)) throw await faultError(functions, refused);
		}),
	);
}
