import { MACHINE } from '../../../nodes/Clickatell/n8n/hostPorts';
import { mapInTurns, Turn } from '../../../nodes/Clickatell/engine/turns';

/** A clock that work moves on, and a host that counts how often it got its turn. */
function machine() {
	let time = 0;
	const rests: number[] = [];
	return {
		rests,
		work: (ms: number) => (time += ms),
		ports: {
			now: () => time,
			sleep: async () => {
				rests.push(time);
				await Promise.resolve();
			},
		},
	};
}

describe('a run over many items', () => {
	it('gives way before others have waited for 100 ms, however many items there are', async () => {
		const { rests, work, ports } = machine();
		await mapInTurns(Array.from({ length: 1000 }), () => work(10), new Turn(ports));
		const waits = rests.map((time, index) => time - (rests[index - 1] ?? 0));
		expect(Math.max(...waits)).toBeLessThan(100);
		expect(rests.at(-1)).toBeGreaterThan(10_000 - 100);
	});

	it('gives way as soon where long pieces of work come behind a thousand short ones', async () => {
		const { rests, work, ports } = machine();
		const pieces = [...Array.from({ length: 1000 }, () => 0.1), ...Array.from({ length: 50 }, () => 15)];
		await mapInTurns(pieces, work, new Turn(ports));
		const waits = rests.map((time, index) => time - (rests[index - 1] ?? 0));
		expect(Math.max(...waits)).toBeLessThan(100);
		expect(rests.length).toBeGreaterThan(20);
	});

	it('takes no rest where the work is short', async () => {
		const { rests, work, ports } = machine();
		expect(await mapInTurns([1, 2, 3], (entry) => work(1) && entry * 2, new Turn(ports))).toEqual([2, 4, 6]);
		expect(rests).toEqual([]);
	});

	it('counts its turn from the end of the rest, not from its beginning', async () => {
		const { rests, work, ports } = machine();
		const turn = new Turn({ ...ports, sleep: async () => void work(500) });
		work(30);
		expect(turn.isOver()).toBe(true);
		await turn.rest();
		expect(turn.isOver()).toBe(false);
		expect(rests).toEqual([]);
	});

	it('lets what waits in the real event loop happen in between', async () => {
		let others = 0;
		const asking = setInterval(() => others++, 1);
		const until = performance.now() + 5000;
		const busy = () => {
			if (others > 1) return;
			const end = Math.min(until, performance.now() + 1);
			while (performance.now() < end);
		};
		await mapInTurns(Array.from({ length: 100_000 }), busy, new Turn(MACHINE));
		clearInterval(asking);
		expect(others).toBeGreaterThan(1);
	});
});
