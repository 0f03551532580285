import type { Answer } from '../../../../nodes/Clickatell/engine/answer';
import type { HttpResult } from '../../../../nodes/Clickatell/engine/httpCall';
import type { Fate } from '../../../../nodes/Clickatell/message/rows';
import type { FakePorts } from '../../runtime/fakePorts';
import {
	acceptAll,
	callTo,
	idFor,
	json,
	KEY,
	lost,
	messagesIn,
	OPTIONS,
	platformOperation,
	sceneOf,
	unreachable,
	type Host,
} from './scene';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const SEND = platformOperation('sms.send');
const STATUS = platformOperation('sms.getStatus');
const MARK = platformOperation('whatsApp.markAsRead');
const UPLOAD = platformOperation('media.upload');
const DOWNLOAD = platformOperation('media.download');

const [ANN, BEN, CID] = ['27999100001', '27999100002', '27999100003'];

const fatesOf = (answer: Answer): readonly Fate[] => {
	if (answer.kind !== 'recipients') throw new Error(JSON.stringify(answer));
	return answer.fates;
};

const failure = (code: number, status = 400) => json({ error: { code, description: 'Words' } }, status);

/** Refuses with a number whom the numbers name, in the calls up to the last one named. */
const refusing =
	(code: number, who: readonly string[], calls: number): Host =>
	(request, call) =>
		json({
			messages: messagesIn(request).map((message) =>
				call <= calls && who.includes(message.to)
					? { ...message, accepted: false, error: { code, description: 'Words' } }
					: { ...message, accepted: true, apiMessageId: idFor(message), error: null },
			),
		});

/** Time that passes only while everybody sleeps, however many do at once. */
class Hours {
	private now = 0;
	private readonly sleepers: Array<{ at: number; wake: () => void }> = [];
	/** When each call was made. */
	readonly calls: number[] = [];

	/** @param latencyMs how long an answer is under way */
	constructor(ports: FakePorts, latencyMs = 0) {
		const { http } = ports;
		ports.now = () => this.now;
		ports.sleep = async (ms) =>
			await new Promise<void>((wake) => this.sleepers.push({ at: this.now + ms, wake }));
		ports.http = async (request, data) => {
			this.calls.push(this.now);
			const result = await http(request, data);
			if (latencyMs > 0) await ports.sleep(latencyMs);
			return result;
		};
	}

	get asleep(): number {
		return this.sleepers.length;
	}

	/** Lets time pass until the work is done. */
	async pass<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const done = work.finally(() => (isDone = true));
		while (!isDone) {
			await new Promise((resolve) => setImmediate(resolve));
			const next = this.sleepers.sort((a, b) => a.at - b.at).shift();
			if (next === undefined) continue;
			this.now = Math.max(this.now, next.at);
			next.wake();
		}
		return await done;
	}
}

/** Lets what waits go on until something is so, or for long enough to say that it never will be. */
async function until(isSo: () => boolean): Promise<void> {
	for (let turn = 0; turn < 1000 && !isSo(); turn++) await Promise.resolve();
	expect(isSo()).toBe(true);
}

