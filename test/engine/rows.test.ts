import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { findOperation } from '../../nodes/Clickatell/catalogue';
import { outputFields, SENT } from '../../nodes/Clickatell/catalogue/resultFields';
import { ManualClock, type Gateway } from '../gateway';
import { runNode, type NodeResult } from './engine';
import {
	countOf,
	itemsOf,
	jsonOf,
	numberOf,
	pairsOf,
	PASSWORD,
	richGateway,
	sendEach,
	USER,
	vaultFor,
} from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

/**
 * One item for each recipient, with the same keys whatever On Error is set to: what differs is only by which output an
 * item leaves, and that n8n puts the fields of the input item below those of an item that leaves by the error output.
 */

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway({ clock: new ManualClock() });
});
afterEach(async () => {
	await gateway.close();
});

const SETTINGS = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const KEYS = SENT.filter(({ optional }) => optional !== true).map(({ name }) => name);
const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

const INVALID = '27999166105';
const BLOCKED = '27999166121';

async function run(
	parameters: IDataObject,
	items: readonly IDataObject[],
	settings: Partial<INode>,
): Promise<NodeResult> {
	return await runNode({
		parameters,
		items: itemsOf(items),
		settings,
		credentials: vaultFor(gateway),
	});
}

/** All items in the order of the input, each with the side it left by. */
function allOf(result: NodeResult): Array<readonly [side: number, item: unknown, json: IDataObject]> {
	return result.outputs
		.flatMap((_, side) =>
			pairsOf(result, side).map((item, i) => [side, item, defined(jsonOf(result, side)[i])] as const),
		)
		.sort(([, a], [, b]) => Number(a) - Number(b));
}

/** What the item says, without the fields of the input item. */
function rowOf(json: IDataObject): IDataObject {
	return Object.fromEntries(KEYS.filter((key) => Object.hasOwn(json, key)).map((key) => [key, json[key]]));
}

const errorSide = (onError: string | undefined) => (onError === 'continueErrorOutput' ? 1 : 0);

/** Makes the next call of the command leave a recipient out, and refuse two others. */
function refuseTwoAndForgetOne(command: string): void {
	gateway.fail({
		kind: 'returns',
		command,
		returns: [
			`ERR: 105, Invalid Destination Address To: ${numberOf(1)}`,
			`ERR: 121, Destination mobile number is blocked To: ${numberOf(2)}`,
		],
	});
}

async function batchId(template = 'The office is closed'): Promise<string> {
	const parameters = { resource: 'batch', operation: 'start', template };
	return defined(jsonOf(await run(parameters, [{}], {}))[0])['batchId'] as string;
}

const to = '={{ $json.to }}';
const WAYS: Record<string, readonly [command: string, parameters: () => Promise<IDataObject>]> = {
	Send: ['sendmsg', async () => sendEach()],
	'Send Personalized': [
		'quicksend',
		async () => ({ resource: 'batch', operation: 'sendPersonalized', template: 'Closed', to, fields: {} }),
	],
	'Quick Send': [
		'quicksend',
		async () => ({ resource: 'batch', operation: 'quickSend', batchId: await batchId(), to }),
	],
	'Send Item': [
		'senditem',
		async () => ({
			resource: 'batch',
			operation: 'sendItem',
			batchId: await batchId('Hi #field1#'),
			to,
			fields: { field1: 'Ann' },
		}),
	],
	'Send Service Indication': [
		'si_push',
		async () => ({
			resource: 'push',
			operation: 'sendServiceIndication',
			to,
			text: 'Look',
			url: 'https://example.com',
			indicationId: 'look17',
		}),
	],
};

