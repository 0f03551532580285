import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Gateway, startGateway } from '../../gateway';
import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { InstalledN8n } from '../../../tools/n8n/install';
import type { PackedPackage } from '../../../tools/n8n/package';
import { stateRoot } from '../../../tools/n8n/paths';
import type { Execution, N8nClient } from '../../../tools/n8n/rest';
import { bulkWorkflow, type Person, startBulk, untilAccepted } from '../queue/bulk';
import { allExecutions, settled } from '../suite/executions';
import { bringUp, type Instance, type Setting, start } from '../suite/instance';
import type { Ledger } from '../suite/table';
import { chain, clickatell, credentialsFor, webhookStart } from '../suite/workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** A call takes as long as one over a distance, so that an accident hits the middle of a run. */
const LATENCY_MS = 200;
/** For so long the node waits where it looks for what an earlier run sent. */
const UNTIL_KNOWN_SECONDS = 30;

/** Every person has a text of their own, and so a call: forty calls, ten at once. */
const singles = bulkWorkflow('retried-singles');
/** All in one call of a batch of twenty. */
const shared = bulkWorkflow('retried-shared');

const peopleOf = (first: number, count: number, text: (n: number) => string): Person[] =>
	Array.from({ length: count }, (_, n) => ({ to: String(first + n), text: text(n), reports: 0 }));

/** Asks a server whether it may send, which fails at first. */
const behindAsking = (url: string) => {
	const ask = {
		name: 'Ask',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, options: {} },
	};
	const send = clickatell('Send', 'message.send', { to: '27999710001', text: 'After asking' });
	return chain('retried-after', 'Retried after a failure before it', [webhookStart('after'), ask, send]);
};

const SAME = 'The same to all';
const others = Array.from({ length: 400 }, (_, n) => ({ to: String(27999760000 + n) }));

/** Gets its people from a server that gives them in another order the next time; the second of two calls comes a second after the first. */
const fromServer = (url: string) => {
	const get = {
		name: 'Get People',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, options: {} },
	};
	const parameters = { to: '={{ $json.to }}', text: SAME, callsPerSecond: 0.5 };
	const send = clickatell('Send', 'message.send', parameters);
	return chain('retried-others', 'Retried with others', [webhookStart('others'), get, send]);
};

const refusedFirst = chain('retried-refused', 'Retried after a refusal', [
	webhookStart('refused'),
	clickatell('Send', 'message.send', { to: '27999720001', text: 'Refused at first' }),
]);

interface Scene {
	/** Whether n8n keeps what tells a retry from a new run, also where it was killed: since version 2. */
	readonly isTraceable: boolean;
	instance: Instance;
	readonly setting: Setting;
	readonly gateway: Gateway;
}

/** What n8n's Retry sends after whatever ended an execution: nothing twice, and nothing is lost. */
export async function retries(ledger: Ledger, installed: InstalledN8n, packed: PackedPackage): Promise<void> {
	const gateway = await startGateway({ latencyMs: LATENCY_MS });
	gateway.seed({ accounts: [{ user: 'demo', password: 'demo-password', credit: 1_000_000 }] });
	const server = await failingAtFirst();
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const after = behindAsking(`${url}/`);
	const changing = fromServer(`${url}/people`);
	const workflows = [singles, shared, after, changing, refusedFirst];
	const setting: Setting = {
		installed,
		packed,
		folder: path.join(stateRoot, 'suite', 'retries', ledger.version),
		credentials: credentialsFor(gateway.url, gateway.connect as never),
		workflows,
	};
	let scene: Scene | undefined;
	try {
		const isTraceable = !ledger.version.startsWith('1.');
		scene = { isTraceable, instance: await bringUp(setting), setting, gateway };
		for (const { id } of workflows) await scene.instance.client.publish(id);
		const each = scene;
		await ledger.check('retry after the node before failed', () => afterFailure(each, after.id));
		await ledger.check('retry after everything was refused', () => afterRefusal(each));
		await ledger.check('retry of an execution that was stopped by hand', () => afterStop(each));
		await ledger.check('retry after a kill, twice at once', () => afterKill(each));
		await ledger.check('retry after a kill, calls of many recipients', () => afterKillOfShared(each));
		await ledger.check('retry after a kill, other recipients share the calls', () =>
			afterKillWithOthers(each, changing.id),
		);
	} finally {
		await scene?.instance.n8n.stop();
		await gateway.close();
		server.close();
	}
}

