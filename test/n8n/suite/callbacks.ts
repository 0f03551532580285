import type { Gateway, ManualClock } from '../../gateway';
import { CALLBACK_TYPES, type CallbackType } from '../../gateway/model';
import { wrongType } from '../../unit/callbacks/eventTypes';
import { randomRequests } from '../../unit/callbacks/randomRequests';
import { randomNumbers } from '../../randomNumbers';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { N8nClient } from '../../../tools/n8n/rest';
import { door } from './door';
import { inParallel, runWell } from './instance';
import type { Ledger } from './table';
import {
	platformCallbackChecks,
	platformCallbackWorkflows,
	platformManyCalls,
	platformManyCallsWorkflows,
} from './platformCallbacks';
import { triggerChecks, triggerWorkflows } from './triggerChecks';
import { compareBags, eventsOf, live, receiving, TRIGGER, urlOf } from './triggers';
import { addressed, callbackCases, type CallbackCase, exchangeRaw, readable } from './wire';
import { CALLBACK_LOGIN, chain, clickatell, CREDENTIALS, manualStart, rows } from './workflows';

const FORMATS = ['httpGet', 'httpPost', 'xmlGet', 'xmlPost', 'soapGet', 'soapPost'] as const;
/** Inbound messages come in these four formats; nobody has seen one by SOAP. */
const INBOUND_TYPES: readonly CallbackType[] = ['http-get', 'http-post', 'xml-get', 'xml-post'];

const byFormat = FORMATS.map((format, index) => ({
	format,
	workflow: receiving(index, `Callbacks by ${format}`, { settings: { startOnRepeats: true } }),
}));
const unreadable = receiving(10, 'Calls that cannot be read', {
	settings: { startOnRepeats: true, startOnUnreadable: true },
});
const fuzzed = receiving(11, 'Mutated and random calls');
const guarded = receiving(12, 'Callbacks with a login', {}, true);
const tested = receiving(13, 'Callbacks to the test URL');
const lives = receiving(14, 'The lives of a hundred messages');

const LIVES = 100;
const sendingLives = chain('callbacks-send', 'Send a hundred messages', [
	manualStart(),
	...rows(
		'Customers',
		Array.from({ length: LIVES }, (_, index) => ({ to: String(27999120000 + index) })),
	),
	clickatell(
		'Send',
		'message.send',
		{ to: '={{ $json.to }}', text: 'Your parcel is ready for collection', deliveryReports: 7 },
		{ settings: { credentials: { clickatellSoapApi: CREDENTIALS.slow } } },
	),
]);

export const callbackWorkflows = (): ImportedWorkflow[] => [
	...byFormat.map(({ workflow }) => workflow),
	...[unreadable, guarded, tested],
	...triggerWorkflows,
	...platformCallbackWorkflows,
];

export const manyCallsWorkflows: ImportedWorkflow[] = [
	...[fuzzed, lives, sendingLives],
	...platformManyCallsWorkflows,
];

/** Every folder of test/callbacks of one format, byte for byte, and the items of the executions. */
async function recordedCalls(client: N8nClient, workflow: ImportedWorkflow, cases: readonly CallbackCase[]) {
	const url = await live(client, workflow);
	for (const { name, raw, expected } of cases) {
		const reply = await exchangeRaw(url, addressed(raw, url));
		const wanted = expected.kind === 'unreadable' ? `400 ${String(expected.reason)}` : '200 OK';
		const got = `${reply.status} ${reply.body}`;
		if (got !== wanted) throw new Error(`${name} was answered "${got}", not "${wanted}"`);
	}
	const events = cases
		.map(({ expected }) => expected)
		.filter(({ kind }) => kind !== 'probe' && kind !== 'unreadable');
	compareBags(await eventsOf(client, workflow, events.length), events);
	return `${cases.length} raw requests, ${events.length} events as expected`;
}

