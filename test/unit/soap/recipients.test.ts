import * as fc from 'fast-check';
import { readLine, readLines, threeDigits, type Line } from '../../../nodes/Clickatell/protocol/soap/lines';
import { assignLines } from '../../../nodes/Clickatell/protocol/soap/recipients';
import { readOutcome, sessionOf } from '../../../nodes/Clickatell/protocol/soap/results';
import { readSoapReply } from '../../../nodes/Clickatell/protocol/soap/reply';
import type { ReplyGrammar } from '../../../nodes/Clickatell/operations/types';
import { msisdn, xmlText } from './arbitraries';

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
			{ numRuns: 2000 },
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
			{ numRuns: 2000 },
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

	it('writes numbers with three digits, however they came', () => {
		for (const form of ['1', '01', '001', '0001']) expect(threeDigits(form)).toBe('001');
		expect(threeDigits('1000')).toBe('1000');
	});
});

const recipients = fc.array(msisdn, { minLength: 1, maxLength: 20 });
const named = (to: string, accepted: boolean, n: number): Line =>
	accepted ? { kind: 'id', id: `id${n}`, to } : { kind: 'refused', code: '105', text: String(n), to };

describe('the lines of an answer', () => {
	it('reach the recipients they name, in whatever order they come', () => {
		const answers = recipients.chain((to) =>
			fc.record({
				to: fc.constant(to),
				order: fc.shuffledSubarray(
					to.map((_, i) => i),
					{ minLength: to.length },
				),
				accepted: fc.array(fc.boolean(), { minLength: to.length, maxLength: to.length }),
			}),
		);
		fc.assert(
			fc.property(answers, ({ to, order, accepted }) => {
				fc.pre(new Set(to).size === to.length);
				const lines = to.map((msisdn, i) => named(msisdn, accepted[i]!, i));
				expect(
					assignLines(
						to,
						order.map((i) => lines[i]!),
					),
				).toEqual(lines);
			}),
		);
	});

	it('reach the recipients by position when none is named', () => {
		fc.assert(
			fc.property(recipients, fc.func(fc.boolean()), (to, accepted) => {
				fc.pre(to.length > 1);
				const lines = to.map((_, i): Line => {
					const { to: _to, ...line } = named('', accepted(i), i) as Extract<Line, { kind: 'id' | 'refused' }>;
					return line;
				});
				expect(assignLines(to, lines)).toEqual(lines);
			}),
		);
	});

	it('go to a number given twice one after the other', () => {
		const to = ['27999100001', '27999100002', '27999100001'];
		const lines = [named(to[0]!, true, 1), named(to[0]!, false, 2), named(to[1]!, true, 3)];
		expect(assignLines(to, lines)).toEqual([lines[0], lines[2], lines[1]]);
	});

	it('are for all recipients when there is one, a refusal that names nobody', () => {
		fc.assert(
			fc.property(recipients, (to) => {
				const line: Line = { kind: 'refused', code: '301', text: 'No Credit Left' };
				expect(assignLines(to, [line])).toEqual(to.map(() => line));
			}),
		);
	});

	it('are never for all when the one line is an ID: the others may have been sent to', () => {
		const line: Line = { kind: 'id', id: 'id1' };
		expect(assignLines(['27999100001', '27999100002'], [line])).toEqual([line, { kind: 'missing' }]);
	});

	it('are given once each, and no accepted ID is lost while there are not more lines than recipients', () => {
		const line = fc.oneof(
			fc.tuple(fc.nat(9), fc.boolean()).map(([i, accepted]) => ({ i, accepted })),
			fc.constant(undefined),
		);
		fc.assert(
			fc.property(recipients, fc.array(line, { minLength: 2, maxLength: 20 }), (numbers, drafts) => {
				const to = [...new Set(numbers)];
				const taken = new Set<string>();
				const lines = drafts.slice(0, to.length).map((draft, n): Line => {
					const whom = draft && to[draft.i % to.length]!;
					if (whom === undefined || taken.has(whom)) return { kind: 'id', id: `id${n}` };
					taken.add(whom);
					return named(whom, draft!.accepted, n);
				});
				const assigned = assignLines(to, lines);
				expect(assigned).toHaveLength(to.length);
				const given = assigned.filter((one) => one.kind !== 'missing');
				if (lines.length > 1) expect(new Set(given).size).toBe(given.length);
				for (const one of lines) if (one.kind === 'id') expect(assigned).toContain(one);
				assigned.forEach((one, i) => {
					if ((one.kind === 'id' || one.kind === 'refused') && one.to !== undefined)
						expect(one.to).toBe(to[i]);
				});
			}),
		);
	});
});
