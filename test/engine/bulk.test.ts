import { performance } from 'node:perf_hooks';
import { casesOf, IS_LONG, waysFor } from '../extent';
import { ManualClock, type CallRecord, type Gateway } from '../gateway';
import { log, runNode } from './engine';
import {
	countOf,
	distinctItems,
	itemsOf,
	jsonOf,
	numberOf,
	pairsOf,
	richGateway,
	sendEach,
	SERVERS,
	textOf,
	vaultFor,
} from './sending';
import { defined } from '../../nodes/Clickatell/formats/defined';

jest.setTimeout(300_000);

const MANY = 10_000;

let gateway: Gateway;
beforeEach(async () => {
	gateway = await richGateway({ clock: new ManualClock() });
	log.length = 0;
});
afterEach(async () => {
	await gateway.close();
});

const numbers = Array.from({ length: MANY }, (_, i) => numberOf(i));

/** What the node has written to n8n's log, without its name. */
function linesOf(level: string): string[] {
	return log
		.filter((line) => line.level === level && line.message.startsWith('[Node] '))
		.map(({ message }) => message.slice('[Node] '.length));
}

const PLACE = String.raw`\d+(?:\/\d+)?`;
const ENTRY = new RegExp(`(${PLACE}): ([0-9a-f]{32})`, 'g');

/** The IDs that these lines name under a heading, by item; none of them twice. */
function namedIn(lines: readonly string[], heading: string): Map<string, string> {
	const entries = lines.flatMap((line) => {
		const part = line.split('; ').find((each) => each.startsWith(heading)) ?? '';
		return [...part.matchAll(ENTRY)].map(([, item, id]) => [defined(item), defined(id)] as const);
	});
	const named = new Map(entries);
	expect(named.size).toBe(entries.length);
	return named;
}

const acceptedIn = (lines: readonly string[]) => namedIn(lines, 'accepted (item: message ID) ');

/** The most calls that began within any stretch of `ms` milliseconds. */
function mostWithin(calls: readonly CallRecord[], ms: number): number {
	const starts = calls.map(({ startedAt }) => startedAt).sort((a, b) => a - b);
	let first = 0;
	return starts.reduce((most, start, last) => {
		while (defined(starts[first]) <= start - ms) first++;
		return Math.max(most, last - first + 1);
	}, 0);
}

/** The most calls that were in progress at once, by when each began and ended. */
function mostAtOnce(calls: readonly CallRecord[]): number {
	const steps = calls
		.flatMap(({ startedAt, endedAt }) => [
			{ at: startedAt, by: 1 },
			{ at: defined(endedAt), by: -1 },
		])
		.sort((a, b) => a.at - b.at || a.by - b.by);
	let now = 0;
	return steps.reduce((most, { by }) => Math.max(most, (now += by)), 0);
}

