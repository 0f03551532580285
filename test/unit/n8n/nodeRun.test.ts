import { endOf, type NodeRun } from '../../../nodes/Clickatell/n8n/runs/nodeRun';
import { Execution, FROM_THE_START, inTheMiddle, stored } from './execution';

/** What a run makes the client message ID of its next call to one number of. */
const idOf = (run: NodeRun) => `${run.key} ${run.timesCome('27999100001')}`;

describe('a run of the node', () => {
	it('cannot send twice in a new execution, and makes IDs of its own', async () => {
		const one = new Execution('1');
		const runs = [await one.begin(), await one.begin(), await new Execution('2', 'trigger', 'other').begin()];
		expect(runs.map(({ maySendTwice }) => maySendTwice)).toEqual(['no', 'no', 'no']);
		expect(new Set(runs.map(idOf)).size).toBe(3);
	});

	it('makes the same IDs again in the retry of an execution whose process was killed', async () => {
		const killed = new Execution('1');
		const before = [await killed.begin(), await killed.begin()];
		const retry = new Execution('2', 'retry', 'a-token', {}, FROM_THE_START);
		const again = [await retry.begin(), await retry.begin()];
		expect(again.map(idOf)).toEqual(before.map(idOf));
		for (const run of again) expect(run).toMatchObject({ maySendTwice: 'yes', isTraceable: true });
	});

	it('is the same again after it accepted nothing, and the next one after it sent', async () => {
		const execution = new Execution('1');
		const first = await execution.begin();
		const id = idOf(first);
		await first.ended('nothing');
		const second = await execution.begin();
		expect(idOf(second)).toBe(id);
		await second.ended('sent');
		expect(idOf(await execution.begin())).not.toBe(id);
	});

	it('goes on as the one that a stop interrupted', async () => {
		const stopped = new Execution('1');
		const ended = await stopped.begin();
		idOf(ended);
		await ended.ended('sent');
		const open = await stopped.begin();
		const id = idOf(open);
		stopped.isCancelled = true;
		await open.ended('sent');
		const retry = new Execution('2', 'retry', 'a-token', stored(stopped.context), inTheMiddle('Send'));
		const again = await retry.begin();
		expect(again).toMatchObject({ maySendTwice: 'yes', isTraceable: true });
		expect(idOf(again)).toBe(id);
		await again.ended('sent');
		expect(await retry.begin()).toMatchObject({ maySendTwice: 'perhaps' });
	});

	it('may at most have been sent by another retry where n8n goes on in the middle', async () => {
		const failed = new Execution('1');
		const ended = await failed.begin();
		idOf(ended);
		await ended.ended('sent');
		const retry = new Execution('2', 'retry', 'a-token', stored(failed.context), inTheMiddle('Other'));
		expect(await retry.begin()).toMatchObject({ maySendTwice: 'perhaps', isTraceable: true });
		const other = new Execution('3', 'retry', 'a-token', stored(failed.context), inTheMiddle('Other'));
		const id = idOf(await other.begin());
		const third = new Execution('4', 'retry', 'a-token', stored(failed.context), inTheMiddle('Other'));
		expect(idOf(await third.begin())).toBe(id);
		expect(idOf(await failed.begin())).toBe(id);
		expect(id).not.toBe(idOf(await new Execution('1').begin()));
	});

	it('may have been sent where n8n cannot say what it kept', async () => {
		const retry = new Execution('2', 'retry');
		expect(await retry.begin()).toMatchObject({ maySendTwice: 'yes', isTraceable: true });
		expect(retry.lines).toEqual([
			'warn: n8n could not read the data of its execution: Error: There is no database',
		]);
	});

	it('cannot be traced in n8n 1 after a kill, and can after a stop', async () => {
		const stopped = new Execution('1', 'trigger', null);
		const id = idOf(await stopped.begin());
		const killed = new Execution('2', 'retry', null, {}, FROM_THE_START);
		expect(await killed.begin()).toMatchObject({ maySendTwice: 'yes', isTraceable: false });
		const retry = new Execution('3', 'retry', null, stored(stopped.context), inTheMiddle('Send'));
		const again = await retry.begin();
		expect(again).toMatchObject({ maySendTwice: 'yes', isTraceable: true });
		expect(idOf(again)).toBe(id);
	});
});

describe('the second retry of an execution of n8n 1', () => {
	const retryOf = async (id: string, entries: Set<string>, begunAt: number) => {
		const retry = new Execution(id, 'retry', null, {}, inTheMiddle('Ask', begunAt));
		retry.entries = entries;
		return await retry.begin();
	};

	it('is told from the first one, although the node had no key in the execution that failed', async () => {
		const entries = new Set<string>();
		const first = await retryOf('2', entries, 7);
		expect(first).toMatchObject({ maySendTwice: 'perhaps', isTraceable: false });
		expect(await first.callsBefore('one', false)).toBe('none');
		const second = await retryOf('3', entries, 7);
		expect(second).toMatchObject({ maySendTwice: 'perhaps', isTraceable: false });
		expect(await second.callsBefore('one', false)).toBe('same');
		const ofAnother = await retryOf('4', entries, 8);
		expect(await ofAnother.callsBefore('one', false)).toBe('none');
	});

	it('is the first one again where that one accepted nothing', async () => {
		const entries = new Set<string>();
		const first = await retryOf('2', entries, 7);
		await first.callsBefore('one', false);
		await first.ended('nothing');
		expect(await (await retryOf('3', entries, 7)).callsBefore('one', false)).toBe('none');
	});
});

