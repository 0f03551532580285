import v8 from 'node:v8';
import vm from 'node:vm';
import type { INodeParameters, IWebhookFunctions } from 'n8n-workflow';
import { decode, type Decoded } from '../../../nodes/Clickatell/n8n/trigger/decodeCall';
import { receiveCallback } from '../../../nodes/Clickatell/n8n/trigger/receive';
import { type RawRequest, toCallbackRequest } from '../callbacks/cases';
import { wrongType } from '../callbacks/eventTypes';
import { randomPlatformRequests, randomRequests } from '../callbacks/randomRequests';
import { randomNumbers } from '../../randomNumbers';
import { casesOf } from '../../extent';
import { createTrigger, type Result } from './webhook';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Another seed finds other faults: CALLBACK_FUZZ_SEED and CALLBACK_FUZZ_COUNT look further than every run does. */
const SEED = Number(process.env.CALLBACK_FUZZ_SEED ?? 20221108);
const COUNT = Number(process.env.CALLBACK_FUZZ_COUNT ?? casesOf(200_000));
/** To make them up takes longer. */
const PLATFORM_COUNT = Math.ceil(COUNT / 4);
const SLOWEST_MS = 10_000;

const PARAMETERS: INodeParameters = {
	events: ['status', 'inbound', 'other'],
	settings: { startOnUnreadable: true },
};

/** n8n's webhook functions as far as the trigger asks, at a hundredth of their price. */
async function receiveLightly(raw: RawRequest): Promise<Pick<Result, 'status' | 'items'>> {
	let status: number | undefined;
	const response = {
		statusCode: 200,
		closed: false,
		once: () => response,
		setHeader: () => response,
		status: (code: number) => ((status = code), response),
		type: () => response,
		end: () => response,
	};
	const request = {
		method: raw.method,
		originalUrl: raw.target,
		headers: raw.headers,
		ip: '127.0.0.1',
		rawBody: raw.body,
	};
	const context = {
		getNodeParameter: (name: string, fallback: unknown) => PARAMETERS[name] ?? fallback,
		getRequestObject: () => request,
		getResponseObject: () => response,
		getParamsData: () => ({}),
		getNode: () => ({ id: 'fuzzed', name: 'Clickatell Trigger' }),
		getWorkflow: () => ({ id: 'fuzzed' }),
		getMode: () => 'webhook',
		logger: { debug: () => undefined, warn: () => undefined, error: () => undefined },
	};
	const { workflowData, noWebhookResponse } = await receiveCallback(context as unknown as IWebhookFunctions);
	if (noWebhookResponse !== true) {
		status = 200;
		response.end();
	}
	return { status, items: (workflowData?.[0] ?? []).map((item) => item.json) };
}

/** The first fault of one request; undefined if it has none. */
async function faultOf(raw: RawRequest, decoded: Decoded): Promise<string | undefined> {
	const events: readonly object[] = decoded.kind === 'events' ? decoded.events : [decoded];
	if (events.length === 0) return 'there is no event';
	for (const event of events) {
		const wrong = wrongType(event as { kind: string });
		if (wrong !== undefined) return wrong;
	}
	const { status, items } = await receiveLightly(raw);
	// Empty bodies aside, an unreadable call starts the workflow here, so 200 is the only answer.
	if (status !== 200) return `the trigger answers ${status}`;
	if (items.length > (decoded.kind === 'probe' ? 0 : events.length))
		return `the trigger starts with ${items.length} items`;
	const known = new Set(events.map((event) => JSON.stringify(event)));
	for (const { rawRequest, ...seen } of items) {
		if ((rawRequest !== undefined) !== (decoded.kind === 'unreadable'))
			return 'the raw request is in the wrong place';
		if (!known.has(JSON.stringify(seen))) return 'the trigger and the decoding disagree';
	}
	return undefined;
}

function describeRequest({ method, target, headers, body }: RawRequest): string {
	return JSON.stringify({ method, target, headers, bodyBase64: body.toString('base64') });
}

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

function heapInMb(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed / 1024 / 1024;
}

it.each([
	[COUNT, 'the gateway', randomRequests, ['httpPost', 'xmlPost', 'unreadable']],
	[
		PLATFORM_COUNT,
		'the Platform',
		randomPlatformRequests,
		['oneApi', 'smsApiPost', 'smsApiGet', 'unreadable'],
	],
] as const)(
	'%d requests like those of %s: no throw, no wrong type, no 500, bounded memory',
	async (count, _, random, met) => {
		const requests = random(randomNumbers(SEED));
		const kinds = new Map<string, number>();
		let heapAfterWarmUp = 0;
		for (let index = 0; index < count; index += 1) {
			const raw = requests.next().value;
			const started = performance.now();
			let decoded: Decoded | undefined;
			let fault: string | undefined;
			try {
				decoded = decode(toCallbackRequest(raw));
				fault = await faultOf(raw, decoded);
			} catch (error) {
				fault = `throws ${String(error)}`;
			}
			if (performance.now() - started > SLOWEST_MS) fault ??= 'takes too long';
			if (fault !== undefined) {
				throw new Error(`Request ${index} of seed ${SEED}: ${fault}\n${describeRequest(raw)}`);
			}
			const kind = decoded?.kind === 'events' ? defined(decoded.events[0]).format : (decoded?.kind ?? '');
			kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
			// In the long form the memory of repeated callbacks is full by then.
			if (index === Math.floor(count / 2)) heapAfterWarmUp = heapInMb();
		}
		expect(heapInMb() - heapAfterWarmUp).toBeLessThan(16);
		// Requests that are all refused at once would prove little.
		for (const kind of met) expect([kind, (kinds.get(kind) ?? 0) > count / 100]).toEqual([kind, true]);
	},
	600_000,
);

it("the light functions above answer as n8n's own do", async () => {
	const sources = [randomRequests(randomNumbers(SEED + 1)), randomPlatformRequests(randomNumbers(SEED + 1))];
	const receive = createTrigger({ parameters: { ...PARAMETERS } });
	for (let index = 0; index < casesOf(2_000); index += 1) {
		const raw = defined(sources[index % 2]).next().value;
		const { status, items } = await receive({ ...raw, target: raw.target });
		const light = await receiveLightly(raw);
		expect(status).toBe(light.status);
		// Each remembers the repeated callbacks of its own node, the first one since the start of the long run.
		if (items.length === light.items.length) expect(items).toEqual(light.items);
	}
}, 120_000);