describe('many items', () => {
	it.each(waysFor(0, SERVERS))('with one text reach the gateway in 34 calls on %s', async (server) => {
		const result = await runNode({
			parameters: { ...sendEach(), text: 'The office is closed tomorrow' },
			items: itemsOf(numbers.map((to) => ({ to }))),
			credentials: vaultFor(gateway, server),
		});
		const calls = gateway.calls({ command: 'sendmsg' });
		expect(calls.map(({ accepted }) => accepted)).toEqual([...Array<number>(33).fill(300), 100]);
		expect(countOf(gateway, 'auth')).toBe(1);
		expect(jsonOf(result).map(({ to }) => to)).toEqual(numbers);
		expect(pairsOf(result)).toEqual(numbers.map((_, i) => i));
		for (const { to, messageId, accepted } of jsonOf(result)) {
			expect(accepted).toBe(true);
			expect(defined(gateway.message(messageId as string)).to).toBe(to);
		}
		expect(gateway.messages()).toHaveLength(MANY);
		expect(gateway.violations()).toEqual([]);
	});

	it('with a text each never exceed the set concurrency and rate', async () => {
		const count = casesOf(MANY);
		const concurrency = 7;
		const callsPerSecond = IS_LONG ? 1500 : 750;
		// Slow enough that the rate alone would have nine calls under way.
		const delayMs = 9000 / callsPerSecond;
		gateway.fail({ kind: 'slow', delayMs, command: 'sendmsg', times: MANY });
		const started = performance.now();
		const result = await runNode({
			parameters: sendEach({ concurrency, callsPerSecond }),
			items: distinctItems(count, 'many'),
			credentials: vaultFor(gateway),
		});
		const seconds = (performance.now() - started) / 1000;
		const calls = gateway.calls({ command: 'sendmsg' });
		expect(calls).toHaveLength(count);
		expect(mostAtOnce(calls)).toBe(concurrency);
		expect(Math.max(...calls.map(({ inFlight }) => inFlight))).toBe(concurrency);
		// Calls that were held up on their way arrive together with the next ones: at most those under way.
		expect(mostWithin(calls, 1000)).toBeLessThanOrEqual(callsPerSecond + concurrency);

		const sent = numbers.slice(0, count);
		expect(jsonOf(result).map(({ to }) => to)).toEqual(sent);
		expect(pairsOf(result)).toEqual(sent.map((_, i) => i));
		jsonOf(result).forEach(({ to, messageId }, i) => {
			expect(gateway.message(messageId as string)).toMatchObject({ to, text: textOf('many', i) });
		});
		expect(gateway.doubled()).toEqual([]);
		const lines = linesOf('info').filter((line) => line.includes('calls to Clickatell made'));
		expect(acceptedIn(lines)).toEqual(
			new Map(jsonOf(result).map(({ messageId }, i) => [String(i), messageId as string])),
		);
		// One before 20 calls, and one for what is two seconds old.
		expect(lines.length).toBeLessThanOrEqual(Math.ceil(count / 20) + seconds / 2 + 1);
	});
});

describe('the pace', () => {
	it('is 100 calls a second and ten at once unless the user says otherwise', async () => {
		gateway.fail({ kind: 'slow', delayMs: 1500, command: 'sendmsg', times: 10 });
		const started = performance.now();
		await runNode({
			parameters: sendEach(),
			items: distinctItems(250, 'default'),
			credentials: vaultFor(gateway),
		});
		const calls = gateway.calls({ command: 'sendmsg' });
		expect(performance.now() - started).toBeGreaterThanOrEqual(2300);
		expect(mostWithin(calls, 1000)).toBeLessThanOrEqual(110);
		expect(mostAtOnce(calls)).toBe(10);
	});

	it('is the one that was set', async () => {
		const vault = vaultFor(gateway);
		// The first calls would wait for the login together.
		await runNode({ parameters: { resource: 'account', operation: 'openSession' }, credentials: vault });
		const begun = performance.now();
		await runNode({
			parameters: sendEach({ callsPerSecond: 20 }),
			items: distinctItems(30, 'slow'),
			credentials: vault,
		});
		const last = defined(gateway.calls({ command: 'sendmsg' }).at(-1));
		expect(last.startedAt - begun).toBeGreaterThanOrEqual(29 * 50 - 20);
	});

	it.each([1, 3])('of %d at once waits for answers', async (concurrency) => {
		gateway.fail({ kind: 'slow', delayMs: 60, command: 'sendmsg', times: 100 });
		await runNode({
			parameters: sendEach({ concurrency, callsPerSecond: 0 }),
			items: distinctItems(12, 'waiting'),
			credentials: vaultFor(gateway),
		});
		expect(mostAtOnce(gateway.calls({ command: 'sendmsg' }))).toBe(concurrency);
	});
});

