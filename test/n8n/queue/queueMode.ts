import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { type Gateway, startGateway } from '../../gateway';
import { DEMO_TOKEN } from '../../gateway/connect';
import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import { nodeOfType, readExample } from '../../../tools/n8n/examples';
import type { InstalledN8n } from '../../../tools/n8n/install';
import { type PackedPackage, PACKAGE_NAME } from '../../../tools/n8n/package';
import { stateRoot } from '../../../tools/n8n/paths';
import type { Execution, Item } from '../../../tools/n8n/rest';
import { type Door, door } from '../suite/door';
import { allExecutions, read, settled } from '../suite/executions';
import { inParallel } from '../suite/instance';
import { asked, expectAnswer, expectOneOf, post, questionOn } from '../suite/questions';
import type { Ledger } from '../suite/table';
import { CALLBACK_LOGIN, credentialsFor, webhookStart } from '../suite/workflows';
import {
	accountFor,
	bulkWorkflow,
	demandSound,
	peopleOf,
	type Person,
	startBulk,
	untilAccepted,
} from './bulk';
import { type Cluster, startCluster, type Worker } from './cluster';
import { demandOnce, onceProof } from './once';
import { ensureServices } from './services';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const BULKS = 50;
const BULK_SIZE = 200;
/** Messages of the proof that nothing is sent twice. */
const SENT_ONCE = 4_000;
/** So many messages of the first bulk ask for status reports: each report is an execution of its own. */
const REPORTING = 100;
const STATUSES = ['003', '004'];
/** A call takes as long as one over a distance, so that executions last long enough to be hit by an accident. */
const LATENCY_MS = 100;
/** The gateway repeats a callback that was not taken after two minutes, and then after four. */
const UNTIL_CALLED_AGAIN_MS = 7 * 60_000;

const bulk = bulkWorkflow('queue');
/** The example that goes with several processes, unchanged. */
const reporting = readExample('queue-mode-report');

const ASKED = '27999100295';
const question = questionOn('queue-question', webhookStart('queue-question'), ASKED);

/** n8n's own distributed engine under load and accidents. */
export async function queueMode(
	ledger: Ledger,
	installed: InstalledN8n,
	packed: PackedPackage,
): Promise<void> {
	const folder = path.join(stateRoot, 'suite', 'queue');
	let cluster: Cluster | undefined;
	const gateway = await startGateway({ pace: { toGateway: 500, toHandset: 500 }, latencyMs: LATENCY_MS });
	try {
		const ready = await ledger.check('main, 2 workers, webhook process, Redis, PostgreSQL', async () => {
			await ensureServices(path.join(stateRoot, 'suite', 'services.log'));
			cluster = await startCluster({
				installed,
				packed,
				folder,
				credentials: credentialsFor(gateway.url, { url: gateway.connect.url, token: DEMO_TOKEN }),
				workflows: [bulk, reporting, question],
			});
			for (const { id } of [bulk, reporting, question]) await cluster.client.publish(id);
			return 'all answer';
		});
		if (!ready || cluster === undefined) return;
		await everything(ledger, cluster, gateway);
		await ledger.check('retry of executions whose worker was killed', () =>
			retriesOfStalled(defined(cluster), gateway),
		);
	} finally {
		await cluster?.stop();
		await gateway.close();
	}
	await sentOnce(ledger, installed, packed);
}

/** The proof of `npm run bench -- once`, smaller. */
async function sentOnce(ledger: Ledger, installed: InstalledN8n, packed: PackedPackage): Promise<void> {
	const proof = await onceProof(installed, packed, () => {});
	try {
		await ledger.check('n8n killed at random, then Retry of all that failed', async () =>
			demandOnce(await proof.run('retry', SENT_ONCE, 1)),
		);
		await ledger.check('workers killed at random, then all once more with an Idempotency Key', async () =>
			demandOnce(await proof.run('keyed', SENT_ONCE, 2)),
		);
	} finally {
		await proof.stop();
	}
}

async function everything(ledger: Ledger, cluster: Cluster, gateway: Gateway): Promise<void> {
	const { client } = cluster;
	gateway.seed({ accounts: [{ user: 'demo', password: 'demo-password', credit: 1_000_000 }] });
	const doors: [string, string] = [cluster.main.url, cluster.webhookUrl];
	const balancer = await door(...doors);
	try {
		const trigger = nodeOfType(reporting, `${PACKAGE_NAME}.clickatellTrigger`);
		const { pathname } = new URL(await client.webhookUrl(reporting, trigger));
		const settings = { url: balancer.url + pathname, type: 'http-get', ...CALLBACK_LOGIN } as const;
		await gateway.setCallback('424242', settings);
		gateway.setWeather({ copies: 2 });
		const bulks = Array.from({ length: BULKS }, (_, index) =>
			peopleOf(index, BULK_SIZE).map((person, place) =>
				index === 0 && place < REPORTING ? { ...person, reports: 7 } : person,
			),
		);
		await ledger.check(`bulk of ${BULKS * BULK_SIZE}, a worker killed, Redis restarted`, () =>
			bulkUnderAccidents(cluster, gateway, bulks, doors),
		);
		const received: string[] = [];
		await ledger.check('status reports at main and at the webhook process', async () => {
			const { text, events } = await reports(cluster, gateway, balancer);
			received.push(...events);
			return text;
		});
		await ledger.check('the same reports again, at the other process', () =>
			reportsElsewhere(cluster, gateway, balancer, received),
		);
		await ledger.check('a question of a worker, answered five times at once at two processes', () =>
			answeredElsewhere(cluster, gateway, doors),
		);
		await ledger.check('sessions of two workers', async () => {
			const logins = gateway.calls({ command: 'auth' }).length;
			// Each of the five executions that a worker begins at once may find no session yet.
			if (logins < 1 || logins > 10) throw new Error(`${logins} logins for ${BULKS} executions`);
			return `${logins} login${logins === 1 ? '' : 's'} for ${BULKS} executions of one credential`;
		});
	} finally {
		await balancer.close();
	}
}

