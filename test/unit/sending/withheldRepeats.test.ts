import * as fc from 'fast-check';
import { unrepeatable } from '../../../nodes/Clickatell/engine/run';
import { sendAll } from '../../../nodes/Clickatell/engine/sends';
import type { Checked, RawValues } from '../../../nodes/Clickatell/message/check';
import { endOf } from '../../../nodes/Clickatell/n8n/runs/nodeRun';
import { casesOf } from '../../extent';
import type { FaultScript } from '../../gateway';
import { acceptAll, platformOperation, sceneOf } from '../apis/platform/scene';
import { Execution, FROM_THE_START, inTheMiddle, stored } from '../n8n/execution';
import {
	attempt,
	books,
	freshKey,
	freshMark,
	gateway,
	number,
	PERSONALIZED,
	rowsOf,
	SERVER_NAMES,
	type Attempt,
} from './attempts';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** What a retry withholds, by 'Stop at Credits' or 'Do Not Send To', may have been sent by the run before it. */

/** So that coverage cannot be asked. */
const UNASKED: readonly FaultScript[] = [
	{ kind: 'error', command: 'routecoverage', code: '901', times: 1000 },
	{ kind: 'drop', command: 'routecoverage', times: 1000 },
];

type Given = Omit<Attempt, 'run'> & { readonly fault?: FaultScript | undefined };

/** An execution and its retries, as n8n makes them. */
class Executions {
	private readonly token = freshKey();
	private last: Execution | undefined;
	private wasKilled = false;
	private count = 0;

	async run({ fault, ...given }: Given) {
		const before = this.last;
		const id = String(++this.count);
		const retry = () =>
			this.wasKilled
				? new Execution(id, 'retry', this.token, {}, FROM_THE_START)
				: new Execution(id, 'retry', this.token, stored(defined(before).context), inTheMiddle('Send'));
		const execution = before === undefined ? new Execution(id, 'trigger', this.token) : retry();
		if (before) execution.entries = before.entries;
		this.last = execution;
		if (fault) gateway.faultList.add(fault);
		const run = await execution.begin();
		const outcome = await attempt({ ...given, run });
		gateway.faultList.clear();
		this.wasKilled = outcome.results === undefined;
		const end = outcome.results && endOf(outcome.results);
		if (end) await run.ended(end);
		return { ...outcome, end };
	}
}

const toEach = (people: readonly number[], mark: string, isShared: boolean, stopAtCredits = 100) =>
	people.map((n) => ({
		to: number(n),
		text: isShared ? mark : `${n} ${mark}`,
		stopAtCredits,
		concurrency: 1,
	}));

/** One text for all, with a value of each. */
const personalTo = (people: readonly number[], mark: string) =>
	people.map((n) => ({
		to: number(n),
		template: `#field1# ${mark}`,
		fields: { field1: String(n) },
		concurrency: 1,
	}));

const idsOf = (mark: string) =>
	gateway.messages().flatMap(({ text, apiMsgId }) => (text.includes(mark) ? [apiMsgId] : []));

const settled = (rows: ReturnType<typeof rowsOf>) =>
	rows.map(({ accepted, alreadySent }) => [accepted, alreadySent]);

