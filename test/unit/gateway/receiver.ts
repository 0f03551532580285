import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came off the wire. */
export interface Received {
	method: string;
	/** Path and query as sent. */
	url: string;
	headers: Record<string, string | string[] | undefined>;
	body: Buffer;
}

export interface Receiver {
	url: string;
	received: Received[];
	/** HTTP status of the answers to come. */
	answer: number;
	/** The fields of each request, from the query or the form. */
	fields(): Array<Record<string, string>>;
	close(): Promise<void>;
}

/** A real server that takes callbacks and keeps them. */
export async function startReceiver(): Promise<Receiver> {
	const receiver: Receiver = {
		url: '',
		received: [],
		answer: 200,
		fields: () =>
			receiver.received.map(({ method, url, body }) =>
				Object.fromEntries(
					new URLSearchParams(method === 'GET' ? url.split('?')[1] : body.toString('latin1')),
				),
			),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	const server = createServer((req, res) => {
		const chunks: Buffer[] = [];
		req.on('data', (chunk: Buffer) => chunks.push(chunk));
		req.on('end', () => {
			const { method = '', url = '', headers } = req;
			receiver.received.push({ method, url, headers, body: Buffer.concat(chunks) });
			res.writeHead(receiver.answer).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
	return receiver;
}
