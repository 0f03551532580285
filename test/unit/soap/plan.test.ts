import * as fc from 'fast-check';
import { checkItem, type Checked } from '../../../nodes/Clickatell/message/check';
import { GATEWAY_ROOM, MOST_RECIPIENTS } from '../../../nodes/Clickatell/apis/gateway/server';
import { planSends, SendPlan, type PlannedCall } from '../../../nodes/Clickatell/message/plan';
import { soapOperation, contextOf } from './wire';
import { defined } from '../../../nodes/Clickatell/formats/defined';

function item(text: string, to: readonly string[], more: Record<string, string> = {}): Checked {
	const wire = { text, ...more };
	return { to, wire, values: wire, travel: { encoding: 'gsm', parts: 1 } };
}

/** Few texts and few numbers, so that messages meet and numbers repeat; now and then more than one call holds. */
const items: fc.Arbitrary<(Checked | undefined)[]> = fc.array(
	fc.option(
		fc
			.tuple(
				fc.constantFrom('Hello', 'Good bye', 'Привет'),
				fc.oneof(
					{ weight: 5, arbitrary: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 }) },
					{
						weight: 1,
						arbitrary: fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 250, maxLength: 700 }),
					},
				),
			)
			.map(([text, numbers]) =>
				item(
					text,
					numbers.map((number) => `27999100${String(number).padStart(3, '0')}`),
				),
			),
		{ nil: undefined, freq: 6 },
	),
	{ maxLength: 12 },
);

const recipientsOf = (checked: Checked | undefined): readonly string[] => checked?.to ?? [];

function groups(calls: readonly PlannedCall[]): ReadonlyMap<string, readonly PlannedCall[]> {
	const found = new Map<string, PlannedCall[]>();
	for (const call of calls) {
		const key = JSON.stringify(call.wire);
		found.set(key, [...(found.get(key) ?? []), call]);
	}
	return found;
}

