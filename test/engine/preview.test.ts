import type { IDataObject } from 'n8n-workflow';
import type { Gateway } from '../gateway';
import { runNode, type NodeRun } from './engine';
import { platformVault, richPlatform } from './platformSending';
import {
	countOf,
	itemsOf,
	jsonOf,
	numberOf,
	richGateway,
	sendEach,
	SERVERS,
	USER,
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

const UK = '447700900123';
const text = 'Hello';
const LIST = `={{ ['+27 999 100 002', '٢٧٩٩٩١٠٠٠٠٣'] }}`;

const run = async (
	items: readonly IDataObject[],
	options: IDataObject,
	more: IDataObject = {},
	settings: NodeRun['settings'] = {},
	server: (typeof SERVERS)[number] = 'documentLiteral',
) => {
	const { stopAtCredits, ...others } = options;
	const advanced: IDataObject = stopAtCredits === undefined ? {} : { stopAtCredits };
	return await runNode({
		parameters: { ...sendEach(advanced, others), ...more },
		items: itemsOf(items),
		credentials: vaultFor(gateway, server),
		settings,
	});
};
const preview = async (items: readonly IDataObject[], options: IDataObject = {}, more: IDataObject = {}) =>
	await run(items, options, { operation: 'preview', ...more });

const onError = { onError: 'continueRegularOutput' } as const;

describe('Do Not Send To', () => {
	it.each(SERVERS)('spares the numbers of a list, however they are written, on %s', async (server) => {
		const items = [2, 1, 3].map((n) => ({ to: numberOf(n), text }));
		const result = await run(items, { doNotSendTo: LIST }, {}, {}, server);
		expect(result.error).toBeUndefined();
		expect(
			jsonOf(result).map((row) => [row['to'], row['accepted'], row['suppressed'], row['errorMeaning']]),
		).toEqual([
			[numberOf(2), false, true, 'suppressed'],
			[numberOf(1), true, false, null],
			[numberOf(3), false, true, 'suppressed'],
		]);
		expect(gateway.messages().map(({ to }) => to)).toEqual([numberOf(1)]);
		expect(result.hints).toEqual(["2 of 3 recipients are in 'Do Not Send To' and got nothing"]);
	});

	it('is no failure of a run in which everybody is spared, and leaves by the first output', async () => {
		const items = [{ to: numberOf(2), text }];
		for (const settings of [{}, onError, { onError: 'continueErrorOutput' as const }]) {
			const result = await run(items, { doNotSendTo: numberOf(2) }, {}, settings);
			expect(result.error).toBeUndefined();
			expect(jsonOf(result)).toMatchObject([{ accepted: false, suppressed: true }]);
		}
		expect(gateway.messages()).toEqual([]);
	});

	it('still throws where all others were refused', async () => {
		const items = [{ to: numberOf(2), text }];
		const none = await run([...items, { to: '999123456789', text: '' }], { doNotSendTo: numberOf(2) });
		expect(none.error).toBeDefined();
	});

	it.each([
		['={{ undefined }}', /'Do Not Send To' yielded nothing, so that nobody would be skipped/],
		['={{ $json.nothing }}', /'Do Not Send To' yielded nothing/],
		["={{ ['27999100001', 'n/a', null] }}", /holds 'n\/a', which cannot be read: 'n\/a' contains 'n'/],
		[
			"={{ [{ id: 1, name: 'Ann' }] }}",
			/has a row with no field for a number as entry 1; give numbers, as in/,
		],
		[
			`={{ [{ from: '${numberOf(2)}', to: '${numberOf(9)}' }] }}`,
			/has a row with several fields \(from, to\) for a number as entry 1; give numbers, as in/,
		],
		['={{ [{ id: 1, number: null }] }}', /has no number as entry 1/],
		["={{ [{ number: { fault: 'x' } }] }}", /has no number as entry 1/],
		['={{ { a: 1 } }}', /is not a list of numbers/],
		['0999100001', /holds '0999100001', which cannot be read: '0999100001' starts with 0/],
	])('refuses %p before anything is sent', async (doNotSendTo, expected) => {
		const items = [
			{ to: numberOf(1), text },
			{ to: numberOf(2), text },
		];
		expect((await run(items, { doNotSendTo })).error?.message).toMatch(expected);
		for (const row of jsonOf(await run(items, { doNotSendTo }, {}, onError)))
			expect(row).toMatchObject({ accepted: false, errorMeaning: 'invalid input', suppressed: false });
		expect(gateway.messages()).toEqual([]);
	});

	it.each([
		['rows', `={{ [{ id: 1, number: '${numberOf(2)}' }, {}] }}`],
		['rows of a sheet', `={{ [{ Name: 'Ann', 'Phone Number': ${numberOf(2)} }] }}`],
		['items', `={{ [{ json: { id: 1, number: '${numberOf(2)}' }, pairedItem: 0 }, { json: {} }] }}`],
		['the items of the input', '={{ $input.all().map(({ json }) => ({ json: { to: json.out } })) }}'],
	])('takes %s', async (_, doNotSendTo) => {
		const items = [1, 2].map((n) => ({ to: numberOf(n), text, out: numberOf(2) }));
		const rows = jsonOf(await run(items, { doNotSendTo }));
		expect(rows.map(({ suppressed }) => suppressed)).toEqual([false, true]);
	});

	it('takes an empty list, and reads national numbers by the dial prefix', async () => {
		const items = [
			{ to: '0999100001', text },
			{ to: '0999100002', text },
		];
		const prefix = { defaultDialPrefix: '27' };
		for (const doNotSendTo of ['', '={{ [] }}', "={{ [].join(',') }}"]) {
			const rows = jsonOf(await run(items, { doNotSendTo, ...prefix }));
			expect(rows.map(({ accepted }) => accepted)).toEqual([true, true]);
		}
		const rows = jsonOf(await run(items, { doNotSendTo: '099 910 0002', ...prefix }));
		expect(rows.map(({ suppressed }) => suppressed)).toEqual([false, true]);
	});

	it.each([
		['the trigger gives of somebody abroad', '49', `+${UK}`, UK],
		['the trigger gives where the country has no such number', '27', `+${UK}`, UK],
		['is written as in the country', '27', numberOf(2), '0999100002'],
		['has the other spelling', '27', '+54 11 2345 6789', '5491123456789'],
	])('skips a number that %s, with the prefix %s', async (_, defaultDialPrefix, to, number) => {
		const options = { defaultDialPrefix, doNotSendTo: `={{ [{ id: 1, number: '${number}' }] }}` };
		const items = [
			{ to, text },
			{ to: `+${numberOf(1)}`, text },
		];
		const sent = jsonOf(await run(items, options));
		expect(sent.map(({ suppressed }) => suppressed)).toEqual([true, false]);
		const seen = jsonOf(await preview(items, options));
		expect(seen.map(({ sendable, suppressed }) => [sendable, suppressed])).toEqual([
			[false, true],
			[true, false],
		]);
		expect(gateway.messages().map(({ to }) => to)).toEqual([numberOf(1)]);
	});

	it('sends to all others where a short code, or digits that are not a number, have written STOP', async () => {
		const doNotSendTo =
			"={{ [{ number: '38745' }, { number: '5215512345678' }, { number: '99912345678' }] }}";
		const items = [
			{ to: '+52 55 1234 5678', text },
			{ to: numberOf(1), text },
		];
		const rows = jsonOf(await run(items, { doNotSendTo }));
		expect(rows.map(({ suppressed }) => suppressed)).toEqual([true, false]);
	});

	it('takes a list of its own for each item, beside options that differ', async () => {
		const items = [1, 2].map((n) => ({
			to: [numberOf(1), numberOf(2)],
			text,
			no: [numberOf(n)],
			id: `id${n}`,
		}));
		const options = { doNotSendTo: '={{ $json.no }}', clientMessageId: '={{ $json.id }}' };
		const rows = jsonOf(await run(items, options));
		expect(rows.map((row) => [row['to'], row['suppressed'], row['clientMessageId']])).toEqual([
			[numberOf(1), true, 'id1'],
			[numberOf(2), false, 'id1'],
			[numberOf(1), false, 'id2'],
			[numberOf(2), true, 'id2'],
		]);
	});

	it('reads a long list once, however many items have options of their own', async () => {
		const list = Array.from({ length: 100_000 }, (_, i) => numberOf(i + 1));
		const items = Array.from({ length: 2_000 }, (_, i) => ({ to: numberOf(i), text, id: `id${i}` }));
		const doNotSendTo = '={{ Array.from({ length: 100000 }, (_, i) => String(27999100001 + i)) }}';
		expect(list[0]).toBe('27999100001');
		const rows = jsonOf(await run(items, { doNotSendTo, clientMessageId: '={{ $json.id }}' }));
		expect(rows.filter(({ suppressed }) => suppressed === false)).toMatchObject([{ to: numberOf(0) }]);
	}, 60_000);
});

describe('Stop at Credits', () => {
	// A message to the United Kingdom costs 1, one to a test number of South Africa a third of it.
	const items = [UK, numberOf(1), UK, numberOf(2)].map((to, i) => ({ to, text: `${text} ${i}` }));

	it.each(SERVERS)('sends in the order of the items up to the limit on %s', async (server) => {
		const before = gateway.credit(USER);
		const result = await run(items, { stopAtCredits: 2 }, {}, {}, server);
		const rows = jsonOf(result);
		expect(rows.map((row) => [row['accepted'], row['errorMeaning']])).toEqual([
			[true, null],
			[true, null],
			[false, 'over the limit'],
			[false, 'over the limit'],
		]);
		expect(defined(rows[2])['errorText']).toBe(
			"'Stop at Credits' is 2, and with this message the run would cost 2.33; nothing was sent",
		);
		expect(gateway.messages()).toHaveLength(2);
		expect(before - gateway.credit(USER)).toBeCloseTo(1.33);
		expect(countOf(gateway, 'routecoverage')).toBe(2);
	});

	it.each(['', '={{ null }}', '={{ $json.nothing }}'])(
		'sends nothing where it comes to nothing: %p',
		async (limit) => {
			expect((await run(items, { stopAtCredits: limit })).error?.message).toMatch(
				/^'Stop at Credits' is empty, so that nothing would limit what the run spends/,
			);
			expect(gateway.messages()).toEqual([]);
		},
	);

	it('counts parts, and asks nothing where it is not set', async () => {
		const long = [{ to: UK, text: 'x'.repeat(161) }];
		const rows = jsonOf(await run(long, { stopAtCredits: 1.5 }, { longTexts: 'upToThree' }, onError));
		expect(rows).toMatchObject([{ accepted: false, errorMeaning: 'over the limit', parts: 2 }]);
		await run(items, {});
		expect(countOf(gateway, 'routecoverage')).toBe(1);
	});

	it('refuses each item that asks for the same message, which is sent once', async () => {
		const twice = [items[0], items[0], items[2]].map((one) => ({ ...one, text }));
		const more = { advanced: { duplicateRecipients: 'oncePerRun', stopAtCredits: 0.5 } };
		const rows = jsonOf(await run(twice, {}, more, onError));
		expect(rows.map((row) => row['errorMeaning'])).toEqual(twice.map(() => 'over the limit'));
		expect(gateway.messages()).toEqual([]);
	});

	it('sends nothing whose charge is not known, and says so', async () => {
		const result = await run([{ to: '+999 123 4567', text }, ...items], { stopAtCredits: 100 });
		const [unknown, ...others] = jsonOf(result);
		expect(unknown).toMatchObject({ accepted: false, errorMeaning: 'over the limit' });
		expect(defined(unknown)['errorText']).toMatch(
			/what a message to 9991234567 costs is not known: Clickatell does not cover/,
		);
		expect(others.every(({ accepted }) => accepted === true)).toBe(true);
	});

	it('holds for personalized messages as well', async () => {
		const template = {
			resource: 'batch',
			operation: 'sendPersonalized',
			template: 'Hi #field1#',
			fields: { field1: '={{ $json.text }}' },
		};
		const rows = jsonOf(await run(items, { stopAtCredits: 1.4, doNotSendTo: numberOf(2) }, template));
		expect(rows.map(({ accepted, errorMeaning }) => [accepted, errorMeaning])).toEqual([
			[true, null],
			[true, null],
			[false, 'over the limit'],
			[false, 'suppressed'],
		]);
	});
});

describe('message.preview', () => {
	const items = [
		{ to: `+${UK}, ${numberOf(1)}`, text },
		{ to: [numberOf(2), '1-800-FLOWERS'], text },
		{ to: numberOf(3), text: 'ж'.repeat(71) },
		{ to: numberOf(4), text },
		{ to: '', text },
		{ to: numberOf(4), text: 'ж' },
	];

	it('says what a send would do, and sends nothing', async () => {
		const result = await preview(items, { doNotSendTo: numberOf(4), askForCharge: true });
		expect(result.error).toBeUndefined();
		const rows = jsonOf(result);
		expect(
			rows.map((row) => [row['to'], row['sendable'], row['country'], row['encoding'], row['charge']]),
		).toEqual([
			[UK, true, 'GB', 'gsm', 1],
			[numberOf(1), true, 'ZA', 'gsm', 0.33],
			[numberOf(2), false, null, null, null],
			['1-800-FLOWERS', false, null, null, null],
			[numberOf(3), false, null, null, null],
			[numberOf(4), false, 'ZA', 'gsm', null],
			[null, false, null, null, null],
			[numberOf(4), false, 'ZA', 'unicode', null],
		]);
		for (const row of rows)
			expect(row).toMatchObject({
				totalMessages: 2,
				totalNotSendable: 6,
				totalParts: 2,
				totalCalls: 1,
				totalCharge: 1.33,
				balance: 10_000_000,
				balanceIsEnough: true,
			});
		expect(gateway.messages()).toEqual([]);
		expect(countOf(gateway, 'sendmsg')).toBe(0);
	});

	it('asks nothing unless it is to, and tells a balance that is too low', async () => {
		const sound = [{ to: UK, text }];
		const [row] = jsonOf(await preview(sound));
		expect(row).toMatchObject({
			charge: null,
			covered: null,
			totalCharge: null,
			balance: null,
			balanceIsEnough: null,
		});
		expect(gateway.calls()).toEqual([]);
		await gateway.close();
		gateway = await richGateway({
			seed: {
				accounts: [
					{ user: USER, password: 'c0rrect-horse+battery', credit: 0.5, apis: [{ apiId: '424242' }] },
				],
			},
		});
		const [poor] = jsonOf(await preview(sound, { askForCharge: true }));
		expect(poor).toMatchObject({ totalCharge: 1, balance: 0.5, balanceIsEnough: false });
	});

	it('says what it could not learn', async () => {
		const [row] = jsonOf(await preview([{ to: '+999 123 4567', text }], { askForCharge: true }));
		expect(row).toMatchObject({ sendable: true, covered: false, charge: null, totalCharge: 0 });
	});

	it.each(SERVERS)('refuses what a send refuses before sending, in the same words, on %s', async (server) => {
		const options = { doNotSendTo: numberOf(4), stopAtCredits: 1, defaultDialPrefix: '27' };
		const others = [
			...items,
			{ to: '999', text },
			{ to: '0999100007', text: 'Ω€'.repeat(40) },
			{ to: 'tel:+27999100008;ext=1', text },
			{ to: numberOf(9), text: '' },
		];
		const rows = jsonOf(await run(others, options, { operation: 'preview' }, {}, server));
		const sent = jsonOf(await run(others, options, {}, onError, server));
		const refused = ['invalid input', 'suppressed', 'over the limit'];
		expect(rows.map(({ to, sendable, errorText }) => [to, sendable, errorText])).toEqual(
			sent.map(({ to, errorMeaning, errorText }) => {
				const isRefused = refused.includes(errorMeaning as string);
				return [to, !isRefused, isRefused ? errorText : null];
			}),
		);
		expect(new Set(sent.map(({ errorMeaning }) => errorMeaning))).toEqual(new Set([null, ...refused]));
	});
});

it('previews and spares for an account of the Platform, and asks for its balance', async () => {
	const platform = await richPlatform();
	try {
		const runs = async (operation: string, options: IDataObject) =>
			await runNode({
				parameters: {
					authentication: 'platform',
					resource: 'sms',
					operation,
					to: '={{ $json.to }}',
					text,
					options,
					advanced: {},
				},
				items: itemsOf([1, 2].map((n) => ({ to: `+${numberOf(n)}` }))),
				credentials: platformVault(platform),
			});
		const rows = jsonOf(await runs('preview', { doNotSendTo: numberOf(2), askForBalance: true }));
		expect(rows).toMatchObject([
			{
				to: numberOf(1),
				sendable: true,
				country: 'ZA',
				totalMessages: 1,
				totalCalls: 1,
				balance: 10_000_000,
			},
			{ to: numberOf(2), sendable: false, suppressed: true },
		]);
		expect(Object.keys(defined(rows[0]))).not.toContain('charge');
		// With a prefix as well, the list may hold what the trigger gives.
		for (const prefix of [{}, { defaultDialPrefix: '49' }]) {
			const options = { doNotSendTo: `={{ [{ number: '${numberOf(2)}' }] }}`, ...prefix };
			const sent = jsonOf(await runs('send', options));
			expect(sent.map(({ accepted, suppressed }) => [accepted, suppressed])).toEqual([
				[true, false],
				[false, true],
			]);
			const seen = jsonOf(await runs('preview', options));
			expect(seen.map(({ sendable }) => sendable)).toEqual([true, false]);
		}
	} finally {
		await platform.close();
	}
});
