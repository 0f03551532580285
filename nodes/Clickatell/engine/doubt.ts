import { findOperation } from '../catalogue';
import type { SoapOperation } from '../catalogue/types';
import type { PlannedCall } from '../message/plan';
import type { Answer } from '../apis/gateway/answer';
import { readOutcome } from '../apis/gateway/results';
import type { SoapClient } from '../apis/gateway/client';

/** A lost answer is not waited for again for long. */
const LOOKUP_TIMEOUT_MS = 10_000;
/** After so many lookups in a row that were lost as well, none is made until a call is answered again. */
const MOST_LOST_LOOKUPS = 3;
/** The ID is not known, or the report is late (docs/protocol/soap.md#message-statuses). */
const UNKNOWN = '001';

const QUERY = findOperation('message', 'getStatus') as SoapOperation;

type LookUp = (call: PlannedCall, answer: Answer, traced: boolean) => Promise<Answer>;

/**
 * Looks doubtful sends up by the client message ID that the node made for each call alone. Asking spends nothing and
 * proves a message that Clickatell knows; where it knows none the doubt stays, since its reports may be late.
 *
 * @returns a function for each answer of a run; `traced` says whether the call's client message ID is its own
 */
export function lookUpDoubts(client: SoapClient): LookUp {
	let lost = 0;
	return async (call, answer, traced) => {
		const { climsgid } = call.wire;
		if (answer.kind !== 'doubtful') {
			lost = 0;
			return answer;
		}
		if (!traced || typeof climsgid !== 'string' || lost >= MOST_LOST_LOOKUPS) return answer;
		const found = await client.call(
			QUERY,
			{ climsgid },
			{
				timeoutMs: LOOKUP_TIMEOUT_MS,
				repeatOnInternalError: false,
				patienceMs: LOOKUP_TIMEOUT_MS,
			},
		);
		lost = found.kind === 'doubtful' ? lost + 1 : 0;
		return settle(call, answer, found);
	};
}

function settle(call: PlannedCall, answer: Extract<Answer, { kind: 'doubtful' }>, found: Answer): Answer {
	if (found.kind !== 'lines') return answer;
	const outcome = readOutcome('status', found.lines, {});
	if (outcome.kind !== 'record' || outcome.record['status'] === UNKNOWN) return answer;
	const id = String(outcome.record['messageId']);
	// With several recipients nobody can say whose message was found, or whether all were accepted.
	return call.to.length === 1
		? { kind: 'lines', lines: [{ kind: 'id', id }] }
		: { ...answer, sentence: `${answer.sentence}, but knows the call by message ${id}` };
}
