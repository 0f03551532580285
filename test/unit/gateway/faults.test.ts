import { gzipSync } from 'node:zlib';

import { type FaultKind, type Gateway, startGateway } from '../../gateway';
import { FAULT_KINDS } from '../../gateway/faults';
import { ODDITIES, type OddityName } from '../../gateway/oddities';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const DOC = 'http://api.clickatell.com/soap/document_literal/webservice';

describe('faults on demand', () => {
	let gateway: Gateway;
	beforeEach(async () => {
		gateway = await startGateway();
	});
	afterEach(() => gateway.close());

	const envelope = (to: string[], text = 'Hello') =>
		`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n="${DOC}"><s:Body><n:sendmsg>` +
		`<api_id>424242</api_id><user>demo</user><password>demo-password</password><text>${text}</text>` +
		`${to.map((number) => `<to>${number}</to>`).join('')}</n:sendmsg></s:Body></s:Envelope>`;
	const send = async (
		to = ['27999100001'],
		init: RequestInit & { headers?: Record<string, string> } = {},
		text?: string,
	) =>
		await fetch(gateway.soapUrl('documentLiteral'), {
			method: 'POST',
			body: envelope(to, text),
			...init,
			headers: { 'content-type': 'text/xml', soapaction: `"${DOC}/sendmsg"`, ...init.headers },
		});
	const accepted = () => gateway.messages().length;

	const outcomes: Record<
		Exclude<FaultKind, 'hang' | 'hang-after' | 'slow'>,
		[number, RegExp, number] | null
	> = {
		error: [200, /<return>ERR: 901, Internal error - please retry<\/return>/, 0],
		returns: [200, /<return>ERR: 7<\/return>/, 0],
		drop: null,
		'drop-after': null,
		'cut-body': null,
		truncated: [200, /^(?!.*<\/SOAP-ENV:Envelope>)/s, 1],
		'soap-fault': [500, /<faultcode>SOAP-ENV:Server<\/faultcode>/, 0],
		'http-502': [502, /<h1>502 Bad Gateway<\/h1>/, 0],
		'http-503': [503, /^$/, 0],
		page: [403, /<h1>502 Bad Gateway<\/h1>/, 0],
		html: [200, /^<!DOCTYPE html>/, 0],
		empty: [200, /^$/, 1],
		'latin-1': [200, /<return>ID: /, 1],
		gzip: [200, /<return>ID: /, 1],
		odd: [200, /<return>ID: \w+<\/return><return>ID: \w+<\/return>/, 1],
	};

	it.each(Object.entries(outcomes))('%s, once', async (kind, expected) => {
		gateway.fail({
			kind: kind as FaultKind,
			code: '901',
			returns: ['ERR: 7'],
			oddity: 'every line twice, naming nobody',
		});
		const reply = send().then(async (response) => [response.status, await response.text()] as const);
		if (expected === null) {
			await expect(reply).rejects.toThrow();
			expect(accepted()).toBe(kind === 'drop' ? 0 : 1);
		} else {
			const [status, text] = await reply;
			expect(status).toBe(expected[0]);
			expect(text).toMatch(expected[1]);
			expect(accepted()).toBe(expected[2]);
		}
		expect(defined(gateway.calls()[0]).fault).toBe(kind);
		const before = accepted();
		expect(await (await send()).text()).toMatch(/<return>ID: /);
		expect(accepted()).toBe(before + 1);
	});

	it.each<[FaultKind, number]>([
		['hang', 0],
		['hang-after', 1],
	])('%s: no answer comes', async (kind, carriedOut) => {
		gateway.fail({ kind });
		const caller = new AbortController();
		const answered = send(undefined, { signal: caller.signal });
		// However long a busy machine takes to get there, the time for an answer begins when the call has been taken.
		await gateway.waitFor(() => gateway.calls().length === 1 && accepted() === carriedOut);
		await new Promise((resolve) => setTimeout(resolve, 100));
		caller.abort();
		await expect(answered).rejects.toThrow(/aborted/);
		expect(accepted()).toBe(carriedOut);
		await gateway.waitFor(() => defined(gateway.calls()[0]).endedAt !== undefined);
	});

	it('slow: the answer comes late', async () => {
		gateway.fail({ kind: 'slow', delayMs: 120 });
		const begun = performance.now();
		expect(await (await send()).text()).toMatch(/<return>ID: /);
		expect(performance.now() - begun).toBeGreaterThanOrEqual(115);
	});

	it('latin-1: declares its charset, in the header and the XML, and uses it', async () => {
		gateway.fail({ kind: 'latin-1' });
		const response = await send(['0']);
		expect(response.headers.get('content-type')).toBe('text/xml; charset=ISO-8859-1');
		const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
		expect(text).toContain('encoding="ISO-8859-1"');
		expect(text).toContain('ERR: 105, Invalid Destination Address (refusé)<');
	});

	it('meets the nth call of a command, and as many after it as asked', async () => {
		gateway.fail({ kind: 'error', code: '301', command: 'SENDMSG', nth: 2, times: 2 });
		const replies: boolean[] = [];
		for (let index = 0; index < 4; index += 1) replies.push(/ERR: 301/.test(await (await send()).text()));
		expect(replies).toEqual([false, true, true, false]);
	});

	it('refuses one recipient of a call and serves the others', async () => {
		gateway.fail({ kind: 'error', code: '121', to: '27999100002' });
		const text = await (await send(['27999100001', '27999100002', '27999100003'])).text();
		expect(text.match(/<return>[^<]*/g)).toEqual([
			expect.stringMatching(/ID: \w{32} To: 27999100001$/),
			'<return>ERR: 121, Destination mobile number blocked To: 27999100002',
			expect.stringMatching(/ID: \w{32} To: 27999100003$/),
		]);
	});

	it('refuses every recipient of a call by name', async () => {
		gateway.fail({ kind: 'error', code: '003', named: true });
		const text = await (await send(['27999100001', '27999100002'])).text();
		expect(text.match(/<return>[^<]*/g)).toEqual([
			'<return>ERR: 003, Session ID expired To: 27999100001',
			'<return>ERR: 003, Session ID expired To: 27999100002',
		]);
		expect(accepted()).toBe(0);
	});

	it('answers any HTTP status, carried out or not', async () => {
		gateway.fail({ kind: 'page', status: 302, carriedOut: true });
		const response = await send(undefined, { redirect: 'manual' });
		expect([response.status, accepted()]).toEqual([302, 1]);
	});

	it.each(Object.keys(ODDITIES) as OddityName[])(
		'carries a call out and answers oddly: %s',
		async (oddity) => {
			gateway.fail({ kind: 'odd', oddity });
			const to = ['27999100001', '27999100002', '27999100003'];
			const lines = [...(await (await send(to)).text()).matchAll(/<return>([^<]*)/g)].map(([, line]) => line);
			const honest = gateway.messages().map((message) => `ID: ${message.apiMsgId} To: ${message.to}`);
			expect(honest).toHaveLength(3);
			expect(lines).not.toEqual(honest);
		},
	);

	it('meets only the call that names a recipient or holds a text', async () => {
		gateway.fail({ kind: 'drop', to: '27999100009' });
		gateway.fail({ kind: 'html', text: 'needle' });
		expect(await (await send()).text()).toMatch(/ID: /);
		expect(await (await send(undefined, {}, 'a needle here')).text()).toMatch(/html/);
		await expect(send(['27999100009'])).rejects.toThrow();
	});

	it('knows every kind that it lists', () => {
		const tested = [...Object.keys(outcomes), 'hang', 'hang-after', 'slow'];
		expect(tested.sort()).toEqual(Object.keys(FAULT_KINDS).sort());
		expect(() => gateway.fail({ kind: 'flood' as FaultKind })).toThrow(/unknown fault flood/);
		expect(() => gateway.fail({ kind: 'error', code: '999' })).toThrow(/unknown error code 999/);
		expect(() => gateway.fail({ kind: 'odd' })).toThrow(/unknown oddity \(none\)/);
	});

	it('tells who was sent the same text twice', async () => {
		await send(['27999100001', '27999100002']);
		await send(['27999100002']);
		await send(['27999100002'], {}, 'Another');
		expect(gateway.doubled()).toEqual([{ to: '27999100002', text: 'Hello', count: 2 }]);
	});

	it('reads a compressed request and compresses a long reply where the client takes it', async () => {
		const to = Array.from({ length: 300 }, (_, index) => String(27999100000 + index));
		const response = await send([], {
			headers: { 'content-encoding': 'gzip', 'accept-encoding': 'gzip' },
			body: gzipSync(envelope(to)),
		});
		expect(response.headers.get('content-encoding')).toBe('gzip');
		expect((await response.text()).match(/<return>ID: /g)).toHaveLength(300);
		const plain = await send(to, { headers: { 'accept-encoding': 'identity' } });
		expect(plain.headers.get('content-encoding')).toBeNull();
	});
});
