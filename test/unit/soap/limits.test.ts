import fc from 'fast-check';
import { byPart, type SoapServer } from '../../../nodes/Clickatell/apis/soap/wire';
import { checkItem } from '../../../nodes/Clickatell/message/check';
import { misspeltPlaceholder } from '../../../nodes/Clickatell/message/mergeFields';
import { growth, NOT_SQUARE } from './growth';
import { SERVERS, soapOperation, contextOf } from './wire';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/**
 * Every limit of the vendor's document (SOAP spec 6 to 8), on both sides: the last value that is allowed reaches the wire, the first beyond is refused with a sentence that names the field, the value and the limit.
 */

const A = '27999100001';
const BATCH = 'aaaabbbbccccddddeeeeffff00001111';
const BASE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	'message.send': { to: A, text: 'Hello' },
	'message.getStatus': { messageId: BATCH },
	'account.checkCoverage': { number: A },
	'account.redeemVoucher': { voucher: '1234' },
	'batch.start': { template: 'Hello' },
	'batch.sendItem': { batchId: BATCH, to: A, fields: { field1: 'Ann' } },
	'push.sendMmsNotification': {
		to: A,
		subject: 'News',
		from: 'Shop',
		contentUrl: 'https://example.com/m',
		messageClass: '80',
		expiresAfter: 60,
	},
	'push.sendServiceIndication': { to: A, text: 'News', url: 'https://example.com/i', indicationId: 'i1' },
};

type Values = Readonly<Record<string, unknown>>;

function check(operation: string, values: Values, server: SoapServer = 'rpcEncoded') {
	return checkItem(soapOperation(operation), { ...BASE[operation], ...values }, contextOf(server));
}

function wireOf(operation: string, values: Values, server?: SoapServer) {
	const result = check(operation, values, server);
	if (!result.ok) throw new Error(result.faults.join('\n'));
	const { to, wire } = result.checked;
	return byPart(operation, to ? { ...wire, to } : wire);
}

function faultsOf(operation: string, values: Values, server?: SoapServer): readonly string[] {
	const result = check(operation, values, server);
	return result.ok ? [] : result.faults;
}

interface Limit {
	readonly operation: string;
	readonly parameter: string;
	readonly part: string;
	/** The limit itself, with what reaches the wire. */
	readonly within: ReadonlyArray<readonly [value: unknown, wire: string]>;
	/** The first value beyond, with what the sentence must hold. */
	readonly beyond: ReadonlyArray<readonly [value: unknown, ...words: string[]]>;
}