describe('an execution that was killed, of which n8n had saved the progress', () => {
	it.each([
		['n8n 1', null, false],
		['n8n 2', 'a-token', true],
	])('is not one whose node failed (%s)', async (_, token, isTraceable) => {
		const retry = new Execution('2', 'retry', token, {}, inTheMiddle('Send'));
		expect(await retry.begin()).toMatchObject({ maySendTwice: 'yes', isTraceable });
	});

	it('is not one whose node failed in a later round of a loop', async () => {
		const killed = new Execution('1');
		await (await killed.begin()).ended('sent');
		const saved = stored(killed.context);
		await killed.begin();
		const data = inTheMiddle('Send');
		data.resultData.runData['Send'] = [{}] as never;
		const retry = new Execution('2', 'retry', 'a-token', saved, data);
		expect(await retry.begin()).toMatchObject({ maySendTwice: 'yes' });
		const failed = new Execution('3', 'retry', 'a-token', stored(killed.context), data);
		await (await killed.begin()).ended('nothing');
		delete (failed.context['runs'] as { open: Record<string, string> }).open[1];
		expect(await failed.begin()).toMatchObject({ maySendTwice: 'perhaps' });
	});

	it('is not one that waited, and was killed later', async () => {
		const data = { ...inTheMiddle('Wait'), waitTill: '2026-01-01T00:00:00.000Z' as unknown as Date };
		expect(await new Execution('2', 'retry', 'a-token', {}, data).begin()).toMatchObject({
			maySendTwice: 'yes',
		});
	});
});

describe('a run that could not ask', () => {
	const row = (accepted: boolean | null) => ({ row: { accepted } as never });
	const notAsked = { ...row(null), notAsked: true as const };

	it.each([
		['sent', [row(true), notAsked]],
		['sent', [row(null), notAsked]],
		['not asked', [row(false), notAsked]],
		['nothing', [row(false)]],
		['nothing', []],
	])('is told by its outcomes: %s', (end, outcomes) => {
		expect(endOf([outcomes])).toBe(end);
	});

	it('is followed by one that asks for the same', async () => {
		const killed = new Execution('1');
		const id = idOf(await killed.begin());
		const retry = new Execution('2', 'retry', 'a-token', {}, FROM_THE_START);
		const run = await retry.begin();
		expect(idOf(run)).toBe(id);
		await run.ended('not asked');
		const again = await retry.begin();
		expect(again).toMatchObject({ maySendTwice: 'yes', isTraceable: true });
		expect(idOf(again)).toBe(id);
	});

	it('is followed by one that goes on as what a stop interrupted', async () => {
		const stopped = new Execution('1');
		const id = idOf(await stopped.begin());
		const retry = new Execution('2', 'retry', 'a-token', stored(stopped.context), inTheMiddle('Send'));
		await (await retry.begin()).ended('not asked');
		const again = await retry.begin();
		expect(again.maySendTwice).toBe('yes');
		expect(idOf(again)).toBe(id);
	});
});

describe('an execution that was stopped', () => {
	it('may go on in another process, and not in this one without its calls being known', async () => {
		const here = new Execution('10');
		await here.begin();
		const elsewhere = { runs: { ...(stored(here.context)['runs'] as object), open: { 0: 'elsewhere' } } };
		const retryOf = (context: Record<string, unknown>) =>
			new Execution('11', 'retry', 'a-token', context, inTheMiddle('Send'));
		expect(await retryOf(stored(here.context)).begin()).toMatchObject({ mayGoOn: false });
		expect(await retryOf(elsewhere).begin()).toMatchObject({ mayGoOn: true, maySendTwice: 'yes' });
	});
});

