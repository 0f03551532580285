import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { ClickatellConnectApi } from '../../../credentials/ClickatellConnectApi.credentials';
import { CONNECT_ADDRESS_SLOT } from '../../../nodes/Clickatell/apis/connect/address';
import { startGateway, type Gateway } from '../../gateway';
import { type ConnectFaultKind, DEMO_TOKEN } from '../../gateway/connect';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const WRONG = 'f'.repeat(32);
const credential = new ClickatellConnectApi();

/** n8n's own HTTP client, as it stands behind the helper that a credential gets. */
const functions = {
	helpers: {
		httpRequest: async (options: IHttpRequestOptions): Promise<unknown> =>
			await Container.get(OutboundHttp).requests().request(options),
	},
};

describe('the test of the Connect credential', () => {
	let gateway: Gateway;
	beforeAll(async () => {
		gateway = await startGateway();
	});
	beforeEach(() => gateway.reset());
	afterAll(() => gateway.close());

	const prove = async (token = DEMO_TOKEN, baseUrl = gateway.connect.url) =>
		await credential.preAuthentication.call(functions, { token, baseUrl, probe: '' });

	test('a right token is proved by one call, and nothing is left for n8n to store', async () => {
		expect(await prove()).toEqual({});
		expect(gateway.connect.calls.map(({ action }) => action)).toEqual(['get_list_country']);
		expect(gateway.connect.violations()).toEqual([]);
	});

	test('a wrong token is told from a host that does not answer', async () => {
		await expect(prove(WRONG)).rejects.toThrow(/^Clickatell does not know this token \(005\)\. Copy the/);
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		await expect(prove(DEMO_TOKEN, `http://127.0.0.1:${port}`)).rejects.toThrow(
			`127.0.0.1:${port} refused the connection; check 'Base URL' and the connection of n8n`,
		);
	});

	test('a blocked address and a disabled API are told as well', async () => {
		gateway.connect.fail({ kind: 'error', code: '002' });
		await expect(prove()).rejects.toThrow('Clickatell has blocked the IP address of this n8n (002)');
		gateway.connect.fail({ kind: 'error', code: '008' });
		await expect(prove()).rejects.toThrow('Your Connect API is disabled (008)');
	});

	test.each<ConnectFaultKind>(['html', 'http-502', 'empty', 'entity-bomb', 'huge', 'drop'])(
		'an answer that is none: %s',
		async (kind) => {
			gateway.connect.fail({ kind });
			await expect(prove()).rejects.toThrow(
				/^127\.0\.0\.1:\d+ (answered with HTTP status (200|502), but|closed)/,
			);
		},
	);

	test('the base URL is checked before the token goes anywhere', async () => {
		await expect(prove(DEMO_TOKEN, 'http://connect.example.com')).rejects.toThrow('must begin with https://');
		await expect(prove('')).rejects.toThrow("'Token' is empty; fill it in");
		expect(gateway.connect.calls).toEqual([]);
	});

	test('no sentence names the token or a system error, for which n8n would put its own words', async () => {
		const sentences: string[] = [];
		const failing = [
			() => prove(WRONG),
			() => prove(WRONG, 'http://127.0.0.1:1'),
			() => prove(WRONG, 'http://example.com'),
			() => prove(WRONG, gateway.url),
		];
		for (const attempt of failing) {
			await attempt().catch((thrown: unknown) => {
				const error = thrown as Error;
				// Anything beside the message would make n8n replace it.
				expect(Object.keys(error)).toEqual([]);
				sentences.push(error.message);
			});
		}
		expect(sentences).toHaveLength(4);
		expect(sentences.join(' ')).not.toMatch(
			/f{32}|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i,
		);
	});
});

describe('the Connect credential', () => {
	test('puts the address in at the last moment, and only there', async () => {
		const request = { method: 'POST' as const, url: CONNECT_ADDRESS_SLOT, body: 'XML=x' };
		const data = { token: DEMO_TOKEN, baseUrl: 'https://connect.clickatell.com', probe: '' };
		if (typeof credential.authenticate !== 'function') throw new Error('it is a function');
		expect(await credential.authenticate(data, request)).toEqual({
			...request,
			url: `https://connect.clickatell.com/${DEMO_TOKEN}`,
		});
		expect(request.url).toBe(CONNECT_ADDRESS_SLOT);
		await expect(credential.authenticate({ ...data, token: '' }, request)).rejects.toThrow(
			"'Token' is empty",
		);
	});

	test('asks for what it needs and hides the token', () => {
		const fields = credential.properties.map(({ name, type, default: initial }) => [name, type, initial]);
		expect(fields).toEqual([
			['whichAccount', 'notice', ''],
			['token', 'string', ''],
			['baseUrl', 'string', 'https://connect.clickatell.com'],
			['probe', 'hidden', ''],
		]);
		expect(defined(credential.properties.find(({ name }) => name === 'token')).typeOptions).toEqual({
			password: true,
		});
	});
});
