import { accountOf, findOperation } from '../../../nodes/Clickatell/catalogue';
import type { ImportedCredential, ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import type { ServerName } from '../../gateway';
import { DEMO_KEYS } from '../../gateway/platform/portal';
import { defined } from '../../../nodes/Clickatell/formats/defined';

export type WorkflowNode = ImportedWorkflow['nodes'][number];

/** Name of the first node of every workflow made here that is started by hand. */
export const START = 'Start';

export const CREDENTIALS = {
	documentLiteral: { id: 'clickatell-soap', name: 'Clickatell Gateway account' },
	rpcEncoded: { id: 'clickatell-soap-rpc', name: 'Clickatell Gateway account, RPC' },
	http: { id: 'clickatell-http', name: 'Clickatell Gateway account, HTTP/S' },
	/** The same account at a gateway whose clock the test moves. */
	slow: { id: 'clickatell-slow', name: 'Clickatell Gateway account, slow clock' },
	/** The same account with a password it does not have. */
	wrong: { id: 'clickatell-wrong', name: 'Clickatell Gateway account, wrong password' },
	/** An account whose password stands in what is composed, and is looked for nowhere. */
	files: { id: 'clickatell-files', name: 'Clickatell Gateway account, bulk files' },
	/** A gateway that nobody runs. */
	nobody: { id: 'clickatell-nobody', name: 'Clickatell Gateway account, nobody there' },
	/** An account of the Platform, by the key of each of its two integrations. */
	oneApi: { id: 'clickatell-platform', name: 'Clickatell Platform account' },
	smsApi: { id: 'clickatell-platform-sms', name: 'Clickatell Platform account, SMS API' },
	/** An integration whose statuses go to one workflow, whatever else is sent meanwhile. */
	parcels: { id: 'clickatell-platform-parcels', name: 'Clickatell Platform account, parcels' },
	connect: { id: 'clickatell-connect', name: 'Clickatell Connect account' },
	callback: { id: 'clickatell-callback', name: 'Clickatell callbacks' },
} as const;

/** Every server that a credential can name. */
export const SERVERS: readonly ServerName[] = ['documentLiteral', 'rpcEncoded', 'http'];

/** What the trigger's credential asks of a call, and the gateway is told to send. */
export const CALLBACK_LOGIN = { user: 'clickatell', password: 'callback-password-17' };

export const FILES_PASSWORD = 'password-in-files-17';

/** A credential for the demo account of a gateway. */
export function soapCredential(
	which: ServerName | 'slow' | 'wrong' | 'files' | 'nobody',
	baseUrl: string,
): ImportedCredential {
	const server = SERVERS.find((name) => name === which) ?? 'documentLiteral';
	const password =
		which === 'wrong' ? 'wrong-password' : which === 'files' ? FILES_PASSWORD : 'demo-password';
	return {
		...CREDENTIALS[which],
		type: 'clickatellSoapApi',
		data: { apiId: '424242', user: 'demo', password, server, baseUrl },
	};
}

/** Which key of the Platform a node works with. */
export type PlatformKey = 'oneApi' | 'smsApi';

export const PARCELS_KEY = 'ParcelsKeyOneApi-_567890A==';

/** A credential for the demo account of a gateway's Platform. */
export function platformCredential(which: PlatformKey | 'parcels', gatewayUrl: string): ImportedCredential {
	const [apiKey, api] = which === 'parcels' ? [PARCELS_KEY, 'oneApi'] : [DEMO_KEYS[which], which];
	return {
		...CREDENTIALS[which],
		type: 'clickatellPlatformApi',
		data: { apiKey, api, baseUrl: `${gatewayUrl}/platform` },
	};
}

/** The credentials for one gateway and its demo accounts. */
export function credentialsFor(
	gatewayUrl: string,
	connect: { url: string; token: string },
): ImportedCredential[] {
	return [
		soapCredential('documentLiteral', gatewayUrl),
		soapCredential('rpcEncoded', gatewayUrl),
		soapCredential('http', gatewayUrl),
		soapCredential('wrong', gatewayUrl),
		soapCredential('files', gatewayUrl),
		platformCredential('oneApi', gatewayUrl),
		platformCredential('smsApi', gatewayUrl),
		platformCredential('parcels', gatewayUrl),
		// No system lets an ordinary program listen on port 1.
		soapCredential('nobody', 'http://127.0.0.1:1'),
		{
			...CREDENTIALS.connect,
			type: 'clickatellConnectApi',
			data: { token: connect.token, baseUrl: connect.url },
		},
		{
			...CREDENTIALS.callback,
			type: 'clickatellCallbackApi',
			data: { ...CALLBACK_LOGIN, secret: '' },
		},
	];
}

/** Parameters of an operation as n8n saves them: each in the place its record names. */
export function placed(name: string, parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const [resource = '', operation = ''] = name.split('.');
	const record = findOperation(resource, operation);
	if (record === undefined) throw new Error(`the catalogue has no ${name}`);
	const saved: Record<string, unknown> = {
		authentication: accountOf(resource)?.value,
		resource,
		operation,
	};
	for (const [key, value] of Object.entries(parameters)) {
		const parameter = record.parameters.find((each) => each.name === key);
		if (parameter === undefined) throw new Error(`${name} has no parameter ${key}`);
		if (parameter.place === 'main') saved[key] = value;
		else saved[parameter.place] = { ...(saved[parameter.place] as object | undefined), [key]: value };
	}
	return saved;
}

/** A Clickatell node set to one operation, e.g. `message.send`. */
export function clickatell(
	nodeName: string,
	operation: string,
	parameters: Readonly<Record<string, unknown>>,
	more: { server?: ServerName; key?: PlatformKey; settings?: Partial<WorkflowNode> } = {},
): WorkflowNode {
	const [resource = ''] = operation.split('.');
	const account = accountOf(resource)?.value;
	return {
		name: nodeName,
		type: `${PACKAGE_NAME}.clickatell`,
		typeVersion: 1,
		parameters: placed(operation, parameters),
		credentials:
			account === 'connect'
				? { clickatellConnectApi: CREDENTIALS.connect }
				: account === 'platform'
					? { clickatellPlatformApi: CREDENTIALS[more.key ?? 'oneApi'] }
					: { clickatellSoapApi: CREDENTIALS[more.server ?? 'documentLiteral'] },
		...more.settings,
	};
}

/** A Clickatell Trigger; each needs a webhook id of its own. */
export function clickatellTrigger(
	webhookId: string,
	parameters: Readonly<Record<string, unknown>> = {},
	credential = false,
): WorkflowNode {
	return {
		name: 'Clickatell Trigger',
		type: `${PACKAGE_NAME}.clickatellTrigger`,
		typeVersion: 1,
		parameters: { ...(credential && { authentication: 'credential' }), ...parameters },
		webhookId,
		...(credential ? { credentials: { clickatellCallbackApi: CREDENTIALS.callback } } : {}),
	};
}

export function manualStart(): WorkflowNode {
	return { name: START, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
}

/** A core Webhook node: one POST starts one production execution, which is answered at once. */
export function webhookStart(path: string): WorkflowNode {
	return {
		name: START,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
		webhookId: path,
	};
}

/** Puts out one item for each object, in order. */
export function rows(nodeName: string, items: readonly object[]): WorkflowNode[] {
	return [
		{
			name: `${nodeName} As List`,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ row: items }), options: {} },
		},
		{
			name: nodeName,
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'row', options: {} },
		},
	];
}

