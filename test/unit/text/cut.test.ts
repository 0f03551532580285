import * as fc from 'fast-check';
import { redactor } from '../../../nodes/Clickatell/formats/redact';
import { cut } from '../../../nodes/Clickatell/formats/cut';

test('a text is cut with a mark, and no character of it in two', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: 'binary', maxLength: 30 }),
			fc.integer({ min: 1, max: 20 }),
			(text, most) => {
				const shown = cut(text, most);
				if (text.length <= most) return expect(shown).toBe(text);
				expect(shown.endsWith('…')).toBe(true);
				expect(text.startsWith(shown.slice(0, -1))).toBe(true);
				expect(most - (shown.length - 1)).toBeLessThanOrEqual(1);
				expect(shown.isWellFormed()).toBe(true);
			},
		),
	);
});

test('nor where secrets are taken out of it', () => {
	for (const before of ['', 'x']) {
		const shown = redactor(['s3cret']).words(before + '😀'.repeat(400), 100);
		expect(shown.isWellFormed()).toBe(true);
		expect(shown.length).toBeGreaterThan(98);
	}
});
