import type { IDataObject, INode } from 'n8n-workflow';
import { FAULT_KINDS, type FaultKind } from '../gateway/faults';
import { casesOf, waysFor } from '../extent';
import type { FaultScript, Gateway, ServerName } from '../gateway';
import { log, runNode, type NodeResult } from './engine';
import {
	countOf,
	numberOf,
	PASSWORD,
	richGateway as gatewayWith,
	sendEach,
	SERVERS,
	USER,
	vaultFor as vaultWith,
	VOUCHER,
} from './sending';
import { logged, type Told, toldBy } from './told';
import { defined } from '../../nodes/Clickatell/formats/defined';

/**
 * No secret may come out of the node: not in an error (its message, stack, cause, context or hidden properties), not
 * in an item, a hint or n8n's log. Every run of this file is searched.
 */

jest.setTimeout(300_000);

/**
 * As long as an API ID can be: of all numbers of six digits, one in 350 stands by chance in a time or an ID of one run
 * of this file. As a time this one is in the year 2037.
 */
const API_ID = '2142424242';
const richGateway = async () =>
	await gatewayWith({
		seed: {
			accounts: [{ user: USER, password: PASSWORD, credit: 10_000_000, apis: [{ apiId: API_ID }] }],
			vouchers: [{ token: VOUCHER, credit: 100 }],
		},
	});
const vaultFor = (gateway: { readonly url: string }, server?: ServerName, more?: IDataObject) =>
	vaultWith(gateway, server, { apiId: API_ID, ...more });

/** Every session that was ever open. */
const sessions = new Set<string>();
/** What all runs told, with the name of the run. */
const told: Told[] = [];

/** Does something with a gateway that nobody else uses, and notes its sessions. */
async function withGateway(use: (gateway: Gateway) => Promise<void>): Promise<void> {
	const gateway = await richGateway();
	try {
		await use(gateway);
		for (const id of gateway.state.sessions.keys()) sessions.add(id);
	} finally {
		await gateway.close();
	}
}

function listen(name: string, result: NodeResult): void {
	told.push(...toldBy(name, result));
}

const OPERATIONS: ReadonlyArray<readonly [command: string, parameters: IDataObject]> = [
	['sendmsg', { ...sendEach({ timeout: 1 }), to: numberOf(1), text: 'Hello' }],
	[
		'querymsg',
		{ resource: 'message', operation: 'getStatus', clientMessageId: 'x', advanced: { timeout: 1 } },
	],
	['getbalance', { resource: 'account', operation: 'getBalance', advanced: { timeout: 1 } }],
	[
		'token_pay',
		{ resource: 'account', operation: 'redeemVoucher', voucher: VOUCHER, advanced: { timeout: 1 } },
	],
	[
		'startbatch',
		{
			resource: 'batch',
			operation: 'sendPersonalized',
			template: 'Hello',
			to: numberOf(1),
			advanced: { timeout: 1 },
		},
	],
	['ping', { resource: 'account', operation: 'pingSession' }],
	['auth', { resource: 'account', operation: 'openSession' }],
];

