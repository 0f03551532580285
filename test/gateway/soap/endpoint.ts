import { gzipSync } from 'node:zlib';

import { type CallLog, type CallRecord } from '../calls';
import { refusal } from '../codes';
import { execute } from '../commands';
import { type Fault, type Faults, isCarriedOut } from '../faults';
import type { Exchange, Route } from '../http/exchange';
import { MAX_RECIPIENTS, type SoapServerName } from '../model';
import { ODDITIES } from '../oddities';
import type { GatewayState } from '../state';
import { faultEnvelope, replyEnvelope } from './envelope';
import { readMessage } from './message';
import type { Parameters } from '../parameters';
import { createSoapReader, type ReadCall, SOAP_SERVERS, type SoapReader } from './reader';

/** What a SOAP endpoint works with. */
export interface SoapParts {
	state: GatewayState;
	faults: Faults;
	calls: CallLog;
	/** `http://127.0.0.1:port`, known once the server listens. */
	baseUrl: () => string;
	/** Milliseconds of real time that every reply takes besides the work itself. */
	latencyMs: () => number;
}

/** Replies shorter than this are not worth compressing. */
const GZIP_FROM = 1400;

/** The route of one SOAP server at all its addresses: `?wsdl` by GET, calls by POST. */
export async function soapRoute(name: SoapServerName, parts: SoapParts): Promise<Route> {
	const reader = await createSoapReader(name);
	const paths: readonly string[] = SOAP_SERVERS[name].paths;
	return async (exchange) => {
		const path = exchange.path.replace(/\/$/, '');
		if (!paths.includes(path)) return false;
		if (exchange.method === 'GET') sendWsdl(exchange, reader, `${parts.baseUrl()}${path}`);
		else if (exchange.method === 'POST') await takeCall(exchange, reader, path, parts);
		else exchange.send(405, 'text/plain; charset=utf-8', 'Only GET and POST.\n', { allow: 'GET, POST' });
		return true;
	};
}

function sendWsdl(exchange: Exchange, reader: SoapReader, location: string): void {
	if (/^\?wsdl\b/i.test(exchange.url.search)) {
		exchange.send(200, 'text/xml; charset=utf-8', reader.wsdl(location));
	} else {
		exchange.send(500, 'text/xml; charset=utf-8', faultEnvelope('Client', 'Bad Request'));
	}
}

async function takeCall(
	exchange: Exchange,
	reader: SoapReader,
	path: string,
	parts: SoapParts,
): Promise<void> {
	const { state, calls, faults } = parts;
	const record = calls.begin({
		server: reader.name,
		path,
		at: state.clock.now(),
		startedAt: exchange.startedAt,
	});
	exchange.res.once('close', () => calls.end(record));
	const body = await exchange.body();
	record.requestBytes = body.length;

	const message = readMessage(body, exchange.header('content-type'));
	const call = await reader.read(message, exchange.header('soapaction'));
	if ('departures' in call) {
		calls.read(record, call.command, {});
		record.violations.push(...call.departures);
		finish(exchange, record, 500, faultEnvelope(call.code, call.text));
		return;
	}
	calls.read(record, call.operation.name, call.parameters.raw);
	const fault = faults.meet(subjectOf(reader.name, call));
	if (fault !== undefined) record.fault = fault.kind;

	const results = runCall(exchange, reader, call, state, fault);
	if (results !== undefined) {
		record.returns = call.operation.name === 'auth' ? results.map(withoutSession) : results;
		record.accepted = SENDS.has(call.operation.name)
			? results.filter((line) => line.startsWith('ID:')).length
			: 0;
	}
	const reply = replyEnvelope(reader.name, call.operation, results ?? []);
	if (parts.latencyMs() > 0) await delay(parts.latencyMs());
	if (exchange.res.destroyed) return;
	if (fault === undefined) {
		finish(exchange, record, 200, reply, reader.name === 'documentLiteral' && acceptsGzip(exchange));
	} else {
		await misbehave(exchange, record, fault, reply);
	}
}

/** The record of calls holds no session id. */
function withoutSession(line: string): string {
	return line.replace(/^(OK: [0-9a-f]{4})[0-9a-f]{28}$/, '$1***');
}

const SENDS: ReadonlySet<string> = new Set('sendmsg senditem quicksend si_push ind_push'.split(' '));

