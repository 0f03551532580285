import { type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { HTTP_COMMANDS } from '../../gateway/httpApi/contract';
import { readRequest } from '../../gateway/httpApi/request';
import { readSecond } from '../../gateway/httpApi/secondReader';
import { FORM, httpClient, LOGIN } from './httpClient';
import { defined } from '../../../nodes/Clickatell/formats/defined';

describe('requests of the HTTP/S API', () => {
	let gateway: Gateway;
	beforeEach(async () => {
		gateway = await startGateway({ clock: new ManualClock(), ids: repeatableIds() });
	});
	afterEach(() => gateway.close());

	const { post, get, send } = httpClient(() => gateway);

	it('sees no field of a POST that does not say it is a form', async () => {
		const { text } = await post('/http/getbalance', LOGIN, 'application/json');
		expect(text).toBe('ERR: 001, Authentication failed');
		expect(gateway.violations()).toEqual([
			'getbalance: its Content-Type is application/json, so that no field is seen',
		]);
	});

	describe('characters', () => {
		it.each([
			['5+%80', '5 €'],
			['Gr%FC%DFe%0A%A3', 'Grüße\n£'],
			['a%2Bb%26c%3Dd', 'a+b&c=d'],
		])('of %s arrive as %j', async (written, text) => {
			await send(`to=27999100001&text=${written}`);
			expect(gateway.messages()).toMatchObject([{ text }]);
			expect(gateway.violations()).toEqual([]);
		});

		it.each([
			['text', '%C7a', 'text has bytes that do not arrive: 0xC7'],
			['text', '%60', 'text has bytes that do not arrive: 0x60'],
			['text', 'a%00', 'text has bytes that do not arrive: 0x00'],
			['from', 'Caf%CA', 'from has bytes that do not arrive: 0xCA'],
			['text', 'caf%C3%A9', 'text is UTF-8, and is read as ISO-8859-1'],
			['text', '%E2%82%AC+5', 'text is UTF-8, and is read as ISO-8859-1'],
			['cliMsgId', '%C3%A9', 'cliMsgId is UTF-8, and is read as ISO-8859-1'],
		])('of %s that do not arrive are refused: %s', async (name, written, says) => {
			const form = `${LOGIN}&to=27999100001&${name}=${written}${name === 'text' ? '' : '&text=Hi'}`;
			expect(await post('/http/sendmsg', form)).toMatchObject({
				status: 400,
				text: `Bad Request: ${says}\n`,
			});
			expect(gateway.violations()).toEqual([`sendmsg: ${says}`]);
			expect(gateway.messages()).toEqual([]);
		});

		it('that could be UTF-8 by chance arrive, where each of them does', async () => {
			await send('to=27999100001&text=%C4%A3');
			expect(gateway.messages()).toMatchObject([{ text: 'Ä£' }]);
			expect(gateway.violations()).toEqual([]);
		});

		it('of a login are ISO-8859-1', async () => {
			gateway.seed({ accounts: [{ user: 'Bj\u00f8rn', password: '\u00c7a `', apis: [{ apiId: '5' }] }] });
			const form = 'api_id=5&user=Bj%F8rn&password=%C7a+%60';
			expect((await post('/http/getbalance', form)).text).toBe('Credit: 1000.000');
		});

		it('come as UCS-2 in hex where unicode says so', async () => {
			await send('to=27999100001&text=03A903A80398&unicode=1');
			expect(gateway.messages()).toMatchObject([{ text: 'ΩΨΘ', encoding: 'unicode', parts: 1 }]);
		});
	});

	it.each([
		['text=Hi&Text=Hi', 'Text is not a parameter of sendmsg'],
		['text=Hi&msg_callback=7', 'msg_callback is not a parameter of sendmsg'],
		['text=Hi&text=Ho', 'text is repeated'],
		['text=100%', 'text has a percent sign without two hexadecimal digits'],
		['text=%4', 'text has a percent sign without two hexadecimal digits'],
		['text=a b', 'text has the byte 0x20 unescaped'],
		['text=\u00e9', 'text has the byte 0xC3 unescaped'],
		['text=a#b', 'text has the byte 0x23 unescaped'],
		['text', 'text has no value, not even an empty one'],
		['text=Hi&&unicode=0', 'a parameter has no name'],
		['text=Hi&cliMsgId=a&climsgid=b', 'cliMsgId and climsgid differ'],
		['text=Hi&field1=a', 'field1 is not a parameter of sendmsg'],
		['text=Hi&concat=two', 'concat is not a whole number: two'],
		['text=Hi&validity=60.5', 'validity is not a whole number: 60.5'],
		['text=Hi&deliv_time=-5', 'deliv_time is not a whole number: -5'],
		['text=Hi&escalate=true', 'escalate is not a whole number: true'],
		['text=Hi&queue=00000000001', 'queue is not a whole number: 00000000001'],
		['text=Hi&max_credits=1%2C5', 'max_credits is not a number: 1,5'],
	])('refuses %s with 400 and a sentence', async (form, says) => {
		const { status, text } = await post('/http/sendmsg', `${LOGIN}&to=27999100001&${form}`);
		expect(status).toBe(400);
		expect(text).toContain(says);
		expect(gateway.messages()).toEqual([]);
		expect(gateway.violations().join()).toContain(says);
		expect(gateway.calls()).toMatchObject([{ command: 'sendmsg', accepted: 0 }]);
		expect(Object.keys(defined(gateway.calls()[0]).parameters)).toEqual([]);
	});

	it('tells all departures of one call at once', async () => {
		const { text } = await post('/http/sendmsg', `${LOGIN}&to=27999100001&flavour=1&text=%60&concat=two`);
		expect(text).toBe(
			'Bad Request: flavour is not a parameter of sendmsg; text has bytes that do not arrive: 0x60; ' +
				'concat is not a whole number: two\n',
		);
	});

	it('lets nobody spend a scripted fault on a request that it does not take', async () => {
		gateway.fail({ kind: 'error', code: '301' });
		expect(await send('to=27999100001&text=Hi&flavour=1')).toMatch(/^Bad Request/);
		expect(await send('to=27999100001&text=Hi')).toBe('ERR: 301, No Credit Left');
	});

	it('refuses a form that says it is UTF-8, and takes one that says what it is', async () => {
		const { status, text } = await post('/http/getbalance', LOGIN, `${FORM};charset=UTF-8`);
		expect([status, text]).toEqual([400, 'Bad Request: its Content-Type says charset=utf-8\n']);
		expect((await post('/http/getbalance', LOGIN, `${FORM}; charset=ISO-8859-1`)).status).toBe(200);
	});

	it.each(['PUT', 'DELETE'])('does not take %s', async (method) => {
		const response = await fetch(`${gateway.url}/http/getbalance`, { method });
		expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
	});

	it('refuses blanks between recipients, and parameters in the address of a POST', async () => {
		const { status, text } = await post('/http/sendmsg', `${LOGIN}&text=Hi&to=27999100001,+27999100002`);
		expect([status, text]).toEqual([400, 'Bad Request: to has a blank\n']);
		const both = await post('/http/getbalance?user=demo', LOGIN);
		expect([both.status, both.text]).toEqual([400, 'Bad Request: a POST has parameters in its address\n']);
	});

	it.each([
		['a=b+c', 'a', 'b+c'],
		['a=%E9', 'a', '\u00c3\u00a9'],
		['a=b%26c', 'a', 'b'],
		['%61=b', '%61', 'b'],
	])('are read twice: %s is not %s with %s', (form, name, value) => {
		expect(readSecond(Buffer.from(form), [{ name, value: Buffer.from(value, 'latin1') }])).toBe(false);
		expect(
			readSecond(Buffer.from('a=%E9%2B+c'), [{ name: 'a', value: Buffer.from('\u00e9+ c', 'latin1') }]),
		).toBe(true);
	});

	it.each([
		[true, []],
		[false, ['another reader of forms finds other parameters']],
	])('are sound where the second reader agrees: %s', async (agrees, departures) => {
		const found: string[][] = [];
		gateway.mount(async (exchange) => {
			const command = defined(HTTP_COMMANDS.get(exchange.path));
			found.push((await readRequest(exchange, command, () => agrees)).departures);
			exchange.send(200, 'text/plain', '');
			return true;
		});
		await post('/http/getbalance', LOGIN);
		await get('/http/getbalance', LOGIN);
		expect(found).toEqual([departures, departures]);
	});
});
