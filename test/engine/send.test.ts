import type { IDataObject } from 'n8n-workflow';
import type { Gateway, ServerName } from '../gateway';
import { runNode } from './engine';
import {
	countOf,
	distinctItems,
	itemsOf,
	jsonOf,
	numberOf,
	pairsOf,
	richGateway,
	send,
	sendEach,
	SERVERS,
	SOAP_SERVERS,
	vaultFor,
} from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway();
});
afterEach(async () => {
	await gateway.close();
});

const ID = /^[0-9a-f]{32}$/;

/** What the five operations of a first workflow give, with what is new in every run replaced. */
async function everything(server: ServerName): Promise<unknown[]> {
	const credentials = vaultFor(gateway, server);
	const run = async (parameters: IDataObject) => {
		const { error, outputs } = await runNode({ parameters, credentials });
		if (error) throw error;
		return outputs;
	};
	const opened = await run({ resource: 'account', operation: 'openSession' });
	const alive = await run({ resource: 'account', operation: 'pingSession' });
	const sent = await run({ ...sendEach({}, { clientMessageId: 'order17' }), to: '27999100001', text: 'Hi' });
	const messageId = defined(defined(sent[0])[0]).json['messageId'] as string;
	const asked = await run({ resource: 'message', operation: 'getStatus', messageId });
	const askedByOwnId = await run({
		resource: 'message',
		operation: 'getStatus',
		clientMessageId: 'order17',
	});
	const balance = await run({ resource: 'account', operation: 'getBalance' });
	const all = JSON.stringify([opened, alive, sent, asked, askedByOwnId, balance]);
	return JSON.parse(all.replaceAll(messageId, 'the message ID')) as unknown[];
}

describe('the five operations of a first workflow', () => {
	const expected = (balance: number) => [
		[[{ json: { opened: true, expiresAfterMinutes: 15 }, pairedItem: { item: 0 } }]],
		[[{ json: { alive: true }, pairedItem: { item: 0 } }]],
		[
			[
				{
					json: {
						to: '27999100001',
						accepted: true,
						errorText: null,
						messageId: 'the message ID',
						clientMessageId: 'order17',
						errorCode: null,
						errorMeaning: null,
						encoding: 'gsm',
						parts: 1,
						suppressed: false,
					},
					pairedItem: { item: 0 },
				},
			],
		],
		...Array.from({ length: 2 }, () => [
			[
				{
					json: {
						messageId: 'the message ID',
						status: '008',
						statusText: 'Message accepted',
						outcome: 'intermediate',
						final: false,
					},
					pairedItem: { item: 0 },
				},
			],
		]),
		[[{ json: { balance }, pairedItem: { item: 0 } }]],
	];

	it.each(SERVERS)('give their results on %s', async (server) => {
		const results = await everything(server);
		expect(results).toEqual(expected(gateway.credit('payroll-user')));
		expect(gateway.violations()).toEqual([]);
	});

	it('give the same on both servers', async () => {
		const onOne = await everything('documentLiteral');
		gateway.reset();
		expect(await everything('rpcEncoded')).toEqual(onOne);
	});
});

describe('a send', () => {
	it.each(SERVERS)('pairs every recipient with its input item on %s', async (server) => {
		const items = itemsOf([
			{ to: [numberOf(1), numberOf(2)], text: 'One' },
			{ to: `${numberOf(3)}, +${numberOf(4)}\n00${numberOf(5)}`, text: 'Two' },
			{ to: numberOf(6), text: 'One' },
		]);
		const result = await runNode({ parameters: sendEach(), items, credentials: vaultFor(gateway, server) });
		expect(jsonOf(result).map(({ to }) => to)).toEqual([1, 2, 3, 4, 5, 6].map(numberOf));
		expect(pairsOf(result)).toEqual([0, 0, 1, 1, 1, 2]);
		for (const { to, messageId } of jsonOf(result))
			expect(gateway.message(messageId as string)).toMatchObject({ to });
		expect(countOf(gateway, 'sendmsg')).toBe(2);
	});

	it('gets a client message ID of its own, unless the user gives one or wants none', async () => {
		const vault = vaultFor(gateway);
		const [first] = jsonOf(await send(vault, {}));
		expect(defined(first)['clientMessageId']).toMatch(ID);
		const [own] = jsonOf(await send(vault, { options: { clientMessageId: 'mine' } }));
		expect(defined(own)['clientMessageId']).toBe('mine');
		const [none] = jsonOf(await send(vault, { advanced: { automaticClientMessageId: false } }));
		expect(defined(none)['clientMessageId']).toBeNull();
		expect(gateway.messages().map(({ climsgid }) => climsgid)).toEqual([
			defined(first)['clientMessageId'],
			'mine',
			'',
		]);
	});

	it.each(SERVERS)('says what went wrong before anything is sent on %s', async (server) => {
		const items = itemsOf([
			{ to: numberOf(1), text: 'Fine' },
			{ to: '0999100001', text: 'x'.repeat(161) },
			{ to: 'nobody', text: 'Fine' },
		]);
		const result = await runNode({ parameters: sendEach(), items, credentials: vaultFor(gateway, server) });
		expect(result.error?.message).toContain('0999100001');
		expect(result.error?.description).toMatch(
			/needs 2 message parts.*Nothing was sent\. 1 more item has faults\./,
		);
		expect(result.error?.context).toMatchObject({ itemIndex: 1 });
		expect(gateway.calls()).toEqual([]);
	});
});

