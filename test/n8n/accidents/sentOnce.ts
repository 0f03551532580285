import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_TOKEN } from '../../gateway/connect';
import { type Gateway, ManualClock, startGateway } from '../../gateway';
import type { ImportedCredential, ImportedWorkflow } from '../../../tools/n8n/cli';
import { nodeOfType, readExample } from '../../../tools/n8n/examples';
import type { InstalledN8n } from '../../../tools/n8n/install';
import { PACKAGE_NAME, type PackedPackage } from '../../../tools/n8n/package';
import type { Execution } from '../../../tools/n8n/rest';
import { stateRoot } from '../../../tools/n8n/paths';
import { ensureServices, type Postgres, startPostgres } from '../queue/services';
import { bringUp, type Instance, type Setting, start as startAgain, wellDone } from '../suite/instance';
import { allExecutions, settled } from '../suite/executions';
import { Visitor } from '../suite/forms';
import { rowsOf } from '../suite/platformExamples';
import type { Ledger } from '../suite/table';
import {
	CALLBACK_LOGIN,
	chain,
	clickatell,
	credentialsFor,
	manualStart,
	rows,
	START,
} from '../suite/workflows';

/** The examples that go on after an accident, with an n8n that is killed while it sends. */

const PEOPLE = 60;
/** More than two calls of One API hold. */
const PLATFORM_PEOPLE = 250;
const INTEGRATION = 'Demo One API';
const TABLE = 'clickatell_example_once';
/** Nothing is too slow to be hit in the middle. */
const LATENCY_MS = 300;

const CAMPAIGN = 'doors-open';

const people = Array.from({ length: PEOPLE }, (_, n) => ({
	phone: String(27999110000 + n),
	text: `Reconcile ${n}`,
	campaign: CAMPAIGN,
}));
/** The bulk whose output is lost. */
const bulk = chain('once-bulk', 'A bulk with an Idempotency Key', [
	manualStart(),
	...rows('People', people),
	clickatell('Send', 'message.send', {
		to: '={{ $json.phone }}',
		text: '={{ $json.text }}',
		idempotencyKey: CAMPAIGN,
		concurrency: 2,
	}),
]);
const reconciling = withPeople('reconcile-after-a-crash', 'Example Rows', people);
const once = withPeople(
	'platform-once',
	'People',
	Array.from({ length: PLATFORM_PEOPLE }, (_, n) => ({
		key: `${CAMPAIGN}-${n}`,
		phone: String(27999120000 + n),
		text: `Once ${n}`,
	})),
);

/** An example with as many people as a kill needs; it makes few calls at once, and lists open rows at once. */
function withPeople(name: string, node: string, everybody: readonly object[]): ImportedWorkflow {
	const workflow = readExample(name);
	const items = everybody.map((json) => ({ json }));
	for (const { name: own, type, parameters } of workflow.nodes) {
		if (own === node) parameters.jsCode = `return ${JSON.stringify(items)};`;
		if (type === `${PACKAGE_NAME}.clickatell`)
			parameters.advanced = {
				...(parameters.advanced as object | undefined),
				concurrency: 2,
				// A hundred messages share a call there: the kill comes before the last one however slow the machine is.
				...(parameters.authentication === 'platform' ? { callsPerSecond: 0.5 } : {}),
			};
		if (typeof parameters.query === 'string')
			parameters.query = parameters.query.replace("interval '10 minutes'", "interval '0'");
	}
	return workflow;
}

interface Scene {
	instance: Instance;
	readonly setting: Setting;
	readonly gateway: Gateway;
	readonly clock: ManualClock;
}

function postgresCredential({ port, user, database }: Postgres): ImportedCredential {
	return {
		id: 'clickatell-postgres',
		name: 'PostgreSQL',
		type: 'postgres',
		data: { host: '127.0.0.1', port, user, database, password: 'unused', ssl: 'disable' },
	};
}

