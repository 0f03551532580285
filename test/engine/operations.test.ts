import type { IDataObject } from 'n8n-workflow';
import { OPERATIONS } from '../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../nodes/Clickatell/catalogue/types';
import { findServer } from '../../nodes/Clickatell/apis/gateway/servers';
import { partOf, signatureOf } from '../../nodes/Clickatell/apis/soap/wire';
import { isActive } from '../../nodes/Clickatell/message/check';
import { ManualClock, type FaultScript, type Gateway, type ServerName } from '../gateway';
import { log, runNode, type NodeResult } from './engine';
import {
	countOf,
	itemsOf,
	jsonOf,
	NO_ERROR,
	numberOf,
	PASSWORD,
	richGateway,
	SERVERS,
	USER,
	vaultFor,
	VOUCHER,
} from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

const SOAP_RECORDS = OPERATIONS.filter((record): record is GatewayOperation => record.api === 'gateway');
const nameOf = (record: GatewayOperation) => `${record.resource}.${record.operation}`;
const ID = expect.stringMatching(/^[0-9a-f]{32}$/) as unknown as string;
const UNKNOWN = '0123456789abcdef0123456789abcdef';

let gateway: Gateway;
let clock: ManualClock;
beforeEach(async () => {
	clock = new ManualClock();
	gateway = await richGateway({ clock });
});
afterEach(async () => {
	await gateway.close();
});

/** Puts each value where the panel has it. */
function placed(record: GatewayOperation, values: IDataObject): IDataObject {
	const { resource, operation, parameters } = record;
	const all: IDataObject & Record<'options' | 'advanced', IDataObject> = {
		resource,
		operation,
		options: {},
		advanced: {},
	};
	for (const [name, value] of Object.entries(values)) {
		const place = defined(parameters.find((parameter) => parameter.name === name)).place;
		(place === 'main' ? all : all[place])[name] = value;
	}
	return all;
}

async function run(
	record: GatewayOperation,
	values: IDataObject,
	server: ServerName,
	credential: IDataObject = {},
): Promise<NodeResult> {
	return await runNode({
		parameters: placed(record, values),
		credentials: vaultFor(gateway, server, credential),
	});
}

const recordOf = (name: string) => defined(SOAP_RECORDS.find((record) => nameOf(record) === name));

/** IDs of things that the gateway knows, for the operations that ask for them. */
async function prepared(server: ServerName): Promise<IDataObject> {
	const idOf = async (name: string, values: IDataObject, key: string) =>
		defined(jsonOf(await run(recordOf(name), values, server))[0])[key] as string;
	const message = { to: numberOf(1), text: 'Hello' };
	return {
		messageId: await idOf('message.send', message, 'messageId'),
		batchId: await idOf('batch.start', { template: 'Hi #field1#, your parcel is ready' }, 'batchId'),
		voucher: VOUCHER,
	};
}

/** The record's own sample, with IDs that exist. */
async function sampleOf(record: GatewayOperation, server: ServerName): Promise<IDataObject> {
	const known = await prepared(server);
	const sample = record.sample.parameters as IDataObject;
	return Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, known[name] ?? value]));
}

interface Refusal {
	readonly values?: IDataObject;
	readonly fault?: FaultScript;
	readonly credential?: IDataObject;
	readonly message: string;
}

/** Where the sample's result is not what a gateway with a life of its own answers. */
const RESULTS: Record<string, IDataObject> = {
	'message.getStatus': {
		status: '008',
		statusText: 'Message accepted',
		outcome: 'intermediate',
		final: false,
	},
	'account.getMessageCharge': {
		status: '008',
		statusText: 'Message accepted',
		outcome: 'intermediate',
		final: false,
	},
	'message.stop': {
		stopped: false,
		status: '008',
		statusText: 'Message accepted',
		outcome: 'intermediate',
		final: false,
	},
	'account.getBalance': { balance: 9_999_999.67 },
	'account.checkCoverage': { charge: 0.33 },
};

