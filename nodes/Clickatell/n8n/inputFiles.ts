import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { Operation } from '../catalogue/types';
import type { Files, InputFile } from '../engine/ports';
import type { CallValues } from '../message/callValues';
import { cut } from '../formats/cut';
import { defined } from '../formats/defined';

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

/** What an item lacks of the files that the operation sends; undefined for an operation that sends none. */
export function fileChecker(
	functions: IExecuteFunctions,
	{ parameters }: Operation,
): ((values: CallValues, item: number) => string[]) | undefined {
	const names = parameters.flatMap(({ name, type }) => (type.kind === 'inputFile' ? [name] : []));
	if (names.length === 0) return undefined;
	return (values, item) =>
		names.flatMap((name) => {
			const field = values[name];
			return typeof field === 'string' ? (missingFile(functions, item, field) ?? []) : [];
		});
}

/** The files of a node's input items, as n8n keeps them. */
export function filesOf(functions: IExecuteFunctions): Files {
	return {
		file: async (item, field): Promise<InputFile> => {
			const fault = missingFile(functions, item, field);
			if (fault !== undefined) return { ok: false, fault };
			const { fileName, fileExtension, mimeType } = defined(binaryOf(functions, item)[field]);
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
