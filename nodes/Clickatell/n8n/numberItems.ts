import type { IExecuteFunctions } from 'n8n-workflow';
import type { LocalOperation } from '../catalogue/types';
import { DEFAULT_DIAL_PREFIX } from '../catalogue/messageParameters';
import { refusedSingle, type Single } from '../engine/singles';
import { Turn } from '../engine/turns';
import { checkNumber, NO_NUMBER, type NumberRow } from '../message/numberCheck';
import { INVALID } from '../message/rows';
import { splitRecipients } from '../message/text/splitRecipients';
import { codeValue, isUnset } from '../message/values';
import { MACHINE } from './hostPorts';
import { readParameters } from './parameters';

/** Checks the numbers of every item; makes no call. */
export async function numberItems(
	functions: IExecuteFunctions,
	operation: LocalOperation,
): Promise<Single[]> {
	const items = functions.getInputData();
	const valuesAt = readParameters(functions, operation, items.length);
	const turn = new Turn(MACHINE);
	const singles: Single[] = [];
	for (const index of items.keys()) {
		const { number, defaultDialPrefix } = valuesAt(index);
		const prefix = isUnset(defaultDialPrefix)
			? undefined
			: codeValue(defaultDialPrefix, DEFAULT_DIAL_PREFIX.type);
		if (prefix?.ok === false) {
			const faults = [`'${DEFAULT_DIAL_PREFIX.label}' ${prefix.fault}`];
			singles.push(refusedSingle({ faults, meaning: INVALID }));
			continue;
		}
		const rows: NumberRow[] = [];
		for (const entry of splitRecipients(number)) {
			if (turn.isOver()) await turn.rest();
			rows.push(checkNumber(entry, prefix?.value));
		}
		if (rows.length === 0) rows.push(NO_NUMBER);
		singles.push({ ok: true, records: rows.map((row) => ({ json: { ...row } })) });
	}
	return singles;
}
