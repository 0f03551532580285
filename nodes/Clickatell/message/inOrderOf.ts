import { defined } from '../formats/defined';
import type { CallValues } from './callValues';

/**
 * The values of `before` with those of `own` in their places, as if all had been checked together: messages are told apart by
 * how they are written. `unicode` stands behind the text that it is about.
 */
export function inOrderOf(before: CallValues, own: CallValues): CallValues {
	const { unicode } = own;
	const values: Record<string, string | readonly string[]> = {};
	for (const name in before) {
		if (name === 'unicode') continue;
		values[name] = own[name] ?? defined(before[name]);
		if (name === 'text' && unicode !== undefined) values['unicode'] = unicode;
	}
	return values;
}