/** What a message and a push have in common (6.2.3 to 6.2.16). */
const travelLimits = (operation: string): readonly Limit[] =>
	(
		[
			{
				parameter: 'senderId',
				part: 'from',
				within: [
					['1'.repeat(16), '1'.repeat(16)],
					['+27 999-100-001', '27999100001'],
					['ElevenChars', 'ElevenChars'],
				],
				beyond: [
					['1'.repeat(17), "'Sender ID'", '17 digits', '16'],
					['TwelveChars1', "'Sender ID'", "'TwelveChars1'", '12 characters', '11'],
					['Café', "'Sender ID'", "'Café'"],
				],
			},
			{
				parameter: 'maxParts',
				part: 'concat',
				within: [
					[1, '1'],
					[35, '35'],
				],
				beyond: [
					[0, "'Most Message Parts'", '0', 'between 1 and 35'],
					[36, "'Most Message Parts'", '36', 'between 1 and 35'],
					[1.5, "'Most Message Parts'", '1.5', 'whole number'],
					['many', "'Most Message Parts'", "'many'", 'number'],
				],
			},
			{
				parameter: 'deliveryDelay',
				part: 'deliv_time',
				within: [
					[0, '0'],
					[10080, '10080'],
				],
				beyond: [
					[-1, "'Delivery Delay (Minutes)'", '-1', 'between 0 and 10080', 'minutes'],
					[10081, "'Delivery Delay (Minutes)'", '10081', 'between 0 and 10080', 'minutes'],
				],
			},
			{
				parameter: 'validityPeriod',
				part: 'validity',
				within: [
					[1, '1'],
					[1440, '1440'],
				],
				beyond: [
					[0, "'Validity Period (Minutes)'", '0', 'between 1 and 1440', 'minutes'],
					[1441, "'Validity Period (Minutes)'", '1441', 'between 1 and 1440', 'minutes'],
				],
			},
			{
				parameter: 'maxCredits',
				part: 'max_credits',
				within: [
					[0, '0'],
					[0.8, '0.8'],
					['2.5', '2.5'],
					[2147483647, '2147483647'],
				],
				beyond: [
					[-0.1, "'Maximum Credits'", '-0.1', '0'],
					[2147483648, "'Maximum Credits'", '2147483648', '2147483647'],
					[1e21, "'Maximum Credits'", '1e+21', '2147483647'],
					[Number.NaN, "'Maximum Credits'", 'number'],
					[Number.POSITIVE_INFINITY, "'Maximum Credits'", 'number'],
				],
			},
			{
				parameter: 'requiredFeatures',
				part: 'req_feat',
				within: [
					[[16], '16'],
					[[16, 32, 8192], '8240'],
					[[32, 512], '544'],
					[['16', '16'], '16'],
					[544, '544'],
					[[16, 32, 512, 8192], '8752'],
				],
				beyond: [
					[[64], "'Required Features'", "'64'"],
					// What Clickatell sees to is not asked for.
					[[8], "'Required Features'", "'8'", '512 (Flash)'],
					[[16, 'flash'], "'Required Features'", "'flash'"],
					[[-1], "'Required Features'", "'-1'"],
					[4294967296 + 16, "'Required Features'", "'4294967312'"],
					[1.5, "'Required Features'", "'1.5'"],
				],
			},
			{
				parameter: 'priority',
				part: 'queue',
				within: [
					[1, '1'],
					['3', '3'],
				],
				beyond: [
					[0, "'Priority'", "'0'", '1 (High)', '3 (Low)'],
					[4, "'Priority'", "'4'", '1 (High)', '3 (Low)'],
				],
			},
			{
				parameter: 'deliveryReports',
				part: 'msg_callback',
				within: [0, 1, 2, 4, 5, 7].map((value): [unknown, string] => [value, String(value)]),
				beyond: [
					[-1, "'Delivery Reports'", "'-1'", '7 (All)'],
					// The document's other names for 7 and 2.
					[3, "'Delivery Reports'", "'3'", '7 (All)'],
					[6, "'Delivery Reports'", "'6'", '2 (Final Only)'],
					[8, "'Delivery Reports'", "'8'", '0 (None)'],
				],
			},
			...(
				[
					['escalate', 'escalate', 'Escalate'],
					['replyRouting', 'mo', 'Enable Replies'],
				] as const
			).map(([parameter, part, label]): Omit<Limit, 'operation'> => ({
				parameter,
				part,
				within: [
					[true, '1'],
					[false, '0'],
					['1', '1'],
					[0, '0'],
				],
				beyond: [
					[2, `'${label}'`, "'2'", 'on or off'],
					['maybe', `'${label}'`, "'maybe'", 'on or off'],
				],
			})),
			{
				parameter: 'clientMessageId',
				part: 'climsgid',
				within: [
					['a', 'a'],
					['A1'.repeat(16), 'A1'.repeat(16)],
					[17, '17'],
				],
				beyond: [
					['x'.repeat(33), "'Client Message ID'", '33 characters', '32'],
					['order 17', "'Client Message ID'", "'order 17'", 'without blanks'],
					['order-17', "'Client Message ID'", "'order-17'", 'letters and digits'],
				],
			},
		] satisfies ReadonlyArray<Omit<Limit, 'operation'>>
	).map((limit) => ({ ...limit, operation }));

const NUMBERS: readonly Limit[] = (
	[
		['message.send', 'to', 'to', "'To'"],
		['account.checkCoverage', 'number', 'msisdn', "'Number'"],
	] as const
).map(([operation, parameter, part, label]) => ({
	operation,
	parameter,
	part,
	within: [
		['6834000', '6834000'],
		['492991000000001', '492991000000001'],
		['+27 (0)99 910-0001', '27999100001'],
		['0027999100001', '27999100001'],
		[27999100001, '27999100001'],
	],
	beyond: [
		['279991', label, "'279991'", '6 digits', '7'],
		['2799910000000012', label, "'2799910000000012'", '16 digits', '15'],
		['2799910000', label, "'2799910000'", 'country code 27', '9 digits', 'with +'],
		['0999100001', label, "'0999100001'", "'Default Dial Prefix'"],
		['+0999100001', label, "'+0999100001'", 'country code'],
		['27999l00001', label, "'27999l00001'", "'l'"],
	],
}));

