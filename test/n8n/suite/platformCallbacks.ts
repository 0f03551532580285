import type { Gateway, ManualClock } from '../../gateway';
import { DEMO_KEYS } from '../../gateway/platform/portal';
import { platformCallbacks as platformCases } from '../../unit/apis/platform/cases';
import { wrongType } from '../../unit/callbacks/eventTypes';
import { randomPlatformRequests } from '../../unit/callbacks/randomRequests';
import { randomNumbers } from '../../randomNumbers';
import type { ImportedCredential, ImportedWorkflow } from '../../../tools/n8n/cli';
import type { N8nClient } from '../../../tools/n8n/rest';
import { door } from './door';
import { read, settled } from './executions';
import { inParallel } from './instance';
import type { Ledger } from './table';
import { compareBags, live, receiving, startsOf, TRIGGER } from './triggers';
import { addressed, exchangeRaw, readable } from './wire';
import { CALLBACK_LOGIN, chain } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const EVERYTHING = ['status', 'inbound', 'other'];
const CREDENTIAL = { id: 'clickatell-platform-media', name: 'Clickatell Platform, media' };

/** A key for the trigger's downloads from the embedded Platform. */
export const mediaCredential = (baseUrl: string): ImportedCredential => ({
	...CREDENTIAL,
	type: 'clickatellPlatformApi',
	data: { apiKey: DEMO_KEYS.oneApi, api: 'oneApi', baseUrl },
});

const recorded = receiving(30, 'Callbacks of the Platform', {
	events: EVERYTHING,
	settings: { startOnRepeats: true },
});
const fuzzed = receiving(31, 'Mutated and random calls of the Platform', { events: EVERYTHING });
const lives = receiving(32, 'The lives of messages of the Platform', {}, true);
const withMedia = receiving(33, 'Media of inbound messages', { settings: { downloadMedia: true } });
const [mediaTrigger] = withMedia.nodes;
defined(mediaTrigger).credentials = { clickatellPlatformApi: CREDENTIAL };
const media = chain(withMedia.id, withMedia.name, [
	defined(mediaTrigger),
	{
		name: 'Read',
		type: 'n8n-nodes-base.moveBinaryData',
		typeVersion: 1.1,
		parameters: {
			mode: 'binaryToJson',
			setAllData: false,
			sourceKey: 'data',
			destinationKey: 'bytes',
			options: { keepAsBase64: true, keepSource: true },
		},
	},
]);

export const platformCallbackWorkflows: ImportedWorkflow[] = [recorded, media];
export const platformManyCallsWorkflows: ImportedWorkflow[] = [fuzzed, lives];

type Event = Record<string, unknown>;

async function itemsOf(client: N8nClient, workflow: ImportedWorkflow, atLeast: number): Promise<Event[]> {
	return (await startsOf(client, workflow, atLeast)).flat().map(({ json }) => json);
}

/** Every folder of test/platform/callbacks, byte for byte, and the items of the executions. */
async function recordedCalls(client: N8nClient): Promise<string> {
	const url = await live(client, recorded);
	const { pathname } = new URL(url);
	const cases = platformCases().filter(({ name }) => !name.startsWith('foreign__'));
	for (const { name, raw, expected } of cases) {
		const target = raw.target.replace(/^[^?]*/, pathname);
		const reply = await exchangeRaw(url, addressed({ ...raw, target }, url));
		const wanted = 'reason' in expected ? `400 ${expected.reason}` : '200 OK';
		const got = `${reply.status} ${reply.body}`;
		if (got !== wanted) throw new Error(`${name} was answered "${got}", not "${wanted}"`);
	}
	const calls = cases.map(({ expected }) => expected).filter((expected) => expected instanceof Array);
	const starts = await startsOf(client, recorded, calls.length);
	const seen = starts.map((items) => items.map(({ json: { dedupeKey: _, ...event } }) => event));
	compareBags(seen, calls);
	return `${cases.length} raw requests, ${seen.flat().length} events as expected`;
}

const FUZZ_SEED = 20221108;
const FUZZ_COUNT = 500;
/** What a receiver may say to a call that is not sound; never 500, and never nothing. */
const SOUND = new Set([200, 400, 404, 408, 413, 431]);

async function fuzz(client: N8nClient): Promise<string> {
	const url = await live(client, fuzzed);
	const requests = randomPlatformRequests(randomNumbers(FUZZ_SEED));
	const batch = Array.from({ length: FUZZ_COUNT }, () => requests.next().value);
	await inParallel(batch, 16, async (raw) => {
		const { status } = await exchangeRaw(url, readable(raw, url));
		if (SOUND.has(status)) return;
		throw new Error(`${status} to ${JSON.stringify({ ...raw, body: raw.body.toString('base64') })}`);
	});
	const events = await itemsOf(client, fuzzed, 1);
	for (const event of events) {
		const wrong = wrongType(event as unknown as Parameters<typeof wrongType>[0]);
		if (wrong !== undefined) throw new Error(`an event has a wrong type: ${wrong}`);
	}
	return `${FUZZ_COUNT} calls, ${events.length} events`;
}

const LIVES = 40;

