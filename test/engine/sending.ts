import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { startGateway, type Gateway, type GatewayOptions, type ServerName } from '../gateway';
import { runNode, type NodeResult, type NodeRun, type Vault } from './engine';

export const SOAP_SERVERS = ['documentLiteral', 'rpcEncoded'] as const;

/** Every server that a credential can name. */
export const SERVERS = [...SOAP_SERVERS, 'http'] as const;

export const API_ID = '424242';
export const USER = 'payroll-user';
export const PASSWORD = 'c0rrect-horse+battery';
export const VOUCHER = 'VOUCHER-8812-6641';

/** A gateway of its own for each test file, with plenty of credit. */
export async function richGateway(options: GatewayOptions = {}): Promise<Gateway> {
	return await startGateway({
		seed: {
			accounts: [{ user: USER, password: PASSWORD, credit: 10_000_000, apis: [{ apiId: API_ID }] }],
			vouchers: [{ token: VOUCHER, credit: 100 }],
		},
		...options,
	});
}

/** A fresh credential, without session. Hand the same one to several runs, and they share what n8n keeps in it. */
export function vaultFor(
	gateway: { readonly url: string },
	server: ServerName = 'documentLiteral',
	more: IDataObject = {},
): Vault {
	const account = { apiId: API_ID, user: USER, password: PASSWORD };
	return {
		clickatellSoapApi: { ...account, server, baseUrl: gateway.url, sessionToken: '', ...more },
	};
}

/** What an item says of its failure when it has none. */
export const NO_ERROR = { errorText: null, errorCode: null, errorMeaning: null } as const;

/** The n-th of many numbers, none of which has a fixed outcome. */
export function numberOf(n: number): string {
	return String(27_999_100_000 + n);
}

export function itemsOf(records: readonly IDataObject[]): INodeExecutionData[] {
	return records.map((json) => ({ json }));
}

/** `count` items, each with a recipient and a text of its own that no other item of the file has. */
export function distinctItems(count: number, mark: string): INodeExecutionData[] {
	return itemsOf(Array.from({ length: count }, (_, i) => ({ to: numberOf(i), text: textOf(mark, i) })));
}

/** Ends in a letter, so that no text is the beginning of another. */
export function textOf(mark: string, i: number): string {
	return `${mark}-${i}x`;
}

/** Parameters of `message.send` whose recipient and text come from each item. */
export function sendEach(advanced: IDataObject = {}, options: IDataObject = {}): IDataObject {
	return {
		resource: 'message',
		operation: 'send',
		to: '={{ $json.to }}',
		text: '={{ $json.text }}',
		options,
		advanced,
	};
}

/** Runs `message.send` once, without items of interest. */
export async function send(
	vault: Vault,
	parameters: IDataObject,
	more: Partial<NodeRun> = {},
): Promise<NodeResult> {
	return await runNode({
		parameters: { ...sendEach(), to: numberOf(1), text: 'Hello', ...parameters },
		credentials: vault,
		...more,
	});
}

export function jsonOf(result: NodeResult, output = 0): IDataObject[] {
	return (result.outputs[output] ?? []).map(({ json }) => json);
}

/** The input items that the output items say they come from. */
export function pairsOf(result: NodeResult, output = 0): unknown[] {
	return (result.outputs[output] ?? []).map(({ pairedItem }) =>
		typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem,
	);
}

/** How often a command was called. */
export function countOf(gateway: Gateway, command: string): number {
	return gateway.calls({ command }).length;
}
