import type { Operation } from '../catalogue/types';
import type { CallValues } from './callValues';
import type { RawValues } from './checked';
import { isBlank } from './values';

/** Rules for values that make sense only together: each fault is a sentence that names the fields and the way out. */

export function oneOfFaults({ oneOf = [], parameters }: Operation, raw: RawValues): string[] {
	return oneOf
		.filter((group) => group.every((name) => isBlank(raw[name])))
		.map((group) => {
			const labels = group.map((name) => `'${parameters.find((each) => each.name === name)?.label ?? name}'`);
			return `${labels.join(' and ')} are empty; fill in one of them`;
		});
}

/** What is on, or set, and lacks what it makes no sense without. */
export function needsFaults({ parameters }: Operation, raw: RawValues, values: CallValues): string[] {
	const faults: string[] = [];
	for (const { name, label, type, needs } of parameters) {
		if (!needs) continue;
		if (needs.or !== undefined && values[needs.or] === '1') continue;
		const isFlag = type.kind === 'flag';
		if (isFlag ? values[name] !== '1' : values[name] === undefined) continue;
		const other = parameters.find((each) => each.name === needs.parameter);
		if (!other) continue;
		const given = values[other.name];
		if (given !== undefined) {
			// Only a number can be answered.
			if (other.type.kind !== 'senderId' || /^[0-9]+$/.test(String(given))) continue;
			const sender = isBlank(raw[other.name]) ? 'Default Sender ID' : other.label;
			faults.push(
				`'${label}' is on, but '${sender}' is '${String(given)}', a name, which nobody can answer; ${needs.wayOut}`,
			);
			continue;
		}
		// What was given and is wrong has a sentence of its own.
		if (!isBlank(raw[other.name])) continue;
		faults.push(`'${label}' is ${isFlag ? 'on' : 'set'}, but '${other.label}' is empty; ${needs.wayOut}`);
	}
	return faults;
}

/** What is set, or on, and cannot be beside another one. */
export function excludedFaults({ parameters }: Operation, values: CallValues): string[] {
	return parameters.flatMap(({ name, label, excludes = [] }) =>
		excludes.flatMap(({ parameter, is, why }) => {
			const other = parameters.find((each) => each.name === parameter);
			const given = values[parameter];
			if (values[name] === undefined || !other || given === undefined) return [];
			if (is !== undefined && given !== is) return [];
			return [
				`'${label}' cannot be set together with '${other.label}'${is === undefined ? '' : ` as it is`}: ${why}; leave one of them out`,
			];
		}),
	);
}