describe.each(SERVER_NAMES)('a retry over %s after a kill', (server) => {
	/** The document/literal server names one message of a call only. */
	const ofAll = server === 'documentLiteral' ? null : true;

	it.each(UNASKED)('says what was sent where the charges cannot be asked: $kind', async (fault) => {
		const [mark, executions] = [freshMark(), new Executions()];
		const items = toEach([1, 2, 3], mark, false);
		// The coverage, and two messages.
		await executions.run({ items, server, dies: { at: 2, arrives: true } });
		expect(books(mark)).toHaveLength(2);
		const retry = await executions.run({ items, server, fault });
		const rows = rowsOf(retry);
		expect(settled(rows)).toEqual([
			[true, true],
			[true, true],
			[false, false],
		]);
		expect(rows.map(({ messageId }) => messageId)).toEqual([...idsOf(mark), null]);
		expect(rows[2]?.errorText).toMatch(
			/^'Stop at Credits' is set, and what .* is not known: .*; nothing was sent$/,
		);
		expect(retry.ports.hints).toContain('2 of 3 messages had been sent before and were not sent again');
		expect(books(mark)).toHaveLength(2);
	});

	it.each(UNASKED)('says so of a call of several as well: $kind', async (fault) => {
		const [mark, executions] = [freshMark(), new Executions()];
		const items = toEach([1, 2, 3], mark, true);
		await executions.run({ items, server, dies: { at: 1, arrives: true } });
		expect(books(mark)).toHaveLength(3);
		const rows = rowsOf(await executions.run({ items, server, fault }));
		expect(settled(rows)).toEqual([1, 2, 3].map(() => [ofAll, true]));
		expect(books(mark)).toHaveLength(3);
	});

	it.each([
		[true, [ofAll, ofAll, ofAll, null]],
		[false, [true, true, true, false]],
	])('says so where a message costs more by then (shared: %s)', async (isShared, accepted) => {
		const [mark, executions] = [freshMark(), new Executions()];
		const people = [1, 2, 3];
		const last = { to: number(4), text: `4 ${mark}`, stopAtCredits: 100, concurrency: 1 };
		const dies = { at: isShared ? 1 : 3, arrives: true };
		await executions.run({ items: [...toEach(people, mark, isShared), last], server, dies });
		expect(books(mark)).toHaveLength(3);
		// As if a message cost a hundred times as much.
		const items = [...toEach(people, mark, isShared, 1), { ...last, stopAtCredits: 1 }];
		const rows = rowsOf(await executions.run({ items, server }));
		expect(rows.map((row) => row.accepted)).toEqual(isShared ? [...accepted.slice(0, 3), false] : accepted);
		expect(rows.slice(0, 3).every(({ alreadySent }) => alreadySent === true)).toBe(true);
		expect(rows[3]).toMatchObject({ alreadySent: false, errorMeaning: 'over the limit' });
		expect(books(mark)).toHaveLength(3);
	});

	it.each([true, false])(
		'says so of a number that is in Do Not Send To by then (shared: %s)',
		async (isShared) => {
			const [mark, executions] = [freshMark(), new Executions()];
			const items = toEach([1, 2], mark, isShared);
			await executions.run({ items, server, dies: { at: isShared ? 1 : 2, arrives: true } });
			expect(books(mark)).toHaveLength(2);
			const more = { spared: new Set([number(1)]) };
			const rows = rowsOf(await executions.run({ items, server, more }));
			expect(settled(rows)).toEqual([1, 2].map(() => [isShared ? ofAll : true, true]));
			expect(rows.map(({ suppressed }) => suppressed)).toEqual([true, false]);
			if (!isShared)
				expect(rows[0]).toMatchObject({
					messageId: idsOf(mark)[0],
					errorText: `${number(1)} is in 'Do Not Send To', but an earlier run had sent the message`,
				});
			expect(books(mark)).toHaveLength(2);
		},
	);

	it('says of a batch that it may have been sent', async () => {
		const [mark, executions] = [freshMark(), new Executions()];
		const items = personalTo([1, 2, 3], mark);
		const personal = { items, server, operation: PERSONALIZED };
		// The start of the batch, and two messages.
		await executions.run({ ...personal, dies: { at: 2, arrives: true } });
		expect(books(mark)).toHaveLength(2);
		for (const spared of [[1], [2], [1, 2, 3]]) {
			const others = new Executions();
			Object.assign(others, executions);
			const more = { spared: new Set(spared.map(number)) };
			const rows = rowsOf(await others.run({ ...personal, more }));
			expect(rows.map(({ accepted }) => accepted)).toEqual([null, null, null]);
			expect(rows.some(({ alreadySent }) => alreadySent === false)).toBe(false);
		}
		expect(books(mark)).toHaveLength(2);
	});
});

it('a retry of a batch that leaves out whom the run before left out says what became of the others', async () => {
	const [mark, executions] = [freshMark(), new Executions()];
	const items = personalTo([1, 2, 3], mark);
	const personal = { items, server: 'http', operation: PERSONALIZED } as const;
	const more = { spared: new Set([number(3)]) };
	// The start of the batch, two messages, and its end.
	await executions.run({ ...personal, more, dies: { at: 3, arrives: true } });
	expect(books(mark)).toHaveLength(2);
	const rows = rowsOf(await executions.run({ ...personal, more }));
	expect(rows.map(({ accepted, alreadySent, suppressed }) => [accepted, alreadySent, suppressed])).toEqual([
		[true, true, false],
		[true, true, false],
		[false, false, true],
	]);
	expect(books(mark)).toHaveLength(2);
});

