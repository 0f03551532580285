import fc from 'fast-check';
import { OPERATIONS } from '../../../nodes/Clickatell/operations';
import { checkItem, itemChecker, type RawValues } from '../../../nodes/Clickatell/protocol/check';

const withRecipients = OPERATIONS.filter(({ parameters }) =>
	parameters.some(({ type }) => type.kind === 'recipients'),
);

/** Few different values, so that items often differ in one of them alone. */
const items = fc.array(
	fc.record<Record<string, unknown>>(
		{
			to: fc.constantFrom('27999100001', '27999100002, 27999100003', ['27999100004'], 'no number', '', null),
			text: fc.constantFrom('Hello', 'Grüße 😀', '', 'x'.repeat(200)),
			data: fc.constantFrom('', '00ff', 'zz'),
			udh: fc.constantFrom('', '0605'),
			maxParts: fc.constantFrom(1, 3, 99),
			defaultDialPrefix: fc.constantFrom('27', 'x'),
			batchId: fc.constantFrom('0123456789abcdef0123456789abcdef', ''),
			template: fc.constantFrom('Hello #field1#', ''),
			fields: fc.constantFrom({ field1: 'Ann' }, {}),
		},
		{ requiredKeys: ['to', 'text'] },
	),
	{ maxLength: 8 },
);

describe('checking the items of a run in turn', () => {
	it.each(withRecipients.map((record) => [`${record.resource}.${record.operation}`, record] as const))(
		'gives for %s what checking each alone gives',
		(_, record) => {
			fc.assert(
				fc.property(items, fc.constantFrom('documentLiteral', 'rpcEncoded'), (raws: RawValues[], server) => {
					const check = itemChecker(record, { server });
					expect(raws.map(check)).toEqual(raws.map((raw) => checkItem(record, raw, { server })));
				}),
			);
		},
	);

	it('has something to check', () => expect(withRecipients.length).toBeGreaterThan(3));
});