/** Sends by One API and by the SMS API, as an application would. */
async function send({ platform }: Gateway): Promise<string[]> {
	const post = async (path: string, key: string, body: object) => {
		const response = await fetch(platform.url + path, {
			method: 'POST',
			headers: { authorization: key, 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify(body),
		});
		return ((await response.json()) as { messages: Array<{ apiMessageId: string }> }).messages;
	};
	const to = Array.from({ length: LIVES }, (_, index) => String(27999130000 + index));
	const messages = to.map((number) => ({ channel: 'sms', to: number, content: 'Hello' }));
	const ids = [
		...(await post('/v1/message', DEMO_KEYS.oneApi, { messages })),
		...(await post('/messages', DEMO_KEYS.smsApi, { content: 'Hello', to })),
	];
	return ids.map(({ apiMessageId }) => apiMessageId);
}

/** Every callback comes twice, last first, several in one call, while the trigger cannot be reached at first. */
async function wholeLives(client: N8nClient, gateway: Gateway, clock: ManualClock): Promise<string> {
	const url = await live(client, lives);
	const proxy = await door(url);
	const { platform } = gateway;
	try {
		const target = { url: proxy.url + new URL(url).pathname, method: 'POST', ...CALLBACK_LOGIN } as const;
		for (const name of ['Demo One API', 'Demo SMS API']) {
			Object.assign(platform.portal.byName(name), { status: { ...target }, inbound: { ...target } });
		}
		platform.callbacks.weather = { copies: 2, reversed: 4, together: 3, form: {} };
		proxy.open = false;
		const ids = await send(gateway);
		await clock.advance(60_000);
		platform.write({ integration: 'Demo One API', channel: 'whatsapp', from: '27999100001', text: 'Hi 👋' });
		platform.write(
			{ integration: 'Demo SMS API', from: '27999100001', to: '27999300001', text: 'Привет' },
			{ charset: 'UTF-16BE' },
		);
		await clock.advance(60_000);
		proxy.open = true;
		platform.callbacks.flush();
		for (let hour = 0; hour < 3; hour += 1) {
			await clock.advance(60 * 60_000);
			platform.callbacks.flush();
		}
		await clock.advance(60 * 60_000);
		const records = platform.callbacks.list();
		const open = records.filter(({ state }) => state !== 'delivered');
		if (open.length > 0)
			throw new Error(`${open.length} callbacks were never delivered: ${JSON.stringify(open[0])}`);
		// Each status that was told of a message, however often.
		const told = new Set(
			platform.messages
				.all()
				.filter(({ id }) => ids.includes(id))
				.flatMap(({ id, history }) => history.slice(1).map((_, index) => `${id} ${index}`)),
		);
		const events = await itemsOf(client, lives, 1);
		const keys = new Set(events.map(({ dedupeKey }) => dedupeKey));
		if (keys.size !== events.length) throw new Error(`${events.length - keys.size} events came twice`);
		const statuses = events.filter(({ kind }) => kind === 'status');
		const last = new Set(statuses.filter(({ final }) => final === true).map(({ messageId }) => messageId));
		const without = ids.filter((id) => !last.has(id));
		if (without.length > 0) throw new Error(`${without.length} messages have no final status`);
		compareBags(
			events
				.filter(({ kind }) => kind === 'inbound')
				.map(({ channel, text }) => `${String(channel)} ${String(text)}`),
			['whatsapp Hi 👋', 'sms Привет'],
		);
		if (statuses.length < told.size) throw new Error(`${statuses.length} statuses of ${told.size}`);
		const tries = records.reduce((sum, record) => sum + record.tries.length, 0);
		return `${ids.length} messages, ${tries} calls (${proxy.turnedAway} answered 503): ${events.length} events, none twice, none missing`;
	} finally {
		platform.callbacks.clear();
		await proxy.close();
	}
}

/** A picture by its ID, one inside the call, and one that is gone. */
async function mediaOfMessages(client: N8nClient, { platform }: Gateway): Promise<string> {
	const url = await live(client, media);
	const integration = platform.portal.byName('Demo One API');
	integration.inbound = { url, method: 'POST' };
	const bytes = Buffer.from(Array.from({ length: 2048 }, (_, index) => index % 256));
	const file = { bytes, contentType: 'image/png', fileName: 'a.png' };
	const from = { integration: 'Demo One API', channel: 'whatsapp', from: '27999100001' } as const;
	platform.write({ ...from, media: file });
	platform.write({ ...from, media: { ...file, inline: true } });
	platform.fail({ kind: 'error', code: 33, operation: 'downloadMedia', nth: 2 });
	platform.write({ ...from, media: { ...file, caption: 'gone' } });
	const executions = await read(client, await settled(client, media.id, 3));
	const seen = executions.flatMap((execution) => {
		const [started] = execution.output(TRIGGER);
		const { text, files } = defined(started).json as {
			text: string | null;
			files: Array<Record<string, unknown>>;
		};
		const { binaryProperty, reason, content } = defined(files[0]);
		const extracted = execution.output('Read')[0]?.json.bytes;
		const isWhole = extracted === bytes.toString('base64');
		return [[text, binaryProperty, reason === null, content, isWhole]];
	});
	// Of the two that are asked for at once either may meet the fault.
	const shown = seen.map(([, ...rest]) => rest);
	compareBags(shown, [
		['data', true, null, true],
		['data', true, null, true],
		[null, false, null, false],
	]);
	delete integration.inbound;
	return '3 messages: 2 files whole, 1 gone and said so';
}

/** The trigger over the callbacks of the Platform. */
export async function platformCallbackChecks(
	ledger: Ledger,
	client: N8nClient,
	gateway: Gateway,
): Promise<void> {
	await ledger.check('callbacks of the Platform', () => recordedCalls(client));
	await ledger.check("files of the Platform's inbound messages", () => mediaOfMessages(client, gateway));
}

/** The same with many calls, repeated, late and out of order. */
export async function platformManyCalls(
	ledger: Ledger,
	client: N8nClient,
	gateway: Gateway,
	clock: ManualClock,
): Promise<void> {
	await ledger.check('lives of messages of the Platform, repeats, reversals, 503', () =>
		wholeLives(client, gateway, clock),
	);
	await ledger.check('mutated and random calls of the Platform', () => fuzz(client));
}
