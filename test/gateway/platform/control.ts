import { CONTROL_PREFIX, refuseStrangers } from '../control';
import { type Exchange, HttpError, type Route } from '../http/exchange';
import type { PlatformApi, Written } from './api';
import type { CallbackForm } from './callbackForms';
import { ONE_API_STATUSES } from './codes';
import { PLATFORM_FAULT_KINDS, type PlatformFault } from './faults';
import type { CallbackUrl } from './model';
import type { IntegrationSeed, PlatformSeed } from './portal';

/**
 * The portal and the control plane of the Platform, JSON under `/_gateway/platform/`. `GET /_gateway/platform/` lists it:
 *
 *     GET    state          accounts, integrations with their keys, totals
 *     POST   reset          back to the start; {seed?}
 *     POST   integrations   {type, account, name?, channels?, twoWayNumbers?, testPhones?, status?, inbound?, ...}
 *     POST   new-key        {integration}: the old key stops working
 *     GET    messages       sent messages, newest first
 *     POST   status         {id, status}: gives a message a status of One API's table now
 *     POST   read           {id}: its person has opened a WhatsApp message
 *     POST   callback       {integration, kind, url, method?, user?, password?}; url '' takes it away
 *     POST   write          {integration, channel?, from, to?, text? | location? | media?, answers?, url?, form?}: a person writes
 *     POST   flush          sends the callbacks that are held back
 *     GET    callbacks      callbacks sent, with their tries
 *     POST   weather        {copies?, reversed?, together?, form?} for all callbacks to come
 *     GET    faults         the kinds there are
 *     POST   faults         {kind, operation?, nth?, times?, code?, to?, ...}
 *     DELETE faults
 *     GET    violations     departures from the contract so far
 */
const ACTIONS: Readonly<Record<string, (platform: PlatformApi, exchange: Exchange) => unknown>> = {
	'GET ': () => ({ actions: Object.keys(ACTIONS), faults: PLATFORM_FAULT_KINDS }),
	'GET state': ({ portal, messages, inbound, url }) => ({
		url,
		accounts: [...portal.accounts.values()].map(({ milliBalance, ...account }) => ({
			...account,
			balance: milliBalance / 1000,
		})),
		integrations: [...portal.integrations.values()],
		messages: messages.all().length,
		inbound: inbound.length,
	}),
	'POST reset': async (platform, exchange) => {
		const { seed } = await exchange.json();
		platform.reset(seed as PlatformSeed | undefined);
		return { reset: true };
	},
	'POST integrations': async ({ portal }, exchange) => {
		const seed = (await exchange.json()) as unknown as IntegrationSeed;
		if (seed.type !== 'sms' && seed.type !== 'one-api') throw new HttpError(400, 'type is sms or one-api.');
		return portal.create(seed);
	},
	'POST new-key': async ({ portal }, exchange) => {
		const { integration } = await exchange.json();
		return { key: portal.renewKey(portal.byName(String(integration))) };
	},
	'GET messages': ({ messages }) => messages.all().reverse(),
	'POST status': async (platform, exchange) => {
		const { id, status } = await exchange.json();
		if (!Object.hasOwn(ONE_API_STATUSES, String(status)))
			throw new HttpError(400, 'There is no such status.');
		const message = messageOf(platform, id);
		platform.messages.force(message, Number(status));
		return message;
	},
	'POST read': async (platform, exchange) => {
		const message = messageOf(platform, (await exchange.json()).id);
		platform.messages.markRead(message);
		return message;
	},
	'POST write': async (platform, exchange) => {
		const { form, media, ...written } = await exchange.json();
		const message = platform.write(
			{ ...(written as unknown as Written), ...(media === undefined ? {} : { media: fileOf(media) }) },
			form as CallbackForm | undefined,
		);
		return { ...message, callbacks: await platform.callbacks.of(message.id) };
	},
	'POST callback': async (platform, exchange) => {
		const { integration, kind, url, method = 'POST', user, password } = await exchange.json();
		if (kind !== 'status' && kind !== 'inbound') throw new HttpError(400, 'kind is status or inbound.');
		if (method !== 'GET' && method !== 'POST') throw new HttpError(400, 'method is GET or POST.');
		if (url !== '' && !/^https?:\/\//i.test(String(url))) {
			throw new HttpError(400, 'url must begin with http:// or https://.');
		}
		const login = { ...(user ? { user } : {}), ...(password ? { password } : {}) };
		const place = url === '' ? null : ({ url, method, ...login } as CallbackUrl);
		platform.setCallback(String(integration), kind, place);
		return { done: true };
	},
	'POST flush': ({ callbacks }) => {
		callbacks.flush();
		return { flushed: true };
	},
	'GET callbacks': ({ callbacks }) => callbacks.list(),
	'POST weather': async ({ callbacks }, exchange) => {
		callbacks.weather = { ...callbacks.weather, ...(await exchange.json()) };
		return callbacks.weather;
	},
	'GET faults': () => PLATFORM_FAULT_KINDS,
	'POST faults': async (platform, exchange) => {
		platform.fail((await exchange.json()) as unknown as PlatformFault);
		return { done: true };
	},
	'DELETE faults': ({ faults }) => {
		faults.clear();
		return { done: true };
	},
	'GET violations': (platform) => platform.violations(),
};

export function platformControlRoute(platform: PlatformApi): Route {
	const prefix = `${CONTROL_PREFIX}platform/`;
	return async (exchange) => {
		if (!exchange.path.startsWith(prefix)) return false;
		const action = ACTIONS[`${exchange.method} ${exchange.path.slice(prefix.length)}`];
		if (action === undefined) return false;
		refuseStrangers(exchange);
		try {
			exchange.sendJson((await action(platform, exchange)) ?? null);
		} catch (error) {
			if (error instanceof RangeError) throw new HttpError(400, error.message);
			throw error;
		}
		return true;
	};
}

/** A file with its bytes in base64. */
function fileOf(media: unknown): NonNullable<Written['media']> {
	const { content, ...rest } = media as Omit<NonNullable<Written['media']>, 'bytes'> & { content?: unknown };
	if (typeof content !== 'string' || typeof rest.fileName !== 'string') {
		throw new HttpError(400, 'media is {fileName, contentType, content: its bytes in base64, caption?}.');
	}
	return { ...rest, bytes: Buffer.from(content, 'base64') };
}

function messageOf({ messages }: PlatformApi, id: unknown) {
	const message = messages.get(String(id));
	if (message === undefined) throw new HttpError(404, 'There is no such message.');
	return message;
}
