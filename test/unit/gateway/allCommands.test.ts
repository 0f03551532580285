import { type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { type CallSoap, LOGIN, SERVERS, soapClient } from './soapClient';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const TO = ['27999100001'];

describe.each(SERVERS)('every command of the %s server', (server) => {
	const rpc = server === 'rpcEncoded';
	const clientId = rpc ? 'cliMsgId' : 'climsgid';
	let gateway: Gateway;
	let clock: ManualClock;
	let call: CallSoap;

	beforeEach(async () => {
		clock = new ManualClock();
		gateway = await startGateway({ clock, ids: repeatableIds() });
		call = await soapClient(gateway, server);
	});
	afterEach(() => gateway.close());

	const send = async (parameters: Record<string, unknown>) =>
		(await call('sendmsg', { ...LOGIN, to: TO, text: 'Hello', ...parameters })).join();
	const id = async (parameters: Record<string, unknown> = {}) => (await send(parameters)).slice(4);

	it.each([
		['text', { text: '' }, '107'],
		['text', { text: 'x'.repeat(161) }, '113'],
		['concat', { text: 'x'.repeat(307), concat: 2 }, '113'],
		['concat', { concat: 36 }, '101'],
		['deliv_time', { deliv_time: 10081 }, '120'],
		['validity', { validity: 1441 }, '101'],
		['msg_callback', { msg_callback: 8 }, '101'],
		['queue', { queue: 4 }, '101'],
		['escalate', { escalate: 2 }, '101'],
		['from', { from: 'twelve chars' }, '106'],
		['from', { from: '12345678901234567' }, '106'],
		['climsgid', { [clientId]: 'a b' }, '101'],
		['climsgid', { [clientId]: 'a'.repeat(33) }, '101'],
		['unicode', { text: '00411', unicode: 1 }, '116'],
		['unicode', { text: '0041'.repeat(71), unicode: 1 }, '113'],
		['udh', { text: '', data: '00', udh: '0605' }, '102'],
		['data', { text: '', data: '00'.repeat(141) }, '113'],
		['msg_type', { msg_type: 'fax' }, '112'],
		['max_credits', { max_credits: -1 }, '101'],
	])('refuses a %s out of bounds (case %#)', async (_name, parameters, code) => {
		expect(await send(parameters)).toMatch(new RegExp(`^ERR: ${code}, `));
		expect(gateway.messages()).toEqual([]);
		expect(gateway.credit()).toBe(1000);
	});

	it.each([
		{ text: 'x'.repeat(160) },
		{ text: 'x'.repeat(306), concat: 2 },
		{ text: 'x'.repeat(35 * 153), concat: 35 },
		{ deliv_time: 10080 },
		{ validity: 1440 },
		{ msg_callback: 7 },
		{ queue: 3, escalate: 1, mo: 1, deliv_ack: 1, req_feat: 544 },
		{ from: 'eleven chrs' },
		{ from: '1234567890123456' },
		{ [clientId]: 'a'.repeat(32) },
		{ text: '0041'.repeat(70), unicode: 1 },
		{ text: '', data: '00'.repeat(134), udh: '050003010201' },
		{ text: '', data: '00'.repeat(140) },
		{ msg_type: 'SMS_TEXT', max_credits: 1 },
	])('takes what is at the limit of its bounds (case %#)', async (parameters) => {
		expect(await send(parameters)).toMatch(/^ID: [0-9a-f]{32}$/);
	});

	it('counts parts, and charges for each', async () => {
		await send({ text: 'x'.repeat(161), concat: 3 });
		await send({ text: '€'.repeat(80) });
		await send({ text: '04160430', unicode: 1 });
		expect(gateway.messages()).toMatchObject([
			{ parts: 2, encoding: 'gsm', milliCharge: 660 },
			{ parts: 1, encoding: 'gsm', milliCharge: 330 },
			{ parts: 1, encoding: 'unicode', text: 'Жа' },
		]);
	});

	it('refuses more than 300 recipients, all of them', async () => {
		const to = Array.from({ length: 301 }, (_, index) => String(27999100000 + index));
		expect(await call('sendmsg', { ...LOGIN, to, text: 'x' })).toEqual([
			'ERR: 101, Invalid or missing parameters',
		]);
		expect(await call('sendmsg', { ...LOGIN, to: to.slice(1), text: 'x' })).toHaveLength(300);
	});

	it('lets credit run out in the middle of a call', async () => {
		gateway.seed({ accounts: [{ user: 'demo', password: 'demo-password', credit: 0.7 }] });
		const to = ['27999100001', '27999100002', '27999100003'];
		expect(await call('sendmsg', { ...LOGIN, to, text: 'x' })).toEqual([
			expect.stringMatching(/^ID: /),
			expect.stringMatching(/^ID: /),
			'ERR: 301, No Credit Left To: 27999100003',
		]);
	});

	it('holds a message until its delivery time, and stops it when asked before', async () => {
		const [held, stopped] = [await id({ deliv_time: 30 }), await id({ deliv_time: 30 })];
		const status = async (apimsgid: string) => (await call('querymsg', { ...LOGIN, apimsgid })).join();
		expect(await status(held)).toBe(`ID: ${held} Status: 011`);
		expect(await call('delmsg', { ...LOGIN, apimsgid: stopped })).toEqual([`ID: ${stopped} Status: 006`]);
		await clock.advance(31 * 60_000);
		expect(await status(held)).toBe(`ID: ${held} Status: 004`);
		expect(await status(stopped)).toBe(`ID: ${stopped} Status: 006`);
		expect(gateway.credit()).toBe(999.67);
	});

	it('tells how far a message got that can no longer be stopped', async () => {
		const apimsgid = await id();
		await clock.advance(1500);
		expect(await call('delmsg', { ...LOGIN, apimsgid })).toEqual([`ID: ${apimsgid} Status: 003`]);
		expect(await call('delmsg', { ...LOGIN, apimsgid: 'f'.repeat(32) })).toEqual([
			'ERR: 103, Unknown API message ID',
		]);
		expect(await call('delmsg', LOGIN)).toEqual(['ERR: 109, Missing message ID']);
	});

	it('finds a message by its client message ID', async () => {
		const apimsgid = await id({ [clientId]: 'ord17' });
		expect(await call('querymsg', { ...LOGIN, climsgid: 'ord17' })).toEqual([`ID: ${apimsgid} Status: 008`]);
		expect(await call('querymsg', { ...LOGIN, climsgid: 'ord18' })).toEqual([
			'ERR: 104, Unknown client message ID',
		]);
	});

	it('forgets a status after six days and a charge after fifteen', async () => {
		const apimsgid = await id();
		await clock.advance(7 * 86_400_000);
		expect(await call('querymsg', { ...LOGIN, apimsgid })).toEqual([`ID: ${apimsgid} Status: 001`]);
		expect(await call('getmsgcharge', { ...LOGIN, apimsgid })).toEqual([
			`apiMsgId: ${apimsgid} charge: 0.33 status: 004`,
		]);
		await clock.advance(9 * 86_400_000);
		expect(await call('getmsgcharge', { ...LOGIN, apimsgid })).toEqual(['ERR: 103, Unknown API message ID']);
	});

	it.each([
		['27999166005', ['008', '005'], 0.33],
		['27999166007', ['008', '003', '007'], 0.33],
		['27999166009', ['008', '009'], 0],
		['27999166010', ['008', '010'], 0],
		['27999166012', ['008', '012'], 0],
		['27999166002', ['008', '002', '003', '004'], 0.33],
		['27999166003', ['008', '003'], 0.33],
	])('lets %s come to %j', async (to, life, charged) => {
		await send({ to: [to] });
		await clock.advance(60_000);
		expect(defined(gateway.messages()[0]).history.map(({ status }) => status)).toEqual(life);
		expect(1000 - gateway.credit()).toBeCloseTo(charged, 6);
	});

	it('accepts a message over max_credits, does not charge it, and lets it end as a routing error', async () => {
		await send({ to: ['447700900123'], max_credits: 1 });
		gateway.seed({ accounts: [{ user: 'demo', password: 'demo-password', credit: 50 }] });
		if (rpc) {
			await send({ to: ['447700900124'], max_credits: 0.8 });
			await clock.advance(10_000);
			expect(gateway.messages().map(({ status }) => status)).toEqual(['004', '009']);
			expect(gateway.credit()).toBe(50);
		}
	});

	it('lets a queued message expire with its validity', async () => {
		await gateway.close();
		gateway = await startGateway({ clock, pace: { queued: 10 * 60_000 } });
		call = await soapClient(gateway, server);
		await send({ to: ['27999166002'], validity: 5 });
		await clock.advance(4 * 60_000);
		expect(defined(gateway.messages()[0]).status).toBe('002');
		await clock.advance(2 * 60_000);
		expect(defined(gateway.messages()[0]).status).toBe('010');
		expect(gateway.credit()).toBe(1000);
	});

	it('tells which prefixes are covered', async () => {
		const coverage = rpc ? 'routeCoverage' : 'routecoverage';
		expect(await call(coverage, { ...LOGIN, msisdn: '447700900123' })).toEqual([
			'OK: This prefix is currently supported. Messages sent to this prefix will be routed. Charge: 1',
		]);
		expect((await call(coverage, { ...LOGIN, msisdn: '99912345678' })).join()).toMatch(
			/^ERR: This prefix is not currently supported\./,
		);
		expect(await send({ to: ['99912345678'] })).toBe('ERR: 114, Cannot route message');
	});

	it('takes each voucher once', async () => {
		expect(await call('token_pay', { ...LOGIN, token: 'DEMO-VOUCHER-100' })).toEqual(['OK: 605']);
		expect(gateway.credit()).toBe(1100);
		expect(await call('token_pay', { ...LOGIN, token: 'DEMO-VOUCHER-100' })).toEqual(['ERR: 606']);
		expect(await call('token_pay', { ...LOGIN, token: 'other' })).toEqual(['ERR: 606']);
	});

	it('sends MMS notifications and service indications, and always names the number', async () => {
		const mms = {
			mms_subject: 'Holiday',
			mms_class: '80',
			mms_expire: '3000',
			mms_from: 'Shop',
			mms_url: 'http://shop.example/a.mms',
		};
		expect((await call('ind_push', { ...LOGIN, to: TO, ...mms })).join()).toMatch(
			/^ID: \w{32} To: 27999100001$/,
		);
		expect(await call('ind_push', { ...LOGIN, to: TO, ...mms, mms_class: '79' })).toEqual([
			'ERR: 101, Invalid or missing parameters',
		]);
		const si = { si_id: 'a1', si_url: 'http://shop.example/', si_text: 'News', si_action: 'signal-high' };
		expect((await call('si_push', { ...LOGIN, to: TO, ...si })).join()).toMatch(
			/^ID: \w{32} To: 27999100001$/,
		);
		expect(await call('si_push', { ...LOGIN, to: TO, ...si, si_action: 'shout' })).toEqual([
			'ERR: 101, Invalid or missing parameters',
		]);
		expect(gateway.messages().map(({ text }) => text)).toEqual([
			'[MMS notification] Holiday from Shop: http://shop.example/a.mms',
			'[Service indication a1] News: http://shop.example/',
		]);
	});

	it('merges a batch’s fields, sends its template to many, and ends it', async () => {
		const template = 'Hi #field1#, #field2#.';
		const [started] = await call('startbatch', { ...LOGIN, template, [clientId]: 'batch1', msg_callback: 3 });
		const batch_id = defined(started).slice(4);
		expect((await call('senditem', { ...LOGIN, batch_id, to: TO, field1: 'Ann' })).join()).toMatch(
			/^ID: \w{32}$/,
		);
		const several = ['27999100002', '27999100003'];
		expect(await call('quicksend', { ...LOGIN, batch_id, to: several })).toEqual([
			expect.stringMatching(/ To: 27999100002$/),
			expect.stringMatching(/ To: 27999100003$/),
		]);
		expect(gateway.messages()).toMatchObject([
			{ text: 'Hi Ann, .', climsgid: 'batch1', msgCallback: 3, batchId: batch_id },
			{ text: template },
			{ text: template },
		]);
		expect(await call('endbatch', { ...LOGIN, batch_id })).toEqual(['OK']);
		expect(await call('endbatch', { ...LOGIN, batch_id })).toEqual(['ERR: 201, Invalid batch ID']);
		expect(await call('quicksend', { ...LOGIN, batch_id, to: TO })).toEqual(['ERR: 201, Invalid batch ID']);
	});

	it('has ten merge fields on document/literal and four on RPC', async () => {
		const template = '#field1##field4##field5##field10#';
		const [started] = await call('startbatch', { ...LOGIN, template });
		const item = { ...LOGIN, batch_id: defined(started).slice(4), to: TO, field1: 'a', field4: 'b' };
		await call('senditem', item);
		const ten = call('senditem', { ...item, field5: 'c', field10: 'd' });
		if (rpc) await expect(ten).rejects.toThrow('field5 is not a parameter of senditem');
		else await ten;
		expect(gateway.messages().map(({ text }) => text)).toEqual(rpc ? ['ab'] : ['ab', 'abcd']);
	});

	it('ends a batch automatically after 24 hours, and wants a template', async () => {
		const [started] = await call('startbatch', { ...LOGIN, template: 'x' });
		await clock.advance(24 * 3_600_000);
		expect(await call('quicksend', { ...LOGIN, batch_id: defined(started).slice(4), to: TO })).toEqual([
			'ERR: 201, Invalid batch ID',
		]);
		expect(await call('startbatch', { ...LOGIN, template: '' })).toEqual(['ERR: 202, No batch template']);
	});

	it('refuses a frozen account, a locked address, an unregistered sender and more messages than allowed', async () => {
		const account = { user: 'demo', password: 'demo-password' };
		const seed = (more: object, api: object = {}) =>
			gateway.seed({ accounts: [{ ...account, ...more, apis: [{ apiId: '424242', ...api }] }] });
		seed({ frozen: true });
		expect(await send({})).toBe('ERR: 004, Account frozen');
		seed({}, { allowedAddresses: ['192.0.2.1'] });
		expect(await send({})).toBe('ERR: 007, IP Lockdown violation');
		seed({}, { allowedAddresses: ['127.0.0.1'], senders: ['Shop'] });
		expect(await send({ from: 'Bank' })).toBe('ERR: 123, Invalid Sender ID');
		expect(await send({ from: 'Shop' })).toMatch(/^ID: /);
		seed({ mtLimit: { left: 1, until: 1700000000 } });
		expect(await send({})).toMatch(/^ID: /);
		expect(await send({})).toBe('ERR: 130, Maximum MT limit exceeded until 1700000000');
		seed({}, { dialPrefix: '27' });
		await send({ to: ['0999100009'] });
		expect(defined(gateway.messages().at(-1)).to).toBe('27999100009');
	});
});
