import { createServer } from 'node:net';

function tryPort(port: number): Promise<number | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
		});
	});
}

/** A port that is free on loopback now: the usual one if it is, otherwise any. */
export async function freePort(usual = 0): Promise<number> {
	const port = (await tryPort(usual)) ?? (await tryPort(0));
	if (port === undefined) throw new Error('no port is free on 127.0.0.1');
	return port;
}