describe('the plan of calls', () => {
	it('sends the same message once for each Idempotency Key', () => {
		const keyed = (key: string | undefined): Checked => {
			const { wire, values, ...rest } = item('Your order is ready', ['27999100001']);
			return { ...rest, wire, values: { ...values, ...(key === undefined ? {} : { idempotencyKey: key }) } };
		};
		const calls = planSends([keyed('17'), keyed('18'), keyed('17'), keyed(undefined)], false, GATEWAY_ROOM);
		expect(calls.map(({ slots }) => slots.flat().map((slot) => slot.item))).toEqual([[0, 2], [1], [3]]);
	});

	it('gives every recipient of every item one place, and says which', () => {
		fc.assert(
			fc.property(items, fc.boolean(), (given, sendOnce) => {
				const places = planSends(given, sendOnce, GATEWAY_ROOM).flatMap((call) =>
					call.to.flatMap((to, i) =>
						defined(call.slots[i]).map((slot) => ({ ...slot, to, text: call.wire['text'] })),
					),
				);
				places.sort((a, b) => a.item - b.item || a.position - b.position);
				expect(places).toEqual(
					given.flatMap((checked, index) =>
						recipientsOf(checked).map((to, position) => ({
							item: index,
							position,
							to,
							text: defined(checked).wire['text'],
						})),
					),
				);
			}),
		);
	});

	it('fills calls to 300 recipients and never beyond', () => {
		fc.assert(
			fc.property(items, fc.boolean(), (given, sendOnce) => {
				for (const calls of groups(planSends(given, sendOnce, GATEWAY_ROOM)).values()) {
					for (const call of calls.slice(0, -1)) expect(call.to).toHaveLength(MOST_RECIPIENTS);
					const last = defined(calls.at(-1));
					expect(last.to.length).toBeGreaterThan(0);
					expect(last.to.length).toBeLessThanOrEqual(300);
					for (const call of calls) expect(call.slots).toHaveLength(call.to.length);
				}
			}),
		);
	});

	it('keeps the order of the input, message by message', () => {
		fc.assert(
			fc.property(items, (given) => {
				const calls = planSends(given, false, GATEWAY_ROOM);
				const texts = [...new Set(given.flatMap((checked) => (checked ? [checked.wire['text']] : [])))];
				expect([...new Set(calls.map((call) => call.wire['text']))]).toEqual(texts);
				for (const own of groups(calls).values()) {
					const { text } = defined(own[0]).wire;
					expect(own.flatMap((call) => call.to)).toEqual(
						given.filter((checked) => checked?.wire['text'] === text).flatMap(recipientsOf),
					);
				}
			}),
		);
	});

	it('sends a message to a number once, when that is asked, and to each when not', () => {
		fc.assert(
			fc.property(items, fc.boolean(), (given, sendOnce) => {
				for (const own of groups(planSends(given, sendOnce, GATEWAY_ROOM)).values()) {
					const numbers = own.flatMap((call) => call.to);
					if (sendOnce) expect(new Set(numbers).size).toBe(numbers.length);
					else for (const call of own) for (const slots of call.slots) expect(slots).toHaveLength(1);
				}
			}),
		);
	});

	it.each(['timeout', 'automaticClientMessageId', 'repeatOnInternalError'])(
		'sends a message to a number once for all items, also where they differ in %s',
		(name) => {
			const asked = (value: string, to: string[]): Checked => {
				const made = item('Hello', to);
				return { ...made, values: { ...made.values, [name]: value } };
			};
			const given = [asked('1', ['27999100001']), asked('0', ['27999100002', '27999100001'])];
			const calls = planSends(given, true, GATEWAY_ROOM);
			expect(calls.map(({ to }) => to)).toEqual([['27999100001'], ['27999100002']]);
			expect(defined(calls[0]).slots).toEqual([
				[
					{ item: 0, position: 0 },
					{ item: 1, position: 1 },
				],
			]);
			const plan = new SendPlan(false, GATEWAY_ROOM);
			given.forEach((each, i) => plan.add(each, i));
			expect(plan.repeated).toBe(1);
		},
	);

	it('combines only what is the same on the wire', () => {
		const calls = planSends(
			[
				item('Hello', ['27999100001']),
				item('Hello', ['27999100002'], { from: 'Shop' }),
				item('Hello', ['27999100003'], { climsgid: 'order17' }),
				item('Hello', ['27999100004']),
			],
			false,
			GATEWAY_ROOM,
		);
		expect(calls.map((call) => call.to)).toEqual([
			['27999100001', '27999100004'],
			['27999100002'],
			['27999100003'],
		]);
	});

	it('needs 34 calls for 10,000 items with one text', () => {
		const operation = soapOperation('message.send');
		const checked = Array.from({ length: 10_000 }, (_, i) => {
			const result = checkItem(
				operation,
				{ to: String(27_999_100_000 + i), text: 'Payday' },
				contextOf('rpcEncoded'),
			);
			return result.ok ? result.checked : undefined;
		});
		const calls = planSends(checked, false, GATEWAY_ROOM);
		expect(calls.map((call) => call.to.length)).toEqual([...Array<number>(33).fill(300), 100]);
		expect(calls.flatMap((call) => call.slots.map(([slot]) => defined(slot).item))).toEqual(
			Array.from({ length: 10_000 }, (_, i) => i),
		);
	});

	it.each(['timeout', 'automaticClientMessageId', 'repeatOnInternalError'])(
		'keeps items apart that want their call made differently: %s',
		(option) => {
			const checked = item('Hello', ['27999100001']);
			const other = { ...item('Hello', ['27999100002']), values: { ...checked.values, [option]: '1' } };
			const calls = planSends([checked, other, checked], false, GATEWAY_ROOM);
			expect(calls.map(({ to }) => to)).toEqual([['27999100001', '27999100001'], ['27999100002']]);
			expect(calls.map(({ values }) => values[option])).toEqual([undefined, '1']);
		},
	);

	it('makes one call of items that differ in the pace alone, which is that of the run', () => {
		const checked = item('Hello', ['27999100001']);
		const other = { ...checked, values: { ...checked.values, callsPerSecond: '5', concurrency: '1' } };
		expect(planSends([checked, other], false, GATEWAY_ROOM)).toHaveLength(1);
	});

	it('counts recipients that several items have with the same message, not those of one item', () => {
		const plan = new SendPlan(false, GATEWAY_ROOM);
		plan.add(item('Hello', ['27999100001', '27999100001']), 0);
		expect(plan.repeated).toBe(0);
		plan.add(item('Hello', ['27999100001', '27999100002']), 1);
		plan.add(item('Good bye', ['27999100002']), 2);
		expect(plan.repeated).toBe(1);
	});
});