const WAYS: ReadonlyArray<Partial<INode>> = [
	{},
	{ onError: 'continueErrorOutput' },
	{ retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
];

async function run(
	name: string,
	gateway: { readonly url: string },
	server: ServerName,
	parameters: IDataObject,
	more: { credential?: IDataObject; settings?: Partial<INode> } = {},
): Promise<NodeResult> {
	const result = await runNode({
		parameters,
		credentials: vaultFor(gateway, server, more.credential),
		settings: more.settings ?? {},
	});
	listen(`${name} on ${server}`, result);
	return result;
}

const scriptOf = (kind: FaultKind, command: string): FaultScript => ({
	kind,
	command,
	times: 10,
	...(kind === 'error' ? { code: '301' } : {}),
	...(kind === 'returns' ? { returns: ['What?'] } : {}),
	...(kind === 'slow' ? { delayMs: 10 } : {}),
	...(kind === 'odd' ? { oddity: 'every line twice' as const } : {}),
});

describe.each(SERVERS)('on %s', (server) => {
	test.concurrent('every call meets every fault', async () => {
		const meet = async (kind: FaultKind, n: number) =>
			await withGateway(async (gateway) => {
				for (const [command, parameters] of OPERATIONS) {
					// A session that cannot be opened or proved is waited for half a minute, whatever timeout was set.
					if (kind.startsWith('hang') && ['auth', 'ping'].includes(command)) continue;
					// What is read fails in one way, and takes three tries for it.
					const spends = ['sendmsg', 'token_pay', 'startbatch'].includes(command);
					for (const settings of waysFor(n, spends ? WAYS : WAYS.slice(0, 1))) {
						gateway.fail(scriptOf(kind, command));
						await run(`${command} meets ${kind}`, gateway, server, parameters, { settings });
						gateway.faultList.clear();
					}
				}
			});
		await Promise.all((Object.keys(FAULT_KINDS) as FaultKind[]).map(meet));
	});

	test.concurrent('every call is refused with every code of a session or an account', async () => {
		const refuse = async (code: string) =>
			await withGateway(async (gateway) => {
				for (const [command, parameters] of OPERATIONS) {
					gateway.fail({ kind: 'error', code, command, times: 10 });
					await run(`${command} is refused with ${code}`, gateway, server, parameters);
					gateway.faultList.clear();
				}
			});
		const codes = ['001', '002', '003', '004', '005', '007', '108', '901'];
		await Promise.all(waysFor(SERVERS.indexOf(server), codes, 3).map(refuse));
	});

	test.concurrent('every login is refused', async () => {
		const wrong: IDataObject[] = [{ password: `${PASSWORD}!` }, { user: `${USER}!` }, { apiId: '1' }];
		await withGateway(async (gateway) => {
			for (const credential of wrong) {
				for (const [command, parameters] of OPERATIONS)
					await run(`${command} with a wrong login`, gateway, server, parameters, { credential });
			}
		});
	});

	test.concurrent('nobody answers', async () => {
		const gone = await richGateway();
		const { url } = gone;
		await gone.close();
		await Promise.all(
			OPERATIONS.map(
				async ([command, parameters]) => await run(`${command} without a host`, { url }, server, parameters),
			),
		);
	});

	test.concurrent('the credential is not complete', async () => {
		await withGateway(async (gateway) => {
			for (const credential of [{ apiId: '' }, { user: '' }, { baseUrl: 'nowhere' }, { server: 'none' }])
				await run('incomplete', gateway, server, defined(OPERATIONS[0])[1], { credential });
		});
	});
});

describe('a server in trouble that repeats the request', () => {
	const RETURN = {
		documentLiteral: (text: string) => `<sendmsgResponse><return>${text}</return></sendmsgResponse>`,
		rpcEncoded: (text: string) => `<sendmsgResponse><return>${text}</return></sendmsgResponse>`,
		http: (text: string) => text,
	};
	const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

	const ECHOES: Record<string, (request: string, server: ServerName) => readonly [number, string]> = {
		'in a fault': (request) => [
			500,
			`<e:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>Cannot process ${escaped(request)}</faultstring></e:Fault>`,
		],
		'in a fault that blames the request': (request) => [
			500,
			`<e:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>Bad: ${escaped(request)}</faultstring></e:Fault>`,
		],
		'in an error without a number': (request, server) => [
			200,
			RETURN[server](`ERR: cannot process ${escaped(request)}`),
		],
		'in an error nobody knows': (request, server) => [200, RETURN[server](`ERR: 999, ${escaped(request)}`)],
		'in an answer that is none': (request, server) => [200, RETURN[server](escaped(request))],
		'in a page': (request) => [502, `<html>${escaped(request)}</html>`],
	};

	/** Runs every operation against a server that repeats the requests of the login, or those of all other calls. */
	async function withEcho(how: string, server: ServerName, only: 'auth' | 'others') {
		await withGateway(async (gateway) => {
			gateway.mount(async (exchange) => {
				const action = exchange.header('soapaction') ?? (server === 'http' ? `${exchange.path}"` : '');
				const command = /(\w+)"$/.exec(action)?.[1];
				if (command === undefined) return false;
				// The session is opened by `auth` and proved by `ping`: the calls after these are of interest.
				if (only === 'auth' ? command !== 'auth' : ['auth', 'ping'].includes(command)) return false;
				const request = (await exchange.body()).toString();
				const [status, body] = defined(ECHOES[how])(request.replace(/^<\?xml[^>]*>/, ''), server);
				const envelope =
					server === 'http' || body.startsWith('<html>')
						? body
						: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${body}</e:Body></e:Envelope>`;
				exchange.send(status, 'text/xml; charset=utf-8', envelope);
				return true;
			});
			await Promise.all(
				OPERATIONS.map(
					async ([command, parameters]) =>
						await run(`${command} repeated ${how}`, gateway, server, parameters),
				),
			);
			if (only === 'others') expect(gateway.state.sessions.size).toBeGreaterThan(0);
		});
	}

	test.concurrent.each(Object.keys(ECHOES))('%s', async (how) => {
		await Promise.all(
			SERVERS.flatMap((server) => [withEcho(how, server, 'others'), withEcho(how, server, 'auth')]),
		);
	});
});

test.concurrent('an execution is cancelled', async () => {
	await withGateway(async (gateway) => {
		gateway.fail({ kind: 'slow', delayMs: 200, command: 'sendmsg' });
		let cancel!: () => void;
		const running = runNode({
			parameters: defined(OPERATIONS[0])[1],
			credentials: vaultFor(gateway),
			started: (stop) => (cancel = stop),
		});
		await gateway.waitFor(() => countOf(gateway, 'sendmsg') === 1);
		cancel();
		listen('cancelled', await running);
	});
});

describe('then', () => {
	const secrets = () => [
		['the password', PASSWORD],
		['the user', USER],
		['the API ID', API_ID],
		['the voucher', VOUCHER],
		...[...sessions].map((session) => ['a session', session] as const),
	];

	test('nothing of it was told by a run', () => {
		expect(told.length).toBeGreaterThan(casesOf(700));
		expect(sessions.size).toBeGreaterThan(casesOf(150));
		const found = new Set<string>();
		for (const [name, text] of told) {
			for (const [what, secret] of secrets()) if (text.includes(secret)) found.add(`${what}: ${name}`);
		}
		expect([...found]).toEqual([]);
	});

	test('nothing of it was written to the log', () => {
		expect(log.length).toBeGreaterThan(casesOf(1000));
		const text = logged();
		expect(secrets().filter(([, secret]) => text.includes(secret))).toEqual([]);
	});
});
