import { gatewayOperation } from '../catalogue';
import type { GatewayOperation } from '../catalogue/types';
import type { CallValues } from '../message/callValues';
import type { PlannedCall } from '../message/plan';
import type { Answer } from './answer';
import type { Api } from './api';
import { callOptions } from './callOptions';
import type { CheckedItems } from './checkedItems';
import type { ClientIds } from './clientIds';
import { onceInProcess } from './onceInProcess';
import type { Ports } from './ports';
import { prepare } from './preparedCalls';
import { perform, type SendResults } from './sends';
import type { Run } from './run';
import { defined } from '../formats/defined';

function step(name: 'start' | 'sendItem' | 'quickSend' | 'end'): GatewayOperation {
	return gatewayOperation('batch', name);
}

const MERGE_FIELD = /^field\d+$/;

function pick(wire: CallValues, wanted: (name: string) => boolean): CallValues {
	return Object.fromEntries(Object.entries(wire).filter(([name]) => wanted(name)));
}

/** A batch as Clickatell keeps it: started on first use, or why it could not be. */
type Started = { readonly batchId: string } | { readonly answer: Answer };

/** Starting spends nothing, so that after any failure of it nothing was sent. */
function notStarted(answer: Answer): Answer {
	switch (answer.kind) {
		case 'refused':
			return answer;
		case 'notSent':
		case 'doubtful':
			return { kind: 'notSent', sentence: answer.sentence, advice: answer.advice };
		default:
			return {
				kind: 'notSent',
				sentence: 'The batch could not be started: the answer could not be understood',
				advice: 'Run the workflow again, or ask Clickatell support.',
			};
	}
}

/** All calls of a batch carry the client message ID of the batch. */
function nameBatches(ids: ClientIds): (call: PlannedCall) => PlannedCall {
	const named = new Map<string, CallValues>();
	return (call) => {
		const own = pick(call.wire, (name) => !MERGE_FIELD.test(name));
		const key = JSON.stringify(own);
		const wire = named.get(key) ?? ids.give(step('start'), { ...call, wire: own }).wire;
		named.set(key, wire);
		return { ...call, wire: { ...call.wire, ...wire } };
	};
}

/** Each batch is looked up by its client message ID: where Clickatell has it, nobody knows whom it has sent to. */
function wholesOf(calls: readonly PlannedCall[]): ReadonlyMap<PlannedCall, PlannedCall> {
	const batches = new Map<unknown, PlannedCall[]>();
	for (const call of calls) {
		const id = call.wire['clientMessageId'] ?? call;
		const own = batches.get(id) ?? [];
		batches.set(id, own);
		own.push(call);
	}
	const pairs = [...batches.values()].flatMap((own) => {
		const whole = {
			...defined(own[0]),
			to: own.flatMap(({ to }) => to),
			slots: own.flatMap(({ slots }) => slots),
		};
		return own.map((call): [PlannedCall, PlannedCall] => [call, whole]);
	});
	return new Map(pairs);
}

/**
 * Sends one template to all items (docs/protocol/soap.md#batches): a batch for each different template, one call for
 * the recipients whose fields are equal, quicksend where the template has no fields; then the batches are ended.
 */
export async function sendBatches(
	ports: Ports,
	api: Api,
	checked: CheckedItems,
	run: Run,
): Promise<SendResults> {
	const batches = new Map<string, { values: PlannedCall['values']; started?: Promise<Started> }>();
	const prepared = await prepare(ports, api, checked, run, { name: nameBatches, together: wholesOf });
	const { ours } = prepared;

	const start = async (call: PlannedCall): Promise<Started> => {
		const wire = pick(call.wire, (name) => !MERGE_FIELD.test(name));
		const answer = await api.call(step('start'), wire, callOptions(call.values));
		return answer.kind === 'record'
			? { batchId: String(answer.record['batchId']) }
			: { answer: notStarted(answer) };
	};

	const results = await perform(ports, api, checked, prepared, async (call, planned) => {
		const key = JSON.stringify(pick(call.wire, (name) => !MERGE_FIELD.test(name)));
		const batch = batches.get(key) ?? { values: call.values };
		batches.set(key, batch);
		const started = await (batch.started ??= start(call));
		if ('answer' in started) return started.answer;
		const fields = pick(call.wire, (name) => MERGE_FIELD.test(name));
		const operation = Object.keys(fields).length > 0 ? step('sendItem') : step('quickSend');
		const values = { ...fields, batchId: started.batchId, to: call.to };
		const make = async () => await api.call(operation, values, callOptions(call.values));
		if (!ours.has(planned)) return await make();
		const message = JSON.stringify([api.account, call.wire['clientMessageId'], call.to, fields]);
		return await onceInProcess(ports, message, make, () => run.maySendTwice !== 'no' || ports.cancelled());
	});

	for (const { started, values } of batches.values()) {
		const batch = await started;
		// A batch ends automatically after 24 hours; that it could not be ended early costs nothing.
		if (batch && 'batchId' in batch)
			await api.call(step('end'), { batchId: batch.batchId }, callOptions(values));
	}
	return results;
}
