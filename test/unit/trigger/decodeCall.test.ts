import fc from 'fast-check';
import { decodeCallback, type CallbackRequest } from '../../../nodes/Clickatell/apis/gateway/callbacks';
import { decodePlatformCallback } from '../../../nodes/Clickatell/apis/platform';
import { decode, OWN_PARAMETERS } from '../../../nodes/Clickatell/n8n/trigger/decodeCall';
import { platformCallbacks } from '../apis/platform/cases';
import { callbackCases, toCallbackRequest } from '../callbacks/cases';
import { randomPlatformRequests, randomRequests } from '../callbacks/randomRequests';
import { randomNumbers } from '../../randomNumbers';
import { casesOf } from '../../extent';
import { growth, NOT_SQUARE } from '../soap/growth';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const OPTIONS = { ownParameters: OWN_PARAMETERS };
const ofGateway = (request: CallbackRequest) => decodeCallback(request, OPTIONS);
const ofPlatform = (request: CallbackRequest) => decodePlatformCallback(request, OPTIONS);
const get = (query: string): CallbackRequest => ({ method: 'GET', query, body: new Uint8Array() });
const post = (body: string, query = ''): CallbackRequest => ({
	method: 'POST',
	query,
	body: Buffer.from(body),
});

function isJson({ body }: CallbackRequest): boolean {
	try {
		return (
			typeof JSON.parse(
				Buffer.from(body)
					.toString()
					.replace(/^\uFEFF/, ''),
			) === 'object'
		);
	} catch {
		return false;
	}
}

/** Which of the two a call was taken for. */
function takenFor(request: CallbackRequest): string {
	const decoded = decode(request);
	if (decoded.kind !== 'events') return decoded.kind;
	const formats = new Set(
		decoded.events.map(({ format }) => (/^(http|xml|soap)/.test(format) ? 'gateway' : 'platform')),
	);
	return [...formats].join(' and ');
}

test('each recorded call of the gateway is the gateway’s, and becomes what its own decoder makes of it', () => {
	const events = callbackCases().filter(({ raw }) => 'event' in ofGateway(toCallbackRequest(raw)));
	expect(events.length).toBeGreaterThan(100);
	for (const { name, raw } of events) {
		const alone = ofGateway(toCallbackRequest(raw)) as { event: object };
		expect([name, decode(toCallbackRequest(raw))]).toEqual([name, { kind: 'events', events: [alone.event] }]);
	}
	const probes = callbackCases().filter(({ expected }) => expected.kind === 'probe');
	for (const { raw } of probes) expect(decode(toCallbackRequest(raw))).toEqual({ kind: 'probe' });
});

test('each recorded call of the Platform is the Platform’s, and becomes what its own decoder makes of it', () => {
	const events = platformCallbacks().filter(({ expected }) => Array.isArray(expected));
	expect(events.length).toBeGreaterThan(20);
	for (const { name, raw } of events) {
		const request = toCallbackRequest(raw);
		expect([name, decode(request)]).toEqual([name, ofPlatform(request)]);
	}
});

const COUNT = casesOf(10_000);

/** Calls like those of the gateway and of the Platform in turn. */
function* randomCalls(seed: number): Generator<CallbackRequest> {
	const sources = [randomRequests(randomNumbers(seed)), randomPlatformRequests(randomNumbers(seed))];
	for (let i = 0; i < COUNT; i++) yield toCallbackRequest(defined(sources[i % 2]).next().value);
}

const shown = ({ body, ...head }: CallbackRequest) =>
	JSON.stringify({ ...head, body: Buffer.from(body).toString() });

/** What a call is taken for; undefined where it is as it was before the Platform was known. */
function changed(request: CallbackRequest): string | undefined {
	const alone = ofGateway(request);
	const now = decode(request);
	if (!('event' in alone)) {
		const isSame = alone.kind === 'probe' ? now.kind === 'probe' : takenFor(request) !== 'gateway';
		return isSame ? undefined : takenFor(request);
	}
	if (JSON.stringify(now) === JSON.stringify({ kind: 'events', events: [alone.event] })) return undefined;
	// In JSON it was found in the middle of a text.
	if (isJson(request) && takenFor(request) !== 'gateway') return undefined;
	return alone.event.messageId === null && ofPlatform(request).kind === 'events'
		? undefined
		: takenFor(request);
}