/** A Set node that puts out these fields; the values may be expressions. */
export function fields(nodeName: string, values: Readonly<Record<string, string>>): WorkflowNode {
	const assignments = Object.entries(values).map(([name, value]) => ({
		id: name,
		name,
		value,
		type: 'string',
	}));
	return {
		name: nodeName,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { assignments: { assignments }, options: {} },
	};
}

type Connection = { node: string; type: string; index: number };

/** Nodes in a row, each feeding the next; `more` are further connections, e.g. of an error output. */
export function chain(
	id: string,
	name: string,
	nodes: readonly WorkflowNode[],
	more: {
		settings?: Record<string, unknown>;
		extra?: Record<string, unknown>;
		side?: readonly WorkflowNode[];
	} = {},
): ImportedWorkflow {
	const connections: Record<string, { main: Connection[][] }> = {};
	nodes.slice(1).forEach((node, index) => {
		connections[defined(nodes[index]).name] = { main: [[{ node: node.name, type: 'main', index: 0 }]] };
	});
	return {
		id,
		name,
		nodes: [...nodes, ...(more.side ?? [])].map((node, index) => ({
			id: `${id}-${index}`,
			position: [index * 220, 0],
			...node,
		})),
		connections: { ...connections, ...more.extra },
		active: false,
		settings: { executionOrder: 'v1', ...more.settings },
	};
}
