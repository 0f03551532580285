import type { Finding } from '../findings';
import { runProgram } from '../children';
import {
	type BareJob,
	type BareResult,
	type BenchServer,
	type EngineResult,
	RECIPIENTS,
} from '../programs/jobs';
import { type Bench, CONCURRENCY, DELAY_MS, engineRunner, startWire } from '../setup';
import { figure, ratioOf, sampleOf, shown } from '../statistics';
import { defined } from '../../../nodes/Clickatell/formats/defined';

export interface Bulk {
	readonly findings: readonly Finding[];
	/** Runs of the Twilio node, for the plots. */
	readonly loop: readonly EngineResult[];
}

interface LaterRuns {
	readonly node: EngineResult[];
	readonly bare: BareResult[];
}

const laterRuns = (): LaterRuns => ({ node: [], bare: [] });

/**
 * Measurements 1 and 2, whose contenders take turns: the node with one text and with different texts, n8n's Twilio
 * node, the bare calls, and a node that does nothing.
 */
export async function measureBulk(bench: Bench, report: (detail: string) => void): Promise<Bulk> {
	const { rounds, bulk, different, loop } = bench.sizes;
	const calls = Math.ceil(bulk / RECIPIENTS);
	const wire = await startWire(bench, DELAY_MS);
	const run = await engineRunner(bench, wire);
	const bareProgram = await bench.program('bare');
	const bare = (server: BenchServer, callsBefore = 1) => {
		const job = {
			port: wire.port,
			server,
			calls,
			callsBefore,
			recipients: RECIPIENTS,
			concurrency: CONCURRENCY,
		};
		const options = { node: bench.installed.node, env: wire.env };
		return runProgram<BareResult>(bareProgram, job satisfies BareJob, options);
	};
	const loops: EngineResult[] = [];
	const same: EngineResult[] = [];
	const texts: EngineResult[] = [];
	const bares: BareResult[] = [];
	const overHttp: EngineResult[] = [];
	const baresOverHttp: BareResult[] = [];
	const least: EngineResult[] = [];
	const nothing: EngineResult[] = [];
	const first: EngineResult[] = [];
	/** By server: the node and the bare calls, in processes that have sent as many before. */
	const later = { documentLiteral: laterRuns(), http: laterRuns() };
	try {
		for (let round = 1; round <= rounds; round++) {
			const of = `round ${round} of ${rounds}`;
			report(`${of}, Twilio node`);
			loops.push(await run({ node: 'twilio', items: loop }));
			report(`${of}, one text`);
			for (let turn = 0; turn < 3; turn++) {
				nothing.push(await run({ node: 'noOp', items: bulk }));
				bares.push(await bare('documentLiteral'));
				same.push(await run({ node: 'clickatell', items: bulk }));
				baresOverHttp.push(await bare('http'));
				least.push(await run({ node: 'least', items: bulk, server: 'http' }));
				overHttp.push(await run({ node: 'clickatell', items: bulk, server: 'http' }));
				for (const server of ['documentLiteral', 'http'] as const) {
					later[server].node.push(await run({ node: 'clickatell', items: bulk, server, itemsBefore: bulk }));
					later[server].bare.push(await bare(server, calls));
				}
			}
			first.push(await run({ node: 'clickatell', items: bulk, loggedIn: false }));
			report(`${of}, ${different.toLocaleString('en')} texts`);
			texts.push(await run({ node: 'clickatell', items: different, texts: 'different' }));
		}
	} finally {
		await wire.stop();
	}

	const times = (results: readonly { milliseconds: number }[]) =>
		results.map(({ milliseconds }) => milliseconds);
	const loopEach = times(loops).map((ms) => ms / loop);
	const perRound = (values: readonly number[]) =>
		Array.from({ length: rounds }, (_, round) => sampleOf(values.slice(round * 3, round * 3 + 3)).median);

	const arithmetic = Math.ceil(calls / CONCURRENCY) * DELAY_MS;
	const limitOf = (results: readonly BareResult[]) =>
		times(results).map((ms, turn) => ms + defined(nothing[turn]).milliseconds);
	const against = ratioOf(
		loopEach.map((ms) => ms * bulk),
		perRound(times(same)),
	);
	const toLimit = ratioOf(times(same), limitOf(bares));
	const toLimitOverHttp = ratioOf(times(overHttp), limitOf(baresOverHttp));
	const laterToLimit = (server: BenchServer) =>
		ratioOf(times(later[server].node), limitOf(later[server].bare));
	const sameMedian = sampleOf(times(same)).median;
	const seconds = (values: readonly number[]) => shown(sampleOf(values.map((ms) => ms / 1000)), ' s');

	const oneText: Finding = {
		number: 1,
		title: `Bulk: one text to ${bulk.toLocaleString('en')} recipients`,
		how:
			`${bulk.toLocaleString('en')} items through *Message: Send*, unpaced, ${CONCURRENCY} calls at once, against n8n's own ` +
			`Twilio node, which sends one request for each item in a loop. The Twilio node ran ${loop.toLocaleString('en')} items in each round, since its ` +
			`cost is linear; its time for ${bulk.toLocaleString('en')} is calculated from them.`,
		columns: ['', `${bulk.toLocaleString('en')} messages`, 'compared with this package'],
		rows: [
			['this package', seconds(times(same)), '1'],
			['this package, logging in first', seconds(times(first)), ''],
			[
				`Twilio node (${loop.toLocaleString('en')} items, calculated)`,
				seconds(loopEach.map((ms) => ms * bulk)),
				`${shown(against, ' times')} as long`,
			],
			[
				`${calls} bare calls, ${CONCURRENCY} at once, no node`,
				seconds(times(bares)),
				`this package takes ${shown(ratioOf(times(same), times(bares)), ' times')} as long`,
			],
			[
				'this package over HTTP/S',
				seconds(times(overHttp)),
				`${shown(ratioOf(times(overHttp), times(same)), ' times')} as long`,
			],
			[
				`${calls} bare calls over HTTP/S, ${CONCURRENCY} at once, no node`,
				seconds(times(baresOverHttp)),
				`this package over HTTP/S takes ${shown(ratioOf(times(overHttp), times(baresOverHttp)), ' times')} as long`,
			],
			[
				'the least node over HTTP/S, which checks nothing',
				seconds(times(least)),
				`${shown(ratioOf(times(least), times(baresOverHttp)), ' times')} its bare calls; this package takes ${shown(ratioOf(times(overHttp), times(least)), ' times')} as long`,
			],
			[
				'this package, once it has sent as many',
				seconds(times(later.documentLiteral.node)),
				`${shown(ratioOf(times(later.documentLiteral.node), times(later.documentLiteral.bare)), ' times')} the bare calls, made for the second time`,
			],
			[
				'this package over HTTP/S, once it has sent as many',
				seconds(times(later.http.node)),
				`${shown(ratioOf(times(later.http.node), times(later.http.bare)), ' times')} its bare calls, made for the second time`,
			],
			[`a No Operation node, no calls`, seconds(times(nothing)), ''],
		],
		goals: [
			{
				goal: 'at least 200 times faster than the Twilio node',
				measured: shown(against, ' times'),
				met: against.median >= 200,
			},
			{
				goal: `within 1.5 times of the ${calls} bare calls plus the No Operation node`,
				measured: shown(toLimit, ' times'),
				met: toLimit.median <= 1.5,
			},
			{
				goal: `over HTTP/S, within 1.5 times of its ${calls} bare calls plus the No Operation node`,
				measured: shown(toLimitOverHttp, ' times'),
				met: toLimitOverHttp.median <= 1.5,
			},
			...(['documentLiteral', 'http'] as const).map((server) => ({
				goal: `the same ${server === 'http' ? 'over HTTP/S' : 'over SOAP'}, once n8n and the bare calls have sent as many`,
				measured: shown(laterToLimit(server), ' times'),
				met: laterToLimit(server).median <= 1.5,
			})),
		],
		notes: [
			`By arithmetic alone ${calls} answers of ${DELAY_MS} ms, ${CONCURRENCY} at once, take ${arithmetic} ms; with the No Operation node's ` +
				`${figure(sampleOf(times(nothing)).median)} ms this package takes ` +
				`${figure(sameMedian / (arithmetic + sampleOf(times(nothing)).median))} times that, TLS included.`,
		],
	};

	const ideal = (different / CONCURRENCY) * DELAY_MS;
	const againstLoop = ratioOf(
		loopEach.map((ms) => ms * different),
		times(texts),
	);
	const toIdeal = sampleOf(times(texts).map((ms) => ms / ideal));
	const differentTexts: Finding = {
		number: 2,
		title: `Bulk: ${different.toLocaleString('en')} different texts`,
		how:
			`As above, but each recipient gets a text of its own, so that no two can share a call: ` +
			`${different.toLocaleString('en')} calls, unpaced, ${CONCURRENCY} at once. The ideal is their answers' time alone.`,
		columns: ['', `${different.toLocaleString('en')} messages`, 'compared with this package'],
		rows: [
			['this package', seconds(times(texts)), '1'],
			[
				'Twilio node (calculated)',
				seconds(loopEach.map((ms) => ms * different)),
				`${shown(againstLoop, ' times')} as long`,
			],
			[
				`ideal: ${different.toLocaleString('en')} × ${DELAY_MS} ms ÷ ${CONCURRENCY}`,
				`${figure(ideal / 1000)} s`,
				`this package takes ${shown(toIdeal, ' times')} as long`,
			],
		],
		goals: [
			{
				goal: 'at least 8 times faster than the Twilio node',
				measured: shown(againstLoop, ' times'),
				met: againstLoop.median >= 8,
			},
			{
				goal: 'within 1.3 times of the ideal',
				measured: shown(toIdeal, ' times'),
				met: toIdeal.median <= 1.3,
			},
		],
		notes: [
			`On the CPU one such message takes ${figure(sampleOf(texts.map(({ cpuMilliseconds }) => cpuMilliseconds / different)).median)} ms ` +
				`here and ${figure(sampleOf(loops.map(({ cpuMilliseconds }) => cpuMilliseconds / loop)).median)} ms with the Twilio node. Most of it is n8n's: ` +
				`its request helper makes a new agent, and with it a new connection and a new TLS handshake, for every request. ` +
				`\`agentOptions\` can ask the agent to keep its connection, but the agent itself is thrown away with it.`,
		],
	};
	return { findings: [oneText, differentTexts], loop: loops };
}