const OTHERS: readonly Limit[] = [
	{
		operation: 'message.getStatus',
		parameter: 'messageId',
		part: 'apimsgid',
		within: [
			['0123456789abcdef0123456789ABCDEF', '0123456789abcdef0123456789ABCDEF'],
			[` ${BATCH}\n`, BATCH],
		],
		beyond: [
			['0'.repeat(31), "'Message ID'", `'${'0'.repeat(31)}'`, '32 characters'],
			['0'.repeat(33), "'Message ID'", `'${'0'.repeat(33)}'`, '32 characters'],
			['g'.repeat(32), "'Message ID'", `'${'g'.repeat(32)}'`, 'a-f'],
		],
	},
	{
		operation: 'push.sendMmsNotification',
		parameter: 'messageClass',
		part: 'mms_class',
		within: [80, 81, 82, 83].map((value): [unknown, string] => [value, String(value)]),
		beyond: [
			['79', "'Class'", "'79'", '80 (Personal)'],
			['84', "'Class'", "'84'", '83 (Automatic)'],
		],
	},
	{
		operation: 'push.sendMmsNotification',
		parameter: 'expiresAfter',
		part: 'mms_expire',
		within: [
			[1, '1'],
			[2147483647, '2147483647'],
		],
		beyond: [
			[0, "'Expires After (Seconds)'", '0', 'between 1 and 2147483647', 'seconds'],
			[2147483648, "'Expires After (Seconds)'", '2147483648', 'between 1 and 2147483647'],
		],
	},
	{
		operation: 'push.sendMmsNotification',
		parameter: 'contentUrl',
		part: 'mms_url',
		within: [['http://example.com/', 'http://example.com/']],
		beyond: [
			['ftp://example.com/x', "'Content URL'", "'ftp://example.com/•••'", 'http://'],
			['example.com', "'Content URL'", "'example.com'", 'https://'],
		],
	},
	{
		operation: 'push.sendServiceIndication',
		parameter: 'indicationAction',
		part: 'si_action',
		within: ['signal-none', 'signal-low', 'signal-medium', 'signal-high', 'delete'].map(
			(value): [unknown, string] => [value, value],
		),
		beyond: [['signal-loud', "'Action'", "'signal-loud'", 'signal-high']],
	},
	{
		operation: 'push.sendServiceIndication',
		parameter: 'expires',
		part: 'si_expires',
		within: [
			['2030-01-31T09:00:00Z', '2030-01-31T09:00:00Z'],
			['2030-01-31T09:00:00.500+02:00', '2030-01-31T07:00:00Z'],
			['2030-01-31 09:00', '2030-01-31T09:00:00Z'],
			[new Date(Date.UTC(2030, 0, 31)), '2030-01-31T00:00:00Z'],
			[{ toJSON: () => '2030-01-31T09:00:00.000+02:00' }, '2030-01-31T07:00:00Z'],
		],
		beyond: [
			['tomorrow', "'Expires'", "'tomorrow'", '2030-01-31T09:00:00Z'],
			['2030-02-30T09:00:00Z', "'Expires'", "'2030-02-30T09:00:00Z'"],
			['2030-13-01T09:00:00Z', "'Expires'", "'2030-13-01T09:00:00Z'"],
			[new Date(Number.NaN), "'Expires'", 'date and time'],
		],
	},
];

const LIMITS = [
	...travelLimits('message.send'),
	...travelLimits('batch.start'),
	...travelLimits('push.sendMmsNotification'),
	...travelLimits('push.sendServiceIndication'),
	...NUMBERS,
	...OTHERS,
];

/** What a parameter needs beside it to count. */
const BESIDE: Readonly<Record<string, Values>> = {
	maxParts: { longTexts: 'more' },
	replyRouting: { senderId: '27999000009' },
};

