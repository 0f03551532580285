import { OPERATIONS } from '../../nodes/Clickatell/catalogue';
import { outputFields } from '../../nodes/Clickatell/catalogue/resultFields';
import type { ResultField } from '../../nodes/Clickatell/catalogue/types';

const JSON_TYPE = {
	text: 'string',
	number: 'number',
	boolean: 'boolean',
	time: 'string',
	object: 'object',
} as const;

function schemaOf(result: readonly ResultField[]): object {
	const properties = Object.fromEntries(
		result.flatMap(({ name, type }) =>
			// Pictures are binary data of the item, not part of its JSON.
			type === 'png' ? [] : [[name, { type: JSON_TYPE[type] }]],
		),
	);
	return { type: 'object', properties, version: 1 };
}

/**
 * What n8n shows as a node's output before it has run: a file for each operation, at the place where n8n looks for it
 * (`__schema__/v<version>/<resource>/<operation>.json`), by its path in the project. The trigger's own file, which has
 * no resource and operation, is written by hand.
 */
export function outputSchemas(): Map<string, string> {
	return new Map(
		OPERATIONS.map((operation) => [
			`nodes/Clickatell/__schema__/v1.0.0/${operation.resource}/${operation.operation}.json`,
			`${JSON.stringify(schemaOf(outputFields(operation, false)), null, 2)}\n`,
		]),
	);
}
