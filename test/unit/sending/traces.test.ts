import { randomBytes } from 'node:crypto';
import { findOperation } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import type { PlannedCall } from '../../../nodes/Clickatell/message/plan';
import { codeValue } from '../../../nodes/Clickatell/message/values';
import { Traces } from '../../../nodes/Clickatell/engine/traces';

const UNIQUE = '0a1b2c3d4e5f4a6b8c7d9e0fa1b2c3d4';
const RUN = '0a1b2c3d4e5f4a6b8c7d';

const send = findOperation('message', 'send') as GatewayOperation;
const quickSend = findOperation('batch', 'quickSend') as GatewayOperation;

/** Takes a client message ID where the operation has one. */
const API = {
	carries: ({ parameters }: GatewayOperation, value: string) => parameters.some(({ name }) => name === value),
};

const newId = () => randomBytes(16).toString('hex');

function callFrom(item: number, more: Partial<PlannedCall> = {}): PlannedCall {
	return { wire: {}, to: ['1'], slots: [[{ item, position: 0 }]], travel: undefined, values: {}, ...more };
}

const idOf = (traces: Traces, item: number) => traces.trace(send, callFrom(item)).wire['clientMessageId'];

describe('client message IDs of a run', () => {
	it('say where each call begins, and are told in one line', () => {
		const traces = new Traces(API, { newId: () => UNIQUE });
		expect(traces.describe()).toBeUndefined();
		expect([0, 1, 305, 1].map((item) => idOf(traces, item))).toEqual([
			`${RUN}000000000000`,
			`${RUN}000000010000`,
			`${RUN}000003050000`,
			`${RUN}000000010001`,
		]);
		expect(traces.describe()).toBe(
			`the client message ID of a call is ${RUN}, the item it begins with in 8 digits, and 0000 (0001 and so on for more calls of one item)`,
		);
	});

	it('are what Clickatell takes, and none occurs twice, however large the run', () => {
		const traces = new Traces(API, { newId });
		const ids = [0, 0, 99_999_999, 99_999_999, 100_000_000, 2 ** 40].map((item) => idOf(traces, item));
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids)
			expect(codeValue(id, { kind: 'identifier', maxLength: 32 })).toEqual({ ok: true, value: id });
	});

	it('differ from run to run', () => {
		expect(idOf(new Traces(API, { newId }), 0)).not.toBe(idOf(new Traces(API, { newId }), 0));
	});

	it('are not given where the user gave one, wants none, or the command takes none', () => {
		const traces = new Traces(API, { newId });
		const own = callFrom(0, { wire: { clientMessageId: 'mine' } });
		const off = callFrom(0, { values: { automaticClientMessageId: '0' } });
		for (const call of [own, off]) expect(traces.trace(send, call)).toBe(call);
		const without = callFrom(0);
		expect(traces.trace(quickSend, without)).toBe(without);
		expect(traces.describe()).toBeUndefined();
	});
});
