import { Groups } from '../../../nodes/Clickatell/n8n/trigger/groups';
import { createTrigger, type Result } from './webhook';

const URL = '/webhook/w/callback';
const status = (id: string) => ({ target: `${URL}?apiMsgId=${id}&status=004` });
const grouping = () => createTrigger({ parameters: { settings: { groupEvents: true } } });
const idsOf = ({ items }: Result) => items.map(({ messageId }) => messageId);

/** A store that is told when it is done. */
function store() {
	let done = () => {};
	let fails = () => {};
	const storing = new Promise<void>((resolve, reject) => {
		done = resolve;
		fails = () => reject(new Error('the database is gone'));
	});
	return { storing, done, fails };
}

/** Long enough for everything that waits for no store. */
const settled = async () => await new Promise((resolve) => setTimeout(resolve, 30));

const isOpen = async (call: Promise<unknown>) => {
	const now = new Promise((resolve) => setTimeout(resolve, 20, 'open'));
	return (await Promise.race([call, now])) === 'open';
};

describe('callbacks that arrive while one is being stored', () => {
	it('start the next execution together, in their order, and are answered when that is stored', async () => {
		const receive = grouping();
		const [first, second] = [store(), store()];
		const a = receive({ ...status('a1'), storing: first.storing });
		await settled();
		const b = receive({ ...status('b1'), storing: second.storing });
		await settled();
		const [c, d] = [receive(status('c1')), receive(status('d1'))];
		await settled();
		first.done();
		expect(idsOf(await a)).toEqual(['a1']);
		for (const call of [b, c, d]) expect(await isOpen(call)).toBe(true);
		second.done();
		expect(idsOf(await b)).toEqual(['b1', 'c1', 'd1']);
		for (const call of [await b, await c, await d]) expect(call).toMatchObject({ status: 200, body: 'OK' });
		expect([await c, await d].flatMap(idsOf)).toEqual([]);
		expect((await receive(status('c1'))).items).toEqual([]);
	});

	it('are all sent again where n8n could not store them, and none is lost or doubled then', async () => {
		const receive = grouping();
		const [first, second] = [store(), store()];
		const a = receive({ ...status('a2'), storing: first.storing });
		await settled();
		const b = receive({ ...status('b2'), storing: second.storing });
		const c = receive(status('c2'));
		await settled();
		first.done();
		second.fails();
		expect((await a).status).toBe(200);
		expect([(await b).status, (await c).status]).toEqual([500, 503]);
		const again = await Promise.all([receive(status('b2')), receive(status('c2')), receive(status('c2'))]);
		expect(again.flatMap(idsOf).sort()).toEqual(['b2', 'c2']);
		expect(again.map((result) => result.status)).toEqual([200, 200, 200]);
	});

	it('one that has hung up is stored with the others, and its repetition starts nothing', async () => {
		const receive = grouping();
		const [first, second] = [store(), store()];
		const a = receive({ ...status('a3'), storing: first.storing });
		await settled();
		const b = receive({ ...status('b3'), storing: second.storing });
		await settled();
		const c = receive({ ...status('c3'), hangsUp: true });
		await settled();
		first.done();
		second.done();
		expect(idsOf(await b)).toEqual(['b3', 'c3']);
		await Promise.all([a, c]);
		expect((await receive(status('c3'))).items).toEqual([]);
	});

	it('the one that leads has hung up: the others are answered by what became of its execution', async () => {
		for (const [suffix, isStored] of [
			['4', true],
			['5', false],
		] as const) {
			const receive = grouping();
			const [first, second] = [store(), store()];
			const a = receive({ ...status(`a${suffix}`), storing: first.storing });
			await settled();
			const b = receive({ ...status(`b${suffix}`), storing: second.storing, hangsUp: true });
			const c = receive(status(`c${suffix}`));
			await settled();
			first.done();
			await a;
			expect(await isOpen(c)).toBe(true);
			if (isStored) second.done();
			else second.fails();
			expect((await c).status).toBe(isStored ? 200 : 503);
			await b;
			for (const id of [`b${suffix}`, `c${suffix}`]) {
				expect(idsOf(await receive(status(id)))).toEqual(isStored ? [] : [id]);
			}
		}
	});

	it('a repetition waits for the group that its first is in', async () => {
		const receive = grouping();
		const [first, second] = [store(), store()];
		const a = receive({ ...status('a6'), storing: first.storing });
		await settled();
		const b = receive({ ...status('b6'), storing: second.storing });
		const repetition = receive(status('b6'));
		await settled();
		first.done();
		expect(await isOpen(repetition)).toBe(true);
		second.done();
		expect(idsOf(await b)).toEqual(['b6']);
		expect(await repetition).toMatchObject({ status: 200, items: [] });
		await a;
	});
});

describe('without the setting', () => {
	it.each([
		['none waits for another', {}],
		[
			'nor while the workflow is built',
			{ mode: 'manual' as const, parameters: { settings: { groupEvents: true } } },
		],
	])('%s', async (_, options) => {
		const receive = createTrigger(options);
		const { storing, done } = store();
		const a = receive({ ...status('a7'), storing });
		await settled();
		expect(idsOf(await receive(status('b7')))).toEqual(['b7']);
		done();
		await a;
	});
});

describe('a line of groups', () => {
	const member = (number: number) => ({ items: [{ json: { number } }], settled: () => undefined });

	it('has groups of so many at most, one behind the other', async () => {
		const groups = new Groups(2);
		const lead = async (number: number) => {
			const group = await groups.join('n1', member(number));
			if (group === 'joined') throw new Error('it leads none');
			return group;
		};
		const first = await lead(1);
		const second = lead(2);
		expect(await groups.join('n1', member(3))).toBe('joined');
		const third = lead(4);
		expect(await isOpen(second)).toBe(true);
		first.settle(true);
		expect((await second).items).toEqual([{ json: { number: 2 } }, { json: { number: 3 } }]);
		expect(await isOpen(third)).toBe(true);
		(await second).settle(true);
		expect((await third).items).toEqual([{ json: { number: 4 } }]);
		(await third).settle(true);
		// Nobody is ahead any more.
		expect(await isOpen(lead(5))).toBe(false);
	});

	it('counts items, of which a call may have several', async () => {
		const groups = new Groups(3);
		const several = (...numbers: number[]) => ({
			items: numbers.map((number) => ({ json: { number } })),
			settled: () => undefined,
		});
		const first = await groups.join('n1', several(1));
		if (first === 'joined') throw new Error('it leads none');
		const second = groups.join('n1', several(2, 3));
		const third = groups.join('n1', several(4, 5));
		expect(await isOpen(third)).toBe(true);
		expect(await groups.join('n1', several(6))).toBe('joined');
		first.settle(true);
		expect(await second).toMatchObject({ items: [{ json: { number: 2 } }, { json: { number: 3 } }] });
	});

	it('is one for each node', async () => {
		const groups = new Groups();
		await groups.join('n1', member(1));
		expect(await groups.join('n2', member(2))).toMatchObject({ items: [{ json: { number: 2 } }] });
	});

	it('does not wait endlessly for a store that never ends', async () => {
		const groups = new Groups(10, 20);
		await groups.join('n1', member(1));
		expect(await groups.join('n1', member(2))).toMatchObject({ items: [{ json: { number: 2 } }] });
	});
});
