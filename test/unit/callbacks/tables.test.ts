import { CALLBACK_CLASSES } from '../../../nodes/Clickatell/catalogue/callbackClasses';
import { MESSAGE_STATUSES } from '../../../nodes/Clickatell/catalogue/statuses';

describe('the table of statuses', () => {
	it('has 001 to 015, each once and in order', () => {
		expect(MESSAGE_STATUSES.map(({ code }) => Number(code))).toEqual(
			Array.from({ length: 15 }, (_, i) => i + 1),
		);
		for (const { code } of MESSAGE_STATUSES) expect(code).toMatch(/^\d{3}$/);
	});

	it('calls final what was delivered or has failed, and nothing else', () => {
		for (const { outcome, final } of MESSAGE_STATUSES) {
			expect(final).toBe(outcome === 'delivered' || outcome === 'failed');
		}
	});
});

describe('the values of msg_callback', () => {
	// SOAP spec 6.2.5, written as the specification has it: classes, not statuses.
	const classes: readonly (readonly [intermediate: boolean, final: boolean, error: boolean])[] = [
		[false, false, false],
		[true, false, false],
		[false, true, false],
		[true, true, false],
		[false, false, true],
		[true, false, true],
		[false, true, true],
		[true, true, true],
	];
	const members = {
		intermediate: ['003'],
		final: ['004', '005', '007', '009', '010', '012'],
		error: ['005', '007', '009', '010', '012'],
	};

	it.each(classes.map((kinds, value) => [value, ...kinds] as const))(
		'%i reports intermediate %s, final %s, error %s',
		(value, intermediate, final, error) => {
			const expected = new Set([
				...(intermediate ? members.intermediate : []),
				...(final ? members.final : []),
				...(error ? members.error : []),
			]);
			const entry = CALLBACK_CLASSES[value];
			expect(entry?.value).toBe(value);
			expect([...(entry?.statuses ?? [])].sort()).toEqual([...expected].sort());
		},
	);

	it('reports only statuses of the table, with the outcome of their class', () => {
		const outcomes = new Map(MESSAGE_STATUSES.map(({ code, outcome }) => [code, outcome]));
		expect(outcomes.get('003')).toBe('intermediate');
		expect(outcomes.get('004')).toBe('delivered');
		for (const code of members.error) expect(outcomes.get(code)).toBe('failed');
	});
});