describe.each(Object.keys(WAYS))('%s', (way) => {
	const [command, parametersOf] = defined(WAYS[way]);

	describe.each([{}, RETRY])('with %j', (more) => {
		it.each(SETTINGS)('gives two refusals and one doubt of an item three items (%s)', async (onError) => {
			const parameters = await parametersOf();
			refuseTwoAndForgetOne(command);
			const item = { to: [1, 2, 3].map(numberOf), text: 'Hello', order: 17 };
			const result = await run(parameters, [item], { onError, ...more });
			expect(result.error).toBeUndefined();
			expect(allOf(result).map(([side, from]) => [side, from])).toEqual(
				Array<unknown>(3).fill([errorSide(onError), 0]),
			);
			const rows = allOf(result).map(([, , json]) => json);
			expect(rows.map(rowOf)).toMatchObject([
				{ to: numberOf(1), accepted: false, errorCode: '105', errorMeaning: 'invalid destination' },
				{ to: numberOf(2), accepted: false, errorCode: '121', errorMeaning: 'destination blocked' },
				{ to: numberOf(3), accepted: null, errorCode: null, errorMeaning: 'may have been sent' },
			]);
			for (const row of rows) {
				expect(Object.keys(rowOf(row))).toEqual(KEYS);
				expect(row['errorText']).toMatch(/\w{3}/);
				expect(row).not.toHaveProperty('error');
				if (onError === 'continueErrorOutput') expect(row).toMatchObject({ text: 'Hello', order: 17 });
			}
			expect(result.hints).toEqual([
				'2 of 3 recipients were not accepted: 1 invalid destination (105), 1 destination blocked (121); 1 more may have been sent to: look the messages up before you send again',
			]);
			expect(countOf(gateway, command)).toBe(1);
		});
	});

	it.each(SETTINGS)('sends each recipient of an item to its own side (%s)', async (onError) => {
		const parameters = await parametersOf();
		const items = [
			{ to: [INVALID, numberOf(1)], text: 'Hello', order: 1 },
			{ to: numberOf(2), text: 'Hello', order: 2 },
			{ to: `${numberOf(3)}, ${BLOCKED}`, text: 'Hello', order: 3 },
		];
		const result = await run(parameters, items, { onError });
		const side = errorSide(onError);
		expect(pairsOf(result)).toEqual(side === 0 ? [0, 0, 1, 2, 2] : [0, 1, 2]);
		expect(pairsOf(result, 1)).toEqual(side === 0 ? [] : [0, 2]);
		const refused = allOf(result).filter(([, , json]) => json['accepted'] === false);
		expect(refused.map(([from, , json]) => [from, json['to']])).toEqual([
			[side, INVALID],
			[side, BLOCKED],
		]);
		for (const [from, item, json] of allOf(result)) {
			expect(Object.keys(rowOf(json))).toEqual(KEYS);
			// What n8n adds on the error output, also to the very first item.
			if (from === 1)
				expect(json).toMatchObject({ order: defined(items[Number(item)]).order, text: 'Hello' });
			else expect(Object.keys(json)).toEqual(KEYS);
		}
	});

	it.each(SETTINGS.slice(1))('gives an item for each recipient of wrong values (%s)', async (onError) => {
		const parameters = await parametersOf();
		const items = [
			{ to: `${numberOf(1)}, 0999 100 001`, text: 'Hello', order: 1 },
			{ to: '', text: 'Hello', order: 2 },
			{ to: numberOf(2), text: 'Hello', order: 3 },
		];
		const result = await run(parameters, items, { onError });
		const rows = allOf(result).filter(([, , json]) => json['accepted'] === false);
		expect(rows.map(([side, item, json]) => [side, item, json['to']])).toEqual([
			[errorSide(onError), 0, numberOf(1)],
			[errorSide(onError), 0, '0999 100 001'],
			[errorSide(onError), 1, null],
		]);
		for (const [, , json] of rows) {
			expect(Object.keys(rowOf(json))).toEqual(KEYS);
			expect(json).toMatchObject({ messageId: null, errorCode: null, errorMeaning: 'invalid input' });
			expect(json['errorText']).toMatch(/^'To'.*; nothing was sent$/);
		}
		expect(defined(rows[0])[2]['errorText']).toContain("'0999 100 001' starts with 0");
		expect(gateway.messages().map((message) => message.to)).toEqual([numberOf(2)]);
	});
});

