import { OperationalError, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import type { Gateway } from '../gateway';
import { withinOneHour } from '../n8n/suite/hours';
import { withDeduplicator, type MemoryDeduplicator } from './deduplicator';
import { log, runNode, type NodeResult, type NodeRun } from './engine';
import { KEYS, PLATFORM_APIS, platformVault, richPlatform } from './platformSending';
import { API_ID, itemsOf, jsonOf, numberOf, PASSWORD, SERVERS, USER, vaultFor } from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

let gateway: Gateway;
let deduplicator: MemoryDeduplicator;

/** Windows of an hour, so that no test falls into two of them. */
const ONE_WINDOW = { validity: 60 };

const sendCode = async (parameters: IDataObject = {}, more: Partial<NodeRun> = {}) =>
	await runNode({
		parameters: {
			authentication: 'smsGateway',
			resource: 'verify',
			operation: 'sendCode',
			to: numberOf(1),
			purpose: 'sign-up',
			options: ONE_WINDOW,
			advanced: {},
			...parameters,
		},
		credentials: vaultFor(gateway),
		...more,
	});

const checkCode = async (code: unknown, parameters: IDataObject = {}, more: Partial<NodeRun> = {}) =>
	await runNode({
		parameters: {
			authentication: 'smsGateway',
			resource: 'verify',
			operation: 'checkCode',
			to: numberOf(1),
			code: code as string,
			purpose: 'sign-up',
			options: ONE_WINDOW,
			...parameters,
		},
		credentials: vaultFor(gateway),
		...more,
	});

const verdict = async (...given: Parameters<typeof checkCode>) => jsonOf(await checkCode(...given))[0];

const textsTo = (to: string) => gateway.messages({ to }).map(({ text }) => text);
const codeIn = (text = '') => /\d{4,10}/.exec(text)?.[0] ?? '';
const not = (code: string) => (code === '000000' ? '000001' : '000000');
const told = (result: NodeResult) => `${result.error?.message} ${result.error?.description}`;

beforeAll(async () => {
	deduplicator = await withDeduplicator();
});
beforeEach(async () => {
	await withinOneHour(15);
	deduplicator.rows.clear();
	gateway = await richPlatform();
	gateway.seed({
		accounts: [{ user: USER, password: PASSWORD, credit: 10_000, apis: [{ apiId: API_ID }] }],
		vouchers: [],
	});
});
afterEach(async () => await gateway.close());

describe('a code', () => {
	it.each(SERVERS)('is sent and known again on %s', async (server) => {
		const credentials = vaultFor(gateway, server);
		const sent = await sendCode({}, { credentials });
		expect(sent.error).toBeUndefined();
		expect(jsonOf(sent)).toEqual([
			{
				to: numberOf(1),
				accepted: true,
				errorText: null,
				messageId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
				clientMessageId: expect.any(String) as unknown,
				errorCode: null,
				errorMeaning: null,
				encoding: 'gsm',
				parts: 1,
				suppressed: false,
				validUntil: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/) as unknown,
			},
		]);
		const [text, ...others] = textsTo(numberOf(1));
		expect(others).toEqual([]);
		expect(text).toMatch(/^Your code is \d{6}\. It is valid for 60 minutes\.$/);
		const calls = gateway.calls().length;
		expect(await verdict(codeIn(text), {}, { credentials })).toEqual({
			valid: true,
			reason: null,
			triesLeft: 5,
			to: numberOf(1),
			purpose: 'sign-up',
		});
		expect(gateway.calls()).toHaveLength(calls);
		expect(gateway.violations()).toEqual([]);
	});

	it.each(PLATFORM_APIS)('is sent and known again by the Platform, with a key of %s', async (api) => {
		const platform = { authentication: 'platform', resource: 'platformVerify' };
		const credentials = platformVault(gateway, api);
		const sent = await sendCode(platform, { credentials });
		expect(sent.error).toBeUndefined();
		expect(jsonOf(sent)).toMatchObject([{ to: numberOf(1), accepted: true, parts: 1 }]);
		const [message, ...others] = gateway.platform.messages.all();
		expect(others).toEqual([]);
		expect(message).toMatchObject({ to: numberOf(1), channel: 'sms' });
		expect(await verdict(not(codeIn(defined(message).text)), platform, { credentials })).toMatchObject({
			valid: false,
			reason: 'wrong',
			triesLeft: 4,
		});
		expect(await verdict(codeIn(defined(message).text), platform, { credentials })).toMatchObject({
			valid: true,
		});
		expect(KEYS[api]).toBeDefined();
	});

	it('is in no output, no hint and no log, and neither is its key', async () => {
		log.length = 0;
		const sent = await sendCode();
		const [text] = textsTo(numberOf(1));
		const checked = await checkCode(not(codeIn(text)));
		const right = await checkCode(codeIn(text));
		const { run: _, helper: _helper, ...rest } = sent;
		const everything = JSON.stringify([
			rest,
			log,
			checked.outputs,
			checked.hints,
			right.outputs,
			right.hints,
		]);
		expect(everything).toContain(numberOf(1));
		expect(everything).not.toContain(codeIn(text));
		expect(everything).not.toContain(PASSWORD);
	});

	it('is another for each number, whatever one says of it', async () => {
		const items = itemsOf([1, 2, 3, 4].map((n) => ({ to: numberOf(n) })));
		const result = await sendCode({ to: '={{ $json.to }}' }, { items });
		expect(jsonOf(result)).toHaveLength(4);
		const codes = [1, 2, 3, 4].map((n) => codeIn(textsTo(numberOf(n))[0]));
		expect(new Set(codes).size).toBe(4);
		// The same number in another spelling is the same number.
		const spelt = await verdict(codes[2], { to: `00${numberOf(3)}` });
		expect(spelt).toMatchObject({ valid: true, to: numberOf(3) });
	});

	it('is checked as people type it, and as a form gives it', async () => {
		await sendCode({ options: { ...ONE_WINDOW, codeLength: 8 } });
		const code = codeIn(textsTo(numberOf(1))[0]);
		expect(code).toHaveLength(8);
		const options = { ...ONE_WINDOW, codeLength: 8 };
		expect(await verdict(code, {})).toMatchObject({ reason: 'wrong' });
		const arabic = [...code].map((digit) => String.fromCharCode(0x660 + Number(digit))).join('');
		expect(await verdict(`${arabic.slice(0, 4)} - ${arabic.slice(4)}`, { options })).toMatchObject({
			valid: true,
		});
		await sendCode({ to: numberOf(2) });
		const asNumber = Number(codeIn(textsTo(numberOf(2))[0]));
		const items = itemsOf([{ typed: asNumber }]);
		expect(await verdict('={{ $json.typed }}', { to: numberOf(2) }, { items })).toMatchObject({
			valid: true,
		});
	});

	it('has the text that was asked for, with a last line for the website', async () => {
		const text = 'Ваш код: #code#. Никому и никогда его не сообщайте.';
		const result = await sendCode({
			text,
			longTexts: 'upToThree',
			advanced: { website: 'www.example.com' },
		});
		expect(jsonOf(result)).toMatchObject([{ encoding: 'unicode', parts: 2 }]);
		const [sent] = textsTo(numberOf(1));
		const code = codeIn(sent);
		expect(sent).toBe(`Ваш код: ${code}. Никому и никогда его не сообщайте.\n\n@www.example.com #${code}`);
	});

	it('is made by the account: with another password nobody knows it', async () => {
		await sendCode();
		const code = codeIn(textsTo(numberOf(1))[0]);
		const changed = vaultFor(gateway, 'documentLiteral', { password: 'another-password' });
		expect(await verdict(code, {}, { credentials: changed })).toMatchObject({
			valid: false,
			reason: 'wrong',
		});
		// Which server carries it makes no difference.
		const http = vaultFor(gateway, 'http', { sessionToken: 'x' });
		expect(await verdict(code, {}, { credentials: http })).toMatchObject({ valid: true });
	});
});