describe.each(LIMITS.map((limit) => [limit.operation, limit.parameter, limit] as const))(
	'%s: %s',
	(operation, parameter, { part, within, beyond }) => {
		const beside = BESIDE[parameter] ?? {};

		it.each(within)('takes %p', (value, wire) => {
			expect([wireOf(operation, { ...beside, [parameter]: value })[part]].flat()).toEqual([wire]);
		});

		it.each(beyond)('refuses %p', (value, ...words) => {
			const faults = faultsOf(operation, { ...beside, [parameter]: value });
			expect(faults).toHaveLength(1);
			for (const word of words) expect(faults[0]).toContain(word);
		});
	},
);

const upTo = (maxParts: number): Values => ({ longTexts: 'more', maxParts });

describe('the length of a text', () => {
	const fits = (values: Values, server?: SoapServer) => check('message.send', values, server);
	const travelOf = (values: Values) => {
		const result = fits(values);
		return result.ok ? result.checked.travel : undefined;
	};

	it.each([
		['GSM', 'a', 160, 153, 'gsm'],
		['GSM that is escaped', '€', 80, 76, 'gsm'],
		['Unicode', 'я', 70, 67, 'unicode'],
		['Unicode beyond the basic plane', '😀', 35, 33, 'unicode'],
	] as const)('%s: one part, two parts, 35 parts', (_name, char, single, each, encoding) => {
		expect(travelOf({ text: char.repeat(single) })).toEqual({ encoding, parts: 1 });
		expect(travelOf({ text: char.repeat(single + 1), ...upTo(2) })).toEqual({ encoding, parts: 2 });
		expect(travelOf({ text: char.repeat(each * 35), ...upTo(35) })).toEqual({ encoding, parts: 35 });
	});

	it.each([
		['a', 160],
		['я', 70],
	])('refuses a second part that nobody allowed (%s)', (char, single) => {
		const [fault] = faultsOf('message.send', { text: char.repeat(single + 1) });
		expect(fault).toContain("'Text' needs 2 message parts");
		expect(fault).toContain('1 is allowed');
		expect(fault).toContain("set 'Long Texts' to Send in Two or Three Parts");
	});

	it.each([
		['a', 153, 3],
		['я', 67, 3],
	])('takes three parts where three are allowed, and no fourth (%s)', (char, each, most) => {
		const three = { longTexts: 'upToThree' };
		expect(travelOf({ text: char.repeat(each * most), ...three })).toMatchObject({ parts: 3 });
		expect(wireOf('message.send', { text: char, ...three })['concat']).toBe('3');
		const [fault] = faultsOf('message.send', { text: char.repeat(each * most + 1), ...three });
		expect(fault).toContain('needs 4 message parts');
		expect(fault).toContain('3 are allowed');
		expect(fault).toContain("set 'Long Texts' to Send in More Parts and 'Most Message Parts' to 4");
	});

	it('allows one part where nothing is chosen, whatever number is left over', () => {
		expect(wireOf('message.send', { text: 'a', maxParts: 9 })).not.toHaveProperty('concat');
		expect(faultsOf('message.send', { text: 'a'.repeat(161), maxParts: 9 })[0]).toContain('1 is allowed');
		const three = { longTexts: 'upToThree', maxParts: 9 };
		expect(wireOf('message.send', { text: 'a', ...three })['concat']).toBe('3');
	});

	it('asks for the number where more parts are chosen', () => {
		expect(faultsOf('message.send', { longTexts: 'more' })).toEqual([
			"'Most Message Parts' is empty; fill it in",
		]);
	});

	it.each([
		['a', 153],
		['я', 67],
	])('refuses a 36th part whatever is allowed (%s)', (char, each) => {
		const [fault] = faultsOf('message.send', { text: char.repeat(each * 35 + 1), ...upTo(35) });
		expect(fault).toContain("'Text' needs 36 message parts");
		expect(fault).toContain('35 are allowed');
		expect(fault).toContain('at most 35');
	});

	it('names the characters that force Unicode', () => {
		const [fault] = faultsOf('message.send', { text: `${'a'.repeat(100)}я` });
		expect(fault).toContain("Unicode, because of 'я'");
		const [gsm] = faultsOf('message.send', { text: 'Привет', encoding: 'gsm' });
		expect(gsm).toContain("'Text' cannot be sent as GSM because of 'П' 'р' 'и' 'в' 'е' 'т'");
	});

	it('does not count a template whose fields are still to be filled in', () => {
		expect(check('batch.start', { template: `${'a'.repeat(200)}#field1#` }).ok).toBe(true);
		expect(faultsOf('batch.start', { template: 'a'.repeat(161) })[0]).toContain("'Template' needs 2");
	});
});