describe('a send', () => {
	test.each([18, 19, 43])(
		'repeats with %i only whom it refuses, after longer and longer pauses',
		async (code) => {
			const scene = sceneOf(refusing(code, [BEN], 3));
			const fates = fatesOf(await scene.client.send(SEND, callTo(ANN, BEN, CID), OPTIONS));
			expect(fates).toEqual([ANN, BEN, CID].map((to, i) => ({ kind: 'id', id: `id-${to}-c${i}` })));
			expect(scene.ports.requests.map((request) => messagesIn(request).map(({ to }) => to))).toEqual([
				[ANN, BEN, CID],
				[BEN],
				[BEN],
				[BEN],
			]);
			expect(scene.ports.pauses).toEqual([1000, 2000, 4000]);
			expect(scene.sent()[1]).toEqual({
				messages: [{ channel: 'sms', to: BEN, content: 'Text 1', clientMessageId: 'c1' }],
			});
		},
	);

	test('gives up after four calls, with the refusal', async () => {
		const scene = sceneOf(() => failure(43));
		expect(fatesOf(await scene.client.send(SEND, callTo(ANN, BEN), OPTIONS))).toEqual([
			{ kind: 'refused', code: '43', text: 'Words' },
			{ kind: 'refused', code: '43', text: 'Words' },
		]);
		expect(scene.ports.requests).toHaveLength(4);
		expect(scene.ports.pauses).toEqual([1000, 2000, 4000]);
	});

	test.each<[string, HttpResult]>([
		['another refusal', failure(20, 402)],
		['an internal error of the whole call', failure(18, 500)],
		['43 with a server error', failure(43, 503)],
		['a lost answer', lost],
		['a host that is not reached', unreachable],
		['a page', { ...json(0, 502), bytes: Buffer.from('<html>') } as HttpResult],
		['an empty 429', { ...json(0, 429), bytes: Buffer.from('') } as HttpResult],
		[
			'an entry with 18 that does not say it was not accepted',
			json({ messages: [{ to: ANN, error: { code: 18 } }] }),
		],
		[
			'an entry with 43 that does not say it was not accepted',
			json({ messages: [{ to: ANN, error: { code: 43 } }] }),
		],
		[
			'an entry with 43 and an ID',
			json({ messages: [{ to: ANN, accepted: false, apiMessageId: 'x', error: { code: 43 } }] }),
		],
	])('is never repeated after %s', async (_, result) => {
		const scene = sceneOf(() => result);
		await scene.client.send(SEND, callTo(ANN), OPTIONS);
		expect(scene.ports.requests).toHaveLength(1);
	});

	test('is repeated over the SMS API where HTTP 429 comes with a reason, and not where it comes without', async () => {
		const call = { ...callTo(ANN), own: undefined, wire: { text: 'Hello' } } as never;
		const scene = sceneOf(
			(_, n) => json(n === 1 ? { messages: [], error: 'Slow down' } : { messages: [] }, 429),
			{
				api: 'smsApi',
			},
		);
		expect(await scene.client.send(SEND, call, OPTIONS)).toMatchObject({
			kind: 'recipients',
			fates: [{ kind: 'missing' }],
		});
		expect(scene.ports.requests).toHaveLength(2);
	});

	test('whose repetition is lost is doubtful for those it was repeated for, and for nobody else', async () => {
		const scene = sceneOf((request, call) => (call === 1 ? refusing(43, [BEN], 1)(request, call) : lost));
		expect(fatesOf(await scene.client.send(SEND, callTo(ANN, BEN), OPTIONS))).toEqual([
			{ kind: 'id', id: `id-${ANN}-c0` },
			{ kind: 'missing', ids: [], sentence: 'host.example broke off the connection' },
		]);
	});

	test('whose repetition did not arrive stays refused as it was', async () => {
		const scene = sceneOf((_, call) => (call === 1 ? failure(43) : unreachable));
		expect(fatesOf(await scene.client.send(SEND, callTo(ANN), OPTIONS))).toEqual([
			{ kind: 'refused', code: '43', text: 'Words' },
		]);
	});

	test('is not repeated once the execution is canceled, whether before or in the pause', async () => {
		const before = sceneOf(() => {
			before.ports.isCancelled = true;
			return failure(43);
		});
		await before.client.send(SEND, callTo(ANN), OPTIONS);
		expect([before.ports.requests.length, before.ports.pauses]).toEqual([1, []]);

		const during = sceneOf(() => failure(43));
		during.ports.sleep = async () => void (during.ports.isCancelled = true);
		expect(fatesOf(await during.client.send(SEND, callTo(ANN), OPTIONS))).toEqual([
			{ kind: 'refused', code: '43', text: 'Words' },
		]);
		expect(during.ports.requests).toHaveLength(1);
	});

	test('is not made at all in a canceled execution', async () => {
		const scene = sceneOf(acceptAll);
		scene.ports.isCancelled = true;
		expect(await scene.client.send(SEND, callTo(ANN), OPTIONS)).toMatchObject({
			kind: 'notSent',
			sentence: 'The execution was canceled',
		});
		expect(scene.ports.requests).toEqual([]);
	});

	test('waits while another one pauses, so that nothing is sent into a limit that is known', async () => {
		const scene = sceneOf((request, call) => (call === 1 ? failure(43) : acceptAll(request, call)));
		const hours = new Hours(scene.ports);
		const first = scene.client.send(SEND, callTo(ANN), OPTIONS);
		await until(() => hours.asleep === 1);
		const second = scene.client.send(SEND, callTo(BEN), OPTIONS);
		await until(() => hours.asleep === 2);
		expect(scene.ports.requests).toHaveLength(1);
		for (const answer of await hours.pass(Promise.all([first, second])))
			expect(defined(fatesOf(answer)[0]).kind).toBe('id');
		// One after the other.
		expect(hours.calls).toEqual([0, 1000, 1500]);
	});

	test.each([500, 1000, 2000])(
		'goes through beside many others where the limit is one in %i ms',
		async (ms) => {
			let next = 0;
			const scene = sceneOf((request, call) => {
				if (scene.ports.now() < next) return failure(43);
				next = scene.ports.now() + ms;
				return acceptAll(request, call);
			});
			const numbers = Array.from({ length: 40 }, (_, n) => `2799910${1000 + n}`);
			const sent: string[] = [];
			const sendSome = async (): Promise<void> => {
				for (let to = numbers.shift(); to !== undefined; to = numbers.shift())
					sent.push(defined(fatesOf(await scene.client.send(SEND, callTo(to), OPTIONS))[0]).kind);
			};
			await new Hours(scene.ports, 50).pass(Promise.all(Array.from({ length: 10 }, sendSome)));
			expect(sent).toEqual(Array.from({ length: 40 }, () => 'id'));
		},
	);

	test.each([
		['oneApi', 1],
		['oneApi', 2],
		['oneApi', 3],
		['oneApi', 7],
		['oneApi', 46],
	] as const)('after %s has refused the key with %i no further call is made', async (_, code) => {
		const scene = sceneOf(() => failure(code, 401));
		await scene.client.send(SEND, callTo(ANN), OPTIONS);
		expect(await scene.client.send(SEND, callTo(BEN), OPTIONS)).toEqual({
			kind: 'refused',
			code: String(code),
			text: 'Words',
		});
		expect(await scene.client.call(STATUS, { messageId: 'x' }, OPTIONS)).toMatchObject({ kind: 'refused' });
		expect(scene.ports.requests).toHaveLength(1);
	});

	test('a number of the other API closes nothing, but a wrong key in the form of One API does', async () => {
		const scene = sceneOf(() => failure(108, 400));
		for (const to of [ANN, BEN]) await scene.client.send(SEND, callTo(to), OPTIONS);
		const sms = sceneOf(() => failure(1, 400), { api: 'smsApi' });
		for (const to of [ANN, BEN]) await sms.client.send(SEND, { ...callTo(to), wire: { text: 'x' } }, OPTIONS);
		expect([scene.ports.requests.length, sms.ports.requests.length]).toEqual([2, 1]);
	});

	test('names messages of nobody who was asked in the log, a few of many', async () => {
		const strangers = Array.from({ length: 30 }, (_, i) => ({
			apiMessageId: `s${i}.`,
			accepted: true,
			to: '1',
		}));
		const scene = sceneOf((request) =>
			json({ messages: [...strangers, { ...messagesIn(request)[0], accepted: true, apiMessageId: 'own' }] }),
		);
		expect(fatesOf(await scene.client.send(SEND, callTo(ANN), OPTIONS))).toEqual([{ kind: 'id', id: 'own' }]);
		expect(scene.ports.lines).toHaveLength(1);
		expect(scene.ports.lines[0]).toMatch(/^warn: .*: s0\., s1\., .*s9\.$/);
	});

	test('whose answer is too long to be read is doubtful, and repeated by nobody', async () => {
		const long: HttpResult = {
			ok: true,
			status: 202,
			contentType: '',
			bytes: Buffer.alloc(256 * 1024 + 1, ' '),
		};
		const scene = sceneOf(() => long);
		expect(await scene.client.send(SEND, callTo(ANN), OPTIONS)).toMatchObject({
			kind: 'doubtful',
			sentence: 'host.example gave an answer of more than 256 KB',
		});
		expect(scene.ports.requests.map(({ maxBytes }) => maxBytes)).toEqual([256 * 1024]);
	});

	test('that meets a fault of the package itself is doubtful, and the log says what it was, without the key', async () => {
		const scene = sceneOf(() => {
			throw new Error(`Broken with ${KEY}`);
		});
		expect(await scene.client.send(SEND, callTo(ANN), OPTIONS)).toMatchObject({ kind: 'doubtful' });
		expect(await scene.client.call(STATUS, { messageId: 'x' }, OPTIONS)).toMatchObject({ kind: 'doubtful' });
		expect(scene.ports.lines).toHaveLength(2);
		for (const line of scene.ports.lines) {
			expect(line).toMatch(/^error: A fault of the package, please report it: Error: Broken with/);
			expect(line).not.toContain(KEY);
		}
	});

	test('that fails in a way nobody knows is told to the log without the key', async () => {
		const scene = sceneOf(() => ({ ...lost, known: false, error: new Error(`odd ${KEY}`) }) as HttpResult);
		expect(await scene.client.send(SEND, callTo(ANN), OPTIONS)).toMatchObject({ kind: 'doubtful' });
		expect(scene.ports.lines[0]).toMatch(/^warn: host\.example broke off the connection: Error: odd •••/);
	});

	test('leaves a proof of the key to the test of the credential', async () => {
		const probes: unknown[] = [];
		const scene = sceneOf(acceptAll);
		const { http } = scene.ports;
		scene.ports.http = async (request, data) => {
			probes.push(data['probe']);
			return await http(request, data);
		};
		await scene.client.send(SEND, callTo(ANN), OPTIONS);
		expect(probes).toEqual(['1']);
	});
});