describe('limits', () => {
	it('hold for all nodes of a workflow: what one has kept, another one knows', async () => {
		await sendCode();
		const code = codeIn(textsTo(numberOf(1))[0]);
		const at = (id: string) => ({ settings: { id } });
		for (const [node, left] of [
			['one', 4],
			['two', 3],
			['three', 2],
		] as const)
			expect(await verdict(not(code), {}, at(node))).toMatchObject({ reason: 'wrong', triesLeft: left });
		expect(await verdict(code, {}, at('four'))).toMatchObject({ valid: true });
		expect(await verdict(code, {}, at('five'))).toMatchObject({ reason: 'alreadyUsed' });
		expect([...deduplicator.rows.keys()]).toEqual(['workflow ']);
	});

	it('hold for executions at the same time: of many that check a right code, one is told so', async () => {
		await sendCode();
		const code = codeIn(textsTo(numberOf(1))[0]);
		const all = await Promise.all(Array.from({ length: 4 }, async () => await verdict(code)));
		expect(all.filter((one) => defined(one)['valid'])).toHaveLength(1);
		const guesses = await Promise.all(
			Array.from({ length: 9 }, async () => await verdict('0000', { to: numberOf(2) })),
		);
		expect(guesses.map((one) => defined(one)['reason']).sort()).toEqual([
			...Array.from({ length: 4 }, () => 'tooManyTries'),
			...Array.from({ length: 5 }, () => 'wrong'),
		]);
	});

	it('refuse a code a moment after another one, and say until when', async () => {
		await sendCode();
		const again = await sendCode();
		expect(again.error?.message).toMatch(
			new RegExp(
				`^A code was sent to ${numberOf(1)} a moment ago; another can be sent from \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ on; nothing was sent; recipient ${numberOf(1)}$`,
			),
		);
		const row = await sendCode({}, { settings: { onError: 'continueRegularOutput' } });
		expect(jsonOf(row)).toMatchObject([
			{ to: numberOf(1), accepted: false, errorMeaning: 'sent a moment ago', validUntil: null },
		]);
		expect(textsTo(numberOf(1))).toHaveLength(1);
		// Two items with the same number are two requests, and all are to whom this allows.
		const advanced = { allowedRecipients: '27*' };
		const items = itemsOf([{ to: numberOf(2) }, { to: `+${numberOf(2)}` }, { to: numberOf(3) }]);
		const many = await sendCode({ to: '={{ $json.to }}', advanced }, { items });
		expect(jsonOf(many).map(({ to, accepted }) => [to, accepted])).toEqual([
			[numberOf(2), true],
			[numberOf(2), false],
			[numberOf(3), true],
		]);
	});

	it.each([
		['+54 9 11 2345 6789', '+54 11 2345 6789'],
		['+52 1 55 1234 5678', '+52 55 1234 5678'],
	])('know a phone by both spellings of its number: %s and %s', async (one, other) => {
		const digits = one.replace(/\D/g, '');
		expect(jsonOf(await sendCode({ to: one }))).toMatchObject([{ to: digits, accepted: true }]);
		expect((await sendCode({ to: other })).error?.message).toContain('a moment ago');
		const code = codeIn(textsTo(digits)[0]);
		expect(await verdict(not(code), { to: other })).toMatchObject({ valid: false, triesLeft: 4 });
		expect(await verdict(not(code), { to: one })).toMatchObject({ valid: false, triesLeft: 3 });
		expect(await verdict(code, { to: other })).toMatchObject({ valid: true, to: other.replace(/\D/g, '') });
		expect(await verdict(code, { to: one })).toMatchObject({ valid: false, reason: 'alreadyUsed' });
	});

	it('do not count what Clickatell refused', async () => {
		const blocked = '27999166122';
		for (let i = 0; i < 3; i++)
			expect((await sendCode({ to: blocked })).error?.message).toBe(
				`The recipient has opted out (122); recipient ${blocked}`,
			);
		expect([...deduplicator.rows.values()].flat()).toEqual([]);
	});

	it('count what may have been sent', async () => {
		gateway.fail({ kind: 'drop-after', command: 'sendmsg' });
		gateway.fail({ kind: 'error', code: '901', command: 'querymsg', times: 9 });
		const result = await sendCode();
		expect(jsonOf(result)).toMatchObject([
			{ to: numberOf(1), accepted: null, validUntil: expect.any(String) as unknown },
		]);
		expect((await sendCode()).error?.message).toContain('a moment ago');
	});
});

