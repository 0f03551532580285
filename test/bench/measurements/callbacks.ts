import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { N8nCli, type ImportedWorkflow } from '../../../tools/n8n/cli';
import { startN8n } from '../../../tools/n8n/n8n';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import { N8nClient } from '../../../tools/n8n/rest';
import { runProgram } from '../children';
import type { Finding } from '../findings';
import type { CpuResult, FloodJob, FloodResult } from '../programs/jobs';
import type { Bench } from '../setup';
import { ratioOf, sampleOf, shown } from '../statistics';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const CONNECTIONS = 16;

const OWNER = { email: 'bench@example.com', password: 'Bench-on-this-machine-1' };

/** A trigger and one node that does nothing behind it. */
function workflow(id: string, trigger: ImportedWorkflow['nodes'][number]): ImportedWorkflow {
	const next = {
		name: 'Next',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [240, 0],
		parameters: {},
		id: `${id}-2`,
	};
	return {
		id,
		name: id,
		nodes: [{ position: [0, 0], id: `${id}-1`, ...trigger }, next],
		connections: { [trigger.name]: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		settings: { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'all', executionOrder: 'v1' },
	};
}

const webhookNode = (typeVersion: number, path: string, webhookId: string) => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion,
	parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
	webhookId,
});

/** What the guarded trigger asks of a call. */
const CREDENTIAL = {
	id: 'bench-callback',
	name: 'Bench callbacks',
	type: 'clickatellCallbackApi',
	data: { user: '', password: '', secret: 'bench-on-this-machine' },
};

interface Contender {
	readonly label: string;
	readonly workflow: ImportedWorkflow;
	/** Below n8n's address. */
	readonly path: string;
	/** Several callbacks may start one execution. */
	readonly isGrouped?: boolean;
}

function trigger(
	label: string,
	id: string,
	webhookId: string,
	more: { parameters?: Record<string, unknown>; credentials?: Record<string, unknown>; query?: string } = {},
): Contender {
	const { parameters = {}, credentials, query = '' } = more;
	return {
		label,
		workflow: workflow(id, {
			name: 'Clickatell Trigger',
			type: `${PACKAGE_NAME}.clickatellTrigger`,
			typeVersion: 1,
			parameters,
			webhookId,
			...(credentials && { credentials }),
		}),
		path: `webhook/${webhookId}/callback${query}`,
	};
}

const CONTENDERS = {
	trigger: trigger('Clickatell Trigger', 'bench-trigger', '7c1d3e52-1b0a-4b57-9f55-3d7e0f6a2c01'),
	guarded: trigger(
		'Clickatell Trigger with a credential',
		'bench-guarded',
		'7c1d3e52-1b0a-4b57-9f55-3d7e0f6a2c04',
		{
			parameters: { authentication: 'credential' },
			credentials: { [CREDENTIAL.type]: { id: CREDENTIAL.id, name: CREDENTIAL.name } },
			query: `?secret=${CREDENTIAL.data.secret}`,
		},
	),
	grouped: {
		...trigger(
			'Clickatell Trigger with Group Events',
			'bench-grouped',
			'7c1d3e52-1b0a-4b57-9f55-3d7e0f6a2c05',
			{
				parameters: { settings: { groupEvents: true } },
			},
		),
		isGrouped: true,
	},
	webhook: {
		label: 'Webhook node',
		workflow: workflow('bench-webhook', webhookNode(2, 'bench', '7c1d3e52-1b0a-4b57-9f55-3d7e0f6a2c02')),
		path: 'webhook/bench',
	},
	webhook1: {
		label: 'Webhook node, version 1',
		workflow: workflow('bench-webhook-1', webhookNode(1, 'bench-1', '7c1d3e52-1b0a-4b57-9f55-3d7e0f6a2c03')),
		path: 'webhook/bench-1',
	},
} satisfies Record<string, Contender>;

type Name = keyof typeof CONTENDERS;
/** Of each round: callbacks a second, until the executions they start are finished, and CPU milliseconds of n8n for one. */
type Rates = Record<Name, { readonly perSecond: number[]; readonly cpu: number[] }>;

const METRICS = {
	N8N_METRICS: 'true',
	N8N_METRICS_INCLUDE_WORKFLOW_EXECUTION_DURATION: 'true',
};

interface Progress {
	/** Executions that n8n has finished since its start, successful ones only. */
	readonly finished: number;
	/** CPU seconds of n8n since its start. */
	readonly cpu: number;
}