describe('what only reads', () => {
	const status = json({ sms: { status: 'QUEUED', timestamp: 1506607698000 } }, 200);

	test.each<[string, HttpResult]>([
		['a lost answer', lost],
		['a host that is not reached', unreachable],
		['43', failure(43)],
		['18', failure(18, 500)],
		['a page', { ...json(0, 502), bytes: Buffer.from('<html>') } as HttpResult],
	])('is asked for again after %s', async (_, result) => {
		const scene = sceneOf((__, call) => (call === 1 ? result : status));
		expect(await scene.client.call(STATUS, { messageId: 'm1' }, OPTIONS)).toMatchObject({
			kind: 'record',
			record: { messageId: 'm1', status: 'QUEUED', timestamp: '2017-09-28T14:08:18Z' },
		});
		expect(scene.ports.pauses).toEqual([250]);
	});

	test('is not asked for again after a refusal, nor in a canceled execution', async () => {
		const scene = sceneOf(() => failure(41, 404));
		expect(await scene.client.call(STATUS, { messageId: 'm1' }, OPTIONS)).toEqual({
			kind: 'refused',
			code: '41',
			text: 'Words',
		});
		expect(scene.ports.requests).toHaveLength(1);
		scene.ports.isCancelled = true;
		expect(await scene.client.call(STATUS, { messageId: 'm1' }, OPTIONS)).toMatchObject({ kind: 'notSent' });
		expect(scene.ports.requests).toHaveLength(1);
	});

	test('says of an answer that is none who gave it', async () => {
		const scene = sceneOf(() => json([], 200));
		expect(await scene.client.call(STATUS, { messageId: 'm1' }, OPTIONS)).toEqual({
			kind: 'unreadable',
			reason: 'host.example: The answer with HTTP status 200 is not an object',
		});
		expect(scene.ports.requests).toHaveLength(3);
	});
});

