import * as fc from 'fast-check';
import { checkItem, itemChecker } from '../../../nodes/Clickatell/protocol/check';
import { soapOperation, SERVERS } from './wire';

/** Items as a long run has them: mostly the same message, other recipients, now and then something else or wrong. */
const items = fc.array(
	fc.record({
		to: fc.oneof(
			fc.integer({ min: 27_999_100_000, max: 27_999_199_999 }),
			fc.constantFrom<unknown>(
				'27999100001, 27999100002',
				['27999100003'],
				'0999100001',
				'Ann',
				'',
				null,
				undefined,
			),
		),
		content: fc.constantFrom('text', 'text', 'text', 'binary'),
		text: fc.constantFrom('Hello', 'Hello', 'Привет', '', '\u0007'),
		udh: fc.constantFrom('0605', 'no hex'),
		data: fc.constant('A1'),
		maxCredits: fc.constantFrom(undefined, undefined, 1, 1.5),
		defaultDialPrefix: fc.constantFrom(undefined, undefined, '27', 'x'),
		senderId: fc.constantFrom(undefined, 'Shop', 'TwelveChars1'),
	}),
	{ maxLength: 40 },
);

describe('the checker of a whole run', () => {
	it('says of each item what a check of that item alone says', () => {
		const operation = soapOperation('message.send');
		fc.assert(
			fc.property(items, fc.constantFrom(...SERVERS), (run, server) => {
				const check = itemChecker(operation, { server });
				for (const raw of run) expect(check(raw)).toEqual(checkItem(operation, raw, { server }));
			}),
			{ numRuns: 300 },
		);
	});

	it('tells recipients of one item from those of another in the fields that hold them', () => {
		const operation = soapOperation('batch.sendItem');
		const fields = { field: [{ number: 1, value: 'Ann' }] };
		const raw = (to: string) => ({ batchId: '0'.repeat(32), to, fields });
		const check = itemChecker(operation, { server: 'rpcEncoded' });
		for (const to of ['27999100001', '27999100002', 'Ann', '27999100003'])
			expect(check(raw(to))).toEqual(checkItem(operation, raw(to), { server: 'rpcEncoded' }));
	});
});