async function unreadableCalls(client: N8nClient, cases: readonly CallbackCase[]): Promise<string> {
	const url = await live(client, unreadable);
	const wanted = cases.filter(({ expected }) => expected.kind === 'unreadable');
	for (const { name, raw } of wanted) {
		const { status } = await exchangeRaw(url, addressed(raw, url));
		if (status !== 200) throw new Error(`${name} was answered ${status}`);
	}
	const events = (await eventsOf(client, unreadable, wanted.length)) as Array<Record<string, unknown>>;
	compareBags(
		events.map(({ kind, reason, rawRequest }) => [
			kind,
			reason,
			(rawRequest as { bodyBase64: string }).bodyBase64,
		]),
		wanted.map(({ expected, raw }) => ['unreadable', expected.reason, raw.body.toString('base64')]),
	);
	return `${wanted.length} calls kept with their raw bytes`;
}

const FUZZ_SEED = 20221108;
const FUZZ_COUNT = 2000;
/** What a receiver may say to a call that is not sound; never 500, and never nothing. */
const SOUND = new Set([200, 400, 401, 403, 404, 408, 413, 431]);

async function fuzz(client: N8nClient): Promise<string> {
	const url = await live(client, fuzzed);
	const requests = randomRequests(randomNumbers(FUZZ_SEED));
	const batch = Array.from({ length: FUZZ_COUNT }, () => requests.next().value);
	const answers = new Map<number, number>();
	await inParallel(batch, 16, async (raw) => {
		const { status } = await exchangeRaw(url, readable(raw, url));
		answers.set(status, (answers.get(status) ?? 0) + 1);
		if (!SOUND.has(status)) {
			throw new Error(`${status} to ${JSON.stringify({ ...raw, body: raw.body.toString('base64') })}`);
		}
	});
	const events = await eventsOf(client, fuzzed, 1);
	for (const event of events) {
		const wrong = wrongType(event as Parameters<typeof wrongType>[0]);
		if (wrong !== undefined) throw new Error(`an event has a wrong type: ${wrong}`);
	}
	const told = [...answers].sort(([a], [b]) => a - b).map(([status, count]) => `${count} times ${status}`);
	return `${FUZZ_COUNT} calls: ${told.join(', ')}; ${events.length} events`;
}

/** The embedded gateway calls the production URL itself, with the login of the credential. */
async function fromGateway(client: N8nClient, gateway: Gateway): Promise<string> {
	const url = await live(client, guarded);
	const types = Object.keys(CALLBACK_TYPES) as CallbackType[];
	const probe = await gateway.setCallback('424242', { url, type: 'http-get', ...CALLBACK_LOGIN });
	if (!('httpStatus' in probe) || probe.httpStatus !== 200) {
		throw new Error(`the probe came to ${JSON.stringify(probe)}`);
	}
	await gateway.setCallback('424242', null);
	for (const [index, type] of types.entries()) {
		const settings = { url, type, ...CALLBACK_LOGIN };
		const apiMsgId = String(index + 1).padStart(32, '0');
		const sent = [await gateway.pushStatus({ apiMsgId, status: '004' }, { settings })];
		if (INBOUND_TYPES.includes(type)) {
			const message = { from: '27999100001', to: '27999000009', text: `Yes, by ${type}` };
			sent.push(...(await gateway.pushInbound(message, { settings, retry: false })));
		}
		const refused = sent.find(({ state }) => state !== 'delivered');
		if (refused !== undefined) throw new Error(`${type} came to ${JSON.stringify(refused.tries)}`);
	}
	for (const password of ['', 'wrong']) {
		const settings = { url, type: 'http-get', user: CALLBACK_LOGIN.user, password } as const;
		const { tries } = await gateway.pushStatus({ apiMsgId: 'f'.repeat(32), status: '004' }, { settings });
		const [attempt] = tries;
		if (attempt === undefined || !('httpStatus' in attempt) || attempt.httpStatus !== 401) {
			throw new Error(`a forged call came to ${JSON.stringify(attempt)}, not to 401`);
		}
	}
	const events = (await eventsOf(client, guarded, types.length + INBOUND_TYPES.length)) as Array<{
		kind: string;
		format: string;
	}>;
	compareBags(
		events.map(({ kind, format }) => `${kind} ${format}`),
		[
			...types.map((type) => `status ${camel(type)}`),
			...INBOUND_TYPES.map((type) => `inbound ${camel(type)}`),
		],
	);
	return `${types.length} formats of statuses, ${INBOUND_TYPES.length} of messages; forged calls got 401`;
}

