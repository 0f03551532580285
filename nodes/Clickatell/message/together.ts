import type { Operation } from '../catalogue/types';
import type { CallValues } from './callValues';
import type { RawValues } from './checked';
import { isBlank, isUnset } from './values';

/** Rules for values that make sense only together: each fault is a sentence that names the fields and the way out. */

export function oneOfFaults({ oneOf = [], parameters }: Operation, raw: RawValues): string[] {
	return oneOf
		.filter((group) => group.every((name) => isUnset(raw[name])))
		.map((group) => {
			const labels = group.map((name) => `'${parameters.find((each) => each.name === name)?.label ?? name}'`);
			return `${labels.join(' and ')} are empty; fill in one of them`;
		});
}

/** What is on, or set, and lacks what it makes no sense without. */
export function needsFaults({ parameters }: Operation, raw: RawValues, values: CallValues): string[] {
	const faults: string[] = [];
	for (const { name, label, type, needs } of parameters) {
		if (!needs || values[needs.parameter] !== undefined) continue;
		if (needs.or !== undefined && values[needs.or] === '1') continue;
		const isFlag = type.kind === 'flag';
		if (isFlag ? values[name] !== '1' : values[name] === undefined) continue;
		const other = parameters.find((each) => each.name === needs.parameter);
		// What was given and is wrong has a sentence of its own.
		if (!other || !isBlank(raw[other.name])) continue;
		faults.push(`'${label}' is ${isFlag ? 'on' : 'set'}, but '${other.label}' is empty; ${needs.wayOut}`);
	}
	return faults;
}