describe('binary data', () => {
	const binary = (udhBytes: number, dataBytes: number, more: Values = {}) => ({
		udh: '06'.repeat(udhBytes),
		data: 'A1'.repeat(dataBytes),
		...more,
	});

	it('fills 140 bytes with header and data', () => {
		expect(wireOf('message.send', binary(7, 133))['data']).toBe('A1'.repeat(133));
		const [fault] = faultsOf('message.send', binary(7, 134));
		expect(fault).toContain("'Data' needs 2 message parts");
		expect(fault).toContain('1 is allowed');
		expect(check('message.send', binary(7, 134, upTo(2))).ok).toBe(true);
	});

	it('is never cut', () => {
		const [fault] = faultsOf('message.send', binary(7, 134, { longTexts: 'cut' }));
		expect(fault).toContain("'Data' needs 2 message parts, but 1 is allowed");
	});

	it('stops at 35 parts', () => {
		// 140 bytes less the header and 5 bytes of concatenation.
		const each = 140 - 7 - 5;
		expect(check('message.send', binary(7, each * 35, upTo(35))).ok).toBe(true);
		expect(faultsOf('message.send', binary(7, each * 35 + 1, upTo(35)))[0]).toContain(
			'needs 36 message parts',
		);
	});

	it('refuses a header that is longer than a part', () => {
		const [fault] = faultsOf('message.send', binary(141, 1));
		expect(fault).toContain("'User Data Header' has 141 bytes; at most 140");
	});

	it.each([
		['an odd digit', 'abc'],
		['a letter', 'xy'],
		['nothing but punctuation', '--'],
		['an object', { type: 'Buffer' }],
	])('refuses %s', (_what, data) => {
		const faults = faultsOf('message.send', binary(7, 1, { data }));
		expect(faults).toHaveLength(1);
		expect(faults[0]).toContain("'Data' is ");
		expect(faults[0]).toContain('hexadecimal');
	});

	it('needs both header and data', () => {
		expect(faultsOf('message.send', { udh: '0605' })).toEqual([
			"'User Data Header' is set, but 'Data' is empty; add it under 'Advanced', or leave the header out",
		]);
		expect(faultsOf('message.send', { data: '0605' })).toEqual([
			"'Data' is set, but 'User Data Header' is empty; add it under 'Advanced'",
		]);
		expect(faultsOf('message.send', { data: '06', udh: 'x' })).toHaveLength(1);
	});

	it('takes the place of the text', () => {
		expect(wireOf('message.send', binary(7, 1, { text: 'Hello' }))).not.toHaveProperty('text');
		expect(wireOf('message.send', { text: 'Hello', data: ' ' })).toMatchObject({ text: 'Hello' });
	});
});

describe('merge fields', () => {
	it.each([
		['documentLiteral', 10],
		['rpcEncoded', 4],
	] as const)('of the %s server end at %i', (server, most) => {
		expect(wireOf('batch.start', { template: `Hi #field${most}#` }, server)['template']).toBe(
			`Hi #field${most}#`,
		);
		const [fault] = faultsOf('batch.start', { template: `Hi #field${most + 1}#` }, server);
		expect(fault).toContain(`'Template' holds #field${most + 1}#`);
		expect(fault).toContain(`fields 1 to ${most}`);

		const fields = (number: number) => ({ fields: { [`field${number}`]: 'x' } });
		expect(wireOf('batch.sendItem', fields(most), server)[`field${most}`]).toBe('x');
		expect(faultsOf('batch.sendItem', fields(most + 1), server)[0]).toContain(`${most + 1}`);
	});

	it('begin at 1', () => {
		expect(faultsOf('batch.start', { template: 'Hi #field0#' })[0]).toContain('holds #field0#');
		expect(faultsOf('batch.sendItem', { fields: { field0: 'x' } })[0]).toContain("holds 'field0'");
	});

	it('do not go together with Unicode', () => {
		const [fault] = faultsOf('batch.start', { template: 'Привет #field1#' });
		expect(fault).toContain("'Template' needs Unicode because of 'П' 'р' 'и' 'в' 'е' 'т'");
		expect(faultsOf('batch.start', { template: 'Hi #field1#', encoding: 'unicode' })).toEqual([
			"'Template' has merge fields, which Unicode cannot carry; set 'Encoding' to Automatic",
		]);
		expect(check('batch.start', { template: 'Привет' }).ok).toBe(true);
		expect(check('batch.start', { template: 'Grüß #field1#' }).ok).toBe(true);
	});
});

