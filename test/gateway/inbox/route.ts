import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { refuseStrangers } from '../control';
import type { Gateway } from '../gateway';
import type { Exchange, Route } from '../http/exchange';
import { type InboxView, snapshot } from './snapshot';

/** Entries the page shows at first, and how many more each time it is asked for more. */
export const PAGE = 200;
/** Milliseconds between two updates of an open page. */
const RHYTHM_MS = 300;

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
	'/': ['inbox.html', 'text/html'],
	'/inbox.css': ['inbox.css', 'text/css'],
	...Object.fromEntries(
		['inbox.js', 'calls.js', 'cards.js', 'content.js', 'element.js', 'forms.js'].map(
			(file) => [`/${file}`, [file, 'text/javascript']] as const,
		),
	),
};

/** The inbox: a page at `/`, and the event stream that keeps it up to date. */
export function inboxRoute(gateway: Gateway): Route {
	const files = new Map(
		Object.entries(FILES).map(([path, [file, type]]) => [
			path,
			{ type, body: readFileSync(join(__dirname, file)) },
		]),
	);
	return (exchange) => {
		const reads = exchange.method === 'GET' || exchange.method === 'HEAD';
		const file = reads ? files.get(exchange.path) : undefined;
		if (file !== undefined) {
			exchange.send(200, `${file.type}; charset=utf-8`, file.body, {
				'content-security-policy':
					"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
			});
			return true;
		}
		if (exchange.method === 'GET' && exchange.path === '/_gateway/events') {
			// It tells the keys of the integrations.
			refuseStrangers(exchange);
			stream(gateway, exchange);
			return true;
		}
		return false;
	};
}

function viewOf({ searchParams }: URL): InboxView {
	const limit = Number(searchParams.get('limit') ?? PAGE);
	return {
		search: searchParams.get('search') ?? '',
		limit: Number.isInteger(limit) && limit > 0 ? limit : PAGE,
	};
}

function stream(gateway: Gateway, { res, url }: Exchange): void {
	const view = viewOf(url);
	res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
	let waiting: NodeJS.Timeout | undefined;
	const write = () => {
		waiting = undefined;
		res.write(`data: ${JSON.stringify(snapshot(gateway, view))}\n\n`);
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
