import * as fc from 'fast-check';

import { sendAll } from '../../../../nodes/Clickatell/engine/sends';
import { ClientIds } from '../../../../nodes/Clickatell/engine/clientIds';
import { counting, unrepeatable } from '../../../../nodes/Clickatell/engine/run';
import type { Checked } from '../../../../nodes/Clickatell/message/check';
import { planSends, type CallRoom, type PlannedCall } from '../../../../nodes/Clickatell/message/plan';
import { acceptAll, json, platformOperation, sceneOf, messagesIn } from './scene';
import { Execution, inTheMiddle } from '../../n8n/execution';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

/** How messages share calls: different ones in One API, one text to many in the SMS API. Calls are small here. */

const ONE_API: CallRoom = { recipients: 10, differentMessages: true, repeatedNumbers: true };
const SMS_API: CallRoom = { recipients: 20, differentMessages: false, repeatedNumbers: false };
const SEND = platformOperation('sms.send');

const number = (n: number) => `27999${String(100_000 + n)}`;

function item(text: string, to: readonly string[], more: Record<string, string> = {}): Checked {
	const wire = { text, ...more };
	return { to, wire, values: { timeout: '60', ...wire }, travel: { encoding: 'gsm', parts: text.length } };
}

/** Few texts, numbers and timeouts, so that messages meet and numbers repeat; now and then more than a call holds. */
const items: fc.Arbitrary<(Checked | undefined)[]> = fc.array(
	fc.option(
		fc
			.record({
				text: fc.constantFrom('a', 'bb', 'ccc'),
				numbers: fc.oneof(
					{ weight: 6, arbitrary: fc.array(fc.nat({ max: 15 }), { minLength: 1, maxLength: 8 }) },
					{ weight: 1, arbitrary: fc.array(fc.nat({ max: 40 }), { minLength: 15, maxLength: 45 }) },
				),
				clientMessageId: fc.constantFrom(undefined, 'x', 'y'),
				timeout: fc.constantFrom('60', '60', '60', '5'),
			})
			.map(({ text, numbers, clientMessageId, timeout }) => {
				const one = item(text, numbers.map(number), clientMessageId === undefined ? {} : { clientMessageId });
				return { ...one, values: { ...one.values, timeout } };
			}),
		{ nil: undefined, freq: 8 },
	),
	{ maxLength: 12 },
);

const recipientsOf = (one: Checked | undefined) => one?.to ?? [];
const messageAt = (call: PlannedCall, i: number) => call.own?.[i] ?? call;

describe.each([
	['One API', ONE_API],
	['SMS API', SMS_API],
] as const)('calls of the %s', (_, room) => {
	it('have one place for every recipient of every item, with its own message', () => {
		fc.assert(
			fc.property(items, fc.boolean(), (given, sendOnce) => {
				const places = planSends(given, sendOnce, room).flatMap((call) =>
					call.to.flatMap((to, i) =>
						defined(call.slots[i]).map((slot) => ({
							...slot,
							to,
							...messageAt(call, i).wire,
							timeout: call.values['timeout'],
						})),
					),
				);
				places.sort((a, b) => a.item - b.item || a.position - b.position);
				const expected = given.flatMap((one, index) =>
					recipientsOf(one).map((to, position) => {
						const { wire } = defined(one);
						return { item: index, position, to, ...wire, timeout: defined(one).values['timeout'] };
					}),
				);
				// What is sent once for several items is made as the first of them asks.
				const plain = (list: typeof places) => list.map(({ timeout: _t, ...rest }) => rest);
				expect(sendOnce ? plain(places) : places).toEqual(sendOnce ? plain(expected as never) : expected);
			}),
		);
	});

	it('hold no more than they have room for, and travel as their messages do', () => {
		fc.assert(
			fc.property(items, fc.boolean(), (given, sendOnce) => {
				for (const call of planSends(given, sendOnce, room)) {
					expect(call.to.length).toBeGreaterThan(0);
					expect(call.to.length).toBeLessThanOrEqual(room.recipients);
					expect(call.slots).toHaveLength(call.to.length);
					if (room.differentMessages) expect(call.own).toHaveLength(call.to.length);
					else expect(call.own).toBeUndefined();
					call.to.forEach((__, i) => {
						const { wire, travel } = messageAt(call, i);
						expect(wire['to']).toBeUndefined();
						expect(travel?.parts).toBe((wire['text'] as string).length);
					});
				}
			}),
		);
	});

	it('keep the order of the items that share a message', () => {
		fc.assert(
			fc.property(items, (given) => {
				const last = new Map<string, number>();
				for (const call of planSends(given, false, { ...room, repeatedNumbers: true })) {
					call.slots.forEach(([slot], i) => {
						const key = JSON.stringify([messageAt(call, i).wire, call.values['timeout']]);
						expect(defined(slot).item).toBeGreaterThanOrEqual(last.get(key) ?? 0);
						last.set(key, defined(slot).item);
					});
				}
			}),
		);
	});

	it('send nobody a message twice that is to go once', () => {
		fc.assert(
			fc.property(items, (given) => {
				const keys = planSends(given, true, room).flatMap((call) =>
					call.to.map((to, i) => JSON.stringify([to, messageAt(call, i).wire])),
				);
				expect(new Set(keys).size).toBe(keys.length);
			}),
		);
	});
});

