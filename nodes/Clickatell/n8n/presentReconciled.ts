import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../catalogue/types';
import { mapInTurns, Turn } from '../engine/turns';
import type { Reconciled } from '../message/reconciled';
import { Reasons } from '../message/reasons';
import { MACHINE } from './hostPorts';
import { toItems, type Output } from './output';
import { errorOf } from './problems';
import { goesOn } from './tool';
import { warnOfFailures } from './warnings';
import { defined } from '../formats/defined';

/** Puts out one item for each row, unless nothing could be found out of any. */
export async function presentReconciled(
	functions: IExecuteFunctions,
	operation: Operation,
	rows: readonly Reconciled[],
): Promise<INodeExecutionData[]> {
	const failures = new Reasons();
	const outputOf = ({ row, failed }: Reconciled, item: number): Output => {
		const json: IDataObject = { ...row };
		if (failed === undefined) return { item, json };
		const sentence = defined(row.errorText);
		failures.add({ item, to: row.to, text: sentence, code: null, meaning: failed, advice: row.advice });
		return { item, json, failed: sentence };
	};
	const outputs = await mapInTurns(rows, outputOf, new Turn(MACHINE));
	const { first } = failures;
	if (first && failures.count === rows.length && !goesOn(functions)) {
		const details = rows.length > 1 ? { details: failures.details() } : {};
		throw errorOf(
			functions,
			{ sentence: first.text, advice: first.advice, input: false, ...details },
			first.item,
		);
	}
	warnOfFailures(functions, failures, rows.length);
	return await toItems(functions, operation, outputs, true);
}
