import fc from 'fast-check';
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { namedValueMethods } from '../../../nodes/Clickatell/n8n/panel/namedValues';
import { findOperation } from '../../../nodes/Clickatell/catalogue';
import { checkItem, type CheckResult } from '../../../nodes/Clickatell/message/check';
import { mergeTemplate } from '../../../nodes/Clickatell/message/mergeFields';
import { namesIn, numberPlaceholders } from '../../../nodes/Clickatell/message/namedPlaceholders';
import { contextOf } from './wire';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const PERSONALIZED = defined(findOperation('batch', 'sendPersonalized'));
const TO = '27999123456';

const check = (
	values: Record<string, unknown>,
	server: 'documentLiteral' | 'rpcEncoded' = 'documentLiteral',
) => checkItem(PERSONALIZED, { to: TO, longTexts: 'more', maxParts: 35, ...values }, contextOf(server));
const faultsOf = (result: CheckResult) => (result.ok ? [] : result.faults);

describe('the names of a template', () => {
	it.each<[template: string, names: string[]]>([
		['Hi #firstName#, at #time#, #firstName#', ['firstName', 'time']],
		['#Vorname# #Straße_1# #naïve-name#', ['Vorname', 'Straße_1', 'naïve-name']],
		['We are #1 and #2, #1#, # a#, ##', []],
		[
			'#First Name#, #no. 2#, #1st#, #_name#, #first.name#',
			['First Name', 'no. 2', '1st', '_name', 'first.name'],
		],
		// Joined, as they are compared; a blank that does not break is a blank.
		['#pre\u0301nom# #pr\u00e9nom# #First\u00a0Name#', ['pr\u00e9nom', 'First Name']],
		['#नाम#, #نام\u200cخانوادگی#', ['नाम', 'نام\u200cخانوادگی']],
		['Ticket #4711 and #first#, press 1# or #second#', ['first', 'second']],
		['#field1# and #field10# are numbers, #fieldwork# is a name', ['fieldwork']],
		['#a#b#c#', ['a', 'c']],
		[`#${'x'.repeat(60)}# #${'x'.repeat(61)}#`, ['x'.repeat(60)]],
	])('in %p are %p', (template, names) => {
		expect(namesIn(template)).toEqual(names);
	});

	it('get the lowest numbers that the template does not use itself, in their order', () => {
		expect(numberPlaceholders('#b# #field2# #a# #b# #c# #field1#')).toEqual({
			template: '#field3# #field2# #field4# #field3# #field5# #field1#',
			names: new Map([
				[3, 'b'],
				[4, 'a'],
				[5, 'c'],
			]),
		});
		expect(numberPlaceholders('Hi #field1#')).toEqual({ template: 'Hi #field1#', names: new Map() });
	});
});

it.each<[template: unknown, names: string[]]>([
	['Hi #First Name#, #pre\u0301nom#, #a/b#, # b #, #First Name#', ['First Name', 'pr\u00e9nom']],
	['={{ 1 }} #First Name#', ['First Name']],
	['Hi #Field1#, #firstName#', []],
	[undefined, []],
])('the panel of %p has a field for each name: %p', async (template, names) => {
	const context = { getCurrentNodeParameter: () => template } as unknown as ILoadOptionsFunctions;
	const { fields } = await defined(namedValueMethods()['placeholdersOfTemplate']).call(context);
	expect(fields.map(({ id, displayName }) => [id, displayName])).toEqual(
		names.map((name) => [name, `#${name}#`]),
	);
});

const WORDS = fc.stringMatching(/^[A-Za-z0-9 .,!?#]{0,12}$/);
const NAMES = fc.uniqueArray(
	fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,8}$/).filter((name) => !name.startsWith('field')),
	{ minLength: 1, maxLength: 10 },
);