async function progressOf(url: string): Promise<Progress> {
	const metrics = await (await fetch(`${url}/metrics`)).text();
	const sum = (pattern: RegExp) =>
		[...metrics.matchAll(pattern)].reduce((total, [, value]) => total + Number(value), 0);
	return {
		finished: sum(/^n8n_workflow_execution_duration_seconds_count\{[^}]*status="success"[^}]*\} (\d+)/gm),
		cpu: sum(/^n8n_process_cpu_seconds_total(?:\{[^}]*\})? ([\d.e+-]+)/gm),
	};
}

/** Nothing has been finished for so long: nothing is under way any more. */
const QUIET_MS = 1000;

interface Finish extends Progress {
	readonly at: number;
}

/**
 * Waits until n8n has finished so many executions; or, where callbacks share executions and nobody knows how many there
 * will be, until nothing has been finished for a while after the last answer. Asked all the time from before the first
 * call, ten times a second: asking costs n8n some milliseconds, which must not fall on those alone that answer their
 * callers early and are still at work.
 */
async function waitUntilFinished(
	url: string,
	wanted: number | undefined,
	flood: Promise<unknown>,
): Promise<Finish> {
	const deadline = performance.now() + 120_000;
	let isAnswered = false;
	flood.finally(() => (isAnswered = true)).catch(() => undefined);
	let last: Finish = { finished: -1, cpu: 0, at: 0 };
	for (;;) {
		const progress = { ...(await progressOf(url)), at: performance.now() };
		if (progress.finished !== last.finished) last = progress;
		const isQuiet = isAnswered && progress.at - last.at > QUIET_MS;
		if (wanted === undefined ? isQuiet : progress.finished >= wanted) return last;
		if (progress.at > deadline) throw new Error('n8n has not finished its executions in 120 s');
		await delay(100);
	}
}

/** Callbacks a second of each in turn, round by round. */
async function callbacksPerSecond(
	bench: Bench,
	env: NodeJS.ProcessEnv,
	rounds: number,
	report: (detail: string) => void,
): Promise<Rates> {
	const { installed, userFolder } = bench;
	const { executions } = bench.sizes;
	const program = await bench.program('flood');
	report('starting n8n');
	const n8n = await startN8n({ installed, userFolder, env: { ...METRICS, ...env } });
	const measure = async (name: Name): Promise<{ perSecond: number; cpu: number }> => {
		const before = await progressOf(n8n.url);
		const job: FloodJob = {
			url: `${n8n.url}/${CONTENDERS[name].path}`,
			requests: executions,
			connections: CONNECTIONS,
			mark: String(randomInt(1e9)),
		};
		const startedAt = performance.now();
		const flood = runProgram<FloodResult>(program, job, { node: installed.node });
		const { isGrouped }: Contender = CONTENDERS[name];
		const wanted = isGrouped ? undefined : before.finished + executions;
		const [after] = await Promise.all([waitUntilFinished(n8n.url, wanted, flood), flood]);
		return {
			perSecond: (executions / (after.at - startedAt)) * 1000,
			cpu: ((after.cpu - before.cpu) / executions) * 1000,
		};
	};
	const none = () => ({ perSecond: [], cpu: [] });
	const names = Object.keys(CONTENDERS) as Name[];
	const rates = Object.fromEntries(names.map((name) => [name, none()])) as unknown as Rates;
	try {
		const client = await N8nClient.signIn(n8n.url, OWNER);
		for (const name of names) await client.publish(CONTENDERS[name].workflow.id);
		for (const name of names) await measure(name);
		for (let round = 1; round <= rounds; round++) {
			report(`round ${round} of ${rounds}`);
			// Another one goes first in every round: n8n grows slower as its database fills.
			for (const turn of names.keys()) {
				const name = defined(names[(round + turn) % names.length]);
				const { perSecond, cpu } = await measure(name);
				rates[name].perSecond.push(perSecond);
				rates[name].cpu.push(cpu);
			}
		}
	} finally {
		await n8n.stop();
	}
	return rates;
}

