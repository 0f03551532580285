import type { Operation } from '../catalogue/types';
import type { PlannedCall } from '../message/plan';
import type { Answer } from './answer';
import type { Api } from './api';
import { foundIn, type Found } from './lookUps';

/** A lost answer is not waited for again for long. */
const LOOKUP_TIMEOUT_MS = 10_000;
/** After so many lookups in a row that were lost as well, none is made until a call is answered again. */
const MOST_LOST_LOOKUPS = 3;

type LookUp = (call: PlannedCall, answer: Answer, traced: boolean) => Promise<Answer>;

/**
 * Looks doubtful sends up by the client message ID that the node made for each call alone. Asking spends nothing and
 * proves a message that Clickatell knows; where it knows none the doubt stays, since its reports may be late.
 *
 * @returns a function for each answer of a run; `traced` says whether the call's client message ID is its own
 */
export function lookUpDoubts<O extends Operation>(api: Api<O>): LookUp {
	const { finder } = api;
	if (finder === undefined) return async (_call, answer) => answer;
	let lost = 0;
	return async (call, answer, traced) => {
		const { clientMessageId } = call.wire;
		if (answer.kind !== 'doubtful') {
			lost = 0;
			return answer;
		}
		if (!traced || typeof clientMessageId !== 'string' || lost >= MOST_LOST_LOOKUPS) return answer;
		const asked = await api.call(
			finder,
			{ clientMessageId },
			{
				timeoutMs: LOOKUP_TIMEOUT_MS,
				repeatOnInternalError: false,
				patienceMs: LOOKUP_TIMEOUT_MS,
			},
		);
		lost = asked.kind === 'doubtful' ? lost + 1 : 0;
		return settle(call, answer, foundIn(asked, { by: 'clientMessageId', id: clientMessageId }));
	};
}

function settle(call: PlannedCall, answer: Extract<Answer, { kind: 'doubtful' }>, found: Found): Answer {
	if (found === 'unknown' || 'why' in found) return answer;
	const { messageId: id } = found;
	// With several recipients nobody can say whose message was found, or whether all were accepted.
	return call.to.length === 1
		? { kind: 'recipients', fates: [{ kind: 'id', id }] }
		: { ...answer, sentence: `${answer.sentence}, but knows the call by message ${id}` };
}
