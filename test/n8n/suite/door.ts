import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defined } from '../../../nodes/Clickatell/formats/defined';

export interface Door {
	url: string;
	/** While closed, every call is answered 503 and goes no further. */
	open: boolean;
	/** Calls answered 503. */
	turnedAway: number;
	/** Calls passed on, by target. */
	passedOn: number[];
	/** Gives each call to the target so many places further than its own. */
	shift: number;
	close(): Promise<void>;
}

/** The last digits of the message ID in the address decide, as a balancer's hash would. */
function placeOf(path: string): number {
	const id = new URL(path, 'http://door.invalid').searchParams.get('apiMsgId') ?? '';
	return Number.parseInt(id.slice(-4), 16) || 0;
}

/**
 * A reverse proxy, as many an n8n has one, that can be out of order for a while. Before several targets it gives
 * all callbacks about one message to the same target.
 */
export async function door(...targets: [string, ...string[]]): Promise<Door> {
	const server = createServer((incoming, outgoing) => {
		if (!made.open) {
			made.turnedAway += 1;
			incoming.resume();
			outgoing.writeHead(503).end('Service Unavailable');
			return;
		}
		const { method, url: path = '/', headers } = incoming;
		const place = (placeOf(path) + made.shift) % targets.length;
		made.passedOn[place] = defined(made.passedOn[place]) + 1;
		const { hostname, port } = new URL(defined(targets[place]));
		const onward = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
		incoming.pipe(onward);
	});
	// A busy client would send on a connection at the moment when it is closed.
	server.keepAliveTimeout = 0;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const made: Door = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		open: true,
		turnedAway: 0,
		passedOn: targets.map(() => 0),
		shift: 0,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return made;
}
