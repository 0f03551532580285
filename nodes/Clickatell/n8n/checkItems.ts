import type { IExecuteFunctions } from 'n8n-workflow';
import { connectRules } from '../apis/connect/rules';
import { scheduleFaults } from '../apis/gateway/gatewayCarrier';
import type { Operation } from '../catalogue/types';
import type { CheckedItems, Refused } from '../engine/checkedItems';
import { mapInTurns, Turn } from '../engine/turns';
import { awaitedFaults } from '../message/awaited';
import { type Checked, type CheckContext, type CheckResult, type RawValues } from '../message/check';
import { codeRules } from '../message/codeRules';
import { itemChecker } from '../message/itemChecker';
import { OpenHours } from '../message/openHours';
import type { Spared } from '../message/spared';
import { Reasons } from '../message/reasons';
import { INVALID, NOT_SENT } from '../message/rows';
import { EmptyMergeValues } from './emptyMergeValues';
import { fileChecker } from './inputFiles';
import { faultsForAgent } from './agentGuards';
import { readParameters } from './parameters';
import { MACHINE } from './hostPorts';
import { errorOf, inputProblem } from './problems';
import { SparedLists } from './sparedLists';
import { warn } from './warnings';
import { goesOn } from './tool';
import { defined } from '../formats/defined';

type Read = { readonly raw: RawValues } | { readonly error: unknown };

/** An expression may fail for one item; n8n throws for it. */
function readAt(valuesAt: (index: number) => RawValues, index: number): Read {
	try {
		return { raw: valuesAt(index) };
	} catch (error) {
		return { error };
	}
}

/** What values must keep to that no check of a single one says. */
function rulesOf(operation: Operation, raw: RawValues): readonly string[] {
	switch (operation.api) {
		case 'connect':
			return connectRules(operation, raw);
		case 'verify':
			return codeRules(operation, raw);
		default:
			return [];
	}
}

function withSpared(result: CheckResult, spared: Spared | undefined): CheckResult {
	if (!result.ok || !spared?.ok) return result;
	return { ok: true, checked: { ...result.checked, spared: spared.numbers } };
}

/** All items checked before anything is sent; the first wrong one stops the run unless it is to continue. */
export async function checkAll(
	functions: IExecuteFunctions,
	operation: Operation,
	context: CheckContext,
	continues = goesOn(functions),
): Promise<CheckedItems> {
	const count = functions.getInputData().length;
	const valuesAt = readParameters(functions, operation, count);
	const checkItem = itemChecker(operation, context);
	const checkFiles = fileChecker(functions, operation);
	const items: (Checked | undefined)[] = [];
	const refused = new Map<number, Refused>();
	const emptyValues = new EmptyMergeValues();
	const turn = new Turn(MACHINE);
	const lists = new SparedLists(operation, turn);
	const scheduling = context.carrier?.scheduling;
	const openHours = scheduling && new OpenHours(scheduling, MACHINE.time());
	const timed = (result: CheckResult): CheckResult => {
		if (!result.ok) return result;
		if (openHours) return openHours.apply(result);
		// What a file or an email says is read when Clickatell gets it.
		if (operation.api !== 'local') return result;
		const faults = scheduleFaults(result.checked.values, MACHINE.time());
		return faults.length > 0 ? { ok: false, faults } : result;
	};
	/** What is wrong with an item, and what is sent of it where nothing is. */
	const look = (raw: RawValues, spared: Spared | undefined, index: number) => {
		const result = timed(withSpared(checkItem(raw), spared));
		const own = result.ok ? (checkFiles?.(result.checked.values, index) ?? []) : result.faults;
		const rules = rulesOf(operation, raw);
		const more = spared?.ok === false ? [...rules, ...spared.faults] : rules;
		const faults = more.length === 0 ? own : [...own, ...more];
		return { faults, checked: result.ok && faults.length === 0 ? result.checked : undefined };
	};
	for (let index = 0; index < count; index++) {
		if (turn.isOver()) await turn.rest();
		const read = readAt(valuesAt, index);
		if ('error' in read) {
			if (!continues) throw read.error;
			items.push(undefined);
			refused.set(index, { faults: [messageOf(read.error)], meaning: INVALID, to: undefined });
			continue;
		}
		const list = lists.of(read.raw);
		const spared = list instanceof Promise ? await list : list;
		const { checked, faults } = look(read.raw, spared, index);
		items.push(checked);
		if (checked) emptyValues.add(checked, index);
		if (faults.length > 0) refused.set(index, { faults, meaning: INVALID, to: read.raw['to'] });
	}
	const refuse = (index: number, faults: readonly string[]) => {
		refused.set(index, { faults, meaning: INVALID, to: items[index]?.to });
		items[index] = undefined;
	};
	for (const [index, faults] of faultsForAgent(functions, operation, items)) refuse(index, faults);
	for (const [index, fault] of awaitedFaults(items)) refuse(index, [fault]);
	if (refused.size > 0 && !continues) throw await faultError(functions, refused);
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
	const [item, { faults }] = defined(refused.entries().next().value);
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
