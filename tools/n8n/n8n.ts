import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { n8nEnvironment } from './environment';
import type { InstalledN8n } from './install';
import { freePort } from './ports';
import { startCommand, withLog } from './processes';

export interface StartOptions {
	installed: InstalledN8n;
	/** N8N_USER_FOLDER: an empty folder gives a new n8n, a used one its former data. */
	userFolder: string;
	/** The port wanted; another one is taken if it is in use. Default 5678, n8n's own. */
	port?: number;
	env?: NodeJS.ProcessEnv;
	/** Time to get ready, in seconds. Default 120. */
	timeoutSeconds?: number;
}

export interface RunningN8n {
	/** Without a slash at the end. */
	url: string;
	port: number;
	/** The file that n8n writes its log to. */
	log: string;
	/** Ends n8n and all its processes; resolves when they are gone. */
	stop(): Promise<void>;
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
	/** Resolves with the exit code when n8n has ended, for whatever reason. */
	exited: Promise<number>;
}

async function answers(url: string): Promise<boolean> {
	try {
		const reply = await fetch(url, { signal: AbortSignal.timeout(2000) });
		await reply.arrayBuffer();
		return reply.ok;
	} catch {
		return false;
	}
}

/**
 * Starts n8n on loopback and waits until its database and its web server answer. A published workflow's
 * webhook is live a moment later: wait for it with `N8nClient.publish` or `N8nClient.waitUntilLive`.
 * @throws Error if n8n ends or is not ready in time; it shows the end of n8n's log
 */
export async function startN8n(options: StartOptions): Promise<RunningN8n> {
	const { installed, userFolder } = options;
	mkdirSync(userFolder, { recursive: true });
	const port = await freePort(options.port ?? 5678);
	const url = `http://127.0.0.1:${port}`;
	const log = path.join(userFolder, 'n8n.log');
	const command = startCommand(installed.node, [installed.cli, 'start'], {
		// n8n reads a .env file where it is started.
		cwd: userFolder,
		env: n8nEnvironment(installed, { userFolder, port, brokerPort: await freePort(), env: options.env }),
		log,
	});
	let ended: number | undefined;
	command.exited.then(
		(code) => (ended = code),
		() => (ended = 1),
	);
	const deadline = Date.now() + (options.timeoutSeconds ?? 300) * 1000;
	while (!((await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`)))) {
		if (ended !== undefined) throw new Error(withLog(`n8n ended with exit code ${ended}`, log));
		if (Date.now() > deadline) {
			await command.stop();
			throw new Error(withLog(`n8n was not ready in ${options.timeoutSeconds ?? 300} s`, log));
		}
		await delay(200);
	}
	return { url, port, log, stop: () => command.stop(), kill: () => command.kill(), exited: command.exited };
}