/** Carries the call out unless its fault prevents that; undefined when it was not carried out. */
function runCall(
	exchange: Exchange,
	reader: SoapReader,
	call: ReadCall,
	state: GatewayState,
	fault: Fault | undefined,
): string[] | undefined {
	const { operation } = call;
	if (fault?.kind === 'returns') return [...(fault.returns ?? [])];
	const { parameters } = call;
	const run = (given: Parameters) =>
		execute(state, {
			server: reader.name,
			operation: operation.name,
			parameters: given,
			sourceAddress: exchange.sourceAddress,
			maxRecipients: MAX_RECIPIENTS,
		});
	if (fault === undefined) return run(parameters);
	if (fault.kind === 'error') {
		const line = refusal(fault.code ?? '901', state.quirks.errorStyle, fault.detail);
		if (fault.named) return parameters.list('to').map((to) => `${line} To: ${to}`);
		return fault.to === undefined ? [line] : refuseOne(parameters, fault.to, line, run);
	}
	const results = isCarriedOut(fault) ? run(parameters) : undefined;
	return results && fault.kind === 'odd' ? ODDITIES[fault.oddity!](results, parameters.list('to')) : results;
}

/** Refuses one recipient of the call and carries it out for the others, results in the order of the request. */
function refuseOne(
	parameters: Parameters,
	to: string,
	line: string,
	run: (given: Parameters) => string[],
): string[] {
	const all = parameters.list('to');
	if (all.length <= 1) return [line];
	const others = all.filter((recipient) => recipient !== to);
	const results = others.length === 0 ? [] : run(parameters.with('to', others));
	if (results.length !== others.length) return results;
	return all.map((recipient) => {
		if (recipient === to) return `${line} To: ${to}`;
		const result = results.shift()!;
		return / To: /.test(result) ? result : `${result} To: ${recipient}`;
	});
}

function subjectOf(server: SoapServerName, call: ReadCall) {
	const { parameters } = call;
	return {
		command: call.operation.name,
		server,
		recipients: parameters.list('to'),
		texts: parameters.names
			.filter((name) => /^(text|template|data|field\d+|climsgid|cliMsgId)$/.test(name))
			.map((name) => parameters.text(name)),
	};
}

function finish(exchange: Exchange, record: CallRecord, status: number, xml: string, gzip = false): void {
	record.httpStatus = status;
	const body = Buffer.from(xml, 'utf8');
	if (gzip && body.length >= GZIP_FROM) sendGzip(exchange, status, body);
	else exchange.send(status, 'text/xml; charset=utf-8', body);
}

function sendGzip(exchange: Exchange, status: number, body: Buffer): void {
	const headers = { 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
	exchange.send(status, 'text/xml; charset=utf-8', gzipSync(body, { level: 1 }), headers);
}

const HTML =
	'<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>' +
	'<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n';

/** Sends what the fault asks for in place of a sound reply. */
async function misbehave(exchange: Exchange, record: CallRecord, fault: Fault, reply: string): Promise<void> {
	const { res } = exchange;
	switch (fault.kind) {
		case 'error':
		case 'returns':
		case 'odd':
			return finish(exchange, record, 200, reply);
		case 'slow':
			await delay(fault.delayMs ?? 1000);
			if (!res.destroyed) finish(exchange, record, 200, reply);
			return;
		case 'hang':
		case 'hang-after':
			return;
		case 'drop':
		case 'drop-after':
			exchange.req.socket.destroy();
			return;
		case 'cut-body': {
			const bytes = Buffer.from(reply);
			res.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': bytes.length });
			res.write(bytes.subarray(0, bytes.length >> 1), () => exchange.req.socket.destroy());
			return;
		}
		case 'truncated':
			return finish(exchange, record, 200, reply.slice(0, reply.length >> 1));
		case 'soap-fault':
			return finish(exchange, record, 500, faultEnvelope('Server', 'Internal server error'));
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
			return finish(exchange, record, 200, '');
		case 'latin-1': {
			record.httpStatus = 200;
			const accented = reply
				.replace('UTF-8', 'ISO-8859-1')
				.replace('<SOAP-ENV:Envelope', '<!-- R\u00e9ponse en fran\u00e7ais -->\n<SOAP-ENV:Envelope')
				.replace(/(ERR: \d{3}, [^<]*?)( To: \d+)?</g, '$1 (refus\u00e9)$2<');
			return exchange.send(200, 'text/xml; charset=ISO-8859-1', Buffer.from(accented, 'latin1'));
		}
		case 'gzip':
			record.httpStatus = 200;
			return sendGzip(exchange, 200, Buffer.from(reply));
		default:
			throw new Error(`no such fault: ${String(fault.kind satisfies never)}`);
	}
}

/** A wait in real time: how long a caller is kept waiting is not a matter of the gateway's clock. */
function delay(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function acceptsGzip(exchange: Exchange): boolean {
	return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(exchange.header('accept-encoding') ?? '');
}
