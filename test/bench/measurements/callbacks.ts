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

const TRIGGER_ID = '7c1d3e52-1b0a-4b57-9f55-3d7e0f6a2c01';

interface Contender {
	readonly workflow: ImportedWorkflow;
	/** Below n8n's address. */
	readonly path: string;
}

const CONTENDERS = {
	trigger: {
		workflow: workflow('bench-trigger', {
			name: 'Clickatell Trigger',
			type: `${PACKAGE_NAME}.clickatellTrigger`,
			typeVersion: 1,
			parameters: {},
			webhookId: TRIGGER_ID,
		}),
		path: `webhook/${TRIGGER_ID}/callback`,
	},
	webhook: {
		workflow: workflow('bench-webhook', webhookNode(2, 'bench', '7c1d3e52-1b0a-4b57-9f55-3d7e0f6a2c02')),
		path: 'webhook/bench',
	},
	webhook1: {
		workflow: workflow('bench-webhook-1', webhookNode(1, 'bench-1', '7c1d3e52-1b0a-4b57-9f55-3d7e0f6a2c03')),
		path: 'webhook/bench-1',
	},
} satisfies Record<string, Contender>;

type Name = keyof typeof CONTENDERS;
/** Of each round: executions a second, and CPU milliseconds of n8n for one. */
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

/**
 * Asked all the time from before the first call, ten times a second: asking costs n8n some milliseconds, which must not
 * fall on those alone that answer their callers early and are still at work.
 */
async function waitUntilFinished(url: string, wanted: number): Promise<Progress> {
	const deadline = Date.now() + 120_000;
	for (;;) {
		const progress = await progressOf(url);
		if (progress.finished >= wanted) return progress;
		if (Date.now() > deadline) throw new Error(`n8n has not finished ${wanted} executions in 120 s`);
		await delay(100);
	}
}

/** Executions a second of each in turn, round by round. */
async function executionsPerSecond(
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
			contentType: 'application/x-www-form-urlencoded',
			mark: String(randomInt(1e9)),
		};
		const startedAt = performance.now();
		const [after] = await Promise.all([
			waitUntilFinished(n8n.url, before.finished + executions),
			runProgram<FloodResult>(program, job, { node: installed.node }),
		]);
		return {
			perSecond: (executions / (performance.now() - startedAt)) * 1000,
			cpu: ((after.cpu - before.cpu) / executions) * 1000,
		};
	};
	const none = () => ({ perSecond: [], cpu: [] });
	const rates: Rates = { trigger: none(), webhook: none(), webhook1: none() };
	const names = Object.keys(CONTENDERS) as Name[];
	try {
		const client = await N8nClient.signIn(n8n.url, OWNER);
		for (const name of names) await client.publish(CONTENDERS[name].workflow.id);
		for (const name of names) await measure(name);
		for (let round = 1; round <= rounds; round++) {
			report(`round ${round} of ${rounds}`);
			// Another one goes first in every round: n8n grows slower as its database fills.
			for (const turn of names.keys()) {
				const name = names[(round + turn) % names.length]!;
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
	await new N8nCli(bench.installed, bench.userFolder).importWorkflows(
		Object.values(CONTENDERS).map((contender) => contender.workflow),
	);
	const rates = await executionsPerSecond(bench, {}, callbackRounds, report);
	const legacy = await executionsPerSecond(
		bench,
		{ N8N_EXPRESSION_ENGINE: 'legacy' },
		Math.ceil(callbackRounds / 2),
		report,
	);
	const ratio = ratioOf(rates.trigger.perSecond, rates.webhook.perSecond);
	const onSameTerms = ratioOf(rates.trigger.perSecond, rates.webhook1.perSecond);
	const withoutIsolates = ratioOf(legacy.trigger.perSecond, legacy.webhook.perSecond);
	const compared = (engine: string, { trigger, ...others }: Rates) =>
		(
			[
				['Clickatell Trigger', trigger],
				['Webhook node', others.webhook],
				['Webhook node, version 1', others.webhook1],
			] as const
		).map(([name, { perSecond, cpu }]) => [
			name + engine,
			`${shown(sampleOf(perSecond), ' executions a second')}, ${shown(sampleOf(cpu), ' ms of CPU')} each`,
			perSecond === others.webhook.perSecond
				? ''
				: `${shown(ratioOf(perSecond, others.webhook.perSecond), ' times')} the Webhook node's, ` +
					`${shown(ratioOf(cpu, others.webhook.cpu), ' times')} its CPU`,
		]);
	const formats = Object.keys(decoding).filter((name) => !name.endsWith('as JSON'));
	const perExecution = sampleOf(rates.trigger.cpu).median;
	const [dearest, share] = formats
		.map((format) => [format, sampleOf(decoding[format]!).median / 1000 / perExecution] as const)
		.reduce((most, one) => (one[1] > most[1] ? one : most));
	return {
		number: 4,
		title: 'Callbacks',
		how:
			`Decoding one status callback in each of the six formats, against JSON.parse of the same facts; and the trigger in a running ` +
			`n8n against n8n's Webhook node that answers at once, both with one node behind, both not saving what succeeded, ${CONNECTIONS} connections, ` +
			`${bench.sizes.executions} executions in each of ${bench.sizes.callbackRounds} rounds. An execution counts when n8n has finished it.`,
		columns: ['', 'measured', 'compared with'],
		rows: [
			...formats.map((format) => [
				`decoding ${format}`,
				shown(sampleOf(decoding[format]!), ' µs of CPU'),
				`${shown(ratioOf(decoding[format]!, decoding[`${format}, as JSON`]!), ' times')} JSON.parse`,
			]),
			...compared('', rates),
			...compared(', expression engine "legacy"', legacy),
		],
		goals: [
			{
				goal: 'decoding a callback under 1 percent of what n8n spends on the execution it starts',
				measured: `${(share * 100).toFixed(2)} percent of its CPU for ${dearest}, the dearest format`,
				met: share < 0.01,
			},
			{
				goal: 'the trigger not slower than the Webhook node by more than 3 percent',
				measured: `${shown(ratio, ' times')} its executions a second`,
				met: ratio.median >= 0.97,
			},
			{
				goal: 'the same against version 1 of the Webhook node, which n8n treats as it treats the trigger',
				measured: `${shown(onSameTerms, ' times')} its executions a second`,
				met: onSameTerms.median >= 0.97,
			},
			{
				goal: 'the same against the Webhook node with the former expression engine',
				measured: `${shown(withoutIsolates, ' times')} its executions a second`,
				met: withoutIsolates.median >= 0.97,
			},
		],
		notes: [
			`What is missed is n8n's: it evaluates expressions in isolates, takes a new one before every call of a webhook, and throws it away after. ` +
				`Only its own Webhook node from version 1.1 on, without expressions in its parameters, is let off (\`webhookPhaseNeedsIsolate\` in n8n's ` +
				`live-webhooks.js asks for that node type by name); every other trigger pays. Version 1 of the same node is not let off either, and with ` +
				`\`N8N_EXPRESSION_ENGINE=legacy\`, which needs no isolates, the difference is gone. An execution itself takes an isolate too: with the former ` +
				`engine n8n finishes ${shown(ratioOf(legacy.webhook.perSecond, rates.webhook.perSecond), ' times')} as many of the Webhook node.`,
			'n8n itself is the limit of what callbacks can start, not their decoding.',
		],
	};
}
