import * as fc from 'fast-check';
import { readHttpLines } from '../../../../nodes/Clickatell/apis/http/httpLines';
import { readLines } from '../../../../nodes/Clickatell/apis/gateway/resultLines';
import { casesOf } from '../../../extent';

const ID = '11112222333344445555666677778888';
const BATCH = '630d9a8b093b4f0c13392ff0e0e4f863';
const COVERED = 'This prefix is currently supported. Messages sent to this prefix will be routed. Charge: 1';

/** Every form of docs/protocol/http.md#replies. */
describe('a line of the HTTP/S API', () => {
	it.each([
		['auth', `OK: ${ID}`, { kind: 'ok', text: ID }],
		['ping', 'OK: ', { kind: 'ok', text: '' }],
		['ping as one page has it', `OK: ${ID}`, { kind: 'ok', text: ID }],
		['a refused login', 'ERR: 001, Authentication failed', refused('001', 'Authentication failed')],
		['sendmsg, one recipient', `ID: ${ID}`, { kind: 'id', id: ID }],
		['sendmsg, several', `ID: ${ID} To: 27999100001`, { kind: 'id', id: ID, to: '27999100001' }],
		[
			'sendmsg, refused, one recipient',
			'ERR: 105, Invalid Destination Address',
			refused('105', 'Invalid Destination Address'),
		],
		[
			'sendmsg, refused, one of several',
			'ERR: 105, Invalid Destination Address To: 12',
			{ ...refused('105', 'Invalid Destination Address'), to: '12' },
		],
		['a refusal without words', 'ERR: 114', refused('114', '')],
		[
			'a refusal without words, one of several',
			'ERR: 114 To: 27999100001',
			{ ...refused('114', ''), to: '27999100001' },
		],
		['an unknown API ID', 'ERR: 108, Invalid or missing api_id', refused('108', 'Invalid or missing api_id')],
		['in small letters', 'err: 007, IP Lockdown violation', refused('007', 'IP Lockdown violation')],
		['querymsg', `ID: ${ID} Status: 003`, { kind: 'id', id: ID, status: '003' }],
		['delmsg, too late', `ID: ${ID} Status: 004`, { kind: 'id', id: ID, status: '004' }],
		['getbalance', 'Credit: 12.000', { kind: 'credit', amount: 12 }],
		['getbalance as one page has it', 'Credits: 123.00', { kind: 'credit', amount: 123 }],
		['routeCoverage', `OK: ${COVERED}`, { kind: 'ok', text: COVERED, charge: 1 }],
		[
			'routeCoverage, not covered',
			'ERR: This prefix is not currently supported. Messages sent to this prefix will fail.',
			refused(null, 'This prefix is not currently supported. Messages sent to this prefix will fail.'),
		],
		[
			'getmsgcharge by message ID',
			`apiMsgId: ${ID} charge: 0.33 status: 004`,
			{ kind: 'id', id: ID, charge: 0.33, status: '004' },
		],
		[
			'getmsgcharge by client message ID',
			`cliMsgId: ord17 charge: 0.33 apiMsgId: ${ID} status: 004`,
			{ kind: 'id', id: ID, charge: 0.33, status: '004' },
		],
		['token_pay', 'OK: 605', { kind: 'ok', text: '605' }],
		['token_pay, refused', 'ERR: 606, Invalid Voucher', refused('606', 'Invalid Voucher')],
		['startbatch', `ID: ${BATCH}`, { kind: 'id', id: BATCH }],
		['endbatch', 'OK', { kind: 'ok', text: '' }],
	])('is understood: %s', (_command, text, line) => {
		for (const written of [text, ` ${text}`, `${text}\n`, `\r\n${text}\r\n\r\n`])
			expect(readHttpLines(written)).toEqual([line]);
	});

	function refused(code: string | null, text: string) {
		return { kind: 'refused', code, text };
	}
});

describe('a charge by client message ID', () => {
	const meant = { kind: 'id', id: ID, charge: 0.33, status: '004' };

	it.each([
		`CLIMSGID: ord17 CHARGE: 0.33 APIMSGID: ${ID} STATUS: 004`,
		`cliMsgId:ord17 charge:0.33 apiMsgId:${ID} status:004`,
		`cliMsgId : ord17 status : 4 charge : 0.33 apiMsgId : ${ID}`,
		`cliMsgId: charge charge: 0.33 apiMsgId: ${ID} status: 004`,
		`cliMsgId: apiMsgId charge: 0.33 apiMsgId: ${ID} status: 004`,
		`cliMsgId: apiMsgId apiMsgId: ${ID} charge: 0.33 status: 004`,
	])('is read by its keys: %s', (text) => {
		expect(readHttpLines(text)).toEqual([meant]);
	});

	it.each([
		'cliMsgId: ord17 charge: 0.33 status: 004',
		'cliMsgId: ord17 charge: 0.33 apiMsgId : !: 004',
		'cliMsgId',
		'cliMsgIdent: ord17 apiMsgId: 1',
		'cliMsgId: ord17',
	])('is not made up: %s', (text) => {
		expect(readHttpLines(text)).toEqual([{ kind: 'unreadable', text }]);
	});

	it('says what could not be understood in it', () => {
		const text = `cliMsgId: ord17 charge: much apiMsgId: ${ID} status: 004`;
		expect(readHttpLines(text)).toEqual([{ kind: 'id', id: ID, status: '004', unread: text }]);
	});
});

describe('the lines of an answer', () => {
	it('come in their order, whatever parts them', () => {
		for (const parted of ['\n', '\r\n', '\r', '\n\n', ' \n '])
			expect(readHttpLines(['ID: a To: 1', 'ERR: 105 To: 2', 'ID: c To: 3'].join(parted))).toEqual([
				{ kind: 'id', id: 'a', to: '1' },
				{ kind: 'refused', code: '105', text: '', to: '2' },
				{ kind: 'id', id: 'c', to: '3' },
			]);
		expect(readHttpLines('')).toEqual([]);
		expect(readHttpLines(' \n\t\r\n')).toEqual([]);
	});

	it('are read as those of SOAP, but for the charge by client message ID', () => {
		const words = fc.constantFrom(
			...[
				'ID:',
				'ERR:',
				'OK',
				'Credit:',
				'apiMsgId:',
				'To:',
				'Status:',
				'charge:',
				'105,',
				'004',
				'abc',
				'1.5',
				'\n',
				'\r\n',
				'<b>',
			],
		);
		fc.assert(
			fc.property(fc.array(words, { maxLength: 30 }), (all) => {
				const text = all.join(' ');
				expect(readHttpLines(text)).toEqual(readLines([text]));
			}),
			{ numRuns: casesOf(1000) },
		);
	});
});
