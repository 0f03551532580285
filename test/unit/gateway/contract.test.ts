import { type Gateway, startGateway } from '../../gateway';

const DOC = 'http://api.clickatell.com/soap/document_literal/webservice';
const RPC = 'http://api.clickatell.com/soap/webservice';

describe('departures from the WSDLs', () => {
	let gateway: Gateway;
	beforeEach(async () => {
		gateway = await startGateway();
	});
	afterEach(() => gateway.close());

	const post = async (server: 'documentLiteral' | 'rpcEncoded', body: string, soapaction = '') => {
		const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
			xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${body}</s:Body></s:Envelope>`;
		const headers = { 'content-type': 'text/xml', soapaction };
		return await fetch(gateway.soapUrl(server), { method: 'POST', headers, body: envelope });
	};
	const login = '<api_id>424242</api_id><user>demo</user><password>demo-password</password>';

	it('finds none in a sound call', async () => {
		const body = `<n:sendmsg xmlns:n="${DOC}">${login}<text>x</text><to>27999100001</to><concat>2</concat></n:sendmsg>`;
		await post('documentLiteral', body, `"${DOC}/sendmsg"`);
		const nil = (names: string) =>
			names
				.split(' ')
				.map((name) => `<${name} xsi:nil="true"/>`)
				.join('');
		await post(
			'rpcEncoded',
			`<n:delmsg xmlns:n="${RPC}">${nil('session_id')}${login}${nil('apimsgid climsgid')}</n:delmsg>`,
		);
		expect(gateway.violations()).toEqual([]);
		expect(gateway.calls()).toMatchObject([
			{ returns: [expect.stringMatching(/^ID: /)] },
			{ command: 'delmsg' },
		]);
	});

	it.each<['documentLiteral' | 'rpcEncoded', string, string, string[]]>([
		[
			'documentLiteral',
			`<n:getbalance xmlns:n="${DOC}"><user>a</user><api_id>1</api_id></n:getbalance>`,
			'',
			['api_id is out of order'],
		],
		[
			'documentLiteral',
			`<n:getbalance xmlns:n="${DOC}"><pin>1</pin></n:getbalance>`,
			'',
			['pin is not a parameter of getbalance'],
		],
		['documentLiteral', `<n:ping xmlns:n="${DOC}"/>`, '', ['session_id is missing']],
		[
			'documentLiteral',
			`<n:getbalance xmlns:n="${DOC}"><api_id>one</api_id></n:getbalance>`,
			'',
			['api_id is not int: one'],
		],
		[
			'documentLiteral',
			`<n:getbalance xmlns:n="${DOC}"><user>a</user><user>b</user></n:getbalance>`,
			'',
			['user is repeated'],
		],
		[
			'documentLiteral',
			`<n:getbalance xmlns:n="${DOC}"><user xsi:nil="true"/></n:getbalance>`,
			'',
			['user is nil'],
		],
		['documentLiteral', `<n:getbalance xmlns:n="${RPC}"/>`, '', [`getbalance is in namespace ${RPC}`]],
		[
			'documentLiteral',
			`<getbalance xmlns="${DOC}"/>`,
			'',
			['a default xmlns makes the parameters qualified'],
		],
		['documentLiteral', `<n:getbalance xmlns:n="${DOC}"/>`, '"urn:other"', ['SOAPAction is urn:other']],
		['rpcEncoded', `<n:ping xmlns:n="${RPC}"/>`, '', ['session_id is missing']],
	])('on %s: %s', async (server, body, soapaction, found) => {
		await post(server, body, soapaction);
		expect(gateway.calls()[0]!.violations).toEqual(found);
	});

	it('answers what is not XML, and what is not SOAP, with a fault', async () => {
		for (const body of ['<n:ping', 'no XML', `<n:ping xmlns:n="${DOC}"><session_id></n:ping>`]) {
			const response = await post('documentLiteral', body);
			expect(response.status).toBe(500);
			expect(await response.text()).toContain('<faultstring>Bad Request</faultstring>');
		}
	});
});
