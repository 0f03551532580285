import type { PlannedCall } from '../message/plan';
import { DOUBT_ADVICE, idsInWords } from '../message/rows';
import type { Answer } from './answer';
import type { Found } from './lookUps';

/** For the error that stands for all rows of a run that could not ask, which n8n can retry. */
export const ASK_AGAIN = 'Retry the execution later.';
const START_ANEW =
	'Find out in the Clickatell account what was sent, then start the workflow again for the others instead of retrying it.';

export type Earlier = Extract<Answer, { kind: 'earlier' }>;

/** Its messages may have been sent by a run before, and nobody can say. */
function unsure(sentence: string, advice = START_ANEW): Earlier {
	return { kind: 'earlier', messageId: null, found: false, accepted: false, sentence, advice };
}

export const UNTRACEABLE = unsure('An earlier run may have sent it, and Clickatell cannot be asked');
export const STOPPED_ASKING = unsure(
	'An earlier run may have sent it, and the execution was canceled before Clickatell was asked',
	ASK_AGAIN,
);
export const OTHER_CALLS = unsure(
	'Recipients share calls in another way than in an earlier run, which may have sent it',
);

/** What became of a message, where it is certain that nobody got it. */
function failureOf({ final, outcome, status, statusText }: Record<string, unknown>): string {
	return final === true && outcome === 'failed'
		? `Clickatell accepted it and did not deliver it: ${String(statusText)} (${String(status)})`
		: '';
}

/** @param isOurs whether the node made the client message ID of the call, for this call alone */
export function earlierOf(call: PlannedCall, found: Exclude<Found, 'unknown'>, isOurs: boolean): Earlier {
	if ('why' in found)
		return {
			...unsure(
				`An earlier run may have sent it, and Clickatell could not be asked: ${found.why}`,
				ASK_AGAIN,
			),
			notAsked: true,
		};
	const { messageId, messageIds, record } = found;
	const named = idsInWords([messageId]);
	if (!isOurs)
		return {
			...unsure(`A message with the same client message ID was sent before (${named})`, DOUBT_ADVICE),
			messageId,
		};
	const has = { kind: 'earlier', found: true } as const;
	const { length } = call.to;
	if (length === 1) return { ...has, accepted: true, messageId, sentence: failureOf(record), advice: '' };
	// With several recipients nobody can say whose message is whose, and often not whether all were accepted.
	const made = `An earlier run made this call to ${length} recipients`;
	return messageIds.length === length
		? {
				...has,
				accepted: true,
				messageId: null,
				sentence: `${made}, and Clickatell accepted all of them but does not say whose message ID is whose`,
				advice: '',
			}
		: {
				...has,
				accepted: false,
				messageId: null,
				sentence: `${made}, and Clickatell has it (${named}) but does not say whom it accepted`,
				advice: 'The delivery reports say who got the message.',
			};
}
