import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Gateway, ManualClock, type ServerName, startGateway } from '../../gateway';
import { DEMO_TOKEN } from '../../gateway/connect';
import type { InstalledN8n } from '../../../tools/n8n/install';
import type { PackedPackage } from '../../../tools/n8n/package';
import { stateRoot } from '../../../tools/n8n/paths';
import {
	accountFor,
	bulkWorkflow,
	demandSound,
	peopleOf,
	type Person,
	startBulk,
	untilAccepted,
} from '../queue/bulk';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Execution, Item, N8nClient } from '../../../tools/n8n/rest';
import { read, settled } from '../suite/executions';
import {
	bringUp,
	inParallel,
	type Instance,
	run,
	runWell,
	type Setting,
	start,
	wellDone,
} from '../suite/instance';
import { CannotRun, type Ledger } from '../suite/table';
import {
	chain,
	clickatell,
	clickatellTrigger,
	credentialsFor,
	CREDENTIALS,
	fields,
	manualStart,
	rows,
	soapCredential,
	type WorkflowNode,
} from '../suite/workflows';
import { sentOnce } from './sentOnce';
import { type SmallDisk, smallDisk } from './smallDisk';
import { wallClock } from './wallClock';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const MINUTE = 60_000;
const STORM = 300;
/** Callbacks that the gateway has on the wire at the same time: no more can be cut off by one kill. */
const ON_WIRE = 20;
/** A call takes as long as one over a distance, so that an accident hits the middle of a run. */
const LATENCY_MS = 50;

const killed = bulkWorkflow('killed');
/** Its result is some 13 MB: more than the database has set aside for itself. */
const full = bulkWorkflow('full', [fields('Much', { much: '={{ $json.messageId.repeat(2000) }}' })]);

const storm = chain('storm', 'Callback burst', [clickatellTrigger('00000000-0000-4000-8000-000000000300')]);
const together = chain('together', 'Callback burst, in groups', [
	clickatellTrigger('00000000-0000-4000-8000-000000000301', { settings: { groupEvents: true } }),
]);

/** Published from the beginning. */
const LIVE = [killed, full, storm, together];

/** Sends one text to these numbers, one call for each. */
function sending(
	id: string,
	numbers: readonly string[],
	{
		advanced: how = {},
		settings = {},
		server = 'documentLiteral',
	}: {
		advanced?: Record<string, unknown>;
		settings?: Partial<WorkflowNode>;
		server?: ServerName;
	} = {},
) {
	const people = numbers.map((to, index) => ({ to, text: `${id} ${index}` }));
	const parameters = { to: '={{ $json.to }}', text: '={{ $json.text }}', ...how };
	const node = clickatell('Send', 'message.send', parameters, { server, settings });
	return chain(id, `Accident: ${id}`, [manualStart(), ...rows('People', people), node]);
}

const numbers = (first: number, count: number) =>
	Array.from({ length: count }, (_, index) => String(first + index));

const renewal = sending('renewal', ['27999300001']);
const slowly = sending('slow-30s', ['27999300002']);
const impatient = sending('slow-timeout', ['27999300003'], { advanced: { timeout: 1 } });
const flapping = sending('flapping', numbers(27999301000, 40), {
	advanced: { timeout: 1 },
	settings: { onError: 'continueRegularOutput' },
});
const gone = sending('gone', ['27999300004'], {
	server: 'rpcEncoded',
	settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1000 },
});
/** Ten calls a second: a second is half way. */
const paced = sending('paced', numbers(27999302000, 20), { advanced: { callsPerSecond: 10 } });
const jumping = sending('clock', ['27999300005'], {
	settings: { credentials: { clickatellSoapApi: CREDENTIALS.slow } },
});

/** What is brought up for the accidents, and what is hit by them. */
interface Scene {
	instance: Instance;
	setting: Setting;
	gateway: Gateway;
	slow: { gateway: Gateway; clock: ManualClock };
	disk: SmallDisk | undefined;
}

