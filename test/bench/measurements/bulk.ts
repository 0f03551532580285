import type { Finding } from '../findings';
import { type EngineResult, RECIPIENTS } from '../programs/jobs';
import { bareRunner, type Bench, CONCURRENCY, DELAY_MS, engineRunner, startWire } from '../setup';
import { figure, ratioOf, sampleOf, shown } from '../statistics';
import { asLong, laterRow, limitGoal, noRuns, seconds, times } from './pairs';

export interface Bulk {
	readonly findings: readonly Finding[];
	/** Runs of the Twilio node, for the plots. */
	readonly loop: readonly EngineResult[];
}

/**
 * Measurements 1 and 2, whose contenders take turns: the node with one text and with different texts, n8n's Twilio
 * node, the bare calls, and a node that does nothing.
 */
export async function measureBulk(bench: Bench, report: (detail: string) => void): Promise<Bulk> {
	const { rounds, bulk, different, loop } = bench.sizes;
	const calls = Math.ceil(bulk / RECIPIENTS);
	const wire = await startWire(bench, DELAY_MS);
	const run = await engineRunner(bench, wire);
	const bare = await bareRunner(bench, wire);
	const loops: EngineResult[] = [];
	const texts: EngineResult[] = [];
	const soap = noRuns();
	const http = noRuns();
	const least: EngineResult[] = [];
	const nothing: EngineResult[] = [];
	const first: EngineResult[] = [];
	const node = { node: 'clickatell', items: bulk } as const;
	const barely = { calls, recipients: RECIPIENTS };
	try {
		for (let round = 1; round <= rounds; round++) {
			const of = `round ${round} of ${rounds}`;
			report(`${of}, Twilio node`);
			loops.push(await run({ node: 'twilio', items: loop }));
			report(`${of}, one text`);
			for (let turn = 0; turn < 3; turn++) {
				nothing.push(await run({ node: 'noOp', items: bulk }));
				least.push(await run({ node: 'least', items: bulk, server: 'http' }));
				for (const [server, pairs] of [
					['documentLiteral', soap],
					['http', http],
				] as const) {
					pairs.first.bare.push(await bare({ ...barely, server }));
					pairs.first.node.push(await run({ ...node, server }));
					pairs.later.node.push(await run({ ...node, server, itemsBefore: bulk }));
					pairs.later.bare.push(await bare({ ...barely, server, callsBefore: calls }));
				}
			}
			first.push(await run({ ...node, loggedIn: false }));
			report(`${of}, ${different.toLocaleString('en')} texts`);
			texts.push(await run({ node: 'clickatell', items: different, texts: 'different' }));
		}
	} finally {
		await wire.stop();
	}

	const [same, overHttp] = [soap.first, http.first];
	const loopEach = times(loops).map((ms) => ms / loop);
	const perRound = (values: readonly number[]) =>
		Array.from({ length: rounds }, (_, round) => sampleOf(values.slice(round * 3, round * 3 + 3)).median);

	const arithmetic = Math.ceil(calls / CONCURRENCY) * DELAY_MS;
	const against = ratioOf(
		loopEach.map((ms) => ms * bulk),
		perRound(times(same.node)),
	);
	const sameMedian = sampleOf(times(same.node)).median;

	const oneText: Finding = {
		number: 1,
		title: `Bulk: one text to ${bulk.toLocaleString('en')} recipients`,
		how:
			`${bulk.toLocaleString('en')} items through *Message: Send*, unpaced, ${CONCURRENCY} calls at once, against n8n's own ` +
			`Twilio node, which sends one request for each item in a loop. The Twilio node ran ${loop.toLocaleString('en')} items in each round, since its ` +
			`cost is linear; its time for ${bulk.toLocaleString('en')} is calculated from them.`,
		columns: ['', `${bulk.toLocaleString('en')} messages`, 'compared with this package'],
		rows: [
			['this package', seconds(times(same.node)), '1'],
			['this package, logging in first', seconds(times(first)), ''],
			[
				`Twilio node (${loop.toLocaleString('en')} items, calculated)`,
				seconds(loopEach.map((ms) => ms * bulk)),
				`${shown(against, ' times')} as long`,
			],
			[
				`${calls} bare calls, ${CONCURRENCY} at once, no node`,
				seconds(times(same.bare)),
				`this package takes ${shown(asLong(same), ' times')} as long`,
			],
			[
				'this package over HTTP/S',
				seconds(times(overHttp.node)),
				`${shown(ratioOf(times(overHttp.node), times(same.node)), ' times')} as long`,
			],
			[
				`${calls} bare calls over HTTP/S, ${CONCURRENCY} at once, no node`,
				seconds(times(overHttp.bare)),
				`this package over HTTP/S takes ${shown(asLong(overHttp), ' times')} as long`,
			],
			[
				'the least node over HTTP/S, which checks nothing',
				seconds(times(least)),
				`${shown(ratioOf(times(least), times(overHttp.bare)), ' times')} its bare calls; this package takes ${shown(ratioOf(times(overHttp.node), times(least)), ' times')} as long`,
			],
			laterRow('this package', soap),
			laterRow('this package over HTTP/S', http, 'its bare calls'),
			[`a No Operation node, no calls`, seconds(times(nothing)), ''],
		],
		goals: [
			{
				goal: 'at least 200 times faster than the Twilio node',
				measured: shown(against, ' times'),
				met: against.median >= 200,
			},
			limitGoal(`within 1.5 times of the ${calls} bare calls plus the No Operation node`, same, nothing),
			limitGoal(
				`over HTTP/S, within 1.5 times of its ${calls} bare calls plus the No Operation node`,
				overHttp,
				nothing,
			),
			limitGoal('the same over SOAP, once n8n and the bare calls have sent as many', soap.later, nothing),
			limitGoal('the same over HTTP/S, once n8n and the bare calls have sent as many', http.later, nothing),
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
