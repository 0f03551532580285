import type { IExecuteFunctions } from 'n8n-workflow';
import { connectRules } from '../apis/connect/rules';
import type { Operation } from '../catalogue/types';
import type { CheckedItems, Refused } from '../engine/checkedItems';
import { mapInTurns, Turn } from '../engine/turns';
import { type Checked, type CheckContext, type RawValues } from '../message/check';
import { itemChecker } from '../message/itemChecker';
import { Reasons } from '../message/reasons';
import { INVALID, NOT_SENT } from '../message/rows';
import { EmptyMergeValues } from './emptyMergeValues';
import { fileChecker } from './inputFiles';
import { faultsForAgent } from './agentGuards';
import { readParameters } from './parameters';
import { MACHINE } from './hostPorts';
import { errorOf, inputProblem } from './problems';
import { warn } from './warnings';
import { goesOn } from './tool';

type Read = { readonly raw: RawValues } | { readonly error: unknown };

/** An expression may fail for one item; n8n throws for it. */
function readAt(valuesAt: (index: number) => RawValues, index: number): Read {
	try {
		return { raw: valuesAt(index) };
	} catch (error) {
		return { error };
	}
}

/** All items checked before anything is sent; the first wrong one stops the run unless it is to continue. */
export async function checkAll(
	functions: IExecuteFunctions,
	operation: Operation,
	context: CheckContext,
): Promise<CheckedItems> {
	const count = functions.getInputData().length;
	const valuesAt = readParameters(functions, operation, count);
	const checkItem = itemChecker(operation, context);
	const checkFiles = fileChecker(functions, operation);
	const items: (Checked | undefined)[] = [];
	const refused = new Map<number, Refused>();
	const emptyValues = new EmptyMergeValues();
	const turn = new Turn(MACHINE);
	for (let index = 0; index < count; index++) {
		if (turn.isOver()) await turn.rest();
		const read = readAt(valuesAt, index);
		if ('error' in read) {
			if (!goesOn(functions)) throw read.error;
			items.push(undefined);
			refused.set(index, { faults: [messageOf(read.error)], meaning: INVALID, to: undefined });
			continue;
		}
		const result = checkItem(read.raw);
		const rules = operation.api === 'connect' ? connectRules(operation, read.raw) : [];
		const own = result.ok ? (checkFiles?.(result.checked.values, index) ?? []) : result.faults;
		const found = rules.length === 0 ? own : [...own, ...rules];
		const checked = result.ok && found.length === 0 ? result.checked : undefined;
		items.push(checked);
		if (checked) emptyValues.add(checked, index);
		if (found.length > 0) refused.set(index, { faults: found, meaning: INVALID, to: read.raw['to'] });
	}
	for (const [index, faults] of faultsForAgent(functions, operation, items)) {
		refused.set(index, { faults, meaning: INVALID, to: items[index]?.values['to'] });
		items[index] = undefined;
	}
	if (refused.size > 0 && !goesOn(functions)) throw await faultError(functions, refused);
	const gaps = emptyValues.sentence(count);
	if (gaps !== undefined) warn(functions, gaps);
	return { items, refused };
}

/** No item can be sent: for a run that is to continue all the same. */
export async function refuseAll(
	functions: IExecuteFunctions,
	operation: Operation,
	fault: string,
): Promise<CheckedItems> {
	const inputs = functions.getInputData();
	const valuesAt = readParameters(functions, operation, inputs.length);
	const refusedAt = (index: number): [number, Refused] => {
		const read = readAt(valuesAt, index);
		const to = 'raw' in read ? read.raw['to'] : undefined;
		return [index, { faults: [fault], meaning: NOT_SENT, to }];
	};
	const refused = await mapInTurns(inputs, (_, index) => refusedAt(index), new Turn(MACHINE));
	return { items: inputs.map(() => undefined), refused: new Map(refused) };
}

export function messageOf(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	return message.replace(/\.$/, '');
}

/** The error of a run that stops at its first wrong item. */
export async function faultError(
	functions: IExecuteFunctions,
	refused: ReadonlyMap<number, Refused>,
): Promise<Error> {
	const [item, { faults }] = refused.entries().next().value!;
	const problem = inputProblem(faults);
	const others = refused.size - 1;
	if (others === 0) return errorOf(functions, problem, item);
	const all = new Reasons();
	const turn = new Turn(MACHINE);
	for (const [index, each] of refused) {
		if (turn.isOver()) await turn.rest();
		for (const text of each.faults) all.add({ item: index, text, code: null, meaning: INVALID, advice: '' });
	}
	const more = ` ${others} more ${others === 1 ? 'item has' : 'items have'} faults.`;
	return errorOf(functions, { ...problem, advice: problem.advice + more, details: all.details() }, item);
}
