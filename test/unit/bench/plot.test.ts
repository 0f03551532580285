import { readIndependently } from '../xml/independentReader';
import { writePlot } from '../../bench/document/plot';

const plot = {
	name: 'time',
	title: 'Time & items',
	x: 'items',
	y: 'seconds',
	lines: [
		{
			name: 'this <package>',
			points: [
				[10, 0.1],
				[1000, 0.2],
			] as const,
		},
		{ name: 'loop', points: [[10, 0.5]] as const, continued: [[1000, 50]] as const },
	],
};

describe('a plot', () => {
	it('is well-formed and stands alone', () => {
		const svg = writePlot(plot);
		expect(() => readIndependently(svg)).not.toThrow();
		expect(svg).toContain('Time &amp; items');
		expect(svg).toContain('this &lt;package&gt;');
		expect(svg).not.toMatch(/<script|href=|@import|url\(/);
	});

	it('keeps all points inside', () => {
		const marks = [...writePlot(plot).matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)];
		expect(marks).toHaveLength(3);
		for (const [, x, y] of marks) {
			expect(Number(x)).toBeGreaterThanOrEqual(80);
			expect(Number(x)).toBeLessThanOrEqual(720);
			expect(Number(y)).toBeGreaterThanOrEqual(40);
			expect(Number(y)).toBeLessThanOrEqual(420);
		}
	});
});
