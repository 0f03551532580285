import * as fc from 'fast-check';
import { gatewayOperation } from '../../../nodes/Clickatell/catalogue';
import { endOf } from '../../../nodes/Clickatell/n8n/runs/nodeRun';
import type { RawValues } from '../../../nodes/Clickatell/message/check';
import type { FaultScript } from '../../gateway';
import { casesOf, IS_QUICK, subjectsOf, waysFor } from '../../extent';
import { Execution, FROM_THE_START, inTheMiddle, stored } from '../n8n/execution';
import { RunPorts } from '../runtime/overGateway';
import {
	attempt,
	books,
	clock,
	freshKey,
	freshMark,
	gateway,
	number,
	PERSONALIZED,
	retryOf,
	rowsOf,
	SERVER_NAMES,
	type Attempt,
} from './attempts';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Runs that are killed in the middle and run again, against the embedded gateway, whose books tell what was sent. */

const death = fc.record({ at: fc.nat({ max: 12 }), arrives: fc.boolean() });

/** A query knows a message so long after it was accepted, in milliseconds. */
const knownAfter = fc.constantFrom(0, 0, 1_000, 29_000);
const messages = fc.array(fc.tuple(fc.nat({ max: 8 }), fc.constantFrom('a', 'b', 'c')), {
	minLength: 1,
	maxLength: 14,
});
const isKnown = (id: unknown) => gateway.messages().some(({ apiMsgId }) => apiMsgId === id);

