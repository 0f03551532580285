import type { Incoming } from './api';
import { PLATFORM } from './contract';
import { type PlatformFault, isPlatformCarriedOut, PLATFORM_ODDITIES } from './faults';
import { downloadMedia, getMediaInfo, uploadMedia } from './media';
import type { Integration } from './model';
import { getStatus, notify, send } from './oneApi';
import { oneApiError, oneApiFailure } from './oneApiErrors';
import { getSmsStatus, sendSms, sendSmsByGet, smsFailure, smsRateLimit } from './smsApi';
import { type PlatformReply, type PlatformRequest, type PlatformWorld, valueOf } from './world';
import { defined } from '../defined';

type Handler = (world: PlatformWorld, request: PlatformRequest) => PlatformReply;

const HANDLERS: Readonly<Record<string, Handler>> = {
	sendSms,
	sendSmsByGet,
	getSmsStatus,
	getBalance,
	getOneApiBalance: getBalance,
	send,
	getStatus,
	uploadMedia,
	downloadMedia,
	getMediaInfo,
	notify,
};

const SMS_API: ReadonlySet<string> = new Set(['sendSms', 'sendSmsByGet', 'getSmsStatus']);
/** Either kind of key is good for the balance. */
const ANY_KEY: ReadonlySet<string> = new Set(['getBalance', 'getOneApiBalance']);
const WITH_BODY: ReadonlySet<string> = new Set(['sendSms', 'send', 'notify']);

function getBalance({ portal }: PlatformWorld, { integration }: PlatformRequest): PlatformReply {
	const { milliBalance, currency } = portal.accountOf(integration);
	return { status: 200, body: { balance: milliBalance / 1000, currency } };
}

/** Carries a call out, unless the door or a fault prevents it. */
export function carryOut(
	world: PlatformWorld,
	incoming: Incoming,
	operation: string,
	integration: Integration | undefined,
	fault: PlatformFault | undefined,
	tooMany: (integration: Integration) => boolean,
): PlatformReply {
	const sms = SMS_API.has(operation);
	if (fault?.kind === 'reply' && !isPlatformCarriedOut(fault)) return scripted(fault);
	if (fault !== undefined && !isPlatformCarriedOut(fault)) return faultReply(world, sms, fault);
	const handler = HANDLERS[operation];
	if (handler === undefined) return oneApiFailure(incoming.path.startsWith('/v1/message') ? 42 : 41);
	const refused = atTheDoor(world, incoming, sms, operation, integration, tooMany);
	if (refused !== undefined) return refused;
	const body = WITH_BODY.has(operation) ? incoming.body : undefined;
	const request: PlatformRequest = {
		operation,
		integration: defined(integration),
		query: incoming.query,
		pathValues: PLATFORM.pathValues(incoming),
		body: fault?.to === undefined ? body : without(body, fault.to),
		bytes: incoming.bytes,
		contentType: incoming.headers['content-type'] ?? 'application/octet-stream',
	};
	if (WITH_BODY.has(operation) && body === undefined)
		return sms ? smsFailure(world, undefined) : oneApiFailure(21);
	const reply = handler(world, request);
	return fault?.kind === 'reply'
		? { ...scripted(fault), accepted: reply.accepted ?? 0 }
		: altered(reply, fault, sms);
}

function scripted({ status = 200, body = '' }: PlatformFault): PlatformReply {
	return { status, body };
}

function faultReply(world: PlatformWorld, sms: boolean, { kind, code }: PlatformFault): PlatformReply {
	if (kind !== 'error') return sms ? smsFailure(world, undefined) : oneApiFailure(18);
	if (!sms) return oneApiFailure(defined(code));
	const known: Readonly<Record<number, number>> = { 1: 108, 20: 301, 25: 105, 45: 106 };
	return smsFailure(
		world,
		known[defined(code)],
		known[defined(code)] === undefined ? oneApiError(defined(code)).description : undefined,
	);
}

/** Key, addresses, account, integration and rate, in this order. */
function atTheDoor(
	world: PlatformWorld,
	{ sourceAddress }: Incoming,
	sms: boolean,
	operation: string,
	integration: Integration | undefined,
	tooMany: (integration: Integration) => boolean,
): PlatformReply | undefined {
	if (integration === undefined) return sms ? smsFailure(world, 108) : oneApiFailure(1);
	const { allowedAddresses, active, type } = integration;
	const fail = (code: number) =>
		sms ? smsFailure(world, undefined, oneApiError(code).description) : oneApiFailure(code);
	if (allowedAddresses.length > 0 && !allowedAddresses.includes(sourceAddress)) return fail(7);
	if (!world.portal.accountOf(integration).active) return fail(2);
	if (!active) return fail(3);
	if (tooMany(integration)) return sms ? smsRateLimit(world) : oneApiFailure(43);
	// Whether a key is good for another API than its integration's is not said; here it is not.
	if (!ANY_KEY.has(operation) && (type === 'sms') !== sms)
		return sms ? smsFailure(world, 108) : oneApiFailure(1);
	return undefined;
}

/** The call without one of its recipients, who is to be refused. */
function without(body: unknown, to: string): unknown {
	const list = valueOf(body, 'messages');
	const numbers = valueOf(body, 'to');
	const same = (value: unknown) => String(value).replace('+', '') === to;
	if (Array.isArray(list)) {
		return {
			...(body as object),
			messages: list.map((one: unknown) =>
				same(valueOf(one, 'to')) ? { ...(one as object), to: 'refused' } : one,
			),
		};
	}
	return Array.isArray(numbers)
		? { ...(body as object), to: numbers.map((one: unknown) => (same(one) ? 'refused' : one)) }
		: body;
}

/** The reply as a fault has it: one recipient refused, or entries that differ from what was done. */
function altered(reply: PlatformReply, fault: PlatformFault | undefined, sms: boolean): PlatformReply {
	const entries = valueOf(reply.body, 'messages');
	if (fault === undefined || !Array.isArray(entries)) return reply;
	const body = reply.body as Record<string, unknown>;
	const list = entries as Array<Record<string, unknown>>;
	if (fault.kind === 'odd')
		return { ...reply, body: { ...body, messages: PLATFORM_ODDITIES[defined(fault.oddity)](list) } };
	if (fault.to === undefined) return reply;
	const error = oneApiError(defined(fault.code));
	const messages = list.map((entry) =>
		entry.to === 'refused' ? { ...entry, to: fault.to, error: sms ? error.description : error } : entry,
	);
	return { ...reply, body: { ...body, messages } };
}
