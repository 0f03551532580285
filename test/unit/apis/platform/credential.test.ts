import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { ClickatellPlatformApi } from '../../../../credentials/ClickatellPlatformApi.credentials';
import { readPlatformCredential } from '../../../../nodes/Clickatell/apis/platform/credential';
import { startGateway, type Gateway } from '../../../gateway';
import { DEMO_KEYS } from '../../../gateway/platform/portal';

const WRONG = 'WrongKey-_5678901234567A==';
const credential = new ClickatellPlatformApi();

/** n8n's own HTTP client, as it stands behind the helper that a credential gets. */
const functions = {
	helpers: {
		httpRequest: async (options: IHttpRequestOptions): Promise<unknown> =>
			await Container.get(OutboundHttp).requests().request(options),
	},
};

describe('the test of the credential', () => {
	let gateway: Gateway;
	beforeAll(async () => {
		gateway = await startGateway();
	});
	beforeEach(() => gateway.reset());
	afterAll(() => gateway.close());

	const told: string[] = [];
	const prove = async (values: Record<string, string>) => {
		const data = {
			api: 'oneApi',
			apiKey: DEMO_KEYS.oneApi,
			baseUrl: gateway.platform.url,
			probe: '',
			...values,
		};
		try {
			return await credential.preAuthentication.call(functions, data);
		} catch (error) {
			told.push(`${(error as Error).message} ${(error as Error).stack} ${JSON.stringify(error)}`);
			throw error;
		}
	};
	const calls = () => gateway.platform.calls.map(({ operation }) => operation);

	test.each(['oneApi', 'smsApi'] as const)(
		'a right key of %s is proved by one call that spends nothing',
		async (api) => {
			const balances = () =>
				[...gateway.platform.portal.accounts.values()].map(({ milliBalance }) => milliBalance);
			const before = balances();
			expect(await prove({ api, apiKey: DEMO_KEYS[api] })).toEqual({});
			expect(calls()).toEqual(['getBalance']);
			expect(gateway.platform.violations()).toEqual([]);
			expect(balances()).toEqual(before);
			expect(gateway.platform.messages.all()).toEqual([]);
		},
	);

	test('a wrong key is called so, by the number 1 and by 108', async () => {
		await expect(prove({ apiKey: WRONG })).rejects.toThrow(
			/^The API key is missing or wrong \(1\)\. Copy the key of a One API integration/,
		);
		gateway.platform.fail({
			kind: 'reply',
			status: 200,
			body: '{"errorCode":108,"error":"Invalid or missing integration API Key.","errorDescription":"It is wrong."}',
		});
		await expect(prove({ api: 'smsApi', apiKey: WRONG })).rejects.toThrow(
			/^The API key is missing or wrong \(108\)\. Copy the key of an SMS API integration .* An API ID of the SMS Gateway belongs into the credential Clickatell Gateway API\.$/,
		);
	});

	test('the numbers of the other API are known as well, since either kind of key asks for the balance', async () => {
		await expect(prove({ api: 'smsApi', apiKey: WRONG })).rejects.toThrow(
			'The API key is missing or wrong (1)',
		);
		gateway.platform.fail({ kind: 'reply', status: 401, body: '{"errorCode":108,"error":"Invalid key."}' });
		await expect(prove({ apiKey: WRONG })).rejects.toThrow('The API key is missing or wrong (108)');
	});

	test('an API ID in the place of the key names the other credential, and nothing is asked', async () => {
		await expect(prove({ apiKey: '3407892' })).rejects.toThrow(
			"'API Key' holds a number, which is the API ID of an SMS Gateway account: use the credential Clickatell Gateway API for it",
		);
		expect(calls()).toEqual([]);
	});

	test('a host that does not answer is told from a wrong key', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		await expect(prove({ baseUrl: `http://127.0.0.1:${port}` })).rejects.toThrow(
			`127.0.0.1:${port} refused the connection; check 'Base URL' and the connection of n8n`,
		);
	});

	test.each([
		['a page', { kind: 'html' }],
		['a page with 502', { kind: 'http-502' }],
		['nothing', { kind: 'empty' }],
		['half of it', { kind: 'truncated' }],
		['something else', { kind: 'reply', body: '{"hello":"world"}' }],
		['no connection', { kind: 'drop' }],
		['a page that repeats the key', { kind: 'reply', status: 500, body: `<html>${WRONG}</html>` }],
		['an error that repeats the key', { kind: 'reply', status: 500, body: `{"error":"Who is ${WRONG}?"}` }],
	] as const)('%s in place of the answer proves nothing', async (_, fault) => {
		gateway.platform.fail(fault);
		await expect(prove({ apiKey: WRONG })).rejects.toThrow(/^(?:127\.0\.0\.1:\d+ |Clickatell refused)/);
		expect(calls()).toHaveLength(1);
	});

	afterAll(() => {
		expect(told.length).toBeGreaterThan(10);
		for (const text of told)
			for (const key of [WRONG, DEMO_KEYS.oneApi, DEMO_KEYS.smsApi]) expect(text).not.toContain(key);
	});
});

describe('the credential', () => {
	const read = (more: Record<string, unknown>) =>
		readPlatformCredential({ apiKey: WRONG, api: 'smsApi', baseUrl: 'https://host.example/x/', ...more });

	test('is taken with blanks around, and its URL without a slash behind', () => {
		expect(read({ apiKey: ` ${WRONG}\n` })).toEqual({
			ok: true,
			credential: { key: WRONG, api: 'smsApi', baseUrl: 'https://host.example/x' },
		});
	});

	test.each<[Record<string, unknown>, RegExp]>([
		[{ apiKey: '' }, /^'API Key' is empty; copy it/],
		[{ apiKey: 3407892 }, /^'API Key' holds a number, which is the API ID/],
		[{ apiKey: 'Secret Key==' }, /^'API Key' holds a blank/],
		[{ apiKey: 'Secrétkey==' }, /^'API Key' holds a blank or another character/],
		[{ apiKey: 'Secret'.repeat(90) }, /^'API Key' has more than 500 characters/],
		[{ api: 'http' }, /^'API' must be One API or SMS API/],
		[{ baseUrl: 'platform' }, /^'Base URL' must begin with https:\/\//],
	])('%j is refused, with the way out and without the key', (more, fault) => {
		const result = read(more);
		expect(result).toEqual({ ok: false, fault: expect.stringMatching(fault) as unknown });
		expect(JSON.stringify(result)).not.toMatch(/Secr|WrongKey|3407892/);
	});
});
