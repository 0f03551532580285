import type { IDataObject } from 'n8n-workflow';
import { findOperation, OPERATIONS } from '../../nodes/Clickatell/catalogue';
import { guardedBy, GUARDS } from '../../nodes/Clickatell/catalogue/guards';
import type { Gateway } from '../gateway';
import { DEMO_KEYS } from '../gateway/platform/portal';
import { placed } from '../n8n/suite/workflows';
import { runNode, type NodeResult } from './engine';
import { jsonOf, numberOf, richGateway, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

/** The node as n8n's agents have it: what the agent gives is the item, as $fromAI is not part of n8n-core. */
let gateway: Gateway;
beforeAll(async () => void (gateway = await richGateway()));
afterAll(async () => await gateway.close());

const [MINE, OTHER] = [numberOf(1), numberOf(2)];

function credentials() {
	const key = { apiKey: DEMO_KEYS.oneApi, api: 'oneApi', baseUrl: `${gateway.url}/platform` };
	return { ...vaultFor(gateway), clickatellPlatformApi: key };
}

async function asTool(
	name: string,
	values: IDataObject,
	guards: unknown,
	more: { node?: string; items?: IDataObject[] } = {},
): Promise<NodeResult> {
	return await runNode({
		node: more.node ?? 'clickatellTool',
		parameters: {
			...placed(name, { ...defined(findOperation(...split(name))).sample.parameters, ...values }),
			guards,
			// n8n fixes the resource of a review, and 'Channel' stands in for it.
			...(more.node === 'clickatellHitlTool' ? { resource: 'message', channel: split(name)[0] } : {}),
		} as IDataObject,
		credentials: credentials(),
		...(more.items ? { items: more.items.map((json) => ({ json })) } : {}),
	});
}

const split = (name: string) => name.split('.') as [string, string];
/** Calls that reached the gateway, logins and pings apart. */
const sent = () => gateway.state.messages.size + gateway.platform.messages.size;

/** Why the first item came to nothing. A tool puts it out, because what it throws does not reach every agent. */
function reasonOf(result: NodeResult): unknown {
	expect(result.error).toBe(undefined);
	return jsonOf(result)[0]?.['errorText'];
}

const guarded = guardedBy(GUARDS[0]).map(
	(record) => [`${record.resource}.${record.operation}`, record] as const,
);
const sending = guarded.flatMap(([name, { api }]) => (api === 'question' ? [] : [name]));
const asking = guarded.flatMap(([name, { api }]) => (api === 'question' ? [name] : []));

it.each(asking)('%s asks nobody whom its guards do not allow', async (name) => {
	const before = [sent(), gateway.calls().length];
	const review = { node: 'clickatellHitlTool' };
	const refused = await asTool(name, { to: OTHER }, { allowedRecipients: MINE }, review);
	expect(refused.error?.message).toContain(`'To' holds ${OTHER}, to which an AI agent may not send`);
	expect([refused.outputs, sent(), gateway.calls().length]).toEqual([[], ...before]);
	const asked = await asTool(name, { to: MINE }, { allowedRecipients: MINE }, review);
	expect([asked.error, sent()]).toEqual([undefined, defined(before[0]) + 1]);
});

describe.each(sending)('%s as a tool', (name) => {
	it('sends nothing to a number that is not allowed, and says so', async () => {
		const before = [sent(), gateway.calls().length];
		const result = await asTool(name, { to: `${MINE}, ${OTHER}` }, { allowedRecipients: MINE });
		const errorText = `'To' holds ${OTHER}, to which an AI agent may not send with this tool; only a person can change 'Allowed Recipients'; nothing was sent`;
		const row = { accepted: false, errorText, errorMeaning: 'invalid input' };
		expect(jsonOf(result)).toMatchObject([
			{ ...row, to: MINE },
			{ ...row, to: OTHER },
		]);
		expect([result.error, sent(), gateway.calls().length]).toEqual([undefined, ...before]);
	});

	it('sends nothing to more than may be', async () => {
		const before = sent();
		const refused = await asTool(name, { to: `${MINE}, ${OTHER}` }, { mostRecipients: 1 });
		expect(reasonOf(refused)).toContain('at most 1');
		expect(sent()).toBe(before);
	});
});

describe('message.send as a tool', () => {
	it('sends what its guards allow', async () => {
		const guards = { allowedRecipients: `${MINE}, 4477*`, mostRecipients: 1, mostParts: 1 };
		const result = await asTool('message.send', { to: MINE }, guards);
		expect(jsonOf(result)).toMatchObject([{ to: MINE, accepted: true }]);
	});

	it('counts the parts of all recipients and all items', async () => {
		const long = { text: 'x'.repeat(161), longTexts: 'upToThree', to: '={{ $json.to }}' };
		const items = [{ to: MINE }, { to: OTHER }];
		const before = sent();
		const refused = await asTool('message.send', long, { mostParts: 3 }, { items });
		expect(reasonOf(refused)).toMatch(/^The call is for 4 message parts, .* at most 3 /);
		expect(sent()).toBe(before);
		const accepted = await asTool('message.send', long, { mostParts: 4 }, { items });
		expect(jsonOf(accepted)).toMatchObject([{ accepted: true }, { accepted: true }]);
	});

	it('refuses the items that are not allowed, and sends the others', async () => {
		const result = await asTool(
			'message.send',
			{ to: '={{ $json.to }}' },
			{ allowedRecipients: MINE },
			{ items: [{ to: OTHER }, { to: MINE }] },
		);
		expect(jsonOf(result)).toMatchObject([
			{ to: OTHER, accepted: false, errorText: expect.stringContaining('an AI agent may not send') },
			{ to: MINE, accepted: true },
		]);
	});

	it.each([
		['$fromAI', { allowedRecipients: "={{ $fromAI('who') }}" }, "'Allowed Recipients'"],
		['$fromai', { allowedRecipients: "={{ $fromai('who') }}" }, "'Allowed Recipients'"],
		['what the agent gave', { allowedRecipients: '={{ $json.to }}' }, "'Allowed Recipients'"],
		['the item by another name', { allowedRecipients: '={{ $input.item.json.to }}' }, "'Allowed Recipients'"],
		[
			'the field that the agent fills in',
			{ allowedRecipients: '={{ $parameter.to }}' },
			"'Allowed Recipients'",
		],
		[
			'its own parameters by its name',
			{ allowedRecipients: "={{ $('Node').params.to }}" },
			"'Allowed Recipients'",
		],
		[
			'its own parameters in brackets',
			{ allowedRecipients: "={{ $node['Node'][ 'parameter' ].to }}" },
			"'Allowed Recipients'",
		],
		['a limit', { mostRecipients: "={{ $fromAI('most') }}" }, "'Most Recipients in a Call'"],
	])('refuses a guard made of %s', async (_, guards, label) => {
		const before = sent();
		const refused = await asTool('message.send', { to: '={{ $json.to }}' }, guards, {
			items: [{ to: MINE }],
		});
		expect(reasonOf(refused)).toContain(`${label} is left to the AI agent`);
		expect(sent()).toBe(before);
	});

	it('takes a guard from another node', async () => {
		const guards = { allowedRecipients: "={{ $('Start').item.json.from }}" };
		const items = [{ from: `+${MINE}` }];
		expect(jsonOf(await asTool('message.send', { to: MINE }, guards, { items }))).toMatchObject([
			{ accepted: true },
		]);
		const refused = await asTool('message.send', { to: OTHER }, guards, { items });
		expect(reasonOf(refused)).toContain(OTHER);
	});

	it('allows nobody where the expression of a guard yields nothing', async () => {
		const guards = { allowedRecipients: "={{ $('Start').item.json.nobody }}" };
		const refused = await asTool('message.send', { to: MINE }, guards);
		expect(reasonOf(refused)).toContain('so that nobody is allowed');
	});

	it('allows nobody where the expression of a guard fails', async () => {
		const before = sent();
		const guards = { allowedRecipients: "={{ $('Nowhere').first().json.from }}" };
		const refused = await asTool('message.send', { to: MINE }, guards);
		expect(reasonOf(refused)).toMatch(/^'Guards' cannot be read, so that nobody is allowed: /);
		expect(sent()).toBe(before);
	});

	it.each([
		['message.send', 'longTexts', "'Long Texts'"],
		['sms.send', 'longTexts', "'Long Texts'"],
		['batch.start', 'longTexts', "'Long Texts'"],
		['push.sendServiceIndication', 'maxParts', "'Most Message Parts'"],
	])('lets an agent not set how many parts are paid for: %s', async (name, field, label) => {
		const before = [sent(), gateway.calls().length];
		const value = field === 'longTexts' ? 'upToThree' : 3;
		const chosen = `={{ $fromAI('${field}') || '${value}' }}`;
		const refused = await asTool(name, { [field]: chosen }, {});
		expect(reasonOf(refused)).toContain(
			`${label} is left to the AI agent, which may not set it; a person must set it, or take it from another node of the workflow`,
		);
		expect([sent(), gateway.calls().length]).toEqual(before);
	});

	it.each([
		['doNotSendTo', "={{ $fromAI('numbers') || '' }}", "'Do Not Send To'"],
		[
			'quietHours',
			{ values: { from: "={{ $fromAI('from') || '1:00' }}", to: '2:00', timeZone: '' } },
			"'Quiet Hours'",
		],
	])('lets an agent not set whom it may disturb: %s', async (name, value, label) => {
		const before = [sent(), gateway.calls().length];
		const refused = await asTool('message.send', { [name]: value }, {});
		expect(reasonOf(refused)).toContain(`${label} is left to the AI agent, which may not set it`);
		expect([sent(), gateway.calls().length]).toEqual(before);
	});

	it('has no limits where no guard was filled in', async () => {
		for (const guards of [undefined, {}, { allowedRecipients: '' }]) {
			const result = await asTool('message.send', { to: `${MINE}, ${OTHER}` }, guards);
			expect(jsonOf(result)).toMatchObject([{ accepted: true }, { accepted: true }]);
		}
	});

	it('has no guards where it is no tool', async () => {
		const guards = { allowedRecipients: MINE, mostRecipients: 1 };
		const values = { to: `${OTHER}, ${MINE}`, longTexts: '={{ $json.longTexts }}' };
		const more = { node: 'clickatell', items: [{ longTexts: 'upToThree' }] };
		const result = await asTool('message.send', values, guards, more);
		expect(jsonOf(result)).toMatchObject([{ accepted: true }, { accepted: true }]);
	});
});

const others = OPERATIONS.filter(({ notForAgents }) => notForAgents === true);

it.each(others.map((record) => [`${record.resource}.${record.operation}`, record.title] as const))(
	'%s is refused to an agent before anything is asked of anybody',
	async (name, title) => {
		const before = [gateway.calls().length, sent()];
		const refused = await asTool(name, {}, undefined);
		expect(reasonOf(refused)).toMatch(
			new RegExp(`^'${title}' of '.+' is not for AI agents, because (it handles|a code proves) `),
		);
		expect(refused.outputs).toHaveLength(1);
		expect([gateway.calls().length, sent()]).toEqual(before);
	},
);

test('an agent is told what Clickatell says, too, and whatever else goes wrong', async () => {
	const refused = await asTool('message.send', { to: '27999166114' }, undefined);
	expect(reasonOf(refused)).toContain('(114)');
	const wrong = await asTool('message.send', { to: 'me' }, undefined);
	expect(reasonOf(wrong)).toContain("'me' contains 'm'");
	const question = await asTool('message.getStatus', { messageId: 'mine' }, undefined);
	expect(jsonOf(question)).toMatchObject([{ status: null, errorMeaning: 'invalid input' }]);
	expect(reasonOf(question)).toContain("'Message ID'");
});
