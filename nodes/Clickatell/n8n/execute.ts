import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { carrierOf } from '../apis/gateway/gatewayCarrier';
import { accountOf, ACCOUNTS, findOperation, sends } from '../catalogue';
import type {
	CompositeOperation,
	ConnectOperation,
	GatewayOperation,
	Operation,
	PlatformOperation,
} from '../catalogue/types';
import type { CheckContext } from '../message/check';
import { readCredential } from '../apis/gateway/credential';
import { either } from '../formats/either';
import { sendBatches } from '../engine/batches';
import { callConnectEach } from '../apis/connect/calls';
import { CONNECT_CREDENTIAL, ConnectClient } from '../apis/connect/client';
import { platformCarrier } from '../apis/platform/platformCarrier';
import { PlatformClient } from '../apis/platform/client';
import { PLATFORM_CREDENTIAL, readPlatformCredential } from '../apis/platform/credential';
import { withUploads } from '../apis/platform/uploads';
import type { Api } from '../engine/api';
import type { CheckedItems } from '../engine/checkedItems';
import type { Ports } from '../engine/ports';
import { MACHINE, portsOf } from './hostPorts';
import { faultError } from './checkItems';
import { filesOf } from './inputFiles';
import { presentSends } from './presentSends';
import { presentSingles } from './presentSingles';
import { prepare, type Opened, type Prepared } from './prepare';
import { credentialFault } from './problems';
import { refusedOutcomes, sendAll } from '../engine/sends';
import { runLocal } from './runLocal';
import { refusalForAgent } from './agentGuards';
import { shownNode } from './shownNode';
import { goesOn } from './tool';
import { callEach, refusedSingles } from '../engine/singles';
import { GATEWAY_CREDENTIAL, GatewayClient } from '../apis/gateway/client';

/** Runs the chosen operation over all input items. */
export async function execute(functions: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = chosenResource(functions);
	const name = functions.getNodeParameter('operation', 0);
	const operation = findOperation(resource, name);
	if (!operation) {
		throw new NodeOperationError(
			shownNode(functions),
			`The node has no operation '${name}' for '${resource}'`,
			{
				description:
					'Choose one in the panel, or update the package if the workflow was made with a newer version.',
			},
		);
	}
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
		default:
			return operation satisfies never;
	}
}

/** A workflow that was not made in the panel can name an account that there is not, or a resource of another one. */
function chosenResource(functions: IExecuteFunctions): string {
	const refused = (sentence: string, choose: string) =>
		new NodeOperationError(shownNode(functions), sentence, {
			description: `Choose ${choose} in 'Account'. Nothing was sent.`,
		});
	const chosen = functions.getNodeParameter('authentication', 0) as string;
	const account = ACCOUNTS.find(({ value }) => value === chosen);
	if (!account) {
		const labels = ACCOUNTS.map(({ label }) => label);
		throw refused(`'Account' is '${chosen}', which the node does not know`, either(labels));
	}
	const resource = functions.getNodeParameter('resource', 0);
	const owner = accountOf(resource);
	if (owner && owner !== account)
		throw refused(`'Account' is ${account.label}, which has no resource '${resource}'`, owner.label);
	return resource;
}

/** An account whose calls go through the engine. */
interface Caller<Client> {
	readonly ports: Ports;
	readonly client: Client;
	readonly context: CheckContext;
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
	const open = async (): Promise<Opened<Caller<GatewayClient>>> => {
		const ports = portsOf(functions, GATEWAY_CREDENTIAL);
		const stored = await ports.credential();
		const read = readCredential(stored);
		if (!read.ok) return { error: credentialFault(functions, read.fault) };
		const client = new GatewayClient(ports, read.credential, { ...stored });
		const { server, defaultSender } = read.credential;
		const context = { carrier: carrierOf(server, () => ports.time()), defaultSender };
		return { account: { ports, client, context } };
	};
	return await prepare(functions, operation, open, ({ context }) => context);
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
	const open = async (): Promise<Opened<Caller<PlatformClient>>> => {
		const ports = portsOf(functions, PLATFORM_CREDENTIAL);
		const stored = await ports.credential();
		const read = readPlatformCredential(stored);
		if (!read.ok) return { error: credentialFault(functions, read.fault) };
		const zone = functions.getTimezone();
		const client = new PlatformClient(ports, filesOf(functions), read.credential, stored, zone);
		const carrier = platformCarrier(read.credential.api, zone, () => ports.time());
		return { account: { ports, client, context: { carrier } } };
	};
	const prepared = await prepare(functions, operation, open, ({ context }) => context);
	return await runCalls(functions, operation, prepared, async ({ ports, client }, checked) =>
		withUploads(ports, client, checked, async (refused) => {
			if (!goesOn(functions)) throw await faultError(functions, refused);
		}),
	);
}
