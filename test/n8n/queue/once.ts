import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Gateway, startGateway } from '../../gateway';
import { randomNumbers } from '../../randomNumbers';
import { DEMO_TOKEN } from '../../gateway/connect';
import type { InstalledN8n } from '../../../tools/n8n/install';
import type { PackedPackage } from '../../../tools/n8n/package';
import { stateRoot } from '../../../tools/n8n/paths';
import { inParallel } from '../suite/instance';
import { chain, clickatell, credentialsFor, webhookStart } from '../suite/workflows';
import { startBulk, type Person } from './bulk';
import { type Cluster, startCluster } from './cluster';
import { ensureServices } from './services';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** A call takes as long as one over a distance, so that an accident hits the middle of many. */
const LATENCY_MS = 50;

/** Recipients of one execution. Of every second one all have the same text, of the others each has a text of their own. */
const BULK_SIZE = 200;
/** No execution takes as long. */
const STANDSTILL_MS = 10 * 60_000;
const PATHS = { plain: 'once-plain', retry: 'once-retry', keyed: 'once-keyed' } as const;
type Way = keyof typeof PATHS;

/** What came of all messages of one way, by the gateway's own books. */
export interface OnceResult {
	readonly way: Way;
	readonly seed: number;
	readonly messages: number;
	readonly twice: number;
	readonly lost: number;
	/** Accidents that were caused, by their names. */
	readonly accidents: Readonly<Record<string, number>>;
	/** Executions that did not end well. */
	readonly failed: number;
	readonly calls: number;
	readonly seconds: number;
}

export interface OnceProof {
	run(way: Way, messages: number, seed: number): Promise<OnceResult>;
	stop(): Promise<void>;
}

const list = {
	name: 'People',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.people', options: {} },
};

const workflowOf = (way: Way) =>
	chain(PATHS[way], `Sent once: ${way}`, [
		webhookStart(`bulk-${PATHS[way]}`),
		list,
		clickatell(
			'Send',
			'message.send',
			{
				to: '={{ $json.to }}',
				text: '={{ $json.text }}',
				callsPerSecond: 0,
				...(way === 'keyed' ? { idempotencyKey: '={{ $json.key }}' } : {}),
			},
			// Most accounts have this server, and its calls take the least of the processor that all share.
			{ server: 'http' },
		),
	]);

/** n8n in queue mode with everything that the proof needs. */
export async function onceProof(
	installed: InstalledN8n,
	packed: PackedPackage,
	report: (line: string) => void,
	/** Executions that each of the two workers runs at the same time. */
	concurrency?: number,
): Promise<OnceProof> {
	const gateway = await startGateway({ latencyMs: LATENCY_MS });
	gateway.seed({ accounts: [{ user: 'demo', password: 'demo-password', credit: 1_000_000_000 }] });
	await ensureServices(path.join(stateRoot, 'suite', 'services.log'));
	const workflows = (Object.keys(PATHS) as Way[]).map(workflowOf);
	const cluster = await startCluster({
		installed,
		packed,
		folder: path.join(stateRoot, 'suite', 'once'),
		...(concurrency === undefined ? {} : { concurrency }),
		credentials: credentialsFor(gateway.url, { url: gateway.connect.url, token: DEMO_TOKEN }),
		workflows,
	});
	for (const { id } of workflows) await cluster.client.publish(id);
	return {
		run: async (way, messages, seed) => await new Course(cluster, gateway, report, way, messages, seed).run(),
		async stop() {
			await cluster.stop();
			await gateway.close();
		},
	};
}

/** Behind the numbers that the gateway refuses on purpose. */
const FIRST_NUMBER = 27_999_200_000;
/** Numbers that a course may use. */
const MOST_MESSAGES = 100_000;

interface Ended {
	readonly id: string;
	readonly status: string;
}

let courses = 0;

/** One way through all its messages. */
class Course {
	private readonly bulks: (Person & { key: string })[][];
	private readonly random: () => number;
	private readonly caused: Record<string, number> = {};
	private readonly known = new Set<string>();
	private readonly before: number;

	constructor(
		private readonly cluster: Cluster,
		private readonly gateway: Gateway,
		private readonly report: (line: string) => void,
		private readonly way: Way,
		private readonly messages: number,
		private readonly seed: number,
	) {
		const first = FIRST_NUMBER + courses++ * MOST_MESSAGES;
		this.random = randomNumbers(seed);
		this.before = gateway.state.messages.size;
		this.bulks = Array.from({ length: messages / BULK_SIZE }, (_, bulk) =>
			Array.from({ length: BULK_SIZE }, (__, n) => ({
				to: String(first + bulk * BULK_SIZE + n),
				text: bulk % 2 === 0 ? `Bulk ${bulk}` : `Bulk ${bulk}, message ${n}`,
				reports: 0,
				key: `course ${first}`,
			})),
		);
	}

	async run(): Promise<OnceResult> {
		for (const { id } of await this.executions()) this.known.add(id);
		this.gateway.callLog.clear();
		const from = performance.now();
		await this.startAll();
		const isOver = { yes: false };
		const accidents = this.way === 'plain' ? Promise.resolve() : this.causeAccidents(isOver);
		const ended = await this.untilEnded(this.bulks.length, isOver);
		await accidents;
		const failed = ended.filter(({ status }) => status !== 'success');
		this.report(
			`${failed.length} of ${this.bulks.length} executions failed; ${this.messages - this.sent()} messages not sent`,
		);
		if (this.way === 'retry') await this.retryAll(failed);
		if (this.way === 'keyed') await this.runAgain();
		const { twice, lost } = this.counts();
		return {
			way: this.way,
			seed: this.seed,
			messages: this.messages,
			twice,
			lost,
			accidents: this.caused,
			failed: failed.length,
			calls: this.gateway.callLog.stats().calls,
			seconds: (performance.now() - from) / 1000,
		};
	}

