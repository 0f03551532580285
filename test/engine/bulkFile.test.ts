import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Gateway } from '../gateway';
import { readBulk, type BulkKind, type ReadBulk } from '../gateway/files/reader';
import { log, runNode, type NodeResult, type NodeRun } from './engine';
import { API_ID, itemsOf, jsonOf, numberOf, pairsOf, PASSWORD, richGateway, USER, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

jest.setTimeout(120_000);

let gateway: Gateway;
beforeAll(async () => {
	gateway = await richGateway();
});
afterAll(async () => {
	// Composing is local: whatever was run, nothing reached the gateway.
	expect(gateway.calls()).toEqual([]);
	await gateway.close();
});

const TEXT = 'Your parcel is ready';
const KIND: Readonly<Record<string, BulkKind>> = { composeFtpFile: 'file', composeEmail: 'email' };
const OPERATIONS = Object.keys(KIND);

async function compose(
	operation: string,
	values: IDataObject,
	rows: readonly IDataObject[] = [{ to: numberOf(1) }],
	more: Partial<NodeRun> & { credential?: IDataObject } = {},
): Promise<NodeResult> {
	const { credential, ...run } = more;
	return await runNode({
		parameters: { resource: 'bulkFile', operation, to: '={{ $json.to }}', text: TEXT, ...values },
		items: itemsOf(rows),
		credentials: vaultFor(gateway, 'documentLiteral', credential),
		...run,
	});
}

const sourceOf = ({ binary }: INodeExecutionData) =>
	Buffer.from(defined(defined(binary)['data']).data, 'base64').toString('latin1');

function readAll(operation: string, { outputs }: NodeResult): ReadBulk[] {
	return (outputs[0] ?? []).map((item) => readBulk(sourceOf(item), defined(KIND[operation])));
}

const MERGED = {
	texts: 'merged',
	template: 'Hi #field1#, be here at #field2#',
	fields: { field1: '={{ $json.name }}', field2: '={{ $json.time }}' },
};

describe.each(OPERATIONS)('bulkFile.%s', (operation) => {
	it('makes one text of all items, with the account, and says what stands in it', async () => {
		const rows = [0, 1, 2].map((i) => ({ to: numberOf(i) }));
		const result = await compose(operation, {}, rows);
		const [read, ...others] = readAll(operation, result);
		expect(others).toEqual([]);
		expect(Object.fromEntries(defined(read).fields)).toEqual({
			api_id: API_ID,
			user: USER,
			password: PASSWORD,
			callback: '2',
		});
		expect(defined(read).messages).toEqual(rows.map(({ to }) => ({ to, text: TEXT })));
		expect(jsonOf(result)).toMatchObject([
			{
				recipients: 3,
				messageParts: 3,
				encoding: 'gsm',
				lines: sourceOf(defined(defined(result.outputs[0])[0])).split('\r\n').length - 1,
			},
		]);
		expect(defined(defined(defined(result.outputs[0])[0]).binary)['data']).toMatchObject({
			mimeType: 'text/plain',
		});
		expect(defined(defined(result.outputs[0])[0]).pairedItem).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('keeps the secrets in the binary data alone', async () => {
		const result = await compose(operation, {}, [{ to: numberOf(1) }, { to: '0823' }], {
			settings: { onError: 'continueRegularOutput' },
		});
		const [file, ...failed] = defined(result.outputs[0]);
		expect(sourceOf(defined(file))).toContain(`password:${PASSWORD}`);
		expect(failed).toHaveLength(1);
		const told = JSON.stringify([
			defined(file).json,
			failed,
			result.hints,
			log,
			defined(defined(defined(file).binary)['data']).fileName,
		]);
		for (const secret of [PASSWORD, USER, API_ID]) expect(told).not.toContain(secret);
	});

	it.each([
		['a character beyond ASCII', 'Geheimnis-ä17', /'Password' holds a character/],
		['a length no line carries', 'Secret17'.repeat(1100), /'Password' has 8800 characters/],
	])('refuses a password with %s without showing it', async (_what, password, says) => {
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const result = await compose(operation, {}, [{ to: numberOf(1) }], {
				credential: { password },
				settings: { onError },
			});
			const told = JSON.stringify([result.error?.message, jsonOf(result)]);
			expect(told).toMatch(says);
			expect(JSON.stringify([result.run, result.hints, log])).not.toContain(password);
			expect(result.outputs.flat().some(({ binary }) => binary)).toBe(false);
		}
	});

	it('gives each its values, with a delimiter that none of them holds', async () => {
		const rows = [
			{ to: numberOf(1), name: 'Ann', time: '9, or 10' },
			{ to: numberOf(2), name: 'Bo|b', time: '11' },
		];
		const result = await compose(operation, MERGED, rows);
		const [read] = readAll(operation, result);
		expect(defined(read).fields.get('delimiter')).toBe(';');
		expect(defined(read).messages).toEqual(
			rows.map(({ to, name, time }) => ({ to, text: `Hi ${name}, be here at ${time}` })),
		);
		const [chosen] = readAll(
			operation,
			await compose(operation, { ...MERGED, advanced: { delimiter: '~' } }, rows),
		);
		expect(defined(chosen).fields.get('delimiter')).toBe('~');
	});

	it('reads numbers and texts as Send does', async () => {
		const rows = [{ to: '(082) 555-1234' }, { to: '+44 7700 900123' }];
		const options = { defaultDialPrefix: '27', replaceTypography: true };
		const result = await compose(operation, { text: '“Ready” – now', options }, rows);
		expect(defined(readAll(operation, result)[0]).messages).toEqual(
			['27825551234', '447700900123'].map((to) => ({ to, text: '"Ready" - now' })),
		);
	});

	it('writes what ASCII cannot carry as Unicode, and counts its parts', async () => {
		const text = `é${'x'.repeat(69)}👋`;
		const refused = await compose(operation, { text });
		expect(refused.error?.message).toMatch(/^'Text' needs 2 message parts/);
		const result = await compose(operation, { text, longTexts: 'upToThree' }, [
			{ to: numberOf(1) },
			{ to: numberOf(2) },
		]);
		const [read] = readAll(operation, result);
		expect(defined(read).messages[1]).toEqual({ to: numberOf(2), text });
		expect(defined(read).fields.get('concat')).toBe('3');
		expect(jsonOf(result)).toMatchObject([{ encoding: 'unicode', messageParts: 4 }]);
	});

	it('carries every option under its name on the wire', async () => {
		const options = { clientMessageId: 'order17', replyRouting: true };
		const advanced = {
			deliveryDelay: 60,
			escalate: true,
			maxCredits: 1.5,
			priority: 1,
			requiredFeatures: [512],
			validityPeriod: 90,
		};
		const values = { senderId: '27999000224', deliveryReports: 7, longTexts: 'more', maxParts: 5 };
		const [read] = readAll(operation, await compose(operation, { ...values, options, advanced }));
		expect(Object.fromEntries(defined(read).fields)).toMatchObject({
			from: '27999000224',
			callback: '7',
			concat: '5',
			cliMsgId: 'order17',
			climsgid: 'order17',
			deliv_time: '60',
			max_credits: '1.5',
			mo: '1',
			escalate: '1',
			queue: '1',
			req_feat: '512',
			validity: '90',
		});
	});

	it("takes the credential's sender where the node has none", async () => {
		const credential = { defaultSender: 'Parcels' };
		const [read] = readAll(operation, await compose(operation, {}, undefined, { credential }));
		expect(defined(read).fields.get('from')).toBe('Parcels');
	});

	it('makes a text of its own for each message, and refuses more of them than anyone sends', async () => {
		const rows = Array.from({ length: 101 }, (_, i) => ({
			to: numberOf(i),
			text: `Code ${i % 2 ? 'A' : 'B'}`,
			own: `Code ${i}`,
		}));
		const text = '={{ $json.text }}';
		const result = await compose(operation, { text }, rows);
		expect(
			readAll(operation, result).map(({ messages }) => [messages.length, defined(messages[0]).text]),
		).toEqual([
			[51, 'Code B'],
			[50, 'Code A'],
		]);
		const many = await compose(operation, { text: '={{ $json.own }}' }, rows);
		expect(many.error?.message).toMatch(/more than 100 different messages.*'Template' to #field1#/);
		expect(many.outputs.flat()).toEqual([]);
	});

	it('sends once, where it should, to a number that several items have', async () => {
		const rows = [1, 2, 1].map((i) => ({ to: numberOf(i) }));
		const each = await compose(operation, {}, rows);
		expect(defined(readAll(operation, each)[0]).messages).toHaveLength(3);
		const once = await compose(operation, { advanced: { duplicateRecipients: 'oncePerRun' } }, rows);
		expect(defined(readAll(operation, once)[0]).messages.map(({ to }) => to)).toEqual([
			numberOf(1),
			numberOf(2),
		]);
		expect(defined(defined(once.outputs[0])[0]).pairedItem).toHaveLength(3);
	});

	describe('with wrong rows', () => {
		const rows = [
			{ to: numberOf(1), name: 'Ann', time: '9' },
			{ to: '0823', name: 'Bob', time: '10' },
			{ to: numberOf(3), name: 'José', time: '11' },
			{ to: numberOf(4), name: '#field2#', time: '12' },
			{ to: numberOf(5), name: 'Eve', time: '13' },
		];

		it('composes nothing where the run stops, and names item and field', async () => {
			const result = await compose(operation, MERGED, rows);
			expect(result.outputs.flat()).toEqual([]);
			expect(result.error?.message).toMatch(/^'To': .*0823/);
			expect(result.error?.context).toMatchObject({ itemIndex: 1 });
			const later = await compose(operation, MERGED, [defined(rows[0]), defined(rows[2])]);
			expect(later.outputs.flat()).toEqual([]);
			expect(later.error?.message).toBe(
				"'Fields' hold 'é', which goes only as Unicode, and merge fields cannot be used with Unicode; remove them",
			);
			expect(later.error?.context).toMatchObject({ itemIndex: 1 });
		});

		it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'composes the rest with %s',
			async (onError) => {
				const result = await compose(operation, MERGED, rows, { settings: { onError } });
				const split = onError === 'continueErrorOutput';
				const [first, second] = split ? [1, 3] : [4, undefined];
				expect(result.outputs.map((output) => output.length)).toEqual(
					second === undefined ? [first] : [first, second],
				);
				const file = { outputs: [[defined(defined(result.outputs[0])[0])]] } as unknown as NodeResult;
				expect(defined(readAll(operation, file)[0]).messages.map(({ to }) => to)).toEqual([
					numberOf(1),
					numberOf(5),
				]);
				expect(defined(defined(result.outputs[0])[0]).pairedItem).toEqual([{ item: 0 }, { item: 4 }]);
				const failed = split ? jsonOf(result, 1) : jsonOf(result).slice(1);
				expect(failed.map(({ errorText }) => (errorText as string).slice(0, 8))).toEqual([
					"'To': '0",
					"'Fields'",
					"'Fields'",
				]);
				expect(split ? pairsOf(result, 1) : pairsOf(result).slice(1)).toEqual([1, 2, 3]);
				expect(result.hints).toEqual(['3 of 5 items failed: 3 invalid input']);
			},
		);
	});

	it('lets others work while it composes 50,001 rows into two', async () => {
		const rows = Array.from({ length: 50_001 }, (_, i) => ({
			to: numberOf(i),
			name: `N${i}`,
			time: `${i % 24}:00`,
		}));
		const result = await compose(operation, MERGED, rows);
		expect(jsonOf(result).map(({ recipients }) => recipients)).toEqual([50_000, 1]);
		const reads = readAll(operation, result);
		expect(defined(reads[0]).messages[49_999]).toEqual({
			to: numberOf(49_999),
			text: 'Hi N49999, be here at 7:00',
		});
		expect(defined(reads[1]).messages).toEqual([
			{ to: numberOf(50_000), text: 'Hi N50000, be here at 8:00' },
		]);
		expect(defined(defined(result.outputs[0])[1]).pairedItem).toEqual([{ item: 50_000 }]);
	});
});

describe('the names of files', () => {
	const namesOf = (result: NodeResult) => jsonOf(result).map(({ fileName }) => fileName);

	it('are of nobody else unless one is given', async () => {
		const [one] = namesOf(await compose('composeFtpFile', {}));
		const [other] = namesOf(await compose('composeFtpFile', {}));
		for (const name of [one, other]) expect(name).toMatch(/^bulk-[0-9a-f]{32}\.txt$/);
		expect(other).not.toBe(one);
	});

	it('are numbered where several files share one', async () => {
		const options = { fileName: 'reminders.txt' };
		const result = await compose('composeFtpFile', { text: '={{ $json.text }}', options }, [
			{ to: numberOf(1), text: 'a' },
			{ to: numberOf(2), text: 'b' },
		]);
		expect(namesOf(result)).toEqual(['reminders-1.txt', 'reminders-2.txt']);
		expect(defined(result.outputs[0]).map(({ binary }) => defined(defined(binary)['data']).fileName)).toEqual(
			namesOf(result),
		);
		expect(namesOf(await compose('composeFtpFile', { options }))).toEqual(['reminders.txt']);
	});

	it('lead into no other folder', async () => {
		const result = await compose('composeFtpFile', { options: { fileName: '../x' } });
		expect(result.error?.message).toMatch(/^'File Name' /);
	});
});

it('says in an email where to send it, and whom to tell', async () => {
	const result = await compose('composeEmail', { replyAddress: 'name@example.com' });
	expect(jsonOf(result)).toMatchObject([
		{ emailTo: 'sms@messaging.clickatell.com', subject: 'SMS to 1 recipient' },
	]);
	expect(defined(readAll('composeEmail', result)[0]).reply).toEqual(['name@example.com']);
});

test('a number stays with the item that shares it with a refused one', async () => {
	// A line of exactly 76 characters; with a number of twelve digits it has 77.
	const name = 'x'.repeat(60);
	const rows = [
		{ to: '27999100001', name },
		{ to: '27999100001, 447700900123', name },
	];
	const values = {
		texts: 'merged',
		template: '#field1#',
		fields: { field1: '={{ $json.name }}' },
		advanced: { duplicateRecipients: 'oncePerRun' },
	};
	const settings = { onError: 'continueRegularOutput' as const };
	const result = await compose('composeEmail', values, rows, { settings });
	const [read, ...others] = defined(result.outputs[0])
		.filter(({ binary }) => binary)
		.map((item) => readBulk(sourceOf(item), 'email'));
	expect(others).toEqual([]);
	expect(defined(read).messages.map(({ to }) => to)).toEqual(['27999100001']);
	expect(result.outputs[0]).toHaveLength(2);
});
