import { gatewayOperation } from '../catalogue';
import type { GatewayOperation } from '../catalogue/types';
import type { CallValues } from '../message/callValues';
import type { PlannedCall } from '../message/plan';
import type { Answer } from './answer';
import type { Api } from './api';
import { callOptions } from './callOptions';
import type { CheckedItems } from './checkedItems';
import type { Ports } from './ports';
import { perform, planCalls, type SendResults } from './sends';
import { Traces } from './traces';
import { mapInTurns, Turn } from './turns';

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

/**
 * Sends one template to all items (docs/protocol/soap.md#batches): a batch for each different template, one call for
 * the recipients whose fields are equal, quicksend where the template has no fields; then the batches are ended.
 */
export async function sendBatches(ports: Ports, api: Api, checked: CheckedItems): Promise<SendResults> {
	const batches = new Map<string, { values: PlannedCall['values']; started?: Promise<Started> }>();
	const traces = new Traces(api, ports);
	const traced = new Map<string, CallValues>();
	const planned = await planCalls(ports, checked, api.room);
	const traceCall = (call: PlannedCall): PlannedCall => {
		const own = pick(call.wire, (name) => !MERGE_FIELD.test(name));
		const key = JSON.stringify(own);
		// All calls of a batch carry the client message ID of the batch.
		const wire = traced.get(key) ?? traces.trace(step('start'), { ...call, wire: own }).wire;
		traced.set(key, wire);
		return { ...call, wire: { ...call.wire, ...wire } };
	};
	const calls = await mapInTurns(planned, traceCall, new Turn(ports));

	const start = async (call: PlannedCall): Promise<Started> => {
		const wire = pick(call.wire, (name) => !MERGE_FIELD.test(name));
		const answer = await api.call(step('start'), wire, callOptions(call.values));
		return answer.kind === 'record'
			? { batchId: String(answer.record['batchId']) }
			: { answer: notStarted(answer) };
	};

	const results = await perform(ports, api, checked, calls, traces, async (call) => {
		const key = JSON.stringify(pick(call.wire, (name) => !MERGE_FIELD.test(name)));
		const batch = batches.get(key) ?? { values: call.values };
		batches.set(key, batch);
		const started = await (batch.started ??= start(call));
		if ('answer' in started) return started.answer;
		const fields = pick(call.wire, (name) => MERGE_FIELD.test(name));
		const operation = Object.keys(fields).length > 0 ? step('sendItem') : step('quickSend');
		return await api.call(
			operation,
			{ ...fields, batchId: started.batchId, to: call.to },
			callOptions(call.values),
		);
	});

	for (const { started, values } of batches.values()) {
		const batch = await started;
		// A batch ends automatically after 24 hours; that it could not be ended early costs nothing.
		if (batch && 'batchId' in batch)
			await api.call(step('end'), { batchId: batch.batchId }, callOptions(values));
	}
	return results;
}