test('a template with names gives the text that replacing them gives', () => {
	fc.assert(
		fc.property(
			NAMES,
			fc.array(fc.tuple(fc.nat(), WORDS), { minLength: 1, maxLength: 12 }),
			fc.infiniteStream(WORDS),
			(names, pieces, values) => {
				const blank = (text: string) => text.replaceAll('#', '');
				const template = pieces
					.map(([which, text]) => `${blank(text)}#${defined(names[which % names.length])}#`)
					.join(' ');
				const record = Object.fromEntries(names.map((name) => [name, String(values.next().value)]));
				const result = check({ template, placeholders: record });
				if (!result.ok) throw new Error(result.faults.join());
				const { wire, mergeFields } = result.checked;
				const merged = mergeTemplate(String(wire['template']), defined(mergeFields));
				expect(merged).toBe(template.replace(/#([a-z][\w-]*)#/g, (_, name: string) => defined(record[name])));
				// All that the gateway is told are numbers, from one on, each with its value.
				const used = new Set(namesIn(template));
				expect(
					Object.keys(wire)
						.filter((name) => /^field/.test(name))
						.sort(),
				).toEqual([...used].map((_, i) => `field${i + 1}`).sort());
				expect(wire).not.toHaveProperty('placeholders');
			},
		),
	);
});

describe('what is wrong with names', () => {
	it.each<[Record<string, unknown>, RegExp]>([
		[
			{ template: 'Hi #firstName#, at #time#', placeholders: { firstName: 'Ann' } },
			/^'Template' uses #time#, which nothing fills; give it a value in 'Placeholders', or the input item a field of this name$/,
		],
		[{ template: 'Hi #a# #b#', placeholders: null }, /^'Template' uses #a#, #b#, which nothing fills/],
		[
			{ template: 'Hi #a# #b#', placeholders: { a: '#field2#', b: 'x' } },
			/the value of #a# holds a merge field, which might be replaced once more/,
		],
		[{ template: 'Hi #a#', placeholders: { a: null } }, /^'Template' uses #a#, which nothing fills/],
		[{ template: 'Hi #toString#', placeholders: {} }, /^'Template' uses #toString#, which nothing fills/],
		[
			{ template: 'Hi #a#', placeholders: { a: { b: 1 } } },
			/^'Placeholders' holds an object or a list for #a#; pick one value of it$/,
		],
		[
			{ template: 'Hi #a#', placeholders: { a: 'Олег' } },
			/^'Placeholders': the value of #a# needs Unicode because of/,
		],
		[
			{ template: 'Hi #Field1#', placeholders: {} },
			/^'Template' holds '#Field1#', which would be sent unchanged/,
		],
		[
			{ template: 'Hi #a# #field2#', placeholders: { a: 'x' } },
			/^'Fields' lacks #field2#, which 'Template' uses/,
		],
		[
			{ template: 'Hi #a#', placeholders: { a: 'x' }, fields: { field1: 'y' } },
			/^'Fields' holds #field1#, which 'Template' does not use/,
		],
		[
			{ template: 'abcdefghijk'.replace(/./g, '#$&# '), placeholders: {} },
			/^'Template' holds 11 placeholders, of which #k# is one too many; the document\/literal server has room for 10$/,
		],
	])('%j', (values, sentence) => {
		expect(faultsOf(check(values))[0]).toMatch(sentence);
	});

	it('a server with room for four fields refuses the fifth by its name', () => {
		expect(
			faultsOf(check({ template: '#a# #field2# #c# #d# #e#', placeholders: {} }, 'rpcEncoded'))[0],
		).toMatch(
			/^'Template' holds 5 placeholders, of which #e# is one too many; the RPC\/encoded server has room for 4$/,
		);
	});

	it('names and numbers go together', () => {
		const result = check({
			template: '#name#: #field1#, #place#',
			placeholders: { name: 'Ann', place: 7, more: 'unused' },
			fields: { field1: '9:00' },
		});
		expect(result).toMatchObject({
			ok: true,
			checked: {
				wire: { template: '#field2#: #field1#, #field3#', field1: '9:00', field2: 'Ann', field3: '7' },
			},
		});
	});

	it('an operation that takes no names leaves them as they stand', () => {
		const start = defined(findOperation('batch', 'start'));
		const result = checkItem(start, { template: 'Hi #firstName#' }, contextOf('documentLiteral'));
		expect(result).toMatchObject({ ok: true, checked: { wire: { template: 'Hi #firstName#' } } });
	});
});
