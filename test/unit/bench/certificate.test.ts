import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { makeCertificate } from '../../bench/wire/certificate';

describe('the certificate of the wire', () => {
	const { key, cert } = makeCertificate(['api.clickatell.com', 'api.twilio.com']);
	const server = createServer({ key, cert }, (socket) => socket.end());

	beforeAll(async () => {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(async () => {
		server.close();
		await once(server, 'close');
	});

	async function shakeHands(servername: string): Promise<TLSSocket> {
		const { port } = server.address() as AddressInfo;
		const socket = connect({ port, host: '127.0.0.1', servername, ca: cert });
		await once(socket, 'secureConnect');
		return socket;
	}

	it.each(['api.clickatell.com', 'api.twilio.com'])('proves %s to who trusts it', async (host) => {
		const socket = await shakeHands(host);
		expect(socket.authorized).toBe(true);
		socket.destroy();
	});

	it('proves no other host', async () => {
		await expect(shakeHands('api.example.com')).rejects.toMatchObject({
			code: 'ERR_TLS_CERT_ALTNAME_INVALID',
		});
	});
});
