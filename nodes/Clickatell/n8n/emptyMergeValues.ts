import type { Checked } from '../message/check';
import { emptyMergeField, mergeFieldName } from '../message/mergeFields';

/**
 * An expression that yields nothing leaves a gap in a text that is paid for, as in "Hi ,": a sentence that counts the
 * items where one did. It may be meant so, and is no fault.
 */
export function emptyMergeValues(items: readonly (Checked | undefined)[]): string | undefined {
	let count = 0;
	let first: string | undefined;
	items.forEach((item, index) => {
		const field = item?.mergeFields && emptyMergeField(item.mergeFields);
		if (field === undefined) return;
		count++;
		first ??= `item ${index}, where #${mergeFieldName(field)}# is empty`;
	});
	if (first === undefined) return undefined;
	const which = `${count} of ${items.length} ${items.length === 1 ? 'item' : 'items'} ${count === 1 ? 'has' : 'have'}`;
	return `${which} an empty value in 'Fields', and the text has nothing in its place: ${count === 1 ? 'it is' : 'the first is'} ${first}`;
}
