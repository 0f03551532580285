import path from 'node:path';
import { runProgram } from '../children';
import type { Finding } from '../findings';
import type { BareResult, CpuResult, EngineResult, PlatformApi } from '../programs/jobs';
import { type Bench, CONCURRENCY, DELAY_MS, engineRunner, projectRoot, startWire } from '../setup';
import { ratioOf, sampleOf, shown } from '../statistics';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** What a call holds: one text to 200 recipients, or 100 messages. */
const ROOM: Readonly<Record<PlatformApi, number>> = { smsApi: 200, oneApi: 100 };

interface Runs {
	readonly node: EngineResult[];
	readonly bare: BareResult[];
	/** In processes that have sent as many before. */
	readonly later: { readonly node: EngineResult[]; readonly bare: BareResult[] };
}

const noRuns = (): Runs => ({ node: [], bare: [], later: { node: [], bare: [] } });

/** Measurement 9: the same text and different texts over the Clickatell Platform. */
export async function measurePlatform(bench: Bench, report: (detail: string) => void): Promise<Finding> {
	const { rounds, bulk, loop, cpuRounds } = bench.sizes;
	const wire = await startWire(bench, DELAY_MS);
	const run = await engineRunner(bench, wire);
	const bareProgram = await bench.program('bare');
	const { node } = bench.installed;
	const runs: Readonly<Record<PlatformApi, Runs>> = {
		smsApi: noRuns(),
		oneApi: noRuns(),
	};
	const calls = (api: PlatformApi) => Math.ceil(bulk / ROOM[api]);
	const nothing: EngineResult[] = [];
	const loops: EngineResult[] = [];
	try {
		for (let round = 1; round <= rounds; round++) {
			report(`round ${round} of ${rounds}`);
			loops.push(await run({ node: 'twilio', items: loop, texts: 'field' }));
			nothing.push(await run({ node: 'noOp', items: bulk }));
			for (const api of ['smsApi', 'oneApi'] as const) {
				const bare = async (callsBefore: number) => {
					const [recipients, concurrency] = [ROOM[api], CONCURRENCY];
					const job = {
						port: wire.port,
						calls: calls(api),
						callsBefore,
						recipients,
						concurrency,
						platform: api,
					};
					return await runProgram<BareResult>(bareProgram, job, { node, env: wire.env });
				};
				const texts = api === 'smsApi' ? 'same' : 'field';
				const job = { node: 'clickatell', platform: api, items: bulk, texts } as const;
				runs[api].bare.push(await bare(1));
				runs[api].node.push(await run(job));
				runs[api].later.bare.push(await bare(calls(api)));
				runs[api].later.node.push(await run({ ...job, itemsBefore: bulk }));
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
		{ node },
	);

	const times = (results: readonly { milliseconds: number }[]) =>
		results.map(({ milliseconds }) => milliseconds);
	const seconds = (values: readonly number[]) => shown(sampleOf(values.map((ms) => ms / 1000)), ' s');
	const toLimitOf = ({ node: ours, bare }: Pick<Runs, 'node' | 'bare'>) => {
		const limit = times(bare).map((ms, round) => ms + defined(nothing[round]).milliseconds);
		return ratioOf(times(ours), limit);
	};
	const laterRow = (api: PlatformApi, what: string) => [
		`this package, ${what}, once it has sent as many`,
		seconds(times(runs[api].later.node)),
		`${shown(ratioOf(times(runs[api].later.node), times(runs[api].later.bare)), ' times')} the bare calls, made for the second time`,
	];
	const twilio = times(loops).map((ms) => (ms / loop) * bulk);
	const against = ratioOf(twilio, times(runs.oneApi.node));
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
			['this package, one text, SMS API', seconds(times(runs.smsApi.node)), '1'],
			[
				`${calls('smsApi')} bare calls`,
				seconds(times(runs.smsApi.bare)),
				`this package takes ${shown(ratioOf(times(runs.smsApi.node), times(runs.smsApi.bare)), ' times')} as long`,
			],
			laterRow('smsApi', 'one text'),
			['this package, different texts, One API', seconds(times(runs.oneApi.node)), '1'],
			[
				`${calls('oneApi')} bare calls`,
				seconds(times(runs.oneApi.bare)),
				`this package takes ${shown(ratioOf(times(runs.oneApi.node), times(runs.oneApi.bare)), ' times')} as long`,
			],
			laterRow('oneApi', 'different texts'),
			['Twilio node, different texts (calculated)', seconds(twilio), `${shown(against, ' times')} as long`],
			['a No Operation node, no calls', seconds(times(nothing)), ''],
		],
		goals: [
			...(['smsApi', 'oneApi'] as const).flatMap((api) => {
				const what = api === 'smsApi' ? 'one text' : 'different texts';
				const [first, later] = [toLimitOf(runs[api]), toLimitOf(runs[api].later)];
				return [
					{
						goal: `${what} within 1.5 times of the bare calls plus the No Operation node`,
						measured: shown(first, ' times'),
						met: first.median <= 1.5,
					},
					{
						goal: `the same with ${what}, once n8n and the bare calls have sent as many`,
						measured: shown(later, ' times'),
						met: later.median <= 1.5,
					},
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
