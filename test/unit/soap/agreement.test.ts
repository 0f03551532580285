import * as fc from 'fast-check';
import { createClientAsync, type Client, type IHttpClient } from 'soap';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import type { SoapServer } from '../../../nodes/Clickatell/apis/soap/wire';
import { requestHeaders } from '../../../nodes/Clickatell/apis/soap/facts';
import { parametersOf } from './arbitraries';
import { CASES } from './cases';
import { ACCOUNTS, SERVERS, soapOperation, writeItem, type WrittenCall, signature } from './wire';
import { CONTRACTS, WSDL_PATHS } from './wsdl';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import { casesOf } from '../../extent';

/**
 * The soap package as a third, independent reading: it makes its own client of each WSDL, which writes its own request for the same
 * call. Both requests, read by the package's reader, must mean the same.
 */

interface Sent {
	readonly xml: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** Takes the request of the package's client and puts it on no wire. */
class Catcher implements IHttpClient {
	private sent?: Sent;

	request(...[, xml, callback, headers]: Parameters<IHttpClient['request']>): never {
		this.sent = { xml: String(xml), headers: headers as Record<string, string> };
		// The package expects the error with the next tick, as from a socket.
		setImmediate(() => (callback as (error: Error) => void)(new Error('caught')));
		return { headers: {} } as never;
	}

	async caught(call: () => Promise<unknown>): Promise<Sent> {
		delete this.sent;
		await expect(call()).rejects.toThrow('caught');
		return defined(this.sent);
	}
}

interface Peer {
	write(command: string, parameters: Record<string, unknown>): Promise<Sent>;
	/** The call as the package understands it: command, and values by part, lists as lists, all as text. */
	read(xml: string): unknown;
}

type ReadNode = { attributes?: unknown; $value?: unknown; item?: unknown } & Record<string, unknown>;

function plain(node: unknown): unknown {
	if (Array.isArray(node)) return node.map(plain);
	if (node === null || typeof node === 'string' || typeof node === 'number') return String(node ?? '');
	const { attributes: _attributes, ...rest } = node as ReadNode;
	if ('$value' in rest) return plain(rest.$value);
	if ('item' in rest) return [rest.item].flat().map(plain);
	const entries = Object.entries(rest);
	return entries.length === 0 ? '' : Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}

/** A list of one is read like a single value. */
function listed(call: unknown): unknown {
	const [[command, values] = ['', {}]] = Object.entries(call as Record<string, Record<string, unknown>>);
	if (values === null || typeof values !== 'object') return { [command]: {} };
	const { to } = values;
	return { [command]: to === undefined ? values : { ...values, to: [to].flat() } };
}

async function createPeer(server: SoapServer): Promise<Peer> {
	const httpClient = new Catcher();
	const client: Client = await createClientAsync(WSDL_PATHS[server], {
		httpClient,
		disableCache: true,
		preserveWhitespace: true,
	});
	const { wsdl } = client as unknown as { wsdl: { xmlToObject(xml: string): { Body: unknown } } };
	return {
		write: async (command, parameters) =>
			await httpClient.caught(async () => {
				const method = defined(
					(client as unknown as Record<string, (args: unknown) => Promise<unknown>>)[`${command}Async`],
				);
				await method.call(client, parameters);
			}),
		read: (xml) => listed(plain(wsdl.xmlToObject(xml).Body)),
	};
}

let peers: Readonly<Record<SoapServer, Peer>>;
beforeAll(async () => {
	peers = {
		documentLiteral: await createPeer('documentLiteral'),
		rpcEncoded: await createPeer('rpcEncoded'),
	};
});

function accountOf(operation: GatewayOperation, account: 'session' | 'login'): Record<string, string> {
	const { session, apiId, user, password } = ACCOUNTS[account];
	return operation.authentication !== 'login' && session !== undefined
		? { session_id: session }
		: { api_id: apiId, user, password };
}

/** The same call for the package's client: by the names and in the order of the WSDL. */
function parametersFor(
	server: SoapServer,
	operation: GatewayOperation,
	call: WrittenCall,
	account: 'session' | 'login',
): Record<string, unknown> {
	const values: Record<string, unknown> = { ...call.wire, ...accountOf(operation, account) };
	const { parts } = defined(CONTRACTS[server].commands.get(signature(operation, server).command));
	return Object.fromEntries(
		parts.flatMap(({ name, type }) => {
			const value = values[name.toLowerCase()];
			if (value === undefined) return [];
			return [[name, type === 'string[]' && server === 'rpcEncoded' ? { item: value } : value]];
		}),
	);
}

async function expectAgreement(
	server: SoapServer,
	operation: GatewayOperation,
	parameters: Record<string, unknown>,
	account: 'session' | 'login',
	defaultSender?: string,
): Promise<void> {
	const written = writeItem(operation, server, ACCOUNTS[account], parameters, defaultSender);
	if (!written.ok) throw new Error(written.faults.join('\n'));
	const { command } = signature(operation, server);
	const theirs = await peers[server].write(command, parametersFor(server, operation, written.call, account));
	const read = peers[server].read(written.call.request);
	expect(read).toEqual(peers[server].read(theirs.xml));
	expect(Object.keys(read as object)).toEqual([command]);
	expect(requestHeaders(server, signature(operation, server))['SOAPAction']).toBe(
		theirs.headers['SOAPAction'],
	);
}

const sent = CASES.flatMap((one) =>
	one.servers.flatMap(({ server, ...side }) => ('request' in side ? [[one.name, server, one] as const] : [])),
);

describe('the soap package', () => {
	it.each(sent)('reads our request and its own alike: %s, %s', async (_name, server, one) => {
		const operation = soapOperation(one.operation);
		await expectAgreement(server, operation, { ...one.parameters }, one.account, one.defaultSender);
	});

	const operations = OPERATIONS.filter((each): each is GatewayOperation => each.api === 'gateway');
	it.each(
		SERVERS.flatMap((server) =>
			operations.map((each) => [`${each.resource}.${each.operation}`, server, each] as const),
		),
	)('reads both alike for any values: %s, %s', async (_name, server, operation) => {
		await fc.assert(
			fc.asyncProperty(parametersOf(operation, server), async (parameters) => {
				await expectAgreement(server, operation, parameters, 'session');
			}),
			{ numRuns: casesOf(25) },
		);
	});
});