describe('what comes back', () => {
	it.each(SERVERS)('is read as ISO-8859-1 where it says so, on %s', async (server) => {
		gateway.fail({ kind: 'latin-1', command: 'sendmsg' });
		const result = await send(vaultFor(gateway, server), { to: [numberOf(1), '27999166121'] });
		expect(jsonOf(result)).toMatchObject([
			{ accepted: true, messageId: defined(gateway.messages()[0]).apiMsgId },
			{ accepted: false, errorCode: '121', errorMeaning: 'destination blocked' },
		]);
	});

	it.each(SERVERS)('is read when it is compressed, on %s', async (server) => {
		gateway.fail({ kind: 'gzip', command: 'sendmsg' });
		const result = await send(vaultFor(gateway, server), {});
		expect(jsonOf(result)).toMatchObject([
			{ accepted: true, messageId: defined(gateway.messages()[0]).apiMsgId },
		]);
	});

	it.each(SOAP_SERVERS)('is a SOAP fault with HTTP status 500, on %s', async (server) => {
		gateway.fail({ kind: 'soap-fault', command: 'sendmsg' });
		const result = await send(vaultFor(gateway, server), {});
		expect(defined(jsonOf(result)[0])['errorText']).toMatch(
			/^127\.0\.0\.1:\d+ reported a fault: Internal server error; the message to 27999100001 may have been sent; client message ID [0-9a-f]{32}$/,
		);
	});

	it('is a SOAP fault that blames the request, which was not carried out', async () => {
		gateway.mount(async (exchange) => {
			if (!exchange.header('soapaction')?.includes('sendmsg')) return false;
			await exchange.body();
			const fault = '<faultcode>SOAP-ENV:Client</faultcode><faultstring>Bad Request</faultstring>';
			const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault>${fault}</e:Fault></e:Body></e:Envelope>`;
			exchange.send(500, 'text/xml', envelope);
			return true;
		});
		const result = await send(vaultFor(gateway), {});
		expect(result.error?.message).toBe('Clickatell refused the call: Bad Request; recipient 27999100001');
	});

	const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it.each([401, 403, 404, 407, 408])(
		'is HTTP status %d of a proxy, behind which the message may have been sent: not repeated, but looked up',
		async (status) => {
			gateway.fail({ kind: 'page', status, command: 'sendmsg' });
			const lost = await send(vaultFor(gateway), {}, { settings: RETRY });
			expect(jsonOf(lost)).toMatchObject([{ accepted: null, errorMeaning: 'may have been sent' }]);
			expect([countOf(gateway, 'sendmsg'), countOf(gateway, 'querymsg')]).toEqual([1, 1]);

			gateway.fail({ kind: 'page', status, command: 'sendmsg', carriedOut: true });
			const found = await send(vaultFor(gateway), { text: 'Carried out' }, { settings: RETRY });
			expect(jsonOf(found)).toMatchObject([
				{ accepted: true, messageId: defined(gateway.messages()[0]).apiMsgId },
			]);
			expect(gateway.messages()).toHaveLength(1);
		},
	);

	it('is a page from an address that has nothing else: nothing was sent, and n8n may try again', async () => {
		gateway.fail({ kind: 'page', status: 401, times: 100 });
		const result = await send(vaultFor(gateway), {}, { settings: RETRY });
		expect(result.error?.message).toMatch(/HTTP status 401.*nothing was sent/is);
		expect(gateway.messages()).toEqual([]);
		expect(countOf(gateway, 'sendmsg')).toBe(0);
	});

	it('is a page from an address that has issued the session: it may have been sent, and n8n must not try again', async () => {
		const vault = vaultFor(gateway);
		await runNode({ parameters: { resource: 'account', operation: 'openSession' }, credentials: vault });
		gateway.fail({ kind: 'page', status: 401, times: 100 });
		const result = await send(vault, {}, { settings: RETRY });
		expect(defined(jsonOf(result)[0])['errorText']).toMatch(/HTTP status 401.*may have been sent/);
		expect(countOf(gateway, 'sendmsg')).toBe(1);
	});

	it.each([301, 302, 307, 308])('is a redirect with status %d, which is not followed', async (status) => {
		const seen: string[] = [];
		gateway.mount(async (exchange) => {
			if (exchange.path !== '/elsewhere' && !exchange.header('soapaction')?.includes('sendmsg')) return false;
			seen.push(exchange.path);
			await exchange.body();
			exchange.send(status, 'text/plain', '', { location: `${gateway.url}/elsewhere` });
			return true;
		});
		const result = await send(vaultFor(gateway), {});
		expect(defined(jsonOf(result)[0])['errorText']).toMatch(
			/redirects to another address; the message to 27999100001 may have been sent; client message ID \w+$/,
		);
		expect(seen).toEqual(['/soap/document_literal/webservice']);
	});
});

describe('without Clickatell', () => {
	it('an unreachable host means that nothing was sent', async () => {
		const vault = vaultFor(gateway);
		await gateway.close();
		const result = await send(vault, {});
		expect(result.error?.message).toMatch(
			/^127\.0\.0\.1:\d+ refused the connection; check 'Base URL' in the credential and the connection of n8n; nothing was sent$/,
		);
	});

	it('a host that has gone since the session was opened means that nothing was sent', async () => {
		const vault = vaultFor(gateway);
		await runNode({ parameters: { resource: 'account', operation: 'openSession' }, credentials: vault });
		await gateway.close();
		const result = await send(vault, {});
		expect(result.error?.message).toMatch(/^127\.0\.0\.1:\d+ refused the connection; nothing was sent$/);
	});

	it.each(SERVERS)(
		'a gateway killed while the node waits leaves doubt, and says so, on %s',
		async (server) => {
			gateway.fail({ kind: 'hang', command: 'sendmsg' });
			const running = send(vaultFor(gateway, server), {});
			await gateway.waitFor(() => countOf(gateway, 'sendmsg') === 1);
			await gateway.close();
			const result = await running;
			expect(result.error).toBeUndefined();
			expect(jsonOf(result)).toMatchObject([{ to: numberOf(1), accepted: null, messageId: null }]);
			expect(defined(jsonOf(result)[0])['errorText']).toMatch(
				/^127\.0\.0\.1:\d+ closed the connection without an answer; the message to 27999100001 may have been sent; client message ID [0-9a-f]{32}$/,
			);
			expect(result.hints).toEqual([
				'1 of 1 recipient may have been sent to: look the messages up before you send again',
			]);
		},
	);

	it('a gateway killed under several calls names every client message ID', async () => {
		gateway.fail({ kind: 'hang', command: 'sendmsg', times: 3 });
		const running = runNode({
			parameters: sendEach(),
			items: distinctItems(3, 'killed'),
			credentials: vaultFor(gateway),
		});
		await gateway.waitFor(() => countOf(gateway, 'sendmsg') === 3);
		await gateway.close();
		const result = await running;
		expect(jsonOf(result).map(({ accepted, clientMessageId }) => [accepted, clientMessageId])).toEqual(
			gateway.calls({ command: 'sendmsg' }).map(({ parameters }) => [null, parameters['climsgid']]),
		);
	});

	it('a gateway whose answers are lost one after another is not sent everything', async () => {
		gateway.fail({ kind: 'http-502', command: 'sendmsg', times: 1000 });
		const result = await runNode({
			parameters: sendEach({ concurrency: 5, callsPerSecond: 0 }),
			items: distinctItems(200, 'lost'),
			settings: { onError: 'continueRegularOutput' },
			credentials: vaultFor(gateway),
		});
		const made = countOf(gateway, 'sendmsg');
		expect(made).toBeGreaterThanOrEqual(15);
		expect(made).toBeLessThanOrEqual(19);
		const messages = jsonOf(result).map(({ errorText }) => errorText as string);
		expect(messages).toHaveLength(200);
		expect(messages.filter((message) => message.includes('may have been sent'))).toHaveLength(made);
		expect(messages.at(-1)).toMatch(
			/^The node stopped sending, because the answers to 1\d calls in a row were lost; nothing was sent$/,
		);
	});
});

describe('when some were refused', () => {
	const mixed = itemsOf([
		{ to: numberOf(1), text: 'One' },
		{ to: '27999166121', text: 'Two' },
		{ to: numberOf(2), text: 'Three' },
	]);

	it.each(SERVERS)('nothing that was accepted is lost on %s', async (server) => {
		const result = await runNode({
			parameters: sendEach(),
			items: mixed,
			credentials: vaultFor(gateway, server),
		});
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toMatchObject([
			{ accepted: true },
			{ accepted: false, messageId: null, errorCode: '121', errorText: 'This number is blocked (121)' },
			{ accepted: true },
		]);
		expect(result.hints).toEqual(['1 of 3 recipients was not accepted: 1 destination blocked (121)']);
	});

	it('an item of several recipients keeps those that were accepted', async () => {
		const result = await send(vaultFor(gateway), { to: [numberOf(1), '27999166121', numberOf(2)] });
		expect(jsonOf(result).map(({ accepted }) => accepted)).toEqual([true, false, true]);
	});

	it('all refused means an error, since nothing was spent', async () => {
		const result = await send(vaultFor(gateway), { to: ['27999166121', '27999166105'] });
		expect(result.error?.message).toBe(
			'None of 2 recipients was accepted: 1 destination blocked (121), 1 invalid destination (105)',
		);
		expect(result.outputs).toEqual([]);
	});
});

describe("n8n's Retry On Fail", () => {
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('runs the node again when nothing was accepted', async () => {
		gateway.fail({ kind: 'error', code: '301', command: 'sendmsg', times: 2 });
		const result = await send(vaultFor(gateway), {}, { settings });
		expect(jsonOf(result)).toMatchObject([{ accepted: true }]);
		expect(countOf(gateway, 'sendmsg')).toBe(3);
	});

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'does not send again when some were accepted (%s)',
		async (onError) => {
			gateway.fail({ kind: 'error', code: '301', text: 'retried-0x' });
			const result = await runNode({
				parameters: sendEach(),
				items: distinctItems(3, 'retried'),
				settings: { ...settings, onError },
				credentials: vaultFor(gateway),
			});
			expect(result.error).toBeUndefined();
			expect(countOf(gateway, 'sendmsg')).toBe(3);
			expect(gateway.doubled()).toEqual([]);
		},
	);

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'does not send again what may have been sent (%s)',
		async (onError) => {
			gateway.fail({ kind: 'http-502', command: 'sendmsg' });
			const result = await send(vaultFor(gateway), {}, { settings: { ...settings, onError } });
			expect(result.error).toBeUndefined();
			expect(countOf(gateway, 'sendmsg')).toBe(1);
			expect(JSON.stringify(result.outputs)).toMatch(/may have been sent; client message ID [0-9a-f]{32}/);
		},
	);
});

describe('901, which Clickatell says may be repeated', () => {
	it('is reported separately', async () => {
		gateway.fail({ kind: 'error', code: '901', command: 'sendmsg' });
		const result = await send(vaultFor(gateway), {});
		expect(result.error?.message).toMatch(/internal fault.*\(901\)/);
		expect(countOf(gateway, 'sendmsg')).toBe(1);
	});

	it('is repeated once where the user allows it', async () => {
		gateway.fail({ kind: 'error', code: '901', command: 'sendmsg', times: 2 });
		const vault = vaultFor(gateway);
		const refused = await send(vault, { advanced: { repeatOnInternalError: true } });
		expect(refused.error?.message).toContain('(901)');
		expect(countOf(gateway, 'sendmsg')).toBe(2);
		gateway.fail({ kind: 'error', code: '901', command: 'sendmsg' });
		const accepted = await send(vault, { advanced: { repeatOnInternalError: true } });
		expect(jsonOf(accepted)).toMatchObject([{ accepted: true }]);
		expect(gateway.doubled()).toEqual([]);
	});
});

describe('a read', () => {
	it.each(['drop', 'http-502', 'truncated', 'soap-fault', 'empty'] as const)(
		'is repeated after %s',
		async (kind) => {
			gateway.fail({ kind, command: 'getbalance', times: 2 });
			const result = await runNode({
				parameters: { resource: 'account', operation: 'getBalance' },
				credentials: vaultFor(gateway),
			});
			expect(jsonOf(result)).toEqual([{ balance: 10_000_000 }]);
			expect(countOf(gateway, 'getbalance')).toBe(3);
		},
	);
});