const REFUSALS: Record<string, Refusal> = {
	'account.checkCoverage': {
		fault: { kind: 'error', code: '105', command: 'routecoverage' },
		message: 'The recipient is not a valid number (105)',
	},
	'account.getBalance': {
		fault: { kind: 'error', code: '108', command: 'getbalance' },
		message: 'The API ID is missing or not valid (108)',
	},
	'account.redeemVoucher': { values: { voucher: 'none' }, message: 'The voucher is not valid (606)' },
	'batch.end': { values: { batchId: UNKNOWN }, message: 'Clickatell does not know this batch (201)' },
	'batch.quickSend': {
		values: { batchId: UNKNOWN },
		message: 'Clickatell does not know this batch (201); recipient 27999123456',
	},
	'batch.sendItem': {
		values: { batchId: UNKNOWN },
		message: 'Clickatell does not know this batch (201); recipient 27999123456',
	},
	'batch.start': {
		fault: { kind: 'error', code: '123', command: 'startbatch' },
		message: 'The sender ID is not registered (123)',
	},
	'account.getMessageCharge': {
		values: { messageId: UNKNOWN },
		message: 'Clickatell does not know this message ID (103)',
	},
	'message.getStatus': {
		values: { messageId: '', clientMessageId: 'nothing' },
		message: 'Clickatell does not know this client message ID (104)',
	},
	'message.send': {
		values: { to: '27999166122' },
		message: 'The recipient has opted out (122); recipient 27999166122',
	},
	'message.stop': {
		values: { messageId: UNKNOWN },
		message: 'Clickatell does not know this message ID (103)',
	},
	'push.sendMmsNotification': {
		values: { to: '27999166301' },
		message: 'The account has no credit left (301); recipient 27999166301',
	},
	'push.sendServiceIndication': {
		values: { to: '27999166114' },
		message: 'Clickatell does not send to this destination (114); recipient 27999166114',
	},
	'account.openSession': {
		credential: { password: 'wrong' },
		message: 'Clickatell refused the login (001)',
	},
	'account.pingSession': { credential: { user: 'nobody' }, message: 'Clickatell refused the login (001)' },
};

test('the catalogue has the fifteen commands of the SOAP API', () => {
	expect(SOAP_RECORDS).toHaveLength(15);
	expect(SOAP_RECORDS.map(nameOf).sort()).toEqual(Object.keys(REFUSALS).sort());
});

/** What a command and its parameters are called in the gateway's record, whichever server was called. */
function wireOf(name: string, server: ServerName) {
	const partNamed = (parameter: string) => partOf(name, parameter);
	const { command } = signatureOf(name, server === 'http' ? 'documentLiteral' : server);
	const names = new Set([...defined(defined(findServer(server)).carries(name))].map(partNamed));
	return { command, names, partNamed };
}

describe.each(SERVERS)('on %s', (server) => {
	describe.each(SOAP_RECORDS.map((record) => [nameOf(record), record] as const))('%s', (name, record) => {
		it('gives the result of its sample', async () => {
			const values = await sampleOf(record, server);
			const result = await run(record, values, server);
			expect(result.error).toBeUndefined();
			const expected = {
				...(record.effect === 'read' ? {} : NO_ERROR),
				...record.sample.result,
				...RESULTS[name],
			} as IDataObject;
			for (const key of ['messageId', 'clientMessageId', 'batchId']) {
				if (typeof expected[key] === 'string') expected[key] = ID;
			}
			expect(jsonOf(result)).toEqual([expected]);
			expect(defined(defined(result.outputs[0])[0]).pairedItem).toEqual({ item: 0 });
			expect(gateway.violations()).toEqual([]);
		});

		it('says in a sentence why it was refused', async () => {
			const { values = {}, fault, credential = {}, message } = defined(REFUSALS[name]);
			const sample = await sampleOf(record, server);
			if (fault) gateway.fail(fault);
			const result = await run(record, { ...sample, ...values }, server, credential);
			expect(result.outputs).toEqual([]);
			expect(result.error?.message).toBe(message);
			expect(result.error?.description).toMatch(/\w{3}.*[.]$/);
			expect(gateway.violations()).toEqual([]);
		});

		it('sends every option to the gateway under its name on the wire', async () => {
			const { command, names, partNamed } = wireOf(nameOf(record), server);
			const chosen = record.parameters.some(({ name }) => name === 'longTexts') ? { longTexts: 'more' } : {};
			const sent = record.parameters.filter((parameter) => {
				const { name, place, excludes } = parameter;
				// It stands in for another one, and its value depends on the clock: later.test.ts.
				if (excludes) return false;
				if (!names.has(partNamed(name)) || !isActive(record, parameter, chosen)) return false;
				return place !== 'main' || name in VALUES;
			});
			const options: IDataObject = Object.fromEntries(
				sent.map((parameter) => [parameter.name, VALUES[parameter.name]?.[0]]),
			);
			const values = { ...(await sampleOf(record, server)), ...chosen, ...options };
			const result = await run(record, values, server);
			expect(result.error).toBeUndefined();
			const { parameters } = defined(gateway.calls({ command }).at(-1));
			const received = new Map(Object.entries(parameters).map(([key, value]) => [key.toLowerCase(), value]));
			for (const { name: parameterName } of sent)
				expect([parameterName, received.get(partNamed(parameterName))]).toEqual([
					parameterName,
					VALUES[parameterName]?.[1],
				]);
			expect(gateway.violations()).toEqual([]);
		});
	});
});

