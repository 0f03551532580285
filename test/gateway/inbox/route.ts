import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { STATUS_TEXT } from '../codes';
import type { Gateway } from '../gateway';
import type { Exchange, Route } from '../http/exchange';

/** Messages the page shows, newest first. */
const SHOWN = 200;
/** Milliseconds between two updates of an open page. */
const RHYTHM_MS = 300;

/** The inbox: a page at `/`, and the event stream that keeps it up to date. */
export function inboxRoute(gateway: Gateway): Route {
	const page = readFileSync(join(__dirname, 'inbox.html'));
	return (exchange) => {
		const reads = exchange.method === 'GET' || exchange.method === 'HEAD';
		if (reads && exchange.path === '/') {
			exchange.send(200, 'text/html; charset=utf-8', page, {
				'content-security-policy':
					"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
			});
			return true;
		}
		if (exchange.method === 'GET' && exchange.path === '/_gateway/events') {
			stream(gateway, exchange);
			return true;
		}
		return false;
	};
}

function stream(gateway: Gateway, { res }: Exchange): void {
	res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
	let waiting: NodeJS.Timeout | undefined;
	const write = () => {
		waiting = undefined;
		res.write(`data: ${JSON.stringify(snapshot(gateway))}\n\n`);
	};
	const onChange = () => {
		waiting ??= setTimeout(write, RHYTHM_MS).unref();
	};
	gateway.state.on('change', onChange);
	res.on('close', () => {
		gateway.state.off('change', onChange);
		clearTimeout(waiting);
	});
	write();
}

/** What the page shows. */
export function snapshot(gateway: Gateway): unknown {
	const { state } = gateway;
	const told = new Map<string, string[]>();
	for (const callback of gateway.callbacks.list().slice(-4 * SHOWN)) {
		const tries = callback.tries.length > 1 ? ` (${callback.tries.length} tries)` : '';
		const line = `${callback.status} ${callback.state}${tries}`;
		told.set(callback.messageId, [...(told.get(callback.messageId) ?? []), line]);
	}
	return {
		accounts: [...state.accounts.values()].map(({ user, milliCredits }) => ({
			user,
			credit: milliCredits / 1000,
		})),
		apis: [...state.apis.values()].map(({ apiId, callback, inbound }) => ({
			apiId,
			callback: callback === undefined ? null : { url: withoutQuery(callback.url), type: callback.type },
			inbound: inbound === undefined ? null : { url: withoutQuery(inbound.url), type: inbound.type },
		})),
		total: state.messages.size,
		messages: state.messages
			.all()
			.slice(-SHOWN)
			.reverse()
			.map((message) => ({
				id: message.apiMsgId,
				clientId: message.climsgid,
				to: message.to,
				from: message.from,
				text: message.text,
				encoding: message.encoding,
				parts: message.parts,
				charge: message.milliCharge / 1000,
				status: message.status,
				statusText: STATUS_TEXT[message.status] ?? '',
				at: message.acceptedAt,
				history: message.history,
				callbacks: told.get(message.apiMsgId) ?? [],
			})),
		mails: gateway.connect.mails.slice(-SHOWN).reverse(),
		inbound: gateway.callbacks
			.list()
			.filter(({ kind }) => kind === 'inbound')
			.slice(-20)
			.reverse()
			.map(({ messageId, state: sent, tries }) => ({ id: messageId, state: sent, tries })),
	};
}

/** A callback URL may carry a secret in its query. */
function withoutQuery(url: string): string {
	return url.replace(/\?.*$/, '?…');
}
