import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { outputFields } from '../catalogue/resultFields';
import type { Operation, ResultField } from '../catalogue/types';
import { Reasons } from '../message/reasons';
import { INVALID } from '../message/rows';
import { toItems, type Output } from './output';
import { errorOf, type Problem } from './problems';
import { MACHINE } from './hostPorts';
import { warnOfFailures } from './warnings';
import { goesOn } from './tool';
import type { Single } from '../engine/singles';
import { mapInTurns, Turn } from '../engine/turns';

/** A call that carries a person's login: a failed one must not be repeated automatically, since a few lock the user. */
function carriesLogin(operation: Operation): boolean {
	return operation.api === 'connect' && operation.parameters.some(({ name }) => name === 'password');
}

type Failed = Extract<Single, { ok: false }>;

/** What an item says that came to nothing: all keys of the others, and the reason. */
function failedRow(
	fields: readonly ResultField[],
	{ sentence, code, meaning, doubtful }: Failed,
): IDataObject {
	const said: IDataObject = { errorText: sentence, errorCode: code, errorMeaning: meaning };
	return Object.fromEntries(
		fields.map(({ name, done }) => [name, said[name] ?? (done && !doubtful ? false : null)]),
	);
}

/**
 * The same two rules as for sends, for commands that answer one thing: what was carried out is never lost by throwing,
 * and n8n's Retry On Fail never repeats what may have been carried out, nor a login that was refused.
 */
export async function presentSingles(
	functions: IExecuteFunctions,
	operation: Operation,
	singles: readonly Single[],
): Promise<INodeExecutionData[]> {
	const continues = goesOn(functions);
	const fields = outputFields(operation, continues).filter(({ type }) => type !== 'png');
	const empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
	const outputs: Output[] = [];
	const failures = new Reasons();
	let done = false;
	let doubtful: number | undefined;
	let refusedLogin = false;
	const take = (single: Single, item: number) => {
		if (single.ok) {
			done = true;
			for (const { json, files } of single.records)
				outputs.push({ item, json: { ...empty, ...(json as IDataObject) }, files });
			return;
		}
		if (single.doubtful) doubtful ??= item;
		refusedLogin ||= carriesLogin(operation) && single.code !== null;
		failures.add({ ...single, item, text: single.sentence });
		outputs.push({ item, json: failedRow(fields, single), failed: single.sentence });
	};
	await mapInTurns(singles, take, new Turn(MACHINE));

	const changes = operation.effect !== 'read';
	const mayRunAgain = !((changes && (done || doubtful !== undefined)) || refusedLogin);
	if (failures.first && !continues) {
		const returns =
			(changes && done) ||
			(operation.effect === 'spend' && doubtful !== undefined) ||
			(!mayRunAgain && functions.getNode().retryOnFail === true);
		const worst = doubtful ?? failures.first.item;
		if (!returns) throw errorOf(functions, problemOf(singles[worst] as Failed, failures), worst);
	}
	warnOfFailures(functions, failures, singles.length);
	return await toItems(functions, operation, outputs, mayRunAgain);
}

/** @param worst the one that the error is named by */
function problemOf({ sentence, advice, meaning }: Failed, failures: Reasons): Problem {
	const others = failures.count - 1;
	return {
		sentence: others > 0 ? `${sentence} (and ${others} more ${others === 1 ? 'item' : 'items'})` : sentence,
		advice,
		input: meaning === INVALID,
		...(others > 0 ? { details: failures.details() } : {}),
	};
}
