import type { Exchange, Route } from '../http/exchange';
import type { Incoming, PlatformApi } from './api';
import { type PlatformFault } from './faults';
import { MAX_MEDIA_BYTES } from './model';
import type { PlatformReply } from './world';

export const PLATFORM_PREFIX = '/platform';
const JSON_TYPE = 'application/json';
const PAGE = '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body></body></html>\n';

/** The Platform under `/platform`, its paths as on its own host. */
export function platformRoute(platform: PlatformApi): Route {
	return async (exchange) => {
		if (!exchange.path.startsWith(`${PLATFORM_PREFIX}/`)) return false;
		const { reply, fault } = platform.answer(await incomingOf(exchange));
		await send(exchange, reply, fault);
		return true;
	};
}

async function incomingOf(exchange: Exchange): Promise<Incoming> {
	// One byte more than a file may have, so that the Platform can say so itself.
	const bytes = await exchange.body(MAX_MEDIA_BYTES + 1);
	const headers = Object.fromEntries(
		['authorization', 'accept', 'content-type'].flatMap((name) => {
			const value = exchange.header(name);
			return value === undefined ? [] : [[name, value]];
		}),
	);
	return {
		method: exchange.method,
		path: exchange.path.slice(PLATFORM_PREFIX.length),
		query: Object.fromEntries(exchange.url.searchParams),
		headers,
		body: jsonOf(bytes, headers['content-type'] ?? ''),
		bytes,
		sourceAddress: exchange.sourceAddress,
		startedAt: exchange.startedAt,
	};
}

function jsonOf(bytes: Buffer, contentType: string): unknown {
	if (!contentType.startsWith(JSON_TYPE)) return undefined;
	try {
		return JSON.parse(bytes.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

async function send(
	exchange: Exchange,
	reply: PlatformReply,
	fault: PlatformFault | undefined,
): Promise<void> {
	const { bytes, status } = reply;
	const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? null);
	const { res, req } = exchange;
	switch (fault?.kind) {
		case 'hang':
		case 'hang-after':
			return;
		case 'drop':
		case 'drop-after':
			req.socket.destroy();
			return;
		case 'cut-body':
			res.writeHead(status, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text) });
			res.write(text.slice(0, text.length >> 1), () => req.socket.destroy());
			return;
		case 'truncated':
			return exchange.send(status, JSON_TYPE, text.slice(0, text.length >> 1));
		case 'empty':
			return exchange.send(202, JSON_TYPE, '');
		case 'html':
			return exchange.send(200, 'text/html', PAGE);
		case 'http-502':
			return exchange.send(502, 'text/html', PAGE);
		case 'http-429':
			return exchange.send(429, 'text/plain', '');
		case 'slow':
			await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 1000));
			break;
		case 'error':
		case 'reply':
		case 'odd':
		case undefined:
			break;
	}
	if (bytes !== undefined) exchange.send(status, bytes.type, bytes.content);
	else exchange.send(status, JSON_TYPE, text);
}
