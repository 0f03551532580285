import { type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { SOUND } from './departureCases';
import { type CallSoap, LOGIN, SERVERS, soapClient } from './soapClient';
import { defined } from '../../../nodes/Clickatell/formats/defined';

describe.each(SERVERS)('the %s server, called by the soap package', (server) => {
	let gateway: Gateway;
	let clock: ManualClock;
	let call: CallSoap;

	beforeEach(async () => {
		clock = new ManualClock();
		gateway = await startGateway({ clock, ids: repeatableIds() });
		call = await soapClient(gateway, server);
	});
	afterEach(() => gateway.close());

	it('opens a session and keeps it for fifteen minutes from its last use', async () => {
		const [opened] = await call('auth', LOGIN);
		expect(opened).toMatch(/^OK: [0-9a-f]{32}$/);
		const session_id = defined(opened).slice(4);
		await clock.advance(14 * 60_000);
		expect(await call('ping', { session_id })).toEqual(['OK: ']);
		await clock.advance(14 * 60_000);
		expect(await call('getbalance', { session_id })).toEqual(['Credit: 1000.000']);
		await clock.advance(15 * 60_000);
		expect(await call('ping', { session_id })).toEqual(['ERR: 003, Session ID expired']);
	});

	it('refuses a wrong password, an unknown session and no login at all with 001', async () => {
		const refused = ['ERR: 001, Authentication failed'];
		expect(await call('auth', { ...LOGIN, password: 'wrong' })).toEqual(refused);
		expect(await call('auth', { ...LOGIN, user: 'nobody' })).toEqual(refused);
		expect(await call('ping', { session_id: '0'.repeat(32) })).toEqual(refused);
		expect(await call('getbalance', {})).toEqual(refused);
	});

	it('sends to one recipient and names no number in the result', async () => {
		const [sent, ...rest] = await call('sendmsg', { ...LOGIN, to: ['27999100001'], text: ' Grüße & more ' });
		expect(sent).toMatch(/^ID: [0-9a-f]{32}$/);
		expect(rest).toEqual([]);
		expect(gateway.messages()).toMatchObject([
			{ to: '27999100001', text: ' Grüße & more ', encoding: 'gsm', parts: 1, status: '008' },
		]);
		expect(gateway.credit()).toBe(999.67);
	});

	it('answers for each of several recipients in their order, the refused among them', async () => {
		const to = ['27999100001', '0799910000', '27999166114', '27999100004'];
		const results = await call('sendmsg', { ...LOGIN, to, text: 'Order 17 is ready' });
		expect(results).toEqual([
			expect.stringMatching(/^ID: [0-9a-f]{32} To: 27999100001$/),
			'ERR: 105, Invalid Destination Address To: 0799910000',
			'ERR: 114, Cannot route message To: 27999166114',
			expect.stringMatching(/^ID: [0-9a-f]{32} To: 27999100004$/),
		]);
		expect(gateway.doubled()).toEqual([]);
		expect(gateway.calls()).toMatchObject([{ command: 'sendmsg', server, accepted: 2 }]);
	});

	it('lets a message live through 008, 003 and 004, which querymsg tells', async () => {
		const [sent] = await call('sendmsg', { ...LOGIN, to: ['27999100001'], text: 'Hello' });
		const apimsgid = defined(sent).slice(4);
		const status = async () => (await call('querymsg', { ...LOGIN, apimsgid })).join();
		expect(await status()).toBe(`ID: ${apimsgid} Status: 008`);
		await clock.advance(1000);
		expect(await status()).toBe(`ID: ${apimsgid} Status: 003`);
		await clock.advance(2000);
		expect(await status()).toBe(`ID: ${apimsgid} Status: 004`);
	});

	it('answers an unknown message id with status 001, as was recorded', async () => {
		const apimsgid = 'abcdef1234567890abcdef1234567890';
		expect(await call('querymsg', { ...LOGIN, apimsgid })).toEqual([`ID: ${apimsgid} Status: 001`]);
	});

	it('hides password and session in its record of calls', async () => {
		const [opened] = await call('auth', LOGIN);
		await call('ping', { session_id: defined(opened).slice(4) });
		const record = JSON.stringify(gateway.calls());
		expect(record).not.toContain('demo-password');
		expect(record).not.toContain(defined(opened).slice(4));
	});

	it('answers an operation it does not have with a SOAP Fault and HTTP 500', async () => {
		const response = await fetch(gateway.soapUrl(server), {
			method: 'POST',
			headers: { 'content-type': 'text/xml', soapaction: '""' },
			body:
				'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>' +
				'<n:launch xmlns:n="soap.clickatell.com"/></e:Body></e:Envelope>',
		});
		expect(response.status).toBe(500);
		expect(await response.text()).toContain(
			"<faultcode>SOAP-ENV:Server</faultcode><faultstring>Procedure 'launch' not present</faultstring>",
		);
	});
});

describe('addresses', () => {
	it('serves each WSDL with its own address in it, at every address of the server', async () => {
		const gateway = await startGateway();
		const paths = [
			'/soap/document_literal/webservice',
			'/soap/document_literal/webservice.php',
			'/soap/webservice_vs.php',
			'/soap/webservice.php',
			'/soap/rpc_encoded/webservice',
			'/soap/rpc_encoded/webservice.php',
		];
		for (const path of paths) {
			const wsdl = await (await fetch(`${gateway.url}${path}?wsdl`)).text();
			expect(wsdl).toContain(`<soap:address location="${gateway.url}${path}"/>`);
		}
		await gateway.close();
	});

	it('answers RPC with encoded arrays, and reads bytes in the charset that they come in', async () => {
		const gateway = await startGateway();
		const { xml, headers } = SOUND.rpcEncoded();
		const response = await fetch(gateway.soapUrl('rpcEncoded'), {
			method: 'POST',
			headers: { ...headers, 'content-type': 'text/xml; charset=ISO-8859-1' },
			body: Buffer.from(xml.replace('UTF-8', 'ISO-8859-1').replace('Hello', 'Già'), 'latin1'),
		});
		expect(await response.text()).toMatch(
			/<return SOAP-ENC:arrayType="xsd:string\[2\]" xsi:type="ns1:ArrayOfString"><item xsi:type="xsd:string">ID: [0-9a-f]{32} To: 27999100001<\/item><item xsi:type="xsd:string">ID: [0-9a-f]{32} To: 27999100002<\/item><\/return>/,
		);
		expect(gateway.messages().map(({ text }) => text)).toEqual(['Già', 'Già']);
		await gateway.close();
	});
});
