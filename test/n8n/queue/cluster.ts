import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { n8nEnvironment } from '../../../tools/n8n/environment';
import { freePort } from '../../../tools/n8n/ports';
import { type RunningCommand, startCommand, withLog } from '../../../tools/n8n/processes';
import type { N8nClient } from '../../../tools/n8n/rest';
import { bringUp, type Setting, start as startAgain } from '../suite/instance';
import type { RunningN8n } from '../../../tools/n8n/n8n';
import { type Postgres, type Redis, startPostgres, startRedis } from './services';

/** Seconds after which a worker that went silent counts as dead; n8n's defaults take a minute and a half. */
const LOCK_MS = 8000;

export interface Worker {
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
	start(): Promise<void>;
	log: string;
}

export interface Cluster {
	/** The process with the editor; it takes webhooks as well. */
	main: RunningN8n;
	/** URL of the process that only takes webhooks. */
	webhookUrl: string;
	workers: Worker[];
	client: N8nClient;
	redis: Redis;
	/** Asks n8n's database. */
	query: Postgres['query'];
	/** Ends every process of n8n at once, as a power cut would, and starts them all again. Redis and PostgreSQL live on. */
	powerCut(): Promise<void>;
	stop(): Promise<void>;
}

async function waitFor(url: string, log: string, running: RunningCommand): Promise<void> {
	const deadline = Date.now() + 300_000;
	let ended = false;
	void running.exited.then(() => (ended = true));
	for (;;) {
		const reply = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
		await reply?.arrayBuffer().catch(() => undefined);
		if (reply?.ok) return;
		if (ended) throw new Error(withLog('a process of the cluster ended', log));
		if (Date.now() > deadline) throw new Error(withLog(`${url} did not answer in 300 s`, log));
		await delay(200);
	}
}

/**
 * n8n in queue mode, each process as on a machine of its own: one main, two workers, one webhook process, with
 * Redis and PostgreSQL started for them.
 */
export async function startCluster(
	setting: Setting & { /** Executions that a worker runs at the same time. */ concurrency?: number },
): Promise<Cluster> {
	const { folder, installed, concurrency = 5 } = setting;
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const [redis, postgres] = await Promise.all([
		startRedis(path.join(folder, 'redis')),
		startPostgres(path.join(folder, 'postgres')),
	]);
	const env: NodeJS.ProcessEnv = {
		...setting.env,
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: 'one-key-for-all-processes',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_WORKER_LOCK_DURATION: String(LOCK_MS),
		QUEUE_WORKER_LOCK_RENEW_TIME: String(LOCK_MS / 4),
		QUEUE_WORKER_STALLED_INTERVAL: String(LOCK_MS / 2),
		// The default of version 1 would run what a dead worker had begun a second time.
		QUEUE_WORKER_MAX_STALLED_COUNT: '0',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_POOL_SIZE: '10',
		// In milliseconds: n8n ends where either does not answer in time, as on a busy machine.
		DB_POSTGRESDB_CONNECTION_TIMEOUT: '120000',
		QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '120000',
		// In minutes: how often main looks for executions that no worker has. The default is three hours.
		N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.25',
	};
	const home = path.join(folder, 'main');
	const instance = await bringUp({ ...setting, folder: home, env });

	/** Another process of the cluster, with the package in a folder of its own. */
	async function process(name: string, args: readonly string[]) {
		const userFolder = path.join(folder, name);
		cpSync(path.join(home, '.n8n', 'nodes'), path.join(userFolder, '.n8n', 'nodes'), { recursive: true });
		const log = path.join(userFolder, 'n8n.log');
		const port = await freePort();
		const brokerPort = await freePort();
		let running: RunningCommand;
		const start = async () => {
			running = startCommand(installed.node, [installed.cli, ...args], {
				cwd: userFolder,
				env: n8nEnvironment(installed, {
					userFolder,
					port,
					brokerPort,
					env: { ...env, QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) },
				}),
				log,
			});
			await waitFor(`http://127.0.0.1:${port}/healthz/readiness`, log, running);
		};
		await start();
		return {
			url: `http://127.0.0.1:${port}`,
			log,
			start,
			kill: () => running.kill(),
			stop: () => running.stop(),
		};
	}

	const [first, second, webhook] = await Promise.all([
		process('worker-1', ['worker', `--concurrency=${concurrency}`]),
		process('worker-2', ['worker', `--concurrency=${concurrency}`]),
		process('webhook', ['webhook']),
	]);
	const others = [first, second, webhook];
	const cluster: Cluster = {
		main: instance.n8n,
		webhookUrl: webhook.url,
		workers: [first, second],
		client: instance.client,
		redis,
		query: async (statement) => await postgres.query(statement),
		async powerCut() {
			await Promise.all([cluster.main.kill(), ...others.map((each) => each.kill())]);
			const again = await startAgain({ ...setting, folder: home, env }, cluster.main.port);
			Object.assign(cluster, { main: again.n8n, client: again.client });
			await Promise.all(others.map((each) => each.start()));
		},
		async stop() {
			await Promise.all(others.map((each) => each.stop()));
			await cluster.main.stop();
			await Promise.all([redis.stop(), postgres.stop()]);
		},
	};
	return cluster;
}
