import { DuplicateMemory } from '../../../nodes/Clickatell/n8n/trigger/duplicates';
import { createTrigger } from './webhook';

const URL = '/webhook/w/callback';
const status = (id: string, code = '004', more = '') => ({
	target: `${URL}?apiMsgId=${id}&status=${code}${more}`,
});
const inbound = (id: string, more = '') => ({
	target: `${URL}?moMsgId=${id}&from=27999100001&text=Yes${more}`,
});

describe('what starts the workflow', () => {
	it.each([
		['both kinds by default', {}, status('a1'), 1],
		['both kinds by default', {}, inbound('a1'), 1],
		['only statuses', { events: ['status'] }, inbound('a1'), 0],
		['only statuses', { events: ['status'] }, status('a1'), 1],
		['only inbound messages', { events: ['inbound'] }, status('a1'), 0],
		['only inbound messages', { events: ['inbound'] }, inbound('a1'), 1],
		['nothing', { events: [] }, inbound('a1'), 0],
		['final statuses', { statusFilter: 'final' }, status('a1', '003'), 0],
		['final statuses', { statusFilter: 'final' }, status('a1', '7'), 1],
		['final statuses', { statusFilter: 'final' }, status('a1', '099'), 0],
		['final statuses, and inbound messages too', { statusFilter: 'final' }, inbound('a1'), 1],
		['chosen statuses', { statusFilter: 'chosen', statuses: ['004'] }, status('a1', '4'), 1],
		['chosen statuses', { statusFilter: 'chosen', statuses: ['004'] }, status('a1', '003'), 0],
		['chosen statuses when none is chosen', { statusFilter: 'chosen' }, status('a1'), 0],
		['chosen API IDs', { settings: { apiIds: '1, 2' } }, status('a1', '004', '&api_id=2'), 1],
		['chosen API IDs', { settings: { apiIds: '1, 2' } }, status('a1', '004', '&api_id=12'), 0],
		['chosen API IDs', { settings: { apiIds: '1, 2' } }, inbound('a1', '&api_id=3'), 0],
		['API IDs that come to none', { settings: { apiIds: [] } }, inbound('a1', '&api_id=3'), 0],
		['API IDs left empty', { settings: { apiIds: '' } }, inbound('a1', '&api_id=3'), 1],
		['chosen API IDs, where the call names none', { settings: { apiIds: '1' } }, status('a1'), 1],
		['an API ID that is a number', { settings: { apiIds: 2 } }, status('a1', '004', '&api_id=2'), 1],
	])('%s: %j', async (_, parameters, call, count) => {
		const { status: code, items } = await createTrigger({ parameters })(call);
		// What is not wanted is acknowledged all the same, or the gateway would send it for days.
		expect(code).toBe(200);
		expect(items).toHaveLength(count);
	});
});

describe('a callback that was received before', () => {
	it('starts the workflow once, whatever its format and the spelling of its status', async () => {
		const receive = createTrigger();
		expect((await receive(status('b1', '003'))).items).toHaveLength(1);
		expect(await receive(status('b1', '3'))).toMatchObject({ status: 200, body: 'OK', items: [] });
		const xml = Buffer.from('<callback><apiMsgId>b1</apiMsgId><status>03</status></callback>');
		expect((await receive({ method: 'POST', body: xml })).items).toEqual([]);
		expect((await receive(status('b1', '004'))).items).toHaveLength(1);
		expect((await receive(inbound('b1'))).items).toHaveLength(1);
		expect((await receive(inbound('b1'))).items).toEqual([]);
	});

	it('is remembered for each node separately', async () => {
		expect((await createTrigger({ nodeId: 'one' })(status('b2'))).items).toHaveLength(1);
		expect((await createTrigger({ nodeId: 'two' })(status('b2'))).items).toHaveLength(1);
		expect((await createTrigger({ nodeId: 'one' })(status('b2'))).items).toEqual([]);
	});

	it('is not remembered when the first one was not wanted', async () => {
		const first = createTrigger({ nodeId: 'three', parameters: { events: ['inbound'] } });
		expect((await first(status('b3'))).items).toEqual([]);
		expect((await createTrigger({ nodeId: 'three' })(status('b3'))).items).toHaveLength(1);
	});

	it('starts the workflow again where the settings say so, and while the workflow is built', async () => {
		for (const options of [
			{ parameters: { settings: { startOnRepeats: true } } },
			{ mode: 'manual' as const },
		]) {
			const receive = createTrigger(options);
			expect((await receive(status('b4'))).items).toHaveLength(1);
			expect((await receive(status('b4'))).items).toHaveLength(1);
		}
	});

	it('is no report of another recipient that has the same client message ID', async () => {
		const receive = createTrigger();
		for (const to of ['27999100001', '27999100002']) {
			const target = `${URL}?cliMsgId=ord17&status=004&to=${to}`;
			expect((await receive({ target })).items).toMatchObject([{ to }]);
			expect(await receive({ target })).toMatchObject({ status: 200, items: [] });
		}
	});

	it('of many nodes, the one longest unused forgets first', async () => {
		const memory = new DuplicateMemory(10, 2);
		const take = async (node: string) => {
			const intake = await memory.take(node, 'a');
			if (typeof intake === 'string') return intake;
			intake.stored();
			return 'new';
		};
		for (const node of ['n1', 'n2', 'n1']) await take(node);
		expect(await take('n3')).toBe('new');
		expect(await take('n1')).toBe('repeated');
		expect(await take('n2')).toBe('new');
	});
});

