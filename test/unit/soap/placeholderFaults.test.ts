import { findOperation } from '../../../nodes/Clickatell/catalogue';
import { checkItem } from '../../../nodes/Clickatell/message/check';
import { nameFault, namesIn, numberPlaceholders } from '../../../nodes/Clickatell/message/namedPlaceholders';
import { composeFtpFiles } from '../../../nodes/Clickatell/apis/files/ftpFile';
import { subjectsOf } from '../../extent';
import { growth, NOT_SQUARE } from './growth';
import { contextOf } from './wire';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const PERSONALIZED = defined(findOperation('batch', 'sendPersonalized'));
const BULK_FILE = defined(findOperation('bulkFile', 'composeFtpFile'));
const SERVERS = ['documentLiteral', 'rpcEncoded'] as const;

const GIVEN = { 'First Name': 'Ann', firstName: 'Ann', Amount: '5' };

const outcomesOf = (template: string, placeholders: Record<string, unknown> = GIVEN) => {
	const raw = { to: '27999123456', template, placeholders, longTexts: 'more', maxParts: 35 };
	return [
		...SERVERS.map((server) => checkItem(PERSONALIZED, raw, contextOf(server))),
		checkItem(BULK_FILE, { ...raw, texts: 'merged', senderId: '' }, {}),
	];
};
const faultsOf = (template: string, placeholders?: Record<string, unknown>) =>
	outcomesOf(template, placeholders).map((result) => (result.ok ? [] : result.faults));

const OR_TEXT = ', or give it as the value of a placeholder if it is meant as text';
const RULE =
	': a name begins with a letter, a digit or _, and has letters, digits, dots, _, - and single blanks between words; change it here and in the input item';

describe('what looks like a placeholder and is none', () => {
	it.each<[found: string, why: string]>([
		['#vorname/nachname#', `of '/'${RULE}`],
		['#$json.firstName#', `of '$'${RULE}`],
		['#Amount (EUR)#', `of '('${RULE}`],
		['#first’name#', `of '’'${RULE}`],
		['#Name, first#', `of ','${RULE}`],
		['#First  Name#', `of two blanks in a row${RULE}`],
		['#First\tName#', `of the invisible character U+0009${RULE}`],
		['#first\u200bName#', `of the invisible character U+200B${RULE}`],
		['#.name#', `of how it begins${RULE}`],
		['#{{firstName}}#', `of '{'${RULE}`],
		['# firstName #', 'of a blank beside a #; write #firstName#'],
		['#firstName #', 'of a blank beside a #; write #firstName#'],
		['# firstName#', 'of a blank beside a #; write #firstName#'],
		['#\u00a0firstName#', 'of a blank beside a #; write #firstName#'],
		['# First Name #', 'of a blank beside a #; write #First Name#'],
		['＃firstName＃', 'of a # that is not the one of ASCII; write #firstName#'],
		['＃First Name#', 'of a # that is not the one of ASCII; write #First Name#'],
		['﹟firstName﹟', 'of a # that is not the one of ASCII; write #firstName#'],
		['＃ firstName ＃', 'of a blank beside a #; write #firstName#'],
	])('%p is refused on each server and in a bulk file', (found, why) => {
		const sentence = `'Template' holds '${found}', which would be sent unchanged because ${why}${OR_TEXT}`;
		for (const template of [`Hi ${found}, you owe #Amount#.`, `#Amount#: ${found}`, found])
			expect(faultsOf(template)).toEqual([[sentence], [sentence], [sentence]]);
	});

	it('a name of more than 60 characters is refused, whatever their size', () => {
		const long = `नाम ${'x'.repeat(57)}`;
		expect(faultsOf(`Hi #${long.slice(0, -1)}#`, { [long.slice(0, -1)]: 'Ann' })).toEqual([[], [], []]);
		expect(faultsOf(`Hi #${long}#`)[0]).toEqual([
			expect.stringContaining(
				'because it has 61 characters, and a name at most 60; shorten it here and in the input item',
			),
		]);
	});

	it('a name whose first sign ends another placeholder is refused', () => {
		expect(faultsOf('Hi #firstName#Amount#, bye')[0]).toEqual([
			`'Template' holds '#Amount#', which would be sent unchanged because the # before it ends another placeholder; write #Amount# behind that #${OR_TEXT}`,
		]);
		expect(faultsOf('Hi #firstName##Amount#, bye')).toEqual([[], [], []]);
		expect(faultsOf('#firstName#and#Amount#')).toEqual([[], [], []]);
		expect(faultsOf('#firstName#field1#')[0]).toEqual([expect.stringContaining("holds '#field1#'")]);
		expect(faultsOf('#firstName#field1#st')[0]).toEqual([expect.stringContaining("holds 'field1#'")]);
	});

	it.each([
		['#firstName#Amount#First Name#', '#Amount#'],
		['#firstName #Amount#', '#firstName #'],
		['Hi# firstName #, bye', '# firstName #'],
		['## firstName ##', '# firstName #'],
	])('%p is refused where the item has the name, and is text where it has not', (template, found) => {
		expect(faultsOf(template)[0]).toEqual([expect.stringContaining(`'Template' holds '${found}'`)]);
		expect(nameFault(template)).toBeUndefined();
	});

	it('the composer of bulk files refuses it as well', () => {
		const work = composeFtpFiles({
			account: { apiId: '1', user: 'u', password: 'p' },
			options: {},
			content: {
				kind: 'merged',
				template: 'Hi #field1#, #a/b#',
				rows: [{ to: '27999123456', fields: new Map([[1, 'Ann']]) }],
			},
		});
		let step = work.next();
		while (!step.done) step = work.next();
		expect(step.value).toMatchObject({
			ok: false,
			faults: [{ sentence: expect.stringContaining("'Template' holds '#a/b#'") as string }],
		});
	});
});

