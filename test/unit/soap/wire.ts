import { findOperation } from '../../../nodes/Clickatell/catalogue';
import type { SoapOperation, SoapServer } from '../../../nodes/Clickatell/catalogue/types';
import { checkItem, type RawValues } from '../../../nodes/Clickatell/message/check';
import { planSends, type PlannedCall } from '../../../nodes/Clickatell/message/plan';
import { fillAccountSlot, type Account } from '../../../nodes/Clickatell/apis/soap/accountSlot';
import { writeEnvelope } from '../../../nodes/Clickatell/apis/soap/envelope';
import type { PartValues } from '../../../nodes/Clickatell/apis/soap/parts';

export const SERVERS: readonly SoapServer[] = ['documentLiteral', 'rpcEncoded'];

const LOGIN: Account = { apiId: '424242', user: 'acme', password: 's3cret & <more> "quotes"' };

/** The account of the wire cases: known by a session, or by API ID, user and password. */
export const ACCOUNTS: Readonly<Record<'session' | 'login', Account>> = {
	session: { ...LOGIN, session: '0123456789abcdef0123456789abcdef' },
	login: LOGIN,
};

/** A SOAP operation by its persisted name, such as `message.send`. */
export function soapOperation(name: string): SoapOperation {
	const [resource = '', operation = ''] = name.split('.');
	const found = findOperation(resource, operation);
	if (found?.api !== 'soap') throw new Error(`The catalogue has no SOAP operation ${name}`);
	return found;
}

export interface WrittenCall {
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
	operation: SoapOperation,
	server: SoapServer,
	account: Account,
	parameters: RawValues,
	defaultSender?: string,
): Written {
	const result = checkItem(operation, parameters, { server, defaultSender });
	if (!result.ok) return result;
	const { checked } = result;
	const write = (wire: PartValues) =>
		fillAccountSlot(writeEnvelope(server, operation.servers[server], wire), account);
	if (operation.reply !== 'accepted')
		return { ok: true, call: { wire: checked.wire, request: write(checked.wire) } };
	const [planned, ...others] = planSends([checked], checked.values['duplicateRecipients'] === 'oncePerRun');
	if (!planned || others.length > 0) throw new Error('A case makes exactly one call');
	const wire = { ...planned.wire, to: planned.to };
	return { ok: true, call: { wire, request: write(wire), planned } };
}