/** Accidents on purpose; each row says what came of it. */
export async function accidents(
	ledger: Ledger,
	installed: InstalledN8n,
	packed: PackedPackage,
): Promise<void> {
	const folder = path.join(stateRoot, 'suite', 'accidents', 'home');
	const disk = await smallDisk(path.join(folder, '.n8n'), path.join(stateRoot, 'suite', 'disk.log'));
	const gateway = await startGateway({ latencyMs: LATENCY_MS });
	const clock = new ManualClock();
	const slow = { clock, gateway: await startGateway({ clock }) };
	let away = await startGateway();
	const leave = async () => {
		const { port } = away;
		await away.close();
		return async () => (away = await startGateway({ port }));
	};
	const setting: Setting = {
		installed,
		packed,
		folder,
		isEmpty: true,
		credentials: [
			...credentialsFor(gateway.url, { url: gateway.connect.url, token: DEMO_TOKEN }).filter(
				({ id }) => id !== CREDENTIALS.rpcEncoded.id,
			),
			soapCredential('rpcEncoded', away.url),
			soapCredential('slow', slow.gateway.url),
		],
		workflows: [killed, full, storm, together, renewal, slowly, impatient, flapping, gone, jumping],
	};
	let scene: Scene | undefined;
	try {
		gateway.seed({ accounts: [{ user: 'demo', password: 'demo-password', credit: 1_000_000 }] });
		const instance = await bringUp(setting);
		scene = { instance, setting, gateway, slow, disk };
		for (const { id } of LIVE) await instance.client.publish(id);
		const each = scene;

		// The slowest one waits beside the others that need no restart.
		const waiting = ledger.check('gateway takes 30 s for its answer', () => thirtySeconds(each));
		// The first call of a new n8n is the slowest. The one that may take a second only comes after it.
		await gateway.waitFor(({ callLog }) => callLog.stats().inFlight > 0, 60_000).catch(() => {});
		await ledger.check('gateway slower than the timeout', () => slowerThanTimeout(each));
		await ledger.check('gateway flapping', () => flaps(each));
		const absence = goesAway(each, away, leave);
		// A rejection is for the row at the end.
		await absence.catch(() => {});
		await ledger.check("the gateway's clock jumps", () => clockJumps(each));
		await waiting;
		await ledger.check('n8n killed in the middle of a bulk', () => killedInBulk(each));
		await ledger.check('n8n killed in a burst of callbacks', () => killedInStorm(each, storm));
		await ledger.check('n8n killed in a burst of callbacks in groups', () => killedInStorm(each, together));
		await ledger.check('n8n killed while a session is renewed', () => killedInRenewal(each));
		await ledger.check('disk full', () => diskFull(each));
		await ledger.check("n8n's own clock jumps in the middle of a bulk", () =>
			ownClockJumps(installed, packed, gateway),
		);
		await sentOnce(ledger, installed, packed);
		await ledger.check('gateway gone for two minutes, then back', async () => comesBack(each, await absence));
	} finally {
		await scene?.instance.n8n.stop();
		await Promise.all([gateway.close(), slow.gateway.close(), away.close()]);
		await disk?.remove();
	}
}

async function restart(scene: Scene): Promise<void> {
	await scene.instance.n8n.kill();
	scene.instance = await start(scene.setting);
	await livesAgain(scene);
}

async function livesAgain({ instance }: Scene): Promise<void> {
	for (const { id } of LIVE) await instance.client.waitUntilLive(id);
}

const itemsOf = (execution: Execution): Item[] => execution.output('Send');

async function thirtySeconds({ instance, gateway }: Scene): Promise<string> {
	gateway.fail({ kind: 'slow', command: 'sendmsg', text: 'slow-30s', delayMs: 30_000 });
	const id = await instance.client.run(slowly.id, 'Start');
	const execution = await instance.client.finished(id, 60);
	const [item] = itemsOf(execution);
	const count = gateway.messages({ to: '27999300002' }).length;
	if (item?.json.accepted !== true || count !== 1)
		throw new Error(`${count} messages: ${JSON.stringify(item)}`);
	return 'the node waits (its default is 60 s): accepted, one message';
}

async function slowerThanTimeout({ instance, gateway }: Scene): Promise<string> {
	gateway.fail({ kind: 'slow', command: 'sendmsg', text: 'slow-timeout', delayMs: 3000 });
	const execution = await run(instance.client, impatient.id);
	const count = gateway.messages({ to: '27999300003' }).length;
	if (count !== 1) throw new Error(`${count} messages`);
	const [item] = itemsOf(execution);
	const [message] = gateway.messages({ to: '27999300003' });
	if (item?.json.messageId === message?.apiMsgId)
		return 'one message; its ID was found by the client message ID';
	const said = String(item?.json.errorText);
	if (item?.json.accepted !== null || !/may have been sent/.test(said))
		throw new Error(`the execution says: ${said}`);
	return `one message; the item says "${said}"`;
}

