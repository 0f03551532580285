import { fatesOf } from '../../../nodes/Clickatell/apis/gateway/recipients';
import type { Line } from '../../../nodes/Clickatell/apis/gateway/resultLines';
import { GRAMMARS, readOutcome, sessionOf } from '../../../nodes/Clickatell/apis/gateway/results';
import { nameOf } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import type { CallValues } from '../../../nodes/Clickatell/message/callValues';
import type { PlannedCall } from '../../../nodes/Clickatell/message/plan';
import { outcomeOf } from '../../../nodes/Clickatell/message/rows';
import type { ExpectedResult } from './cases';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/**
 * What the node makes of the lines of an answer, whichever server they come from, as `result.json` of a wire case has it.
 *
 * @param planned of a send
 */
export function resultOf(
	operation: GatewayOperation,
	lines: readonly Line[],
	values: CallValues,
	planned: PlannedCall | undefined,
): ExpectedResult {
	if (planned) {
		const own = values['clientMessageId'];
		const context = { travel: planned.travel, clientMessageId: typeof own === 'string' ? own : null };
		const rows: Record<string, unknown>[] = [];
		fatesOf(planned.to, lines).forEach((fate, i) => {
			const { row } = outcomeOf(defined(planned.to[i]), fate, context);
			for (const { position } of defined(planned.slots[i])) rows[position] = { ...row };
		});
		return { rows };
	}
	const grammar = defined(GRAMMARS[nameOf(operation)]);
	const outcome = readOutcome(grammar, lines, values);
	switch (outcome.kind) {
		case 'record': {
			const session = grammar === 'session' ? sessionOf(lines) : undefined;
			return { record: outcome.record, ...(session === undefined ? {} : { session }) };
		}
		case 'refused':
			return { refused: { code: outcome.code } };
		case 'unreadable':
			return { unreadable: true };
		default:
			return outcome satisfies never;
	}
}

/** What a case may leave out: that an accepted row has no reason, and in which words others have one. */
export function withExpectedTexts(result: ExpectedResult): ExpectedResult {
	if (!('rows' in result)) return result;
	return {
		rows: result.rows.map((row) => ({
			errorText: row['accepted'] === true ? null : (expect.stringMatching(/\S/) as unknown),
			errorCode: null,
			errorMeaning: null,
			suppressed: false,
			...row,
		})),
	};
}
