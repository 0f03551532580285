/**
 * `npm start [-- --exit]`, `npm run dev`: a real n8n with this package, the embedded gateway instead of Clickatell. One
 * workflow for each kind of account sends an SMS, and a third receives the delivery reports of both. Then all stay up
 * until Ctrl-C, or with --exit everything ends: exit code 0, or 1 and the name of the step that failed. With --watch
 * (`npm run dev`) n8n loads every change of the source.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Gateway, startGateway } from '../../test/gateway/index';
import { DEMO_KEYS } from '../../test/gateway/platform/portal';
import type { ImportedCredential } from './cli';
import { bringUp, type MessageLife, sendAndFollow } from './demo';
import { ensureN8n } from './install';
import { takeLock } from './lock';
import { packPackage } from './package';
import { N8N_VERSION, stateRoot } from './paths';
import { freePort } from './ports';
import { stopAllCommands, withLog } from './processes';
import { step, StepFailed } from './progress';
import type { Owner } from './rest';
import { RELOADING, watchPackage } from './watch';

const USUAL_GATEWAY_PORT = 4577;
const DEMO_API = '424242';
const CALLBACK_USER = 'clickatell';

const folder = path.join(stateRoot, 'start');
/** What is to be closed besides the commands that run: the gateway and the lock. */
const closers: Array<() => unknown> = [];

async function closeAll(): Promise<void> {
	await stopAllCommands();
	while (closers.length > 0) await closers.pop()?.();
}

/** Written once, so that the login stays the same; n8n listens on loopback, where other users are too. */
interface Secrets {
	owner: Owner;
	callbackPassword: string;
}

function secrets(): Secrets {
	const file = path.join(folder, 'secrets.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
	const made: Secrets = {
		owner: { email: 'demo@example.com', password: `Sms1-${randomBytes(6).toString('hex')}` },
		callbackPassword: randomBytes(12).toString('hex'),
	};
	writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
	return made;
}

function credentialsFor(gateway: Gateway, callbackPassword: string): ImportedCredential[] {
	return [
		{
			id: 'clickatell-soap',
			name: 'Clickatell Gateway account',
			type: 'clickatellSoapApi',
			data: {
				apiId: DEMO_API,
				user: 'demo',
				password: 'demo-password',
				server: 'documentLiteral',
				baseUrl: gateway.url,
			},
		},
		{
			id: 'clickatell-platform',
			name: 'Clickatell Platform account',
			type: 'clickatellPlatformApi',
			data: { apiKey: DEMO_KEYS.oneApi, api: 'oneApi', baseUrl: gateway.platform.url },
		},
		{
			id: 'clickatell-callback',
			name: 'Clickatell callbacks',
			type: 'clickatellCallbackApi',
			data: { user: CALLBACK_USER, password: callbackPassword, secret: '' },
		},
	];
}

/** A block for each message: what was sent, and each status that was received. */
function livesOf(lives: readonly MessageLife[]): string {
	const width = Math.max(...lives.flatMap(({ received }) => received.map(({ status }) => status.length)));
	const textWidth = Math.max(
		...lives.flatMap(({ received }) => received.map(({ statusText }) => statusText.length)),
	);
	return lives
		.map(({ account, to, messageId, workflow, executionId, receivingWorkflow, received }) =>
			[
				`  ${account}: SMS to ${to}, sent by execution ${executionId} of "${workflow}"`,
				`    message ID ${messageId}`,
				...received.map(
					({ status, statusText, executionId: id }) =>
						`    ${status.padEnd(width)}  ${statusText.padEnd(textWidth)}  execution ${id} of "${receivingWorkflow}"`,
				),
			].join('\n'),
		)
		.join('\n\n');
}

/** Both products call the same URL; each has its own way to be told it. */
async function reportTo(gateway: Gateway, url: string, password: string): Promise<void> {
	const login = { user: CALLBACK_USER, password };
	for (const kind of ['status', 'inbound'] as const) {
		const probe = await gateway.setCallback(DEMO_API, { url, type: 'http-get', ...login }, { kind });
		if (!('httpStatus' in probe) || probe.httpStatus !== 200) {
			throw new Error(`the trigger answered the gateway's probe with ${JSON.stringify(probe)}`);
		}
		for (const { name } of gateway.platform.portal.integrations.values()) {
			gateway.platform.setCallback(name, kind, { url, method: 'POST', ...login });
		}
	}
}

async function main({ stayUp, watching }: { stayUp: boolean; watching: boolean }): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const lock = takeLock(path.join(folder, 'running.pid'));
	if ('heldBy' in lock) {
		throw new Error(`it runs already, as process ${lock.heldBy}; end that one first`);
	}
	closers.push(() => lock.release());

	const installed = await step(`Preparing n8n ${N8N_VERSION}`, ensureN8n);
	const packed = await step('Building and packing the package', packPackage);
	const { owner, callbackPassword } = secrets();
	const gateway = await step('Starting the embedded gateway', async () =>
		startGateway({ port: await freePort(USUAL_GATEWAY_PORT) }),
	);
	closers.push(() => gateway.close());

	const { n8n, client } = await bringUp({
		installed,
		packed,
		userFolder: folder,
		owner,
		credentials: credentialsFor(gateway, callbackPassword),
		...(watching ? { env: RELOADING } : {}),
		reportTo: (url) => reportTo(gateway, url, callbackPassword),
	});
	const lives = await sendAndFollow(client);

	console.log(
		`\nA message from each kind of account, as n8n's own executions tell it:\n\n${livesOf(lives)}\n`,
	);
	console.log(`  n8n editor  ${n8n.url}   email ${owner.email}, password ${owner.password}`);
	console.log(`  inbox       ${gateway.url}/   the phones of the embedded gateway\n`);
	if (!stayUp) return;
	isUp = true;
	if (watching) {
		const watch = watchPackage(folder, () =>
			console.log(`${new Date().toLocaleTimeString()}  built; n8n loads it now`),
		);
		closers.push(() => watch.stop());
		console.log(
			`Changes below nodes/ and credentials/ are built and loaded; the build's log is in ${folder}.`,
		);
	}
	console.log('Nothing leaves this machine. Ctrl-C ends it.');
	throw new Error(withLog(`n8n ended with exit code ${await n8n.exited}`, n8n.log));
}

let isUp = false;
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		if (ending) return;
		ending = true;
		process.stderr.write('\nEnding ...\n');
		// 130 is a shell's own code for "interrupted".
		void closeAll().then(() => process.exit(isUp ? 0 : 130));
	});
}

main({ stayUp: !process.argv.includes('--exit'), watching: process.argv.includes('--watch') })
	.catch((error: unknown) => {
		if (ending) return;
		const reason = error instanceof Error ? error.message : String(error);
		console.error(error instanceof StepFailed ? `\nFailed at: ${reason}` : `\n${reason}`);
		process.exitCode = 1;
	})
	.finally(async () => {
		if (ending) return;
		ending = true;
		await closeAll();
		process.exit();
	});
