import path from 'node:path';
import { runProgram } from '../children';
import type { Finding } from '../findings';
import type { CpuResult } from '../programs/jobs';
import { type Bench, projectRoot, versionOf } from '../setup';
import { ratioOf, sampleOf, shown } from '../statistics';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Measurement 3, and the decoding half of measurement 4. */
export async function measureCpu(
	bench: Bench,
): Promise<{ finding: Finding; callbacks: CpuResult['callbacks'] }> {
	const { one, many, reading, callbacks } = await runProgram<CpuResult>(
		await bench.program('cpu', ['soap']),
		{
			rounds: bench.sizes.cpuRounds,
			sliceMs: 150,
			wsdl: path.join(projectRoot, 'test', 'gateway', 'wsdl', 'documentLiteral.wsdl'),
			callbacks: path.join(projectRoot, 'test', 'callbacks'),
		},
		{ node: bench.installed.node },
	);
	const soap = `the \`soap\` package ${versionOf(path.join(projectRoot, 'node_modules', 'soap'))}`;
	const rows = (
		[
			['1', one],
			['300', many],
		] as const
	).flatMap(([recipients, costs]) => [
		[recipients, 'this package', shown(sampleOf(defined(costs['ours'])), ' µs'), '1'],
		[
			recipients,
			soap,
			shown(sampleOf(defined(costs['soap'])), ' µs'),
			`${shown(ratioOf(defined(costs['soap']), defined(costs['ours'])), ' times')} as much`,
		],
		[
			recipients,
			'lower bound',
			shown(sampleOf(defined(costs['least'])), ' µs'),
			`this package takes ${shown(ratioOf(defined(costs['ours']), defined(costs['least'])), ' times')} as much`,
		],
	]);
	const toSoap = [one, many].map((costs) => ratioOf(defined(costs['soap']), defined(costs['ours'])));
	const toLeast = ratioOf(defined(many['ours']), defined(many['least']));
	return {
		callbacks,
		finding: {
			number: 3,
			title: 'Cost of a message on the CPU',
			how:
				'Building the request of one `sendmsg` and reading its answer, without a network: by this package, from values to the ' +
				"result of each recipient; by the `soap` package's client with the document/literal WSDL loaded, from values to the answer's " +
				'strings; and by the least that could do, one template string and one regular expression that check nothing.',
			columns: ['Recipients', '', 'CPU for a request and its answer', 'compared with this package'],
			rows: [
				...rows,
				...reading.map(({ recipients, costs }) => [
					String(recipients),
					'reading the answer alone; then by `fast-xml-parser`, behind the guard',
					`${shown(sampleOf(defined(costs['guard'])), ' µs')}; ${shown(sampleOf(defined(costs['parser'])), ' µs')}`,
					`the parser takes ${shown(ratioOf(defined(costs['parser']), defined(costs['guard'])), ' times')} as much`,
				]),
			],
			goals: [
				{
					goal: 'at least 5 times faster than the `soap` package, for 1 recipient',
					measured: shown(defined(toSoap[0]), ' times'),
					met: defined(toSoap[0]).median >= 5,
				},
				{
					goal: 'at least 5 times faster than the `soap` package, for 300',
					measured: shown(defined(toSoap[1]), ' times'),
					met: defined(toSoap[1]).median >= 5,
				},
				{
					goal: 'within 3 times of the lower bound, for 300',
					measured: shown(toLeast, ' times'),
					met: toLeast.median <= 3,
				},
			],
		},
	};
}