/** Answers 500 once, then 200; and gives the people, each time in the opposite order. */
async function failingAtFirst(): Promise<Server> {
	let calls = 0;
	const server = createServer((request, reply) => {
		if (request.url === '/people') {
			reply.setHeader('content-type', 'application/json');
			return void reply.end(JSON.stringify(others.reverse()));
		}
		reply.statusCode = calls++ === 0 ? 500 : 200;
		reply.end('{}');
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return server;
}

async function call({ instance }: Scene, path: string): Promise<void> {
	const reply = await fetchAlone(`${instance.n8n.url}/webhook/${path}`, { method: 'POST' });
	if (!reply.ok) throw new Error(`n8n answered ${reply.status}`);
}

async function onlyExecution(client: N8nClient, workflowId: string): Promise<string> {
	const [ended] = await settled(client, workflowId, 1);
	if (ended === undefined || ended.status === 'success') throw new Error('the accident hit nothing');
	return ended.id;
}

async function retried(client: N8nClient, id: string): Promise<{ execution: Execution; seconds: number }> {
	const from = performance.now();
	let execution = await client.finished(await client.retry(id), 120);
	// Version 1 stores the data a moment after the status, and a retry begins with the data of the nodes before.
	for (let tries = 0; tries < 100 && execution.runs['Send'] === undefined; tries++) {
		await delay(200);
		execution = await client.execution(execution.id);
	}
	return { execution, seconds: (performance.now() - from) / 1000 };
}

/** @throws Error unless each of the people has one message */
function demandOnce({ gateway }: Scene, people: readonly Pick<Person, 'to'>[]): string {
	const counts = people.map(({ to }) => gateway.messages({ to }).length);
	const twice = counts.filter((count) => count > 1).length;
	const lost = counts.filter((count) => count === 0).length;
	const text = `${people.length} messages: ${twice} twice, ${lost} lost`;
	if (twice + lost > 0) throw new Error(text);
	return text;
}

const counted = (execution: Execution) => {
	const rows = execution.output('Send').map(({ json }) => json);
	const count = (value: unknown) => rows.filter(({ alreadySent }) => alreadySent === value).length;
	return { rows: rows.length, before: count(true), now: count(false), unknown: count(null) };
};

/**
 * In a version of n8n that keeps nothing: nothing is sent by the retry, and each of its rows says that it may have been. After a
 * stop that version may count the node as done, and not run it again.
 */
function demandTold({ gateway }: Scene, people: readonly Person[], execution: Execution): string {
	const counts = people.map(({ to }) => gateway.messages({ to }).length);
	const twice = counts.filter((count) => count > 1).length;
	if (twice === 0 && execution.runs['Send'] === undefined) return '0 twice; n8n did not run the node again';
	const rows = execution.output('Send').map(({ json }) => json);
	const told = rows.filter(({ accepted, alreadySent }) => accepted === null && alreadySent === null).length;
	const text = `${twice} twice, ${told} of ${people.length} may have been sent and say so`;
	if (twice > 0 || told !== people.length) throw new Error(text);
	return text;
}

async function afterFailure(scene: Scene, workflowId: string): Promise<string> {
	await call(scene, 'after');
	const { execution, seconds } = await retried(
		scene.instance.client,
		await onlyExecution(scene.instance.client, workflowId),
	);
	const once = demandOnce(scene, [{ to: '27999710001' }]);
	if (execution.status !== 'success' || seconds >= UNTIL_KNOWN_SECONDS)
		throw new Error(`${execution.status} in ${seconds} s`);
	return `${once}; it did not wait: ${seconds.toFixed(1)} s`;
}

async function afterRefusal(scene: Scene): Promise<string> {
	scene.gateway.fail({ kind: 'error', command: 'sendmsg', text: 'Refused at first', code: '301' });
	await call(scene, 'refused');
	const { client } = scene.instance;
	const { execution, seconds } = await retried(client, await onlyExecution(client, refusedFirst.id));
	const once = demandOnce(scene, [{ to: '27999720001' }]);
	if (execution.status !== 'success' || seconds >= UNTIL_KNOWN_SECONDS)
		throw new Error(`${execution.status} in ${seconds} s`);
	return `${once}; it did not wait: ${seconds.toFixed(1)} s`;
}

/** An accident is to come before the last calls, however slow the machine is. */
async function whileSlow(gateway: Gateway, accident: () => Promise<void>): Promise<void> {
	gateway.latencyMs = 10 * LATENCY_MS;
	try {
		await accident();
	} finally {
		gateway.latencyMs = LATENCY_MS;
	}
}

async function afterStop(scene: Scene): Promise<string> {
	const { client, n8n } = scene.instance;
	const people = peopleOf(27999730000, 40, (n) => `Stopped ${n}`);
	const from = scene.gateway.state.messages.size;
	await whileSlow(scene.gateway, async () => {
		await startBulk(n8n.url, 'retried-singles', people);
		await untilAccepted(scene.gateway, from + 12);
		const [running] = await allExecutions(client, singles.id);
		await client.request('POST', `/rest/executions/${defined(running).id}/stop`);
	});
	// Some calls are under way when the retry begins.
	const { execution } = await retried(client, await onlyExecution(client, singles.id));
	if (!scene.isTraceable) return demandTold(scene, people, execution);
	const once = demandOnce(scene, people);
	const { before, now, unknown } = counted(execution);
	if (before === 0 || now === 0 || unknown > 0)
		throw new Error(`${before} before, ${now} now, ${unknown} unknown`);
	return `${once}; ${before} sent before the stop, ${now} by the retry`;
}

async function killAt(
	scene: Scene,
	id: string,
	people: readonly Person[],
	accepted: number,
): Promise<string> {
	const known = new Set((await allExecutions(scene.instance.client, id)).map((each) => each.id));
	const from = scene.gateway.state.messages.size;
	await whileSlow(scene.gateway, async () => {
		await startBulk(scene.instance.n8n.url, id, people);
		await untilAccepted(scene.gateway, from + accepted);
		await scene.instance.n8n.kill();
	});
	scene.instance = await start(scene.setting);
	const ended = await settled(scene.instance.client, id, known.size + 1, { timeoutSeconds: 90 });
	const killed = ended.find((each) => !known.has(each.id));
	if (killed === undefined || killed.status === 'success') throw new Error('the kill hit nothing');
	return killed.id;
}

async function afterKill(scene: Scene): Promise<string> {
	const people = peopleOf(27999740000, 40, (n) => `Killed ${n}`);
	const id = await killAt(scene, singles.id, people, 12);
	const { client } = scene.instance;
	const both = await Promise.all([retried(client, id), retried(client, id)]);
	if (!scene.isTraceable) return demandTold(scene, people, both[0].execution);
	const once = demandOnce(scene, people);
	for (const { execution } of both) {
		const accepted = execution.output('Send').filter(({ json }) => json.accepted === true).length;
		if (execution.status !== 'success' || accepted !== people.length)
			throw new Error(`${execution.status}, ${accepted} accepted: ${execution.error?.message}`);
	}
	const { before, now } = counted(both[0].execution);
	return `${once}; one retry found ${before} and sent ${now}; ${both[0].seconds.toFixed(0)} s`;
}

async function afterKillOfShared(scene: Scene): Promise<string> {
	const people = peopleOf(27999750000, 400, (n) => `Shared ${Math.floor(n / 10)}`);
	const id = await killAt(scene, shared.id, people, 120);
	const { execution, seconds } = await retried(scene.instance.client, id);
	if (!scene.isTraceable) return demandTold(scene, people, execution);
	const once = demandOnce(scene, people);
	const { before, now, unknown } = counted(execution);
	if (before === 0 || now === 0 || unknown > 0)
		throw new Error(`${before} before, ${now} now, ${unknown} unknown`);
	return `${once}; ${before} sent before the kill, ${now} by the retry; ${seconds.toFixed(0)} s`;
}

async function afterKillWithOthers(scene: Scene, workflowId: string): Promise<string> {
	const { gateway } = scene;
	const from = gateway.state.messages.size;
	await whileSlow(gateway, async () => {
		await call(scene, 'others');
		await untilAccepted(gateway, from + 300);
		await scene.instance.n8n.kill();
	});
	scene.instance = await start(scene.setting);
	const { execution } = await retried(
		scene.instance.client,
		await onlyExecution(scene.instance.client, workflowId),
	);
	const counts = others.map(({ to }) => gateway.messages({ to }).length);
	const twice = counts.filter((count) => count > 1).length;
	const rows = execution.output('Send').map(({ json }) => json);
	const told = rows.filter(({ accepted, alreadySent }) => accepted === null && alreadySent === null).length;
	const text = `${twice} twice; ${told} of ${others.length} rows say that nobody knows`;
	if (twice > 0 || told !== others.length) throw new Error(`${text}: ${JSON.stringify(rows[0])}`);
	return text;
}
