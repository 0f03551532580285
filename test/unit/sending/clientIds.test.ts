import * as fc from 'fast-check';
import { findOperation } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import { ClientIds, keyedId } from '../../../nodes/Clickatell/engine/clientIds';
import { counting } from '../../../nodes/Clickatell/engine/run';
import type { PlannedCall } from '../../../nodes/Clickatell/message/plan';
import { codeValue } from '../../../nodes/Clickatell/message/values';

const send = findOperation('message', 'send') as GatewayOperation;
const quickSend = findOperation('batch', 'quickSend') as GatewayOperation;

/** Takes a client message ID where the operation has one. */
const API = {
	carries: ({ parameters }: GatewayOperation, value: string) => parameters.some(({ name }) => name === value),
};

function callTo(to: readonly string[], more: Partial<PlannedCall> = {}): PlannedCall {
	const slots = to.map((_, position) => [{ item: 0, position }]);
	return { wire: { text: 'Hello' }, to, slots, travel: undefined, values: {}, ...more };
}

const idsOf = (key: string, calls: readonly PlannedCall[]) => {
	const ids = new ClientIds(API, { key, ...counting() });
	return calls.map((call) => ids.give(send, call).wire['clientMessageId'] as string);
};

const numbers = fc.stringMatching(/^[1-9]\d{7,14}$/);
const calls = fc.array(fc.uniqueArray(numbers, { minLength: 1, maxLength: 5 }), { maxLength: 20 });

describe('client message IDs of a run', () => {
	it('are what Clickatell takes, none occurs twice, and a run with the same key makes them again', () => {
		fc.assert(
			fc.property(calls, fc.string(), (lists, key) => {
				const planned = lists.map((to) => callTo(to));
				const ids = idsOf(key, planned);
				expect(new Set(ids).size).toBe(ids.length);
				for (const id of ids)
					expect(codeValue(id, { kind: 'identifier', maxLength: 32 })).toEqual({ ok: true, value: id });
				expect(idsOf(key, planned)).toEqual(ids);
				if (ids.length > 0) expect(idsOf(`${key}x`, planned)).not.toContain(ids[0]);
			}),
		);
	});

	it('stay the same whatever the texts say and wherever others stand', () => {
		fc.assert(
			fc.property(fc.uniqueArray(numbers, { maxLength: 20 }), fc.string(), (people, text) => {
				const once = idsOf(
					'key',
					people.map((to) => callTo([to])),
				);
				const again = people.map((to) => callTo([to], { wire: { text } })).reverse();
				expect(idsOf('key', again).reverse()).toEqual(once);
			}),
		);
	});

	it('stay the same in whatever order the recipients of a call stand', () => {
		fc.assert(
			fc.property(fc.uniqueArray(numbers, { minLength: 1, maxLength: 20 }), (people) => {
				expect(idsOf('key', [callTo([...people].reverse())])).toEqual(idsOf('key', [callTo(people)]));
			}),
		);
	});

	it('are not given where the user gave one, wants none, or the command takes none', () => {
		const ids = new ClientIds(API, { key: 'key', ...counting() });
		const own = callTo(['1'], { wire: { clientMessageId: 'mine' } });
		const off = callTo(['1'], { values: { automaticClientMessageId: '0' } });
		for (const call of [own, off]) expect(ids.give(send, call)).toBe(call);
		const without = callTo(['1']);
		expect(ids.give(quickSend, without)).toBe(without);
	});

	it('follow an Idempotency Key alone: another key, recipient or text is another message', () => {
		fc.assert(
			fc.property(
				fc.tuple(fc.string({ minLength: 1 }), numbers, fc.string()),
				numbers,
				([key, to, text], other) => {
					const call = callTo([to], { wire: { text, from: 'Shop' }, values: { idempotencyKey: key } });
					const [id] = idsOf('one run', [call]);
					expect(idsOf('another run', [{ ...call, wire: { text, from: 'Store' } }])).toEqual([id]);
					expect(keyedId(key, to, { text })).toBe(id);
					expect(keyedId(`${key}x`, to, { text })).not.toBe(id);
					expect(keyedId(key, to, { text: `${text}x` })).not.toBe(id);
					expect(keyedId(key, to, { text, unicode: '1' })).not.toBe(id);
					if (other !== to) expect(keyedId(key, other, { text })).not.toBe(id);
				},
			),
		);
	});
});