describe('the order of the output', () => {
	it('is that of the input, whatever is combined and whatever answers first', async () => {
		const items = itemsOf(
			Array.from({ length: 60 }, (_, i) => ({ to: numberOf(i), text: textOf('order', i % 7) })),
		);
		for (const n of [0, 2, 5]) gateway.fail({ kind: 'slow', delayMs: 150, text: textOf('order', n) });
		const result = await runNode({
			parameters: sendEach({ callsPerSecond: 0 }),
			items,
			credentials: vaultFor(gateway),
		});
		expect(countOf(gateway, 'sendmsg')).toBe(7);
		expect(jsonOf(result).map(({ to }) => to)).toEqual(items.map(({ json }) => json['to']));
		jsonOf(result).forEach(({ messageId }, i) => {
			expect(defined(gateway.message(messageId as string)).text).toBe(textOf('order', i % 7));
		});
	});

	it('keeps the recipients of an item together over the border of two calls', async () => {
		const to = (first: number, count: number) => numbers.slice(first, first + count);
		const result = await runNode({
			parameters: { ...sendEach(), text: 'Border' },
			items: itemsOf([{ to: to(0, 299) }, { to: to(299, 3) }, { to: to(302, 400).join('\n') }]),
			credentials: vaultFor(gateway),
		});
		expect(gateway.calls({ command: 'sendmsg' }).map(({ accepted }) => accepted)).toEqual([300, 300, 102]);
		expect(jsonOf(result).map((row) => row['to'])).toEqual(to(0, 702));
		expect(pairsOf(result)).toEqual([
			...Array<number>(299).fill(0),
			...Array<number>(3).fill(1),
			...Array<number>(400).fill(2),
		]);
	});
});

describe('recipients that occur again', () => {
	const items = itemsOf([
		{ to: [numberOf(1), numberOf(2)], text: 'Same' },
		{ to: `+${numberOf(1)}`, text: 'Same' },
		{ to: numberOf(1), text: 'Other' },
		{ to: [numberOf(2), numberOf(2)], text: 'Same' },
	]);

	it('get a message once per item, and a hint says how many items repeat one', async () => {
		const result = await runNode({ parameters: sendEach(), items, credentials: vaultFor(gateway) });
		expect(gateway.messages()).toHaveLength(5);
		expect(pairsOf(result)).toEqual([0, 0, 1, 2, 3]);
		expect(new Set(jsonOf(result).map(({ messageId }) => messageId)).size).toBe(5);
		expect(result.hints).toEqual([
			expect.stringMatching(/^2 messages went to a number .*Duplicate Recipients/),
		]);
	});

	it('get a message every time, without a hint, where the user wants that', async () => {
		const parameters = sendEach({ duplicateRecipients: 'everyTime' });
		const result = await runNode({ parameters, items, credentials: vaultFor(gateway) });
		expect(gateway.messages()).toHaveLength(6);
		expect(new Set(jsonOf(result).map(({ messageId }) => messageId)).size).toBe(6);
		expect(result.hints).toEqual([]);
	});

	it.each(SERVERS)('get the same message once, and every item its result, on %s', async (server) => {
		const result = await runNode({
			parameters: sendEach({ duplicateRecipients: 'oncePerRun' }),
			items,
			credentials: vaultFor(gateway, server),
		});
		expect(gateway.doubled()).toEqual([]);
		expect(gateway.messages()).toHaveLength(3);
		expect(pairsOf(result)).toEqual([0, 0, 1, 2, 3]);
		const [one, two, oneAgain, other, twoAgain] = jsonOf(result).map(({ messageId }) => messageId);
		expect(oneAgain).toBe(one);
		expect(twoAgain).toBe(two);
		expect(other).not.toBe(one);
	});
});