/** Every third call fails, each time in another way; the account of the items must agree with the gateway's. */
async function flaps({ instance, gateway }: Scene): Promise<string> {
	const kinds = ['http-503', 'drop', 'drop-after', 'hang-after', 'html', 'soap-fault'] as const;
	for (let index = 0; index < 40; index += 3) {
		gateway.fail({
			kind: defined(kinds[(index / 3) % kinds.length]),
			command: 'sendmsg',
			text: `flapping ${index}`,
		});
	}
	const items = itemsOf(await runWell(instance.client, flapping.id));
	let [told, doubtful, notSent] = [0, 0, 0];
	items.forEach(({ json }, index) => {
		const messages = gateway.messages({ to: String(27999301000 + index) });
		if (messages.length > 1) throw new Error(`number ${index} got ${messages.length} messages`);
		const said = typeof json.errorText === 'string' ? json.errorText : '';
		if (json.accepted === true && json.messageId === messages[0]?.apiMsgId) told += 1;
		else if (/may have been sent/.test(said)) doubtful += 1;
		else if (messages.length === 0 && said !== '') notSent += 1;
		else throw new Error(`item ${index} says ${JSON.stringify(json)}, the gateway has ${messages.length}`);
	});
	if (items.length !== 40) throw new Error(`${items.length} items came out of 40`);
	return `40 messages: ${told} accepted with their ID, ${doubtful} that may have been sent and say so, ${notSent} not sent, none doubled`;
}

/** A gateway that cannot be reached while everything else here happens. */
interface Absence {
	readonly since: number;
	/** Sessions that it gave out before. */
	readonly logins: number;
	/** What n8n says of it. */
	readonly said: string;
	comeBack(): Promise<Gateway>;
}

const MINUTES_GONE = 2;

async function goesAway(
	{ instance: { client } }: Scene,
	before: Gateway,
	leave: () => Promise<() => Promise<Gateway>>,
): Promise<Absence> {
	const [first] = itemsOf(await runWell(client, gone.id));
	if (first?.json.accepted !== true) throw new Error(`before: ${JSON.stringify(first)}`);
	const logins = before.calls({ command: 'auth' }).length;
	const comeBack = await leave();
	return { since: performance.now(), logins, said: await refused(client), comeBack };
}

/** Runs the workflow that sends to the absent gateway, with its three tries. */
async function refused(client: N8nClient): Promise<string> {
	const { status, error } = await run(client, gone.id);
	const said = error?.message ?? '';
	if (status !== 'error' || !/refused the connection.*nothing was sent/i.test(said)) {
		throw new Error(`while it was gone: ${status}, ${said}, ${error?.description ?? ''}`);
	}
	return said;
}

async function comesBack({ instance: { client } }: Scene, absence: Absence): Promise<string> {
	await delay(Math.max(0, absence.since + MINUTES_GONE * MINUTE - performance.now()));
	const stillSaid = await refused(client);
	if (stillSaid !== absence.said) throw new Error(`first "${absence.said}", later "${stillSaid}"`);
	const after = await absence.comeBack();
	const [item] = itemsOf(await runWell(client, gone.id));
	const renewed = after.calls({ command: 'auth' }).length;
	const count = after.messages({ to: '27999300004' }).length;
	if (item?.json.accepted !== true || count !== 1 || renewed !== 1) {
		throw new Error(`afterwards: ${count} messages, ${renewed} logins, ${JSON.stringify(item)}`);
	}
	return (
		`three tries at its beginning and three at its end, all "${stillSaid}"; ` +
		`back with no memory of its ${absence.logins} session: one login, one message`
	);
}

async function clockJumps({ instance, slow }: Scene): Promise<string> {
	const { client } = instance;
	const counts: number[] = [];
	for (const jump of [0, 60 * MINUTE, -120 * MINUTE]) {
		// Two hours back as well as one forward: a session may end early, or live long.
		if (jump !== 0) await slow.clock.advance(jump);
		const [item] = itemsOf(await runWell(client, jumping.id));
		if (item?.json.accepted !== true)
			throw new Error(`after ${jump / MINUTE} minutes: ${JSON.stringify(item)}`);
		counts.push(slow.gateway.messages({ to: '27999300005' }).length);
	}
	if (counts.join() !== '1,2,3') throw new Error(`messages after each run: ${counts.join()}`);
	const logins = slow.gateway.calls({ command: 'auth' }).length;
	return `an hour forward, two hours back: each run sends once, ${logins} logins`;
}

