import * as fc from 'fast-check';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { Operation, Parameter } from '../../../nodes/Clickatell/catalogue/types';
import { checkItem } from '../../../nodes/Clickatell/message/check';
import {
	placeholdersOf,
	readMergeFields,
	mergeTemplate,
} from '../../../nodes/Clickatell/message/mergeFields';
import { codeMsisdn, codeRecipients, codeValue } from '../../../nodes/Clickatell/message/values';
import { msisdn, xmlText } from './arbitraries';
import { SERVERS, soapOperation, contextOf } from './wire';
import { casesOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const anything = fc.anything({
	withBigInt: true,
	withDate: true,
	withNullPrototype: true,
	withMap: true,
	withSet: true,
	withTypedArray: true,
});

/** Objects as they come out of hostile JSON. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
	anything,
	fc.constantFrom({ toString: 1, valueOf: 2 }, { toJSON: 3 }, { length: 5 }, [[[]]], {
		field1: [null, 1, {}],
	}),
	fc.string({ unit: 'binary' }),
);

/** What no XML 1.0 document can carry, with the code point that a sentence must name. */
const illegal: fc.Arbitrary<{ char: string; codePoint: string }> = fc
	.oneof(
		fc.integer({ min: 0, max: 0x1f }).filter((code) => code !== 9 && code !== 10 && code !== 13),
		fc.integer({ min: 0xd800, max: 0xdfff }),
		fc.constantFrom(0xfffe, 0xffff),
	)
	.map((code) => ({
		char: String.fromCharCode(code),
		codePoint: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
	}));

const TEXT_KINDS = new Set(['text', 'message', 'template', 'senderId', 'identifier', 'url', 'email']);

/** The sample, in a panel whose other fields are as they start. */
function withSample(operation: Operation, values: Readonly<Record<string, unknown>>) {
	const initial = Object.fromEntries(
		operation.parameters.flatMap(({ name, place, initial: value }) =>
			place === 'main' && value !== undefined ? [[name, value]] : [],
		),
	);
	return { ...initial, ...operation.sample.parameters, ...values };
}

/** What makes the panel show a parameter. */
const shownBy = ({ when }: Parameter) => (when ? { [when.parameter]: when.is[0] } : {});

const textParameters = OPERATIONS.flatMap((operation) =>
	operation.parameters
		.filter(({ type }) => TEXT_KINDS.has(type.kind))
		.map((parameter): [string, Operation, Parameter] => [
			`${operation.resource}.${operation.operation} ${parameter.name}`,
			operation,
			parameter,
		]),
);

describe('characters that XML cannot carry', () => {
	it.each(textParameters)('are refused by name in %s', (_name, operation, parameter) => {
		fc.assert(
			fc.property(illegal, fc.nat(8), ({ char, codePoint }, at) => {
				const text = `https://example.com`.slice(0, at) + char + 'bc';
				const result = checkItem(
					operation,
					withSample(operation, { ...shownBy(parameter), [parameter.name]: text }),
					contextOf('documentLiteral'),
				);
				if (result.ok) throw new Error('It was taken');
				const own = result.faults.filter((fault) => fault.startsWith(`'${parameter.label}'`));
				expect(own).toHaveLength(1);
				expect(own[0]).toContain(codePoint);
				expect(own[0]).toContain(`position ${at + 1}`);
			}),
			{ numRuns: casesOf(10) },
		);
	});

	it('are refused in merge fields, which are named', () => {
		const operation = soapOperation('batch.sendItem');
		fc.assert(
			fc.property(illegal, xmlText(), ({ char, codePoint }, text) => {
				const fields = { field3: `${text} ${char} ` };
				const result = checkItem(operation, withSample(operation, { fields }), contextOf('rpcEncoded'));
				expect(result).toEqual({
					ok: false,
					faults: [
						expect.stringMatching(
							new RegExp(`^'Fields': the value of #field3# .*${codePoint.replace('+', '\\+')}`),
						),
					],
				});
			}),
		);
	});

	it('in a number are refused as what a number cannot hold', () => {
		fc.assert(
			fc.property(illegal, ({ char }) => {
				expect(codeMsisdn(`27999${char}100001`, undefined).ok).toBe(/\s/.test(char));
			}),
		);
	});
});

describe('checks', () => {
	const record = (operation: Operation) =>
		fc.record(Object.fromEntries(operation.parameters.map(({ name }) => [name, hostile])), {
			requiredKeys: [],
		});

	it.each(OPERATIONS.map((each) => [`${each.resource}.${each.operation}`, each] as const))(
		'of %s never throw, and say sentences',
		(_name, operation) => {
			const context = fc.record({ server: fc.constantFrom(...SERVERS) });
			fc.assert(
				fc.property(record(operation), context, (raw, { server }) => {
					const result = checkItem(operation, raw, contextOf(server));
					if (result.ok) return;
					expect(result.faults.length).toBeGreaterThan(0);
					for (const fault of result.faults) expect(fault).toMatch(/^'.+' .{8,}|^'.+': .{8,}/s);
				}),
				{ numRuns: casesOf(60) },
			);
		},
	);

	it.each(OPERATIONS.map((each) => [`${each.resource}.${each.operation}`, each] as const))(
		'of %s take the sample',
		(_name, operation) => {
			for (const server of SERVERS) {
				expect(checkItem(operation, withSample(operation, {}), contextOf(server))).toMatchObject({
					ok: true,
				});
			}
		},
	);
});

describe('value codecs', () => {
	it('write whole numbers with all digits', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0 }), fc.boolean(), (value, asText) => {
				const raw = asText ? ` ${value} ` : value;
				const limits = { kind: 'integer', min: 0, max: 2_147_483_647 } as const;
				expect(codeValue(raw, limits)).toEqual({ ok: true, value: String(value) });
			}),
		);
	});

	it('write decimals without exponent, true to six places', () => {
		fc.assert(
			fc.property(fc.double({ min: 1e-6, max: 2_147_483_647, noNaN: true }), (value) => {
				const coded = codeValue(value, { kind: 'decimal', min: 0 });
				if (!coded.ok) throw new Error(coded.fault);
				expect(coded.value).toMatch(/^\d+(\.\d{1,6})?$/);
				expect(Math.abs(Number(coded.value) - value)).toBeLessThan(1e-6);
			}),
		);
	});

	it('write a set of features as a sum that gives the set again', () => {
		const { type } = defined(
			soapOperation('message.send').parameters.find(({ name }) => name === 'requiredFeatures'),
		);
		if (type.kind !== 'bits') throw new Error('Not a set');
		const values = type.choices.map((choice) => Number(choice.value));
		fc.assert(
			fc.property(fc.subarray(values), fc.nat(3), (chosen, repeated) => {
				const coded = codeValue([...chosen, ...chosen.slice(0, repeated)], type);
				if (!coded.ok) throw new Error(coded.fault);
				const sum = Number(coded.value);
				expect(values.filter((value) => (sum & value) === value)).toEqual(
					values.filter((value) => chosen.includes(value)),
				);
				expect(codeValue(sum, type)).toEqual(coded);
			}),
		);
	});

	it('write bytes whatever stands between them', () => {
		const separator = fc.constantFrom('', ' ', ':', '-', ', ', '\n', ' 0x', '\\x');
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 140 }), separator, (bytes, between) => {
				const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
				expect(codeValue(pairs.join(between), { kind: 'hex', maxBytes: 140 })).toEqual({
					ok: true,
					value: pairs.join(''),
				});
			}),
		);
	});

	it('write a time as the same moment in UTC, to the second', () => {
		const moments = fc.date({
			min: new Date('1970-01-01'),
			max: new Date('9999-12-30'),
			noInvalidDate: true,
		});
		const zones = fc.integer({ min: -14 * 60, max: 14 * 60 });
		fc.assert(
			fc.property(moments, zones, (moment, zone) => {
				const sign = zone < 0 ? '-' : '+';
				const two = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, '0');
				const local = new Date(moment.getTime() + zone * 60_000).toISOString().slice(0, 19);
				const written = `${local}${sign}${two(zone / 60)}:${two(zone % 60)}`;
				fc.pre(/^\d{4}-/.test(local));
				const coded = codeValue(written, { kind: 'utcTime' });
				if (!coded.ok) throw new Error(coded.fault);
				expect(coded.value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
				expect(Date.parse(coded.value)).toBe(Math.floor(moment.getTime() / 1000) * 1000);
			}),
		);
	});

	it.each([
		[1e21, /is 1e\+21, which is not a whole number/],
		[27999000224.5, /is 27999000224.5, which is not a whole number/],
		['27999000224.5', /write a number with digits only/],
		['2799.5', /write a number with digits only/],
		[-5, /not a whole number/],
		['1e+21', /is '1e\+21', a number that has lost digits; write all of them as text/],
		['2.7999E+10', /a number that has lost digits/],
		[true, /is true, which is not a sender ID/],
		[false, /is false, which is not a sender ID/],
	])('refuse %p as a sender ID, which is another one when its dot or exponent is dropped', (raw, fault) => {
		expect(codeValue(raw, { kind: 'senderId' })).toEqual({ ok: false, fault: expect.stringMatching(fault) });
	});

	it.each([
		[27999000224, '27999000224'],
		['+27.999.000.224', '27999000224'],
		['27 999-000 (224)', '27999000224'],
		['A.Shop', 'A.Shop'],
		['7e11', '7e11'],
	])('take %p as a sender ID', (raw, value) => {
		expect(codeValue(raw, { kind: 'senderId' })).toEqual({ ok: true, value });
	});

	it('are cut between characters where they stand in a sentence', () => {
		const type = { kind: 'lookup', operation: 'x', id: 'x', label: 'x' } as const;
		const told = codeValue(`${'x'.repeat(39)}😀`, type);
		expect(told).toEqual({ ok: false, fault: `is '${'x'.repeat(39)}…'; it must be an ID from the list` });
	});

	it('do not make 0 of a number that is not 0, since 0 may mean without limit', () => {
		const perSecond = { kind: 'decimal', min: 0 } as const;
		expect(codeValue(4e-7, perSecond)).toEqual({
			ok: false,
			fault: 'is 4e-7; it must be 0 or at least 0.000001',
		});
		expect(codeValue(0.000001, perSecond)).toEqual({ ok: true, value: '0.000001' });
		expect(codeValue(0, perSecond)).toEqual({ ok: true, value: '0' });
	});

	it('take a coded value as it is', () => {
		const kinds = fc.constantFrom(
			{ kind: 'senderId' } as const,
			{ kind: 'identifier', maxLength: 32 } as const,
			{ kind: 'messageId' } as const,
			{ kind: 'flag' } as const,
			{ kind: 'hex', maxBytes: 140 } as const,
			{ kind: 'utcTime' } as const,
			{ kind: 'integer', min: -5, max: 100 } as const,
			{ kind: 'decimal', min: -5 } as const,
			{ kind: 'url' } as const,
		);
		const values = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.date());
		fc.assert(
			fc.property(kinds, values, (type, raw) => {
				const coded = codeValue(raw, type);
				if (coded.ok) expect(codeValue(coded.value, type)).toEqual(coded);
			}),
			{ numRuns: casesOf(1000) },
		);
	});
});

