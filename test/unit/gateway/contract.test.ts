import { type Gateway, type SoapServerName, startGateway } from '../../gateway';
import {
	ALLOWED,
	type Departure,
	ENCODEDS,
	ENVELOPES,
	header,
	literal,
	LITERALS,
	type SoapRequest,
	SOUND,
	swap,
} from './departureCases';

describe('requests and the WSDL', () => {
	let gateway: Gateway;
	beforeAll(async () => {
		gateway = await startGateway();
	});
	afterEach(() => gateway.reset());
	afterAll(() => gateway.close());

	const post = async (server: SoapServerName, { xml, bytes: body, headers }: SoapRequest) => {
		const init = { method: 'POST', headers, body: body ?? Buffer.from(xml) };
		const response = await fetch(gateway.soapUrl(server), init);
		const text = await response.text();
		const found = /<faultcode>SOAP-ENV:(\w+)<\/faultcode><faultstring>([^<]*)</.exec(text);
		const reason = found?.[2]?.replace(/&gt;/g, '>').replace(/&lt;/g, '<').replace(/&amp;/g, '&');
		return { status: response.status, code: found?.[1], reason, text };
	};

	describe.each<[SoapServerName, Departure[]]>([
		['documentLiteral', [...ENVELOPES, ...LITERALS]],
		['rpcEncoded', [...ENVELOPES, ...ENCODEDS]],
	])('%s', (server, departures) => {
		it('carries out what keeps to it', async () => {
			const { status, text } = await post(server, SOUND[server]());
			expect(status).toBe(200);
			expect(text.match(/ID: \w{32} To: 2799910000[12]/g)).toHaveLength(2);
			expect(gateway.violations()).toEqual([]);
		});

		it.each(departures)(
			'refuses %s with a fault that says so',
			async (_what, spoil, says, code = 'Client') => {
				const { status, ...fault } = await post(server, spoil(SOUND[server]()));
				expect(status).toBe(500);
				expect(fault.code).toBe(code);
				expect(fault.reason).toContain(says);
				expect(gateway.violations().join()).toContain(says);
				expect(gateway.messages()).toEqual([]);
				expect(gateway.credit()).toBe(1000);
			},
		);

		it.each(ALLOWED.filter(([, servers]) => servers.includes(server)))(
			'takes %s',
			async (_what, _servers, write) => {
				const { status, text } = await post(server, write(SOUND[server]()));
				expect(text).toMatch(/ID: \w{32} To: 27999100002</);
				expect(status).toBe(200);
				expect(gateway.messages().map((message) => message.text)).toEqual(['Hello', 'Hello']);
			},
		);
	});

	it('tells all departures of one call at once', async () => {
		const spoil = (request: SoapRequest) => swap('>2<', '>two<')(swap('<text', '<flavour/><text')(request));
		expect((await post('documentLiteral', spoil(literal()))).reason).toBe(
			'Bad Request: flavour is not a parameter of sendmsg; concat is not an int: two',
		);
	});

	it('lets nobody spend a scripted fault on a request that it does not take', async () => {
		gateway.fail({ kind: 'error', code: '301' });
		await post('documentLiteral', header('soapaction', '"urn:other"')(literal()));
		expect((await post('documentLiteral', literal())).text).toContain('ERR: 301');
	});
});
