/**
 * `node server.cjs <job>`: the other end of every measurement. An HTTP proxy takes whatever name is asked for, and
 * behind it one TLS server answers for api.clickatell.com, platform.clickatell.com and api.twilio.com after a fixed delay. So both nodes run
 * as they are, with the addresses they always use. Prints its port as JSON; ends when its standard input does.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { clickatellReply, httpReply, platformReply, type Reply, twilioReply } from '../wire/replies';
import { defined } from '../../../nodes/Clickatell/formats/defined';

interface Job {
	readonly delayMs: number;
	/** Files in PEM. */
	readonly key: string;
	readonly cert: string;
}

const job = JSON.parse(defined(process.argv[2])) as Job;
const counts = { connections: 0, requests: 0 };

function replyTo({ headers, url = '' }: IncomingMessage, body: string): Reply {
	if (headers.host?.startsWith('api.twilio.com')) return twilioReply(body);
	if (headers.host?.startsWith('platform.clickatell.com')) return platformReply(body);
	return url.startsWith('/http/') ? httpReply(url, body) : clickatellReply(body);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		counts.requests++;
		const body = Buffer.concat(chunks).toString('utf8');
		const reply = replyTo(request, body);
		const send = () => {
			response.writeHead(reply.status, {
				'content-type': reply.contentType,
				'content-length': Buffer.byteLength(reply.body),
			});
			response.end(reply.body);
		};
		if (job.delayMs > 0) setTimeout(send, job.delayMs);
		else send();
	});
}

const secure = createTlsServer({ key: readFileSync(job.key), cert: readFileSync(job.cert) }, answer);

const proxy = createServer((request, response) => {
	if (request.url === '/counts') {
		response.end(JSON.stringify(counts));
		counts.connections = 0;
		counts.requests = 0;
	} else answer(request, response);
});
proxy.on('connect', (_request: IncomingMessage, socket: Socket) => {
	counts.connections++;
	socket.on('error', () => socket.destroy());
	socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
	secure.emit('connection', socket);
});
proxy.listen(0, '127.0.0.1', () => {
	process.stdout.write(`${JSON.stringify({ port: (proxy.address() as AddressInfo).port })}\n`);
});
process.stdin.resume().on('end', () => process.exit());
