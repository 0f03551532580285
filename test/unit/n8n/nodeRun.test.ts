import type { NodeRun } from '../../../nodes/Clickatell/n8n/nodeRun';
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
		await first.ended(true);
		const second = await execution.begin();
		expect(idOf(second)).toBe(id);
		await second.ended(false);
		expect(idOf(await execution.begin())).not.toBe(id);
	});

	it('goes on as the one that a stop interrupted', async () => {
		const stopped = new Execution('1');
		const ended = await stopped.begin();
		idOf(ended);
		await ended.ended(false);
		const open = await stopped.begin();
		const id = idOf(open);
		stopped.isCancelled = true;
		await open.ended(false);
		const retry = new Execution('2', 'retry', 'a-token', stored(stopped.context), inTheMiddle('Send'));
		const again = await retry.begin();
		expect(again).toMatchObject({ maySendTwice: 'yes', isTraceable: true });
		expect(idOf(again)).toBe(id);
		await again.ended(false);
		expect(await retry.begin()).toMatchObject({ maySendTwice: 'perhaps' });
	});

	it('may at most have been sent by another retry where n8n goes on in the middle', async () => {
		const failed = new Execution('1');
		const ended = await failed.begin();
		idOf(ended);
		await ended.ended(false);
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

describe('how recipients share calls', () => {
	it('is kept, and another one is told from it as often as it is asked', async () => {
		const first = new Execution('1');
		expect(await (await first.begin()).callsBefore('one')).toBe('none');
		const retry = new Execution('2', 'retry', 'a-token', {}, FROM_THE_START);
		retry.entries = first.entries;
		const run = await retry.begin();
		expect(await run.callsBefore('other')).toBe('other');
		expect(await run.callsBefore('other')).toBe('other');
		expect(await run.callsBefore('one')).toBe('same');
		expect(await run.callsBefore(undefined)).toBe('other');
		const stranger = new Execution('3', 'trigger', 'other');
		stranger.entries = first.entries;
		expect(await (await stranger.begin()).callsBefore('other')).toBe('none');
	});

	it('is not in the way where n8n cannot keep it, and the log says so', async () => {
		const execution = new Execution('1');
		execution.entriesFail = true;
		expect(await (await execution.begin()).callsBefore('one')).toBe('same');
		expect(execution.lines).toEqual([
			'warn: n8n could not keep how the recipients share calls: Error: The database is locked',
		]);
	});
});

describe('a run that accepted nothing', () => {
	it('leaves nothing behind, so that the retry is the first that may send', async () => {
		const failed = new Execution('1');
		const run = await failed.begin();
		expect(await run.callsBefore('one')).toBe('none');
		await run.ended(true);
		const retry = new Execution('2', 'retry', 'a-token', stored(failed.context), inTheMiddle('Send'));
		retry.entries = failed.entries;
		const again = await retry.begin();
		expect(again.maySendTwice).toBe('perhaps');
		expect(await again.callsBefore('other')).toBe('none');
		expect(await again.callsBefore('other')).toBe('same');
		failed.entriesFail = true;
		const third = await failed.begin();
		await third.callsBefore('one');
		await third.ended(true);
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