describe('how recipients share calls', () => {
	it('is kept of executions side by side', async () => {
		const entries = new Set<string>();
		const tokens = ['a', 'b', 'c'];
		const all = tokens.map((token, n) =>
			Object.assign(new Execution(String(n), 'trigger', token), { entries }),
		);
		await Promise.all(all.map(async (each) => await (await each.begin()).callsBefore('one', false)));
		for (const token of tokens) {
			const retry = new Execution('9', 'retry', token, {}, FROM_THE_START);
			retry.entries = entries;
			expect(await (await retry.begin()).callsBefore('other', false)).toBe('other');
		}
	});

	it('is kept with whether a number had several messages', async () => {
		const first = new Execution('1');
		expect(await (await first.begin()).callsBefore('one', true)).toBe('none');
		const retry = new Execution('2', 'retry', 'a-token', {}, FROM_THE_START);
		retry.entries = first.entries;
		const run = await retry.begin();
		for (const repeats of [false, true]) {
			expect(await run.callsBefore('other', repeats)).toBe('repeated');
			expect(await run.callsBefore('one', repeats)).toBe('same');
		}
		expect(await run.callsBefore(undefined, false)).toBe('repeated');
	});

	it('is kept, and another one is told from it as often as it is asked', async () => {
		const first = new Execution('1');
		expect(await (await first.begin()).callsBefore('one', false)).toBe('none');
		const retry = new Execution('2', 'retry', 'a-token', {}, FROM_THE_START);
		retry.entries = first.entries;
		const run = await retry.begin();
		expect(await run.callsBefore('other', false)).toBe('other');
		expect(await run.callsBefore('other', false)).toBe('other');
		expect(await run.callsBefore('one', false)).toBe('same');
		expect(await run.callsBefore(undefined, false)).toBe('other');
		const stranger = new Execution('3', 'trigger', 'other');
		stranger.entries = first.entries;
		expect(await (await stranger.begin()).callsBefore('other', false)).toBe('none');
	});

	it.each([undefined, 'a digest'])(
		'is told apart from what another retry of the same instant only asks with (%s)',
		async (digest) => {
			const retries = ['2', '3'].map((id) => new Execution(id, 'retry', 'a-token', {}, FROM_THE_START));
			const entries = new Set<string>();
			for (const retry of retries) retry.entries = entries;
			const runs = await Promise.all(retries.map(async (retry) => await retry.begin()));
			const found = await Promise.all(runs.map(async (run) => await run.callsBefore(digest, false)));
			expect(found).toEqual(['none', 'none']);
		},
	);

	it('is not in the way where n8n cannot keep it, and the log says so', async () => {
		const execution = new Execution('1');
		execution.entriesFail = true;
		expect(await (await execution.begin()).callsBefore('one', false)).toBe('unknown');
		expect(execution.lines).toEqual([
			'warn: n8n could not keep how the recipients share calls: Error: The database is locked',
		]);
	});
});

describe('a run that accepted nothing', () => {
	it('leaves nothing behind, so that the retry is the first that may send', async () => {
		const failed = new Execution('1');
		const run = await failed.begin();
		expect(await run.callsBefore('one', false)).toBe('none');
		await run.ended('nothing');
		const retry = new Execution('2', 'retry', 'a-token', stored(failed.context), inTheMiddle('Send'));
		retry.entries = failed.entries;
		const again = await retry.begin();
		expect(again.maySendTwice).toBe('perhaps');
		expect(await again.callsBefore('other', false)).toBe('none');
		expect(await again.callsBefore('other', false)).toBe('same');
		failed.entriesFail = true;
		const third = await failed.begin();
		await third.callsBefore('one', false);
		await third.ended('nothing');
	});
});

describe('Idempotency Keys', () => {
	it('are not those of an execution before where a loop of this one brings them again', async () => {
		const first = new Execution('1');
		expect(await (await first.begin()).seenSince(['sale'])).toBeUndefined();
		expect(await (await first.begin()).seenSince(['sale'])).toBeUndefined();
		const second = new Execution('2', 'trigger', 'other');
		second.entries = first.entries;
		Execution.now = 5_000;
		expect(await (await second.begin()).seenSince(['sale'])).toBe(5_000);
		Execution.now = 40_000;
		// It has waited for that one.
		expect(await (await second.begin()).seenSince(['sale'])).toBe(5_000);
		expect((await second.begin()).begunAt).toBe(5_000);
		Execution.now = 0;
	});

	it('are known again among many others', async () => {
		const first = new Execution('1');
		const many = Array.from({ length: 3_000 }, (_, n) => `order ${n}`);
		expect(await (await first.begin()).seenSince(many)).toBeUndefined();
		const second = new Execution('2', 'trigger', 'other');
		second.entries = first.entries;
		expect(await (await second.begin()).seenSince([...many.slice(100), 'one more'])).toBe(0);
	});

	it('are known again, one by one, and many of them together', async () => {
		const first = new Execution('1');
		const run = await first.begin();
		expect(await run.seenSince([])).toBeUndefined();
		expect(await run.seenSince(['sale', 'order 1'])).toBeUndefined();
		const many = Array.from({ length: 1_000 }, (_, n) => `order ${n + 10}`);
		expect(await run.seenSince(many)).toBeUndefined();
		const other = new Execution('2', 'trigger', 'other');
		other.entries = first.entries;
		const again = await other.begin();
		expect(await again.seenSince(['order 2', 'sale'])).toBe(Execution.now);
		expect(await again.seenSince(many.reverse())).toBe(Execution.now);
		expect(await again.seenSince(['order 3'])).toBeUndefined();
	});

	it('are not in the way where n8n cannot keep them, and the log says so', async () => {
		const execution = new Execution('1');
		execution.entriesFail = true;
		expect(await (await execution.begin()).seenSince(['sale'])).toBeUndefined();
		expect(execution.lines).toEqual([
			'warn: n8n could not keep the Idempotency Keys: Error: The database is locked',
		]);
	});
});
