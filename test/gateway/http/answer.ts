import { gzipSync } from 'node:zlib';

import type { CallRecord } from '../calls';
import type { Fault } from '../faults';
import type { Exchange } from './exchange';

/** A sound reply as one API writes it, and how it writes what a fault asks for. */
export interface Reply {
	contentType: string;
	body: string;
	/** What `soap-fault` gives: HTTP 500 and the API's own way to say so. */
	failure: string;
	/** The reply with accents among its characters, said to be ISO-8859-1 where it says so itself. */
	accented(): string;
}

/** Replies shorter than this are not worth compressing. */
const GZIP_FROM = 1400;

/** Sends a reply and writes its status down. */
export function finish(
	exchange: Exchange,
	record: CallRecord,
	status: number,
	contentType: string,
	text: string,
	gzip = false,
): void {
	record.httpStatus = status;
	const body = Buffer.from(text, 'utf8');
	if (gzip && body.length >= GZIP_FROM) sendGzip(exchange, status, contentType, body);
	else exchange.send(status, contentType, body);
}

function sendGzip(exchange: Exchange, status: number, contentType: string, body: Buffer): void {
	const headers = { 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
	exchange.send(status, contentType, gzipSync(body, { level: 1 }), headers);
}

const HTML =
	'<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>' +
	'<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n';

/** Sends what the fault asks for in place of a sound reply. */
export async function misbehave(
	exchange: Exchange,
	record: CallRecord,
	fault: Fault,
	reply: Reply,
): Promise<void> {
	const { body, contentType } = reply;
	const send = (status: number, text: string) => finish(exchange, record, status, contentType, text);
	const { res } = exchange;
	switch (fault.kind) {
		case 'error':
		case 'returns':
		case 'odd':
			return send(200, body);
		case 'slow':
			await delay(fault.delayMs ?? 1000);
			if (!res.destroyed) send(200, body);
			return;
		case 'hang':
		case 'hang-after':
			return;
		case 'drop':
		case 'drop-after':
			exchange.req.socket.destroy();
			return;
		case 'cut-body': {
			const bytes = Buffer.from(body);
			res.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length });
			res.write(bytes.subarray(0, bytes.length >> 1), () => exchange.req.socket.destroy());
			return;
		}
		case 'truncated':
			return send(200, body.slice(0, body.length >> 1));
		case 'soap-fault':
			return send(500, reply.failure);
		case 'http-502':
			record.httpStatus = 502;
			return exchange.send(502, 'text/html', HTML);
		case 'http-503':
			record.httpStatus = 503;
			return exchange.send(503, 'text/plain', '');
		case 'page': {
			const status = fault.status ?? 403;
			record.httpStatus = status;
			const headers = status < 400 ? { location: 'http://127.0.0.1:9/elsewhere' } : {};
			return exchange.send(status, 'text/html', HTML, headers);
		}
		case 'html':
			record.httpStatus = 200;
			return exchange.send(200, 'text/html', HTML);
		case 'empty':
			return send(200, '');
		case 'latin-1': {
			record.httpStatus = 200;
			const type = contentType.replace(/charset=.*/, 'charset=ISO-8859-1');
			return exchange.send(200, type, Buffer.from(reply.accented(), 'latin1'));
		}
		case 'gzip':
			record.httpStatus = 200;
			return sendGzip(exchange, 200, contentType, Buffer.from(body));
		default:
			throw new Error(`no such fault: ${String(fault.kind satisfies never)}`);
	}
}

/** A wait in real time: how long a caller is kept waiting is not a matter of the gateway's clock. */
export function delay(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

export function acceptsGzip(exchange: Exchange): boolean {
	return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(exchange.header('accept-encoding') ?? '');
}