describe('a run that is killed and retried', () => {
	it('sends everything once, however often it is killed and wherever', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...SERVER_NAMES),
				messages,
				fc.array(death, { maxLength: 3 }),
				knownAfter,
				async (server, given, deaths, known) => {
					gateway.state.pace.known = known;
					const [mark, key] = [freshMark(), freshKey()];
					const items = given.map(([to, text]) => ({ to: number(to), text: `${text} ${mark}` }));
					let run: Attempt['run'] = { key };
					for (const dies of deaths) {
						await attempt({ items, run, server, dies });
						run = retryOf(key);
					}
					const last = await attempt({ items, run, server });
					expect(books(mark)).toEqual(items.map(({ to, text }) => `${to} ${text}`).sort());
					for (const { accepted, messageId, alreadySent } of rowsOf(last)) {
						if (deaths.length === 0) expect(alreadySent).toBeUndefined();
						if (messageId !== null)
							expect({ accepted, isKnown: isKnown(messageId) }).toEqual({ accepted: true, isKnown: true });
						else expect(alreadySent).toBe(true);
					}
				},
			),
			{ numRuns: casesOf(60) },
		);
		gateway.state.pace.known = 0;
	}, 120_000);

	it('sends the same although its texts are others by then', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const at = (hour: number) => [1, 2, 3].map((n) => ({ to: number(n), text: `${n} at ${hour} ${mark}` }));
		await attempt({ items: at(12), run: { key }, dies: { at: 2, arrives: true } });
		await attempt({ items: at(13), run: retryOf(key) });
		expect(books(mark).map((entry) => entry.split(' ')[0])).toEqual([1, 2, 3].map(number));
	});

	const UNSURE =
		/^An earlier run made this call to 300 recipients, and Clickatell has it \(message ID \w{32}\) but does not say whom it accepted; /;
	const ALL =
		/^An earlier run made this call to 300 recipients, and Clickatell accepted all of them but does not say whose message ID is whose$/;

	it.each([
		// It names one message whatever it has.
		['documentLiteral', null, UNSURE],
		['rpcEncoded', true, ALL],
		['http', true, ALL],
	] as const)(
		'asks a call of many recipients once, and says what is known (%s)',
		async (server, outcome, words) => {
			const [mark, key] = [freshMark(), freshKey()];
			const items = Array.from({ length: 700 }, (_, n) => ({ to: number(n), text: mark }));
			await attempt({ items, run: { key }, server, dies: { at: 2, arrives: false } });
			const before = gateway.calls({ command: 'querymsg' }).length;
			const last = await attempt({ items, run: retryOf(key), server });
			// Three calls; the third is asked for again when Clickatell knows for certain.
			expect(gateway.calls({ command: 'querymsg' }).length - before).toBe(4);
			expect(books(mark)).toHaveLength(700);
			const rows = rowsOf(last);
			for (const row of rows.slice(0, 600)) {
				expect(row).toMatchObject({ accepted: outcome, alreadySent: true, messageId: null });
				expect(row.errorText).toMatch(words);
			}
			expect(
				rows.slice(600).every(({ accepted, alreadySent }) => accepted === true && alreadySent === false),
			).toBe(true);
			expect(last.ports.hints).toEqual([
				'Waited until Clickatell knew for certain what an earlier run had sent',
				'600 of 700 messages had been sent before and were not sent again',
			]);
		},
	);

	// As many as a bulk of 10,000 has calls; in the quick form those of 1,000.
	const [many, calls] = IS_QUICK ? [1_000, 4] : [10_000, 34];
	it(`asks ${calls} times for ${many} recipients of one text`, async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = Array.from({ length: many }, (_, n) => ({ to: number(n), text: mark }));
		await attempt({ items, run: { key } });
		const before = gateway.calls({ command: 'querymsg' }).length;
		await attempt({ items, run: retryOf(key) });
		expect(gateway.calls({ command: 'querymsg' }).length - before).toBe(calls);
		expect(books(mark)).toHaveLength(many);
		// The tests that follow look through all messages there are.
		gateway.state.messages.clear();
	});

	it('does not call accepted what was refused to one of many', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = [1, 2, 3].map((n) => ({ to: number(n), text: mark }));
		gateway.fail({ kind: 'error', command: 'sendmsg', to: number(2), code: '105' });
		await attempt({ items, run: { key } });
		expect(books(mark)).toHaveLength(2);
		const last = await attempt({ items, run: retryOf(key) });
		expect(rowsOf(last).map(({ accepted }) => accepted)).toEqual([null, null, null]);
	});

	it('waits only where something is unknown', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = [{ to: number(1), text: mark }];
		await attempt({ items, run: { key } });
		const again = await attempt({ items, run: retryOf(key) });
		expect(again.ports.lines.join()).not.toContain('Waiting');
		expect(rowsOf(again)).toMatchObject([{ accepted: true, alreadySent: true, errorText: null }]);
		const fresh = { ...retryOf(freshKey()), maySendTwice: 'perhaps' } as const;
		const perhaps = await attempt({ items: [{ to: number(2), text: mark }], run: fresh });
		expect(perhaps.ports.lines.join()).not.toContain('Waiting');
		expect(rowsOf(perhaps)).toMatchObject([{ accepted: true, alreadySent: false }]);
	});

	it('sends nothing where Clickatell cannot be asked', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = [1, 2].map((n) => ({ to: number(n), text: `${n} ${mark}` }));
		gateway.faultList.add({ kind: 'http-502', command: 'querymsg', times: 6 });
		const last = await attempt({ items, run: retryOf(key) });
		expect(books(mark)).toEqual([]);
		for (const { accepted, alreadySent, errorText } of rowsOf(last)) {
			expect({ accepted, alreadySent }).toEqual({ accepted: null, alreadySent: null });
			expect(errorText).toMatch(/^An earlier run may have sent it, and Clickatell could not be asked: /);
		}
	});

	it.each([
		['the IDs of the run before are not known', { isTraceable: false }, {}],
		['messages have no client message ID', {}, { automaticClientMessageId: false }],
	])('sends nothing where %s', async (_, run, more) => {
		const mark = freshMark();
		const items = [{ to: number(1), text: mark, ...more }];
		const last = await attempt({ items, run: { ...retryOf(freshKey()), ...run } });
		expect(books(mark)).toEqual([]);
		expect(rowsOf(last)).toMatchObject([{ accepted: null, alreadySent: null }]);
		// Another retry may have been made, and most have not.
		const perhaps = { key: freshKey(), ...run, maySendTwice: 'perhaps' } as const;
		expect(rowsOf(await attempt({ items, run: perhaps }))).toMatchObject([{ accepted: true }]);
	});

	it.each(['sendItem', 'quickSend'])(
		'sends nothing with %s of a batch, whose messages have no ID',
		async (name) => {
			const operation = gatewayOperation('batch', name);
			const items = [{ to: number(1), batchId: 'a'.repeat(32), fields: { field1: 'Ann' } }];
			const sent = gateway.calls({ command: name.toLowerCase() }).length;
			const last = await attempt({ operation, items, run: retryOf(freshKey()) });
			expect(rowsOf(last)).toMatchObject([{ accepted: null, alreadySent: null }]);
			expect(gateway.calls({ command: name.toLowerCase() })).toHaveLength(sent);
		},
	);

	it('does not send again what has a client message ID of the user that is known', async () => {
		const mark = freshMark();
		const items = [{ to: number(1), text: mark, clientMessageId: `order${mark}` }];
		await attempt({ items, run: { key: freshKey() } });
		const last = await attempt({ items, run: retryOf(freshKey()) });
		expect(books(mark)).toHaveLength(1);
		expect(rowsOf(last)).toMatchObject([{ accepted: null, alreadySent: null }]);
		const others = [{ ...defined(items[0]), clientMessageId: `other${mark}` }];
		expect(rowsOf(await attempt({ items: others, run: retryOf(freshKey()) }))).toMatchObject([
			{ accepted: true, alreadySent: false },
		]);
	});

	it.each([
		// Somebody who has a call of their own now may have shared one then.
		['other', [null, null, null]],
		// A run that kept nothing had no call of several recipients, and Clickatell knows none of one.
		['none', [true, true, true]],
		['same', [true, true, true]],
	] as const)('where the run before kept %s of how calls are shared, it sends %j', async (kept, accepted) => {
		const mark = freshMark();
		const items = [1, 2].map((n) => ({ to: number(n), text: mark }));
		const run = { ...retryOf(freshKey()), callsBefore: async () => kept };
		const last = await attempt({ items: [...items, { to: number(3), text: `own ${mark}` }], run });
		expect(rowsOf(last).map((row) => row.accepted)).toEqual(accepted);
		expect(books(mark)).toHaveLength(accepted.filter(Boolean).length);
		const told = rowsOf(last).filter((row) => row.accepted === null);
		for (const { errorText } of told)
			expect(errorText).toMatch(/^Recipients share calls in another way than in an earlier run/);
	});

	it.each([
		['have begun', false, true],
		['have ended', true, false],
	])('sends nobody a second message where quiet hours %s since', async (_, quietThen, quietNow) => {
		const [mark, key] = [freshMark(), freshKey()];
		const [one, other] = [number(1), '447700900123'];
		const at = new Date(clock.now() + 3_600_000).toISOString();
		const itemsWhen = (isQuiet: boolean) => ({
			later: isQuiet ? new Map([[one, at]]) : new Map<string, string>(),
		});
		let kept: string | undefined;
		const run = (isRetry: boolean) => ({
			...(isRetry ? retryOf(key) : { key }),
			// As n8n's list does.
			callsBefore: async (digest: string | undefined) => {
				if (kept === undefined) {
					if (!isRetry) kept = digest;
					return 'none' as const;
				}
				return kept === digest ? ('same' as const) : ('other' as const);
			},
		});
		const items = [{ to: `${one}, ${other}`, text: mark }];
		await attempt({ items, run: run(false), more: itemsWhen(quietThen) });
		const last = await attempt({ items, run: run(true), more: itemsWhen(quietNow) });
		expect(books(mark)).toHaveLength(2);
		expect(rowsOf(last).every(({ accepted, alreadySent }) => accepted === null || alreadySent === true)).toBe(
			true,
		);
	});

	it('sends a call that several share now to nobody, where one of them had a call of their own', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const none = { callsBefore: async () => 'none' as const };
		await attempt({ items: [{ to: number(2), text: mark }], run: { key, ...none } });
		const shared = [1, 2, 3].map((n) => ({ to: number(n), text: mark }));
		const last = await attempt({ items: shared, run: { ...retryOf(key), ...none } });
		expect(books(mark)).toEqual([`${number(2)} ${mark}`]);
		for (const { accepted, errorText } of rowsOf(last)) {
			expect(accepted).toBeNull();
			expect(errorText).toMatch(/^Recipients share calls in another way than in an earlier run/);
		}
	});

	it('sends all of a run that was killed before its first call, whatever n8n kept of it', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = [1, 2, 3].map((n) => ({ to: number(n), text: mark }));
		const none = { callsBefore: async () => 'none' as const };
		const last = await attempt({ items, run: { ...retryOf(key), ...none } });
		expect(books(mark)).toHaveLength(3);
		expect(rowsOf(last).every(({ accepted }) => accepted)).toBe(true);
	});

	it('is sent once where it is retried twice at once', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = [1, 2, 3].map((n) => ({ to: number(n), text: `${n} ${mark}` }));
		const both = { items, run: retryOf(key), process: freshKey() };
		const runs = await Promise.all([attempt(both), attempt(both)]);
		expect(books(mark)).toHaveLength(3);
		const rows = runs.map(rowsOf);
		for (const one of rows) expect(one.every(({ accepted }) => accepted === true)).toBe(true);
		expect(defined(rows[0]).map(({ messageId }) => messageId)).toEqual(
			defined(rows[1]).map(({ messageId }) => messageId),
		);
	});

	it('settles in the same process what a retry could not be sure of', async () => {
		const [mark, key, process] = [freshMark(), freshKey(), freshKey()];
		const items = [{ to: number(1), text: mark }];
		gateway.fail({ kind: 'http-502', command: 'sendmsg', times: 1 });
		const first = await attempt({ items, run: retryOf(key), process });
		expect(rowsOf(first)).toMatchObject([{ accepted: null }]);
		const at = async () => await attempt({ items, run: { key, maySendTwice: 'perhaps' }, process });
		// Too soon, Clickatell may know it late.
		expect(rowsOf(await at())).toMatchObject([{ accepted: null, alreadySent: null }]);
		await clock.advance(30_000);
		expect(rowsOf(await at())).toMatchObject([{ accepted: true, alreadySent: false }]);
		expect(books(mark)).toHaveLength(1);
	});

	it('sends no batch again of which Clickatell has a message', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = [1, 2, 3].map((n) => ({
			to: number(n),
			template: `#field1# ${mark}`,
			fields: { field1: String(n) },
		}));
		const personal = { items, operation: PERSONALIZED };
		await attempt({ ...personal, run: { key }, dies: { at: 2, arrives: true } });
		const sent = books(mark);
		expect(sent.length).toBeGreaterThan(0);
		const last = await attempt({ ...personal, run: retryOf(key) });
		expect(books(mark)).toEqual(sent);
		expect(rowsOf(last).map(({ accepted }) => accepted)).toEqual([null, null, null]);
		const begun = await attempt({ ...personal, run: retryOf(freshKey()) });
		expect(rowsOf(begun).map(({ accepted }) => accepted)).toEqual([true, true, true]);
	});
});