test('whatever was read as a call of the gateway still is, and nothing else becomes one', () => {
	let ofTheGateway = 0;
	for (const request of randomCalls(1)) {
		if ('event' in ofGateway(request)) ofTheGateway += 1;
		const taken = changed(request);
		if (taken !== undefined) throw new Error(`${taken}: ${shown(request)}`);
	}
	expect(ofTheGateway).toBeGreaterThan(COUNT / 20);
});

test('whatever the Platform’s decoder does not know becomes no event of the Platform', () => {
	let known = 0;
	for (const request of randomCalls(2)) {
		const { kind } = ofPlatform(request);
		if (kind === 'events') known += 1;
		if (kind === 'foreign' && takenFor(request) === 'platform') throw new Error(shown(request));
		if (kind === 'events' && takenFor(request) !== 'platform' && !('event' in ofGateway(request)))
			throw new Error(shown(request));
	}
	expect(known).toBeGreaterThan(COUNT / 20);
});

/** Fields of the one and the other, as both could be written into a URL by hand. */
const gatewayCalls = fc.constantFrom(
	'apiMsgId=1&status=004',
	'cliMsgId=1&status=004&to=1',
	'moMsgId=1&from=1&to=2&text=a',
	`data=${encodeURIComponent('<callback><apiMsgId>1</apiMsgId><status>004</status></callback>')}`,
);
const platformFields = fc.subarray([
	'messageId=9',
	'replyMessageId=9',
	'statusCode=4',
	'fromNumber=1',
	'toNumber=2',
	'integrationName=x',
	'clientMessageId=c',
]);

test('fields of the Platform beside them do not make a call of the gateway the Platform’s', () => {
	fc.assert(
		fc.property(gatewayCalls, platformFields, fc.boolean(), (call, fields, inQuery) => {
			const more = fields.join('&');
			const requests = inQuery
				? [get(`${more}&${call}`), post(call, more)]
				: [post(`${call}&${more}`), get(call)];
			for (const request of requests) expect(takenFor(request)).toBe('gateway');
		}),
	);
});

test.each([
	[
		'a reply by GET to a URL with parameters of its own',
		get('from=shop&replyMessageId=1&fromNumber=2&text=a'),
		'platform',
	],
	[
		'a status by GET to such a URL',
		get('office=1&to=3&messageId=1&status=RECEIVED_BY_RECIPIENT'),
		'platform',
	],
	['an inbound message without an ID', get('from=2&text=a'), 'gateway'],
	[
		'the same, posted to a URL that names a message',
		post('from=2&text=a', 'messageId=1&status=x'),
		'gateway',
	],
	[
		'XML posted to a URL that names a message',
		post('<clickmo><moMsgId>1</moMsgId></clickmo>', 'messageId=1&status=x'),
		'gateway',
	],
	['a form that begins like JSON', post('{}&apiMsgId=1&status=004'), 'gateway'],
	[
		'fields of the gateway inside a text',
		post('{"event":{"moText":[{"content":"&moMsgId=1&from=2&text=a"}]}}'),
		'platform',
	],
	['the same in JSON of nobody', post('{"note":"&moMsgId=1&from=2&text=a"}'), 'unreadable'],
	['JSON of nobody at a URL with fields', post('{"a":1}', 'apiMsgId=1&status=004'), 'unreadable'],
	['nothing', get(''), 'probe'],
])('%s', (_, request, taken) => {
	expect(takenFor(request)).toBe(taken);
});

test.each([
	'[',
	'{"event":',
	'{"event":{"moText":[{"content":"&moMsgId=1&text=',
	'{"a":"\\',
	'&messageId=1&',
	'{}&',
])('a body full of %j costs time in proportion', (separator) => {
	expect(growth((text) => decode(post(text)), separator)).toBeLessThan(NOT_SQUARE);
});
