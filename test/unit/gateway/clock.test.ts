import { ManualClock } from '../../gateway';
import { Timers } from '../../gateway/clock';

describe('the manual clock', () => {
	it('runs timers in the order they are due, each at its own moment, those set on the way among them', async () => {
		const clock = new ManualClock(1000);
		const ran: string[] = [];
		const note = (name: string) => () => ran.push(`${name} at ${clock.now()}`);
		clock.setTimeout(note('c'), 30);
		clock.setTimeout(note('a'), 10);
		clock.setTimeout(() => clock.setTimeout(note('b'), 5), 15);
		clock.clearTimeout(clock.setTimeout(note('cancelled'), 12));
		clock.setTimeout(note('late'), 101);
		await clock.advance(100);
		expect(ran).toEqual(['a at 1010', 'b at 1020', 'c at 1030']);
		expect(clock.now()).toBe(1100);
	});

	it('keeps ten thousand timers in order', async () => {
		const clock = new ManualClock(0);
		const ran: number[] = [];
		for (let index = 0; index < 10_000; index += 1) {
			const due = (index * 7919) % 10_007;
			clock.setTimeout(() => ran.push(due), due);
		}
		await clock.advance(20_000);
		expect(ran).toEqual([...ran].sort((a, b) => a - b));
		expect(ran).toHaveLength(10_000);
	});

	it('waits for work under way before time moves', async () => {
		const clock = new ManualClock(0);
		const seen: number[] = [];
		clock.setTimeout(() => {
			clock.track(
				new Promise<void>((resolve) => {
					setTimeout(() => {
						clock.setTimeout(() => seen.push(clock.now()), 5);
						resolve();
					}, 20);
				}),
			);
		}, 10);
		clock.setTimeout(() => seen.push(clock.now()), 50);
		await clock.advance(60);
		expect(seen).toEqual([15, 50]);
	});

	it('lets go of all timers of one gateway', async () => {
		const clock = new ManualClock(0);
		const timers = new Timers(clock);
		const ran: string[] = [];
		timers.after(10, () => ran.push('gone'));
		clock.setTimeout(() => ran.push('other'), 10);
		timers.clear();
		await clock.advance(20);
		expect(ran).toEqual(['other']);
	});
});