describe('a retry that begins while calls of the stopped run are under way', () => {
	it('does not make them again, where the same process makes them', async () => {
		const [mark, key, process] = [freshMark(), freshKey(), freshKey()];
		const items = [1, 2].map((n) => ({ to: number(n), text: `${n} ${mark}`, concurrency: 1 }));
		const ports = new RunPorts(gateway, clock, 'http');
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		const { http } = ports;
		const isUnderWay = new Promise<void>((resolve) => {
			ports.http = async (request, data) => {
				if (/sendmsg/.test(request.url)) {
					resolve();
					await held;
				}
				return await http(request, data);
			};
		});
		const first = attempt({ items, run: { key }, server: 'http', process, ports });
		await isUnderWay;
		ports.isCancelled = true;
		const retry = attempt({ items, run: retryOf(key), server: 'http', process });
		await new Promise((done) => setTimeout(done, 50));
		release();
		await first;
		expect(rowsOf(await retry)).toMatchObject([
			{ accepted: true, alreadySent: true },
			{ accepted: true, alreadySent: false },
		]);
		expect(books(mark)).toHaveLength(2);
	});

	it('does not make them again when they have ended, although Clickatell does not know them yet', async () => {
		const [mark, key, process] = [freshMark(), freshKey(), freshKey()];
		const items = [{ to: number(1), text: mark }];
		const ports = new RunPorts(gateway, clock, 'http');
		const { http } = ports;
		ports.http = async (request, data) => {
			ports.isCancelled ||= /sendmsg/.test(request.url);
			return await http(request, data);
		};
		gateway.state.pace.known = 3_600_000;
		await attempt({ items, run: { key }, server: 'http', process, ports });
		const last = await attempt({ items, run: retryOf(key), server: 'http', process });
		gateway.state.pace.known = 0;
		expect(books(mark)).toHaveLength(1);
		expect(rowsOf(last)).toMatchObject([{ accepted: true, alreadySent: true }]);
	});

	it('waits for as long as they may take, where another process makes them', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = [{ to: number(1), text: mark, timeout: 200 }];
		const begun = clock.now();
		const last = await attempt({ items, run: { ...retryOf(key), mayGoOn: true } });
		expect(clock.now() - begun).toBeGreaterThanOrEqual(230_000);
		expect(rowsOf(last)).toMatchObject([{ accepted: true, alreadySent: false }]);
	});
});

