import { OPERATIONS, findOperation, sends } from '../../../nodes/Clickatell/catalogue';
import { countsParts, guardedBy, GUARDS, isGuarded } from '../../../nodes/Clickatell/catalogue/guards';
import type { Checked } from '../../../nodes/Clickatell/message/checked';
import { guardFaults, readGuards, type Guards } from '../../../nodes/Clickatell/message/guardCheck';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const SEND = defined(findOperation('message', 'send'));
const item = (to: string | readonly string[], parts = 1): Checked => ({
	to: [to].flat(),
	wire: {},
	values: {},
	travel: { encoding: 'gsm', parts },
});

function guards(values: Record<string, unknown>): Guards {
	const read = readGuards(values);
	if (!read.ok) throw new Error(read.faults.join('; '));
	return read.guards;
}

const faults = (values: Record<string, unknown>, items: readonly (Checked | undefined)[]) =>
	[...guardFaults(guards(values), SEND, items)].map(([index, found]) => [index, ...found]);

describe('Allowed Recipients', () => {
	const allowed = (allowedRecipients: unknown) => defined(guards({ allowedRecipients }).isAllowed);

	it.each([
		['+27 99 910 0001', '27999100001', '279991000012'],
		['27999100001\n+27999100002', '27999100002', '27999100003'],
		['+2799*', '27999100001', '4927991000'],
		['0027 99*', '27999100001', '27821234567'],
		['27*; 44*', '447700900123', '4915112345678'],
		[['27999100001', '44*'], '447700900123', '27999100002'],
		[27999100001, '27999100001', '27999100002'],
	])('%j allows %s, but not %s', (given, one, other) => {
		expect([allowed(given)(one), allowed(given)(other)]).toEqual([true, false]);
	});

	it.each([
		'27',
		'*',
		'+*',
		'2*7',
		'27**',
		'me',
		'0821234567',
		'0*',
		'27999100001, me',
		'1'.repeat(15) + '*',
	])('%j is refused with the way out', (given) => {
		const read = readGuards({ allowedRecipients: given });
		expect(read).toMatchObject({
			ok: false,
			faults: [expect.stringMatching(/^'Allowed Recipients' holds '.+', which is neither; write .*27\*$/)],
		});
	});

	it.each([undefined, null, '', ' , ', []])('%j, which an expression came to, allows nobody', (given) => {
		expect(readGuards({ allowedRecipients: given })).toMatchObject({
			ok: false,
			faults: [expect.stringContaining('nobody is allowed')],
		});
	});

	it('refuses the items it is about, and names a few of the numbers', () => {
		const five = Array.from({ length: 5 }, (_, n) => `2799910001${n}`);
		expect(
			faults({ allowedRecipients: '27999100001' }, [item('27999100001'), item(five), undefined]),
		).toEqual([
			[
				1,
				"'To' holds 27999100010, 27999100011, 27999100012 and 2 more, to which an AI agent may not send with this tool; only a person can change 'Allowed Recipients'",
			],
		]);
	});
});

describe('the limits of a call', () => {
	it.each([
		[{ mostRecipients: 3 }, [item(['1', '2']), item('3')], []],
		[{ mostRecipients: 2 }, [item(['1', '2']), item('3')], [0, 1]],
		[{ mostParts: 6 }, [item(['1', '2'], 2), item('3', 2)], []],
		[{ mostParts: 5 }, [item(['1', '2'], 2), undefined, item('3', 2)], [0, 2]],
		[{ mostRecipients: '1' }, [item(['1', '2'])], [0]],
		[{}, [item(['1', '2'], 35)], []],
	])('%j', (values, items, refused) => {
		expect(faults(values, items).map(([index]) => index)).toEqual(refused);
	});

	it('are told with what was asked and what is allowed', () => {
		expect(faults({ mostRecipients: 1, mostParts: 3 }, [item(['1', '2'], 2)])).toEqual([
			[
				0,
				"The call is for 2 recipients, but an AI agent may send at most 1 with it; only a person can change 'Most Recipients in a Call'",
				"The call is for 4 message parts, but an AI agent may send at most 3 with it; only a person can change 'Most Parts in a Call'",
			],
		]);
	});

	it.each([0, -1, 1.5, 'many', undefined, ''])('%j is no limit, and is refused', (given) => {
		expect(readGuards({ mostRecipients: given }).ok).toBe(false);
		expect(readGuards({ mostParts: given }).ok).toBe(false);
	});
});

test('every operation that sends is guarded, and nothing else', () => {
	const sending = OPERATIONS.filter(
		({ effect, resource, notForAgents }) => effect === 'spend' && resource !== 'account' && !notForAgents,
	);
	expect(OPERATIONS.filter(isGuarded)).toEqual(sending);
	expect(sending.every(sends)).toBe(true);
	expect(guardedBy(GUARDS[0])).toEqual(sending);
	const counting = guardedBy(GUARDS[2]).map(({ resource, operation }) => `${resource}.${operation}`);
	expect(counting).toEqual(['message.send', 'batch.sendPersonalized', 'sms.send']);
	expect(sending.filter(countsParts)).toHaveLength(3);
});
