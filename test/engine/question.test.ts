import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { measureText } from '../../nodes/Clickatell/message/text/gsm';
import type { Gateway } from '../gateway';
import { runNode, type NodeRun, type Vault } from './engine';
import { KEYS, platformVault, richPlatform } from './platformSending';
import { API_ID, jsonOf, numberOf, PASSWORD, SERVERS, USER, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richPlatform();
	gateway.seed({
		accounts: [{ user: USER, password: PASSWORD, credit: 10_000, apis: [{ apiId: API_ID }] }],
		vouchers: [],
	});
});
afterEach(async () => await gateway.close());

const QUESTION = 'May order 17 be placed? It costs 900 €.';
const BLOCKED = '27999166121';

async function ask(
	parameters: IDataObject = {},
	{ vault, ...more }: Partial<NodeRun> & { vault?: Vault } = {},
): Promise<Awaited<ReturnType<typeof runNode>>> {
	return await runNode({
		parameters: {
			authentication: 'smsGateway',
			resource: 'message',
			operation: 'sendAndWait',
			to: numberOf(1),
			message: QUESTION,
			...parameters,
		},
		credentials: vault ?? vaultFor(gateway),
		...more,
	});
}

const isWaiting = (result: Awaited<ReturnType<typeof runNode>>) => result.run.waitTill !== undefined;
const textsTo = (to: string) => gateway.messages({ to }).map(({ text }) => text);
const linkIn = (text = '') => new URL(defined(text.split('\n').at(-1)));

