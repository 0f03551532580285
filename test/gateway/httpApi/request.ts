import type { Exchange } from '../http/exchange';
import { Parameters, type ReadValue } from '../parameters';
import { asArrived, isUtf8 } from './characters';
import { type HttpCommand, takes, wrongType } from './contract';
import { type FormField, readForm } from './form';
import { readSecond } from './secondReader';

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

/**
 * Reads the query string of a GET or the form of a POST.
 *
 * @param agrees whether a second reader finds the same fields in the form
 */
export async function readRequest(
	exchange: Exchange,
	command: HttpCommand,
	agrees = readSecond,
): Promise<HttpRequest> {
	const [, query = ''] = /\?(.*)$/.exec(exchange.req.url ?? '') ?? [];
	if (exchange.method === 'GET') return understand(command, Buffer.from(query, 'latin1'), agrees);
	const body = await exchange.body();
	const contentType = exchange.header('content-type') ?? '';
	const [type = '', ...more] = contentType.split(';').map((part) => part.trim().toLowerCase());
	if (type !== 'application/x-www-form-urlencoded') {
		// Seen in live tests: the server finds no field then, and answers as if the login were wrong.
		const losses = [`its Content-Type is ${contentType || '(none)'}, so that no field is seen`];
		return { parameters: new Parameters({}), departures: [], losses, bytes: body.length };
	}
	const read = understand(command, body, agrees);
	if (query !== '') read.departures.push('a POST has parameters in its address');
	const others = more.filter((parameter) => parameter !== '' && parameter !== 'charset=iso-8859-1');
	for (const other of others) read.departures.push(`its Content-Type says ${other}`);
	return read;
}

function understand(command: HttpCommand, form: Buffer, agrees: typeof readSecond): HttpRequest {
	const { fields, departures } = readForm(form);
	const raw: Record<string, ReadValue> = {};
	for (const field of fields) {
		const { name, value } = field;
		if (!takes(command, name)) departures.push(`${name} is not a parameter of ${command.name}`);
		else if (Object.hasOwn(raw, name)) departures.push(`${name} is repeated`);
		departures.push(...valueDepartures(field));
		raw[name] = WORDS.test(name) ? asArrived(value).text : value.toString('latin1');
	}
	if (departures.length === 0 && !agrees(form, fields)) {
		departures.push('another reader of forms finds other parameters');
	}
	return {
		parameters: new Parameters(asCommandsKnow(raw, departures)),
		departures,
		losses: [],
		bytes: form.length,
	};
}

function valueDepartures({ name, value }: FormField): string[] {
	const { lost } = asArrived(value);
	if (lost.length > 0 && isUtf8(value)) return [`${name} is UTF-8, and is read as ISO-8859-1`];
	// A login may hold any byte: it goes to no phone.
	if (WORDS.test(name) && lost.length > 0) {
		return [`${name} has bytes that do not arrive: ${lost.join(', ')}`];
	}
	const text = value.toString('latin1');
	const wanted = wrongType(name, text);
	return wanted === undefined ? [] : [`${name} is not ${wanted}: ${text.slice(0, 40)}`];
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
