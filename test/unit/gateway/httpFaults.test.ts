import { type FaultKind, type Gateway, ManualClock, repeatableIds, startGateway } from '../../gateway';
import { FAULT_KINDS } from '../../gateway/faults';
import { httpClient, LOGIN } from './httpClient';

describe('faults on demand of the HTTP/S API', () => {
	let gateway: Gateway;
	beforeEach(async () => {
		gateway = await startGateway({ clock: new ManualClock(), ids: repeatableIds() });
	});
	afterEach(() => gateway.close());

	const { post, send } = httpClient(() => gateway);

	const outcomes: Partial<Record<FaultKind, [status: number, body: RegExp, messages: number] | null>> = {
		error: [200, /^ERR: 901, Internal error - please retry$/, 0],
		returns: [200, /^ERR: 7\nSent$/, 0],
		drop: null,
		'drop-after': null,
		'cut-body': null,
		truncated: [200, /^ID: \w{1,31}$/, 1],
		'soap-fault': [500, /Internal Server Error/, 0],
		'http-502': [502, /502 Bad Gateway/, 0],
		'http-503': [503, /^$/, 0],
		html: [200, /^<!DOCTYPE html>/, 0],
		empty: [200, /^$/, 1],
		'latin-1': [200, /^ID: /, 1],
		gzip: [200, /^ID: /, 1],
		slow: [200, /^ID: /, 1],
		page: [403, /^<!DOCTYPE html>/, 0],
		odd: [200, /^Sent$/, 1],
	};

	it.each(Object.entries(outcomes))('meets the fault %s', async (kind, expected) => {
		gateway.fail({
			kind: kind as FaultKind,
			server: 'http',
			code: '901',
			returns: ['ERR: 7', 'Sent'],
			oddity: 'words instead of lines',
			delayMs: 20,
		});
		const reply = post('/http/sendmsg', `${LOGIN}&to=27999100001&text=Hi`);
		if (expected === null) {
			await expect(reply).rejects.toThrow();
			expect(gateway.messages()).toHaveLength(kind === 'drop' ? 0 : 1);
		} else {
			const { status, text } = await reply;
			expect(status).toBe(expected[0]);
			expect(text).toMatch(expected[1]);
			expect(gateway.messages()).toHaveLength(expected[2]);
		}
		expect(gateway.calls()).toMatchObject([{ server: 'http', fault: kind }]);
		expect(await send('to=27999100002&text=Hi')).toMatch(/^ID: /);
	});

	it.each<[FaultKind, number]>([
		['hang', 0],
		['hang-after', 1],
	])('meets the fault %s: no answer comes', async (kind, carriedOut) => {
		gateway.fail({ kind });
		const query = `${LOGIN}&to=27999100001&text=Hi`;
		const caller = new AbortController();
		const answered = fetch(`${gateway.url}/http/sendmsg?${query}`, { signal: caller.signal });
		await gateway.waitFor(() => gateway.calls().length === 1 && gateway.messages().length === carriedOut);
		await new Promise((resolve) => setTimeout(resolve, 100));
		caller.abort();
		await expect(answered).rejects.toThrow();
		expect(gateway.messages()).toHaveLength(carriedOut);
	});

	it('refuses one recipient of a call and serves the others', async () => {
		gateway.fail({ kind: 'error', code: '121', to: '27999100002' });
		expect((await send('to=27999100001,27999100002&text=Hi')).split('\n')).toEqual([
			expect.stringMatching(/^ID: \w{32} To: 27999100001$/),
			'ERR: 121, Destination mobile number blocked To: 27999100002',
		]);
	});

	it('refuses by number alone where asked', async () => {
		gateway.fail({ kind: 'error', code: '114', bare: true });
		expect(await send('to=27999100001,27999100002&text=Hi')).toBe('ERR: 114');
		gateway.fail({ kind: 'error', code: '114', bare: true, to: '27999100002' });
		expect(await send('to=27999100001,27999100002&text=Hi')).toMatch(/\nERR: 114 To: 27999100002$/);
	});

	it('refuses every recipient by name where asked', async () => {
		gateway.fail({ kind: 'error', code: '003', named: true });
		expect(await send('to=27999100001,27999100002&text=Hi')).toBe(
			'ERR: 003, Session ID expired To: 27999100001\nERR: 003, Session ID expired To: 27999100002',
		);
	});

	it('meets every kind of fault there is', () => {
		expect([...Object.keys(outcomes), 'hang', 'hang-after'].sort()).toEqual(Object.keys(FAULT_KINDS).sort());
	});
});
