import type { IDataObject, INode } from 'n8n-workflow';
import type { Gateway } from '../gateway';
import { runNode } from './engine';
import { KEYS, PLATFORM_APIS, platformVault, richPlatform } from './platformSending';
import { countOf, itemsOf, jsonOf, numberOf, pairsOf, richGateway, SERVERS, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** 'Wait for Final Status' on n8n's engine, against the embedded gateway and a clock that nobody holds. */

const PACE = { toGateway: 20, toHandset: 20 };
const REFUSED = '27999166114';
const FAILS = '27999166007';
const NEVER_DELIVERED = '27999166003';
const STATUS_NAMES = ['status', 'statusText', 'outcome', 'final', 'statusError'];

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway({ pace: PACE });
});
afterEach(async () => {
	await gateway.close();
});

interface Sending {
	readonly advanced?: IDataObject;
	readonly settings?: Partial<INode>;
	readonly server?: (typeof SERVERS)[number];
	readonly more?: IDataObject;
	readonly started?: (cancel: () => void) => void;
}

async function send(to: readonly string[], { advanced = {}, settings, server, more, started }: Sending = {}) {
	const parameters = {
		resource: 'message',
		operation: 'send',
		to: '={{ $json.to }}',
		text: 'Hello',
		options: {},
	};
	return await runNode({
		parameters: { ...parameters, advanced, ...more },
		items: itemsOf(to.map((each) => ({ to: each }))),
		credentials: vaultFor(gateway, server),
		...(settings ? { settings } : {}),
		...(started ? { started } : {}),
	});
}

const without = (row: IDataObject, names: readonly string[]) =>
	Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

describe.each(SERVERS)('on %s', (server) => {
	it('the status stands beside the message ID, in rows that are what they are without it', async () => {
		const to = [`${numberOf(1)},${REFUSED}`, FAILS];
		const result = await send(to, { advanced: { waitForFinalStatus: 20 }, server });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toMatchObject([
			{ accepted: true, status: '004', outcome: 'delivered', final: true, statusError: null },
			{ accepted: false, errorCode: '114', status: null, final: null, statusError: null },
			{ accepted: true, status: '007', outcome: 'failed', final: true, statusError: null },
		]);
		expect(pairsOf(result)).toEqual([0, 0, 1]);
		const plain = jsonOf(await send(to, { server }));
		const own = [...STATUS_NAMES, 'messageId', 'clientMessageId'];
		expect(jsonOf(result).map((row) => without(row, own))).toEqual(plain.map((row) => without(row, own)));
		expect(Object.keys(defined(plain[0]))).toEqual(expect.not.arrayContaining(STATUS_NAMES));
		// Without the option nothing is asked: two accepted messages were asked for once each.
		expect(countOf(gateway, 'querymsg')).toBe(2);
	});
});

it('is asked when all has been sent, and for what was accepted', async () => {
	const to = Array.from({ length: 40 }, (_, n) => numberOf(n));
	const result = await send(to, {
		advanced: { waitForFinalStatus: 20 },
		more: { text: '=Hello {{ $json.to }}' },
	});
	expect(jsonOf(result).every(({ status }) => status === '004')).toBe(true);
	const commands = gateway.calls().flatMap(({ command }) => (/msg$/.test(command) ? [command] : []));
	expect(commands).toEqual([...to.map(() => 'sendmsg'), ...to.map(() => 'querymsg')]);
});

it.each([
	{ kind: 'drop' },
	{ kind: 'http-502' },
	{ kind: 'error', code: '007' },
	{ kind: 'returns', returns: ['?'] },
] as const)('takes nothing from a row when the question meets %j', async (fault) => {
	gateway.fail({ ...fault, command: 'querymsg', times: 100 } as never);
	const result = await send([numberOf(1), numberOf(2)], {
		advanced: { waitForFinalStatus: 1 },
		settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	});
	expect(result.error).toBeUndefined();
	for (const row of jsonOf(result)) {
		expect(row).toMatchObject({ accepted: true, errorText: null, status: null, final: false });
		expect(row['messageId']).toMatch(/^[0-9a-f]{32}$/);
		expect(row['statusError']).toMatch(/\w/);
	}
	expect(result.hints).toEqual([
		"Clickatell accepted 2 messages, but could not say what has become of 2: 'statusError' says why",
	]);
	expect(gateway.messages()).toHaveLength(2);
});

it('leaves by the error output only what was not accepted', async () => {
	gateway.fail({ kind: 'drop', command: 'querymsg', times: 100 });
	const result = await send([numberOf(1), REFUSED], {
		advanced: { waitForFinalStatus: 1 },
		settings: { onError: 'continueErrorOutput' },
	});
	expect(jsonOf(result)).toMatchObject([{ to: numberOf(1), accepted: true, final: false }]);
	expect(jsonOf(result, 1)).toMatchObject([{ to: REFUSED, accepted: false, final: null }]);
});

