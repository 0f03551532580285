import type { CallLog } from '../calls';
import { carryOut, subjectOf, writeDown } from '../carryOut';
import type { Faults } from '../faults';
import { acceptsGzip, delay, finish, misbehave, type Reply } from '../http/answer';
import type { Exchange, Route } from '../http/exchange';
import { MAX_RECIPIENTS, type SoapServerName } from '../model';
import type { GatewayState } from '../state';
import { faultEnvelope, replyEnvelope } from './envelope';
import { readMessage } from './message';
import { SOAP_SERVERS, soapReader, type SoapReader } from './reader';

/** What an endpoint works with. */
export interface EndpointParts {
	state: GatewayState;
	faults: Faults;
	calls: CallLog;
	/** `http://127.0.0.1:port`, known once the server listens. */
	baseUrl: () => string;
	/** Milliseconds of real time that every reply takes besides the work itself. */
	latencyMs: () => number;
}

const XML = 'text/xml; charset=utf-8';

/** The route of one SOAP server at all its addresses: `?wsdl` by GET, calls by POST. */
export async function soapRoute(name: SoapServerName, parts: EndpointParts): Promise<Route> {
	const reader = await soapReader(name);
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
	parts: EndpointParts,
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
		finish(exchange, record, 500, XML, faultEnvelope(call.code, call.text));
		return;
	}
	calls.read(record, call.operation.name, call.parameters.raw);
	const request = {
		server: reader.name,
		operation: call.operation.name,
		parameters: call.parameters,
		sourceAddress: exchange.sourceAddress,
		maxRecipients: MAX_RECIPIENTS,
	};
	const fault = faults.meet(subjectOf(request));
	if (fault !== undefined) record.fault = fault.kind;

	const results = carryOut(state, request, fault);
	if (results !== undefined) writeDown(record, request.operation, results);
	const reply = soapReply(replyEnvelope(reader.name, call.operation, results ?? []));
	if (parts.latencyMs() > 0) await delay(parts.latencyMs());
	if (exchange.res.destroyed) return;
	if (fault !== undefined) return await misbehave(exchange, record, fault, reply);
	const gzip = reader.name === 'documentLiteral' && acceptsGzip(exchange);
	finish(exchange, record, 200, reply.contentType, reply.body, gzip);
}

function soapReply(body: string): Reply {
	return {
		contentType: XML,
		body,
		failure: faultEnvelope('Server', 'Internal server error'),
		accented: () =>
			body
				.replace('UTF-8', 'ISO-8859-1')
				.replace('<SOAP-ENV:Envelope', '<!-- R\u00e9ponse en fran\u00e7ais -->\n<SOAP-ENV:Envelope')
				.replace(/(ERR: \d{3}, [^<]*?)( To: \d+)?</g, '$1 (refus\u00e9)$2<'),
	};
}
