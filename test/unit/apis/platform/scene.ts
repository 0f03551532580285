import { PlatformClient } from '../../../../nodes/Clickatell/apis/platform/client';
import { platformCarrier } from '../../../../nodes/Clickatell/apis/platform/platformCarrier';
import type { PlatformApiName } from '../../../../nodes/Clickatell/apis/platform/types';
import { findOperation } from '../../../../nodes/Clickatell/catalogue';
import type { PlatformOperation } from '../../../../nodes/Clickatell/catalogue/types';
import type { HttpRequest, HttpResult } from '../../../../nodes/Clickatell/engine/httpCall';
import type { Files, InputFile } from '../../../../nodes/Clickatell/engine/ports';
import { checkItem, type CheckResult, type RawValues } from '../../../../nodes/Clickatell/message/check';
import type { PlannedCall } from '../../../../nodes/Clickatell/message/plan';
import { FakePorts } from '../../runtime/fakePorts';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

/** A client of the Platform with a host that a function answers for, and a clock that sleeps move on. */

export const KEY = 'SceneKey-_5678901234567A==';
export const ZONE = 'Africa/Johannesburg';
/** Midnight of a day in 2026. */
export const TODAY = Date.UTC(2026, 0, 1);

export const platformOperation = (name: string): PlatformOperation => {
	const [resource, operation] = name.split('.');
	const found = findOperation(defined(resource), defined(operation));
	if (found?.api !== 'platform') throw new Error(`The Platform has no ${name}`);
	return found;
};

export function json(body: unknown, status = 202, contentType = 'application/json'): HttpResult {
	return { ok: true, status, contentType, bytes: Buffer.from(JSON.stringify(body)) };
}

export const lost: HttpResult = {
	ok: false,
	neverSent: false,
	what: 'broke off the connection',
	known: true,
	error: undefined,
};

export const unreachable: HttpResult = { ...lost, neverSent: true, what: 'refused the connection' };

export type Host = (request: HttpRequest, call: number) => HttpResult | Promise<HttpResult>;

export interface Scene {
	readonly ports: FakePorts;
	readonly client: PlatformClient;
	/** What was sent, as the host reads it. */
	sent(): unknown[];
}

export function sceneOf(
	host: Host,
	{ api = 'oneApi', files = [] }: { api?: PlatformApiName; files?: readonly InputFile[] } = {},
): Scene {
	const stored = { apiKey: KEY, api, baseUrl: 'https://host.example', probe: '' };
	let calls = 0;
	const ports: FakePorts = new FakePorts(
		async (request) => await host(request, ++calls),
		async () => stored,
	);
	const fileOf = (item: number): InputFile => files[item] ?? { ok: false, fault: 'there is no such file' };
	const own: Files = { file: async (item) => fileOf(item) };
	const credential = { key: KEY, api, baseUrl: 'https://host.example' };
	return {
		ports,
		client: new PlatformClient(ports, own, credential, stored, ZONE),
		sent: () =>
			ports.requests.map(({ body }) => (typeof body === 'string' ? JSON.parse(body) : body) as unknown),
	};
}

/** A message of One API as the host reads it. */
export interface Read {
	readonly to: string;
	readonly clientMessageId?: string;
	readonly content?: string;
}

export const messagesIn = ({ body }: HttpRequest): readonly Read[] =>
	(JSON.parse(body as string) as { messages: Read[] }).messages;

export const idFor = ({ to, clientMessageId }: Read) => `id-${to}-${clientMessageId ?? ''}`;

/** Accepts all messages of a call to One API. */
export const acceptAll: Host = (request) =>
	json({
		messages: messagesIn(request).map((message) => ({
			apiMessageId: idFor(message),
			accepted: true,
			to: message.to,
			clientMessageId: message.clientMessageId,
			error: null,
		})),
		error: null,
	});

/** A call of One API to these numbers, each with a text and a client message ID of its own. */
export function callTo(...to: string[]): PlannedCall {
	return {
		wire: {},
		own: to.map((_, i) => ({
			wire: { text: `Text ${i}`, clientMessageId: `c${i}` },
			travel: undefined,
		})),
		to,
		slots: to.map((_, position) => [{ item: 0, position }]),
		travel: undefined,
		values: {},
	};
}

export const OPTIONS = { timeoutMs: 60_000, repeatOnInternalError: false };

/** Values of the panel, checked as the node does. */
export function checked(operation: PlatformOperation, api: PlatformApiName, raw: RawValues): CheckResult {
	return checkItem(operation, raw, { carrier: platformCarrier(api, ZONE, () => TODAY) });
}
