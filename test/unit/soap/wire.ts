import { carrierOf } from '../../../nodes/Clickatell/apis/gateway/gatewayCarrier';
import type { Account, GatewayServer } from '../../../nodes/Clickatell/apis/gateway/server';
import { findServer } from '../../../nodes/Clickatell/apis/gateway/servers';
import {
	byPart,
	signatureOf,
	type PartValues,
	type SoapServer,
	type SoapSignature,
} from '../../../nodes/Clickatell/apis/soap/wire';
import { findOperation, nameOf, sends } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import type { CallValues } from '../../../nodes/Clickatell/message/callValues';
import { checkItem, type CheckContext, type RawValues } from '../../../nodes/Clickatell/message/check';
import { GATEWAY_ROOM } from '../../../nodes/Clickatell/apis/gateway/server';
import { planSends, type PlannedCall } from '../../../nodes/Clickatell/message/plan';

export const SERVERS: readonly SoapServer[] = ['documentLiteral', 'rpcEncoded'];

const LOGIN: Account = { apiId: '424242', user: 'acme', password: 's3cret & <more> "quotes"' };

/** The account of the wire cases: known by a session, or by API ID, user and password. */
export const ACCOUNTS: Readonly<Record<'session' | 'login', Account>> = {
	session: { ...LOGIN, session: '0123456789abcdef0123456789abcdef' },
	login: LOGIN,
};

/** A SOAP operation by its persisted name, such as `message.send`. */
export function soapOperation(name: string): GatewayOperation {
	const [resource = '', operation = ''] = name.split('.');
	const found = findOperation(resource, operation);
	if (found?.api !== 'gateway') throw new Error(`The catalogue has no SOAP operation ${name}`);
	return found;
}

export function serverOf(name: string): GatewayServer {
	const found = findServer(name);
	if (!found) throw new Error(`The gateway has no server ${name}`);
	return found;
}

/** What the checks are told with a credential for this server. */
export function contextOf(server: string, defaultSender?: string, now = 0): CheckContext {
	return { carrier: carrierOf(serverOf(server), () => now), defaultSender };
}

export function signature(operation: GatewayOperation, server: SoapServer): SoapSignature {
	return signatureOf(nameOf(operation), server);
}

export interface WrittenCall {
	/** By parameter. */
	readonly values: CallValues;
	/** By part. */
	readonly wire: PartValues;
	readonly request: string;
	/** Of an operation that sends to recipients. */
	readonly planned?: PlannedCall;
}

export type Written =
	| { readonly ok: true; readonly call: WrittenCall }
	| { readonly ok: false; readonly faults: readonly string[] };

/** One item on its way to the wire, as the node takes it: checked, planned, written, its account filled in. */
export function writeItem(
	operation: GatewayOperation,
	server: SoapServer,
	account: Account,
	parameters: RawValues,
	defaultSender?: string,
	now = 0,
): Written {
	const result = checkItem(operation, parameters, contextOf(server, defaultSender, now));
	if (!result.ok) return result;
	const { checked } = result;
	const name = nameOf(operation);
	const writer = serverOf(server);
	const write = (values: CallValues) => ({
		values,
		wire: byPart(name, values),
		request: writer.fill(writer.write(name, values, now).body, account),
	});
	if (!sends(operation)) return { ok: true, call: write(checked.wire) };
	const [planned, ...others] = planSends(
		[checked],
		checked.values['duplicateRecipients'] === 'oncePerRun',
		GATEWAY_ROOM,
	);
	if (!planned || others.length > 0) throw new Error('A case makes exactly one call');
	return { ok: true, call: { ...write({ ...planned.wire, to: planned.to }), planned } };
}