describe('a look-up that fails', () => {
	it('is made again after the wait', async () => {
		const [mark, key] = [freshMark(), freshKey()];
		const items = [1, 2].map((n) => ({ to: number(n), text: `${n} ${mark}`, concurrency: 1 }));
		gateway.faultList.add({ kind: 'http-502', command: 'querymsg', times: 3 });
		const last = await attempt({ items, run: retryOf(key) });
		expect(rowsOf(last)).toMatchObject([{ accepted: true }, { accepted: true }]);
		expect(books(mark)).toHaveLength(2);
	});

	it('says of a message with an Idempotency Key that this run has not sent it', async () => {
		const mark = freshMark();
		const items = [{ to: number(1), text: mark, idempotencyKey: freshKey() }];
		gateway.faultList.add({ kind: 'http-502', command: 'querymsg', times: 3 });
		const last = await attempt({ items, run: { key: freshKey() } });
		expect(defined(last.results).flat()).toMatchObject([{ notAsked: true, row: { accepted: null } }]);
		expect(endOf(defined(last.results))).toBe('not asked');
		expect(books(mark)).toEqual([]);
	});
});

/** What n8n's list of calls holds for a run of one key. */
function listed(): NonNullable<Attempt['run']['callsBefore']> {
	let kept: string | undefined;
	return async (digest) => {
		if (kept !== undefined) return kept === digest ? 'same' : 'other';
		kept = digest;
		return 'none';
	};
}