	/** By n8n's database: its list leaves some out. */
	private async executions(): Promise<Ended[]> {
		const rows = await this.cluster.query(
			`select id, status from execution_entity where "workflowId" = '${PATHS[this.way]}'`,
		);
		return rows
			.map((row) => row.split('|') as [id: string, status: string])
			.map(([id, status]) => ({ id, status }))
			.filter(({ id }) => !this.known.has(id));
	}

	private async startAll(): Promise<void> {
		const doors = [this.cluster.main.url, this.cluster.webhookUrl];
		await inParallel(this.bulks, 8, async (people, n) =>
			startBulk(defined(doors[n % 2]), PATHS[this.way], people),
		);
	}

	/** Waits until so many executions have ended, and then says so to `isOver`. */
	private async untilEnded(count: number, isOver = { yes: false }): Promise<Ended[]> {
		let seen = { text: '', at: 0 };
		for (;;) {
			const all = await this.executions();
			const open = all.filter(({ status }) => !['success', 'error', 'crashed', 'canceled'].includes(status));
			if (all.length >= count && open.length === 0) {
				isOver.yes = true;
				return all;
			}
			const text = `${all.length} executions, ${open.length} of them under way`;
			if (text !== seen.text) seen = { text, at: performance.now() };
			if (performance.now() - seen.at > STANDSTILL_MS)
				throw new Error(`${text}, and none has ended for long`);
			await delay(1000);
		}
	}

	/** The way of a retry needs what n8n keeps of an execution, which it loses where a worker alone is killed. */
	private async causeAccidents(isOver: { yes: boolean }): Promise<void> {
		const { cluster, gateway, random } = this;
		const accidents: Record<string, () => Promise<void>> = {
			'n8n killed': async () => await cluster.powerCut(),
			'answers lost': async () => {
				const kind = defined((['drop-after', 'cut-body', 'empty'] as const)[Math.floor(random() * 3)]);
				const [nth, times] = [1 + Math.floor(random() * 50), 1 + Math.floor(random() * 5)];
				gateway.fail({ kind, command: 'sendmsg', nth, times });
				await Promise.resolve();
			},
			'Redis restarted': async () => await cluster.redis.restart(),
		};
		if (this.way === 'keyed') {
			accidents['worker killed'] = async () => {
				const worker = defined(cluster.workers[random() < 0.5 ? 0 : 1]);
				await worker.kill();
				await worker.start();
			};
		}
		const names = Object.keys(accidents);
		const share = () => (0.05 + random() * 0.2) * this.messages;
		for (let n = 0, at = share(); ; n++, at += share()) {
			while (!isOver.yes && this.sent() < at) await delay(20);
			if (isOver.yes) return;
			// Each once, then at random.
			const name = defined(names[n < names.length ? n : Math.floor(random() * names.length)]);
			this.report(`${name}, ${this.sent()} of ${this.messages} messages sent`);
			await defined(accidents[name])();
			this.caused[name] = (this.caused[name] ?? 0) + 1;
		}
	}

	private async retryAll(failed: readonly Ended[]): Promise<void> {
		this.gateway.faultList.clear();
		const { client } = this.cluster;
		await inParallel(failed, 10, async ({ id }) => {
			const execution = await client.finished(await client.retry(id), 300);
			if (execution.status !== 'success')
				throw new Error(`the retry of ${id} ended as ${execution.status}: ${execution.error?.message}`);
		});
	}

	/** All of them once more, whatever became of each. */
	private async runAgain(): Promise<void> {
		this.gateway.faultList.clear();
		await this.startAll();
		const ended = await this.untilEnded(2 * this.bulks.length);
		const latest = ended.sort((one, other) => Number(other.id) - Number(one.id)).slice(0, this.bulks.length);
		const bad = latest.filter(({ status }) => status !== 'success').length;
		if (bad > 0) throw new Error(`${bad} executions failed with nothing in their way`);
	}

	/** How often each number has been sent to. */
	private counts(): { twice: number; lost: number } {
		const count = new Map<string, number>();
		for (const { to } of this.gateway.messages()) count.set(to, (count.get(to) ?? 0) + 1);
		const people = this.bulks.flat();
		return {
			twice: people.filter(({ to }) => (count.get(to) ?? 0) > 1).length,
			lost: people.filter(({ to }) => !count.has(to)).length,
		};
	}

	/** So many at least, as long as none is sent twice: to count them one by one would keep the gateway from answering. */
	private sent(): number {
		return this.gateway.state.messages.size - this.before;
	}
}

/** @throws Error where a message was sent twice or not at all */
export function demandOnce(result: OnceResult): string {
	const { way, messages, twice, lost, accidents, failed, calls, seconds } = result;
	const caused = Object.entries(accidents).map(([name, count]) => `${name} ${count} times`);
	const text =
		`${messages} messages (${way}): ${twice} twice, ${lost} lost; ${failed} executions failed; ${calls} calls` +
		`${caused.length > 0 ? `; ${caused.join(', ')}` : ''}; ${seconds.toFixed(0)} s`;
	if (twice > 0 || lost > 0) throw new Error(text);
	return text;
}
