import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Exchange, HttpError, type Route } from './exchange';

/** The listening server and its routes. */
export interface HttpServer {
	port: number;
	routes: Route[];
	close(): Promise<void>;
}

/** Listens on loopback; throws what node throws when the port is taken. */
export async function listen(host: string, port: number, routes: Route[]): Promise<HttpServer> {
	const server = createServer((req, res) => {
		void answer(new Exchange(req, res), routes);
	});
	server.requestTimeout = 0;
	// For as long as the client likes: a busy one would send on a connection at the moment when it is closed.
	server.keepAliveTimeout = 0;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => resolve());
	});
	return { port: (server.address() as AddressInfo).port, routes, close: () => close(server) };
}

async function answer(exchange: Exchange, routes: readonly Route[]): Promise<void> {
	try {
		for (const route of routes) {
			if (await route(exchange)) return;
		}
		throw new HttpError(404, `Nothing is at ${exchange.path}.`);
	} catch (error) {
		if (exchange.res.headersSent || exchange.res.destroyed) {
			exchange.req.socket.destroy();
			return;
		}
		const known = error instanceof HttpError;
		// Anything else is a fault of the gateway's own, shown whole so that a test run tells where.
		const text = known ? error.message : `The gateway failed: ${(error as Error).stack ?? String(error)}`;
		exchange.sendJson({ problem: text }, known ? error.status : 500);
	}
}

function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
