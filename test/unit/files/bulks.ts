import fc from 'fast-check';
import type { Bulk, BulkFault, BulkResult, MergeRow } from '../../../nodes/Clickatell/apis/files/types';

export const ACCOUNT = { apiId: '424242', user: 'demo', password: 'secret' };

/** Runs a composition to its end. */
export function finish(composition: Generator<void, BulkResult>): BulkResult & { pauses: number } {
	for (let pauses = 0; ; pauses++) {
		const step = composition.next();
		if (step.done) return { ...step.value, pauses };
	}
}

export function textsOf(composition: Generator<void, BulkResult>): readonly string[] {
	const result = finish(composition);
	if (!result.ok) throw new Error(result.faults.map(({ sentence }) => sentence).join('\n'));
	return result.texts.map(({ text }) => text);
}

export function faultsOf(composition: Generator<void, BulkResult>): readonly BulkFault[] {
	const result = finish(composition);
	return result.ok ? [] : result.faults;
}

export const sentencesOf = (composition: Generator<void, BulkResult>): string[] =>
	faultsOf(composition).map(({ sentence }) => sentence);

export function same(text: string, to: readonly string[], options: Bulk['options'] = { concat: '35' }): Bulk {
	return { account: ACCOUNT, options, content: { kind: 'same', text, encoding: 'automatic', to } };
}

export function merged(
	template: string,
	rows: ReadonlyArray<readonly [to: string, ...values: string[]]>,
	more: { delimiter?: string; options?: Bulk['options'] } = {},
): Bulk {
	return {
		account: ACCOUNT,
		options: more.options ?? { concat: '35' },
		content: {
			kind: 'merged',
			template,
			rows: rows.map(([to, ...values]): MergeRow => ({
				to,
				fields: new Map(values.map((value, i) => [i + 1, value])),
			})),
			...(more.delimiter === undefined ? {} : { delimiter: more.delimiter }),
		},
	};
}

export const number = (i: number) => String(27_999_100_000 + i);
export const numbers = (count: number) => Array.from({ length: count }, (_, i) => number(i));

export const anyNumber = fc
	.tuple(
		fc.integer({ min: 1, max: 9 }),
		fc.integer({ min: 6, max: 14 }),
		fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
	)
	.map(([first, length, digits]) => `${first}${[...digits.take(length)].join('')}`);

const PLAIN = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i)).filter(
	(char) => char !== '`',
);

/** Texts that arrive as they are. */
export const plainText = (maxLength: number) =>
	fc.string({ unit: fc.constantFrom(...PLAIN), minLength: 1, maxLength });

/** A text as the handset shows it, whichever line breaks were written. */
export const shown = (text: string) => text.replace(/\r\n|\r|\n/g, '\n');
