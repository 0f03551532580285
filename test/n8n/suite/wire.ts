import { connect } from 'node:net';
import { callbackCases, type CallbackCase, type RawRequest } from '../../unit/callbacks/cases';

export interface RawReply {
	/** 0 where the other side closed the connection without an answer. */
	status: number;
	body: string;
}

function parseReply(text: string): RawReply {
	const end = text.indexOf('\r\n\r\n');
	const head = text.slice(0, end);
	const rest = text.slice(end + 4);
	const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
	if (!/^transfer-encoding: chunked/im.test(head)) return { status, body: rest };
	// Our sentences are short: one chunk, and the empty one that ends them.
	return { status, body: /^[0-9a-f]+\r\n([^]*?)\r\n0\r\n/.exec(rest)?.[1] ?? '' };
}

/** Longer than the trigger's own patience with a body that never ends. */
const PATIENCE_MS = 40_000;

const UUID = /\/webhook(?:-test)?\/[0-9a-f-]{36}\//;

/** The request as it came off the wire, for another trigger than the one it was recorded for. */
export function addressed({ method, target, headers, body }: RawRequest, url: string): Buffer {
	const { host, pathname } = new URL(url);
	const moved = target.replace(UUID, pathname.slice(0, pathname.lastIndexOf('/') + 1));
	const lines = Object.entries({
		...headers,
		host,
		connection: 'close',
		'content-length': String(body.length),
	}).map(([name, value]) => `${name}: ${value}`);
	const head = `${method} ${moved} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
	return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/**
 * A made-up request for the trigger at `url`: its query and body as they are, as far as HTTP itself can carry
 * them. What is no HTTP at all never gets beyond Node's parser.
 */
export function readable({ method, target, headers, body }: RawRequest, url: string): Buffer {
	const mark = target.indexOf('?');
	// Blanks and control characters end a request line, a hash never leaves a client.
	const query =
		mark === -1 ? '' : target.slice(mark).replace(/[\0- #\x7f]/g, (char) => encodeURIComponent(char));
	const contentType = headers['content-type'];
	return addressed(
		{
			method: method === '' ? 'GET' : method,
			target: new URL(url).pathname + query,
			headers: contentType === undefined ? {} : { 'content-type': contentType },
			body,
		},
		url,
	);
}

/**
 * Writes bytes to a socket and reads the answer to its end.
 * @throws Error if there is none within 40 seconds
 */
export function exchangeRaw(url: string, bytes: Buffer): Promise<RawReply> {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		const socket = connect(Number(port), hostname);
		const done = () => {
			resolve(parseReply(Buffer.concat(chunks).toString('utf8')));
		};
		socket.setTimeout(PATIENCE_MS, () => {
			socket.destroy();
			reject(
				new Error(`no answer within ${PATIENCE_MS / 1000} s to ${bytes.subarray(0, 200).toString('latin1')}`),
			);
		});
		socket.on('data', (chunk: Buffer) => chunks.push(chunk));
		// An answer may come before the request was read to its end, and the connection be reset after it.
		socket.on('error', done);
		socket.on('close', done);
		socket.write(bytes);
	});
}

export { callbackCases, type CallbackCase };