describe('the answer to an event comes when n8n has stored its execution', () => {
	/** A store that is told when it is done. */
	function store() {
		let done = () => {};
		let fails = () => {};
		const storing = new Promise<void>((resolve, reject) => {
			done = resolve;
			fails = () => reject(new Error('the database is gone'));
		});
		return { storing, done, fails };
	}

	/** Whether a call has got its answer by now. */
	async function isAnswered(call: Promise<unknown>): Promise<boolean> {
		const now = new Promise((resolve) => setTimeout(resolve, 20, 'now'));
		return (await Promise.race([call, now])) !== 'now';
	}

	it('until then its repetition waits, and then starts nothing', async () => {
		const receive = createTrigger();
		const { storing, done } = store();
		const first = receive({ ...status('e1'), storing });
		const second = receive(status('e1'));
		expect(await isAnswered(second)).toBe(false);
		done();
		expect(await first).toMatchObject({ status: 200, body: 'OK', items: [{ messageId: 'e1' }] });
		expect(await second).toMatchObject({ status: 200, body: 'OK', items: [] });
		expect(await receive(status('e1'))).toMatchObject({ status: 200, body: 'OK', items: [] });
	});

	it('where n8n cannot store it the gateway gets 500, and one repetition starts the workflow', async () => {
		const receive = createTrigger();
		const { storing, fails } = store();
		const first = receive({ ...status('e2'), storing });
		const others = [receive(status('e2')), receive(status('e2'))];
		fails();
		expect(await first).toMatchObject({ status: 500, items: [] });
		const results = await Promise.all(others);
		expect(results.map((result) => result.status)).toEqual([200, 200]);
		expect(results.flatMap(({ items }) => items)).toMatchObject([{ messageId: 'e2' }]);
		expect((await receive(status('e2'))).items).toEqual([]);
	});

	it('a repetition does not wait endlessly', async () => {
		const memory = new DuplicateMemory(10, 10, 20);
		const first = await memory.take('n1', 'a');
		expect(await memory.take('n1', 'a')).toBe('late');
		expect(await memory.takeAll('n1', ['a'])).toBe('late');
		expect(await memory.takeAll('n1', ['a', 'b'])).toBe('late');
		if (typeof first === 'string') throw new Error(first);
		first.stored();
		first.failed();
		expect(await memory.take('n1', 'a')).toBe('repeated');
	});

	it('other events do not wait for it', async () => {
		const receive = createTrigger();
		const { storing, done } = store();
		const first = receive({ ...status('e5'), storing });
		expect((await receive(status('e5', '003'))).items).toHaveLength(1);
		expect((await receive(status('e6'))).items).toHaveLength(1);
		done();
		await first;
	});

	it('where n8n cannot store it and the gateway has hung up, the next try starts the workflow', async () => {
		const receive = createTrigger();
		const { storing, fails } = store();
		const first = receive({ ...status('e7'), storing, hangsUp: true });
		fails();
		expect(await first).toMatchObject({ status: undefined, items: [] });
		expect(await receive(status('e7'))).toMatchObject({ status: 200, items: [{ messageId: 'e7' }] });
		expect(await receive(status('e7'))).toMatchObject({ status: 200, items: [] });
	});

	it('a try that comes while n8n still stores for a gateway that has hung up does not wait for that', async () => {
		const receive = createTrigger();
		const { storing, done } = store();
		const first = receive({ ...status('e8'), storing, hangsUp: true });
		await isAnswered(first);
		expect((await receive(status('e8'))).items).toHaveLength(1);
		done();
		await first;
		expect((await receive(status('e8'))).items).toEqual([]);
	});

	it('is no 304, whatever a proxy between has seen before', async () => {
		const receive = createTrigger();
		const headers = {
			'if-none-match': 'W/"2-eoX0dku9ba8cNUXvu/DyeabcC+s"',
			'if-modified-since': new Date(0).toUTCString(),
		};
		expect(await receive({ ...status('e9'), headers })).toMatchObject({ status: 200, body: 'OK' });
		expect((await receive({ ...status('e9'), headers })).items).toEqual([]);
	});

	it('a gateway that has hung up meanwhile is told at its next try that the event is there', async () => {
		const receive = createTrigger();
		const { storing, done } = store();
		const first = receive({ ...status('e3'), storing, hangsUp: true });
		await Promise.resolve();
		done();
		expect(await first).toMatchObject({ status: undefined, items: [{ messageId: 'e3' }] });
		expect(await receive(status('e3'))).toMatchObject({ status: 200, items: [] });
	});

	it('where repetitions start the workflow too, none waits', async () => {
		const receive = createTrigger({ parameters: { settings: { startOnRepeats: true } } });
		const { storing, done } = store();
		const first = receive({ ...status('e4'), storing });
		expect((await receive(status('e4'))).items).toHaveLength(1);
		done();
		expect((await first).items).toHaveLength(1);
	});
});

describe('the raw request', () => {
	it('comes along where the settings say so, its bytes as Base64', async () => {
		const receive = createTrigger({ parameters: { settings: { includeRawRequest: true } } });
		const body = Buffer.from('moMsgId=d1&from=27999100001&charset=ISO-8859-1&text=caf\xe9', 'latin1');
		const { items } = await receive({ method: 'POST', target: `${URL}?a=%00`, body });
		expect(items).toEqual([
			expect.objectContaining({
				text: 'café',
				rawRequest: {
					method: 'POST',
					query: 'a=%00',
					contentType: null,
					bodyBase64: body.toString('base64'),
				},
			}),
		]);
	});
});