describe('a question', () => {
	it.each(SERVERS)('goes to everybody asked, each with a link of their own, on %s', async (server) => {
		const result = await ask({ to: `${numberOf(1)}, +${numberOf(2)}` }, { vault: vaultFor(gateway, server) });
		expect(result.error).toBeUndefined();
		expect(isWaiting(result)).toBe(true);
		expect(jsonOf(result)).toMatchObject([
			{ to: numberOf(1), accepted: true, parts: 2 },
			{ to: numberOf(2), accepted: true, parts: 2 },
		]);
		for (const to of [numberOf(1), numberOf(2)]) {
			const [text, ...others] = textsTo(to);
			expect(others).toEqual([]);
			expect(text).toMatch(
				/^May order 17 be placed\? It costs 900 €\.\nhttp:\/\/localhost\/webhook-waiting\/1\/node\?/,
			);
			const { searchParams } = linkIn(text);
			expect([...searchParams.keys()]).toEqual(['by', 'q', 'signature']);
			expect(searchParams.get('by')).toBe(to);
			expect(searchParams.get('signature')).toMatch(/^[0-9a-f]{64}$/);
		}
	});

	it.each(['oneApi', 'smsApi'] as const)('goes by SMS from the Platform, with a key of %s', async (api) => {
		const result = await ask(
			{ authentication: 'platform', resource: 'sms' },
			{ vault: platformVault(gateway, api) },
		);
		expect(result.error).toBeUndefined();
		expect(isWaiting(result)).toBe(true);
		const [message] = gateway.platform.messages.all();
		expect(message).toMatchObject({ to: numberOf(1), channel: 'sms' });
		expect(defined(message).text).toContain(`${QUESTION}\nhttp://`);
		expect(KEYS[api]).toBeDefined();
	});

	it('goes by WhatsApp in full, however long', async () => {
		const url = { url: `${gateway.url}/replies`, method: 'POST' } as const;
		gateway.platform.write({ integration: 'one', channel: 'whatsapp', from: numberOf(1), text: 'Hi', url });
		const message = 'Is it so? '.repeat(340).trim();
		const result = await ask(
			{ authentication: 'platform', resource: 'whatsApp', message },
			{ vault: platformVault(gateway) },
		);
		expect(result.error).toBeUndefined();
		expect(isWaiting(result)).toBe(true);
		const [sent] = gateway.platform.messages.all();
		expect(sent).toMatchObject({ channel: 'whatsapp' });
		expect(defined(sent).text.startsWith(`${message}\n`)).toBe(true);
	});

	it.each([
		[1, 160],
		[2, 306],
		[3, 459],
	])('is shortened to %i message parts, its link never', async (maxParts, units) => {
		const to = numberOf(1);
		const message = 'A question with many words. '.repeat(60);
		const result = await ask({ to, message, advanced: { maxParts } });
		const [text = ''] = textsTo(to);
		const measured = measureText(text, 'automatic');
		expect(measured.parts).toBe(maxParts);
		expect(measured.units).toBeGreaterThan(units - 12);
		expect(text.split('\n')[0]).toMatch(/^A question with .*\.\.\.$/);
		expect(linkIn(text).searchParams.get('by')).toBe(to);
		expect(result.hints).toEqual([
			"The question was shortened to fit into 'Most Message Parts'; the page shows all of it",
		]);
	});

	it('tells the rounds of a loop apart by the item that it asks about', async () => {
		const rounds = [{ order: 17 }, { order: 18 }, { order: 17 }];
		const links: string[] = [];
		for (const json of rounds) {
			const result = await ask({}, { items: [{ json }] });
			expect(result.error).toBeUndefined();
			links.push(defined(linkIn(textsTo(numberOf(1)).at(-1)).searchParams.get('q')));
		}
		expect(links[0]).toMatch(/^[\w-]{6}$/);
		expect(links[1]).not.toBe(links[0]);
		expect(links[2]).toBe(links[0]);
	});

	it('is kept as it was asked, for its page', async () => {
		const result = await ask({
			message: '=At {{ $now.toMillis() }}?',
			options: { responseFormTitle: '={{ Math.random() }}' },
		});
		const [text = ''] = textsTo(numberOf(1));
		const { question } = defined(result.run.data.executionData).contextData['node:Node'] as {
			question: string;
		};
		const kept = JSON.parse(question) as IDataObject;
		expect(kept['message']).toBe(text.split('\n')[0]);
		expect(kept['title']).toMatch(/^0\.\d/);
		expect(kept['answer']).toEqual({ kind: 'approval', buttons: { approve: 'Approve' } });
	});

	it.each([
		['45 minutes', { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' }, 45 * 60_000],
		['two days', { resumeAmount: 2, resumeUnit: 'days' }, 2 * 86_400_000],
	])('waits for %s', async (_, values, ms) => {
		const result = await ask({ options: { limitWaitTime: { values } } });
		const late = defined(result.run.waitTill).getTime() - Date.now() - ms;
		expect(Math.abs(late)).toBeLessThan(30_000);
	});

	it('waits until a date, and without a limit for good', async () => {
		const at = { limitType: 'atSpecifiedTime', maxDateAndTime: '2099-03-01T08:00:00+02:00' };
		const dated = await ask({ options: { limitWaitTime: { values: at } } });
		expect(dated.run.waitTill).toEqual(new Date('2099-03-01T06:00:00Z'));
		expect(defined((await ask()).run.waitTill).getUTCFullYear()).toBe(3000);
	});
});

describe('what cannot be asked', () => {
	const limit = (values: IDataObject) => ({ options: { limitWaitTime: { values } } });
	const cases: ReadonlyArray<
		readonly [name: string, parameters: IDataObject, says: RegExp, items: INodeExecutionData[] | undefined]
	> = [
		['several items', {}, /asks one question at a time, but gets 2 items/, [{ json: {} }, { json: {} }]],
		['no question', { message: ' ' }, /'Message' is empty/, undefined],
		['nobody', { to: '={{ "" }}' }, /'To' is empty/, undefined],
		['a number that is none', { to: '12' }, /'To': '12'/, undefined],
		[
			'too many people',
			{ to: Array.from({ length: 101 }, (_, i) => numberOf(i)).join() },
			/at most 100/,
			undefined,
		],
		['an unknown response type', { responseType: 'poll' }, /'Response Type' is 'poll'/, undefined],
		['a form without fields', { responseType: 'customForm' }, /'Form Fields' has no field/, undefined],
		[
			'a time that is past',
			limit({ limitType: 'atSpecifiedTime', maxDateAndTime: '2001-01-01T00:00:00' }),
			/which is past/,
			undefined,
		],
		[
			'a time that is none',
			limit({ limitType: 'atSpecifiedTime', maxDateAndTime: 'soon' }),
			/'Limit Wait Time' is not a date/,
			undefined,
		],
		[
			'no time at all',
			limit({ resumeAmount: 0, resumeUnit: 'hours' }),
			/'Limit Wait Time' is '0' hours/,
			undefined,
		],
	];

	it.each(cases)('is refused before anything is sent: %s', async (_, parameters, says, items) => {
		const result = await ask(parameters, items ? { items } : {});
		expect(result.error?.message).toMatch(says);
		expect(result.error?.description).toContain('Nothing was sent.');
		expect(isWaiting(result)).toBe(false);
		expect(gateway.calls({ command: 'sendmsg' })).toEqual([]);
	});

	it.each(cases)(
		'does not look like a time that is up where the run is to continue: %s',
		async (_, parameters, says, given) => {
			const items = given ?? [{ json: { order: 17 } }];
			const result = await ask(parameters, { items, settings: { onError: 'continueRegularOutput' } });
			expect(result.error).toBeUndefined();
			expect(isWaiting(result)).toBe(false);
			expect(jsonOf(result)).toHaveLength(1);
			expect(jsonOf(result)[0]).toMatchObject({ accepted: false, errorText: expect.stringMatching(says) });
			expect(jsonOf(result)[0]).not.toHaveProperty('order');
			expect(gateway.calls({ command: 'sendmsg' })).toEqual([]);
		},
	);

	it('is an address that no phone can open', async () => {
		const result = await ask({}, { vault: vaultFor({ url: 'https://gateway.example.com' }) });
		expect(result.error?.message).toBe(
			'A phone cannot open http://localhost, an address inside your own network',
		);
		expect(result.error?.description).toMatch(/WEBHOOK_URL.*Nothing was sent\.$/);
	});
});

it('does not wait as an ordinary tool of an agent, which could never go on', async () => {
	const result = await ask({}, { node: 'clickatellTool' });
	expect(result.error).toBeUndefined();
	expect(isWaiting(result)).toBe(false);
	expect(jsonOf(result)).toMatchObject([
		{ accepted: false, errorText: expect.stringMatching(/^A tool of an AI agent cannot wait for an answer/) },
	]);
	expect(gateway.calls({ command: 'sendmsg' })).toEqual([]);
});

describe('an input item that would look like an answer when the time is up', () => {
	const options = { limitWaitTime: { values: { resumeAmount: 1, resumeUnit: 'hours' } } };
	const ANSWER = { data: { approved: true }, respondedBy: numberOf(9) };
	const REVIEW = 'clickatellHitlTool';
	const CASES: ReadonlyArray<[name: string, json: IDataObject, node: string, field: string | undefined]> = [
		['the answer to a question before', ANSWER, 'clickatell', 'respondedBy'],
		['an answer of nobody', { respondedBy: null }, 'clickatell', 'respondedBy'],
		['what is no answer', { approved: true }, 'clickatell', undefined],
		['an answer, for a review', ANSWER, REVIEW, 'data.approved'],
		['what a model has written', { approved: true, toolParameters: {} }, REVIEW, 'approved'],
		['what n8n takes for a refusal', { approved: 'true', data: { approved: false } }, REVIEW, undefined],
		['nothing of the kind', { data: null }, REVIEW, undefined],
	];

	it.each(CASES)('is refused before anything is sent: %s', async (_, json, node, field) => {
		const result = await ask({ options }, { items: [{ json }], node });
		expect(isWaiting(result)).toBe(field === undefined);
		expect(gateway.calls({ command: 'sendmsg' })).toHaveLength(field === undefined ? 1 : 0);
		if (field === undefined) return;
		expect(result.error?.message).toBe(
			`The input item holds '${field}', which would look like an answer when the time is up`,
		);
		expect(result.error?.description).toMatch(/^Put an 'Edit Fields' node before .* Nothing was sent\.$/);
	});

	it('does no harm without a limit', async () => {
		for (const node of ['clickatell', REVIEW])
			expect(isWaiting(await ask({}, { items: [{ json: ANSWER }], node }))).toBe(true);
	});
});

describe('money', () => {
	it('waits as long as one of the people may have the question', async () => {
		const result = await ask({ to: [BLOCKED, numberOf(1)] });
		expect(jsonOf(result)).toMatchObject([
			{ to: BLOCKED, accepted: false, errorCode: '121' },
			{ to: numberOf(1), accepted: true },
		]);
		expect(isWaiting(result)).toBe(true);
	});

	it('waits where the answer was lost: the phone may have the link', async () => {
		gateway.fail({ kind: 'drop', command: 'sendmsg', times: 1 });
		gateway.fail({ kind: 'drop', command: 'querymsg' });
		const result = await ask();
		expect(jsonOf(result)).toMatchObject([{ accepted: null }]);
		expect(isWaiting(result)).toBe(true);
		expect(textsTo(numberOf(1)).length).toBeLessThanOrEqual(1);
	});

	it('fails, and waits for nobody, where nobody got it', async () => {
		const result = await ask({ to: BLOCKED });
		expect(result.error?.message).toMatch(/blocked/i);
		expect(isWaiting(result)).toBe(false);
		const continued = await ask({ to: BLOCKED }, { settings: { onError: 'continueRegularOutput' } });
		expect(jsonOf(continued)).toMatchObject([{ to: BLOCKED, accepted: false, errorCode: '121' }]);
		expect(isWaiting(continued)).toBe(false);
	});
});
