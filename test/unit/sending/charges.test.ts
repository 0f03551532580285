import { gatewayOperation } from '../../../nodes/Clickatell/catalogue';
import { askCharges, prefixesOf } from '../../../nodes/Clickatell/engine/charges';
import { withinLimit } from '../../../nodes/Clickatell/engine/creditLimit';
import type { PlannedCall } from '../../../nodes/Clickatell/message/plan';
import { partsOfNumber } from '../../../nodes/Clickatell/message/text/numberCountry';
import { FakePorts } from '../runtime/fakePorts';

const callTo = (...to: string[]): PlannedCall => ({
	wire: {},
	to,
	slots: to.map((_, position) => [{ item: 0, position }]),
	travel: { encoding: 'gsm', parts: 1 },
	values: {},
});

const noCall = (): never => {
	throw new Error('no request is made');
};
const ports = () => new FakePorts(noCall, noCall);

describe('numbers of two countries that begin with the same digits', () => {
	it.each([
		['447790123456', 'GB', '447797712345', 'JE'],
		['447501123456', 'GB', '447509123456', 'JE'],
		['447830123456', 'GB', '447839123456', 'GG'],
		['590590111234', 'GP', '590590001234', 'MF'],
	])('%s (%s) and %s (%s) are asked for one by one', async (one, country, other, otherCountry) => {
		expect([one, other].map((number) => partsOfNumber(number).country)).toEqual([country, otherCountry]);
		const calls = [callTo(one, other)];
		expect([...prefixesOf(calls).values()]).toEqual([one, other]);

		const asked: unknown[] = [];
		const api = {
			pricer: gatewayOperation('account', 'checkCoverage'),
			call: async (_: unknown, { number }: Readonly<Record<string, unknown>>) => {
				asked.push(number);
				return { kind: 'record' as const, record: { covered: true, charge: number === one ? 1 : 3 } };
			},
			describe: noCall,
		};
		const charges = await askCharges(
			ports(),
			api,
			prefixesOf(calls),
			{ concurrency: 1, perSecond: 0 },
			{ timeoutMs: 1000, repeatOnInternalError: false },
		);
		expect(asked).toEqual([one, other]);
		const limited = await withinLimit(ports(), calls, 2, charges);
		expect(limited.calls.flatMap(({ to }) => to)).toEqual([one]);
	});

	it('of one country and network, one is asked for', () => {
		expect([
			...prefixesOf([callTo('447790123456', '447790654321'), callTo('447790000001')]).values(),
		]).toEqual(['447790123456']);
	});
});
