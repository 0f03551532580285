import { MALFORMED } from './callbacks/formats';
import { ManualClock } from './clock';
import { STATUS_TEXT } from './codes';
import { FAULT_KINDS, type FaultScript } from './faults';
import type { Gateway } from './gateway';
import { type Exchange, HttpError, type Route } from './http/exchange';
import { CALLBACK_TYPES, type CallbackSettings } from './model';
import type { NewApi, Seed } from './state';
import { defined } from './defined';

/**
 * The control plane, JSON under `/_gateway/`. `GET /_gateway/` lists it:
 *
 *     GET    state            accounts, API products, totals
 *     POST   reset            back to the start; {seed?}
 *     POST   seed             {accounts, vouchers}
 *     POST   apis             {user, password?, apiId?, callbackUrl?, callbackType?, ...}
 *     GET    messages         ?to= &from= &status= &limit=
 *     POST   status           {apiMsgId, status}: gives a message a status now
 *     GET    calls            ?command= &limit=
 *     GET    doubled          texts accepted more than once for a recipient
 *     GET    faults           what is scripted, and the kinds there are
 *     POST   faults           {kind, command?, nth?, times?, to?, ...}; answers with its id
 *     DELETE faults           ?id= or all
 *     POST   callback         {apiId, kind?, url, type, user?, password?, probe?}; url '' takes it away
 *     GET    callbacks        callbacks sent, with their tries; ?limit=
 *     POST   push-status      {apiMsgId, status?, ..., settings?, variant?}
 *     POST   push-inbound     {from, to, text, charset?, udh?, apiId?, settings?, variant?}
 *     POST   inbox            {cleared}: hides what the inbox shows now, or shows all again
 *     POST   weather          {lateMs?, copies?, reversed?, variant?} for all callbacks to come
 *     POST   latency          {ms}: how long every SOAP reply takes
 *     POST   expire-sessions
 *     POST   clock            {advanceMs}, where the gateway runs on a manual clock
 *     GET    events           the inbox's event stream
 */
const ACTIONS: Readonly<Record<string, (gateway: Gateway, exchange: Exchange) => unknown>> = {
	'GET ': () => ({
		actions: Object.keys(ACTIONS),
		faults: FAULT_KINDS,
		callbackTypes: CALLBACK_TYPES,
		malformed: MALFORMED,
	}),
	'GET state': (gateway) => overview(gateway),
	'POST reset': async (gateway, exchange) => {
		const { seed } = await exchange.json();
		gateway.reset(seed === undefined ? undefined : (seed as Seed));
		return { reset: true };
	},
	'POST seed': async (gateway, exchange) => {
		const { accounts, vouchers } = (await exchange.json()) as unknown as Partial<Seed>;
		gateway.seed({ accounts: accounts ?? [], vouchers: vouchers ?? [] });
		return overview(gateway);
	},
	'POST apis': async (gateway, exchange) => {
		const api = (await exchange.json()) as unknown as NewApi;
		if (typeof api.user !== 'string') throw new HttpError(400, 'user is missing.');
		return { apiId: gateway.createApi(api).apiId };
	},
	'GET messages': (gateway, { url }) => {
		const wanted = ['to', 'from', 'status', 'apiMsgId', 'climsgid', 'batchId'].filter((name) =>
			url.searchParams.has(name),
		);
		const filter = Object.fromEntries(wanted.map((name) => [name, defined(url.searchParams.get(name))]));
		return newest(gateway.messages(filter), url);
	},
	'POST status': async (gateway, exchange) => {
		const { apiMsgId, status } = await exchange.json();
		const message = gateway.message(String(apiMsgId));
		if (message === undefined) throw new HttpError(404, 'There is no such message.');
		if (!Object.hasOwn(STATUS_TEXT, String(status))) throw new HttpError(400, 'There is no such status.');
		gateway.state.messages.force(message, String(status));
		return message;
	},
	'GET calls': (gateway, { url }) => {
		const command = url.searchParams.get('command');
		return newest(gateway.calls(command === null ? {} : { command }), url);
	},
	'GET doubled': (gateway) => gateway.doubled(),
	'GET faults': (gateway) => ({ scripted: gateway.faultList.list(), kinds: FAULT_KINDS }),
	'POST faults': async (gateway, exchange) => gateway.fail((await exchange.json()) as unknown as FaultScript),
	'DELETE faults': (gateway, { url }) => {
		const id = url.searchParams.get('id');
		if (id === null) gateway.faultList.clear();
		else if (!gateway.faultList.remove(Number(id))) throw new HttpError(404, 'There is no such fault.');
		return { scripted: gateway.faultList.list() };
	},
	'POST callback': setCallback,
	'GET callbacks': (gateway, { url }) => newest(gateway.callbacks.list(), url),
	'POST push-status': async (gateway, exchange) => {
		const { settings, variant, retry, ...fields } = await exchange.json();
		const options = { settings, variant, retry } as Parameters<Gateway['pushStatus']>[1];
		return await gateway.pushStatus(fields as Parameters<Gateway['pushStatus']>[0], options);
	},
	'POST push-inbound': async (gateway, exchange) => {
		const { settings, variant, retry, ...message } = await exchange.json();
		for (const name of ['from', 'to', 'text']) {
			if (typeof message[name] !== 'string') throw new HttpError(400, `${name} must be a text.`);
		}
		const options = { settings, variant, retry } as Parameters<Gateway['pushInbound']>[1];
		return await gateway.pushInbound(message as unknown as Parameters<Gateway['pushInbound']>[0], options);
	},
	'POST inbox': async (gateway, exchange) => {
		const { cleared } = await exchange.json();
		if (typeof cleared !== 'boolean') throw new HttpError(400, 'cleared must be true or false.');
		gateway.clearInbox(cleared);
		return { cleared };
	},
	'POST weather': async (gateway, exchange) => {
		gateway.setWeather(await exchange.json());
		return gateway.callbacks.weather;
	},
	'POST latency': async (gateway, exchange) => {
		const { ms } = await exchange.json();
		if (typeof ms !== 'number' || !(ms >= 0)) throw new HttpError(400, 'ms must be a number.');
		gateway.latencyMs = ms;
		return { latencyMs: ms };
	},
	'POST expire-sessions': (gateway) => {
		gateway.state.expireSessions();
		return { expired: gateway.state.sessions.size };
	},
	'POST clock': async (gateway, exchange) => {
		const { advanceMs } = await exchange.json();
		if (!(gateway.clock instanceof ManualClock)) throw new HttpError(409, 'This gateway runs on real time.');
		if (typeof advanceMs !== 'number' || !(advanceMs >= 0))
			throw new HttpError(400, 'advanceMs must be a number.');
		await gateway.clock.advance(advanceMs);
		return { now: gateway.clock.now() };
	},
};

