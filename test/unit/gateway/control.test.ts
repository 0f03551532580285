import { request } from 'node:http';

import { type Gateway, ManualClock, type Route, startGateway } from '../../gateway';
import { type Receiver, startReceiver } from './receiver';
import { type CallSoap, LOGIN, soapClient } from './soapClient';
import { defined } from '../../../nodes/Clickatell/formats/defined';

describe('the control plane', () => {
	let gateway: Gateway;
	let call: CallSoap;
	let receiver: Receiver;

	beforeEach(async () => {
		gateway = await startGateway({ clock: new ManualClock() });
		call = await soapClient(gateway, 'documentLiteral');
		receiver = await startReceiver();
	});
	afterEach(async () => {
		await gateway.close();
		await receiver.close();
	});

	const control = async (action: string, body?: object, method = body === undefined ? 'GET' : 'POST') => {
		const response = await fetch(`${gateway.url}/_gateway/${action}`, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};
	const send = async () =>
		(await call('sendmsg', { ...LOGIN, to: ['27999100001'], text: 'Hi', msg_callback: 7 })).join();

	it('tells what it can do', async () => {
		const { body } = await control('');
		expect(body.actions).toContain('POST reset');
		expect(body.faults).toHaveProperty('drop-after');
	});

	it('lists messages and calls, newest first, with no secret', async () => {
		await send();
		await send();
		expect((await control('messages?limit=1')).body).toMatchObject([{ to: '27999100001', text: 'Hi' }]);
		const calls = await control('calls?command=sendmsg');
		expect(calls.body).toMatchObject([{ id: 2 }, { id: 1 }]);
		expect(JSON.stringify([calls, await control('state')])).not.toContain('demo-password');
		expect((await control('doubled')).body).toMatchObject([{ to: '27999100001', count: 2 }]);
	});

	it('resets to the seed it started with', async () => {
		await send();
		gateway.fail({ kind: 'drop' });
		await control('reset', {});
		expect(gateway.messages()).toEqual([]);
		expect(gateway.faultList.list()).toEqual([]);
		expect(gateway.credit()).toBe(1000);
		await control('reset', {
			seed: {
				accounts: [{ user: 'demo', password: 'demo-password', credit: 0, apis: [{ apiId: '424242' }] }],
			},
		});
		expect(await send()).toBe('ERR: 301, No Credit Left');
	});

	it('forgets the old life of a message that a reset took away', async () => {
		await gateway.setCallback('424242', { url: receiver.url, type: 'http-get' });
		await send();
		gateway.reset();
		await (gateway.clock as ManualClock).advance(60_000);
		expect(receiver.received).toHaveLength(1);
	});

	it('scripts and removes faults, and says what is wrong with one', async () => {
		const { body: fault } = await control('faults', { kind: 'error', code: '301' });
		expect(await send()).toBe('ERR: 301, No Credit Left');
		expect((await control(`faults?id=${String(fault.id)}`, undefined, 'DELETE')).status).toBe(200);
		expect((await control(`faults?id=${String(fault.id)}`, undefined, 'DELETE')).status).toBe(404);
		expect(await control('faults', { kind: 'flood' })).toMatchObject({
			status: 400,
			body: { problem: expect.stringContaining('unknown fault flood') as string },
		});
	});

	it('adds an API product with its callback, moves the clock and lists the callbacks', async () => {
		const { body } = await control('apis', {
			user: 'two',
			password: 'pw',
			credit: 5,
			callbackUrl: receiver.url,
		});
		const login = { api_id: body.apiId, user: 'two', password: 'pw' };
		await call('sendmsg', { ...login, to: ['27999100001'], text: 'x', msg_callback: 3 });
		expect((await control('clock', { advanceMs: 5000 })).status).toBe(200);
		expect((await control('callbacks')).body).toMatchObject([
			{ status: '004', state: 'delivered' },
			{ status: '003', state: 'delivered' },
		]);
	});

	it('sets a callback only where its URL answers, and takes it away', async () => {
		receiver.answer = 403;
		const settings = { apiId: '424242', url: receiver.url, type: 'http-post', user: 'a', password: 'secret' };
		expect((await control('callback', settings)).body).toMatchObject({ accepted: false, httpStatus: 403 });
		receiver.answer = 200;
		expect((await control('callback', settings)).body).toMatchObject({ accepted: true });
		expect(JSON.stringify(await control('state'))).not.toContain('secret');
		await control('callback', { apiId: '424242', url: '' });
		expect(defined(gateway.state.apis.get('424242')).callback).toBeUndefined();
	});

	it('pushes callbacks, expires sessions and gives a message a status', async () => {
		const settings = { url: receiver.url, type: 'http-get' };
		await control('push-status', { apiMsgId: 'f'.repeat(32), status: '007', settings });
		await control('push-inbound', { from: '27999100001', to: '27999100000', text: 'Hi', settings });
		expect(receiver.fields()).toMatchObject([{ status: '007', apiMsgId: 'f'.repeat(32) }, { text: 'Hi' }]);
		const session_id = (await call('auth', LOGIN)).join().slice(4);
		await control('expire-sessions', {});
		expect(await call('ping', { session_id })).toEqual(['ERR: 003, Session ID expired']);
		const apimsgid = (await send()).slice(4);
		await control('status', { apiMsgId: apimsgid, status: '005' });
		expect(await call('querymsg', { ...LOGIN, apimsgid })).toEqual([`ID: ${apimsgid} Status: 005`]);
	});

	it('answers bad requests with one sentence', async () => {
		expect((await control('reset', {}, 'PUT')).status).toBe(404);
		expect((await fetch(`${gateway.url}/_gateway/reset`, { method: 'POST', body: '[' })).status).toBe(400);
		expect((await control('push-inbound', { from: '1' })).body).toEqual({ problem: 'to must be a text.' });
		expect((await control('push-status', { apiMsgId: 'x' })).body).toEqual({
			problem: 'API 424242 has no status callback',
		});
	});

	it('answers no page of another site', async () => {
		const status = (headers: Record<string, string>) =>
			new Promise<number>((resolve, reject) => {
				const url = new URL('/_gateway/state', gateway.url);
				request(url, { headers }, (response) => {
					response.resume();
					resolve(response.statusCode ?? 0);
				})
					.on('error', reject)
					.end();
			});
		expect(await status({})).toBe(200);
		expect(await status({ origin: 'http://evil.example' })).toBe(403);
		expect(await status({ host: 'evil.example' })).toBe(403);
	});

	it('takes further routes', async () => {
		const route: Route = (exchange) => {
			if (exchange.path !== '/more') return false;
			exchange.sendJson({ more: true });
			return true;
		};
		gateway.mount(route);
		expect(await (await fetch(`${gateway.url}/more`)).json()).toEqual({ more: true });
		expect((await fetch(`${gateway.url}/less`)).status).toBe(404);
	});
});
