import { defined } from './defined';

/** A list as a sentence has it: `a, b or c`. */
export function either(words: readonly string[]): string {
	return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${defined(words.at(-1))}` : words.join('');
}
