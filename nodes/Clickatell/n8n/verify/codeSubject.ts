import type { Operation } from '../../catalogue/types';
import type { Checked } from '../../message/check';
import type { CodeSubject } from '../../message/oneTimeCode';
import { defined } from '../../formats/defined';

/** A whole number of an item, or what holds where none was given. */
export function numberIn({ parameters }: Operation, { values }: Checked, name: string): number {
	return Number(values[name] ?? defined(parameters.find((each) => each.name === name)).otherwise);
}

export function textIn({ values }: Checked, name: string): string {
	const value = values[name];
	return typeof value === 'string' ? value : '';
}

/** What the code of an item is for. Blanks around a purpose are no part of it. */
export function subjectOf(operation: Operation, item: Checked): CodeSubject {
	return {
		msisdn: textIn(item, 'to'),
		purpose: textIn(item, 'purpose').trim(),
		minutes: numberIn(operation, item, 'validity'),
		length: numberIn(operation, item, 'codeLength'),
	};
}
