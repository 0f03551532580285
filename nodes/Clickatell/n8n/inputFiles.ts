import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { Operation } from '../catalogue/types';
import type { Files, InputFile } from '../engine/ports';
import type { CallValues } from '../message/callValues';
import { cut } from '../formats/cut';

const MOST_NAMED = 5;

function binaryOf(functions: IExecuteFunctions, item: number): Readonly<Record<string, IBinaryData>> {
	return functions.getInputData()[item]?.binary ?? {};
}

/** Why an item has no such file, as a sentence without a period at its end. */
function missingFile(functions: IExecuteFunctions, item: number, field: string): string | undefined {
	const binary = binaryOf(functions, item);
	if (Object.hasOwn(binary, field)) return undefined;
	const others = Object.keys(binary);
	const named = others.slice(0, MOST_NAMED).map((name) => `'${cut(name, 40)}'`);
	const has =
		others.length === 0
			? 'the item has no binary data; put a node before this one that reads a file'
			: `the item has no such binary field; it has ${named.join(', ')}`;
	return `'Input Data Field Name' is '${cut(field, 40)}', but ${has}`;
}

/** What an item lacks of the files that the operation sends. */
export function fileFaults(
	functions: IExecuteFunctions,
	{ parameters }: Operation,
	values: CallValues,
	item: number,
): string[] {
	return parameters.flatMap(({ name, type }) => {
		const field = values[name];
		if (type.kind !== 'inputFile' || typeof field !== 'string') return [];
		return missingFile(functions, item, field) ?? [];
	});
}

/** The files of a node's input items, as n8n keeps them. */
export function filesOf(functions: IExecuteFunctions): Files {
	return {
		file: async (item, field): Promise<InputFile> => {
			const fault = missingFile(functions, item, field);
			if (fault !== undefined) return { ok: false, fault };
			const { fileName, fileExtension, mimeType } = binaryOf(functions, item)[field]!;
			const named = fileName || (fileExtension ? `file.${fileExtension}` : undefined);
			try {
				const bytes = await functions.helpers.getBinaryDataBuffer(item, field);
				return { ok: true, bytes, fileName: named, contentType: mimeType || undefined };
			} catch (error) {
				functions.logger.error(`A binary field could not be read: ${String(error)}`);
				return {
					ok: false,
					fault: `n8n could not read the binary field '${cut(field, 40)}'; its log says why`,
				};
			}
		},
	};
}
