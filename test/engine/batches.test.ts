import type { IDataObject } from 'n8n-workflow';
import { ManualClock, type Gateway } from '../gateway';
import { runNode } from './engine';
import { countOf, itemsOf, jsonOf, numberOf, pairsOf, richGateway, SERVERS, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway({ clock: new ManualClock() });
});
afterEach(async () => {
	await gateway.close();
});

const FIELDS = { field1: '={{ $json.field1 }}', field2: '={{ $json.field2 }}' };

const personalized = (more: IDataObject = {}): IDataObject => ({
	resource: 'batch',
	operation: 'sendPersonalized',
	template: 'Hi #field1#, come at #field2#',
	to: '={{ $json.to }}',
	fields: FIELDS,
	options: {},
	advanced: {},
	...more,
});

const APPOINTMENTS = itemsOf([
	{ to: numberOf(1), field1: 'Ann', field2: '9:00' },
	{ to: numberOf(2), field1: 'Bob', field2: '10:00' },
	{ to: [numberOf(3), numberOf(4)], field1: 'Ann', field2: '9:00' },
	{ to: numberOf(5), field1: 'Ann', field2: '10:00' },
]);

const calls = () => gateway.calls().map(({ command }) => command.toLowerCase());

describe('batch.sendPersonalized', () => {
	it.each(SERVERS)('gives each recipient its own text, in one batch, on %s', async (server) => {
		const result = await runNode({
			parameters: personalized(),
			items: APPOINTMENTS,
			credentials: vaultFor(gateway, server),
		});
		expect(jsonOf(result).map(({ to }) => to)).toEqual([1, 2, 3, 4, 5].map(numberOf));
		expect(pairsOf(result)).toEqual([0, 1, 2, 2, 3]);
		const texts = jsonOf(result).map(({ messageId }) => defined(gateway.message(messageId as string)).text);
		expect(texts).toEqual([
			'Hi Ann, come at 9:00',
			'Hi Bob, come at 10:00',
			'Hi Ann, come at 9:00',
			'Hi Ann, come at 9:00',
			'Hi Ann, come at 10:00',
		]);
		expect(jsonOf(result)).toMatchObject(texts.map(() => ({ accepted: true, encoding: 'gsm', parts: 1 })));
		expect(gateway.violations()).toEqual([]);
	});

	it('says of how many items a value came to nothing, and which is the first', async () => {
		const items = itemsOf([
			{ to: numberOf(1), field1: 'Ann', field2: '9:00' },
			{ to: numberOf(2), field2: '9:00' },
			{ to: numberOf(3), field1: 'Ann', field2: ' ' },
			{ to: numberOf(4), field1: null, field2: '' },
		]);
		const hint = async (chosen: typeof items, more?: IDataObject) => {
			const result = await runNode({
				parameters: personalized(more),
				items: chosen,
				credentials: vaultFor(gateway),
			});
			return result.hints;
		};
		expect(await hint(items)).toEqual([
			"3 of 4 items have an empty value in 'Fields', and the text has nothing in its place: the first is item 1, where #field1# is empty",
		]);
		expect(await hint(items.slice(0, 1))).toEqual([]);
		expect(await hint(items.slice(2, 3))).toEqual([
			"1 of 1 item has an empty value in 'Fields', and the text has nothing in its place: it is item 0, where #field2# is empty",
		]);
		expect(await hint(items, { template: 'Closed', fields: {} })).toEqual([]);
		expect(gateway.messages()).toHaveLength(10);
	});

	it.each(SERVERS)('sends items with equal fields in one call, and ends the batch, on %s', async (server) => {
		await runNode({
			parameters: personalized(),
			items: APPOINTMENTS,
			credentials: vaultFor(gateway, server),
		});
		expect(calls()).toEqual([
			...['auth', 'ping', 'startbatch'],
			...['senditem', 'senditem', 'senditem'],
			'endbatch',
		]);
		expect(
			gateway
				.calls({ command: 'senditem' })
				.map(({ accepted }) => accepted)
				.sort(),
		).toEqual([1, 1, 3]);
		expect([...gateway.state.batches.values()]).toMatchObject([{ ended: true }]);
	});

	it('splits equal fields after 300 recipients', async () => {
		const items = itemsOf(
			Array.from({ length: 650 }, (_, i) => ({ to: numberOf(i), field1: 'Ann', field2: '9:00' })),
		);
		const result = await runNode({ parameters: personalized(), items, credentials: vaultFor(gateway) });
		expect(gateway.calls({ command: 'senditem' }).map(({ accepted }) => accepted)).toEqual([300, 300, 50]);
		expect(pairsOf(result)).toEqual(items.map((_, i) => i));
	});

	it.each(SERVERS)('sends a template without fields by quicksend on %s', async (server) => {
		const parameters = personalized({ template: 'The office is closed', fields: {} });
		const result = await runNode({
			parameters,
			items: APPOINTMENTS,
			credentials: vaultFor(gateway, server),
		});
		expect(calls()).toEqual(['auth', 'ping', 'startbatch', 'quicksend', 'endbatch']);
		expect(jsonOf(result)).toHaveLength(5);
		expect(gateway.messages().map(({ text }) => text)).toEqual(Array(5).fill('The office is closed'));
	});

	it('starts a batch for each different template', async () => {
		const items = itemsOf(
			['en', 'de', 'en'].map((language, i) => ({ to: numberOf(i), template: `Hi (${language})` })),
		);
		await runNode({
			parameters: personalized({ template: '={{ $json.template }}', fields: {} }),
			items,
			credentials: vaultFor(gateway),
		});
		expect(countOf(gateway, 'startbatch')).toBe(2);
		expect(countOf(gateway, 'endbatch')).toBe(2);
		expect(
			gateway
				.calls({ command: 'quicksend' })
				.map(({ accepted }) => accepted)
				.sort(),
		).toEqual([1, 2]);
	});

	it('sends once to a number that occurs again with equal fields, where the user wants that', async () => {
		const items = itemsOf([defined(APPOINTMENTS[0]).json, defined(APPOINTMENTS[0]).json]);
		const result = await runNode({
			parameters: personalized({ advanced: { duplicateRecipients: 'oncePerRun' } }),
			items,
			credentials: vaultFor(gateway),
		});
		expect(gateway.messages()).toHaveLength(1);
		expect(new Set(jsonOf(result).map(({ messageId }) => messageId)).size).toBe(1);
		expect(pairsOf(result)).toEqual([0, 1]);
	});
});

