import type { Operation, Parameter } from '../catalogue/types';
import { Check } from './check';
import type { Checked, CheckContext, CheckResult, RawValues } from './checked';
import { isBlank } from './values';

/** An item without faults, with which the next ones are compared. */
interface Sound {
	readonly raw: RawValues;
	/** How many values it holds. */
	readonly size: number;
	readonly check: Check;
	readonly checked: Checked;
}

/**
 * Whether an item holds the same values as another one, but for those of the parameters `apart`, none of which is blank. It makes
 * no object, because it is asked for every item of a bulk.
 */
function isLike({ raw, size }: Sound, other: RawValues, apart: readonly string[]): boolean {
	let count = 0;
	for (const name in other) {
		count++;
		const value = other[name];
		if (apart.includes(name) ? isBlank(value) : value !== raw[name]) return false;
		if (value === undefined && !Object.hasOwn(raw, name)) return false;
	}
	return count === size;
}

const namesOf = (parameters: readonly Parameter[]) => parameters.map(({ name }) => name);

/**
 * Checks the items of one run in turn, as `checkItem` does each. An item that differs from a sound one before it
 * in its recipients alone, as in a bulk send, has only these checked, and shares all else with it. One that has a text of its
 * own as well has both checked.
 */
export function itemChecker(record: Operation, context: CheckContext): (raw: RawValues) => CheckResult {
	const recipients = record.parameters.filter(({ type }) => type.kind === 'recipients');
	const contents = record.parameters.filter(
		({ type }) => type.kind === 'recipients' || type.kind === 'message',
	);
	const [names, contentNames] = [namesOf(recipients), namesOf(contents)];
	let sound: Sound | undefined;
	return (raw) => {
		if (sound && isLike(sound, raw, names)) return sound.check.toOthers(recipients, raw, sound.checked);
		if (sound && isLike(sound, raw, contentNames))
			return new Check(record, raw, context, sound.check.siblings).withOther(contents, sound.checked);
		const check = new Check(record, raw, context);
		const result = check.run();
		if (result.ok) sound = { raw, size: Object.keys(raw).length, check, checked: result.checked };
		return result;
	};
}
