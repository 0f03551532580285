import { carryOut, subjectOf, writeDown } from '../carryOut';
import { acceptsGzip, delay, finish, misbehave, type Reply } from '../http/answer';
import type { Exchange, Route } from '../http/exchange';
import { MAX_GET_RECIPIENTS, MAX_RECIPIENTS } from '../model';
import type { EndpointParts } from '../soap/endpoint';
import { HTTP_COMMANDS, type HttpCommand } from './contract';
import { readRequest } from './request';

/** As recorded in 2020 and 2022. */
const TEXT = 'text/html; charset=UTF-8';
const PLAIN = 'text/plain; charset=utf-8';

/** The route of the HTTP/S API: text lines with status 200, for successes and refusals alike. */
export function httpApiRoute(parts: EndpointParts): Route {
	return async (exchange) => {
		const command = HTTP_COMMANDS.get(exchange.path);
		if (command === undefined) return false;
		if (exchange.method === 'GET' || exchange.method === 'POST') await takeCall(exchange, command, parts);
		else exchange.send(405, PLAIN, 'Only GET and POST.\n', { allow: 'GET, POST' });
		return true;
	};
}

async function takeCall(
	exchange: Exchange,
	command: HttpCommand,
	{ state, calls, faults, latencyMs }: EndpointParts,
): Promise<void> {
	const at = state.clock.now();
	const { path, startedAt } = exchange;
	const record = calls.begin({ server: 'http', path, at, startedAt });
	exchange.res.once('close', () => calls.end(record));
	const { parameters, departures, losses, bytes } = await readRequest(exchange, command);
	record.requestBytes = bytes;
	calls.read(record, command.name, departures.length > 0 ? {} : parameters.raw);
	record.violations.push(...departures, ...losses);
	if (departures.length > 0) {
		finish(exchange, record, 400, PLAIN, `Bad Request: ${departures.join('; ')}\n`);
		return;
	}
	const request = {
		server: 'http' as const,
		operation: command.name,
		parameters,
		sourceAddress: exchange.sourceAddress,
		maxRecipients: exchange.method === 'GET' ? MAX_GET_RECIPIENTS : MAX_RECIPIENTS,
	};
	const fault = faults.meet(subjectOf(request));
	if (fault !== undefined) record.fault = fault.kind;
	const results = carryOut(state, request, fault)?.map(spelled);
	if (results !== undefined) writeDown(record, command.name, results);
	if (latencyMs() > 0) await delay(latencyMs());
	if (exchange.res.destroyed) return;
	const reply = textReply(results ?? []);
	if (fault !== undefined) return await misbehave(exchange, record, fault, reply);
	finish(exchange, record, 200, reply.contentType, reply.body, acceptsGzip(exchange));
}

/** Error 108 names the parameter here (live tests). */
function spelled(line: string): string {
	return line.replace('Invalid or missing API ID', 'Invalid or missing api_id');
}

/** A line for each result and no line feed behind the last one. */
function textReply(lines: readonly string[]): Reply {
	const body = lines.join('\n');
	return {
		contentType: TEXT,
		body,
		failure: '<html><body><h1>Internal Server Error</h1></body></html>\n',
		accented: () => body.replace(/^(ERR: \d{3}, .*?)( To: \d+)?$/gm, '$1 (refus\u00e9)$2'),
	};
}
