/**
 * `node engine.cjs <job>`: one node run once by n8n's own engine, in a process of its own so that the time and the
 * memory are of this run alone. Prints what it took as JSON.
 */
import 'reflect-metadata';
import diagnostics from 'node:diagnostics_channel';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import {
	NodeHelpers,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import { sealSession } from '../../../nodes/Clickatell/apis/gateway/session';
import { executionOf, type Vault, VaultCredentialsHelper, workflowOf } from '../../engine/engine';
import { SESSION } from '../wire/replies';
import { REFUSED_PREFIX } from '../wire/replies';
import { type EngineJob, type EngineResult, type Kind, RECIPIENTS } from './jobs';
import { leastNode } from './leastNode';
import { watchStalls } from './stalls';
import { tell } from './tell';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const job = JSON.parse(defined(process.argv[2])) as EngineJob;

function fromNodesBase<T>(file: string, name: string): T {
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const classes = require(path.join(job.nodesBase, 'dist', file)) as Record<string, new () => T>;
	return new (defined(classes[name]))();
}

const OWNER = {
	apiId: '424242',
	user: 'demo',
	password: 'demo-password',
	server: job.server,
	baseUrl: 'https://api.clickatell.com',
};

const PLATFORM = {
	apiKey: 'BenchKey-_567890123456A==',
	baseUrl: 'https://platform.clickatell.com',
	probe: '',
};

const TWILIO = {
	authType: 'authToken',
	accountSid: 'AC0123456789abcdef0123456789abcdef',
	authToken: '0123456789abcdef0123456789abcdef',
};

interface Setup {
	readonly type: INodeType;
	readonly parameters: IDataObject;
	readonly vault: Vault;
	readonly credentialTypes: Record<string, { type: ICredentialType }>;
}

const TEXT = 'Your parcel arrives today between 14:00 and 16:00.';

function textParameter(): string {
	if (job.texts === 'field') return '={{ $json.text }}';
	return job.texts === 'same'
		? TEXT
		: `=Hello {{ $json.name }}, your parcel {{ $json.parcel }} arrives today.`;
}

function clickatellParameters(): IDataObject {
	const to = '={{ $json.to }}';
	const shared = {
		to,
		options: {},
		advanced: { callsPerSecond: job.callsPerSecond, concurrency: job.concurrency },
	};
	if (job.platform !== undefined)
		return {
			authentication: 'platform',
			resource: 'sms',
			operation: 'send',
			text: textParameter(),
			...shared,
		};
	if (job.kind === 'personal') {
		return {
			resource: 'batch',
			operation: 'sendPersonalized',
			template: 'Your parcel arrives in #field1# today.',
			fields: { field1: '={{ $json.city }}' },
			...shared,
		};
	}
	const text =
		job.kind === 'expression' ? `={{ '${TEXT}'.slice(0, $json.to.length + 30) }}` : textParameter();
	return { resource: 'message', operation: 'send', text, ...shared };
}

/** How the node goes on after a failure, where the items bring some about. */
const ON_ERROR: Partial<Record<Kind, NonNullable<INode['onError']>>> = {
	wrongNumbers: 'continueRegularOutput',
	refusals: 'continueErrorOutput',
};

async function setup(): Promise<Setup> {
	switch (job.node) {
		case 'noOp':
			return {
				type: fromNodesBase('nodes/NoOp/NoOp.node.js', 'NoOp'),
				parameters: {},
				vault: {},
				credentialTypes: {},
			};
		case 'least':
			return {
				type: leastNode(TEXT, job.concurrency),
				parameters: {},
				vault: {},
				credentialTypes: {},
			};
		case 'twilio':
			return {
				type: fromNodesBase('nodes/Twilio/Twilio.node.js', 'Twilio'),
				parameters: {
					resource: 'sms',
					operation: 'send',
					from: '27999100000',
					to: '={{ $json.to }}',
					message: textParameter(),
					toWhatsapp: false,
					options: {},
				},
				vault: { twilioApi: TWILIO },
				credentialTypes: {
					twilioApi: {
						type: fromNodesBase<ICredentialType>('credentials/TwilioApi.credentials.js', 'TwilioApi'),
					},
				},
			};
		case 'clickatell': {
			const loader = new PackageDirectoryLoader(job.packageFolder);
			await loader.loadAll();
			if (job.platform !== undefined) {
				return {
					type: NodeHelpers.getVersionedNodeType(loader.getNode('clickatell').type, 1),
					parameters: clickatellParameters(),
					vault: { clickatellPlatformApi: { ...PLATFORM, api: job.platform } },
					credentialTypes: loader.credentialTypes as unknown as Setup['credentialTypes'],
				};
			}
			const owner = { ...OWNER, baseUrl: job.baseUrl ?? OWNER.baseUrl };
			return {
				type: NodeHelpers.getVersionedNodeType(loader.getNode('clickatell').type, 1),
				parameters: clickatellParameters(),
				// A session that n8n keeps from an earlier execution, unless the first login is part of the run.
				vault: {
					clickatellSoapApi: {
						...owner,
						sessionToken: job.loggedIn
							? sealSession({ ...owner, server: { name: owner.server } }, SESSION)
							: '',
					},
				},
				credentialTypes: loader.credentialTypes as unknown as Setup['credentialTypes'],
			};
		}
	}
}

function numberOf(i: number): string {
	if (i % 2 === 0 && job.kind === 'wrongNumbers') return `no number ${i}`;
	const number = String(27_999_100_000 + i);
	return i % 2 === 0 && job.kind === 'refusals' ? number.replace(/^279/, REFUSED_PREFIX) : number;
}

function inputItems(count: number): INodeExecutionData[] {
	return Array.from({ length: count }, (_, i) => ({
		json: {
			to: numberOf(i),
			name: `Customer ${i}`,
			parcel: `P${100_000 + i}`,
			city: `City ${i % 10}`,
			text: `${TEXT} P${100_000 + i}`,
		},
	}));
}

/** Forgets the highest resident memory so far, where the kernel can: loading n8n may have taken more than the run. */
function forgetPeak(): void {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
	} catch {
		// Not Linux: the mark stays that of the whole process.
	}
}