describe('before anything is sent', () => {
	it.each([
		['a placeholder without a value', { template: 'Hi #field1#, #field2# and #field3#' }, /lacks #field3#/],
		[
			'a value without a placeholder',
			{ template: 'Hi #field1#' },
			/holds #field2#, which 'Template' does not use/,
		],
		[
			'a placeholder that no server has',
			{ template: 'Hi #field11#', fields: {} },
			/holds #field11#.*1 to 10/,
		],
		[
			'a template that needs Unicode',
			{ template: 'Привет #field1# #field2#' },
			/'Template' needs Unicode because of 'П' 'р' 'и' 'в' 'е' 'т', which/,
		],
		[
			'a text that grows beyond its parts',
			{ template: `${'x'.repeat(155)} #field1# #field2#` },
			/with the fields filled in, needs 2 message parts, but 1 is allowed/,
		],
		['no template', { template: '={{ "" }}' }, /'Template' is empty/],
		['no recipient', { to: '={{ [] }}' }, /'To' is empty/],
	])('%s is refused', async (_, parameters, sentence) => {
		for (const server of SERVERS) {
			const result = await runNode({
				parameters: personalized(parameters),
				items: APPOINTMENTS,
				credentials: vaultFor(gateway, server),
			});
			if (server === 'documentLiteral') expect(result.error?.message).toMatch(sentence);
			expect(result.error?.message).toBeDefined();
		}
		expect(gateway.calls()).toEqual([]);
	});

	it('a value that needs Unicode is refused, naming its item', async () => {
		const items = itemsOf([
			defined(APPOINTMENTS[0]).json,
			{ to: numberOf(9), field1: 'Жанна', field2: '9:00' },
		]);
		const result = await runNode({ parameters: personalized(), items, credentials: vaultFor(gateway) });
		expect(result.error?.message).toMatch(
			/'Fields': the value of #field1# needs Unicode because of 'Ж' 'а' 'н', which/,
		);
		expect(result.error?.context).toMatchObject({ itemIndex: 1 });
		expect(gateway.calls()).toEqual([]);
	});
});

describe('a batch that cannot be started', () => {
	it.each([
		[
			{ kind: 'error', code: '123' },
			/^The sender ID is not registered \(123\); none of 5 recipients was accepted$/,
		],
		[{ kind: 'http-502' }, /answered with HTTP status 502.*; nothing was sent$/],
		[{ kind: 'drop-after' }, /closed the connection without an answer; nothing was sent$/],
		[{ kind: 'returns', returns: ['What?'] }, /could not be understood; nothing was sent$/],
	] as const)('because of %j sent nothing', async (fault, sentence) => {
		gateway.fail({ ...fault, command: 'startbatch' } as never);
		const result = await runNode({
			parameters: personalized(),
			items: APPOINTMENTS,
			credentials: vaultFor(gateway),
		});
		expect(result.error?.message).toMatch(sentence);
		expect(countOf(gateway, 'startbatch')).toBe(1);
		expect(gateway.messages()).toEqual([]);
	});

	it('loses nothing when it cannot be ended', async () => {
		gateway.fail({ kind: 'http-502', command: 'endbatch', times: 5 });
		const result = await runNode({
			parameters: personalized(),
			items: APPOINTMENTS,
			credentials: vaultFor(gateway),
		});
		expect(jsonOf(result).filter(({ accepted }) => accepted)).toHaveLength(5);
		expect(countOf(gateway, 'endbatch')).toBe(1);
	});

	it('an expression for all fields, which n8n drops, is refused and explained', async () => {
		const parameters = personalized({ fields: '={{ $json }}' });
		const result = await runNode({ parameters, items: APPOINTMENTS, credentials: vaultFor(gateway) });
		expect(result.error?.message).toMatch(/'Fields' lacks #field1#.*n8n drops it/);
		expect(gateway.calls()).toEqual([]);
	});
});
