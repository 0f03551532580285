import 'reflect-metadata';
import path from 'node:path';
import { loadOutputSchema, resolveOutputSchemaPath } from 'n8n-core';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import { outputFields } from '../../../nodes/Clickatell/catalogue/resultFields';

/** Where the build puts the node, and where n8n's own resolver looks from. */
const nodeDir = path.join(__dirname, '../../../dist/nodes/Clickatell');

test.each(OPERATIONS.map((record) => [`${record.resource}.${record.operation}`, record] as const))(
	'n8n finds the output of %s',
	(_name, record) => {
		const { resource, operation } = record;
		const schema = loadOutputSchema({ nodeDir, version: 1, resource, operation }) as {
			properties: Record<string, { type: string }>;
		};
		const inJson = outputFields(record, false)
			.filter(({ type }) => type !== 'png')
			.map(({ name }) => name);
		expect(Object.keys(schema.properties)).toEqual(inJson);
		for (const { type } of Object.values(schema.properties)) {
			expect(['string', 'number', 'boolean', 'object']).toContain(type);
		}
	},
);

test('n8n finds the output of the trigger, which has neither resource nor operation', () => {
	const schema = loadOutputSchema({ nodeDir, version: 1 }) as { properties: Record<string, unknown> };
	expect(Object.keys(schema.properties)).toContain('dedupeKey');
});

test('nothing is found for an operation that the node does not have', () => {
	const found = resolveOutputSchemaPath({ nodeDir, version: 1, resource: 'message', operation: 'burn' });
	expect(
		found === undefined || loadOutputSchema({ nodeDir, version: 1, resource: 'message', operation: 'burn' }),
	).toBe(undefined);
});
