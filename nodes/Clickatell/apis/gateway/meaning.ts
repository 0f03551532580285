import { nameOf, sends } from '../../catalogue';
import type { GatewayOperation } from '../../catalogue/types';
import type { Answer } from '../../engine/answer';
import type { CallValues } from '../../message/callValues';
import { fatesOf } from './recipients';
import { GRAMMARS, readOutcome } from './results';
import type { ServerAnswer } from './serverAnswer';
import { defined } from '../../formats/defined';

export function recipientsOf({ to }: CallValues): readonly string[] {
	return typeof to === 'string' ? [to] : (to ?? []);
}

/** What an answer means for the operation that was asked for. */
export function meaningOf(operation: GatewayOperation, values: CallValues, answer: ServerAnswer): Answer {
	if (answer.kind !== 'lines') return answer;
	if (sends(operation)) return { kind: 'recipients', fates: fatesOf(recipientsOf(values), answer.lines) };
	const outcome = readOutcome(defined(GRAMMARS[nameOf(operation)]), answer.lines, values);
	if (outcome.kind !== 'record' || answer.lines.length === 1) return outcome;
	const messageIds = answer.lines.flatMap((line) => (line.kind === 'id' ? [line.id] : []));
	return { ...outcome, messageIds };
}