/** An n8n of its own, whose time of day is set two hours back and three hours on while it sends. */
async function ownClockJumps(
	installed: InstalledN8n,
	packed: PackedPackage,
	gateway: Gateway,
): Promise<string> {
	const folder = path.join(stateRoot, 'suite', 'accidents', 'clock');
	const clock = await wallClock(`${folder}-offset`, path.join(stateRoot, 'suite', 'faketime.log'));
	const { n8n, client } = await bringUp({
		installed,
		packed,
		folder,
		credentials: [soapCredential('documentLiteral', gateway.url)],
		workflows: [paced],
		env: clock.env,
	});
	try {
		const sent = () => gateway.messages().filter(({ to }) => to.startsWith('27999302')).length;
		const logins = gateway.calls({ command: 'auth' }).length;
		const seconds: number[] = [];
		for (const hours of [-2, 1]) {
			const [before, startedAt] = [sent(), performance.now()];
			const id = await client.run(paced.id, 'Start');
			await gateway.waitFor(() => sent() >= before + 10, 120_000);
			clock.set(hours);
			const items = itemsOf(wellDone(await client.finished(id)));
			seconds.push((performance.now() - startedAt) / 1000);
			const accepted = items.filter(({ json }) => json.accepted === true).length;
			if (accepted !== 20 || sent() !== before + 20) {
				throw new Error(`${accepted} items accepted, ${sent() - before} messages sent of 20`);
			}
		}
		const renewed = gateway.calls({ command: 'auth' }).length - logins;
		return (
			`two hours back, then three on: 20 messages each time, none twice, the pace kept ` +
			`(${seconds.map((each) => each.toFixed(1)).join(' and ')} s), ${renewed} login`
		);
	} finally {
		await n8n.stop();
	}
}

async function killedInBulk(scene: Scene): Promise<string> {
	const { gateway } = scene;
	const bulks = Array.from({ length: 5 }, (_, index) => peopleOf(1000 + index, 200));
	const before = gateway.state.messages.size;
	await Promise.all(bulks.map((people) => startBulk(scene.instance.n8n.url, 'killed', people)));
	await untilAccepted(gateway, before + 300);
	const log = scene.instance.n8n.log;
	await scene.instance.n8n.kill();
	const named = namedIn(readFileSync(log, 'utf8'), gateway, bulks);
	await restart(scene);
	const accepted = gateway.state.messages.size;
	const text = await accountOf(scene, killed.id, bulks);
	// What n8n would begin again automatically, it begins at its start.
	await delay(2000);
	if (gateway.state.messages.size !== accepted) throw new Error('messages were sent after the restart');
	return `${text}; ${named}; nothing is sent automatically after the restart`;
}

/** Whether the log alone tells of every message that was accepted: by its ID, or by the client message ID of its call. */
function namedIn(log: string, gateway: Gateway, bulks: readonly Person[][]): string {
	const numbers = new Set(bulks.flat().map(({ to }) => to));
	const messages = gateway.messages().filter(({ to }) => numbers.has(to));
	const byId = messages.filter(({ apiMsgId }) => log.includes(apiMsgId)).length;
	const byClientId = messages.filter(
		({ apiMsgId, climsgid }) => !log.includes(apiMsgId) && log.includes(climsgid),
	).length;
	const text = `of ${messages.length} accepted messages the log names ${byId} by their IDs and ${byClientId} by their client message IDs`;
	// By their IDs none may be named yet: the log is two seconds behind at most, and a quick machine needs no longer.
	if (byId + byClientId !== messages.length) throw new Error(text);
	return text;
}

async function accountOf(
	{ instance: { client }, gateway }: Scene,
	workflowId: string,
	bulks: readonly Person[][],
): Promise<string> {
	const executions = await read(
		client,
		await settled(client, workflowId, bulks.length, { afterRestart: true }),
	);
	if (executions.every(({ status }) => status === 'success')) throw new Error('the accident hit nothing');
	return demandSound(accountFor(bulks, executions, gateway));
}

