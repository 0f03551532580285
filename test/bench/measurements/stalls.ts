import type { Finding } from '../findings';
import type { EngineResult, Kind } from '../programs/jobs';
import { type Bench, engineRunner, startWire } from '../setup';

const KINDS: readonly (readonly [kind: Kind, name: string])[] = [
	['expression', 'a text by expression'],
	['personal', 'personal texts'],
	['wrongNumbers', 'half the numbers wrong, Continue'],
	['refusals', 'half the numbers refused, error output'],
];

/** What anybody else's workflow may have to wait for one step of the node. */
const MOST_MS = 100;

const milliseconds = (value: number) => `${value.toFixed(0)} ms`;

/** Measurement 8: for how long a large run holds the event loop, and with it everybody else's workflows. */
export async function measureStalls(bench: Bench, report: (detail: string) => void): Promise<Finding> {
	const { stalls } = bench.sizes;
	const wire = await startWire(bench, 0);
	const rows: string[][] = [];
	const inNode: number[] = [];
	try {
		const run = await engineRunner(bench, wire);
		const row = (name: string, runs: readonly EngineResult[], of: (result: EngineResult) => number) =>
			rows.push([name, ...runs.map((result) => milliseconds(of(result)))]);
		const runAll = async (name: string, job: { node: 'clickatell' | 'noOp'; kind?: Kind }) => {
			const runs: EngineResult[] = [];
			for (const items of stalls) {
				report(`${name}, ${items.toLocaleString('en')} items`);
				runs.push(await run({ ...job, items }));
			}
			return runs;
		};
		for (const [kind, name] of KINDS) {
			const runs = await runAll(name, { node: 'clickatell', kind });
			inNode.push(...runs.map(({ nodeStallMs }) => nodeStallMs));
			row(`${name}: in the node`, runs, ({ nodeStallMs }) => nodeStallMs);
			row(`${name}: in the whole execution`, runs, ({ stallMs }) => stallMs);
		}
		row(
			'No Operation node: in the whole execution',
			await runAll('No Operation node', { node: 'noOp' }),
			({ stallMs }) => stallMs,
		);
	} finally {
		await wire.stop();
	}
	const longest = Math.max(...inNode);
	return {
		number: 8,
		title: 'Stalls',
		how:
			'The longest time for which n8n could do nothing else during one execution, by its event loop, which was asked every 5 ms. ' +
			'"In the node" is what happens between its call and its result; the rest is n8n handing over items and sorting them into outputs.',
		columns: ['Items', ...stalls.map((items) => items.toLocaleString('en'))],
		rows,
		goals: [
			{
				goal: `no step of the node holds the event loop for more than ${MOST_MS} ms`,
				measured: `${milliseconds(longest)} at most`,
				met: longest <= MOST_MS,
			},
		],
		notes: [
			"With the error output, n8n takes the node's items one by one from the front of their list, which costs more for each the longer the list is.",
			"V8's collections are in these figures, and are the most of the longest of them: `--trace-gc` shows what each took. " +
				'The node itself gives way every 25 ms.',
		],
	};
}