describe('an error instead of items', () => {
	it('is thrown where everything was certainly refused, and leaves nothing out', async () => {
		const numbers = Array.from({ length: 40 }, (_, i) => numberOf(i));
		const items = [
			{ to: [INVALID, ...numbers], text: 'Hello' },
			{ to: BLOCKED, text: 'Hello' },
		];
		gateway.fail({
			kind: 'returns',
			command: 'sendmsg',
			returns: [
				`ERR: 105, Invalid Destination Address To: ${INVALID}`,
				...numbers.map((number) => `ERR: 301, No credit left To: ${number}`),
				`ERR: 121, Destination mobile number is blocked To: ${BLOCKED}`,
			],
		});
		const { error, outputs } = await run(sendEach(), items, {});
		expect(outputs).toEqual([]);
		expect(error?.message).toBe(
			'None of 42 recipients was accepted: 40 no credit (301), 1 invalid destination (105), 1 destination blocked (121)',
		);
		expect(error?.description).toMatch(
			new RegExp(`^no credit \\(301\\): ${numbers.slice(0, 20).join(', ')} and 20 more\\. Buy credits`),
		);
		expect(error?.description).toContain(`invalid destination (105): ${INVALID}. `);
		expect(error?.context).toMatchObject({
			itemIndex: 0,
			data: {
				failures: [
					{ errorCode: '105', errorMeaning: 'invalid destination', to: [INVALID], items: [0] },
					{ errorCode: '301', to: numbers, items: numbers.map(() => 0) },
					{ errorCode: '121', to: [BLOCKED], items: [1] },
				],
			},
		});
	});

	it('says the reason in words where it is the same for all', async () => {
		gateway.fail({ kind: 'error', code: '301', command: 'sendmsg' });
		const { error } = await run(sendEach(), [{ to: [1, 2].map(numberOf), text: 'Hello' }], {});
		expect(error?.message).toBe('The account has no credit left (301); none of 2 recipients was accepted');
		expect(error?.context?.['data']).toMatchObject({ failures: [{ to: [1, 2].map(numberOf) }] });
	});

	it('names every fault of the values, since nothing is sent', async () => {
		const items = Array.from({ length: 30 }, (_, i) => ({ to: `0999 ${100 + i}`, text: 'Hello' }));
		const { error } = await run(sendEach(), items, {});
		expect(error?.description).toBe('Nothing was sent. 29 more items have faults.');
		const { failures } = error?.context?.['data'] as unknown as { failures: Array<{ errorText: string }> };
		expect(failures).toHaveLength(30);
		expect(failures[29]).toMatchObject({ errorMeaning: 'invalid input', items: [29] });
		expect(defined(failures[29]).errorText).toContain("'0999 129'");
		expect(gateway.calls()).toEqual([]);
	});

	it.each([600, 1])('is not thrown where %d may have been sent to', async (count) => {
		gateway.fail({ kind: 'http-502', command: 'sendmsg', times: 10 });
		const numbers = Array.from({ length: count }, (_, i) => numberOf(i));
		const result = await run(sendEach(), [{ to: numbers, text: 'Hello' }], {});
		expect(result.error).toBeUndefined();
		expect(jsonOf(result).map((row) => [row['to'], row['accepted']])).toEqual(
			numbers.map((number) => [number, null]),
		);
	});
});

describe("n8n's Retry On Fail", () => {
	const items = [
		{ to: INVALID, text: 'Hello' },
		{ to: BLOCKED, text: 'Hello' },
	];

	it.each(SETTINGS)('runs the node again where everything was refused (%s)', async (onError) => {
		const result = await run(sendEach(), items, { onError, ...RETRY });
		expect(countOf(gateway, 'sendmsg')).toBe(3);
		if (onError === 'stopWorkflow') return expect(result.error?.message).toMatch(/^None of 2 recipients/);
		const rows = allOf(result);
		expect(rows.map(([side, item]) => [side, item])).toEqual([0, 1].map((i) => [errorSide(onError), i]));
		for (const [, , json] of rows) expect(Object.keys(rowOf(json))).toEqual(KEYS);
		expect(JSON.stringify(result.outputs)).not.toContain('"error"');
	});

	it.each(SETTINGS.slice(1))('runs it again where every value was wrong (%s)', async (onError) => {
		const { outputs, hints } = await run(sendEach(), [{ to: 'nobody', text: 'Hello' }], {
			onError,
			...RETRY,
		});
		expect(outputs.flat()).toHaveLength(1);
		expect(hints).toHaveLength(1);
		expect(gateway.calls()).toEqual([]);
	});
});