describe('an execution that failed and is retried again after its first retry', () => {
	const perhaps = (key: string) => ({ key, maySendTwice: 'perhaps', callsBefore: listed() }) as const;

	it.each([
		['had shared a call', [1, 2], [2], 2],
		['share a call now', [1, 2, 3].slice(0, 1), [1, 2], 1],
	])('sends nobody a second message who %s', async (_, then, now, sent) => {
		const mark = freshMark();
		const run = perhaps(freshKey());
		const itemsTo = (people: readonly number[]) => people.map((n) => ({ to: number(n), text: mark }));
		await attempt({ items: itemsTo(then), run });
		const last = await attempt({ items: itemsTo(now), run });
		expect(books(mark)).toHaveLength(sent);
		expect(rowsOf(last).every(({ accepted, alreadySent }) => accepted === null && alreadySent === null)).toBe(
			true,
		);
	});

	it.each([
		['with client message IDs of the user', { clientMessageId: 'own' }],
		['without client message IDs', { automaticClientMessageId: false }],
	])('sends nothing again %s', async (_, more) => {
		const mark = freshMark();
		const run = perhaps(freshKey());
		const items = [{ to: number(1), text: mark, ...more }];
		await attempt({ items, run });
		expect(rowsOf(await attempt({ items, run }))).toMatchObject([{ accepted: null, alreadySent: null }]);
		expect(books(mark)).toHaveLength(1);
	});

	it('waits where the retry before was killed a moment ago', async () => {
		gateway.state.pace.known = 29_000;
		const mark = freshMark();
		const run = perhaps(freshKey());
		const items = [{ to: number(1), text: mark }];
		await attempt({ items, run, dies: { at: 1, arrives: true } });
		const last = await attempt({ items, run });
		gateway.state.pace.known = 0;
		expect(books(mark)).toHaveLength(1);
		expect(rowsOf(last)).toMatchObject([{ accepted: true, alreadySent: true }]);
	});
});

describe('several messages to one number', () => {
	const retryAfter = (execution: Execution, token: string) => {
		const retry = new Execution('2', 'retry', token, {}, FROM_THE_START);
		retry.entries = execution.entries;
		return retry;
	};
	const to = (n: number, text: string) => ({ to: number(n), text, concurrency: 1 });

	it('are not taken for each other where one of them is no longer there', async () => {
		const [mark, token] = [freshMark(), freshKey()];
		const [a, b, other] = [to(1, `a ${mark}`), to(1, `b ${mark}`), to(2, `c ${mark}`)];
		const first = new Execution('1', 'trigger', token);
		await attempt({ items: [a, b, other], run: await first.begin(), dies: { at: 0, arrives: true } });
		const last = await attempt({ items: [b, other], run: await retryAfter(first, token).begin() });
		expect(books(mark)).toHaveLength(1);
		expect(rowsOf(last)).toMatchObject([
			{ accepted: null, alreadySent: null },
			{ accepted: null, alreadySent: null },
		]);
	});

	it('are not taken for each other where one of them shares a call', async () => {
		const [mark, token] = [freshMark(), freshKey()];
		const [a, b] = [`a ${mark}`, `b ${mark}`];
		const first = new Execution('1', 'trigger', token);
		const dies = { at: 0, arrives: true };
		await attempt({ items: [to(1, a), to(2, a), to(2, b)], run: await first.begin(), dies });
		expect(books(mark)).toHaveLength(2);
		const items = [to(1, b), to(2, a), to(2, b)];
		const last = await attempt({ items, run: await retryAfter(first, token).begin() });
		expect(books(mark)).toHaveLength(2);
		for (const { accepted } of rowsOf(last)) expect(accepted).toBeNull();
	});
});

