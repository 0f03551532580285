import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { EMAIL_ADDRESS } from '../apis/files/email';
import { outputFields } from '../catalogue/resultFields';
import type { LocalOperation } from '../catalogue/types';
import { Turn } from '../engine/turns';
import { faultsText } from '../message/rows';
import { Reasons } from '../message/reasons';
import type { Refused } from '../engine/checkedItems';
import { MACHINE } from './hostPorts';
import { warnOfFailures } from './warnings';
import { toItems, type Output } from './output';
import { goesOn } from './tool';
import { defined } from '../formats/defined';

/** A file or an email, with the input items whose recipients it holds. */
export interface ComposedFile {
	readonly fileName: string;
	readonly text: string;
	readonly items: readonly number[];
	readonly sizes: {
		readonly recipients: number;
		readonly messageParts: number;
		readonly encoding: string;
		readonly lines: number;
	};
}

/** Where n8n's FTP node and the others look for a file. */
const BINARY_FIELD = 'data';

function jsonOf(file: ComposedFile, isEmail: boolean): IDataObject {
	const { fileName, sizes } = file;
	if (!isEmail) return { fileName, ...sizes };
	const { recipients } = sizes;
	const subject = `SMS to ${recipients} ${recipients === 1 ? 'recipient' : 'recipients'}`;
	return { emailTo: EMAIL_ADDRESS, subject, ...sizes };
}

/** One item for each file, then one for each input item that came to nothing. The secrets stand in the binary alone. */
export async function presentFiles(
	functions: IExecuteFunctions,
	operation: LocalOperation,
	files: readonly ComposedFile[],
	refused: ReadonlyMap<number, Refused>,
): Promise<INodeExecutionData[]> {
	const fields = outputFields(operation, goesOn(functions));
	const empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
	const outputs: Output[] = [];
	const turn = new Turn(MACHINE);
	for (const file of files) {
		if (turn.isOver()) await turn.rest();
		const data = await functions.helpers.prepareBinaryData(
			Buffer.from(file.text, 'latin1'),
			file.fileName,
			'text/plain',
		);
		const json = { ...empty, ...jsonOf(file, operation.work === 'email') };
		outputs.push({ item: defined(file.items[0]), items: file.items, json, binary: { [BINARY_FIELD]: data } });
	}
	const failures = new Reasons();
	for (const [item, { faults, meaning }] of refused) {
		if (turn.isOver()) await turn.rest();
		const text = faultsText(faults);
		failures.add({ item, text, code: null, meaning, advice: '' });
		outputs.push({ item, json: { ...empty, errorText: text }, failed: text });
	}
	warnOfFailures(functions, failures, functions.getInputData().length);
	return await toItems(functions, operation, outputs, true);
}
