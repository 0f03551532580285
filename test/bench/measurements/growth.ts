import type { Finding } from '../findings';
import { type EngineResult, RECIPIENTS } from '../programs/jobs';
import { type Bench, CONCURRENCY, DELAY_MS, engineRunner, startWire } from '../setup';
import { figure, sampleOf, shown } from '../statistics';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const MEGABYTE = 1024 * 1024;

interface Size {
	readonly items: number;
	readonly runs: EngineResult[];
}

const median = (values: readonly number[]) => sampleOf(values).median;

/** Measurement 6, and the plots of time and memory against items. */
export async function measureGrowth(
	bench: Bench,
	loops: readonly EngineResult[],
	report: (detail: string) => void,
): Promise<Finding> {
	const { rounds, growth, loop } = bench.sizes;
	const sizes: Size[] = growth.map((items) => ({ items, runs: [] }));
	const direct: Size[] = growth.map((items) => ({ items, runs: [] }));
	const watched: Size[] = growth.map((items) => ({ items, runs: [] }));
	const small = Math.max(1, Math.round(loop / 4));
	let smallLoop: EngineResult;
	const wire = await startWire(bench, DELAY_MS);
	const instant = await startWire(bench, 0);
	try {
		const run = await engineRunner(bench, wire);
		const runInstantly = await engineRunner(bench, instant);
		smallLoop = await run({ node: 'twilio', items: small });
		for (let round = 1; round <= rounds; round++) {
			for (const [index, { items }] of sizes.entries()) {
				report(`round ${round} of ${rounds}, ${items.toLocaleString('en')} items`);
				defined(sizes[index]).runs.push(await run({ node: 'clickatell', items }));
				defined(direct[index]).runs.push(await runInstantly({ node: 'clickatell', items }));
				defined(watched[index]).runs.push(await runInstantly({ node: 'clickatell', items, watchHeap: true }));
			}
		}
	} finally {
		await wire.stop();
		await instant.stop();
	}

	const each = (of: (run: EngineResult) => number, from: readonly Size[]) =>
		from.map(({ items, runs }) => sampleOf(runs.map((run) => of(run) / items)));
	const time = each(({ milliseconds }) => milliseconds * 1000, direct);
	const cpu = each(({ cpuMilliseconds }) => cpuMilliseconds * 1000, direct);
	const live = each(({ liveBytes }) => liveBytes / 1024, watched);
	const resident = each(({ peakBytes }) => peakBytes / 1024, direct);
	const waited = each(({ milliseconds }) => milliseconds * 1000, sizes);
	/** The worst step from one size to the next. */
	const worst = (samples: readonly { median: number }[]) =>
		Math.max(...samples.slice(1).map((sample, i) => sample.median / defined(samples[i]).median));
	const most = defined(growth.at(-1));
	const limit = (items: number) => (Math.ceil(Math.ceil(items / RECIPIENTS) / CONCURRENCY) * DELAY_MS) / 1000;
	const loopEach = median(loops.map(({ milliseconds }) => milliseconds / loop)) / 1000;
	const loopMemory: [number, number][] = [
		[small, smallLoop.peakBytes / MEGABYTE],
		[loop, median(loops.map(({ peakBytes }) => peakBytes)) / MEGABYTE],
	];

	return {
		number: 6,
		title: 'Growth',
		how:
			'One text to ever more items, unpaced. Time, CPU and memory for each item are measured with a server that answers at once, which shows what ' +
			`the node itself costs; the last two columns are with answers after ${DELAY_MS} ms. Memory includes the items themselves and n8n's own handling of them. ` +
			'Peak memory in use is the most of the heap and its buffers that was left by a garbage collection, made at ten calls of a run of its own and at its end; ' +
			'peak resident memory is what the system had given the process at most. Both are above what was there before the run.',
		columns: [
			'Items',
			'time for an item',
			'CPU for an item',
			'peak memory in use for an item',
			'peak resident memory for an item',
			`time for an item, ${DELAY_MS} ms wire`,
			'whole run',
		],
		rows: growth.map((items, index) => [
			items.toLocaleString('en'),
			shown(defined(time[index]), ' µs'),
			shown(defined(cpu[index]), ' µs'),
			shown(defined(live[index]), ' KB'),
			shown(defined(resident[index]), ' KB'),
			shown(defined(waited[index]), ' µs'),
			shown(sampleOf(defined(sizes[index]).runs.map(({ milliseconds }) => milliseconds / 1000)), ' s'),
		]),
		goals: [
			{
				goal: 'time for an item grows by no more than 20 percent with ten times the items',
				measured: `${figure(worst(time))} times at the worst step`,
				met: worst(time) <= 1.2,
			},
			{
				goal: 'peak memory in use for an item grows by no more than 20 percent with ten times the items',
				measured: `${figure(worst(live))} times at the worst step`,
				met: worst(live) <= 1.2,
			},
			{
				goal: `${most.toLocaleString('en')} items in one execution finish`,
				measured: `in ${shown(sampleOf(defined(sizes.at(-1)).runs.map(({ milliseconds }) => milliseconds / 1000)), ' s')}`,
				met: true,
			},
		],
		notes: [
			'Where a figure falls with more items, what a run costs at all is shared by more of them. Resident memory follows the garbage collector: the first ' +
				'thousand items find room in what it holds already, ten thousand are done before it runs, and a hundred thousand make it reuse what it has. ' +
				'So it is shown and drawn, and what is in use is compared.',
		],
		plots: [
			{
				name: 'time',
				title: 'Time to send one text to many',
				x: 'items',
				y: 'seconds',
				lines: [
					{
						name: 'this package',
						points: sizes.map(({ items, runs }) => [
							items,
							median(runs.map(({ milliseconds }) => milliseconds)) / 1000,
						]),
					},
					{
						name: 'Twilio node (dashed: calculated)',
						points: [
							[small, smallLoop.milliseconds / 1000],
							[loop, loopEach * loop],
						],
						continued: [[most, loopEach * most]],
					},
					{
						name: 'limit of the calls',
						calculated: true,
						points: growth.map((items) => [items, limit(items)]),
					},
				],
			},
			{
				name: 'memory',
				title: 'Peak memory of one text to many',
				x: 'items',
				y: 'megabytes above the start',
				lines: [
					{
						name: 'this package',
						points: sizes.map(({ items, runs }) => [
							items,
							median(runs.map(({ peakBytes }) => peakBytes)) / MEGABYTE,
						]),
					},
					{ name: 'Twilio node', points: loopMemory },
				],
			},
		],
	};
}
