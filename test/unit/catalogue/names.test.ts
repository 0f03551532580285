import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../../../nodes/Clickatell/operations';
import type { Operation, Parameter } from '../../../nodes/Clickatell/operations/types';

/**
 * Names that saved workflows hold: resource, operation, parameters with their choices, result keys. A name that has
 * been published stays for ever; a new one is added to `persisted-names.txt` by hand, so that everybody reads it once.
 */

function choicesOf({ type }: Parameter): string {
	return type.kind === 'choice' || type.kind === 'bits'
		? ` = ${type.choices
				.map(({ value }) => String(value))
				.sort()
				.join(' | ')}`
		: '';
}

function describeOperation(operation: Operation): string {
	const place = { main: '', options: 'options.', sending: 'sending.' } as const;
	return [
		`${operation.resource}.${operation.operation}`,
		...operation.parameters
			.map((parameter) => `  < ${place[parameter.place]}${parameter.name}${choicesOf(parameter)}`)
			.sort(),
		...operation.result.map(({ name }) => `  > ${name}`),
	].join('\n');
}

it('keeps every name that a saved workflow may hold', () => {
	const names = `${OPERATIONS.map(describeOperation).sort().join('\n\n')}\n`;
	expect(names).toBe(readFileSync(join(__dirname, 'persisted-names.txt'), 'utf8'));
});