it('where a call that is cut now cannot be asked for, the next retry asks again', async () => {
	const [mark, executions] = [freshMark(), new Executions()];
	const items = toEach([1, 2, 3], mark, true);
	await executions.run({ items, server: 'http', dies: { at: 1, arrives: true } });
	expect(books(mark)).toHaveLength(3);
	const more = { spared: new Set([number(3)]) };
	gateway.faultList.add({ kind: 'http-502', command: 'querymsg', times: 1000 });
	const unsure = await executions.run({ items, server: 'http', more });
	expect(settled(rowsOf(unsure))).toEqual([1, 2, 3].map(() => [null, null]));
	expect(unsure.end).toBe('not asked');
	expect(settled(rowsOf(await executions.run({ items, server: 'http', more })))).toEqual(
		[1, 2, 3].map(() => [true, true]),
	);
	expect(books(mark)).toHaveLength(3);
});

it('what n8n cannot tell does not count as the calls that the run before made', async () => {
	const [mark, key] = [freshMark(), freshKey()];
	const items = toEach([1, 2, 3], mark, true);
	await attempt({ items, server: 'http', run: { key } });
	const told = ['other', 'unknown'] as const;
	let asked = 0;
	const callsBefore = async () => await Promise.resolve(told[asked++] ?? 'unknown');
	const run = { key, maySendTwice: 'yes', callsBefore } as const;
	const more = { spared: new Set([number(3)]) };
	const rows = rowsOf(await attempt({ items, server: 'http', run, more }));
	expect(asked).toBe(2);
	expect(rows.map(({ alreadySent }) => alreadySent)).not.toContain(false);
	expect(books(mark)).toHaveLength(3);
});

it('a first run says nothing of earlier ones, and asks for none', async () => {
	const mark = freshMark();
	const before = gateway.calls({ command: 'querymsg' }).length;
	const items = toEach([1, 2], mark, false, 1);
	const rows = rowsOf(await new Executions().run({ items, more: { spared: new Set([number(1)]) } }));
	expect(rows.map(({ accepted, suppressed }) => [accepted, suppressed])).toEqual([
		[false, true],
		[true, false],
	]);
	for (const row of rows) expect(row).not.toHaveProperty('alreadySent');
	expect(gateway.calls({ command: 'querymsg' })).toHaveLength(before);
});

it.each([
	['without client message IDs', { automaticClientMessageId: false }],
	['with client message IDs of the user', { clientMessageId: 'own' }],
])('what cannot be traced may have been sent: %s', async (_, more) => {
	const [mark, executions] = [freshMark(), new Executions()];
	const items = toEach([1, 2], mark, false).map((item) => ({
		...item,
		...more,
		...('clientMessageId' in more ? { clientMessageId: `own${mark}${item.to}` } : {}),
	}));
	await executions.run({ items, dies: { at: 2, arrives: true } });
	expect(books(mark)).toHaveLength(2);
	const retry = await executions.run({ items, fault: defined(UNASKED[0]) });
	expect(settled(rowsOf(retry))).toEqual([
		[null, null],
		[null, null],
	]);
	// The node then does not fail, so that n8n does not run it again.
	expect(retry.end).toBe('sent');
});

it.each(['oneApi', 'smsApi'] as const)('on the Platform (%s) nobody can be asked', async (api) => {
	const { ports, client, sent } = sceneOf(acceptAll, { api });
	const items = [1, 2].map((n): Checked => {
		const wire = { text: 'Hello' };
		return { to: [number(n)], wire, values: wire, spared: new Set([number(1)]) };
	});
	const run = { ...unrepeatable(freshKey), maySendTwice: 'yes' as const };
	const checked = { items, refused: new Map() };
	const results = await sendAll(ports, client, platformOperation('sms.send'), checked, run);
	const rows = results.flat().map(({ row }) => row);
	expect(settled(rows)).toEqual([
		[null, null],
		[null, null],
	]);
	expect(rows.map(({ suppressed }) => suppressed)).toEqual([true, false]);
	expect(sent()).toEqual([]);
});