/** A worker asks and goes on; main and the webhook process take the answers. */
async function answeredElsewhere(
	{ client }: Cluster,
	gateway: Gateway,
	doors: readonly string[],
): Promise<string> {
	const started = await fetchAlone(`${defined(doors[0])}/webhook/queue-question`, { method: 'POST' });
	if (!started.ok) throw new Error(`it could not be started: ${started.status}`);
	const [execution] = await listedQuestion(client);
	const link = new URL(await asked({ client, gateway }, defined(execution).id, 'message', ASKED));
	const at = (door: string) => door + link.pathname + link.search;
	const page = await fetchAlone(at(defined(doors[1])));
	if (page.status !== 200) throw new Error(`the webhook process shows the question with ${page.status}`);
	const replies = await Promise.all(
		[0, 1, 0, 1, 0].map((which) => post(at(defined(doors[which])), { decision: 'approve' })),
	);
	const codes = expectOneOf(replies);
	const finished = await client.finished(defined(execution).id);
	expectAnswer(finished, { approved: true }, ASKED);
	if (finished.runs['After']?.length !== 1) throw new Error('the workflow went on more than once');
	return codes;
}

/** The execution of the question, as soon as n8n lists it. */
async function listedQuestion(client: Cluster['client']): Promise<Array<{ id: string }>> {
	for (let tries = 0; tries < 100; tries++) {
		const found = await allExecutions(client, question.id);
		if (found.length > 0) return found;
		await delay(100);
	}
	throw new Error('n8n lists no execution of the question');
}

async function bulkUnderAccidents(
	{ client, workers, redis }: Cluster,
	gateway: Gateway,
	bulks: readonly Person[][],
	doors: readonly string[],
): Promise<string> {
	const started = Date.now();
	const total = BULKS * BULK_SIZE;
	// The first is reported on later: no accident is to hit it.
	await startBulk(defined(doors[0]), 'queue', defined(bulks[0]));
	await untilAccepted(gateway, BULK_SIZE);
	await inParallel(bulks.slice(1), BULKS, async (people, n) =>
		startBulk(defined(doors[n % 2]), 'queue', people),
	);
	await untilAccepted(gateway, total * 0.3);
	await defined(workers[0]).kill();
	await untilAccepted(gateway, total * 0.4);
	await defined(workers[0]).start();
	await untilAccepted(gateway, total * 0.6);
	await redis.restart();
	const executions = await read(client, await settled(client, bulk.id, BULKS, { timeoutSeconds: 180 }));
	const failed = executions.find(({ status }) => status !== 'success');
	if (failed === undefined) throw new Error('the kill hit nothing: every execution ended well');
	const account = demandSound(accountFor(bulks, executions, gateway));
	const seconds = Math.round((Date.now() - started) / 1000);
	return `${account}, where n8n says "${failed.error?.message ?? failed.status}"; ${seconds} s`;
}

/**
 * Retries every execution that was hit. Of most, n8n has overwritten what they began with, and their retry fails at once and
 * sends nothing; of one whose data n8n has kept, the retry sends what is missing.
 */
async function retriesOfStalled({ client }: Cluster, gateway: Gateway): Promise<string> {
	const hit = (await allExecutions(client, bulk.id)).filter(({ status }) => status !== 'success');
	if (hit.length === 0) throw new Error('there is no execution whose worker was killed');
	const failures: string[] = [];
	let completed = 0;
	for (const { id } of hit) {
		const before = gateway.state.messages.size;
		const retried = await client.finished(await client.retry(id), 300);
		const sent = gateway.state.messages.size - before;
		if (retried.status === 'success') {
			demandOneEach(gateway, retried.output('People'));
			completed++;
		} else {
			const message = retried.error?.message ?? retried.status;
			if (sent > 0) throw new Error(`a retry that failed has sent ${sent} messages: ${message}`);
			failures.push(message);
		}
	}
	const said = failures[0] === undefined ? '' : `: "${failures[0].slice(0, 70)}..."`;
	return `${failures.length} fail at once and send nothing${said}; ${completed} send what is missing, and nothing twice`;
}