describe('recipients of one field', () => {
	it('are all found, in order, however they are parted', () => {
		const parted = fc.constantFrom(',', ', ', '\n', '\r\n', ' ; ', ',\n,');
		fc.assert(
			fc.property(fc.array(fc.tuple(msisdn, parted), { minLength: 1 }), (list) => {
				const expected = list.map(([number]) => number);
				const text = list.flat().join('');
				expect(codeRecipients(text, undefined)).toEqual({ msisdns: expected, wrong: [] });
				expect(codeRecipients(expected, undefined)).toEqual({ msisdns: expected, wrong: [] });
				expect(codeRecipients(expected.map(Number), undefined)).toEqual({ msisdns: expected, wrong: [] });
			}),
		);
	});

	it('are never dropped in silence: each is a number or a fault', () => {
		const entries = fc.array(fc.oneof(msisdn, fc.constantFrom('Ann', '0821', '+', '12', '()')), {
			minLength: 1,
		});
		fc.assert(
			fc.property(entries, (list) => {
				const { msisdns, wrong } = codeRecipients(list.join(','), undefined);
				expect(msisdns.length + wrong.length).toBe(list.length);
			}),
		);
	});
});

describe('merge fields', () => {
	const values = fc.dictionary(fc.integer({ min: 1, max: 10 }).map(String), xmlText());

	it('are read as they are', () => {
		fc.assert(
			fc.property(values, (byNumber) => {
				const pairs = Object.entries(byNumber).map(([number, value]) => [Number(number), value] as const);
				const given = Object.fromEntries(pairs.map(([number, value]) => [`field${number}`, value]));
				expect(readMergeFields(given)).toEqual({ ok: true, fields: new Map(pairs) });
			}),
		);
	});

	it('are called field1 to field10, and hold one value each', () => {
		const called = 'its values are called field1 to field10';
		for (const [given, words] of [
			[{ field11: 'x' }, `holds 'field11'; ${called}`],
			[{ field0: 'x' }, "'field0'"],
			[{ field01: 'x' }, "'field01'"],
			[{ Field1: 'x' }, "'Field1'"],
			[{ 1: 'x' }, "'1'"],
			[{ name: 'x' }, "'name'"],
			[{ field2: { first: 'Ann' } }, 'an object or a list for #field2#'],
			[{ field2: ['Ann'] }, 'an object or a list for #field2#'],
			['Ann', 'must be one value for each placeholder'],
			[['Ann'], 'must be one value for each placeholder'],
		] as const) {
			expect(readMergeFields(given)).toEqual({ ok: false, fault: expect.stringContaining(words) as unknown });
		}
		for (const nothing of [undefined, null, '', {}, []])
			expect(readMergeFields(nothing)).toEqual({ ok: true, fields: new Map() });
		expect(readMergeFields({ field1: null, field2: 7, field3: false })).toEqual({
			ok: true,
			fields: new Map([
				[1, ''],
				[2, '7'],
				[3, 'false'],
			]),
		});
	});

	it('fill a template literally, dollar signs and other placeholders included', () => {
		const piece = fc.oneof(
			fc.constantFrom(...[1, 2, 10].map((number) => ({ number }))),
			fc.constantFrom('Hi ', '$& ', '#', 'field1', '# #', '$1').map((text) => ({ text })),
		);
		const value = fc.constantFrom('', '$&', '#field2#', 'Ann', "$'");
		fc.assert(
			fc.property(fc.array(piece), fc.tuple(value, value, value), (pieces, [one, two, ten]) => {
				// Pieces of text must not make a placeholder by standing side by side.
				fc.pre(!/#field\d+#/.test(pieces.map((each) => ('text' in each ? each.text : ' ')).join('')));
				const fields = new Map([
					[1, one],
					[2, two],
					[10, ten],
				]);
				const template = pieces
					.map((each) => ('text' in each ? each.text : ` #field${each.number}# `))
					.join('');
				const filled = pieces
					.map((each) => ('text' in each ? each.text : ` ${fields.get(each.number)} `))
					.join('');
				expect(mergeTemplate(template, fields)).toBe(filled);
				const numbers = pieces.flatMap((each) => ('number' in each ? [each.number] : []));
				expect(placeholdersOf(template)).toEqual([...new Set(numbers)].sort((a, b) => a - b));
			}),
		);
	});
});