it('where neither the charges nor the messages can be asked, the next retry asks again', async () => {
	const [mark, executions] = [freshMark(), new Executions()];
	const items = toEach([1, 2, 3], mark, false);
	await executions.run({ items, dies: { at: 2, arrives: true } });
	gateway.faultList.add({ kind: 'http-502', command: 'querymsg', times: 1000 });
	const unsure = await executions.run({ items, fault: defined(UNASKED[0]) });
	expect(settled(rowsOf(unsure))).toEqual([1, 2, 3].map(() => [null, null]));
	expect(unsure.end).toBe('not asked');
	const last = await executions.run({ items });
	expect(settled(rowsOf(last))).toEqual([
		[true, true],
		[true, true],
		[true, false],
	]);
	expect(books(mark)).toHaveLength(3);
});

it('a call that the limit cut then is found by the retry after the one that could not ask for charges', async () => {
	const [mark, executions] = [freshMark(), new Executions()];
	const items = toEach([1, 2, 3, 4], mark, true, 3);
	await executions.run({ items, server: 'http', dies: { at: 1, arrives: true } });
	expect(books(mark)).toHaveLength(3);
	const unsure = await executions.run({ items, server: 'http', fault: defined(UNASKED[0]) });
	expect(settled(rowsOf(unsure))).toEqual([1, 2, 3, 4].map(() => [null, null]));
	expect(unsure.end).toBe('not asked');
	const last = rowsOf(await executions.run({ items, server: 'http' }));
	expect(settled(last)).toEqual([...[1, 2, 3].map(() => [true, true]), [false, false]]);
	expect(books(mark)).toHaveLength(3);
});

it('what the limit left of a call, one number alone, is found', async () => {
	const [mark, executions] = [freshMark(), new Executions()];
	const items = toEach([1, 2], mark, true, 1);
	await executions.run({ items, dies: { at: 1, arrives: true } });
	expect(books(mark)).toHaveLength(1);
	const retry = rowsOf(await executions.run({ items, fault: defined(UNASKED[0]) }));
	expect(settled(retry)).toEqual([
		[true, true],
		[false, false],
	]);
	expect(retry[0]?.messageId).toBe(idsOf(mark)[0]);
});

it('nobody gets a message twice where a retry was killed that cut calls of a run which had kept nothing', async () => {
	for (const stop of [{ stopAtCredits: 2 }, { spared: [3] }]) {
		const [mark, executions] = [freshMark(), new Executions()];
		const all = toEach([1, 2, 3], mark, true);
		// It is killed while it asks for the charges.
		await executions.run({ items: all, dies: { at: 0, arrives: false } });
		const more = { spared: new Set(stop.spared?.map(number)) };
		const items = toEach([1, 2, 3], mark, true, stop.stopAtCredits);
		for (let at = 1; books(mark).length === 0; at++) {
			const retry = await executions.run({ items, more, dies: { at, arrives: true } });
			expect(retry.results).toBeUndefined();
		}
		expect(books(mark)).toHaveLength(2);
		const last = await executions.run({ items: all });
		expect(books(mark)).toHaveLength(2);
		expect(rowsOf(last).every(({ accepted }) => accepted === null)).toBe(true);
	}
});

it('a retry that was killed does not keep the next one from sending the same calls', async () => {
	const [mark, executions] = [freshMark(), new Executions()];
	const items = toEach([1, 2, 3], mark, true);
	await executions.run({ items, dies: { at: 0, arrives: false } });
	for (const at of [1, 2]) await executions.run({ items, dies: { at, arrives: false } });
	expect(settled(rowsOf(await executions.run({ items })))).toEqual([1, 2, 3].map(() => [true, false]));
	expect(books(mark)).toHaveLength(3);
});