/** The gateway calls again until it has seen a 200, so that all that is at stake is what was on the wire. */
async function killedInStorm(scene: Scene, workflow: ImportedWorkflow): Promise<string> {
	const { gateway, clock } = scene.slow;
	const [trigger] = workflow.nodes;
	const url = await scene.instance.client.webhookUrl(workflow, defined(trigger));
	const settings = () => ({
		url: scene.instance.n8n.url + new URL(url).pathname,
		type: 'http-post' as const,
	});
	const ids = Array.from({ length: STORM }, (_, index) => String(index + 1).padStart(32, '0'));
	const answered = new Set<string>();
	const push = async (apiMsgId: string) => {
		const { state } = await gateway.pushStatus({ apiMsgId, status: '004' }, { settings: settings() });
		if (state === 'delivered') answered.add(apiMsgId);
	};
	const first = inParallel(ids, ON_WIRE, push);
	await gateway.waitFor(() => answered.size >= STORM / 3, 120_000);
	await scene.instance.n8n.kill();
	await first;
	const before = new Set(answered);
	scene.instance = await start(scene.setting);
	await livesAgain(scene);
	// Two minutes later, by its own clock, the gateway calls again for all that was not answered.
	await clock.advance(2 * MINUTE);
	await inParallel(
		ids.filter((id) => !before.has(id)),
		ON_WIRE,
		push,
	);
	const { client } = scene.instance;
	const executions = await read(client, await settled(client, workflow.id, 1, { afterRestart: true }));
	const idsOf = (items: readonly Item[]) => items.map(({ json }) => String(json.messageId));
	const seen = executions.flatMap((execution) => idsOf(execution.output(defined(trigger).name)));
	const crashed = executions.filter(({ status }) => status !== 'success');
	// What n8n shows of an execution that it had stored and that came to no end.
	const kept = new Set(crashed.flatMap(({ pending }) => idsOf(pending)));
	const missing = ids.filter((id) => !seen.includes(id));
	const lost = missing.filter((id) => !kept.has(id));
	const doubled = seen.length - new Set(seen).size;
	const text =
		`${STORM} callbacks, ${before.size} answered before the kill, the others sent again: ${seen.length} events in ` +
		`${executions.length} executions, ${doubled} doubled, ${missing.length} in the ${crashed.length} executions that ` +
		`the kill has hit, which n8n shows as crashed or never begun, ${lost.length} lost`;
	// n8n answers what it has stored: what was answered is an event, or an execution that visibly came to no end.
	if (answered.size !== STORM || lost.length > 0 || doubled > ON_WIRE) throw new Error(text);
	if (workflow === together && executions.length >= STORM) throw new Error(`nothing was grouped: ${text}`);
	return text;
}

async function killedInRenewal(scene: Scene): Promise<string> {
	const { gateway } = scene;
	const logins = () => gateway.calls({ command: 'auth' });
	await runWell(scene.instance.client, renewal.id);
	const before = logins().length;
	gateway.state.expireSessions();
	gateway.fail({ kind: 'slow', command: 'auth', delayMs: 2000 });
	const id = await scene.instance.client.run(renewal.id, 'Start');
	await gateway.waitFor(() => logins().length > before, 120_000);
	await restart(scene);
	const crashed = await scene.instance.client.finished(id);
	const [item] = itemsOf(await runWell(scene.instance.client, renewal.id));
	const messages = gateway.messages({ to: '27999300001' }).length;
	if (crashed.status === 'success' || item?.json.accepted !== true || messages !== 2) {
		throw new Error(`${crashed.status}, then ${JSON.stringify(item)}; ${messages} messages`);
	}
	const renewed = logins().length - before;
	return `that execution is shown as ${crashed.status} and sent nothing; the next one logs in (${renewed} logins) and sends once`;
}

async function diskFull(scene: Scene): Promise<string> {
	const { disk, gateway } = scene;
	if (disk === undefined)
		throw new CannotRun('to mount a small file system takes root and the right to mount');
	const people = peopleOf(2000, 200);
	const before = gateway.state.messages.size;
	// The last answer comes late, so that the run has not ended when the disk is full.
	gateway.fail({ kind: 'slow', command: 'sendmsg', text: defined(people.at(-1)).text, delayMs: 4000 });
	await startBulk(scene.instance.n8n.url, 'full', people);
	await untilAccepted(gateway, before + 200);
	disk.fill();
	await delay(4500);
	const refused = await startBulk(scene.instance.n8n.url, 'full', peopleOf(2001, 200)).then(
		() => false,
		() => true,
	);
	await delay(2000);
	const sentWhileFull = gateway.state.messages.size - before - 200;
	disk.free();
	await restart(scene);
	const text = await accountOf(scene, full.id, refused ? [people] : [people, peopleOf(2001, 200)]);
	if (sentWhileFull > 0 && refused) throw new Error(`${sentWhileFull} messages of a bulk that n8n refused`);
	return `${text}; a bulk begun while it was full ${refused ? 'was refused and sent nothing' : 'ran'}`;
}
