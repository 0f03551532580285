import { type Gateway, ManualClock, startGateway } from '../../gateway';
import { seeInbox } from './inboxClient';
import { type Receiver, startReceiver } from './receiver';
import { type CallSoap, LOGIN, soapClient } from './soapClient';
import { defined } from '../../../nodes/Clickatell/formats/defined';

interface State {
	total: number;
	found: number;
	cleared: number;
	apis: Array<Record<string, unknown>>;
	messages: Array<Record<string, unknown>>;
}

describe('the inbox', () => {
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

	const send = (to: string[], more: object = {}) =>
		call('sendmsg', { ...LOGIN, to, text: 'Order 17 is ready', ...more });
	const see = (query?: string) => seeInbox<State>(gateway, query);
	const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(27999100001 + i));
	const control = async (action: string, body: object) => {
		const response = await fetch(`${gateway.url}/_gateway/${action}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		return { status: response.status, body: await response.json() };
	};

	it('says that it is not Clickatell, and loads nothing from elsewhere', async () => {
		const scripts = ['inbox', 'calls', 'cards', 'content', 'element', 'forms'].map((name) => `/${name}.js`);
		for (const path of ['/', '/inbox.css', ...scripts]) {
			const response = await fetch(gateway.url + path);
			expect(response.status).toBe(200);
			expect(response.headers.get('content-security-policy')).toBe(
				"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
			);
			const text = await response.text();
			if (path === '/') expect(text).toContain('This is not Clickatell.');
			expect(text).not.toMatch(/(src|href|from|url)[=( ]["']?https?:/);
		}
	});

	it('tells of how many messages it shows the newest, and shows more when asked', async () => {
		await send(numbers(300));
		await send(numbers(180));
		const first = await see();
		expect(first).toMatchObject({ total: 480, found: 480 });
		expect(first.messages).toHaveLength(200);
		expect(first.messages[0]).toMatchObject({ kind: 'sent', to: numbers(180).at(-1) });
		expect((await see('?limit=400')).messages).toHaveLength(400);
		expect((await see('?limit=1000')).messages).toHaveLength(480);
		for (const odd of ['?limit=0', '?limit=-1', '?limit=x', '?limit=1.5']) {
			expect((await see(odd)).messages).toHaveLength(200);
		}
	});

	it('finds messages by number, text, IDs and status, beyond those it shows', async () => {
		const [sent] = await send(['27999100001'], { climsgid: 'ord17', text: 'Für Zoë' });
		await send(['27999166007'], { from: 'Shop' });
		await send(numbers(250));
		await (gateway.clock as ManualClock).advance(60_000);
		const found = async (search: string) => {
			const state = await see(`?search=${encodeURIComponent(search)}`);
			expect(state.total).toBe(252);
			expect(state.found).toBe(state.messages.length);
			return state.messages.map(({ to }) => to);
		};
		for (const search of [' zoë ', 'ORD17', defined(sent).slice(4)]) {
			expect(await found(search)).toEqual(['27999100001']);
		}
		for (const search of ['27999166007', 'shop', '007 error', 'error delivering']) {
			expect(await found(search)).toEqual(['27999166007']);
		}
		expect(await found('nobody')).toEqual([]);
	});

	it('shows what handsets send among what they receive, and what became of it', async () => {
		await gateway.setCallback('424242', { url: receiver.url, type: 'http-get' }, { kind: 'inbound' });
		await send(['27999100001']);
		await (gateway.clock as ManualClock).advance(60_000);
		await control('push-inbound', { from: '27999100001', to: '27999100000', text: 'Yes', apiId: '424242' });
		receiver.answer = 500;
		const long = 'a'.repeat(200);
		await control('push-inbound', { from: '27999100002', to: '27999100000', text: long });
		expect((await see()).messages).toMatchObject([
			{
				kind: 'received',
				from: '27999100002',
				text: long,
				parts: 2,
				callbacks: [
					{ state: 'waiting', answer: '500', tries: 1 },
					{ state: 'waiting', answer: '500', tries: 1 },
				],
			},
			{
				kind: 'received',
				from: '27999100001',
				text: 'Yes',
				callbacks: [{ state: 'delivered', answer: '200' }],
			},
			{ kind: 'sent', to: '27999100001', apiId: '424242' },
		]);
		expect((await see('?search=27999100002')).found).toBe(1);
	});

	it('names the API that a reply has no callback URL for', async () => {
		const reply = { from: '27999100001', to: '27999100000', text: 'Yes', apiId: '424242' };
		expect(await control('push-inbound', reply)).toEqual({
			status: 400,
			body: { problem: 'API 424242 has no inbound callback URL.' },
		});
		expect((await see()).total).toBe(0);
	});

	it('hides what is cleared and nothing else, until it is to be seen again', async () => {
		const [sent] = await send(['27999100001']);
		await gateway.pushInbound(
			{ from: '27999100001', to: '27999100000', text: 'Yes' },
			{ settings: { url: receiver.url, type: 'http-get' } },
		);
		expect((await control('inbox', { cleared: true })).status).toBe(200);
		expect(await see()).toMatchObject({ total: 0, cleared: 2, messages: [] });
		await send(['27999100002']);
		expect((await see()).messages).toMatchObject([{ to: '27999100002' }]);
		expect(await call('querymsg', { ...LOGIN, apimsgid: defined(sent).slice(4) })).toEqual([
			`${defined(sent)} Status: 008`,
		]);
		await control('inbox', { cleared: false });
		expect(await see()).toMatchObject({ total: 3, cleared: 0 });
		expect((await control('inbox', {})).body).toEqual({ problem: 'cleared must be true or false.' });
		gateway.clearInbox(true);
		gateway.reset();
		expect(await see()).toMatchObject({ total: 0, cleared: 0 });
	});

	it('shows where callbacks go, and neither password nor secret', async () => {
		await control('callback', {
			apiId: '424242',
			url: `${receiver.url}?secret=s3cret`,
			type: 'http-post',
			user: 'acme',
			password: 'pa55word',
		});
		expect(defined(receiver.received[0]).headers.authorization).toBe(
			`Basic ${Buffer.from('acme:pa55word').toString('base64')}`,
		);
		const state = await see();
		expect(state.apis).toEqual([
			{
				apiId: '424242',
				callback: { url: `${receiver.url}?…`, type: 'http-post', user: 'acme' },
				inbound: null,
			},
		]);
		expect(JSON.stringify(state)).not.toMatch(/s3cret|pa55word/);
	});

	it('keeps an open page up to date', async () => {
		const response = await fetch(`${gateway.url}/_gateway/events?search=order%2017`);
		const reader = defined(response.body).getReader();
		const next = async () => {
			const { value } = (await reader.read()) as { value: Uint8Array };
			return JSON.parse(
				Buffer.from(value)
					.toString('utf8')
					.replace(/^data: /, ''),
			) as State;
		};
		expect((await next()).messages).toEqual([]);
		await send(['27999100002'], { text: 'another' });
		await send(['27999100001']);
		let state = await next();
		while (state.messages.length === 0) state = await next();
		expect(state.messages).toMatchObject([{ to: '27999100001', status: '008' }]);
		await reader.cancel();
	});
});
