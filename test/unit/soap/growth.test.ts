import { growth, NOT_SQUARE, PROPORTIONAL } from './growth';

/** So much work for a text. */
function spin(turns: number): number {
	let sum = 0;
	for (let i = 0; i < turns; i++) sum = (sum ^ i) | 0;
	return sum;
}

test('work in proportion to a text passes, and work that grows with the square of its size does not', () => {
	expect(growth((text) => void spin(1000 * text.length), 'a', 300)).toBeLessThanOrEqual(PROPORTIONAL);
	expect(growth((text) => void spin(text.length ** 2), 'a', 1000, NOT_SQUARE)).toBeGreaterThan(NOT_SQUARE);
});
