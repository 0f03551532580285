import * as fc from 'fast-check';
import { codeForHttp, lostCharacters } from '../../../../nodes/Clickatell/apis/http/characters';
import { fillFormSlot, FORM_HEADERS, writeForm } from '../../../../nodes/Clickatell/apis/http/request';
import { WIRE } from '../../../../nodes/Clickatell/apis/http/wire';
import { BASIC, EXTENSION } from '../../../../nodes/Clickatell/message/text/gsm';
import { xmlText } from '../../soap/arbitraries';
import { ACCOUNTS } from '../../soap/wire';
import { readForm, textOf } from './forms';
import { casesOf } from '../../../extent';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const SEND = defined(WIRE['message.send']);
const TO = ['27999100001', '27999100002'];
const LOGIN = { api_id: '424242', user: 'acme', password: 's3cret & <more> "quotes"' };
const SESSION = { session_id: '0123456789abcdef0123456789abcdef' };

/** What only a form may hold: no byte beyond ASCII, nothing unescaped. */
const FORM = /^[A-Za-z0-9*._%+=&,-]+$/;

describe('the form of a call', () => {
	it('is written byte by byte, as the vendor writes it', () => {
		const form = writeForm(SEND, {
			to: TO,
			text: 'a va, mon élève, mi niña?',
			senderId: '27999000009',
			deliveryReports: '7',
			clientMessageId: 'ord17',
		});
		expect(form).toBe(
			'<account>&to=27999100001,27999100002&text=a+va%2C+mon+%E9l%E8ve%2C+mi+ni%F1a%3F&from=27999000009&callback=7&cliMsgId=ord17&climsgid=ord17',
		);
	});

	it('carries Unicode as UCS-2 in hex beside its flag', () => {
		expect(writeForm(SEND, { to: TO, ...codeForHttp('ΩΨΘ', 'automatic') })).toBe(
			'<account>&to=27999100001,27999100002&text=03A903A80398&unicode=1',
		);
	});

	it('says once that a text is Unicode, behind the text, whatever options stand beside it', () => {
		const options = { senderId: '27999000009', deliveryReports: '7', maxParts: '3' };
		expect(writeForm(SEND, { to: defined(TO[0]), ...codeForHttp('Ω', 'automatic'), ...options })).toBe(
			'<account>&to=27999100001&text=03A9&unicode=1&from=27999000009&concat=3&callback=7',
		);
	});

	it('has each merge field by its number, in a batch alone', () => {
		const fields = { fields: 'x', field1: 'Zoë'.replace('ë', 'è'), field10: '5 €', field: 'x', fieldx: 'x' };
		const batch = { batchId: 'b', to: '27999100001' };
		expect(writeForm(defined(WIRE['batch.sendItem']), { ...batch, ...fields })).toBe(
			'<account>&batch_id=b&to=27999100001&field1=Zo%E8&field10=5+%80',
		);
		expect(writeForm(defined(WIRE['batch.quickSend']), { ...batch, ...fields })).toBe(
			'<account>&batch_id=b&to=27999100001',
		);
	});

	it('leaves out what is absent and what the command does not have', () => {
		expect(writeForm(SEND, { to: [], timeout: '60', longTexts: 'refuse', voucher: '1' })).toBe('<account>');
		expect(writeForm(defined(WIRE['account.getBalance']), {})).toBe('<account>');
		expect(writeForm(defined(WIRE['account.openSession']), {})).toBe('<login>');
		expect(writeForm(defined(WIRE['account.pingSession']), {})).toBe('<session>');
	});

	it('keeps a value that is empty', () => {
		expect(writeForm(SEND, { to: defined(TO[0]), text: '' })).toBe('<account>&to=27999100001&text=');
	});

	it('is not written where a value cannot travel', () => {
		expect(() => writeForm(SEND, { to: TO, text: 'Ça va' })).toThrow('position 1 cannot travel as a byte');
		expect(() => writeForm(SEND, { to: TO, text: ['a', 'b'] })).toThrow('text is a list');
	});

	it('says what it is, and no charset', () => {
		expect(FORM_HEADERS['Content-Type']).toBe('application/x-www-form-urlencoded');
	});
});

