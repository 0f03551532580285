import type { Operation } from '../../catalogue/types';
import type { CallValues } from '../../message/callValues';
import { characters } from '../../message/compose';
import { MOST_MERGE_FIELDS } from '../../message/mergeFields';
import { lostCharacters } from './characters';
import { WIRE, type Field } from './wire';

/** The names of values that a call of an operation has a place for; undefined where there is no such operation. */
export function carriedByHttp(operation: string): ReadonlySet<string> | undefined {
	const fields = WIRE[operation]?.fields;
	return fields && new Set(fields.flatMap(valuesOf));
}

function valuesOf([parameter, name, type]: Field): string[] {
	switch (type) {
		case 'message':
			return [parameter, 'unicode'];
		case 'mergeFields':
			return Array.from({ length: MOST_MERGE_FIELDS }, (_, index) => `${name}${index + 1}`);
		default:
			return [parameter];
	}
}

const WAY_OUT = 'remove them, or choose a SOAP server in the credential';

/**
 * What of an item this server cannot carry, each a sentence that names the field and the way out. A message is not
 * looked at, since it travels as Unicode where it must; nor is what the server has no parameter for.
 *
 * @param operations the operation, or what it is made of
 */
export function faultsForHttp(
	record: Pick<Operation, 'parameters'>,
	operations: readonly string[],
	values: CallValues,
): string[] {
	const label = (name: string) => record.parameters.find((each) => each.name === name)?.label ?? name;
	const faults: string[] = [];
	const seen = new Set<string>();
	for (const [parameter, , type = 'value'] of operations.flatMap(fieldsOf)) {
		const value = values[parameter];
		if (type !== 'value' || typeof value !== 'string' || seen.has(parameter)) continue;
		seen.add(parameter);
		const lost = lostCharacters(value);
		if (lost.length > 0)
			faults.push(
				`'${label(parameter)}' holds ${characters(lost)}, which the HTTP/S server cannot carry there; ${WAY_OUT}`,
			);
	}
	for (const [name, value] of Object.entries(values)) {
		const lost = /^field\d+$/.test(name) && typeof value === 'string' ? lostCharacters(value) : [];
		if (lost.length > 0)
			faults.push(
				`'${label('fields')}': the value of #${name}# holds ${characters(lost)}, which the HTTP/S server cannot carry there; ${WAY_OUT}`,
			);
	}
	return faults;
}

function fieldsOf(operation: string): readonly Field[] {
	return WIRE[operation]?.fields ?? [];
}