describe('a text with number signs is sent as it is:', () => {
	it.each([
		...[
			'#1 in town, #2 next',
			'Ticket #4711 and #4712',
			'Use code #SALE today',
			'#1',
			'#',
			'##',
			'# #',
			'#1#',
		],
		...['Dial *#06#, #31# or *100*1#', 'Press 1# or 2#', 'Press 1#, 2# or 3#.', 'Press # to pay, # to stop.'],
		...['Press #. Then enter your PIN, and press #.', 'Press # then your PIN then #.'],
		...[
			'New #SALE #NOW',
			'New #SALE. #NOW',
			'New ＃SALE ＃NOW',
			'#sale,#now',
			'### SALE ###',
			'In C# and F#.',
		],
		...[
			'Apt #12B, #14C and #A',
			'Score: #1: Ann (#2: Bob)',
			'(#a)(#b)',
			'Rate us: # # #',
			'#😀#, #!#, # - #',
		],
		...['https://a.example/#x or https://b.example/#y', 'https://a.example/#/orders#top', 'a#b/c#'],
		...['#vorname\nnachname#', '# firstName\n#', '#a/\r\nb#', `#${'a, '.repeat(21)}b#`, '# of items: 3 #'],
	])('%p', (text) => {
		expect(namesIn(text)).toEqual([]);
		expect(nameFault(text)).toBeUndefined();
		expect(outcomesOf(`${text} #Amount#`, { Amount: '5' }).map(({ ok }) => ok)).toEqual(
			/[＃😀]/u.test(text) ? [false, false, false] : [true, true, true],
		);
		expect(numberPlaceholders(`${text} #Amount#`).template).toBe(`${text} #field1#`);
	});

	it('several words with a blank beside a sign, unless the item has a field of this name', () => {
		const text = 'Press # then PIN then #.';
		expect(faultsOf(text)).toEqual([[], [], expect.anything()]);
		expect(faultsOf(text, { 'then PIN then': 'x' })[0]).toEqual([
			expect.stringContaining('because of a blank beside a #; write #then PIN then#'),
		]);
	});
});

describe('the value of a name', () => {
	it.each<[template: string, column: string]>([
		['Hi #First Name#', 'First Name'],
		['Hi #First Name#', ' First Name '],
		['Hi #First Name#', 'First\u00a0Name'],
		['Hi #First\u00a0Name#', 'First Name'],
		['Hi #pre\u0301nom#', 'pr\u00e9nom'],
		['Hi #pr\u00e9nom#', 'pre\u0301nom'],
		['Hi #first.name#', 'first.name'],
		['Hi #1st#', '1st'],
		['Hi #_name#', '_name'],
		['Hi #नाम#', 'नाम'],
		['Hi #No.#', 'No.'],
	])('of %p is what the column %p holds', (template, column) => {
		for (const result of outcomesOf(template, { other: 'x', [column]: 'Ann' }))
			expect(result).toMatchObject({
				ok: true,
				checked: { wire: { template: 'Hi #field1#', field1: 'Ann' } },
			});
	});

	it('is the one of the column that is written the same, where two compare as the same', () => {
		const [result] = outcomesOf('#Name#', { ' Name': 'Bob', Name: 'Ann' });
		expect(result).toMatchObject({ checked: { wire: { field1: 'Ann' } } });
	});
});

test('names and faults are looked for in linear time, whatever the template is made of', () => {
	const pieces = ['#', '# ', '#a', '#a ', '#a b', '# a', '#a/', 'a', 'a ', '#e\u0316\u0301', '＃a', '#a#b'];
	for (const piece of subjectsOf(pieces, 4)) {
		const grown = growth((text) => {
			nameFault(text);
			// Of one template after the other, the second would be remembered.
			namesIn('');
			numberPlaceholders(text);
			namesIn('');
		}, piece);
		expect([piece, grown < NOT_SQUARE]).toEqual([piece, true]);
	}
});