describe("Node's reader of forms", () => {
	const texts: Array<[string, fc.Arbitrary<string>]> = [
		['GSM', fc.string({ unit: fc.constantFrom(...BASIC, ...EXTENSION), maxLength: 200 })],
		[
			'Latin-1',
			fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)) }),
		],
		['any Unicode', xmlText({ maxLength: 200 })],
		[
			'any units',
			fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((n) => String.fromCharCode(n)) }),
		],
	];

	it.each(texts)(
		'reads a message of %s characters as it was meant, one byte or four digits a unit',
		(_name, some) => {
			fc.assert(
				fc.property(some, fc.constantFrom('automatic', 'unicode' as const), (text, choice) => {
					for (const [operation, name] of [
						['message.send', 'text'],
						['batch.start', 'template'],
					] as const) {
						const coded = codeForHttp(text, choice);
						const { text: value, ...flag } = coded;
						const form = writeForm(defined(WIRE[operation]), { [name]: value, ...flag });
						expect(form.slice('<account>'.length)).toMatch(FORM);
						const read = readForm(form);
						expect(textOf(read, name)).toBe(text);
						const isUnicode = choice === 'unicode' || lostCharacters(text).length > 0;
						expect(read['unicode']).toBe(isUnicode ? '1' : undefined);
					}
				}),
				{ numRuns: casesOf(500) },
			);
		},
	);

	it.each(Object.entries(WIRE))('reads every parameter of %s by its name and value', (_name, command) => {
		const value = fc.string({
			unit: fc.constantFrom(...'aZ09 &=+%<>,#;/?:@~\'"\n\r€éßÑ'),
			maxLength: 30,
		});
		const number = fc.stringMatching(/^[1-9][0-9]{6,14}$/);
		const model = Object.fromEntries(
			command.fields.map(([parameter, , type]) => [
				parameter,
				type === 'list' ? fc.array(number, { minLength: 1, maxLength: 5 }) : value,
			]),
		);
		fc.assert(
			fc.property(fc.record(model, { requiredKeys: [] }), value, (values, field) => {
				const given: Record<string, string | string[]> = { ...values, field3: field };
				const expected: Record<string, string> = {};
				for (const [parameter, name, type] of command.fields) {
					if (type === 'mergeFields') expected['field3'] = field.replaceAll('€', '\u0080');
					else if (given[parameter] !== undefined)
						expected[name] = [given[parameter]].flat().join(',').replaceAll('€', '\u0080');
				}
				const form = fillFormSlot(writeForm(command, given), ACCOUNTS.login);
				expect(form).toMatch(FORM);
				expect(readForm(form)).toEqual({ ...LOGIN, ...expected });
			}),
			{ numRuns: casesOf(50) },
		);
	});
});

describe('the account in a form', () => {
	it('is not there before the credential fills it in', () => {
		for (const command of Object.values(WIRE)) {
			const form = writeForm(command, { to: TO });
			expect(form).not.toMatch(/session_id|api_id|user=|password/);
			expect(form).toMatch(/^<\w+>/);
			expect(fillFormSlot(form, ACCOUNTS.session)).not.toContain('<');
		}
	});

	it('is the session alone where there is one and the command takes it', () => {
		for (const [name, command] of Object.entries(WIRE)) {
			const read = readForm(fillFormSlot(writeForm(command, {}), ACCOUNTS.session));
			expect(read).toEqual(name === 'account.openSession' ? LOGIN : SESSION);
			expect(readForm(fillFormSlot(writeForm(command, {}), ACCOUNTS.login))).toEqual(LOGIN);
		}
	});

	it('stands first, and what follows stays as it is', () => {
		expect(fillFormSlot('<account>&to=1&text=a+b', ACCOUNTS.session)).toBe(
			'session_id=0123456789abcdef0123456789abcdef&to=1&text=a+b',
		);
	});

	it('cannot be called up by what a message says', () => {
		for (const spoken of [
			'<account>',
			'<login>',
			'&<login>',
			'x<session>',
			'&user=evil&to=1',
			'%3Clogin%3E',
		]) {
			const form = writeForm(SEND, { to: TO, text: spoken, senderId: spoken });
			const filled = fillFormSlot(fillFormSlot(form, ACCOUNTS.session), ACCOUNTS.login);
			expect(readForm(filled)).toEqual({ ...SESSION, to: TO.join(','), text: spoken, from: spoken });
		}
		for (const other of ['', 'text=<account>', '<?xml version="1.0"?>', '<accounts>', ' <account>'])
			expect(fillFormSlot(other, ACCOUNTS.login)).toBe(other);
	});

	it('arrives as it is with every character of ISO-8859-1, and never as UTF-8', () => {
		const secret = fc.string({
			unit: fc.constantFrom(...'aZ0 &=+%<>#`~éÇß×ÿ'),
			minLength: 1,
		});
		fc.assert(
			fc.property(secret, secret, (user, password) => {
				const form = fillFormSlot('<login>', { apiId: '424242', user, password });
				expect(form).toMatch(FORM);
				expect(readForm(form)).toEqual({ api_id: '424242', user, password });
			}),
		);
	});

	it('that cannot travel is named in no error', () => {
		const account = { apiId: '424242', user: 'acme', password: 's3cretΩ' };
		expect(() => fillFormSlot('<login>', account)).toThrow(
			/^password holds a character that cannot travel as a byte$/,
		);
	});
});
