import { findOperation } from '../operations';
import type { SoapOperation } from '../operations/types';
import type { PlannedCall } from '../protocol/plan';
import { readOutcome } from '../protocol/soap/results';
import type { Answer, SoapClient } from './soapClient';

/** A lost answer is not waited for again for long. */
const LOOKUP_TIMEOUT_MS = 10_000;
/** The ID is not known, or the report is late (docs/protocol/soap.md#message-statuses). */
const UNKNOWN = '001';

/**
 * Looks a doubtful send up by the client message ID that the node made for this call alone. Asking spends nothing
 * and proves a message that Clickatell knows; where it knows none the doubt stays, since its reports may be late.
 *
 * @param traced whether the call's client message ID is its own
 */
export async function resolveDoubt(
	client: SoapClient,
	call: PlannedCall,
	answer: Answer,
	traced: boolean,
): Promise<Answer> {
	const { climsgid } = call.wire;
	if (answer.kind !== 'doubtful' || !traced || typeof climsgid !== 'string') return answer;
	const query = findOperation('message', 'getStatus') as SoapOperation;
	const found = await client.call(
		query,
		{ climsgid },
		{ timeoutMs: LOOKUP_TIMEOUT_MS, repeatOnInternalError: false },
	);
	if (found.kind !== 'lines') return answer;
	const outcome = readOutcome('status', found.lines, {});
	if (outcome.kind !== 'record' || outcome.record['status'] === UNKNOWN) return answer;
	const id = String(outcome.record['messageId']);
	// With several recipients nobody can say whose message was found, or whether all were accepted.
	return call.to.length === 1
		? { kind: 'lines', lines: [{ kind: 'id', id }] }
		: { ...answer, sentence: `${answer.sentence}, but knows the call by message ${id}` };
}
