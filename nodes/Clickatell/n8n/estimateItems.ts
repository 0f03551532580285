import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { LocalOperation } from '../catalogue/types';
import type { RawValues } from '../message/check';
import { estimateText } from '../message/parts';
import { INVALID } from '../message/rows';
import type { EncodingChoice } from '../message/text/gsm';
import { codeText, codeValue, isUnset } from '../message/values';
import { readParameters } from './parameters';
import { refusedSingle, type Single } from '../engine/singles';
import { mapInTurns, Turn } from '../engine/turns';
import { MACHINE } from './hostPorts';
import { defined } from '../formats/defined';

/** Measures the text of every item; makes no call. */
export async function estimateItems(
	functions: IExecuteFunctions,
	operation: LocalOperation,
): Promise<Single[]> {
	const items = functions.getInputData();
	const valuesAt = readParameters(functions, operation, items.length);
	return await mapInTurns(items, (_, index) => estimate(operation, valuesAt(index)), new Turn(MACHINE));
}

function estimate(operation: LocalOperation, raw: RawValues): Single {
	const faults: string[] = [];
	const value = (name: string, otherwise: string): string => {
		const parameter = defined(operation.parameters.find((each) => each.name === name));
		if (isUnset(raw[name])) {
			if (parameter.required) faults.push(`'${parameter.label}' is empty; fill it in`);
			return otherwise;
		}
		const coded =
			parameter.type.kind === 'message' ? codeText(raw[name]) : codeValue(raw[name], parameter.type);
		if (!coded.ok) faults.push(`'${parameter.label}' ${coded.fault}`);
		return coded.ok ? coded.value : otherwise;
	};
	const text = value('text', '');
	const price = value('creditsPerPart', '');
	const measured = estimateText(text, {
		encoding: value('encoding', 'automatic') as EncodingChoice,
		replaceTypography: value('replaceTypography', '0') === '1',
		recipients: Number(value('recipientCount', '1')),
		creditsPerPart: price === '' ? null : Number(price),
	});
	if (faults.length > 0) return refusedSingle({ faults, meaning: INVALID });
	return { ok: true, records: [{ json: { ...measured } satisfies IDataObject }] };
}