/** @throws Error unless each of the people has one message */
function demandOneEach(gateway: Gateway, people: readonly Item[]): void {
	const counts = people.map(({ json }) => gateway.messages({ to: String(json.to) }).length);
	const wrong = counts.filter((count) => count !== 1).length;
	if (counts.length !== BULK_SIZE || wrong > 0)
		throw new Error(`${wrong} of ${counts.length} people of a retried bulk have no message, or several`);
}

/** What n8n says of an execution whose worker was killed. */
const STALLED = /failed to be processed too many times/;

interface Events {
	/** What the example puts out, one entry for each event. */
	events: string[];
	/** Executions that failed. */
	failed: number;
	/** Of these, what n8n gave up before they had put out anything. */
	givenUp: number;
	/** Executions that n8n ran twice, and whose second run Remove Duplicates stopped. */
	again: number;
}

/**
 * Redis restarting between a command and its answer makes n8n's queue client send the command again: an execution is
 * then queued twice, and what is seen of it is its second run.
 */
function beganTwice(workers: readonly Worker[], { id }: Execution): boolean {
	const logs = workers.map(({ log }) => readFileSync(log, 'utf8')).join('');
	return logs.split(`Worker started execution ${id} (`).length > 2;
}

async function eventsOf({ client, workers }: Cluster, atLeast: number): Promise<Events> {
	const executions = await read(
		client,
		await settled(client, reporting.id, atLeast, { timeoutSeconds: 120, unlisted: true }),
	);
	const eventsIn = (execution: Execution, node: string, output?: number) =>
		execution.output(node, output).map(({ json }) => `${String(json.messageId)} ${String(json.status)}`);
	const first = executions.flatMap((execution) => eventsIn(execution, 'Summary'));
	const again = executions
		.filter((execution) => beganTwice(workers, execution))
		.flatMap((execution) => eventsIn(execution, 'Remove Duplicates', 1))
		.filter((event) => !first.includes(event));
	/**
	 * Its worker was killed; or main, which looks for executions that are stored and not queued, found one that was about to be queued,
	 * and shows it as crashed though it has never begun. Here it looks every quarter of a minute; by default, every three hours.
	 */
	const isGivenUp = (execution: Execution) =>
		(STALLED.test(execution.error?.message ?? '') || execution.status === 'crashed') &&
		eventsIn(execution, 'Summary').length === 0;
	return {
		failed: executions.filter(({ status }) => status !== 'success').length,
		givenUp: executions.filter(isGivenUp).length,
		events: [...first, ...again],
		again: again.length,
	};
}

/** Every report twice, through a balancer that keeps to one process for each message, as is advised. */
async function reports(
	cluster: Cluster,
	gateway: Gateway,
	balancer: Door,
): Promise<{ text: string; events: string[] }> {
	const expected = gateway
		.messages()
		.filter(({ msgCallback }) => msgCallback > 0)
		.flatMap(({ apiMsgId }) => STATUSES.map((status) => `${apiMsgId} ${status}`));
	const undelivered = () => gateway.callbacks.list().filter(({ state }) => state !== 'delivered').length;
	await gateway.waitFor(() => undelivered() === 0, UNTIL_CALLED_AGAIN_MS);
	const { events, failed, givenUp, again } = await eventsOf(cluster, expected.length);
	// Each execution that n8n gave up, and shows as failed, can answer for one report.
	const untold = expected.filter((event) => !events.includes(event)).length;
	const missing = Math.max(0, untold - givenUp);
	const doubled = events.length - new Set(events).size;
	const text =
		`${expected.length} reports, each sent twice, ${balancer.passedOn.join(' and ')} calls to the two processes: ` +
		`${events.length} events, ${doubled} doubled, ${missing} lost, ${failed} executions failed, of which n8n gave up ${givenUp}` +
		(again > 0 ? `; ${again} queued twice by n8n when Redis restarted, its second run stopped` : '');
	if (doubled > 0 || missing > 0 || expected.length !== REPORTING * STATUSES.length) throw new Error(text);
	return { text, events };
}

/** A process does not know what the other has received: n8n's Remove Duplicates is all there is between. */
async function reportsElsewhere(
	cluster: Cluster,
	gateway: Gateway,
	balancer: Door,
	received: readonly string[],
): Promise<string> {
	balancer.shift = 1;
	await inParallel(received, 8, async (event) => {
		const [apiMsgId = '', status = ''] = event.split(' ');
		const { state, tries } = await gateway.pushStatus({ apiMsgId, status });
		if (state !== 'delivered') throw new Error(`a repeated report came to ${JSON.stringify(tries)}`);
	});
	const { events } = await eventsOf(cluster, 2 * received.length);
	const passed = events.length - received.length;
	const strange = events.filter((event) => !received.includes(event)).length;
	if (received.length === 0 || strange > 0 || passed < 0)
		throw new Error(`${passed} passed, ${strange} unknown`);
	return (
		`Remove Duplicates stopped ${received.length - passed} of ${received.length} and let ${passed} pass: ` +
		`it forgets what executions side by side enter`
	);
}
