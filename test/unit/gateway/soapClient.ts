import { type Client, createClientAsync } from 'soap';

import type { Gateway } from '../../gateway';
import type { SoapServerName } from '../../gateway';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Calls one operation with the soap package's own client, made from the gateway's `?wsdl`. */
export type CallSoap = (operation: string, parameters: Record<string, unknown>) => Promise<string[]>;

export const LOGIN = { api_id: 424242, user: 'demo', password: 'demo-password' };

export const SERVERS: SoapServerName[] = ['documentLiteral', 'rpcEncoded'];

/** What the client does not declare, though it writes RPC by a WSDL that says encoded. */
const ENCODED =
	' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"' +
	' soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"';

export async function soapClient(gateway: Gateway, server: SoapServerName): Promise<CallSoap> {
	const client = await createClientAsync(`${gateway.soapUrl(server)}?wsdl`, { preserveWhitespace: true });
	const envelope = (client as unknown as { wsdl: { xmlnsInEnvelope: string } }).wsdl;
	if (server === 'rpcEncoded') envelope.xmlnsInEnvelope += ENCODED;
	return async (operation, parameters) => {
		const call = (client as unknown as Record<string, (given: unknown) => Promise<unknown[]>>)[
			`${operation}Async`
		];
		if (call === undefined) throw new Error(`the WSDL has no ${operation}`);
		const types = inputOf(client, operation);
		const [reply] = await call(
			server === 'rpcEncoded' ? encoded(types, parameters) : inOrder(types, parameters),
		);
		return strings(reply);
	};
}

/** The operation's parameters as the client read them: name and type, in their order. */
function inputOf(client: Client, operation: string): Record<string, unknown> {
	const [service] = Object.values(client.describe() as Record<string, object>);
	const [port] = Object.values(defined(service)) as Array<Record<string, { input: Record<string, unknown> }>>;
	return defined(defined(port)[operation]).input;
}

/** The given ones in the WSDL's order, those it does not have behind them. */
function inOrder(types: object, given: Record<string, unknown>): Record<string, unknown> {
	const declared = Object.keys(types).map((name) => name.replace('[]', ''));
	const names = [...new Set([...declared.filter((name) => name in given), ...Object.keys(given)])];
	return Object.fromEntries(names.map((name) => [name, given[name]]));
}

/** Every part with its type, the absent ones nil: the client leaves both out. */
function encoded(types: Record<string, unknown>, given: Record<string, unknown>): Record<string, unknown> {
	const parts = Object.entries(types).map(([name, type]): [string, unknown] => {
		const value = given[name] as string | number | string[] | undefined;
		if (Array.isArray(value)) {
			const item = value.map((one: string) => typed('string', one));
			const attributes = { 'xsi:type': 'SOAP-ENC:Array', 'SOAP-ENC:arrayType': `xsd:string[${item.length}]` };
			return [name, { attributes, item }];
		}
		return [name, typed(typeof type === 'string' ? type.replace(/^.*:/, '') : 'string', value)];
	});
	return {
		...Object.fromEntries(parts),
		...Object.fromEntries(Object.entries(given).filter(([name]) => !(name in types))),
	};
}

function typed(type: string, value: string | number | undefined): unknown {
	const attributes = { 'xsi:type': `xsd:${type}` };
	return value === undefined
		? { attributes: { ...attributes, 'xsi:nil': 'true' } }
		: { attributes, $value: String(value) };
}

/** The strings of a reply, whichever of the servers' shapes it has. */
function strings(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap(strings);
	if (typeof value !== 'object' || value === null) return [];
	const { return: returned, item, $value } = value as Record<string, unknown>;
	if ($value !== undefined) return strings($value);
	return strings(returned ?? item ?? ('attributes' in value ? '' : undefined));
}
