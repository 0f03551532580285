import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { INCLUDE_INPUT_FIELDS } from '../catalogue/messageParameters';
import type { Operation } from '../catalogue/types';
import type { RecordFile } from '../engine/answer';
import { bufferOf } from '../formats/bufferOf';
import { codeValue } from '../message/values';
import { mapInTurns, Turn } from '../engine/turns';
import { MACHINE } from './hostPorts';
import { defined } from '../formats/defined';

/** What the node puts out for one recipient or one record. */
export interface Output {
	readonly item: number;
	/** All input items that it comes from, where there are several. */
	readonly items?: readonly number[];
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData;
	/** Files, which become binary data of the item under these names. */
	readonly files?: Readonly<Record<string, RecordFile>> | undefined;
	/** What happened, where it came to nothing or nobody knows. */
	readonly failed?: string;
}

/**
 * Gives an object an `error` that n8n's engine reads where it stands, and leaves behind where it copies the object.
 *
 * - On an item, n8n sends what has one to the error output, as a copy whose JSON is the input item's with ours on top.
 *   An ordinary property would be copied as well, and n8n then replaces the JSON of the item by the error's message.
 * - On the JSON of the very first item, n8n runs the node again when Retry On Fail is on. An ordinary property would
 *   be a column that the other settings of On Error do not have.
 */
function mark(target: object, error: unknown): void {
	Object.defineProperty(target, 'error', { value: error, writable: true, configurable: true });
}

/** All of the input item but an `error`, for which n8n might run the node, and send everything, again. */
function withInputFields(json: IDataObject, input: IDataObject | undefined): IDataObject {
	const { error: _, ...fields } = input ?? {};
	return { ...json, ...fields, ...json };
}

/** One choice for the whole run, so that all items have the same columns. */
function includesInputFields(functions: IExecuteFunctions, { parameters }: Operation): boolean {
	const parameter = parameters.find(({ name }) => name === INCLUDE_INPUT_FIELDS.name);
	if (!parameter || functions.getInputData().length === 0) return false;
	const collection = functions.getNodeParameter(parameter.place, 0, {}) as IDataObject | null;
	const coded = codeValue(collection?.[parameter.name], parameter.type);
	return coded.ok && coded.value === '1';
}

async function toBinary(
	functions: IExecuteFunctions,
	files: NonNullable<Output['files']>,
): Promise<IBinaryKeyData> {
	const binary: IBinaryKeyData = {};
	for (const [name, { bytes, fileName, contentType }] of Object.entries(files)) {
		binary[name] = await functions.helpers.prepareBinaryData(bufferOf(bytes), fileName, contentType);
	}
	return binary;
}

/**
 * Makes n8n's items: the same ones with the same keys whatever On Error is set to; with the error output, those that
 * came to nothing leave by it.
 *
 * @param mayRunAgain whether n8n's Retry On Fail may run the node once more, since nothing was or may have been spent
 */
export async function toItems(
	functions: IExecuteFunctions,
	operation: Operation,
	outputs: readonly Output[],
	mayRunAgain: boolean,
): Promise<INodeExecutionData[]> {
	const { onError, retryOnFail } = functions.getNode();
	const inputs = includesInputFields(functions, operation) ? functions.getInputData() : undefined;
	const toItem = ({ item, items, json, binary, failed }: Output): INodeExecutionData => {
		const made: INodeExecutionData = {
			json: inputs ? withInputFields(json, inputs[item]?.json) : json,
			pairedItem: items ? items.map((each) => ({ item: each })) : { item },
		};
		if (binary !== undefined) made.binary = binary;
		if (failed !== undefined && onError === 'continueErrorOutput') mark(made, { message: failed });
		return made;
	};
	const items = await mapInTurns(outputs, toItem, new Turn(MACHINE));
	for (let index = 0; index < outputs.length; index++) {
		const files = outputs[index]?.files;
		if (files !== undefined) defined(items[index]).binary = await toBinary(functions, files);
	}
	const [first] = items;
	const failed = outputs[0]?.failed;
	if (first && failed !== undefined && mayRunAgain && retryOnFail === true) mark(first.json, failed);
	return items;
}