export async function sentOnce(
	ledger: Ledger,
	installed: InstalledN8n,
	packed: PackedPackage,
): Promise<void> {
	const folder = path.join(stateRoot, 'suite', 'platform-once');
	const databaseFolder = path.join(stateRoot, 'suite', 'platform-once-postgres');
	const clock = new ManualClock();
	const gateway = await startGateway({ clock, latencyMs: LATENCY_MS });
	gateway.seed({ accounts: [{ user: 'demo', password: 'demo-password', credit: 1_000_000 }] });
	let postgres: Postgres | undefined;
	let scene: Scene | undefined;
	try {
		await ledger.check('PostgreSQL beside n8n', async () => {
			await ensureServices(path.join(stateRoot, 'suite', 'services.log'));
			rmSync(databaseFolder, { recursive: true, force: true });
			postgres = await startPostgres(databaseFolder);
		});
		const database = postgres;
		const setting: Setting = {
			installed,
			packed,
			folder,
			credentials: [
				...credentialsFor(gateway.url, { url: gateway.connect.url, token: DEMO_TOKEN }),
				...(database ? [postgresCredential(database)] : []),
			],
			workflows: [bulk, reconciling, once],
		};
		const each: Scene = { instance: await bringUp(setting), setting, gateway, clock };
		scene = each;
		await ledger.check('examples/reconcile-after-a-crash.json, n8n killed in the bulk', () =>
			reconciled(each),
		);
		if (database)
			await ledger.check('examples/platform-once.json, n8n killed while it sends', () =>
				letThroughOnce(each, database),
			);
	} finally {
		await scene?.instance.n8n.stop();
		await gateway.close();
		await postgres?.stop();
	}
}

/** Starts a workflow, and kills n8n as soon as so many messages are accepted; another n8n then takes its place. */
async function killedIn(scene: Scene, start: () => Promise<unknown>, isTime: () => boolean): Promise<void> {
	// The answer to what starts it may be lost as well.
	const started = start().catch(() => {});
	const deadline = performance.now() + 60_000;
	while (!isTime()) {
		if (performance.now() > deadline) throw new Error('nothing was sent in a minute');
		await delay(5);
	}
	const { port } = new URL(scene.instance.n8n.url);
	await scene.instance.n8n.kill();
	await started;
	// What was on the wire arrives.
	await delay(2 * LATENCY_MS);
	scene.instance = await startAgain(scene.setting, Number(port));
}

async function runTo({ instance: { client } }: Scene, workflow: ImportedWorkflow, from: string) {
	return wellDone(await client.finished(await client.run(workflow.id, from), 180));
}

/** Sends the campaign by the form, and waits for its execution, which must succeed; callbacks have executions as well. */
async function submitted({ instance: { client, n8n } }: Scene): Promise<Execution> {
	const before = new Set((await allExecutions(client, once.id)).map(({ id }) => id));
	await submit(n8n.url);
	const all = await settled(client, once.id, before.size + 1, { timeoutSeconds: 120, afterRestart: true });
	for (const { id } of all.filter((each) => !before.has(each.id))) {
		const execution = await client.execution(id);
		if (execution.runs['Campaign'] !== undefined) return wellDone(execution);
	}
	throw new Error('the form started nothing');
}

async function submit(url: string): Promise<void> {
	const form = nodeOfType(once, 'n8n-nodes-base.formTrigger');
	const visitor = new Visitor();
	await visitor.open(`${url}/form/${form.webhookId ?? ''}`);
	await visitor.submit(CAMPAIGN);
}

/** How many got one message, more than one, and none. */
function countOf(numbers: readonly string[], messages: ReadonlyArray<{ to: string }>) {
	const got = new Map<string, number>();
	for (const { to } of messages) got.set(to, (got.get(to) ?? 0) + 1);
	const counts = numbers.map((to) => got.get(to) ?? 0);
	return {
		none: counts.filter((count) => count === 0).length,
		twice: counts.filter((count) => count > 1).length,
	};
}