describe('a loop that is retried', () => {
	const inLoop = async (execution: Execution, batches: readonly (readonly RawValues[])[]) => {
		const rows = [];
		for (const items of batches) {
			const run = await execution.begin();
			const out = await attempt({ items, run: { ...run, begunAt: clock.now() } });
			rows.push(...rowsOf(out));
			await run.ended(endOf(defined(out.results)));
		}
		return rows;
	};
	const killed = (execution: Execution, token: string) => {
		const retry = new Execution('2', 'retry', token, {}, FROM_THE_START);
		retry.entries = execution.entries;
		return retry;
	};

	it.each([
		['the first rows are done', [1, 2], [2, 3]],
		['the rows are in another order', [1, 2], [3, 2, 1]],
	])('sends each once where %s by then', async (_, then, now) => {
		const [mark, token] = [freshMark(), freshKey()];
		const one = (n: number) => [{ to: number(n), text: mark }];
		const first = new Execution('1', 'trigger', token);
		await inLoop(first, then.map(one));
		await inLoop(killed(first, token), now.map(one));
		expect(books(mark)).toEqual([1, 2, 3].map((n) => `${number(n)} ${mark}`));
	});

	it('sends each once where the first was refused then', async () => {
		const [mark, token] = [freshMark(), freshKey()];
		const batches = [1, 2, 3].map((n) => [{ to: number(n), text: mark }]);
		const first = new Execution('1', 'trigger', token);
		gateway.fail({ kind: 'error', code: '301', command: 'sendmsg', times: 1 });
		await inLoop(first, batches.slice(0, 2));
		const rows = await inLoop(killed(first, token), batches);
		expect(books(mark)).toEqual([1, 2, 3].map((n) => `${number(n)} ${mark}`));
		expect(rows.map(({ alreadySent }) => alreadySent)).toEqual([false, true, false]);
	});

	it('sends the same number each message of the loop', async () => {
		const [mark, token] = [freshMark(), freshKey()];
		const batches = ['a', 'b', 'c'].map((text) => [{ to: number(1), text: `${text} ${mark}` }]);
		const first = new Execution('1', 'trigger', token);
		await inLoop(first, batches.slice(0, 2));
		await inLoop(killed(first, token), batches);
		expect(books(mark)).toEqual(['a', 'b', 'c'].map((text) => `${number(1)} ${text} ${mark}`));
	});

	it('does not send one of two texts again to a number, nor call the other one sent, where they come in another order', async () => {
		const [mark, token] = [freshMark(), freshKey()];
		const items = ['a', 'b'].map((text) => ({ to: number(1), text: `${text} ${mark}`, concurrency: 1 }));
		const first = new Execution('1', 'trigger', token);
		await attempt({ items, run: await first.begin(), dies: { at: 0, arrives: true } });
		const again = await killed(first, token).begin();
		const last = await attempt({ items: items.toReversed(), run: again });
		expect(books(mark)).toEqual([`${number(1)} a ${mark}`]);
		expect(rowsOf(last)).toMatchObject([{ alreadySent: null }, { alreadySent: null }]);
	});

	it('sends no batch again whose first recipients are those of another one, where they come in another order', async () => {
		const [mark, token] = [freshMark(), freshKey()];
		const batch = (template: string, n: number) =>
			[1, n].map((to) => ({
				to: number(to),
				template: `${template} #field1# ${mark}`,
				fields: { field1: String(to) },
				concurrency: 1,
			}));
		const [one, other] = [batch('a', 2), batch('b', 3)];
		const personal = { operation: PERSONALIZED };
		const first = new Execution('1', 'trigger', token);
		// The first batch is started, and both of its messages are sent.
		const dies = { at: 2, arrives: true };
		await attempt({ ...personal, items: [...one, ...other], run: await first.begin(), dies });
		const sent = books(mark);
		expect(sent).toHaveLength(2);
		const again = await killed(first, token).begin();
		await attempt({ ...personal, items: [...other, ...one], run: again });
		expect(books(mark)).toEqual([...new Set(books(mark))]);
	});

	it('waits once for the whole loop', async () => {
		const [mark, token] = [freshMark(), freshKey()];
		const retry = killed(new Execution('1', 'trigger', token), token);
		Execution.now = clock.now();
		const from = clock.now();
		for (const n of [1, 2, 3]) {
			const run = await retry.begin();
			await attempt({ items: [{ to: number(n), text: mark }], run });
			await run.ended('sent');
		}
		Execution.now = 0;
		expect(books(mark)).toHaveLength(3);
		expect(clock.now() - from).toBeLessThan(40_000);
	});

	it('sends at once what was refused, although others share the call by then', async () => {
		const [mark, token] = [freshMark(), freshKey()];
		const items = [1, 2, 3].map((n) => ({ to: number(n), text: mark }));
		const first = new Execution('1', 'trigger', token);
		gateway.fail({ kind: 'error', code: '301', command: 'sendmsg', times: 1 });
		await inLoop(first, [items]);
		const retry = new Execution('2', 'retry', token, stored(first.context), inTheMiddle('Send'));
		retry.entries = first.entries;
		const rows = await inLoop(retry, [items.slice(1)]);
		expect(rows).toMatchObject([{ accepted: true }, { accepted: true }]);
	});
});