it('a retry that withholds more than the run before sends what that one had not, where the calls are the same', async () => {
	const [mark, executions] = [freshMark(), new Executions()];
	const [one, other, third] = ['a', 'b', 'c'].map((text) => `${text} ${mark}`);
	const items = (stopAtCredits: number): RawValues[] =>
		[one, one, other, other, third, third].map((text, n) => ({
			to: number(n),
			text,
			stopAtCredits,
			concurrency: 1,
		}));
	await executions.run({ items: items(100), server: 'http', dies: { at: 1, arrives: true } });
	expect(books(mark)).toHaveLength(2);
	const rows = rowsOf(await executions.run({ items: items(5), server: 'http' }));
	expect(settled(rows)).toEqual([
		[true, true],
		[true, true],
		[true, false],
		[true, false],
		// It would go alone now, and the next retry could not find it.
		[null, null],
		[false, false],
	]);
	expect(books(mark)).toHaveLength(4);
});

it('several messages to a number are told apart only where the run before withheld none', async () => {
	for (const [then, expected] of [
		[100, true],
		[1, null],
	] as const) {
		const [mark, executions] = [freshMark(), new Executions()];
		const items = (stopAtCredits: number) =>
			['a', 'b'].map((text) => ({ to: number(1), text: `${text} ${mark}`, stopAtCredits, concurrency: 1 }));
		await executions.run({ items: items(then), dies: { at: then === 1 ? 1 : 2, arrives: true } });
		const rows = rowsOf(await executions.run({ items: items(then), fault: defined(UNASKED[0]) }));
		expect(settled(rows)).toEqual([
			[expected, expected],
			[expected, expected],
		]);
	}
});

it('a message with an Idempotency Key that is withheld says that an earlier execution sent it', async () => {
	const mark = freshMark();
	const items = toEach([1, 2], mark, false).map(({ stopAtCredits: _, ...item }) => ({
		...item,
		idempotencyKey: mark,
	}));
	await new Executions().run({ items: items.slice(0, 1) });
	const more = { spared: new Set([1, 2].map(number)) };
	const rows = rowsOf(await new Executions().run({ items, more }));
	expect(settled(rows)).toEqual([
		[true, true],
		[false, false],
	]);
	expect(books(mark)).toHaveLength(1);
});

it('no row says of a message that it was not sent which was, and none is sent twice', async () => {
	const withheld = fc.record({
		limit: fc.constantFrom(1, 2, 3, 5, 100, 100),
		fault: fc.constantFrom(undefined, undefined, ...UNASKED),
		spared: fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 2 }),
		/** The call with which a retry ends, where it is killed as well. */
		last: fc.option(fc.nat({ max: 14 }), { nil: undefined }),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...SERVER_NAMES),
			fc.array(fc.tuple(fc.nat({ max: 4 }), fc.constantFrom('a', 'a', 'b')), { minLength: 1, maxLength: 7 }),
			fc.record({ at: fc.nat({ max: 4 }), arrives: fc.boolean() }),
			fc.array(withheld, { minLength: 2, maxLength: 4 }),
			async (server, given, dies, turns) => {
				const [mark, executions] = [freshMark(), new Executions()];
				for (const [turn, { limit, fault, spared, last }] of turns.entries()) {
					const items = given.map(([to, text]) => ({
						to: number(to),
						text: `${text} ${mark}`,
						stopAtCredits: limit,
						concurrency: 1,
					}));
					const { results, end } = await executions.run({
						items,
						server,
						// The first run is killed, by what it begins with.
						...(turn === 0
							? { dies }
							: { fault, ...(last === undefined ? {} : { dies: { at: last, arrives: true } }) }),
						more: { spared: new Set(spared.map(number)) },
					});
					const asked = items.map(({ to, text }) => `${to} ${text}`);
					const rows = results?.flat().map(({ row }) => row) ?? [];
					const unsent = asked.filter((_, place) => rows[place]?.accepted === false);
					for (const message of new Set(asked)) {
						const count = (list: readonly string[]) => list.filter((one) => one === message).length;
						expect(count(books(mark)) + count(unsent)).toBeLessThanOrEqual(count(asked));
					}
					for (const { messageId } of rows) if (messageId !== null) expect(idsOf(mark)).toContain(messageId);
					if (end === 'sent') return;
				}
			},
		),
		{ numRuns: casesOf(600) },
	);
}, 120_000);
