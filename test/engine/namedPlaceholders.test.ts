import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { ManualClock, type Gateway } from '../gateway';
import { runNode } from './engine';
import { itemsOf, jsonOf, numberOf, pairsOf, richGateway, SERVERS, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';
import { casesOf } from '../extent';

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway({ clock: new ManualClock() });
});
afterEach(async () => {
	await gateway.close();
});

const TEMPLATE = 'Hi #firstName#, your #what# is at #time#. Bye, #firstName#';

const personalized = (more: IDataObject = {}): IDataObject => ({
	resource: 'batch',
	operation: 'sendPersonalized',
	template: TEMPLATE,
	to: '={{ $json.to }}',
	...more,
});

const PEOPLE = itemsOf([
	{ to: numberOf(1), firstName: 'Ann', what: 'appointment', time: '9:00' },
	{ to: numberOf(2), firstName: 'Bob', what: 'lesson', time: 10, other: 'not used' },
]);
const TEXTS = ['Hi Ann, your appointment is at 9:00. Bye, Ann', 'Hi Bob, your lesson is at 10. Bye, Bob'];

const textsOf = (rows: readonly IDataObject[]) =>
	rows.map(({ messageId }) => defined(gateway.message(messageId as string)).text);

describe('a template with names', () => {
	it.each(SERVERS)('is filled from the fields of each item, in one batch, on %s', async (server) => {
		const result = await runNode({
			parameters: personalized(),
			items: PEOPLE,
			credentials: vaultFor(gateway, server),
		});
		expect(result.error).toBeUndefined();
		expect(textsOf(jsonOf(result))).toEqual(TEXTS);
		expect(pairsOf(result)).toEqual([0, 1]);
		expect(gateway.calls({ command: 'startbatch' })).toHaveLength(1);
		expect(JSON.stringify(gateway.calls())).not.toContain('#firstName#');
		expect(gateway.violations()).toEqual([]);
	});

	const SHEET = itemsOf([{ to: numberOf(1), 'First Name': 'Ann', ' Amount due ': 5 }]);
	const BILL = 'Hi #First Name#, your bill is #Amount due#.';

	it.each(SERVERS)('has the headings of a table as names on %s', async (server) => {
		for (const placeholders of [
			{ mappingMode: 'autoMapInputData', value: null },
			{
				mappingMode: 'defineBelow',
				value: { 'First Name': "={{ $json['First Name'] }}", 'Amount due': '5' },
			},
		]) {
			const result = await runNode({
				parameters: personalized({ template: BILL, placeholders }),
				items: SHEET,
				credentials: vaultFor(gateway, server),
			});
			expect(result.error).toBeUndefined();
			expect(textsOf(jsonOf(result))).toEqual(['Hi Ann, your bill is 5.']);
		}
	});

	it.each(['Hi # First Name #', 'Hi #First/Name#', 'Hi ＃First Name＃'])(
		'is refused where it would go out unchanged: %p',
		async (template) => {
			const result = await runNode({
				parameters: personalized({ template }),
				items: SHEET,
				credentials: vaultFor(gateway),
			});
			expect(result.error?.message).toMatch(/^'Template' holds '.*', which would be sent unchanged because/);
			expect(gateway.calls()).toEqual([]);
		},
	);

	it('is filled from what was chosen for each name, beside the numbers', async () => {
		const result = await runNode({
			parameters: personalized({
				template: '#field1#: #Name# / #sum#',
				placeholders: {
					mappingMode: 'defineBelow',
					value: { Name: '={{ $json.firstName.toUpperCase() }}', sum: '={{ 1 + 1 }}' },
				},
				fields: { field1: '={{ $json.what }}' },
			}),
			items: PEOPLE,
			credentials: vaultFor(gateway),
		});
		expect(result.error).toBeUndefined();
		expect(textsOf(jsonOf(result))).toEqual(['appointment: ANN / 2', 'lesson: BOB / 2']);
	});

	it('that nothing fills is refused by its name, before anything is sent', async () => {
		const items = [...PEOPLE, ...itemsOf([{ to: numberOf(3), firstName: 'Cid', time: null }])];
		const result = await runNode({ parameters: personalized(), items, credentials: vaultFor(gateway) });
		expect(result.error?.message).toBe(
			"'Template' uses #what#, #time#, which nothing fills; give it a value in 'Placeholders', or the input item a field of this name",
		);
		expect(gateway.calls()).toEqual([]);
		const below = await runNode({
			parameters: personalized({
				placeholders: { mappingMode: 'defineBelow', value: { firstName: 'x', what: 'y' } },
			}),
			items: PEOPLE,
			credentials: vaultFor(gateway),
		});
		expect(below.error?.message).toContain('#time#, which nothing fills');
	});

	it('says of which name the value came to nothing', async () => {
		const items = itemsOf([{ to: numberOf(1), firstName: '', what: 'lesson', time: '9:00' }]);
		const result = await runNode({ parameters: personalized(), items, credentials: vaultFor(gateway) });
		expect(result.hints).toEqual([
			"1 of 1 item has an empty value in 'Placeholders', and the text has nothing in its place: it is item 0, where #firstName# is empty",
		]);
	});

	it('gives every text that replacing the names gives', async () => {
		const name = fc
			.stringMatching(/^[a-z][a-zA-Z0-9]{0,6}$/)
			.filter((one) => !one.startsWith('field') && one !== 'to');
		const word = fc.stringMatching(/^[A-Za-z0-9.,!?@£$]{1,6}$/);
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
				fc.array(fc.tuple(fc.nat(), word), { minLength: 1, maxLength: 6 }),
				fc.array(fc.array(word, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
				async (names, pieces, people) => {
					const template = pieces
						.map(([which, text]) => `${text} #${defined(names[which % names.length])}#`)
						.join(' ');
					const records = people.map((values, i): Record<string, string> => ({
						...Object.fromEntries(names.map((one, n) => [one, defined(values[n])])),
						to: numberOf(i),
					}));
					const result = await runNode({
						parameters: personalized({ template }),
						items: itemsOf(records),
						credentials: vaultFor(gateway),
					});
					expect(textsOf(jsonOf(result))).toEqual(
						records.map((record) => template.replace(/#(\w+)#/g, (_, one: string) => defined(record[one]))),
					);
				},
			),
			{ numRuns: casesOf(15) },
		);
	});
});

test('a bulk file has the names as the fields that its API knows', async () => {
	const result = await runNode({
		parameters: {
			resource: 'bulkFile',
			operation: 'composeFtpFile',
			texts: 'merged',
			template: TEMPLATE,
			to: '={{ $json.to }}',
		},
		items: PEOPLE,
		credentials: vaultFor(gateway),
	});
	expect(result.error).toBeUndefined();
	const { data } = defined(defined(defined(defined(result.outputs[0])[0]).binary)['data']);
	const lines = Buffer.from(data, 'base64').toString('latin1').split(/\r?\n/);
	expect(lines).toContain('text:Hi #field1#, your #field2# is at #field3#. Bye, #field1#');
	expect(lines).toContain(`csv:${numberOf(1)},Ann,appointment,9:00`);
	expect(lines).toContain(`csv:${numberOf(2)},Bob,lesson,10`);
});