/** What can go wrong with a call that sends, or with one that asks. */
const FAULTS: readonly FaultScript[] = [
	...(
		[
			'drop',
			'drop-after',
			'cut-body',
			'truncated',
			'empty',
			'soap-fault',
			'http-502',
			'http-503',
			'html',
			'latin-1',
			'gzip',
		] as const
	).map((kind): FaultScript => ({ kind })),
	{ kind: 'page', status: 403 },
	...['001', '003', '105', '301', '901'].map((code): FaultScript => ({ kind: 'error', code })),
];

describe.each(SERVER_NAMES)('every fault at every place, then retried twice (%s)', (server) => {
	const all = FAULTS.map((fault, place) => ({ fault, place }));
	const faults = subjectsOf(all, 2);
	it.each(faults)('$fault.kind $fault.code $fault.status', async ({ fault, place }) => {
		const PLACES = 4;
		for (const [turn, command] of ['sendmsg', 'querymsg'].entries()) {
			for (const nth of waysFor(place + SERVER_NAMES.indexOf(server) + turn, [1, 2, 3, 4])) {
				const [mark, key] = [freshMark(), freshKey()];
				const items = Array.from({ length: PLACES }, (_, n) => ({ to: number(n), text: `${n} ${mark}` }));
				gateway.faultList.clear();
				gateway.fail({ ...fault, command, nth });
				await attempt({ items, run: { key }, server, dies: { at: 3, arrives: true } });
				const first = await attempt({ items, run: retryOf(key), server });
				gateway.faultList.clear();
				const second = await attempt({ items, run: retryOf(key), server });
				const sent = books(mark);
				expect(sent).toEqual([...new Set(sent)]);
				// What one retry could not be sure of the next one settles.
				expect(sent).toHaveLength(PLACES);
				expect(
					rowsOf(second).every(({ accepted, messageId }) => accepted === true && isKnown(messageId)),
				).toBe(true);
				for (const [i, { accepted, messageId }] of rowsOf(first).entries())
					if (accepted === true) expect(messageId).toBe(defined(rowsOf(second)[i]).messageId);
			}
		}
	});
});