describe('Include Input Fields', () => {
	const including = { ...sendEach({}, { includeInputFields: true }) };
	const items = [
		{ to: numberOf(1), text: 'Hello', order: 1, accepted: 'by hand', parts: 9 },
		{ to: INVALID, text: 'Hello', order: 2, customer: { name: 'Ann' } },
		{ to: '0999', text: 'Hello', order: 3 },
	];

	it('is off unless it is added', async () => {
		const [row] = jsonOf(await run(sendEach(), items.slice(0, 1), {}));
		expect(Object.keys(defined(row))).toEqual(KEYS);
	});

	it.each(SETTINGS.slice(1))('puts them behind those of the result, which stay (%s)', async (onError) => {
		const rows = allOf(await run(including, items, { onError })).map(([, , json]) => json);
		expect(rows).toMatchObject([
			{ to: numberOf(1), accepted: true, parts: 1, order: 1, text: 'Hello' },
			{ to: INVALID, accepted: false, errorCode: '105', order: 2, customer: { name: 'Ann' } },
			{ to: '0999', accepted: false, errorMeaning: 'invalid input', order: 3 },
		]);
		expect(Object.keys(defined(rows[0]))).toEqual([...KEYS, 'text', 'order']);
	});

	it('takes them for operations that answer one thing', async () => {
		const parameters = {
			resource: 'message',
			operation: 'getStatus',
			messageId: '={{ $json.id }}',
			options: { includeInputFields: true },
		};
		const unknown = '0123456789abcdef0123456789abcdef';
		const [row] = jsonOf(await run(parameters, [{ id: unknown, order: 17 }], {}));
		expect(row).toMatchObject({ messageId: unknown, status: '001', id: unknown, order: 17 });
	});

	it.each(SETTINGS)('leaves out a field that would make n8n send everything again (%s)', async (onError) => {
		const failedBefore = [
			{ to: numberOf(1), text: 'Hello', error: 'from the node before' },
			{ to: numberOf(2), text: 'Hello', error: { message: 'an object' } },
		];
		const result = await run(including, failedBefore, { onError, ...RETRY });
		expect(countOf(gateway, 'sendmsg')).toBe(1);
		expect(gateway.doubled()).toEqual([]);
		expect(jsonOf(result).map((row) => [row['accepted'], row['text'], 'error' in row])).toEqual([
			[true, 'Hello', false],
			[true, 'Hello', false],
		]);
	});

	it('takes no prototype from the input', async () => {
		const hostile = JSON.parse('{"__proto__": {"accepted": "yes"}, "text": "Hello"}') as IDataObject;
		const [row] = jsonOf(await run({ ...including, to: numberOf(1) }, [hostile], {}));
		// That of the process in which n8n runs, which is not the one of this file.
		expect(Object.getPrototypeOf(Object.getPrototypeOf(row))).toBeNull();
		expect(row).not.toHaveProperty('accepted', 'yes');
		expect(row).toMatchObject({ accepted: true });
	});
});

describe('a run that cannot send at all', () => {
	const items = [
		{ to: [1, 2].map(numberOf), text: 'Hello' },
		{ to: numberOf(3), text: 'Hello' },
	];

	// n8n gives the input of a node that throws to the first output, as if it had been sent.
	it.each(SETTINGS.slice(1))('because of its credential says so of everybody (%s)', async (onError) => {
		const result = await runNode({
			parameters: sendEach(),
			items: itemsOf(items),
			settings: { onError },
			credentials: vaultFor(gateway, 'documentLiteral', { apiId: '' }),
		});
		expect(allOf(result).map(([side, item, json]) => [side, item, json['to']])).toEqual([
			[errorSide(onError), 0, numberOf(1)],
			[errorSide(onError), 0, numberOf(2)],
			[errorSide(onError), 1, numberOf(3)],
		]);
		for (const [, , json] of allOf(result)) {
			expect(json).toMatchObject({ accepted: false, errorMeaning: 'not sent' });
			expect(json['errorText']).toMatch(/^The credential needs attention: .*API ID.*; nothing was sent$/);
		}
	});

	it.each(SETTINGS.slice(1))('because it has none says so of everybody (%s)', async (onError) => {
		const result = await runNode({ parameters: sendEach(), items: itemsOf(items), settings: { onError } });
		expect(allOf(result).map(([side, item]) => [side, item])).toEqual(
			[0, 0, 1].map((item) => [errorSide(onError), item]),
		);
		expect(defined(allOf(result)[0])[2]['errorText']).toMatch(/credential.*; nothing was sent$/i);
	});

	it.each(SETTINGS.slice(1))(
		'for one item, whose expression fails, sends the others (%s)',
		async (onError) => {
			const parameters = {
				...sendEach(),
				text: '={{ $json.text === "x" ? $("Nowhere").item.json.a : $json.text }}',
			};
			const some = [
				{ to: numberOf(1), text: 'x' },
				{ to: numberOf(2), text: 'Hello' },
			];
			const result = await run(parameters, some, { onError });
			expect(allOf(result).map(([side, item, json]) => [side, item, json['accepted']])).toEqual([
				[errorSide(onError), 0, false],
				[0, 1, true],
			]);
			expect(defined(allOf(result)[0])[2]).toMatchObject({ to: null, errorMeaning: 'invalid input' });
		},
	);
});

