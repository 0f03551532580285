import { createClientAsync } from 'soap';

import type { Gateway } from '../../gateway';
import type { SoapServerName } from '../../gateway';

/** Calls one operation with the soap package's own client, made from the gateway's `?wsdl`. */
export type CallSoap = (operation: string, parameters: Record<string, unknown>) => Promise<string[]>;

export const LOGIN = { api_id: 424242, user: 'demo', password: 'demo-password' };

export const SERVERS: SoapServerName[] = ['documentLiteral', 'rpcEncoded'];

export async function soapClient(gateway: Gateway, server: SoapServerName): Promise<CallSoap> {
	const client = await createClientAsync(`${gateway.soapUrl(server)}?wsdl`, { preserveWhitespace: true });
	return async (operation, parameters) => {
		const call = (client as unknown as Record<string, (given: unknown) => Promise<unknown[]>>)[
			`${operation}Async`
		];
		if (call === undefined) throw new Error(`the WSDL has no ${operation}`);
		const { to, ...rest } = parameters;
		const recipients = to === undefined ? {} : { to: server === 'rpcEncoded' ? { item: to } : to };
		const [reply] = await call({ ...rest, ...recipients });
		return strings(reply);
	};
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
