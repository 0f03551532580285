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
import { withFinalStatus } from '../engine/finalStatus';
import { reconcile, refusedRows } from '../engine/reconcile';
import type { Run } from '../engine/run';
import { refusedOutcomes, sendAll, type SendResults } from '../engine/sends';
import { callEach, refusedSingles } from '../engine/singles';
import type { GatewayClient } from '../apis/gateway/client';
import { refusalForAgent } from './agentGuards';
import { openGateway, openPlatform, type Caller } from './callers';
import { faultError } from './checkItems';
import { chosenOperation } from './chosenOperation';
import { MACHINE, portsOf } from './hostPorts';
import { countEntry } from './runs/entries';
import { sendInRun } from './runs/nodeRun';
import { presentReconciled } from './presentReconciled';
import { presentSends } from './presentSends';
import { presentSingles } from './presentSingles';
import { prepare, type Opened, type Prepared } from './prepare';
import { credentialFault } from './problems';
import { runPreview } from './runPreview';
import { runQuestion } from './question/runQuestion';
import { runLocal } from './runLocal';
import { goesOn } from './tool';
import { runVerify } from './verify/runVerify';

/** Runs the chosen operation over all input items. */
export async function execute(functions: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	countEntry(functions);
	const operation = chosenOperation(functions);
	const refusal = refusalForAgent(functions, operation);
	if (refusal) return [refusal];
	switch (operation.api) {
		case 'gateway':
			return [await runGateway(functions, operation)];
		case 'composite':
			return [
				await (operation.work === 'batches'
					? runBatches(functions, operation)
					: runReconcile(functions, operation)),
			];
		case 'connect':
			return [await runConnect(functions, operation)];
		case 'platform':
			return [await runPlatform(functions, operation)];
		case 'local':
			return [await runLocal(functions, operation)];
		case 'preview':
			return [await runPreview(functions, operation)];
		case 'question':
			return [await runQuestion(functions, operation)];
		case 'verify':
			return [await runVerify(functions, operation)];
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
	prepared: Prepared<Caller<Client>>,
	ready: (account: Caller<Client>, checked: CheckedItems) => Promise<CheckedItems> = async (_, items) =>
		items,
): Promise<INodeExecutionData[]> {
	const { checked, account } = prepared;
	if (sends(operation)) {
		// It may throw, which is no end of a run that has begun.
		const items = account ? await ready(account, checked) : checked;
		const send = async ({ ports, client }: Caller<Client>, run: Run) => {
			const sent = await sendAll(ports, client, operation, items, run);
			return await withFinalStatus(ports, client, operation, items, sent);
		};
		return await presentSent(functions, operation, prepared, send);
	}
	const singles = account
		? await callEach(account.ports, account.client, operation, checked, goesOn(functions))
		: refusedSingles(checked);
	return await presentSingles(functions, operation, singles);
}

/** Sends what can be sent, in a run that a retry knows again, and puts out what came of it. */
async function presentSent<Account extends Caller<unknown>>(
	functions: IExecuteFunctions,
	operation: Operation,
	{ checked, account }: Prepared<Account>,
	send: (account: Account, run: Run) => Promise<SendResults>,
): Promise<INodeExecutionData[]> {
	const outcomes = account
		? await sendInRun(functions, account.ports, async (run) => await send(account, run))
		: await refusedOutcomes(MACHINE, checked);
	return await presentSends(functions, operation, outcomes);
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
	const prepared = await prepareGateway(functions, operation);
	return await presentSent(functions, operation, prepared, async ({ ports, client }, run) =>
		sendBatches(ports, client, prepared.checked, run),
	);
}

async function runReconcile(
	functions: IExecuteFunctions,
	operation: CompositeOperation,
): Promise<INodeExecutionData[]> {
	const { checked, account } = await prepareGateway(functions, operation);
	const rows = account
		? await reconcile(account.ports, account.client, checked)
		: await refusedRows(MACHINE, checked);
	return await presentReconciled(functions, operation, rows);
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