describe('credit that runs out in the middle', () => {
	it('leaves the accepted messages accepted and says what became of the others', async () => {
		defined(gateway.state.accounts.get('payroll-user')).milliCredits = 330 * 450;
		const result = await runNode({
			parameters: { ...sendEach(), text: 'Salary' },
			items: itemsOf(numbers.slice(0, 600).map((to) => ({ to }))),
			credentials: vaultFor(gateway),
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		const rows = jsonOf(result);
		expect(rows.filter(({ accepted }) => accepted === true)).toHaveLength(450);
		expect(rows.filter(({ errorCode }) => errorCode === '301')).toHaveLength(150);
		expect(gateway.messages()).toHaveLength(450);
		expect(countOf(gateway, 'sendmsg')).toBe(2);
	});
});

describe('an execution that is cancelled', () => {
	/** Cancels a run of `count` calls when `after` have arrived. */
	async function cancelled(count: number, after: number, mark: string) {
		let cancel!: () => void;
		const running = runNode({
			parameters: sendEach({ callsPerSecond: 0, concurrency: 5 }),
			items: distinctItems(count, mark),
			credentials: vaultFor(gateway),
			mode: 'trigger',
			started: (stop) => (cancel = stop),
		});
		await gateway.waitFor(() => countOf(gateway, 'sendmsg') >= after);
		cancel();
		const made = countOf(gateway, 'sendmsg');
		return { result: await running, made };
	}

	it('launches no more calls, and reports what was sent', async () => {
		gateway.fail({ kind: 'slow', delayMs: 20, command: 'sendmsg', times: 10_000 });
		const { result, made } = await cancelled(500, 40, 'cancelled');
		expect(result.run.status).toBe('canceled');
		// A call that was on its way to the gateway when it was cancelled is still made.
		expect(countOf(gateway, 'sendmsg')).toBeLessThanOrEqual(made + 5);
		expect(gateway.messages().length).toBeLessThan(100);

		const rows = jsonOf(result);
		expect(rows).toHaveLength(500);
		const accepted = rows.filter((row) => row['accepted'] === true).map(({ messageId }) => messageId);
		expect(accepted.sort()).toEqual(
			gateway
				.messages()
				.map(({ apiMsgId }) => apiMsgId)
				.sort(),
		);
		const rest = rows.filter((row) => row['accepted'] !== true);
		for (const row of rest) expect(row['errorText']).toBe('The execution was canceled; nothing was sent');

		const said = `The execution was canceled: ${accepted.length} of 500 messages were accepted by Clickatell`;
		expect(linesOf('info').at(-1)).toBe(said);
		expect(acceptedIn(linesOf('info'))).toEqual(
			new Map(
				rows.flatMap((row, i) => (row['accepted'] === true ? [[String(i), row['messageId'] as string]] : [])),
			),
		);
		expect(result.hints).toContain(said);
	});

	it('waits for the answers of the calls that are under way', async () => {
		gateway.fail({ kind: 'slow', delayMs: 400, command: 'sendmsg', times: 10_000 });
		const { result } = await cancelled(50, 5, 'under-way');
		expect(gateway.messages()).toHaveLength(5);
		expect(jsonOf(result).slice(0, 5)).toMatchObject(
			Array.from({ length: 5 }, (_, i) => ({ to: numberOf(i), accepted: true })),
		);
	});

	it('names what may have been sent', async () => {
		gateway.fail({ kind: 'http-502', command: 'sendmsg', text: textOf('doubtful', 0) });
		gateway.fail({ kind: 'slow', delayMs: 100, command: 'sendmsg', times: 10_000 });
		await cancelled(50, 3, 'doubtful');
		const calls = gateway.calls({ command: 'sendmsg' });
		const first = calls.find(({ parameters }) => parameters['text'] === textOf('doubtful', 0));
		const lines = linesOf('info');
		expect(namedIn(lines, 'may have been sent (item: client message ID) ')).toEqual(
			new Map([['0', defined(first).parameters['climsgid']]]),
		);
		expect(lines.at(-1)).toContain(', 1 more may have been');
	});

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'while it logs in sends nothing, nor when n8n tries again (%s)',
		async (onError) => {
			gateway.fail({ kind: 'slow', delayMs: 300, command: 'auth' });
			let cancel!: () => void;
			const running = runNode({
				parameters: sendEach(),
				items: distinctItems(5, 'retried'),
				credentials: vaultFor(gateway),
				settings: { onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
				started: (stop) => (cancel = stop),
			});
			await gateway.waitFor(() => countOf(gateway, 'auth') === 1);
			cancel();
			const result = await running;
			expect(result.run.status).toBe('canceled');
			expect(countOf(gateway, 'sendmsg')).toBe(0);
		},
	);
});