describe('the two servers', () => {
	it('differ in decimal credit limits', () => {
		expect(wireOf('message.send', { maxCredits: 1.5 }, 'rpcEncoded')['max_credits']).toBe('1.5');
		const [fault] = faultsOf('message.send', { maxCredits: 1.5 }, 'documentLiteral');
		expect(fault).toContain("'Maximum Credits' is 1.5");
		expect(fault).toContain('whole numbers only');
		expect(wireOf('message.send', { maxCredits: 2 }, 'documentLiteral')['max_credits']).toBe('2');
	});
});

describe('what must be given', () => {
	it.each([
		['message.send', ['to', 'text']],
		['account.checkCoverage', ['number']],
		['account.redeemVoucher', ['voucher']],
		['batch.start', ['template']],
		['batch.sendItem', ['batchId', 'to']],
		['push.sendMmsNotification', ['to', 'subject', 'from', 'contentUrl', 'messageClass', 'expiresAfter']],
		['push.sendServiceIndication', ['to', 'text', 'url', 'indicationId']],
	] as const)('%s', (operation, names) => {
		for (const nothing of [undefined, null, '', []]) {
			for (const name of names) {
				const { label } = defined(soapOperation(operation).parameters.find((each) => each.name === name));
				for (const server of SERVERS) {
					expect(faultsOf(operation, { [name]: nothing }, server)).toEqual([
						expect.stringContaining(`'${label}'`),
					]);
				}
			}
		}
	});

	it('is one of two IDs for a status', () => {
		expect(faultsOf('message.getStatus', { messageId: '' })).toEqual([
			"'Message ID' and 'Client Message ID' are empty; fill in one of them",
		]);
		expect(wireOf('message.getStatus', { messageId: '', clientMessageId: 'order17' })).toEqual({
			climsgid: 'order17',
		});
	});

	it('is said for every fault of an item at once', () => {
		expect(
			faultsOf('message.send', {
				to: 'Ann, 0999100001',
				text: 'a'.repeat(161),
				senderId: 'TwelveChars1',
				validityPeriod: 1441,
			}),
		).toEqual([
			expect.stringContaining("'Ann'"),
			expect.stringContaining("'0999100001'"),
			expect.stringContaining("'Text'"),
			expect.stringContaining("'Sender ID'"),
			expect.stringContaining("'Validity Period (Minutes)'"),
		]);
	});
});

