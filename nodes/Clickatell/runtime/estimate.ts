import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { LocalOperation } from '../operations/types';
import { estimateText } from '../protocol/estimate';
import type { EncodingChoice } from '../protocol/text/gsm';
import { codeText, codeValue, isUnset } from '../protocol/values';
import { readParameters } from './parameters';
import { errorItem, errorOf, inputProblem } from './problems';

/** Measures the text of every item; makes no call. */
export function estimateItems(functions: IExecuteFunctions, operation: LocalOperation): INodeExecutionData[] {
	const items = functions.getInputData();
	const valuesAt = readParameters(functions, operation, items.length);
	return items.map((_, item): INodeExecutionData => {
		const raw = valuesAt(item);
		const faults: string[] = [];
		const value = (name: string, otherwise: string): string => {
			const parameter = operation.parameters.find((each) => each.name === name)!;
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
		const estimate = estimateText(text, {
			encoding: value('encoding', 'automatic') as EncodingChoice,
			replaceTypography: value('replaceTypography', '0') === '1',
			recipients: Number(value('recipientCount', '1')),
			creditsPerPart: Number(value('creditsPerPart', '1')),
		});
		if (faults.length === 0) return { json: { ...estimate } satisfies IDataObject, pairedItem: { item } };
		if (functions.continueOnFail()) return errorItem(functions, inputProblem(faults), item, true);
		throw errorOf(functions, inputProblem(faults), item);
	});
}