describe('an Idempotency Key', () => {
	it('that no run had before is not waited for, and one that a run had is', async () => {
		const once = async (idempotencyKey: string) => {
			const { ports } = await attempt({
				items: [{ to: number(1), text: freshMark(), idempotencyKey }],
				run: { key: freshKey() },
			});
			return ports.hints.filter((hint) => hint.startsWith('Waited until')).length;
		};
		const [first, other] = [freshKey(), freshKey()];
		expect([await once(first), await once(other), await once(first)]).toEqual([0, 0, 1]);
	});

	it('sends a text to a number once, in whatever order and however often the workflow runs', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...SERVER_NAMES),
				messages,
				fc.array(fc.option(death), { maxLength: 3 }),
				fc.nat(),
				knownAfter,
				async (server, given, runs, seed, known) => {
					gateway.state.pace.known = known;
					const [mark, idempotencyKey] = [freshMark(), freshKey()];
					const all = given.map(([to, text]) => ({
						to: number(to),
						text: `${text} ${mark}`,
						idempotencyKey,
					}));
					for (const [i, dies] of [...runs, null].entries()) {
						// Every run has the items in another order, and all but the last may lack some.
						const turned = all.map((_, place) => defined(all[(place + i * (seed % 7)) % all.length]));
						const items = dies === null ? turned : turned.slice(0, 1 + (seed % all.length));
						await attempt({ items, run: { key: freshKey() }, server, ...(dies === null ? {} : { dies }) });
					}
					expect(books(mark)).toEqual([...new Set(all.map(({ to, text }) => `${to} ${text}`))].sort());
				},
			),
			{ numRuns: casesOf(40) },
		);
		gateway.state.pace.known = 0;
	}, 120_000);

	it('says of each message whether it had been sent, and how many were', async () => {
		const mark = freshMark();
		const item = (n: number) => ({ to: number(n), text: mark, idempotencyKey: `sale ${mark}` });
		const first = await attempt({ items: [item(1)], run: { key: freshKey() } });
		expect(rowsOf(first)).toMatchObject([{ accepted: true, alreadySent: false }]);
		const second = await attempt({ items: [item(1), item(2)], run: { key: freshKey() } });
		expect(rowsOf(second)).toMatchObject([
			{ accepted: true, alreadySent: true, messageId: defined(rowsOf(first)[0]).messageId },
			{ accepted: true, alreadySent: false },
		]);
		expect(second.ports.hints).toContain('1 of 2 messages had been sent before and were not sent again');
	});

	it('counts a text once although its sender is another one', async () => {
		const mark = freshMark();
		const items = ['27999100001', '27999100002'].map((senderId) => ({
			to: number(1),
			text: mark,
			senderId,
			idempotencyKey: mark,
		}));
		const { results } = await attempt({ items, run: { key: freshKey() } });
		expect(books(mark)).toHaveLength(1);
		expect(
			defined(results)
				.flat()
				.map(({ row }) => row.alreadySent)
				.sort(),
		).toEqual([false, true]);
	});

	it('sends once what several senders are to send, although the first was refused', async () => {
		const mark = freshMark();
		const items = ['27999100001', '27999100002', '27999100003'].map((senderId) => ({
			to: number(1),
			text: mark,
			senderId,
			idempotencyKey: mark,
		}));
		gateway.fail({ kind: 'error', code: '301', command: 'sendmsg', times: 1 });
		const last = await attempt({ items, run: { key: freshKey() } });
		expect(books(mark)).toHaveLength(1);
		expect(
			rowsOf(last)
				.map(({ accepted }) => accepted)
				.sort(),
		).toEqual([false, true, true]);
	});

	it('sends in the same process what Clickatell still does not know of an answer that was lost', async () => {
		const [mark, process] = [freshMark(), freshKey()];
		const items = [{ to: number(1), text: mark, idempotencyKey: mark }];
		gateway.fail({ kind: 'http-502', command: 'sendmsg', times: 1 });
		await attempt({ items, run: { key: freshKey() }, process });
		await clock.advance(60_000);
		const last = await attempt({ items, run: { key: freshKey() }, process });
		expect(rowsOf(last)).toMatchObject([{ accepted: true, alreadySent: false }]);
		expect(books(mark)).toHaveLength(1);
	});

	it('names what became of a message that was sent before and failed, and does not send it again', async () => {
		const mark = freshMark();
		const items = [{ to: number(1), text: mark, idempotencyKey: `sale ${mark}` }];
		await attempt({ items, run: { key: freshKey() } });
		const sent = defined(gateway.messages({ text: mark })[0]);
		gateway.state.messages.force(sent, '012');
		const again = await attempt({ items, run: { key: freshKey() } });
		expect(rowsOf(again)).toMatchObject([
			{
				accepted: true,
				alreadySent: true,
				errorText: expect.stringMatching(/accepted it and did not deliver it: .+ \(012\)/) as unknown,
			},
		]);
		expect(books(mark)).toHaveLength(1);
	});

	it('must not be empty', async () => {
		for (const idempotencyKey of ['', ' ', null])
			await expect(
				attempt({ items: [{ to: number(1), text: 'Hello', idempotencyKey }], run: { key: freshKey() } }),
			).rejects.toThrow(
				"'Idempotency Key' is empty, so that nothing would keep the message from being sent twice; fill it in, or remove the option",
			);
	});
});
