import path from 'node:path';
import { type Gateway, startGateway } from '../../gateway';
import { DEMO_TOKEN } from '../../gateway/connect';
import { nodeOfType, readExample } from '../examples';
import type { InstalledN8n } from '../install';
import { type PackedPackage, PACKAGE_NAME } from '../package';
import { stateRoot } from '../paths';
import type { N8nClient } from '../rest';
import { type Door, door } from '../suite/door';
import { read, settled } from '../suite/executions';
import { inParallel } from '../suite/instance';
import type { Ledger } from '../suite/table';
import { CALLBACK_LOGIN, credentialsFor } from '../suite/workflows';
import {
	accountFor,
	bulkWorkflow,
	demandSound,
	peopleOf,
	type Person,
	startBulk,
	untilAccepted,
} from './bulk';
import { type Cluster, startCluster } from './cluster';
import { ensureServices } from './services';

const BULKS = 50;
const BULK_SIZE = 200;
/** So many messages of the first bulk ask for status reports: each report is an execution of its own. */
const REPORTING = 100;
const STATUSES = ['003', '004'];
/** A call takes as long as one over a distance, so that executions last long enough to be hit by an accident. */
const LATENCY_MS = 100;

const bulk = bulkWorkflow('queue');
/** The example that goes with several processes, unchanged. */
const reporting = readExample('queue-mode-report');

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
				workflows: [bulk, reporting],
			});
			for (const { id } of [bulk, reporting]) await cluster.client.publish(id);
			return 'all answer';
		});
		if (!ready || cluster === undefined) return;
		await everything(ledger, cluster, gateway);
	} finally {
		await cluster?.stop();
		await gateway.close();
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
		const settings = { url: balancer.url + pathname, type: 'http-post', ...CALLBACK_LOGIN } as const;
		await gateway.setCallback('424242', settings);
		const bulks = Array.from({ length: BULKS }, (_, index) =>
			peopleOf(index, BULK_SIZE).map((person, place) =>
				index === 0 && place < REPORTING ? { ...person, reports: 7 } : person,
			),
		);
		await ledger.check(`bulk of ${BULKS * BULK_SIZE}, a worker killed, Redis restarted`, () =>
			bulkUnderAccidents(cluster, gateway, bulks, doors),
		);
		await ledger.check('status reports at main and at the webhook process', () =>
			reports(client, gateway, balancer),
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

async function bulkUnderAccidents(
	{ client, workers, redis }: Cluster,
	gateway: Gateway,
	bulks: readonly Person[][],
	doors: readonly string[],
): Promise<string> {
	const started = Date.now();
	const total = BULKS * BULK_SIZE;
	await Promise.all(bulks.map((people, index) => startBulk(doors[index % 2]!, 'queue', people)));
	await untilAccepted(gateway, total * 0.3);
	await workers[0]!.kill();
	await untilAccepted(gateway, total * 0.4);
	await workers[0]!.start();
	await untilAccepted(gateway, total * 0.6);
	await redis.restart();
	const executions = await read(client, await settled(client, bulk.id, BULKS, 180));
	const failed = executions.find(({ status }) => status !== 'success');
	if (failed === undefined) throw new Error('the kill hit nothing: every execution ended well');
	const account = demandSound(accountFor(bulks, executions, gateway));
	const seconds = Math.round((Date.now() - started) / 1000);
	return `${account}, where n8n says "${failed.error?.message ?? failed.status}"; ${seconds} s`;
}

/**
 * Reports through a balancer that gives each process every other call; then all of them again, twice, as when the
 * gateway has not seen the answer: it waits two minutes at least, so the first one has long been dealt with.
 */
async function reports(client: N8nClient, gateway: Gateway, balancer: Door): Promise<string> {
	const expected = gateway
		.messages()
		.filter(({ msgCallback }) => msgCallback > 0)
		.flatMap(({ apiMsgId }) => STATUSES.map((status) => ({ apiMsgId, status })));
	const undelivered = () => gateway.callbacks.list().filter(({ state }) => state !== 'delivered').length;
	await gateway.waitFor(() => undelivered() === 0, 30_000);
	const first = await settled(client, reporting.id, expected.length, 120);
	const again = [...expected, ...expected];
	await inParallel(again, 8, async (report) => {
		const { state, tries } = await gateway.pushStatus(report);
		if (state !== 'delivered') throw new Error(`a repeated report came to ${JSON.stringify(tries)}`);
	});
	const executions = await read(client, await settled(client, reporting.id, first.length + 1, 120));
	const failed = executions.filter(({ status }) => status !== 'success').length;
	const seen = executions.flatMap((execution) =>
		execution.output('Summary').map(({ json }) => `${String(json.messageId)} ${String(json.status)}`),
	);
	const missing = expected.filter(({ apiMsgId, status }) => !seen.includes(`${apiMsgId} ${status}`)).length;
	const doubled = seen.length - new Set(seen).size;
	const text =
		`${expected.length} reports, sent three times: ${balancer.passedOn.join(' and ')} calls to the two processes, ` +
		`${executions.length} executions, ${failed} of them failed, ${seen.length} events behind Remove Duplicates, ` +
		`${doubled} doubled, ${missing} lost`;
	const sound = doubled === 0 && missing <= failed && expected.length === REPORTING * STATUSES.length;
	if (!sound) throw new Error(text);
	return text;
}