describe('what changes something', () => {
	test.each<[string, HttpResult]>([
		['a lost answer', lost],
		['23', failure(23)],
	])('is called once, whatever comes of it: %s', async (_, result) => {
		const scene = sceneOf(() => result);
		await scene.client.call(MARK, { messageId: 'm1' }, OPTIONS);
		expect(scene.ports.requests).toHaveLength(1);
	});

	test('is called again after a refusal that passes, with pauses, and not endlessly', async () => {
		const scene = sceneOf(() => failure(43));
		expect(await scene.client.call(MARK, { messageId: 'm1' }, OPTIONS)).toMatchObject({ kind: 'refused' });
		expect(scene.ports.requests).toHaveLength(4);
		expect(scene.ports.pauses).toEqual([1000, 2000, 4000]);
	});

	test('a message is marked that Clickatell says it has marked', async () => {
		const update = (messageId: string, accepted: boolean) => ({
			messageId,
			accepted,
			apiEventId: 'e',
			error: null,
		});
		const answers = (...updates: object[]) =>
			sceneOf(() => json({ event: { messageStatusUpdate: updates }, error: null })).client.call(
				MARK,
				{ messageId: 'm1' },
				OPTIONS,
			);
		expect(await answers(update('m0', false), update('m1', true))).toEqual({
			kind: 'record',
			record: { messageId: 'm1', read: true },
		});
		expect(await answers(update('m0', true), update('m1', false))).toEqual({
			kind: 'refused',
			code: null,
			text: '',
		});
	});
});

