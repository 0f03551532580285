import * as fc from 'fast-check';
import {
	readLine,
	readLines,
	threeDigits,
	wordsOf,
} from '../../../nodes/Clickatell/apis/gateway/resultLines';
import { readOutcome, sessionOf } from '../../../nodes/Clickatell/apis/gateway/results';
import { readSoapReply } from '../../../nodes/Clickatell/apis/soap/reply';
import type { ReplyGrammar } from '../../../nodes/Clickatell/apis/gateway/results';
import { msisdn, xmlText } from './arbitraries';
import { casesOf } from '../../extent';

const GRAMMARS = [
	'session',
	'alive',
	'ended',
	'stopped',
	'status',
	'balance',
	'coverage',
	'charge',
	'voucher',
	'batchId',
] as const satisfies ReadonlyArray<Exclude<ReplyGrammar, 'accepted'>>;

/** Text that comes close to what the gateway writes. */
const nearly = fc
	.array(
		fc.constantFrom(
			...['ERR', 'ID', 'OK', 'Credit', 'Credits', 'apiMsgId', 'Status', 'Charge', 'To', ':', ': ', ' ', ','],
			...['001', '105', '9', '-1', '1.5', '1.5.5', '27999100001', 'abcdef0123456789', '\n', '\r\n', '.', 'é'],
		),
		{ maxLength: 14 },
	)
	.map((words) => words.join(''));
const anyText = fc.oneof(nearly, fc.string({ unit: 'binary' }), xmlText());

const hexId = fc
	.uint8Array({ minLength: 16, maxLength: 16 })
	.map((bytes) => Buffer.from(bytes).toString('hex'));

const randomCase = (text: string, upper: readonly boolean[]) =>
	[...text].map((char, i) => (upper[i % upper.length] ? char.toUpperCase() : char.toLowerCase())).join('');