it('the SMS API has no number twice in a call', () => {
	fc.assert(
		fc.property(items, (given) => {
			for (const { to } of planSends(given, false, SMS_API)) expect(new Set(to).size).toBe(to.length);
		}),
	);
});

it('different messages that are made alike fill their calls', () => {
	fc.assert(
		fc.property(items, (given) => {
			const calls = planSends(given, false, ONE_API);
			const byMaking = new Map<unknown, number[]>();
			for (const { values, to } of calls)
				byMaking.set(values['timeout'], [...(byMaking.get(values['timeout']) ?? []), to.length]);
			for (const sizes of byMaking.values())
				expect(sizes.slice(0, -1).every((size) => size === ONE_API.recipients)).toBe(true);
		}),
	);
});

const bulk = (count: number) => ({
	items: Array.from({ length: count }, (_, i) => item(`Text ${i}`, [number(i)])),
	refused: new Map(),
});

describe('client message IDs of different messages', () => {
	const give = (calls: readonly PlannedCall[]) => {
		const ids = new ClientIds({ carries: () => true }, { key: 'key', ...counting() });
		return calls.map((call) => ids.give(SEND as never, call));
	};

	it('are one for each message, unique in a run', () => {
		fc.assert(
			fc.property(items, (given) => {
				const ids = give(planSends(given, false, ONE_API)).flatMap(({ own }) =>
					defined(own).map(({ wire }) => wire['clientMessageId'] as string),
				);
				const made = ids.filter((id) => id.length > 1);
				expect(new Set(made).size).toBe(made.length);
			}),
		);
	});

	it('leave what the user gave, message by message', () => {
		const [call] = give(
			planSends([item('a', ['1']), item('b', ['2'], { clientMessageId: 'mine' })], false, ONE_API),
		);
		const ids = defined(defined(call).own).map(({ wire }) => wire['clientMessageId']);
		expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), 'mine']);
		expect(defined(call).wire).toEqual({});
	});
});

let keys = 0;
/** What was sent is remembered by the process. */
const freshKey = () => `key ${keys++}`;