describe('an operation that answers one thing', () => {
	const parameters = {
		resource: 'account',
		operation: 'redeemVoucher',
		voucher: '={{ $json.voucher }}',
	};
	const keys = outputFields(defined(findOperation('account', 'redeemVoucher')), false).map(
		({ name }) => name,
	);

	beforeEach(() => {
		gateway.reset({
			accounts: [{ user: USER, password: PASSWORD, credit: 1, apis: [{ apiId: '424242' }] }],
			vouchers: ['one', 'three'].map((token) => ({ token, credit: 100 })),
		});
	});

	it.each(SETTINGS)('has the same keys whatever comes of it (%s)', async (onError) => {
		const items = ['one', 'none', 'three'].map((voucher, order) => ({ voucher, order }));
		const result = await run(parameters, items, { onError });
		const rows = allOf(result).map(([side, , json]): [number, INodeExecutionData['json']] => [
			side,
			Object.fromEntries(keys.map((key) => [key, json[key]])),
		]);
		const fine = { redeemed: true, code: '605', errorText: null, errorCode: null, errorMeaning: null };
		expect(rows).toEqual([
			[0, fine],
			[
				errorSide(onError),
				{
					redeemed: false,
					code: null,
					errorText: 'The voucher is not valid (606)',
					errorCode: '606',
					errorMeaning: 'invalid voucher',
				},
			],
			[
				0,
				onError === 'stopWorkflow'
					? {
							redeemed: false,
							code: null,
							errorText: 'An earlier item failed; this call was not made',
							errorCode: null,
							errorMeaning: 'not made',
						}
					: fine,
			],
		]);
		if (onError === 'continueErrorOutput') expect(jsonOf(result, 1)).toMatchObject([{ order: 1 }]);
		expect(result.hints).toHaveLength(1);
	});

	it.each(SETTINGS)('says null of what may have been done (%s)', async (onError) => {
		gateway.fail({ kind: 'drop-after', command: 'token_pay' });
		const result = await run(parameters, [{ voucher: 'one' }], { onError, ...RETRY });
		expect(result.error).toBeUndefined();
		expect(allOf(result)).toMatchObject([
			[errorSide(onError), 0, { redeemed: null, errorMeaning: 'may have been carried out' }],
		]);
		expect(countOf(gateway, 'token_pay')).toBe(1);
	});

	it('that only asks has the reason among its keys where the run is to continue', async () => {
		const ask = { resource: 'message', operation: 'getStatus', messageId: '={{ $json.id }}' };
		const items = [{ id: '0123456789abcdef0123456789abcdef' }, { id: 'none' }];
		const asked = defined(findOperation('message', 'getStatus'));
		const [fine] = jsonOf(await run(ask, items.slice(0, 1), {}));
		expect(Object.keys(defined(fine))).toEqual(asked.result.map(({ name }) => name));
		const rows = jsonOf(await run(ask, items, { onError: 'continueRegularOutput' }));
		for (const row of rows)
			expect(Object.keys(row)).toEqual(outputFields(asked, true).map(({ name }) => name));
		expect(rows).toMatchObject([
			{ status: '001', errorText: null },
			{ messageId: null, status: null, errorMeaning: 'invalid input' },
		]);
	});

	it('that only asks is run again where the first item failed', async () => {
		gateway.fail({ kind: 'error', code: '004', command: 'getbalance' });
		const ask = { resource: 'account', operation: 'getBalance' };
		const result = await run(ask, [{}], { onError: 'continueErrorOutput', ...RETRY });
		expect(jsonOf(result)).toEqual([{ balance: 1, errorText: null, errorCode: null, errorMeaning: null }]);
		expect(countOf(gateway, 'getbalance')).toBe(2);
	});
});
