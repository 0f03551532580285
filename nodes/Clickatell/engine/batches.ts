import { findOperation } from '../catalogue';
import type { SoapOperation, SoapServer } from '../catalogue/types';
import type { PlannedCall } from '../message/plan';
import type { Answer } from '../apis/gateway/answer';
import { readOutcome } from '../apis/gateway/results';
import { callOptions } from './callOptions';
import type { CheckedItems } from '../n8n/checkItems';
import type { Ports } from './ports';
import { perform, planCalls, type SendResults } from './sends';
import type { SoapClient } from '../apis/gateway/client';
import { Traces } from './traces';
import { mapInTurns } from './turns';

function step(name: 'start' | 'sendItem' | 'quickSend' | 'end'): SoapOperation {
	return findOperation('batch', name) as SoapOperation;
}

type Wire = PlannedCall['wire'];

const MERGE_FIELD = /^field\d+$/;

function pick(wire: Wire, wanted: (part: string) => boolean): Record<string, string | readonly string[]> {
	return Object.fromEntries(Object.entries(wire).filter(([part]) => wanted(part)));
}

/** A batch as Clickatell keeps it: started on first use, or why it could not be. */
type Started = { readonly batchId: string } | { readonly answer: Answer };

/** Starting spends nothing, so that after any failure of it nothing was sent. */
function notStarted(answer: Answer): Answer {
	if (answer.kind === 'refused') return answer;
	return {
		kind: 'notSent',
		sentence:
			answer.kind === 'lines'
				? 'The batch could not be started: the answer could not be understood'
				: answer.sentence,
		advice: answer.kind === 'lines' ? 'Run the workflow again, or ask Clickatell support.' : answer.advice,
	};
}

/**
 * Sends one template to all items (docs/protocol/soap.md#batches): a batch for each different template, one call for
 * the recipients whose fields are equal, quicksend where the template has no fields; then the batches are ended.
 */
export async function sendBatches(
	ports: Ports,
	client: SoapClient,
	server: SoapServer,
	checked: CheckedItems,
): Promise<SendResults> {
	const batches = new Map<string, { values: PlannedCall['values']; started?: Promise<Started> }>();
	const traces = new Traces(ports);
	const traced = new Map<string, Wire>();
	const calls = await mapInTurns(await planCalls(ports, checked), (call): PlannedCall => {
		const own = pick(call.wire, (part) => !MERGE_FIELD.test(part));
		const key = JSON.stringify(own);
		// All calls of a batch carry the client message ID of the batch.
		const wire = traced.get(key) ?? traces.trace(step('start'), server, { ...call, wire: own }).wire;
		traced.set(key, wire);
		return { ...call, wire: { ...call.wire, ...wire } };
	});

	const start = async (call: PlannedCall): Promise<Started> => {
		const wire = pick(call.wire, (part) => !MERGE_FIELD.test(part));
		const answer = await client.call(step('start'), wire, callOptions(call.values));
		const outcome = answer.kind === 'lines' ? readOutcome('batchId', answer.lines, {}) : undefined;
		return outcome?.kind === 'record'
			? { batchId: String(outcome.record['batchId']) }
			: { answer: notStarted(outcome?.kind === 'refused' ? outcome : answer) };
	};

	const results = await perform(ports, checked, calls, traces, async (call) => {
		const key = JSON.stringify(pick(call.wire, (part) => !MERGE_FIELD.test(part)));
		const batch = batches.get(key) ?? { values: call.values };
		batches.set(key, batch);
		const started = await (batch.started ??= start(call));
		if ('answer' in started) return started.answer;
		const fields = pick(call.wire, (part) => MERGE_FIELD.test(part));
		const operation = Object.keys(fields).length > 0 ? step('sendItem') : step('quickSend');
		return await client.call(
			operation,
			{ ...fields, batch_id: started.batchId, to: call.to },
			callOptions(call.values),
		);
	});

	for (const { started, values } of batches.values()) {
		const batch = await started;
		// A batch ends automatically after 24 hours; that it could not be ended early costs nothing.
		if (batch && 'batchId' in batch)
			await client.call(step('end'), { batch_id: batch.batchId }, callOptions(values));
	}
	return results;
}