export const CONTROL_PREFIX = '/_gateway/';

export function controlRoute(gateway: Gateway): Route {
	return async (exchange) => {
		if (!exchange.path.startsWith(CONTROL_PREFIX)) return false;
		const action = ACTIONS[`${exchange.method} ${exchange.path.slice(CONTROL_PREFIX.length)}`];
		if (action === undefined) return false;
		refuseStrangers(exchange);
		try {
			exchange.sendJson((await action(gateway, exchange)) ?? null);
		} catch (error) {
			if (error instanceof RangeError) throw new HttpError(400, error.message);
			throw error;
		}
		return true;
	};
}

/** A page of another site, open in the same browser, has no business here. */
export function refuseStrangers(exchange: Exchange): void {
	const host = exchange.header('host') ?? '';
	const origin = exchange.header('origin');
	const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
	if (!local || (origin !== undefined && origin !== `http://${host}`)) {
		throw new HttpError(403, 'The control plane answers only to this machine.');
	}
}

async function setCallback(gateway: Gateway, exchange: Exchange): Promise<unknown> {
	const { apiId, kind, probe, ...rest } = await exchange.json();
	const settings = rest as unknown as CallbackSettings;
	if (kind !== undefined && kind !== 'status' && kind !== 'inbound') {
		throw new HttpError(400, 'kind is status or inbound.');
	}
	if (settings.url !== '' && !Object.hasOwn(CALLBACK_TYPES, settings.type)) {
		throw new HttpError(400, `type is one of ${Object.keys(CALLBACK_TYPES).join(', ')}.`);
	}
	const attempt = await gateway.setCallback(String(apiId), settings.url === '' ? null : settings, {
		kind: kind ?? 'status',
		probe: probe !== false,
	});
	const accepted = 'httpStatus' in attempt && attempt.httpStatus === 200;
	return {
		accepted,
		...attempt,
		...(accepted ? {} : { problem: `Invalid URL: ${JSON.stringify(attempt)}` }),
	};
}

/** The newest entries first, at most `?limit=` (default 100) of them. */
function newest<T>(entries: readonly T[], url: URL): T[] {
	const asked = Number(url.searchParams.get('limit') ?? 100);
	const limit = Number.isInteger(asked) && asked > 0 ? asked : 100;
	return entries.slice(-limit).reverse();
}

function overview(gateway: Gateway): unknown {
	const { state } = gateway;
	return {
		now: gateway.clock.now(),
		accounts: [...state.accounts.values()].map(({ password: _, milliCredits, ...account }) => ({
			...account,
			credit: milliCredits / 1000,
		})),
		apis: [...state.apis.values()].map(({ callback, inbound, ...api }) => ({
			...api,
			callback: shown(callback),
			inbound: shown(inbound),
		})),
		messages: state.messages.size,
		sessions: state.sessions.size,
		...gateway.callLog.stats(),
	};
}

function shown(settings: CallbackSettings | undefined) {
	if (settings === undefined) return undefined;
	const { password, ...rest } = settings;
	return password === undefined ? rest : { ...rest, password: '***' };
}