describe('placeholders of a template', () => {
	it.each([
		'#field01#',
		'#field000000001#',
		'#Field1#',
		'#FIELD2#',
		'#field 1#',
		'# field1#',
		'#field_1#',
		'#field-1#',
		'#field#',
		'#fields1#',
		'#Fields 2#',
		'#field1.0#',
		'#field1,5#',
		'#field.1#',
		'#field１#',
		'#field١#',
		'＃field1＃',
		'#field1',
		'#field10',
		'#fields1',
		'#Field1',
		'#field_1',
		'#field１',
		'field1#',
		'Field2#',
	])('%s would be sent as it stands, and is refused', (misspelt) => {
		expect(faultsOf('batch.start', { template: `Hi ${misspelt}, see you` })).toEqual([
			`'Template' holds '${misspelt}', which would be sent unchanged; write #field1#, with a # at both ends, in small letters, without blanks, points and leading zeros, or other words if no merge field is meant`,
		]);
	});

	it('are found beside good ones', () => {
		for (const [template, found] of [
			['#field1#field2#', 'field2#'],
			['#field1##field2', '#field2'],
			['#field1 and #field2#', '#field1'],
			['#field1#, #fields2#', '#fields2#'],
		] as const)
			expect(faultsOf('batch.start', { template })).toEqual([expect.stringContaining(`holds '${found}',`)]);
	});

	it('and nothing like them are all that a template of plain words and placeholders holds', () => {
		const word = fc.constantFrom(
			...['item #1', '#fieldwork', '#field trip', '#fields', '#Field2026', 'the field', '1', '#', 'No.'],
			...['#field1#', '#field10#', '(#field2#)', '#field3#s'],
		);
		fc.assert(
			fc.property(fc.array(word), (words) => {
				expect(misspeltPlaceholder(words.join(' and '))).toBeUndefined();
			}),
		);
	});

	it('are refused wherever they stand and however they are written, but for the exact ones', () => {
		const between = fc.constantFrom('', ' ', '_', '-', '.');
		const number = fc.constantFrom('1', '01', '1.0', '１', '10');
		const sign = fc.constantFrom('#', '＃');
		const name = fc.constantFrom('field', 'Field', 'FIELD', 'fields');
		fc.assert(
			fc.property(
				fc.tuple(sign, between, name, between, number, between, sign),
				fc.constantFrom('', 'Hi ', '#field1# '),
				fc.constantFrom('', ', see you', ' #field2#'),
				(parts, before, behind) => {
					const written = parts.join('');
					const isExact = /^#field(?:1|10)#$/.test(written);
					const found = misspeltPlaceholder(before + written + behind);
					expect([written, found]).toEqual([written, isExact ? undefined : written]);
				},
			),
		);
	});

	it.each([
		...['#field1#', '#fields#', 'field1', '#1', '# #', '#fielded#', '#fieldwork', 'item #1', '#1 #2'],
		...['#field2026', '#field trip#', '# field1', '##field1##', 'Sportfield1#', '#field', '#myfield1'],
	])('%s is taken as it stands', (text) => {
		expect(wireOf('batch.start', { template: `Hi ${text}` })['template']).toBe(`Hi ${text}`);
	});

	it('are looked for in linear time, whatever the template is made of', () => {
		for (const piece of [
			'#',
			'# ',
			'#field',
			'#field ',
			'#field1',
			' ',
			'#field  1  ',
			'field1',
			'1',
			'#field1.',
		]) {
			const grown = growth((text) => void misspeltPlaceholder(text), piece);
			expect([piece, grown < NOT_SQUARE]).toEqual([piece, true]);
		}
	});
});

describe('merge fields of a batch', () => {
	it('that need Unicode are refused where the template is not known as well', () => {
		expect(faultsOf('batch.sendItem', { fields: { field1: 'Жанна' } })).toEqual([
			"'Fields': the value of #field1# needs Unicode because of 'Ж' 'а' 'н', which a template with merge fields cannot carry; remove them",
		]);
	});

	it('that n8n dropped, because they were one expression, are missed', () => {
		const dropped = /An expression for all of 'Fields' does not work, because n8n drops it/;
		expect(faultsOf('batch.sendItem', { fields: {} })).toEqual([expect.stringMatching(dropped)]);
	});
});