describe('a file', () => {
	const file = {
		ok: true,
		bytes: Buffer.from('%PDF'),
		fileName: 'a.pdf',
		contentType: 'application/pdf',
	} as const;
	const upload = async (values: Record<string, string>, given: object = {}) => {
		const scene = sceneOf(() => json({ fileId: 'f1', accepted: true }, 200), {
			files: [{ ...file, ...given }],
		});
		const answer = await scene.client.call(
			UPLOAD,
			{ inputDataFieldName: 'data', ...values },
			{ ...OPTIONS, item: 0 },
		);
		return { answer, requests: scene.ports.requests };
	};

	test('is uploaded for anybody, or for one number', async () => {
		const { answer, requests } = await upload({});
		expect(answer).toEqual({
			kind: 'record',
			record: { fileId: 'f1', fileName: 'a.pdf', contentType: 'application/pdf', size: 4 },
		});
		expect(requests[0]).toMatchObject({
			method: 'POST',
			url: 'https://host.example/v1/media?fileName=a.pdf&broadcastAllowed=true',
			headers: { 'Content-Type': 'application/pdf' },
			body: file.bytes,
		});
		const only = await upload({ onlyTo: ANN, fileName: 'b.pdf' });
		expect(defined(only.requests[0]).url).toBe(`https://host.example/v1/media?fileName=b.pdf&to=${ANN}`);
	});

	test('that is nameless and of no known type is called so', async () => {
		const { requests } = await upload({}, { fileName: undefined, contentType: undefined });
		expect(requests[0]).toMatchObject({
			url: 'https://host.example/v1/media?fileName=file&broadcastAllowed=true',
			headers: { 'Content-Type': 'application/octet-stream' },
		});
	});

	test.each([
		[{ bytes: Buffer.alloc(0) }, "'Input Data Field Name': the file in the binary field 'data' is empty"],
		[
			{ bytes: Buffer.alloc(30 * 1024 * 1024 + 1) },
			"'Input Data Field Name': the file in the binary field 'data' has 31457281 bytes; at most 31457280 (30 MB) are allowed",
		],
		[{ ok: false, fault: 'gone' }, 'gone'],
	])('that cannot be uploaded is not', async (given, sentence) => {
		const { answer, requests } = await upload({}, given);
		expect(answer).toMatchObject({ kind: 'notSent', sentence });
		expect(requests).toEqual([]);
	});

	test('is downloaded with its type, without what stands behind it, and may be long', async () => {
		const bytes = Buffer.alloc(300 * 1024, 7);
		const scene = sceneOf(() => ({ ok: true, status: 200, contentType: ' Image/JPEG; x=y', bytes }));
		const values = { fileId: 'f 1', sha256Hash: 'a+b=', outputDataFieldName: 'photo' };
		expect(await scene.client.call(DOWNLOAD, values, OPTIONS)).toEqual({
			kind: 'record',
			record: { fileId: 'f 1', contentType: 'image/jpeg', size: bytes.length },
			files: { photo: { bytes, fileName: 'f 1', contentType: 'image/jpeg' } },
		});
		expect(scene.ports.requests[0]).toMatchObject({
			url: 'https://host.example/v1/media?fileId=f%201&sha256Hash=a%2Bb%3D&source=client',
			maxBytes: 100 * 1024 * 1024,
		});
	});
});

test('a send is never asked for as a call', async () => {
	const scene = sceneOf(acceptAll);
	await expect(scene.client.call(SEND, {}, OPTIONS)).rejects.toThrow('planned');
});
