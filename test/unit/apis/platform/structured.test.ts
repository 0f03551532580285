import * as fc from 'fast-check';
import { codeJson, codePairs } from '../../../../nodes/Clickatell/message/structured';
import { codeZonedTime } from '../../../../nodes/Clickatell/message/timeValues';

const TYPE = { one: 'parameter', maxPairs: 3 };
const pairs = (raw: unknown) => codePairs(raw, TYPE);
const good = (...list: string[]) => ({ pairs: list, faults: [] });

describe('names and their values', () => {
	test.each<[string, unknown, string[]]>([
		[
			'rows of the panel',
			{
				pair: [
					{ name: '1', value: 'Ann' },
					{ name: 'b', value: 2 },
				],
			},
			['1', 'Ann', 'b', '2'],
		],
		['an object', { 1: 'Ann', b: 2 }, ['1', 'Ann', 'b', '2']],
		['an object with a single name', { 1: 'Ann' }, ['1', 'Ann']],
		['an object whose single name is that of the rows', { pair: 'Ann' }, ['pair', 'Ann']],
		['a list of rows', [{ name: 'a', value: 'x' }], ['a', 'x']],
		['a list of values, which count from 1', ['Ann', 'Ben'], ['1', 'Ann', '2', 'Ben']],
		['rows without names', [{ value: 'Ann' }, { value: 'Ben' }], ['1', 'Ann', '2', 'Ben']],
		['nothing', {}, []],
		['no rows', { pair: [] }, []],
		['a name with blanks around', { ' a ': 'x' }, ['a', 'x']],
		[
			'a name that objects inherit',
			JSON.parse('{"__proto__":"x","constructor":"y"}'),
			['__proto__', 'x', 'constructor', 'y'],
		],
	])('are taken from %s', (_, raw, expected) => {
		expect(pairs(raw)).toEqual(good(...expected));
	});

	test.each<[unknown, string[]]>([
		['Ann', ["is 'Ann'; it must be names with their values"]],
		[null, ["is 'null'; it must be names with their values"]],
		[5, ["is '5'; it must be names with their values"]],
		[[1, 2, 3, 4], ['has 4 entries; at most 3 are allowed']],
		[[{ name: ' ', value: 'x' }], [': the name of parameter 1 is empty; fill it in']],
		[
			[
				{ name: 'a', value: 'x' },
				{ name: 'a ', value: 'y' },
			],
			["names parameter 'a' twice; leave one of them out"],
		],
		[
			{ a: '', b: null },
			[
				": the value of parameter 'a' is empty; fill it in",
				": the value of parameter 'b' is empty; fill it in",
			],
		],
	])('%j is refused', (raw, faults) => {
		expect(pairs(raw).faults).toEqual(faults);
	});

	test('an object with more names than that of the rows holds names and values', () => {
		expect(pairs({ pair: ['x'], b: 'y' }).faults).toEqual([expect.stringMatching(/'pair'/)]);
	});

	test('a value that is no text is refused by its name', () => {
		expect(pairs({ a: { b: 1 } }).faults).toEqual([expect.stringMatching(/^: the value of parameter 'a' /)]);
	});
});

describe('JSON', () => {
	test('is taken as a text or as a value, and written without blanks', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (list) => {
				const expected = { ok: true, value: JSON.stringify(list) };
				expect(codeJson(list, true)).toEqual(expected);
				expect(codeJson(JSON.stringify(list, null, 2), true)).toEqual(expected);
			}),
		);
		expect(codeJson({ a: 1 }, false)).toEqual({ ok: true, value: '{"a":1}' });
	});

	test.each<[unknown, boolean, RegExp]>([
		['[', true, /^is '\['; it must be a list in JSON, such as \[\{ \.\.\. \}\]$/],
		[{}, true, /it must be a list in JSON/],
		['"x"', false, /it must be JSON$/],
		['null', false, /it must be JSON$/],
		[' '.repeat(100_001), true, /^has 100001 characters; at most 100000 are allowed$/],
		[['x'.repeat(100_000)], true, /^has 100004 characters; at most 100000 are allowed$/],
	])('%.40j (a list: %j) is refused', (raw, list, fault) => {
		expect(codeJson(raw, list)).toEqual({ ok: false, fault: expect.stringMatching(fault) as unknown });
	});
});

describe('a time in a zone', () => {
	test.each<[unknown, string]>([
		['2030-01-31T09:00:00', '2030-01-31T09:00:00'],
		[' 2030-01-31 09:00 ', '2030-01-31 09:00'],
		[new Date(Date.UTC(2030, 0, 31)), '2030-01-31T00:00:00.000Z'],
		[{ toJSON: () => '2030-01-31T09:00:00.000+02:00' }, '2030-01-31T09:00:00.000+02:00'],
	])('%j goes on as it was given', (raw, value) => {
		expect(codeZonedTime(raw)).toEqual({ ok: true, value });
	});

	test.each([
		'tomorrow',
		'2030-02-30T09:00:00',
		'',
		'31.1.2030',
		new Date(NaN),
		{ toJSON: () => null },
		`2030-01-31${' '.repeat(60)}x`,
	])('%j is refused', (raw) => {
		expect(codeZonedTime(raw)).toMatchObject({
			ok: false,
			fault: expect.stringMatching(/; it must be a date and time such as/) as unknown,
		});
	});
});
