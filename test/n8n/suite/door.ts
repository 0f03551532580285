import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Door {
	url: string;
	/** While closed, every call is answered 503 and goes no further. */
	open: boolean;
	/** Calls answered 503. */
	turnedAway: number;
	close(): Promise<void>;
}

/** A reverse proxy before `target`, as many an n8n has one, that can be out of order for a while. */
export async function door(target: string): Promise<Door> {
	const { hostname, port } = new URL(target);
	const server = createServer((incoming, outgoing) => {
		if (!made.open) {
			made.turnedAway += 1;
			incoming.resume();
			outgoing.writeHead(503).end('Service Unavailable');
			return;
		}
		const { method, url: path, headers } = incoming;
		const onward = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const made: Door = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		open: true,
		turnedAway: 0,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return made;
}