/** Measurement 4. */
export async function measureCallbacks(
	bench: Bench,
	decoding: CpuResult['callbacks'],
	report: (detail: string) => void,
): Promise<Finding> {
	const { callbackRounds } = bench.sizes;
	report('importing the workflows');
	const cli = new N8nCli(bench.installed, bench.userFolder);
	await cli.importCredentials([CREDENTIAL]);
	await cli.importWorkflows(Object.values(CONTENDERS).map((contender) => contender.workflow));
	const rates = await callbacksPerSecond(bench, {}, callbackRounds, report);
	const legacy = await callbacksPerSecond(
		bench,
		{ N8N_EXPRESSION_ENGINE: 'legacy' },
		Math.ceil(callbackRounds / 2),
		report,
	);
	const ratio = ratioOf(rates.trigger.perSecond, rates.webhook.perSecond);
	const onSameTerms = ratioOf(rates.trigger.perSecond, rates.webhook1.perSecond);
	const withoutIsolates = ratioOf(legacy.trigger.perSecond, legacy.webhook.perSecond);
	const grouped = ratioOf(rates.grouped.perSecond, rates.webhook.perSecond);
	const guarded = ratioOf(rates.guarded.perSecond, rates.trigger.perSecond);
	const compared = (engine: string, measured: Rates) =>
		(Object.entries(CONTENDERS) as [Name, Contender][]).map(([name, { label }]) => {
			const { perSecond, cpu } = measured[name];
			return [
				label + engine,
				`${shown(sampleOf(perSecond), ' callbacks a second')}, ${shown(sampleOf(cpu), ' ms of CPU')} each`,
				name === 'webhook'
					? ''
					: `${shown(ratioOf(perSecond, measured.webhook.perSecond), ' times')} the Webhook node's, ` +
						`${shown(ratioOf(cpu, measured.webhook.cpu), ' times')} its CPU`,
			];
		});
	const formats = Object.keys(decoding).filter((name) => !name.endsWith('as JSON'));
	const perExecution = sampleOf(rates.trigger.cpu).median;
	const [dearest, share] = formats
		.map((format) => [format, sampleOf(defined(decoding[format])).median / 1000 / perExecution] as const)
		.reduce((most, one) => (one[1] > most[1] ? one : most));
	return {
		number: 4,
		title: 'Callbacks',
		how:
			`Decoding one status callback in each of the six formats, against JSON.parse of the same facts; and the trigger in a running ` +
			`n8n against n8n's Webhook node that answers at once, both with one node behind, both not saving what succeeded, ${CONNECTIONS} connections, ` +
			`${bench.sizes.executions} callbacks in each of ${bench.sizes.callbackRounds} rounds. A callback counts when n8n has finished its execution.`,
		columns: ['', 'measured', 'compared with'],
		rows: [
			...formats.map((format) => [
				`decoding ${format}`,
				shown(sampleOf(defined(decoding[format])), ' µs of CPU'),
				`${shown(ratioOf(defined(decoding[format]), defined(decoding[`${format}, as JSON`])), ' times')} JSON.parse`,
			]),
			...compared('', rates),
			...compared(', expression engine "legacy"', legacy),
		],
		goals: [
			{
				goal: 'decoding a callback under 1 percent of what n8n spends on the execution it starts',
				measured: `${(share * 100).toFixed(2)} percent of its CPU for ${dearest}, the most expensive format`,
				met: share < 0.01,
			},
			{
				goal: 'the trigger not slower than the Webhook node by more than 3 percent',
				measured: `${shown(ratio, ' times')} its callbacks a second`,
				met: ratio.median >= 0.97,
			},
			{
				goal: 'the same against version 1 of the Webhook node, which n8n treats as it treats the trigger',
				measured: `${shown(onSameTerms, ' times')} its callbacks a second`,
				met: onSameTerms.median >= 0.97,
			},
			{
				goal: 'the same against the Webhook node with the former expression engine',
				measured: `${shown(withoutIsolates, ' times')} its callbacks a second`,
				met: withoutIsolates.median >= 0.97,
			},
			{
				goal: 'the trigger with Group Events not slower than the Webhook node by more than 3 percent',
				measured: `${shown(grouped, ' times')} its callbacks a second`,
				met: grouped.median >= 0.97,
			},
			{
				goal: 'a credential slows the trigger down by no more than 10 percent',
				measured: `${shown(guarded, ' times')} the callbacks a second without one`,
				met: guarded.median >= 0.9,
			},
		],
		notes: [
			`What is missed is n8n's: it evaluates expressions in isolates, takes a new one before every call of a webhook, and throws it away after. ` +
				`_Group Events_ makes up for it: callbacks that arrive while one is being stored share an execution, which takes an isolate too. ` +
				`Only its own Webhook node from version 1.1 on, without expressions in its parameters, is let off (\`webhookPhaseNeedsIsolate\` in n8n's ` +
				`live-webhooks.js asks for that node type by name); every other trigger pays. Version 1 of the same node is not let off either, and with ` +
				`\`N8N_EXPRESSION_ENGINE=legacy\`, which needs no isolates, the difference is gone. An execution itself takes an isolate too: with the former ` +
				`engine n8n finishes ${shown(ratioOf(legacy.webhook.perSecond, rates.webhook.perSecond), ' times')} as many of the Webhook node.`,
			'n8n itself is the limit of what callbacks can start, not their decoding.',
		],
	};
}
