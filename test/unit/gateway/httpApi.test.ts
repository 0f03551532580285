import { type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { HTTP_COMMANDS } from '../../gateway/httpApi/contract';
import { snapshot } from '../../gateway/inbox/snapshot';
import { httpClient, LOGIN } from './httpClient';
import { startReceiver } from './receiver';
import { LOGIN as SOAP_LOGIN, SERVERS, soapClient } from './soapClient';
import { defined } from '../../../nodes/Clickatell/formats/defined';

describe('the HTTP/S API', () => {
	let gateway: Gateway;
	let clock: ManualClock;
	beforeEach(async () => {
		clock = new ManualClock();
		gateway = await startGateway({ clock, ids: repeatableIds() });
	});
	afterEach(() => gateway.close());

	const { post, get, call, send } = httpClient(() => gateway);
	const idOf = (line: string) => defined(defined(/^ID: ([0-9a-f]{32})/.exec(line))[1]);

	it('has the fifteen commands of SOAP', () => {
		expect(new Set([...HTTP_COMMANDS.values()].map(({ name }) => name)).size).toBe(15);
	});

	it('answers text lines, with no line feed at the end', async () => {
		expect(await post('/http/getbalance', LOGIN)).toEqual({
			status: 200,
			type: 'text/html; charset=UTF-8',
			text: 'Credit: 1000.000',
		});
		expect(await get('/http/getbalance', LOGIN)).toBe('Credit: 1000.000');
	});

	it('opens a session, and answers one that is stale or unknown with 001', async () => {
		const session = defined(defined(/^OK: ([0-9a-f]{32})$/.exec(await call('/http/auth')))[1]);
		expect((await post('/http/ping', `session_id=${session}`)).text).toBe('OK: ');
		expect(JSON.stringify(gateway.calls())).not.toMatch(new RegExp(`${session}|demo-password`));
		await clock.advance(15 * 60_000);
		for (const id of [session, '0'.repeat(32)]) {
			expect((await post('/http/ping', `session_id=${id}`)).text).toBe('ERR: 001, Authentication failed');
		}
	});

	it('answers one recipient without its number and several with it, refused ones among them', async () => {
		expect(await send('to=27999100001&text=Hi')).toMatch(/^ID: [0-9a-f]{32}$/);
		expect(await send('to=12&text=Hi')).toBe('ERR: 105, Invalid Destination Address');
		const lines = (await send('to=27999100001,12,27999166114&text=Order+17')).split('\n');
		expect(lines).toEqual([
			expect.stringMatching(/^ID: [0-9a-f]{32} To: 27999100001$/),
			'ERR: 105, Invalid Destination Address To: 12',
			'ERR: 114, Cannot route message To: 27999166114',
		]);
		expect(await send('to=27999100001,27999100002&text=')).toBe('ERR: 107, Empty message');
	});

	it.each([
		['api_id=999999&user=demo&password=demo-password', 'ERR: 108, Invalid or missing api_id'],
		['api_id=&user=demo&password=demo-password', 'ERR: 108, Invalid or missing api_id'],
		['api_id=424242&user=demo&password=wrong', 'ERR: 001, Authentication failed'],
		['', 'ERR: 001, Authentication failed'],
	])('refuses the login %s', async (form, line) => {
		expect((await post('/http/getbalance', form)).text).toBe(line);
	});

	it('knows only the API IDs that are of its kind', async () => {
		gateway.createApi({ user: 'demo', apiId: '424243', kinds: ['soap'] });
		gateway.createApi({ user: 'demo', apiId: '424244', kinds: ['http'] });
		const balance = async (id: string) => (await post('/http/getbalance', LOGIN.replace('424242', id))).text;
		expect(await balance('424243')).toBe('ERR: 108, Invalid or missing api_id');
		expect(await balance('424244')).toBe('Credit: 1000.000');
		for (const server of SERVERS) {
			const soap = await soapClient(gateway, server);
			const ask = (api_id: number) => soap('getbalance', { ...SOAP_LOGIN, api_id });
			expect(await ask(424243)).toEqual(['Credit: 1000.000']);
			expect(await ask(424244)).toEqual(['ERR: 108, Invalid or missing API ID']);
		}
	});

	it('takes no session of an API that it does not serve', async () => {
		gateway.createApi({ user: 'demo', apiId: '424243', kinds: ['soap'] });
		const soap = await soapClient(gateway, 'documentLiteral');
		const [opened] = await soap('auth', { ...SOAP_LOGIN, api_id: 424243 });
		const form = `session_id=${defined(opened).slice(4)}`;
		expect((await post('/http/ping', form)).text).toBe('ERR: 001, Authentication failed');
	});

	it('has the messages of all servers in one store', async () => {
		const soap = await soapClient(gateway, 'documentLiteral');
		const id = idOf(await send('to=27999100001&text=a&cliMsgId=ord17'));
		expect(await soap('querymsg', { ...SOAP_LOGIN, apimsgid: id })).toEqual([`ID: ${id} Status: 008`]);
		const [sent] = await soap('sendmsg', { ...SOAP_LOGIN, to: ['27999100002'], text: 'b' });
		expect(await call('/http/querymsg', `apimsgid=${defined(sent).slice(4)}`)).toBe(`${sent} Status: 008`);
	});

	it('makes callbacks for its messages, and shows them in the inbox', async () => {
		const receiver = await startReceiver();
		try {
			await gateway.setCallback('424242', { url: receiver.url, type: 'http-get' }, { probe: false });
			const id = idOf(await send('to=27999100001&text=Hi&callback=3&cliMsgId=ord17'));
			await clock.advance(10_000);
			expect(receiver.fields()).toMatchObject([
				{ apiMsgId: id, cliMsgId: 'ord17', status: '003' },
				{ apiMsgId: id, cliMsgId: 'ord17', status: '004' },
			]);
			const shown = snapshot(gateway, { search: 'ord17', limit: 10 });
			expect(shown).toMatchObject({ messages: [{ to: '27999100001', text: 'Hi', status: '004' }] });
		} finally {
			await receiver.close();
		}
	});

	it('takes the client message ID by either name, and status reports by callback', async () => {
		await send('to=27999100001&text=a&cliMsgId=ord17&climsgid=ord17&callback=7');
		await send('to=27999100002&text=a&climsgid=ord18');
		expect(gateway.messages()).toMatchObject([
			{ climsgid: 'ord17', msgCallback: 7, server: 'http' },
			{ climsgid: 'ord18', msgCallback: 0 },
		]);
	});

	it('takes 100 numbers by GET and 300 by POST', async () => {
		const to = (count: number) => Array.from({ length: count }, (_, i) => 27999100000 + i).join(',');
		const refused = 'ERR: 101, Invalid or missing parameters';
		expect(await get('/http/sendmsg', `${LOGIN}&text=a&to=${to(101)}`)).toBe(refused);
		expect((await get('/http/sendmsg', `${LOGIN}&text=b&to=${to(100)}`)).split('\n')).toHaveLength(100);
		expect(await send(`text=c&to=${to(301)}`)).toBe(refused);
		expect((await send(`text=d&to=${to(300)}`)).split('\n')).toHaveLength(300);
	});

	it('holds a message until an absolute time, at most seven days ahead', async () => {
		const now = clock.now();
		const seconds = (minutes: number) => String(Math.floor(now / 1000) + minutes * 60);
		await send(`to=27999100001&text=a&scheduled_time=${seconds(30)}`);
		const utc = new Date(now + 30 * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
		await send(`to=27999100002&text=a&scheduled_time=${utc}`);
		await send(`to=27999100003&text=a&scheduled_time=${seconds(8 * 24 * 60)}`);
		await send(`to=27999100004&text=a&scheduled_time=${seconds(-5)}`);
		const statuses = () => gateway.messages().map(({ status }) => status);
		expect(statuses()).toEqual(['011', '011', '008', '008']);
		await clock.advance(31 * 60_000);
		expect(statuses()).toEqual(['004', '004', '004', '004']);
		expect(await send('to=27999100005&text=a&scheduled_time=tomorrow')).toMatch(/^ERR: 120, /);
	});

	it('sends bytes, by a header or because binary says so', async () => {
		await send('to=27999100001&data=00ff&udh=0605040B8423F0');
		await send('to=27999100002&text=00ff&binary=1');
		expect(gateway.messages()).toMatchObject([
			{ encoding: 'binary', text: '00ff', udh: '0605040B8423F0' },
			{ encoding: 'binary', text: '00ff' },
		]);
		expect(await send('to=27999100003&text=hello&binary=1')).toMatch(/^ERR: 101, /);
	});

	it('tells status and charge by both IDs, and stops what waits', async () => {
		const id = idOf(await send('to=27999100001&text=a&cliMsgId=ord17&deliv_time=30'));
		expect(await call('/http/querymsg', `apimsgid=${id}`)).toBe(`ID: ${id} Status: 011`);
		expect(await call('/http/querymsg', `apimsgid=${'f'.repeat(32)}`)).toBe(
			`ID: ${'f'.repeat(32)} Status: 001`,
		);
		expect(await call('/http/getmsgcharge', `apimsgid=${id}`)).toBe(
			`apiMsgId: ${id} charge: 0.33 status: 011`,
		);
		expect(await call('/http/getmsgcharge', 'climsgid=ord17')).toBe(
			`cliMsgId: ord17 charge: 0.33 apiMsgId: ${id} status: 011`,
		);
		expect(await call('/http/getmsgcharge', 'climsgid=ord18')).toMatch(/^ERR: 104, /);
		expect(await call('/http/delmsg', 'climsgid=ord17')).toBe(`ID: ${id} Status: 006`);
	});

	it('tells coverage at both spellings of its address', async () => {
		for (const path of ['/utils/routeCoverage', '/utils/routecoverage']) {
			expect(await call(path, 'msisdn=27999100001')).toMatch(/^OK: This prefix is currently supported\./);
			expect(await call(path, 'msisdn=99912345678')).toMatch(
				/^ERR: This prefix is not currently supported\./,
			);
		}
		expect((await post('/http/routeCoverage', LOGIN)).status).toBe(404);
	});

	it('takes a voucher once, and says which way it was refused', async () => {
		expect(await call('/http/token_pay', 'token=DEMO-VOUCHER-100')).toBe('OK: 605');
		expect(await call('/http/token_pay', 'token=DEMO-VOUCHER-100')).toBe('ERR: 607, Expired Voucher');
		expect(await call('/http/token_pay', 'token=1')).toBe('ERR: 606, Invalid Voucher');
	});

	it('merges as many fields of a batch as there are, and ends it', async () => {
		const batch = idOf(await call('/http_batch/startbatch', 'template=%23field1%23-%23field12%23'));
		const item = `batch_id=${batch}&to=27999100001&field1=a&field12=%80`;
		expect(await call('/http_batch/senditem', item)).toMatch(/^ID: [0-9a-f]{32}$/);
		expect(gateway.messages()).toMatchObject([{ text: 'a-€' }]);
		const sent = await call('/http_batch/quicksend', `batch_id=${batch}&to=27999100002,27999100003`);
		expect(sent).toMatch(/^ID: \w{32} To: 27999100002\nID: \w{32} To: 27999100003$/);
		expect(await call('/http_batch/endbatch', `batch_id=${batch}`)).toBe('OK');
		expect(await call('/http_batch/endbatch', `batch_id=${batch}`)).toMatch(/^ERR: 201, /);
	});

	it('pushes service indications and MMS notifications, always with the number', async () => {
		const si = 'to=27999100001&si_id=a1&si_url=http%3A%2F%2Fshop.example&si_text=News';
		expect(await call('/mms/si_push', si)).toMatch(/^ID: \w{32} To: 27999100001$/);
		const mms =
			'to=27999100001&mms_subject=Day&mms_class=80&mms_expire=3000&mms_from=Shop&mms_url=http%3A%2F%2Fshop.example';
		expect(await call('/mms/ind_push', mms)).toMatch(/^ID: \w{32} To: 27999100001$/);
	});
});