it('ends at once when the execution is canceled', async () => {
	const begun = performance.now();
	await send([NEVER_DELIVERED], {
		advanced: { waitForFinalStatus: 600 },
		started: (cancel) =>
			void gateway.waitFor(() => gateway.messages().length === 1).then(() => setTimeout(cancel, 200)),
	});
	expect(performance.now() - begun).toBeLessThan(10_000);
	expect(gateway.messages()).toHaveLength(1);
});

describe('before anything is sent', () => {
	const many = Array.from({ length: 101 }, (_, n) => numberOf(n));
	const TOO_MANY =
		/'Wait for Final Status \(Seconds\)' is set for 101 messages; at most 100 in a run can be waited for\. Leave it out/;

	it('more than a hundred messages are refused, by Preview as well', async () => {
		const advanced = { waitForFinalStatus: 60 };
		for (const to of [many, [many.join()]]) {
			const { error } = await send(to, { advanced });
			expect(error?.message).toMatch(TOO_MANY);
		}
		const preview = await send([many.join()], { advanced, more: { operation: 'preview' } });
		expect(JSON.stringify(jsonOf(preview)[0] ?? preview.error?.message)).toMatch(/at most 100 in a run/);
		expect(gateway.calls({ command: 'sendmsg' })).toEqual([]);
	});

	it('each of their rows says so where the run goes on', async () => {
		const result = await send([many.join(), numberOf(200)], {
			advanced: { waitForFinalStatus: '={{ $itemIndex === 0 ? 60 : 0 }}' },
			settings: { onError: 'continueRegularOutput' },
		});
		const rows = jsonOf(result);
		expect(rows).toHaveLength(102);
		for (const row of rows.slice(0, 101)) {
			expect(row).toMatchObject({ accepted: false, errorMeaning: 'invalid input' });
			expect(row['errorText']).toMatch(TOO_MANY);
		}
		expect(rows[101]).toMatchObject({ to: numberOf(200), accepted: true });
		expect(gateway.messages()).toHaveLength(1);
	});

	it.each([601, -1, 1.5, 'soon'])('%p seconds are refused', async (waitForFinalStatus) => {
		const { error } = await send([numberOf(1)], { advanced: { waitForFinalStatus } });
		expect(error?.message).toMatch(/^'Wait for Final Status \(Seconds\)' is /);
		expect(gateway.messages()).toEqual([]);
	});
});

describe.each(PLATFORM_APIS)('with a key of %s', (api) => {
	let platform: Gateway;
	beforeEach(async () => {
		platform = await richPlatform({ pace: PACE });
	});
	afterEach(async () => await platform.close());

	const sendSms = async (advanced: IDataObject) =>
		await runNode({
			parameters: {
				authentication: 'platform',
				resource: 'sms',
				operation: 'send',
				to: '={{ $json.to }}',
				text: 'Hello',
				options: {},
				advanced,
			},
			items: itemsOf([{ to: numberOf(1) }, { to: numberOf(2) }]),
			credentials: platformVault(platform, api),
		});

	it('the status stands beside the message ID', async () => {
		const result = await sendSms({ waitForFinalStatus: 20 });
		expect(result.error).toBeUndefined();
		for (const row of jsonOf(result))
			expect(row).toMatchObject({ accepted: true, outcome: 'delivered', final: true, statusError: null });
		expect(Object.keys(defined(jsonOf(result)[0])).slice(-6)).toEqual([
			'status',
			'statusText',
			'outcome',
			'final',
			'timestamp',
			'statusError',
		]);
		expect(Object.keys(defined(jsonOf(await sendSms({}))[0]))).not.toContain('status');
		expect(JSON.stringify(jsonOf(result))).not.toContain(KEYS[api]);
	});

	it('a question that fails takes nothing from the row', async () => {
		const operation = api === 'oneApi' ? 'getStatus' : 'getSmsStatus';
		const known = platform.platform.calls.length;
		platform.platform.fail({ kind: 'drop', operation, times: 100 } as never);
		const result = await sendSms({ waitForFinalStatus: 1 });
		expect(platform.platform.calls.length).toBeGreaterThan(known);
		for (const row of jsonOf(result)) {
			expect(row).toMatchObject({ accepted: true, errorText: null, status: null, final: false });
			expect(row['statusError']).toMatch(/\w/);
		}
		expect(platform.platform.messages.all()).toHaveLength(2);
	});
});