describe('what cannot be', () => {
	const refused: [string, IDataObject, RegExp][] = [
		[
			'a text without a code',
			{ text: 'Hello' },
			/^'Text' does not hold #code#; write it where the code is to appear/,
		],
		[
			'two numbers',
			{ to: `${numberOf(1)}, ${numberOf(2)}` },
			/'To' has 2 numbers, but a code belongs to one; give each number an item of its own/,
		],
		[
			'a website with a path',
			{ advanced: { website: 'https://example.com/x' } },
			/^'Website' must be the name of a host/,
		],
		[
			'a text that is too long',
			{ text: `#code# ${'x'.repeat(160)}` },
			/^'Text' needs 2 message parts, but 1 is allowed/,
		],
		[
			'a last line that makes it too long',
			{ text: `#code# ${'x'.repeat(140)}`, advanced: { website: 'example.com' } },
			/^'Text' needs 2 message parts/,
		],
		[
			'a number of another country',
			{ to: '+14155550123', advanced: { allowedRecipients: '+27*, +44*' } },
			/^'To' is 14155550123, which 'Allowed Recipients' does not allow/,
		],
		[
			'an expression that allows nobody',
			{ advanced: { allowedRecipients: '={{ $json.nothing ?? "" }}' } },
			/^'Allowed Recipients' is an expression that yielded nothing, so that nobody is allowed/,
		],
		[
			'an expression that finds nothing',
			{ advanced: { allowedRecipients: '={{ $json.nothing }}' } },
			/^'Allowed Recipients' is an expression that yielded nothing, so that nobody is allowed/,
		],
		['a code of three digits', { options: { codeLength: 3 } }, /^'Code Length' /],
	];
	it.each(refused)('is refused before anything is sent or kept: %s', async (_, parameters, sentence) => {
		const result = await sendCode(parameters);
		expect(told(result)).toMatch(sentence);
		expect(told(result)).toContain('Nothing was sent.');
		expect(gateway.calls({ command: 'sendmsg' })).toEqual([]);
		expect(deduplicator.rows.size).toBe(0);
	});

	it('a check without a code is refused: an expression found nothing', async () => {
		const result = await checkCode('={{ $json.nothing }}');
		expect(result.error?.message).toBe("'Code' is empty; fill it in");
		expect(deduplicator.rows.size).toBe(0);
	});

	it('without a memory nothing is sent and nothing is said of a code', async () => {
		// Errors of the process in which n8n runs: those of this file are none to it.
		const fail = () =>
			deduplicator.failures.push(new OperationalError('no row'), new OperationalError('no table'));
		fail();
		const sent = await sendCode();
		expect(told(sent)).toMatch(
			/^n8n cannot keep here which codes were used and tried, and without that no code is safe: no table; nothing was sent/,
		);
		expect(gateway.messages()).toEqual([]);
		fail();
		const checked = await checkCode('123456');
		expect(told(checked)).toMatch(/^n8n cannot keep here .*: no table Save the workflow/);
		fail();
		const row = await verdict('123456', {}, { settings: { onError: 'continueRegularOutput' } });
		expect(row).toMatchObject({ valid: false, reason: null, errorMeaning: 'not checked' });
		// One failure is what two processes come to that begin at once.
		deduplicator.failures.push(new Error('duplicate key'));
		expect((await sendCode()).error).toBeUndefined();
	});

	it.each(['sendCode', 'checkCode'])('an agent gets no %s', async (operation) => {
		const items: INodeExecutionData[] = [{ json: {} }];
		const result = await runNode({
			node: 'clickatellTool',
			parameters: { resource: 'verify', operation, to: numberOf(1), code: '123456' },
			items,
			credentials: vaultFor(gateway),
		});
		expect(jsonOf(result)).toEqual([
			{
				errorText: expect.stringContaining(
					"of 'Verification' is not for AI agents, because a code proves something only where nobody but the person can ask for it and type it",
				) as unknown,
				errorCode: null,
				errorMeaning: 'invalid input',
			},
		]);
		expect(deduplicator.rows.size).toBe(0);
		expect(gateway.calls()).toEqual([]);
	});
});