/** For each option, and each field that all messages have, a value that both servers take, and how it looks on the wire. */
const VALUES: Record<string, readonly [value: IDataObject[string], wire: string]> = {
	clientMessageId: ['order17', 'order17'],
	senderId: ['27999100009', '27999100009'],
	maxCredits: [2, '2'],
	requiredFeatures: [[512, 8192], '8704'],
	maxParts: [3, '3'],
	deliveryDelay: [60, '60'],
	validityPeriod: [120, '120'],
	deliveryReports: [5, '5'],
	priority: [2, '2'],
	escalate: [true, '1'],
	replyRouting: [true, '1'],
	udh: ['06 05 04 15 81 15 81', '06050415811581'],
	data: ['024a3a51', '024a3a51'],
	created: ['2030-01-31 09:00', '2030-01-31T09:00:00Z'],
	expires: ['2030-02-01T09:00:00+02:00', '2030-02-01T07:00:00Z'],
	indicationAction: ['signal-low', 'signal-low'],
};

describe('what one server has and the other lacks', () => {
	it.each(['message.send', 'batch.start', 'push.sendMmsNotification', 'push.sendServiceIndication'])(
		'a decimal credit limit of %s is refused before it is sent to document/literal',
		async (name) => {
			const record = recordOf(name);
			const values = { ...record.sample.parameters, maxCredits: 0.8 } as IDataObject;
			const refused = await run(record, values, 'documentLiteral');
			expect(refused.error?.message).toMatch(/'Maximum Credits' is 0\.8.*whole numbers only.*RPC\/encoded/);
			expect(gateway.calls()).toEqual([]);
			const taken = await run(record, values, 'rpcEncoded');
			expect(taken.error).toBeUndefined();
			expect(defined(gateway.calls().at(-1)).parameters['max_credits']).toBe('0.8');
		},
	);

	it('merge field 7 is refused before it is sent to RPC/encoded', async () => {
		const fields = { field7: 'Ann' };
		const start = (server: ServerName) => run(recordOf('batch.start'), { template: 'Hi #field7#' }, server);
		expect((await start('rpcEncoded')).error?.message).toMatch(/holds #field7#.*fields 1 to 4/);
		const sendItem = recordOf('batch.sendItem');
		const values = { batchId: UNKNOWN, to: numberOf(1), fields };
		expect((await run(sendItem, values, 'rpcEncoded')).error?.message).toMatch(
			/'field7' does not exist on the RPC\/encoded server.*document\/literal/,
		);
		expect(gateway.calls()).toEqual([]);

		const batchId = defined(jsonOf(await start('documentLiteral'))[0])['batchId'] as string;
		await run(sendItem, { ...values, batchId }, 'documentLiteral');
		expect(gateway.messages()).toMatchObject([{ text: 'Hi Ann' }]);
	});
});

describe('message.send', () => {
	it.each(SERVERS)('sends Unicode as UCS-2 and binary as hex on %s', async (server) => {
		const send = recordOf('message.send');
		const unicode = await run(send, { to: numberOf(1), text: 'Привет 👋 € \u0007'.trim() }, server);
		const flashed = await run(
			send,
			{
				to: numberOf(1),
				udh: '06050415811581',
				data: '02 4a 3a 51 d1 95 cd d0',
			},
			server,
		);
		// A control character cannot be sent; the sentence says where it stands.
		expect(unicode.error?.message).toMatch(
			/'Text' holds a character that cannot be sent \(U\+0007.*position 13/,
		);
		expect(jsonOf(flashed)).toMatchObject([{ accepted: true, encoding: 'binary', parts: 1 }]);
		const fine = await run(send, { to: numberOf(1), text: 'Привет 👋' }, server);
		expect(jsonOf(fine)).toMatchObject([{ accepted: true, encoding: 'unicode', parts: 1 }]);
		expect(gateway.messages()).toMatchObject([
			{ udh: '06050415811581', text: '024a3a51d195cdd0', encoding: 'binary' },
			{ text: 'Привет 👋', encoding: 'unicode', parts: 1 },
		]);
	});

	describe('what HTTP/S alone takes', () => {
		const ONLY = (label: string) =>
			expect.stringContaining(
				`'${label}' does not exist on the document/literal server; leave it out or choose the HTTP/S server in the credential`,
			) as unknown;

		it('is binary data without a header', async () => {
			const values = { to: numberOf(1), data: '024A3A51', binary: true };
			const send = recordOf('message.send');
			expect((await run(send, values, 'documentLiteral')).error?.message).toEqual(ONLY('Force 8-Bit'));
			expect(jsonOf(await run(send, values, 'http'))).toMatchObject([
				{ accepted: true, encoding: 'binary', parts: 1 },
			]);
			expect(gateway.violations()).toEqual([]);
		});

		it('is the charge by a client message ID', async () => {
			const charge = recordOf('account.getMessageCharge');
			const values = { clientMessageId: 'order17' };
			expect((await run(charge, values, 'documentLiteral')).error?.message).toEqual(
				ONLY('Client Message ID'),
			);
			const sent = { to: numberOf(1), text: 'Hello', clientMessageId: 'order17' };
			const [message] = jsonOf(await run(recordOf('message.send'), sent, 'http'));
			expect(jsonOf(await run(charge, values, 'http'))).toMatchObject([
				{ messageId: defined(message)['messageId'], charge: 0.33 },
			]);
		});
	});

	it.each(SERVERS)('reports a limit with the time it ends on %s', async (server) => {
		gateway.fail({ kind: 'error', code: '130', detail: '1896080400', command: 'sendmsg' });
		const result = await run(recordOf('message.send'), { to: numberOf(1), text: 'x' }, server);
		expect(result.error?.message).toContain("The account's message limit is reached until 2030-01-31T");
	});
});

describe('message.stop', () => {
	it.each(SERVERS)('stops a message that waits, and tells how far another got, on %s', async (server) => {
		const send = recordOf('message.send');
		const waiting = { to: numberOf(1), text: 'x', deliveryDelay: 60, clientMessageId: 'waiting' };
		await run(send, waiting, server);
		const stopped = await run(recordOf('message.stop'), { clientMessageId: 'waiting' }, server);
		expect(jsonOf(stopped)).toMatchObject([{ stopped: true, status: '006', outcome: 'failed', final: true }]);
		const gone = jsonOf(await run(send, { to: numberOf(1), text: 'x' }, server));
		await clock.advance(60_000);
		const { messageId } = defined(gone[0]);
		const tooLate = await run(recordOf('message.stop'), { messageId }, server);
		expect(jsonOf(tooLate)).toMatchObject([
			{ messageId, stopped: false, status: '004', outcome: 'delivered' },
		]);
	});

	it('asks for one of the two IDs', async () => {
		const result = await run(recordOf('message.stop'), {}, 'documentLiteral');
		expect(result.error?.message).toBe("'Message ID' and 'Client Message ID' are empty; fill in one of them");
		expect(gateway.calls()).toEqual([]);
	});
});

describe('account.checkCoverage', () => {
	it.each(SERVERS)('takes "not supported" for a result on %s', async (server) => {
		const record = recordOf('account.checkCoverage');
		const uncovered = await run(record, { number: '+999 123 4567' }, server);
		expect(jsonOf(uncovered)).toEqual([
			{
				number: '9991234567',
				covered: false,
				charge: null,
				text: expect.stringContaining('not currently supported'),
			},
		]);
	});
});

describe('account.redeemVoucher', () => {
	const redeem = async (vouchers: string[], settings = {}) =>
		await runNode({
			parameters: {
				resource: 'account',
				operation: 'redeemVoucher',
				voucher: '={{ $json.voucher }}',
				advanced: {},
			},
			items: itemsOf(vouchers.map((voucher) => ({ voucher }))),
			credentials: vaultFor(gateway),
			settings,
		});

	beforeEach(() => {
		gateway.reset({
			accounts: [{ user: USER, password: PASSWORD, credit: 1, apis: [{ apiId: '424242' }] }],
			vouchers: ['one', 'two', 'three'].map((token) => ({ token, credit: 100 })),
		});
	});

	it('stops at a failure, keeping what was redeemed', async () => {
		const result = await redeem(['one', 'none', 'three']);
		expect(jsonOf(result)).toEqual([
			{ redeemed: true, code: '605', ...NO_ERROR },
			{
				redeemed: false,
				code: null,
				errorCode: '606',
				errorMeaning: 'invalid voucher',
				errorText: 'The voucher is not valid (606)',
			},
			{
				redeemed: false,
				code: null,
				errorCode: null,
				errorMeaning: 'not made',
				errorText: 'An earlier item failed; this call was not made',
			},
		]);
		expect(gateway.credit(USER)).toBe(101);
	});

	it('goes on after a failure where the run is to continue', async () => {
		const result = await redeem(['one', 'none', 'three'], { onError: 'continueErrorOutput' });
		expect(jsonOf(result)).toHaveLength(2);
		expect(jsonOf(result, 1)).toMatchObject([{ redeemed: false, errorCode: '606', voucher: 'none' }]);
		expect(gateway.credit(USER)).toBe(201);
	});

	it('names in the log which were used, also when it is cancelled, and no voucher', async () => {
		log.length = 0;
		gateway.fail({ kind: 'http-502', command: 'token_pay' });
		gateway.fail({ kind: 'slow', delayMs: 300, command: 'token_pay', times: 10 });
		let cancel!: () => void;
		const running = runNode({
			parameters: { resource: 'account', operation: 'redeemVoucher', voucher: '={{ $json.voucher }}' },
			items: itemsOf(['two', 'one', 'three', 'four'].map((voucher) => ({ voucher }))),
			credentials: vaultFor(gateway),
			settings: { onError: 'continueRegularOutput' },
			started: (stop) => (cancel = stop),
		});
		await gateway.waitFor(() => countOf(gateway, 'token_pay') === 2);
		cancel();
		const result = await running;
		expect(result.run.status).toBe('canceled');
		const lines = log.filter(({ message }) => message.startsWith('[Node] ')).map(({ message }) => message);
		expect(lines).toEqual([
			'[Node] 4 calls to Clickatell to be made',
			'[Node] 0 of 4 calls to Clickatell made; next come the items 0, 1, 2, 3',
			"[Node] 2 of 4 calls to Clickatell made; 'Redeem Voucher' was carried out for the items 1; 'Redeem Voucher' may have been carried out for the items 0",
			"[Node] The execution was canceled: 'Redeem Voucher' was carried out for 1 of 4 items, for 1 more it may have been",
		]);
		expect(gateway.credit(USER)).toBe(101);
	});

	it.each([
		['drop-after', 101],
		['http-502', 1],
	] as const)('is not repeated after %s, which leaves doubt', async (kind, credit) => {
		for (const retryOnFail of [false, true]) {
			gateway.fail({ kind, command: 'token_pay', times: 5 });
			const before = countOf(gateway, 'token_pay');
			const result = await redeem(['one'], { retryOnFail, maxTries: 2, waitBetweenTries: 1 });
			expect(countOf(gateway, 'token_pay')).toBe(before + 1);
			expect(jsonOf(result)).toMatchObject([{ redeemed: null, code: null }]);
			expect(defined(jsonOf(result)[0])['errorText']).toMatch(/'Redeem Voucher' may have been carried out$/);
			gateway.faultList.clear();
		}
		expect(gateway.credit(USER)).toBe(credit);
	});
});

describe('message.estimate', () => {
	const estimate = async (text: string, options: IDataObject = {}) =>
		await runNode({ parameters: { resource: 'message', operation: 'estimate', text, options } });

	it('makes no call and asks for no credential', async () => {
		const counted = { recipientCount: 3, creditsPerPart: 0.5 };
		const result = await estimate('Your parcel is ready for collection', counted);
		expect(jsonOf(result)).toEqual([
			{
				text: 'Your parcel is ready for collection',
				encoding: 'gsm',
				parts: 1,
				units: 35,
				remaining: 125,
				unicodeCharacters: '',
				sendable: true,
				creditsAtMost: 1.5,
			},
		]);
		expect(gateway.calls()).toEqual([]);
	});

	it('names no cost where nobody says what a part costs', async () => {
		const [measured] = jsonOf(await estimate('x'.repeat(161), { recipientCount: 3 }));
		expect(measured).toMatchObject({ parts: 2, creditsAtMost: null });
	});

	it('agrees with what a send does', async () => {
		for (const text of ['x'.repeat(160), 'x'.repeat(161), '€'.repeat(81), 'ж'.repeat(70), '👋'.repeat(36)]) {
			const [measured] = jsonOf(await estimate(text));
			const values = { to: numberOf(1), text, longTexts: 'more', maxParts: 35 };
			const [sent] = jsonOf(await run(recordOf('message.send'), values, 'documentLiteral'));
			expect(sent).toMatchObject({
				encoding: defined(measured)['encoding'],
				parts: defined(measured)['parts'],
			});
			expect(gateway.messages().at(-1)).toMatchObject({ text, parts: defined(measured)['parts'] });
		}
	});
});
