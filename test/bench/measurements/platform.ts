import path from 'node:path';
import { runProgram } from '../children';
import type { Finding } from '../findings';
import type { CpuResult, EngineResult, PlatformApi } from '../programs/jobs';
import {
	bareRunner,
	type Bench,
	CONCURRENCY,
	DELAY_MS,
	engineRunner,
	projectRoot,
	startWire,
} from '../setup';
import { ratioOf, sampleOf, shown } from '../statistics';
import { defined } from '../../../nodes/Clickatell/formats/defined';
import { asLong, laterRow, limitGoal, noRuns, type Pairs, seconds, times } from './pairs';

/** What a call holds: one text to 200 recipients, or 100 messages. */
const ROOM: Readonly<Record<PlatformApi, number>> = { smsApi: 200, oneApi: 100 };

/** Measurement 9: the same text and different texts over the Clickatell Platform. */
export async function measurePlatform(bench: Bench, report: (detail: string) => void): Promise<Finding> {
	const { rounds, bulk, loop, cpuRounds } = bench.sizes;
	const wire = await startWire(bench, DELAY_MS);
	const run = await engineRunner(bench, wire);
	const bare = await bareRunner(bench, wire);
	const runs: Readonly<Record<PlatformApi, Pairs>> = { smsApi: noRuns(), oneApi: noRuns() };
	const calls = (api: PlatformApi) => Math.ceil(bulk / ROOM[api]);
	const nothing: EngineResult[] = [];
	const loops: EngineResult[] = [];
	try {
		for (let round = 1; round <= rounds; round++) {
			report(`round ${round} of ${rounds}`);
			loops.push(await run({ node: 'twilio', items: loop, texts: 'field' }));
			nothing.push(await run({ node: 'noOp', items: bulk }));
			for (const api of ['smsApi', 'oneApi'] as const) {
				const { first, later } = runs[api];
				const barely = { platform: api, calls: calls(api), recipients: ROOM[api] };
				const texts = api === 'smsApi' ? 'same' : 'field';
				const job = { node: 'clickatell', platform: api, items: bulk, texts } as const;
				first.bare.push(await bare(barely));
				first.node.push(await run(job));
				later.bare.push(await bare({ ...barely, callsBefore: barely.calls }));
				later.node.push(await run({ ...job, itemsBefore: bulk }));
			}
		}
	} finally {
		await wire.stop();
	}
	const { oneApi, smsApi } = await runProgram<CpuResult>(
		await bench.program('cpu', ['soap']),
		{
			rounds: cpuRounds,
			sliceMs: 150,
			wsdl: path.join(projectRoot, 'test', 'gateway', 'wsdl', 'documentLiteral.wsdl'),
			callbacks: path.join(projectRoot, 'test', 'callbacks'),
		},
		{ node: bench.installed.node },
	);

	const [oneText, texts] = [runs.smsApi.first, runs.oneApi.first];
	const twilio = times(loops).map((ms) => (ms / loop) * bulk);
	const against = ratioOf(twilio, times(texts.node));
	const many = bulk.toLocaleString('en');
	const perMessage = (api: PlatformApi, costs: readonly number[]) =>
		shown(sampleOf(costs.map((microseconds) => microseconds / ROOM[api])), ' µs');
	return {
		number: 9,
		title: `Bulk over the Clickatell Platform: one text, and ${many} different texts`,
		how:
			`${many} items through *SMS: Send*, unpaced, ${CONCURRENCY} calls at once: one text over the SMS API, 200 recipients in a call, and a text of ` +
			`its own, which a field of the item holds, for each over One API, 100 messages in a call. The Twilio node ran ${loop.toLocaleString('en')} items with different texts in each round.`,
		columns: ['', `${many} messages`, 'compared with this package'],
		rows: [
			['this package, one text, SMS API', seconds(times(oneText.node)), '1'],
			[
				`${calls('smsApi')} bare calls`,
				seconds(times(oneText.bare)),
				`this package takes ${shown(asLong(oneText), ' times')} as long`,
			],
			laterRow('this package, one text', runs.smsApi),
			['this package, different texts, One API', seconds(times(texts.node)), '1'],
			[
				`${calls('oneApi')} bare calls`,
				seconds(times(texts.bare)),
				`this package takes ${shown(asLong(texts), ' times')} as long`,
			],
			laterRow('this package, different texts', runs.oneApi),
			['Twilio node, different texts (calculated)', seconds(twilio), `${shown(against, ' times')} as long`],
			['a No Operation node, no calls', seconds(times(nothing)), ''],
		],
		goals: [
			...(['smsApi', 'oneApi'] as const).flatMap((api) => {
				const what = api === 'smsApi' ? 'one text' : 'different texts';
				const { first, later } = runs[api];
				return [
					limitGoal(`${what} within 1.5 times of the bare calls plus the No Operation node`, first, nothing),
					limitGoal(`the same with ${what}, once n8n and the bare calls have sent as many`, later, nothing),
				];
			}),
			{
				goal: 'different texts at least 300 times faster than the Twilio node',
				measured: shown(against, ' times'),
				met: against.median >= 300,
			},
		],
		notes: (['oneApi', 'smsApi'] as const).map((api) => {
			const costs = api === 'oneApi' ? oneApi : smsApi;
			const name = api === 'oneApi' ? 'One API' : 'the SMS API';
			return (
				`On the CPU a message of a full call to ${name} takes ${perMessage(api, defined(costs['ours']))} from checked values to its result, and ` +
				`\`JSON.stringify\` and \`JSON.parse\` of the same request and answer ${perMessage(api, defined(costs['json']))}: ${shown(ratioOf(defined(costs['ours']), defined(costs['json'])), ' times')} as much.`
			);
		}),
	};
}
