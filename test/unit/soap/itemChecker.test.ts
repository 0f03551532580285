import fc from 'fast-check';
import { gatewayOperation, OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import { checkItem, type RawValues } from '../../../nodes/Clickatell/message/check';
import { itemChecker } from '../../../nodes/Clickatell/message/itemChecker';
import { platformCarrier } from '../../../nodes/Clickatell/apis/platform/platformCarrier';
import { contextOf } from './wire';
import { casesOf } from '../../extent';

describe('a dial prefix', () => {
	const send = gatewayOperation('message', 'send');
	const checked = (defaultDialPrefix: unknown) =>
		checkItem(send, { to: '+27999100001', text: 'Hi', defaultDialPrefix }, contextOf('documentLiteral'));

	it.each(['', ' ', '\u00a0', '\t', null])(
		'of nothing (%j) is a fault: it drops nobody silently',
		(empty) => {
			expect(checked(empty)).toEqual({
				ok: false,
				faults: [
					"'Default Dial Prefix' is empty, so that a number without + would be read as if it began with a country code; fill it in, or remove the option",
				],
			});
		},
	);

	it('that was not added is none', () => {
		expect(checked(undefined)).toMatchObject({ ok: true, checked: { to: ['27999100001'] } });
	});
});

const withRecipients = OPERATIONS.filter(({ parameters }) =>
	parameters.some(({ type }) => type.kind === 'recipients'),
);

/** Sound and faulty ones, none of them empty: without recipients an item is checked in whole. */
const recipients = fc.oneof(
	fc.integer({ min: 27_999_100_000, max: 27_999_199_999 }).map(String),
	fc.array(fc.constantFrom('27999100001', '27999100002', 'no number'), { minLength: 1, maxLength: 4 }),
	fc.constantFrom('no number', '27999100001, 27999100001'),
);

/** GSM and Unicode, short and long, sound and not. */
const texts = fc.constantFrom(
	'Hello',
	'Grüße 😀',
	'x'.repeat(200),
	'ы'.repeat(90),
	'y'.repeat(900),
	'\u0001',
);

const CONTEXTS = [
	contextOf('documentLiteral'),
	contextOf('rpcEncoded'),
	contextOf('http'),
	{ carrier: platformCarrier('oneApi', 'Africa/Johannesburg', () => 0) },
	{ carrier: platformCarrier('smsApi', 'Africa/Johannesburg', () => 0) },
];

/** Few different values, so that items often differ in one of them alone. */
const items = fc.array(
	fc.record<Record<string, unknown>>(
		{
			to: fc.constantFrom(
				...[
					'27999100001',
					'27999100002, 27999100003',
					['27999100004'],
					'no number',
					'',
					'  ',
					'\u00a0',
					null,
				],
			),
			text: fc.constantFrom('Hello', 'Grüße 😀', '', '  ', 'x'.repeat(200)),
			data: fc.constantFrom('', '00ff', 'zz'),
			udh: fc.constantFrom('', '0605'),
			maxParts: fc.constantFrom(1, 3, 99, undefined),
			defaultDialPrefix: fc.constantFrom('27', 'x', undefined),
			batchId: fc.constantFrom('0123456789abcdef0123456789abcdef', '', undefined),
			idempotencyKey: fc.constantFrom('June', undefined),
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
				fc.property(items, fc.constantFrom(...CONTEXTS), (raws: RawValues[], context) => {
					const check = itemChecker(record, context);
					// As text: what differs in its order alone is another message to the plan.
					expect(raws.map((raw) => JSON.stringify(check(raw)))).toEqual(
						raws.map((raw) => JSON.stringify(checkItem(record, raw, context))),
					);
				}),
			);
		},
	);

	it.each(withRecipients.map((record) => [`${record.resource}.${record.operation}`, record] as const))(
		'takes the short way for %s, and to the same end, where an item differs in its recipients and its text alone',
		(_, record) => {
			const hasText = record.parameters.some(({ name, type }) => name === 'text' && type.kind === 'message');
			const sound = { longTexts: 'upToThree', ...record.sample.parameters };
			const context = contextOf('documentLiteral');
			const readsOf = (count: { reads: number }, raw: RawValues): RawValues =>
				new Proxy(raw, {
					get: (target, name: string): unknown => {
						count.reads++;
						return target[name];
					},
				});
			const check = itemChecker(record, context);
			expect(check(sound).ok).toBe(true);
			const cases = casesOf(100);
			let short = 0;
			fc.assert(
				fc.property(recipients, fc.option(texts, { nil: undefined }), (to, text) => {
					const raw = { ...sound, to, ...(hasText && text !== undefined ? { text } : {}) };
					const [quick, whole] = [{ reads: 0 }, { reads: 0 }];
					expect(JSON.stringify(check(readsOf(quick, raw)))).toBe(
						JSON.stringify(checkItem(record, readsOf(whole, raw), context)),
					);
					if (quick.reads < whole.reads) short++;
				}),
				{ numRuns: cases },
			);
			expect(short).toBe(cases);
		},
	);

	const SOUND = { to: '27999100001', text: 'Hello' };

	it.each<[string, RawValues, RawValues]>([
		['recipients of white space', SOUND, { ...SOUND, to: ' \t' }],
		['recipients of white space and another text', SOUND, { to: '\u00a0', text: 'Bye' }],
		['no recipients', SOUND, { text: 'Hello' }],
		[
			'no sender ID, and another option of nothing',
			{ ...SOUND, senderId: 'Shop' },
			{ ...SOUND, validityPeriod: undefined },
		],
	])('gives after a sound one what checking it alone gives: %s', (_, sound, raw) => {
		const send = gatewayOperation('message', 'send');
		const context = contextOf('documentLiteral');
		const check = itemChecker(send, context);
		expect(check(sound).ok).toBe(true);
		expect(JSON.stringify(check(raw))).toBe(JSON.stringify(checkItem(send, raw, context)));
	});

	it('has something to check', () => expect(withRecipients.length).toBeGreaterThan(3));
});
