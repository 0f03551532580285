import type { Exchange } from '../http/exchange';
import { Parameters, type ReadValue } from '../parameters';
import { asArrived } from './characters';
import { type HttpCommand, takes } from './contract';
import { readForm } from './form';

/** A request of the HTTP/S API, by the names that the commands know. */
export interface HttpRequest {
	parameters: Parameters;
	/** In what it is not what the specification has. Such a request is not carried out. */
	departures: string[];
	/** What is carried out all the same, and not as it was meant. */
	losses: string[];
	/** How long its form was. */
	bytes: number;
}

/** Parameters that go to a phone, where not every byte arrives. */
const WORDS = /^(text|template|from|field\d+|si_text|mms_subject|mms_from)$/;

/** Reads the query string of a GET or the form of a POST. */
export async function readRequest(exchange: Exchange, command: HttpCommand): Promise<HttpRequest> {
	const [, query = ''] = /\?(.*)$/.exec(exchange.req.url ?? '') ?? [];
	if (exchange.method === 'GET') return understand(command, Buffer.from(query, 'latin1'));
	const body = await exchange.body();
	const contentType = exchange.header('content-type') ?? '';
	if (!/^application\/x-www-form-urlencoded[ \t]*(;|$)/i.test(contentType)) {
		// Seen in live tests: the server finds no field then, and answers as if the login were wrong.
		const losses = [`its Content-Type is ${contentType || '(none)'}, so that no field is seen`];
		return { parameters: new Parameters({}), departures: [], losses, bytes: body.length };
	}
	const read = understand(command, body);
	if (query !== '') read.departures.push('a POST has parameters in its address');
	return read;
}

function understand(command: HttpCommand, form: Buffer): HttpRequest {
	const { fields, departures } = readForm(form);
	const raw: Record<string, ReadValue> = {};
	const losses: string[] = [];
	for (const { name, value } of fields) {
		if (!takes(command, name)) departures.push(`${name} is not a parameter of ${command.name}`);
		else if (Object.hasOwn(raw, name)) departures.push(`${name} is repeated`);
		if (!WORDS.test(name)) {
			raw[name] = value.toString('latin1');
			continue;
		}
		const { text, lost } = asArrived(value);
		if (lost.length > 0) losses.push(`${name} has bytes that do not arrive: ${lost.join(', ')}`);
		raw[name] = text;
	}
	return {
		parameters: new Parameters(asCommandsKnow(raw, departures)),
		departures,
		losses,
		bytes: form.length,
	};
}

/** The names of the SOAP servers, which the commands go by. */
function asCommandsKnow(raw: Record<string, ReadValue>, departures: string[]): Record<string, ReadValue> {
	const { callback, cliMsgId, to, ...others } = raw;
	const known: Record<string, ReadValue> = others;
	if (callback !== undefined) known.msg_callback = callback;
	if (cliMsgId !== undefined) {
		// Nobody knows which of the two counts.
		const differ = known.climsgid !== undefined && known.climsgid !== cliMsgId;
		if (differ) departures.push('cliMsgId and climsgid differ');
		known.climsgid = cliMsgId;
	}
	if (typeof to === 'string') {
		if (/[ \n\r]/.test(to)) departures.push('to has a blank');
		known.to = to.split(',');
	}
	return known;
}
