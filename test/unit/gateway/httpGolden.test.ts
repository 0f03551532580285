import { type Gateway, ManualClock, type Message, randomIds, startGateway } from '../../gateway';
import { HTTP_COMMANDS } from '../../gateway/httpApi/contract';
import { HTTP_CASES } from './httpCases';
import { setScene, tell } from './httpScene';
import { GIVEN, REFUSED, SPOILED } from './httpTold';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const DOC = 'http://api.clickatell.com/soap/document_literal/webservice';

describe('the wire cases of the HTTP/S API', () => {
	let gateway: Gateway;
	let nextIds: string[] = [];
	beforeAll(async () => {
		const spare = randomIds();
		gateway = await startGateway({
			clock: new ManualClock(),
			ids: () => nextIds.shift() ?? spare(),
			seed: { accounts: [] },
		});
	});
	// Hundreds of cases: a server for each takes as long as all else that they do.
	beforeEach(() => {
		nextIds = [];
		gateway.reset();
	});
	afterAll(() => gateway.close());

	const post = (url: string, headers: Record<string, string>, body: Buffer) =>
		fetch(url, { method: 'POST', headers, body });

	it.each(HTTP_CASES.map((one) => [one.folder, one] as const))(
		'%s is taken, and answered byte by byte',
		async (_folder, one) => {
			setScene(gateway, one, nextIds);
			tell(gateway, one);
			const { path, request, reply } = one;
			const response = await post(gateway.url + path, { 'content-type': request.contentType }, request.body);
			const body = Buffer.from(await response.arrayBuffer());
			expect(gateway.violations()).toEqual([]);
			expect(body.toString('latin1')).toBe(reply.body.toString('latin1'));
			const { status, headers } = response;
			expect([status, headers.get('content-type')]).toEqual([reply.status, reply.contentType]);
		},
	);

	/** What a call was and what came of it, in the order and by the names that all servers share. */
	const outcome = () => {
		const { command, parameters } = defined(gateway.calls().at(-1));
		const known = Object.entries(parameters).map(([name, value]): [string, unknown] => [
			name,
			[value].flat(),
		]);
		const withoutServer = ({ server: _, apiMsgId: __, history: ___, ...message }: Message) => message;
		return {
			command,
			parameters: Object.fromEntries(known),
			messages: gateway.messages().map(withoutServer),
		};
	};

	it.each(
		HTTP_CASES.flatMap((one) => (one.soap === undefined ? [] : [[one.folder, one, one.soap] as const])),
	)('%s is the same call by SOAP', async (_folder, one, soap) => {
		setScene(gateway, one, nextIds);
		const { path, request } = one;
		await post(gateway.url + path, { 'content-type': request.contentType }, request.body);
		const byHttp = outcome();
		gateway.reset();
		nextIds.length = 0;
		setScene(gateway, one, nextIds);
		const headers = { 'content-type': 'text/xml', soapaction: `"${DOC}/${one.command}"` };
		await post(gateway.soapUrl('documentLiteral'), headers, soap);
		expect(gateway.violations()).toEqual([]);
		expect(byHttp).toEqual(outcome());
	});
});

describe('the wire cases of the HTTP/S API together', () => {
	const COMMANDS = [...new Set([...HTTP_COMMANDS.values()].map(({ name }) => name))];

	it.each(COMMANDS)('show %s, accepted and refused', (command) => {
		const replies = HTTP_CASES.filter((one) => one.command === command).map(({ reply }) =>
			reply.body.toString('latin1'),
		);
		expect(replies.some((body) => /^(ID|OK|Credit|apiMsgId)\b/.test(body))).toBe(true);
		expect(replies.some((body) => body.startsWith('ERR: '))).toBe(true);
	});

	it('are named by their commands, and go to their addresses', () => {
		const named = HTTP_CASES.map(({ command }) => command);
		expect(HTTP_CASES.map(({ path }) => HTTP_COMMANDS.get(path)?.name)).toEqual(named);
	});

	it('set every parameter of every command', () => {
		const set = new Set(
			HTTP_CASES.flatMap(({ command, request }) =>
				[...new URLSearchParams(request.body.toString('latin1')).keys()].map((name) => `${command} ${name}`),
			),
		);
		const all = [...HTTP_COMMANDS.values()].flatMap(({ name, parameters }) =>
			[...parameters].map((parameter) => `${name} ${parameter}`),
		);
		const missing = all.filter((one) => !set.has(one));
		// The node never asks for the first two. The others only HTTP/S has; one command shows them.
		const unused = /^\S+ (deliv_ack|msg_type)$|^(startbatch|si_push|ind_push) (scheduled_time|binary)$/;
		expect(missing.filter((one) => !unused.test(one))).toEqual([]);
	});

	it('are each told to the gateway in one way at most', () => {
		const told = [...Object.keys(REFUSED), ...Object.keys(SPOILED), ...GIVEN];
		expect(new Set(told).size).toBe(told.length);
		const folders = new Set(HTTP_CASES.map(({ folder }) => folder));
		expect(told.filter((folder) => !folders.has(folder))).toEqual([]);
	});
});
