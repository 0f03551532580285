import { growth, NOT_SQUARE } from './growth';

/** So much work for a text. */
function spin(turns: number): number {
	let sum = 0;
	for (let i = 0; i < turns; i++) sum = (sum ^ i) | 0;
	return sum;
}

test('work in proportion to a text passes, and work that grows with the square of its size does not', () => {
	expect(growth((text) => void spin(1000 * text.length), 'a', 300)).toBeLessThan(NOT_SQUARE);
	expect(growth((text) => void spin(text.length ** 2), 'a', 1000)).toBeGreaterThan(NOT_SQUARE);
});

test('a pattern that looks back over all blanks for each of them is caught, and one that does not passes', () => {
	const withoutBlanksBehind = (text: string) => `${text}x`.replace(/\s+$/, '');
	expect(growth((text) => void withoutBlanksBehind(text), ' ', 300)).toBeGreaterThan(NOT_SQUARE);
	expect(growth((text) => void `${text}x`.trimEnd(), ' ')).toBeLessThan(NOT_SQUARE);
});
