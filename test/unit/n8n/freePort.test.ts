import { createServer, type Server } from 'node:net';
import { freePort } from '../../../tools/n8n/ports';

/** From here on the system gives ports to connections, and to servers that want none in particular. */
const OF_THE_SYSTEM = 32_768;

async function listening(port: number): Promise<Server> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return server;
}

test('no port is given twice, and the system gives none of them to somebody else', async () => {
	const ports = await Promise.all(Array.from({ length: 200 }, () => freePort()));
	expect(new Set(ports).size).toBe(200);
	expect(Math.min(...ports)).toBeGreaterThan(1024);
	expect(Math.max(...ports)).toBeLessThan(OF_THE_SYSTEM);
});

test('the usual port is given while it is free, another one while it is in use', async () => {
	const usual = await freePort();
	expect(await freePort(usual)).toBe(usual);
	const server = await listening(usual);
	const other = await freePort(usual);
	expect(other).not.toBe(usual);
	server.close();
	(await listening(other)).close();
});
