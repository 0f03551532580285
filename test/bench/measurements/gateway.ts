import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProgram, serve } from '../children';
import type { Finding } from '../findings';
import type { FloodJob, FloodResult } from '../programs/jobs';
import { bareRunner, type Bench, startWire } from '../setup';
import { sampleOf, shown } from '../statistics';

const CONNECTIONS = 10;

/** Measurement 7. */
export async function measureGateway(bench: Bench): Promise<Finding> {
	const flood = await bench.program('flood');
	const { node } = bench.installed;
	const { rounds } = bench.sizes;
	// Not bundled: the gateway reads its WSDLs from beside its own files.
	const gateway = await serve<{ soap: string }>(
		{ file: path.join(__dirname, '..', 'programs', 'gateway.ts') },
		{},
		{ node: process.execPath, flags: ['--import', pathToFileURL(require.resolve('tsx')).href] },
	);
	const wire = await startWire(bench, 0);
	const bare = await bareRunner(bench, wire);
	const full: number[] = [];
	const single: number[] = [];
	const wireFull: number[] = [];
	const wireSingle: number[] = [];
	const rate = async (requests: number, recipients: number, mark: string): Promise<number> => {
		const { milliseconds } = await runProgram<FloodResult>(
			flood,
			{
				url: gateway.at.soap,
				requests,
				connections: CONNECTIONS,
				recipients,
				mark,
				mustHold: '<return>ID: ',
			} satisfies FloodJob,
			{ node },
		);
		return (requests * recipients * 1000) / milliseconds;
	};
	const wireRate = async (calls: number, recipients: number): Promise<number> => {
		const { milliseconds } = await bare({ calls, recipients, concurrency: CONNECTIONS });
		return (calls * recipients * 1000) / milliseconds;
	};
	try {
		for (let round = 0; round < rounds; round++) {
			full.push(await rate(40, 300, `f${round}`));
			single.push(await rate(1_000, 1, `s${round}`));
			wireFull.push(await wireRate(100, 300));
			wireSingle.push(await wireRate(500, 1));
		}
	} finally {
		await wire.stop();
		await gateway.stop();
	}
	return {
		number: 7,
		title: 'What the gateway carries',
		how:
			`Messages a second that the servers behind these figures carry themselves, asked by ${CONNECTIONS} connections with nothing else to do: the ` +
			'embedded gateway of the tests (`npm run gateway`), which keeps every message, and the wire of measurements 1, 2 and 6 without its delay, on a new TLS connection for every call.',
		columns: ['', '300 recipients in a call', '1 recipient in a call'],
		rows: [
			['embedded gateway', shown(sampleOf(full), ' a second'), shown(sampleOf(single), ' a second')],
			[
				'the wire, answering at once',
				shown(sampleOf(wireFull), ' a second'),
				shown(sampleOf(wireSingle), ' a second'),
			],
		],
		goals: [],
		notes: [
			`Measurement 1 needs at most ${CONNECTIONS} calls of 300 in 50 ms, which is 60,000 messages a second, measurement 2 needs 200 calls a second; neither uses the embedded gateway.`,
		],
	};
}
