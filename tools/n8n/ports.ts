import { createServer } from 'node:net';

/**
 * Below the ports that systems give to connections, and to servers that ask for any (from 32,768 on with Linux, from 49,152 on with
 * macOS and Windows, unless they are set otherwise). So the system gives a port that is free now to nobody in the seconds until a
 * process listens on it. Several processes that ask here at once get the same one seldom, because it is drawn at random.
 */
const OURS = { first: 20_000, count: 12_000 };

/** Given out by this process, which may not listen yet. */
const given = new Set<number>();

function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}

/** A port that is free on loopback: the usual one if it is, otherwise any that this process has not been given. */
export async function freePort(usual = 0): Promise<number> {
	if (usual !== 0 && (await isFree(usual))) return usual;
	for (let tries = 0; tries < 1000; tries++) {
		const port = OURS.first + Math.floor(Math.random() * OURS.count);
		if (given.has(port)) continue;
		given.add(port);
		if (await isFree(port)) return port;
	}
	throw new Error('no port is free on 127.0.0.1');
}
