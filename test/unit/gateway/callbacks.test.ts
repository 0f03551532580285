import { type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { CALLBACK_TYPES, type CallbackType } from '../../gateway/model';
import { type Receiver, startReceiver } from './receiver';
import { type CallSoap, LOGIN, soapClient } from './soapClient';
import { casesOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const API = '424242';
const MINUTE = 60_000;
const TYPES = Object.keys(CALLBACK_TYPES) as CallbackType[];

const MANY = 4 * casesOf(250);

describe('callbacks', () => {
	let gateway: Gateway;
	let clock: ManualClock;
	let call: CallSoap;
	let receiver: Receiver;

	beforeEach(async () => {
		clock = new ManualClock();
		gateway = await startGateway({ clock, ids: repeatableIds() });
		call = await soapClient(gateway, 'documentLiteral');
		receiver = await startReceiver();
	});
	afterEach(async () => {
		await gateway.close();
		await receiver.close();
	});

	const send = async (to: string, msg_callback: number, more: object = {}) =>
		(await call('sendmsg', { ...LOGIN, text: 'x', to: [to], msg_callback, ...more })).join().slice(4);
	const listen = async (type: CallbackType = 'http-get') => {
		await gateway.setCallback(API, { url: receiver.url, type }, { probe: false });
	};
	const statuses = () => receiver.fields().map(({ status }) => status);

	it('tries a URL with an empty request before it takes it', async () => {
		expect(await gateway.setCallback(API, { url: receiver.url, type: 'http-get' })).toEqual({
			httpStatus: 200,
		});
		expect(await gateway.setCallback(API, { url: receiver.url, type: 'soap-post' })).toEqual({
			httpStatus: 200,
		});
		expect(receiver.received).toMatchObject([
			{ method: 'GET', url: '/hook' },
			{ method: 'POST', url: '/hook', body: Buffer.alloc(0) },
		]);
		receiver.answer = 404;
		expect(await gateway.setCallback(API, { url: `${receiver.url}2`, type: 'http-get' })).toEqual({
			httpStatus: 404,
		});
		expect(defined(defined(gateway.state.apis.get(API)).callback).url).toBe(receiver.url);
		expect(await gateway.setCallback(API, { url: 'ftp://a.example', type: 'http-get' })).toHaveProperty(
			'problem',
		);
	});

	it.each([
		[0, []],
		[1, ['003']],
		[2, ['004']],
		[3, ['003', '004']],
		[4, []],
		[5, ['003']],
		[6, ['004']],
		[7, ['003', '004']],
	])('msg_callback %d tells of a delivered message %j', async (level, expected) => {
		await listen();
		await send('27999100001', level);
		await clock.advance(MINUTE);
		expect(statuses()).toEqual(expected);
	});

	it.each([
		[1, '27999166007', ['003']],
		[2, '27999166007', ['007']],
		[4, '27999166007', ['007']],
		[5, '27999166007', ['003', '007']],
		[6, '27999166009', ['009']],
		[7, '27999166012', ['012']],
		[1, '27999166010', []],
	])('msg_callback %d tells of the failing %s %j', async (level, to, expected) => {
		await listen();
		await send(to, level);
		await clock.advance(MINUTE);
		expect(statuses()).toEqual(expected);
	});

	it('does not tell of a cancelled message or one that waits', async () => {
		await listen();
		const apimsgid = await send('27999100001', 7, { deliv_time: 60 });
		await call('delmsg', { ...LOGIN, apimsgid });
		await clock.advance(120 * MINUTE);
		expect(receiver.received).toEqual([]);
	});

	it.each(TYPES)('writes %s as the document shows it', async (type) => {
		await gateway.setCallback(
			API,
			{ url: `${receiver.url}?key=1`, type, user: 'hook', password: 'pä:ss' },
			{ probe: false },
		);
		const apiMsgId = await send('27999100001', 2, { from: 'Shop', climsgid: 'ord17' });
		await clock.advance(3000);
		const [request] = receiver.received;
		const post = type.endsWith('post');
		expect(request).toMatchObject({ method: post ? 'POST' : 'GET' });
		expect(defined(request).url).toMatch(post ? /^\/hook\?key=1$/ : /^\/hook\?key=1&[^?]+$/);
		expect(defined(request).headers.authorization).toBe(
			`Basic ${Buffer.from('hook:pä:ss').toString('base64')}`,
		);
		const [{ key: _, ...fields }] = receiver.fields() as [Record<string, string>];
		const timestamp = String(clock.now() / 1000);
		if (type.startsWith('http')) {
			expect(fields).toEqual({
				api_id: API,
				apiMsgId,
				cliMsgId: 'ord17',
				timestamp,
				to: '27999100001',
				from: 'Shop',
				status: '004',
				charge: '0.330000',
			});
		} else if (type.startsWith('xml')) {
			expect(fields).toEqual({
				data:
					`<?xml version="1.0"?>\n<callback>\n<apiMsgId>${apiMsgId}</apiMsgId>\n<cliMsgId>ord17</cliMsgId>\n` +
					`<timestamp>${timestamp}</timestamp>\n<to>27999100001</to>\n<from>Shop</from>\n` +
					'<charge>0.330000</charge>\n<status>004</status>\n</callback>\n',
			});
		} else {
			expect(fields.data).toMatch(/^<\?xml version="1.0" encoding="ISO-8859-1"\?>\n<SOAP-ENV:Envelope /);
			expect(fields.data).toContain(
				`<tns:mt_callback xmlns:tns="mt_callback"><api_id xsi:type="xsd:int">${API}</api_id>` +
					`<apimsgid xsi:type="xsd:string">${apiMsgId}</apimsgid>` +
					'<climsgid xsi:type="xsd:string">ord17</climsgid><to xsi:type="xsd:string">27999100001</to>' +
					`<from xsi:type="xsd:string">Shop</from><timestamp xsi:type="xsd:int">${timestamp}</timestamp>` +
					'<status xsi:type="xsd:int">004</status><charge xsi:type="xsd:float">0.330000</charge>',
			);
		}
	});

	it('tries again after 2, 4, 8, 16, 32, 64, 128 minutes and 3 days, then gives up', async () => {
		await listen();
		receiver.answer = 503;
		await send('27999100001', 2);
		await clock.advance(3000);
		let tries = 1;
		for (const minutes of [2, 4, 8, 16, 32, 64, 128, 3 * 24 * 60]) {
			await clock.advance(minutes * MINUTE - 1);
			expect(receiver.received).toHaveLength(tries);
			await clock.advance(1);
			tries += 1;
			expect(receiver.received).toHaveLength(tries);
		}
		await clock.advance(10 * 24 * 60 * MINUTE);
		expect(receiver.received).toHaveLength(9);
		expect(gateway.callbacks.list()).toMatchObject([{ state: 'given up' }]);
	});

	it('stops trying when it is answered with 200, and takes no other answer for that', async () => {
		await listen();
		receiver.answer = 202;
		await send('27999100001', 2);
		await clock.advance(3000);
		receiver.answer = 200;
		await clock.advance(1000 * MINUTE);
		expect(receiver.received).toHaveLength(2);
		expect(gateway.callbacks.list()).toMatchObject([
			{ state: 'delivered', tries: [{ httpStatus: 202 }, { httpStatus: 200 }] },
		]);
	});

	it('tries again where nobody listens', async () => {
		await listen();
		await receiver.close();
		await send('27999100001', 2);
		await clock.advance(3000 + 2 * MINUTE);
		expect(defined(gateway.callbacks.list()[0]).tries).toEqual([
			expect.objectContaining({ problem: expect.stringContaining('ECONNREFUSED') as string }),
			expect.objectContaining({ problem: expect.stringContaining('ECONNREFUSED') as string }),
		]);
	});

	it('comes late, twice and last first on demand', async () => {
		await listen();
		gateway.setWeather({ lateMs: 10 * MINUTE, copies: 2, reversed: true });
		await send('27999100001', 3);
		await clock.advance(9 * MINUTE);
		expect(receiver.received).toEqual([]);
		await clock.advance(2 * MINUTE);
		expect(statuses()).toEqual(['004', '004', '003', '003']);
	});

	it(`brings every callback of ${MANY} messages in the end to a receiver that is down for a while`, async () => {
		await listen();
		gateway.setWeather({ copies: 2 });
		const to = Array.from({ length: MANY / 4 }, (_, index) => String(27999100000 + index));
		for (let index = 0; index < 4; index += 1) {
			await call('sendmsg', { ...LOGIN, text: `x${index}`, to, msg_callback: 3 });
		}
		receiver.answer = 503;
		await clock.advance(10 * MINUTE);
		expect(receiver.received.length).toBeGreaterThan(4 * MANY);
		receiver.received.length = 0;
		receiver.answer = 200;
		await clock.advance(60 * MINUTE);
		const arrived = receiver.fields().map(({ apiMsgId, status }) => `${apiMsgId} ${status}`);
		expect(arrived).toHaveLength(4 * MANY);
		expect(new Set(arrived).size).toBe(2 * MANY);
	}, 300_000);

	it('breaks a callback on demand', async () => {
		await listen('xml-post');
		const apiMsgId = await send('27999100001', 0);
		const data = async (variant: object, key = 'data') => {
			await gateway.pushStatus({ apiMsgId }, { variant });
			return defined(receiver.fields().at(-1))[key];
		};
		expect(await data({})).toMatch(/<status>008<\/status>/);
		expect(await data({ malformed: 'cut' })).not.toMatch(/<\/callback>/);
		expect(await data({ malformed: 'no-id' })).not.toMatch(/MsgId/);
		expect(await data({ malformed: 'no-status' })).not.toMatch(/status/);
		expect(await data({ malformed: 'empty-data' })).toBe('');
		expect(await data({ malformed: 'not-xml' })).toBe('this is not XML');
		expect(await data({ quoted: true })).toMatch(/^"<\?xml[^]*<\/callback>\n"$/);
		expect(await data({ malformed: 'bad-percent' }, 'x')).toBe('%ZZ%');
		await data({ rawBody: true, contentType: 'text/xml; charset=ISO-8859-1' });
		const last = defined(receiver.received.at(-1));
		expect(last.headers['content-type']).toBe('text/xml; charset=ISO-8859-1');
		expect(last.body.toString()).toMatch(/^<\?xml version="1.0"\?>\n<callback>/);
	});

	describe('inbound messages', () => {
		const handset = { from: '27999100001', to: '27999100000' };
		const inbound = async (type: CallbackType) => {
			await gateway.setCallback(API, { url: receiver.url, type }, { kind: 'inbound', probe: false });
		};

		it('go by HTTP in the recorded order of fields, their time two hours ahead of UTC', async () => {
			await inbound('http-post');
			const [record] = await gateway.pushInbound({ ...handset, text: 'Yes please' });
			expect(receiver.received[0]).toMatchObject({
				method: 'POST',
				headers: {
					'user-agent': 'Clickatell MO Callback',
					'content-type': 'application/x-www-form-urlencoded',
				},
				body: Buffer.from(
					'api_id=424242&from=27999100001&timestamp=2024-01-15+11%3A00%3A00&text=Yes+please&charset=ISO-8859-1' +
						`&udh=&moMsgId=${defined(record).messageId}&to=27999100000`,
				),
			});
		});

		it.each([
			['Grüße', undefined, 'text=Gr%FC%DFe&charset=ISO-8859-1'],
			['Жа', undefined, 'text=%04%16%040&charset=UTF-16BE'],
			['5 €', 'windows-1252', 'text=5+%80&charset=windows-1252'],
			['5 €', 'UTF-8', 'text=5+%E2%82%AC&charset=UTF-8'],
			['Grüße', '', 'text=Gr%FC%DFe&udh='],
		] as const)('carry %s in charset %s byte by byte', async (text, charset, expected) => {
			await inbound('http-get');
			await gateway.pushInbound({ ...handset, text, ...(charset === undefined ? {} : { charset }) });
			expect(defined(receiver.received[0]).url).toContain(`&${expected}`);
		});

		it('can be encoded twice over', async () => {
			await inbound('http-get');
			await gateway.pushInbound({ ...handset, text: 'é' }, { variant: { doubleEncoded: true } });
			expect(defined(receiver.received[0]).url).toContain('&text=%C3%A9&');
		});

		it('go as XML in the recorded form, and as SOAP in that of the two-way guide', async () => {
			await inbound('xml-get');
			const [xml] = await gateway.pushInbound({ ...handset, text: 'Grüße <3 Жа' });
			expect(
				decodeURIComponent(
					defined(receiver.received[0]).url.replace(/%FC/g, 'ü').replace(/%DF/g, 'ß').replace(/\+/g, ' '),
				),
			).toBe(
				'/hook?data=<?xml version="1.0" encoding="ISO-8859-1"?>\n<clickmo>\n<api_id>424242</api_id>\n' +
					`<moMsgId>${defined(xml).messageId}</moMsgId>\n<from>27999100001</from>\n<to>27999100000</to>\n` +
					'<timestamp>2024-01-15 11:00:00</timestamp>\n<text>Grüße &lt;3 &#1046;&#1072;</text>\n' +
					'<charset>UTF-16BE</charset>\n<udh></udh>\n</clickmo>\n',
			);
			await inbound('soap-post');
			await gateway.pushInbound({ ...handset, text: 'Yes' });
			expect(defined(receiver.fields()[1]).data).toMatch(
				/<tns:mo_callback xmlns:tns="clickatell_mo"><api_id xsi:type="xsd:int">424242<.*<text xsi:type="xsd:string">Yes<\/text><momsgid xsi:type="xsd:string">[0-9a-f]{32}</,
			);
		});

		it('come in parts when long, each with its header', async () => {
			await inbound('http-get');
			await gateway.pushInbound({ ...handset, text: 'a'.repeat(153) + 'b'.repeat(20) });
			const fields = receiver.fields();
			expect(fields.map(({ text }) => text)).toEqual(['a'.repeat(153), 'b'.repeat(20)]);
			expect(fields.map(({ udh }) => udh)).toEqual([
				expect.stringMatching(/^050003..0201$/),
				expect.stringMatching(/^050003..0202$/),
			]);
			expect(defined(defined(fields[0]).udh).slice(6, 8)).toBe(defined(defined(fields[1]).udh).slice(6, 8));
		});

		it('are tried again after 2, 4, 8, 16 and 25 minutes', async () => {
			await inbound('http-get');
			receiver.answer = 500;
			await gateway.pushInbound({ ...handset, text: 'x' });
			const times: number[] = [];
			for (let minute = 1; minute <= 100; minute += 1) {
				const before = receiver.received.length;
				await clock.advance(MINUTE);
				if (receiver.received.length > before) times.push(minute);
			}
			expect(times).toEqual([2, 6, 14, 30, 55]);
		});
	});
});
