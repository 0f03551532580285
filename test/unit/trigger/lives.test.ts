import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { type Gateway, ManualClock, startGateway } from '../../gateway';
import { CALLBACK_TYPES, type CallbackType } from '../../gateway/model';
import { casesOf } from '../../extent';
import { type CallSoap, LOGIN, soapClient } from '../gateway/soapClient';
import { createTrigger } from './webhook';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const MESSAGES = casesOf(1000);
const MINUTE = 60_000;
/** Outcomes of the gateway's numbers with a fixed outcome, and the statuses each is reported with. */
const FATES: ReadonlyArray<readonly [fate: string, statuses: readonly string[]]> = [
	['004', ['003', '004']],
	['007', ['003', '007']],
	['009', ['009']],
	['012', ['012']],
];

describe(`the whole life of ${MESSAGES} messages`, () => {
	let gateway: Gateway;
	let clock: ManualClock;
	let call: CallSoap;
	let server: Server;
	let url: string;
	let isDown = false;
	let calls = 0;
	const events: IDataObject[] = [];

	const receive = createTrigger({ credential: { user: 'hook', password: 'hook-password', secret: '' } });

	beforeAll(async () => {
		clock = new ManualClock();
		gateway = await startGateway({ clock });
		call = await soapClient(gateway, 'documentLiteral');
		server = createServer((request, response) => {
			calls += 1;
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				// Every third call still gets through while the others are turned away.
				if (isDown && calls % 3 !== 0) return void response.writeHead(503).end();
				void receive({
					method: defined(request.method),
					target: defined(request.url),
					headers: request.headers as Record<string, string>,
					body: Buffer.concat(chunks),
				}).then(({ status, body, items }) => {
					events.push(...items);
					response.writeHead(status ?? 500).end(body);
				});
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/w/callback`;
	});
	afterAll(async () => {
		await gateway.close();
		await new Promise((resolve) => server.close(resolve));
	});

	it('repeated, reversed and kept out for a while, in every format: one event for each message and status', async () => {
		gateway.setWeather({ copies: 2, reversed: true });
		const types = Object.keys(CALLBACK_TYPES) as CallbackType[];
		types.forEach((callbackType, index) => {
			const login = { callbackUser: 'hook', callbackPassword: 'hook-password' };
			gateway.createApi({
				user: 'demo',
				apiId: String(424240 + index),
				callbackUrl: url,
				callbackType,
				...login,
			});
		});

		const expected: string[] = [];
		for (let index = 0; index < MESSAGES; index += 1) {
			const [fate, statuses] = defined(FATES[index % FATES.length]);
			const api_id = 424240 + (index % types.length);
			const to = [`27999166${fate}`];
			const [id] = await call('sendmsg', { ...LOGIN, api_id, text: `${index}`, to, msg_callback: 7 });
			expected.push(...statuses.map((status) => `${defined(id).slice(4)} ${status}`));
		}

		isDown = true;
		await clock.advance(20 * MINUTE);
		expect(gateway.callbacks.list().some(({ state }) => state === 'waiting')).toBe(true);
		isDown = false;
		await clock.advance(300 * MINUTE);

		expect(gateway.callbacks.list().filter(({ state }) => state !== 'delivered')).toEqual([]);
		const seen = events.map(({ messageId, status }) => `${messageId as string} ${status as string}`);
		expect(seen.sort()).toEqual(expected.sort());
		expect(calls).toBeGreaterThan(2 * expected.length);
	}, 600_000);
});
