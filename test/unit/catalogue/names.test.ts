import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNTS, OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import { outputFields } from '../../../nodes/Clickatell/catalogue/resultFields';
import { GUARDS } from '../../../nodes/Clickatell/catalogue/guards';
import type { Account, Operation, Parameter } from '../../../nodes/Clickatell/catalogue/types';

/**
 * Names that saved workflows hold: account, resource, operation, parameters with their choices, result keys. A name that has
 * been published never changes; a new one is added to `persisted-names.txt` by hand, so that everybody reads it once.
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
	const place = { main: '', options: 'options.', advanced: 'advanced.' } as const;
	return [
		`${operation.resource}.${operation.operation}`,
		...operation.parameters
			.map((parameter) => `  < ${place[parameter.place]}${parameter.name}${choicesOf(parameter)}`)
			.sort(),
		...outputFields(operation, true).map(({ name }) => `  > ${name}`),
	].join('\n');
}

function describeAccount({ value, credential, resources }: Account): string {
	return [
		`authentication ${value}`,
		`  ${credential}`,
		...resources.map((each) => `  ${each.value}`).sort(),
	].join('\n');
}

it('keeps every name that a saved workflow may hold', () => {
	const guards = ['guards of an agent', ...GUARDS.map(({ name }) => `  < guards.${name}`)].join('\n');
	const all = [...ACCOUNTS.map(describeAccount), ...OPERATIONS.map(describeOperation), guards];
	const names = `${all.sort().join('\n\n')}\n`;
	expect(names).toBe(readFileSync(join(__dirname, 'persisted-names.txt'), 'utf8'));
});
