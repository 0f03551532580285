import { figure, ratioOf, sampleOf, shown } from '../../bench/statistics';

describe('figures of the benchmarks', () => {
	it('are medians with their spread', () => {
		expect(sampleOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, count: 3 });
		expect(sampleOf([4, 1, 2, 3]).median).toBe(2.5);
		expect(() => sampleOf([])).toThrow(RangeError);
	});

	it('are compared round by round', () => {
		expect(ratioOf([10, 30, 20], [5, 10, 20])).toMatchObject({ median: 2, least: 1, most: 3 });
	});

	it.each([
		[0.012345, '0.0123'],
		[1.2345, '1.23'],
		[123.45, '123'],
		[1234.5, '1,235'],
		[1234567, '1,234,567'],
	])('are written with three digits, or all of a larger number: %d', (value, written) => {
		expect(figure(value)).toBe(written);
	});

	it('show their unit', () => {
		expect(shown(sampleOf([1, 2, 3]), ' ms')).toBe('2 ms (1 to 3)');
	});
});