/** The highest resident memory of this process in bytes; the kernel's own mark where it can be had. */
function peakMemory(): number {
	try {
		const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
		if (kilobytes) return Number(kilobytes) * 1024;
	} catch {
		// Not Linux.
	}
	return process.resourceUsage().maxRSS * 1024;
}

/** The memory in use after a collection: the heap, and buffers outside it. */
function inUse(): number {
	globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** The most of a run's calls at which the heap is looked at: a collection takes longer the more there is. */
const LOOKS = 10;

/** Looks at the memory in use whenever a call begins. Returns the most seen so far. */
function watchHeap(calls: number): () => number {
	const every = Math.ceil(calls / LOOKS);
	let begun = 0;
	let most = 0;
	diagnostics.subscribe('http.client.request.start', () => {
		if (begun++ % every === 0) most = Math.max(most, inUse());
	});
	return () => most;
}

/** One execution of the node, from its input items to its output. */
async function run(setup: Setup, count: number): Promise<EngineResult> {
	const { type, parameters, credentialTypes } = setup;
	const vault = structuredClone(setup.vault);
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: `bench.${job.node}`,
		typeVersion: 1,
		position: [200, 0],
		parameters: parameters as INode['parameters'],
		credentials: Object.fromEntries(Object.keys(vault).map((name) => [name, { id: name, name }])),
		onError: ON_ERROR[job.kind] ?? 'stopWorkflow',
	};
	const inNode = watchStalls();
	const watched = Object.create(type, {
		execute: {
			async value(this: unknown) {
				inNode.start();
				try {
					// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the node
					return await defined(type.execute).call(this as never);
				} finally {
					inNode.stop();
				}
			},
		},
	}) as INodeType;
	const workflow = workflowOf(node, () => watched);
	const helper = new VaultCredentialsHelper(credentialTypes, vault);

	const liveBefore = inUse();
	forgetPeak();
	const residentBefore = process.memoryUsage().rss;
	const most = job.watchHeap ? watchHeap(Math.ceil(count / RECIPIENTS)) : () => 0;
	const items = inputItems(count);
	const cpuBefore = process.cpuUsage();
	const whole = watchStalls();
	whole.start();
	const startedAt = performance.now();
	const execution = executionOf(helper, 'trigger', items);
	await workflow.expression.acquireIsolate?.();
	const result = await execution.processRunExecutionData(workflow);
	await workflow.expression.releaseIsolate?.();
	const milliseconds = performance.now() - startedAt;
	const cpu = process.cpuUsage(cpuBefore);
	whole.stop();
	const peak = peakMemory();
	const live = Math.max(most(), inUse());

	const { error, runData } = result.data.resultData;
	if (error) throw new Error(`the run failed: ${error.message} ${error.description ?? ''}`);
	const output = runData['Node']?.[0]?.data?.main?.[0] ?? [];
	const sent = output.filter(({ json }) => json['accepted'] === true || json['status'] === 'queued').length;
	const wanted = ON_ERROR[job.kind] ? Math.floor(count / 2) : count;
	if (job.node !== 'noOp' && sent !== wanted) {
		throw new Error(`${sent} of ${wanted} messages were sent: ${JSON.stringify(output[0])}`);
	}
	return {
		milliseconds,
		cpuMilliseconds: (cpu.user + cpu.system) / 1000,
		peakBytes: peak - residentBefore,
		liveBytes: live - liveBefore,
		nodeStallMs: inNode.longestMs(),
		stallMs: whole.longestMs(),
		logins: helper.logins,
	};
}

async function main(): Promise<EngineResult> {
	const prepared = await setup();
	await run(prepared, job.itemsBefore);
	return await run(prepared, job.items);
}

tell(main());
