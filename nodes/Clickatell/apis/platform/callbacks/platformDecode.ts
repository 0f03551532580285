import { decodeBytes, parseFormBytes } from '../../../formats/charset';
import type { CallbackRequest } from '../../gateway/callbacks/events';
import { isObject } from '../../../formats/isObject';
import { fieldOf, type JsonLimits, readJson, textOf } from '../json';
import { isEnvelope, readEnvelope } from './platformEnvelope';
import type { DecodedPlatformCallback, PlatformFormat } from './platformEvents';
import { type FlatCall, flatKind, readFlatReply, readFlatStatus } from './flat';
import { hiderOf, isSecretName } from './platformSecrets';
import { readReplyBytes, readReplyText } from './text';

/** Media may come inside a call, in base64. To read more would hold n8n up for longer than a tenth of a second. */
export const PLATFORM_CALLBACK_LIMITS: JsonLimits = { size: 8 * 1024 * 1024, depth: 32 };

export interface PlatformDecodeOptions {
	/** Names of parameters that belong to the receiver, in lower case: never a field of the call. */
	readonly ownParameters?: readonly string[];
}

/**
 * What one call of the Platform says (docs/protocol/platform.md#callbacks). JSON, a form and a query are read, the body
 * before the query; a call that carries none of the Platform's fields is foreign, and may be the SMS gateway's. Pure;
 * never throws, whatever it is given.
 */
export function decodePlatformCallback(
	request: CallbackRequest,
	{ ownParameters = [] }: PlatformDecodeOptions = {},
): DecodedPlatformCallback {
	const format: PlatformFormat = request.method.toUpperCase() === 'GET' ? 'smsApiGet' : 'smsApiPost';
	const json = looksLikeJson(request.body) ? readJson(request.body, PLATFORM_CALLBACK_LIMITS) : undefined;
	if (json !== undefined && !json.ok) {
		return { kind: 'unreadable', reason: `The body of the call ${json.reason}.` };
	}
	if (json !== undefined) {
		const { value } = json;
		if (isEnvelope(value)) return events(readEnvelope(value, hiderOf(secretsOf(value))));
		return readFlat(jsonCall(format, value));
	}
	const fromBody = readFlat(formCall(format, request.body, ownParameters));
	return fromBody.kind === 'foreign' ? readFlat(formCall(format, request.query, ownParameters)) : fromBody;
}

function events(list: ReturnType<typeof readEnvelope>): DecodedPlatformCallback {
	if (list.length === 0) return { kind: 'unreadable', reason: 'The event of the call holds no event.' };
	return { kind: 'events', events: list };
}

function readFlat(call: FlatCall): DecodedPlatformCallback {
	switch (flatKind(call)) {
		case 'status':
			return { kind: 'events', events: [readFlatStatus(call)] };
		case 'inbound': {
			const reply = readFlatReply(call);
			return reply.kind === 'inbound' ? { kind: 'events', events: [reply] } : reply;
		}
		default:
			return { kind: 'foreign' };
	}
}

function jsonCall(format: PlatformFormat, value: unknown): FlatCall {
	const secrets = hiderOf(secretsOf(value));
	return {
		format,
		value: (name) => fieldOf(value, name),
		text: (charset) => {
			const text = textOf(fieldOf(value, 'text'));
			return text === undefined ? undefined : readReplyText(text, charset);
		},
		shown: secrets.value,
	};
}

function formCall(format: PlatformFormat, source: Uint8Array | string, own: readonly string[]): FlatCall {
	const fields = new Map<string, Uint8Array>();
	for (const { name, value } of parseFormBytes(source)) {
		const held = fields.get(name);
		// The first that is not empty counts: what is repeated later cannot change it.
		if (!own.includes(name.toLowerCase()) && !held?.length) fields.set(name, value);
	}
	const text = (name: string) => {
		const bytes = fields.get(name);
		return bytes === undefined ? undefined : decodeBytes(bytes);
	};
	const keys = [...fields.keys()].filter(isSecretName).map(text);
	const secrets = hiderOf(keys);
	return {
		format,
		value: text,
		text: (charset) => {
			const bytes = fields.get('text');
			return bytes === undefined ? undefined : readReplyBytes(bytes, charset);
		},
		shown: secrets.value,
	};
}

/** The secrets that a call itself carries, at its top. */
function secretsOf(value: unknown): string[] {
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([name, one]) =>
		isSecretName(name) && typeof one === 'string' ? [one.slice(0, 1000)] : [],
	);
}

/** Whether a body begins as JSON does: an object or a list. */
export function looksLikeJson(body: Uint8Array): boolean {
	const head = Buffer.from(body.subarray(0, 64)).toString('latin1');
	return /^(?:\xef\xbb\xbf)?[ \t\r\n]*[{[]/.test(head);
}