const camel = (type: string) => type.replace(/-(\w)/, (_, letter: string) => letter.toUpperCase());

/** What the editor does with "Listen for test event". */
async function testUrl(client: N8nClient, gateway: Gateway): Promise<string> {
	const production = await urlOf(client, tested);
	const url = production.replace('/webhook/', '/webhook-test/');
	const settings = { url, type: 'xml-post' } as const;
	const fields = { apiMsgId: 'e'.repeat(32), status: '003' };
	const before = await gateway.pushStatus(fields, { settings });
	await client.listen(tested.id, TRIGGER);
	const heard = await gateway.pushStatus(fields, { settings });
	const answers = [before, heard].map(({ tries: [attempt] }) => JSON.stringify(attempt));
	if (heard.state !== 'delivered') throw new Error(`the test URL came to ${answers.join(', then ')}`);
	if (before.state === 'delivered') throw new Error('the test URL answered before anyone listened');
	const [event] = (await eventsOf(client, tested, 1)) as Array<{ status: string; format: string }>;
	if (event?.status !== '003' || event.format !== 'xmlPost') {
		throw new Error(`the event is ${JSON.stringify(event)}`);
	}
	return 'refused before anyone listens, then one event';
}

/**
 * A hundred messages from accepted to received, every callback sent twice and the last status first, while the
 * trigger cannot be reached for the first minutes.
 */
async function wholeLives(client: N8nClient, gateway: Gateway, clock: ManualClock): Promise<string> {
	const url = await live(client, lives);
	const proxy = await door(url);
	try {
		gateway.createApi({ user: 'demo', apiId: '424242' });
		const settings = { url: proxy.url + new URL(url).pathname, type: 'http-post' } as const;
		await gateway.setCallback('424242', settings, { probe: false });
		gateway.setWeather({ copies: 2, reversed: true });
		const sent = (await runWell(client, sendingLives.id)).output('Send');
		proxy.open = false;
		await clock.advance(60_000);
		proxy.open = true;
		await clock.advance(20 * 60_000);
		const open = gateway.callbacks.list().filter(({ state }) => state !== 'delivered').length;
		if (open > 0) throw new Error(`${open} callbacks were never delivered`);
		const events = (await eventsOf(client, lives, 2 * LIVES)) as Array<{ messageId: string; status: string }>;
		compareBags(
			events.map(({ messageId, status }) => `${messageId} ${status}`),
			sent.flatMap(({ json }) => [`${String(json.messageId)} 003`, `${String(json.messageId)} 004`]),
		);
		const tries = gateway.callbacks.list().reduce((sum, record) => sum + record.tries.length, 0);
		return `${sent.length} messages, ${tries} calls (${proxy.turnedAway} answered 503): ${events.length} events, none twice, none missing`;
	} finally {
		await proxy.close();
	}
}

/** The trigger over HTTP, in every format. */
export async function callbacks(
	ledger: Ledger,
	client: N8nClient,
	gateway: Gateway,
	answersWhenStored: boolean,
): Promise<void> {
	const cases = callbackCases();
	await inParallel(byFormat, 2, async ({ format, workflow }) => {
		const own = cases.filter(({ name }) => name.startsWith(`${format}__`));
		await ledger.check(`callbacks by ${format}`, () => recordedCalls(client, workflow, own));
	});
	await ledger.check('callbacks nobody can read, accepted on request', () => unreadableCalls(client, cases));
	await ledger.check("the gateway's callbacks, with login", () => fromGateway(client, gateway));
	await ledger.check('callback to the test URL', () => testUrl(client, gateway));
	await triggerChecks(ledger, client, answersWhenStored);
	await platformCallbackChecks(ledger, client, gateway);
}

/** Thousands of calls: with a gateway whose clock can be moved, in order and out of order. */
export async function manyCalls(
	ledger: Ledger,
	client: N8nClient,
	{ gateway, clock }: { gateway: Gateway; clock: ManualClock },
): Promise<void> {
	await platformManyCalls(ledger, client, gateway, clock);
	await ledger.check('lives of 100 messages, repeats, reversals, 503', () =>
		wholeLives(client, gateway, clock),
	);
	await ledger.check('mutated and random calls', () => fuzz(client));
}