describe('a run', () => {
	it.each(['no', 'perhaps'] as const)(
		'that may have been made before (%s) makes each of its calls, once in a process',
		async (maySendTwice) => {
			const scene = sceneOf(acceptAll);
			const run = { ...unrepeatable(freshKey), maySendTwice };
			const send = async () =>
				await sendAll(scene.ports, scene.client, SEND, bulk(250), { ...run, ...counting() });
			const sizes = () => scene.ports.requests.map((request) => messagesIn(request).length);
			const first = await send();
			expect(sizes()).toEqual([100, 100, 50]);
			expect(first.flat().filter(({ row }) => row.accepted && row.messageId !== null)).toHaveLength(250);
			const again = await send();
			if (maySendTwice === 'no') return;
			expect(sizes()).toEqual([100, 100, 50]);
			expect(again.flat().every(({ row }) => row.accepted && row.alreadySent)).toBe(true);
		},
	);

	it('of 250 different texts takes three calls, and each row has its message', async () => {
		const scene = sceneOf(acceptAll);
		const results = await sendAll(scene.ports, scene.client, SEND, bulk(250), unrepeatable(freshKey));
		expect(scene.ports.requests.map((request) => messagesIn(request).length)).toEqual([100, 100, 50]);
		results.forEach(([outcome, ...others], i) => {
			expect(others).toEqual([]);
			const { row } = defined(outcome);
			expect(row).toMatchObject({ to: number(i), accepted: true });
			expect(row.messageId).toBe(`id-${row.to}-${row.clientMessageId}`);
		});
		const texts = scene.ports.requests.flatMap((request) =>
			messagesIn(request).map(({ content }) => content),
		);
		expect(texts).toEqual(Array.from({ length: 250 }, (_, i) => `Text ${i}`));
	});

	it('tells rows of a call that is lost by the client message IDs that were sent', async () => {
		const scene = sceneOf(() => ({
			ok: false,
			neverSent: false,
			what: 'fell silent',
			known: true,
			error: null,
		}));
		const results = await sendAll(scene.ports, scene.client, SEND, bulk(3), unrepeatable(freshKey));
		const sent = messagesIn(defined(scene.ports.requests[0])).map(({ clientMessageId }) => clientMessageId);
		expect(results.map(([outcome]) => defined(outcome).row.clientMessageId)).toEqual(sent);
		expect(new Set(sent).size).toBe(3);
		for (const [outcome] of results)
			expect(defined(outcome).row).toMatchObject({ accepted: null, messageId: null });
	});

	it('over the SMS API gives a call one client message ID, which all its rows have', async () => {
		const scene = sceneOf(
			(request) =>
				json({
					messages: (JSON.parse(request.body as string) as { to: string[] }).to.map((to) => ({
						apiMessageId: `id-${to}`,
						accepted: true,
						to,
					})),
				}),
			{ api: 'smsApi' },
		);
		const all = Array.from({ length: 450 }, (_, i) => number(i));
		const results = await sendAll(
			scene.ports,
			scene.client,
			SEND,
			{
				items: [item('Same', all)],
				refused: new Map(),
			},
			unrepeatable(freshKey),
		);
		const calls = scene.sent() as Array<{ to: string[]; clientMessageId: string; content: string }>;
		expect(calls.map(({ to }) => to.length)).toEqual([200, 200, 50]);
		expect(calls.flatMap(({ to }) => to)).toEqual(all);
		expect(new Set(calls.map(({ clientMessageId }) => clientMessageId)).size).toBe(3);
		expect(defined(results[0]).map(({ row }) => row.clientMessageId)).toEqual(
			calls.flatMap(({ to, clientMessageId }) => to.map(() => clientMessageId)),
		);
		expect(defined(results[0]).map(({ row }) => row.messageId)).toEqual(all.map((to) => `id-${to}`));
	});
});

describe('a retry', () => {
	const one = (n: number, more: Record<string, string> = {}) => ({
		items: [item('Hi', [number(n)], more)],
		refused: new Map<number, never>(),
	});

	it('makes no call again that nobody can ask for, where n8n had saved its progress before it was killed', async () => {
		const scene = sceneOf(acceptAll);
		const killed = new Execution('1');
		await sendAll(scene.ports, scene.client, SEND, one(1), await killed.begin());
		const retry = new Execution('2', 'retry', 'a-token', {}, inTheMiddle('Send'));
		retry.entries = killed.entries;
		const again = await sendAll(scene.ports, scene.client, SEND, one(1), await retry.begin());
		expect(scene.ports.requests).toHaveLength(1);
		expect(again.flat()).toMatchObject([{ row: { accepted: null, alreadySent: null } }]);
	});

	it('sends to each, although the user gave all of them the same client message ID', async () => {
		const scene = sceneOf(acceptAll);
		const run = { ...unrepeatable(freshKey), maySendTwice: 'perhaps' as const };
		const rows = [];
		for (const n of [1, 2]) {
			const checked = one(n, { clientMessageId: 'mine' });
			rows.push(
				...(await sendAll(scene.ports, scene.client, SEND, checked, { ...run, ...counting() })).flat(),
			);
		}
		expect(rows).toMatchObject([1, 2].map(() => ({ row: { accepted: true, alreadySent: false } })));
		expect(scene.ports.requests).toHaveLength(2);
	});
});