describe('the reader of result lines', () => {
	it('makes something of any text, and never throws', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const line = readLine(text);
				if (line.kind === 'unreadable') expect(line.text).toBe(text.trim());
				if (line.kind === 'refused' && line.code !== null) expect(line.code).toMatch(/^\d{3,4}$/);
				if (line.kind === 'id') expect(text).toContain(line.id);
				if (line.kind === 'credit') expect(Number.isFinite(line.amount)).toBe(true);
			}),
			{ numRuns: casesOf(2000) },
		);
	});

	it('comes to a record, a refusal or a reason for any answer to any command', () => {
		fc.assert(
			fc.property(fc.array(anyText, { maxLength: 3 }), fc.constantFrom(...GRAMMARS), (texts, grammar) => {
				const lines = readLines(texts);
				const outcome = readOutcome(grammar, lines, {});
				if (outcome.kind === 'unreadable') expect(outcome.reason.length).toBeLessThan(200);
				if (lines[0]?.kind === 'refused' && lines[0].code !== null) expect(outcome.kind).toBe('refused');
				sessionOf(lines);
			}),
			{ numRuns: casesOf(2000) },
		);
	});

	it('makes something of any body, whatever its Content-Type says', () => {
		const contentTypes = fc.constantFrom(
			undefined,
			'text/xml',
			'text/xml; charset=utf-16',
			'text/html; charset="x"',
			'',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.uint8Array(),
					anyText.map((text) => Buffer.from(text)),
				),
				contentTypes,
				(bytes, type) => {
					expect(readSoapReply(bytes, type).kind).toBe('unreadable');
				},
			),
		);
	});

	it('understands an ID in every spelling', () => {
		const form = fc.record({
			id: hexId,
			to: fc.option(msisdn, { nil: undefined }),
			upper: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
			blank: fc.constantFrom('', ' ', '  ', '\t'),
			around: fc.constantFrom('', ' ', '\n'),
		});
		fc.assert(
			fc.property(form, ({ id, to, upper, blank, around }) => {
				const text = `${randomCase('id', upper)}:${blank}${id}${to === undefined ? '' : ` ${randomCase('to', upper)}:${blank}${to}`}`;
				expect(readLine(around + text + around)).toEqual({
					kind: 'id',
					id,
					...(to === undefined ? {} : { to }),
				});
			}),
		);
	});

	it('understands a refusal in every spelling', () => {
		const form = fc.record({
			code: fc.integer({ min: 0, max: 999 }),
			zeros: fc.constantFrom('', '0'),
			words: fc.constantFrom(
				'',
				', Cannot route message',
				' no credit left',
				', NUMBER DELISTED.',
				'. Ask 2 or 3',
			),
			to: fc.option(msisdn, { nil: undefined }),
			upper: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
			blank: fc.constantFrom('', ' ', '  '),
			period: fc.constantFrom('', '.'),
		});
		fc.assert(
			fc.property(form, ({ code, zeros, words, to, upper, blank, period }) => {
				const text = `${randomCase('err', upper)}:${blank}${zeros}${code}${words}${
					to === undefined ? '' : ` ${randomCase('to', upper)}:${blank}${to}${period}`
				}`;
				expect(readLine(text)).toEqual({
					kind: 'refused',
					code: String(code).padStart(3, '0'),
					text: words.replace(/^[,. ]+/, ''),
					...(to === undefined ? {} : { to }),
				});
			}),
		);
	});

	it('understands status and charge in any order, with any key for the ID', () => {
		const form = fc.record({
			id: hexId,
			key: fc.constantFrom('ID', 'apiMsgId', 'APIMSGID'),
			status: fc.integer({ min: 0, max: 999 }),
			charge: fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1000),
			chargeFirst: fc.boolean(),
		});
		fc.assert(
			fc.property(form, ({ id, key, status, charge, chargeFirst }) => {
				const pairs = [`charge: ${charge}`, `Status: ${status}`];
				const text = `${key}: ${id} ${(chargeFirst ? pairs : pairs.reverse()).join(' ')}`;
				expect(readLine(text)).toEqual({ kind: 'id', id, charge, status: String(status).padStart(3, '0') });
			}),
		);
	});

	it.each(['004.', '004,', '4;', '04.', '0004'])('understands the status %s', (written) => {
		expect(readLine(`ID: abc Status: ${written}`)).toEqual({ kind: 'id', id: 'abc', status: '004' });
	});

	it.each(['.', '4x', '00004', '4.5', '-4', 'four'])(
		'takes no status from %s, and keeps the words',
		(written) => {
			const text = `ID: abc Status: ${written}`;
			expect(readLine(text)).toEqual({ kind: 'id', id: 'abc', unread: text });
			const outcome = readOutcome('status', [readLine(text)], {});
			expect(outcome).toEqual({ kind: 'unreadable', reason: `The answer could not be understood: ${text}` });
		},
	);

	it.each([
		['ID: abc', 'ID: abc'],
		['id:abc to:27999100001', 'ID: abc To: 27999100001'],
		['apiMsgId: abc charge: 1.5 status: 4', 'ID: abc Charge: 1.5 Status: 004'],
		['OK', 'OK'],
		['OK: This prefix is supported', 'OK: This prefix is supported'],
		['Credits: 12.500', 'Credit: 12.5'],
		['ERR: 105, Invalid To: 27999100001', 'ERR: 105 Invalid'],
		['ERR: Not covered', 'ERR: Not covered'],
		['Sent, perhaps', 'Sent, perhaps'],
	])('writes %s for people as %s', (text, words) => {
		expect(wordsOf(readLine(text), 50)).toBe(words);
	});

	it('never tells of an answer in JSON, nor cuts a character in two', () => {
		fc.assert(
			fc.property(anyText, fc.constantFrom(...GRAMMARS), (text, grammar) => {
				const outcome = readOutcome(grammar, readLines([text]), {});
				if (outcome.kind === 'unreadable') expect(outcome.reason).not.toContain('"kind"');
			}),
		);
		for (const before of ['', 'x']) {
			const outcome = readOutcome('status', [readLine(before + '\u{1f600}'.repeat(100))], {});
			expect(outcome).toMatchObject({ reason: expect.stringMatching(/^[^\u2026]{60,}\u2026$/) as unknown });
			expect((outcome as { reason: string }).reason.isWellFormed()).toBe(true);
		}
	});

	it('reads no more lines than any answer has', () => {
		expect(readLines(['x\n'.repeat(100_000)])).toHaveLength(10_000);
		expect(readLines(Array.from({ length: 20_000 }, () => 'ID: abc'))).toHaveLength(10_000);
	});

	it('writes numbers with three digits, however they came', () => {
		for (const form of ['1', '01', '001', '0001']) expect(threeDigits(form)).toBe('001');
		expect(threeDigits('1000')).toBe('1000');
	});
});

it.each(['ID: ', 'ID: a To: ', 'apiMsgId: ', 'ERR: ', 'Credit: ', ''])(
	'10 MB of digits behind %j are read',
	(before) => {
		expect(readLines([before + '0'.repeat(10_000_000)])).toHaveLength(1);
	},
);
