import { Reasons, type Failure } from '../../../nodes/Clickatell/message/reasons';

function failure(item: number, meaning: string, code: string | null, more: Partial<Failure> = {}): Failure {
	return { item, to: `n${item}`, text: `${meaning}!`, code, meaning, advice: `Mend ${meaning}.`, ...more };
}

function reasonsOf(failures: readonly Failure[]): Reasons {
	const reasons = new Reasons();
	for (const each of failures) reasons.add(each);
	return reasons;
}

const many = (count: number, meaning: string, code: string | null) =>
	Array.from({ length: count }, (_, i) => failure(i, meaning, code));

describe('failures by their reason', () => {
	it('are counted, the most frequent first', () => {
		const reasons = reasonsOf([
			failure(0, 'not sent', null),
			...many(2, 'invalid destination', '105'),
			...many(3, 'not sent', '001'),
		]);
		expect(reasons.breakdown()).toBe('3 not sent (001), 2 invalid destination (105), 1 not sent');
		expect(reasons.count).toBe(6);
		expect(reasons.first).toMatchObject({ item: 0, meaning: 'not sent' });
	});

	it('are named as far as a person reads', () => {
		const named = Array.from({ length: 9 }, (_, i) => many(20 - i, `reason ${i}`, null)).flat();
		expect(reasonsOf(named.slice(0, 20)).breakdown()).toBe('20 reason 0');
		expect(reasonsOf(named).breakdown()).toMatch(/^20 reason 0, .*, 13 reason 7, 12 for other reasons$/);
	});

	it('come with those they hit and the way out', () => {
		const reasons = reasonsOf([...many(1, 'blocked', '121'), ...many(22, 'no credit', '301')]);
		const first = Array.from({ length: 20 }, (_, i) => `n${i}`).join(', ');
		expect(reasons.advice()).toBe(
			`no credit (301): ${first} and 2 more. Mend no credit. blocked (121): n0. Mend blocked.`,
		);
		expect(reasonsOf(many(20, 'no credit', null)).advice()).toBe(`no credit: ${first}. Mend no credit.`);
		const { to: _, ...ofItem } = failure(3, 'invalid voucher', '606', { advice: '' });
		expect(reasonsOf([ofItem]).advice()).toBe('invalid voucher (606): item 3.');
	});

	it('keep everything for the details, once for the same words', () => {
		const { to: _, ...ofItem } = failure(9, 'not made', null);
		const reasons = reasonsOf([
			failure(0, 'blocked', '121'),
			failure(1, 'blocked', '122'),
			failure(2, 'blocked', '121'),
			failure(2, 'blocked', '121', { text: 'other words', to: null }),
			ofItem,
		]);
		expect(reasons.details()).toEqual([
			{
				errorText: 'blocked!',
				errorCode: '121',
				errorMeaning: 'blocked',
				items: [0, 2],
				to: ['n0', 'n2'],
			},
			{ errorText: 'blocked!', errorCode: '122', errorMeaning: 'blocked', items: [1], to: ['n1'] },
			{ errorText: 'other words', errorCode: '121', errorMeaning: 'blocked', items: [2], to: [null] },
			{ errorText: 'not made!', errorCode: null, errorMeaning: 'not made', items: [9] },
		]);
	});
});