async function reconciled(scene: Scene): Promise<string> {
	const numbers = Array.from({ length: PEOPLE }, (_, n) => String(27999110000 + n));
	const sent = () => scene.gateway.messages().filter(({ text }) => text.startsWith('Reconcile'));
	await killedIn(
		scene,
		() => scene.instance.client.run(bulk.id, START),
		() => sent().length >= PEOPLE / 3,
	);
	const before = countOf(numbers, sent());
	const execution = await runTo(
		scene,
		reconciling,
		nodeOfType(reconciling, 'n8n-nodes-base.manualTrigger').name,
	);
	const told = execution.output('Reconcile');
	const again = told.filter(({ json }) => json.sendAgain === true).length;
	const after = countOf(numbers, sent());
	const text =
		`${PEOPLE} people, ${PEOPLE - before.none} of them had their message when n8n was killed: ` +
		`${again} are to be sent to, then ${after.none} without a message, ${after.twice} with two`;
	if (before.none === 0 || before.none === PEOPLE) throw new Error(`the kill hit nothing: ${text}`);
	if (again !== before.none || after.none > 0 || before.twice + after.twice > 0) throw new Error(text);
	const table = await rowsOf(scene.instance.client, 'Clickatell example: doors open');
	const open = table.filter(({ outcome, messageId }) => !outcome || !messageId).length;
	if (table.length !== PEOPLE || open > 0)
		throw new Error(`${open} of ${table.length} rows are open: ${text}`);
	return text;
}

async function letThroughOnce(scene: Scene, postgres: Postgres): Promise<string> {
	const { platform } = scene.gateway;
	const numbers = Array.from({ length: PLATFORM_PEOPLE }, (_, n) => String(27999120000 + n));
	const sent = () => platform.messages.all().filter(({ text }) => text?.startsWith('Once'));
	await scene.instance.client.publish(once.id);
	const url = await scene.instance.client.webhookUrl(
		once,
		nodeOfType(once, `${PACKAGE_NAME}.clickatellTrigger`),
	);
	platform.callbacks.weather = { ...platform.callbacks.weather, together: 25 };
	platform.setCallback(INTEGRATION, 'status', { url, method: 'POST', ...CALLBACK_LOGIN });
	await killedIn(
		scene,
		() => submit(scene.instance.n8n.url),
		() => sent().length > 0,
	);
	await scene.instance.client.waitUntilLive(once.id);
	const before = countOf(numbers, sent());
	const second = await submitted(scene);
	const repeated = countOf(numbers, sent());
	if (second.output('Send SMS').length > 0 || repeated.none !== before.none)
		throw new Error('the second run sent something');
	await scene.clock.advance(10 * 60_000);
	const open = () => postgres.query(`SELECT phone FROM ${TABLE} WHERE status IS NULL ORDER BY phone`);
	const deadline = performance.now() + 60_000;
	while ((await open()).length > before.none && performance.now() < deadline) await delay(250);
	const shown = (await submitted(scene)).output('Open Rows');
	const lacking = numbers.filter((to) => !sent().some((message) => message.to === to));
	const named = shown.map(({ json }) => String(json.phone)).sort();
	if (named.join() !== lacking.join())
		throw new Error(`${named.length} rows are open, and ${lacking.length} people have no message`);
	// A person has looked at them.
	await postgres.query(`DELETE FROM ${TABLE} WHERE status IS NULL`);
	await submitted(scene);
	const after = countOf(numbers, sent());
	const text =
		`${PLATFORM_PEOPLE} people, ${PLATFORM_PEOPLE - before.none} of them had their message when n8n was killed: ` +
		`the second run sent nothing, ${named.length} rows stayed open; when they were deleted, the third sent to them: ` +
		`${after.none} without a message, ${after.twice} with two`;
	if (before.none === 0 || after.none > 0 || before.twice + after.twice > 0) throw new Error(text);
	return text;
}