describe('a text that is to be cut', () => {
	const cut = (text: string, more: Values = {}) => {
		const result = check('message.send', { text, longTexts: 'cut', ...more });
		if (!result.ok) throw new Error(result.faults.join('\n'));
		const { wire, travel } = result.checked;
		const sent = String(wire['text']);
		return { text: wire['unicode'] ? Buffer.from(sent, 'hex').swap16().toString('utf16le') : sent, travel };
	};

	it.each([
		['as GSM', `${'a'.repeat(160)}b`, 'a'.repeat(160), 'gsm'],
		['before a character that counts two', `${'a'.repeat(159)}€b`, 'a'.repeat(159), 'gsm'],
		['as Unicode', `я${'a'.repeat(70)}`, `я${'a'.repeat(69)}`, 'unicode'],
		['before an emoji of two units', `${'я'.repeat(69)}😀`, 'я'.repeat(69), 'unicode'],
		['before an emoji that is composed', `${'я'.repeat(68)}👨‍👩‍👧`, 'я'.repeat(68), 'unicode'],
		['before a flag', `${'я'.repeat(67)}🇿🇦`, 'я'.repeat(67), 'unicode'],
		['before a letter whose accent follows', `${'a'.repeat(100)}e\u0301`, 'a'.repeat(100), 'gsm'],
		['as GSM up to what needs Unicode, where that is more', `${'a'.repeat(90)}😀b`, 'a'.repeat(90), 'gsm'],
		[
			'as Unicode where that is more',
			`${'a'.repeat(60)}😀${'b'.repeat(90)}`,
			`${'a'.repeat(60)}😀bbbbbbbb`,
			'unicode',
		],
	])('%s', (_, given, sent, encoding) => {
		expect(cut(given)).toEqual({ text: sent, travel: { encoding, parts: 1, textCut: true } });
	});

	it('keeps to the encoding that is chosen', () => {
		expect(cut('a'.repeat(161), { encoding: 'unicode' }).text).toBe('a'.repeat(70));
		expect(cut(`${'a'.repeat(160)}я`, { encoding: 'gsm' }).text).toBe('a'.repeat(160));
		expect(
			faultsOf('message.send', { text: `я${'a'.repeat(160)}`, longTexts: 'cut', encoding: 'gsm' })[0],
		).toContain("cannot be sent as GSM because of 'я'");
	});

	it('is left alone where it fits', () => {
		expect(cut('a'.repeat(160)).travel).toEqual({ encoding: 'gsm', parts: 1, textCut: false });
		expect(cut('😀'.repeat(35)).travel).toEqual({ encoding: 'unicode', parts: 1, textCut: false });
	});

	it('cannot be a template, which Clickatell fills in', () => {
		expect(faultsOf('batch.start', { longTexts: 'cut' })[0]).toContain("'Long Texts' is 'cut'");
	});
});

describe('replies', () => {
	const WITHOUT_SENDER =
		"'Enable Replies' is on, but 'Sender ID' is empty; enter your two-way number there, or in the credential as 'Default Sender ID'";

	it.each([[undefined], [''], [' '], [null]])('need a sender: %p', (senderId) => {
		expect(faultsOf('message.send', { replyRouting: true, senderId })).toEqual([WITHOUT_SENDER]);
		expect(faultsOf('batch.start', { replyRouting: '1', senderId })).toEqual([WITHOUT_SENDER]);
		expect(faultsOf('message.send', { replyRouting: false, senderId })).toEqual([]);
	});

	it.each(['Acme', 'Acme Shop', 'Shop24', '24 hours'])('cannot be sent to the name %s', (sender) => {
		const fault = (label: string) =>
			`'Enable Replies' is on, but '${label}' is '${sender}', a name, which nobody can answer; enter your two-way number there, or in the credential as 'Default Sender ID'`;
		for (const operation of ['message.send', 'batch.start']) {
			const asked = { replyRouting: true, senderId: sender };
			expect(faultsOf(operation, asked)).toEqual([fault('Sender ID')]);
			expect(faultsOf(operation, { ...asked, replyRouting: false })).toEqual([]);
			expect(faultsOf(operation, { ...asked, senderId: '+27 999 000 009' })).toEqual([]);
		}
		const values = { ...BASE['message.send'], replyRouting: true };
		const context = { server: 'documentLiteral', defaultSender: sender } as const;
		const check = (own?: string) =>
			checkItem(soapOperation('message.send'), { ...values, senderId: own }, context);
		expect(check()).toEqual({ ok: false, faults: [fault('Default Sender ID')] });
		expect(check('27999000009').ok).toBe(true);
	});

	it('take the sender of the credential', () => {
		const values = { ...BASE['message.send'], replyRouting: true };
		const result = checkItem(soapOperation('message.send'), values, contextOf('rpcEncoded', '27999000009'));
		expect(result).toMatchObject({
			ok: true,
			checked: { wire: { senderId: '27999000009', replyRouting: '1' } },
		});
	});

	it('tell of a sender that is wrong, and not that there is none', () => {
		expect(faultsOf('message.send', { replyRouting: true, senderId: 'a name that is too long' })).toEqual([
			expect.stringContaining("'Sender ID' is"),
		]);
	});
});
