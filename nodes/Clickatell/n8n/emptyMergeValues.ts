import type { Checked } from '../message/check';
import { emptyMergeField } from '../message/mergeFields';
import { NO_NAMES, placeholderIn } from '../message/namedPlaceholders';

/**
 * Counts the items where an expression yielded nothing: it leaves a gap in a text that is paid for, as in "Hi ,". It may
 * be meant so, and is no fault.
 */
export class EmptyMergeValues {
	private count = 0;
	private first: string | undefined;
	private label = 'Fields';

	add({ mergeFields, mergeNames = NO_NAMES }: Checked, index: number): void {
		const field = mergeFields && emptyMergeField(mergeFields);
		if (field === undefined) return;
		this.count++;
		if (this.first === undefined && mergeNames.has(field)) this.label = 'Placeholders';
		this.first ??= `item ${index}, where ${placeholderIn(mergeNames, field)} is empty`;
	}

	/** A sentence that names the first; undefined where there was none. */
	sentence(total: number): string | undefined {
		const { count, first } = this;
		if (first === undefined) return undefined;
		const which = `${count} of ${total} ${total === 1 ? 'item' : 'items'} ${count === 1 ? 'has' : 'have'}`;
		return `${which} an empty value in '${this.label}', and the text has nothing in its place: ${count === 1 ? 'it is' : 'the first is'} ${first}`;
	}
}
