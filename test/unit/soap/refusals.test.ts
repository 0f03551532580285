import { ERROR_CODES } from '../../../nodes/Clickatell/catalogue/errors';
import { SENT } from '../../../nodes/Clickatell/catalogue/resultFields';
import { asksForNewSession, describeRefusal } from '../../../nodes/Clickatell/message/refusals';
import {
	acceptedOutcome,
	doubtfulOutcome,
	faultyOutcomes,
	INVALID,
	notSentOutcome,
	outcomeOf,
	refusedOutcome,
} from '../../../nodes/Clickatell/message/rows';
import { describeTransportFault, transportCode } from '../../../nodes/Clickatell/engine/transportFaults';

import { fatesOf } from '../../../nodes/Clickatell/apis/gateway/recipients';
import { defined } from '../../../nodes/Clickatell/formats/defined';

describe('a refusal', () => {
	it.each(ERROR_CODES.map(({ code }) => code))(
		'%s comes with its number, what happened and a way out',
		(code) => {
			const refusal = describeRefusal(code, 'whatever the gateway writes');
			expect(refusal).toMatchObject({ code, text: 'whatever the gateway writes' });
			expect(refusal.sentence).toMatch(new RegExp(`^[A-Z].* \\(${code}\\)$`));
			expect(refusal.advice).toMatch(/\.$/);
			expect(refusal.meaning).not.toBe('');
		},
	);

	it('nobody documents is passed on in the words of the gateway', () => {
		expect(describeRefusal('777', 'Out of peaches')).toMatchObject({
			code: '777',
			meaning: 'unknown',
			sentence: 'Clickatell refused the call with the number 777: Out of peaches',
		});
		expect(describeRefusal(null, '')).toMatchObject({ code: null, sentence: 'Clickatell refused the call' });
	});

	it('without a number is not taken for one with a number that nobody knows', () => {
		expect(describeRefusal(null, 'Out of peaches').advice).toMatch(/^Clickatell gave no number/);
		expect(describeRefusal('777', 'Out of peaches').advice).toMatch(
			/^The number is not in Clickatell's documentation/,
		);
	});

	it('for the limit of an account says until when', () => {
		expect(describeRefusal('130', 'Maximum MT limit exceeded until 1400000000').sentence).toContain(
			'until 2014-05-13T16:53:20.000Z',
		);
		expect(describeRefusal('130', 'Maximum MT limit exceeded').sentence).not.toContain('until');
	});

	it.each([
		'Maximum MT limit exceeded for 279991000012',
		'Maximum MT limit of 1400000000 messages exceeded',
		'Limit 140000000',
		'See ticket 11400000000',
	])('for the limit of an account takes no other digits for a time: %s', (text) => {
		expect(describeRefusal('130', text).sentence).not.toContain('until');
	});

	it('asks for a new session only where one can help', () => {
		const asking = (used: boolean) =>
			ERROR_CODES.map(({ code }) => code).filter((code) => asksForNewSession(code, used));
		expect(asking(true)).toEqual(['001', '003', '005']);
		expect(asking(false)).toEqual(['003', '005']);
		expect(asksForNewSession(null, true)).toBe(false);
		expect(asksForNewSession('777', true)).toBe(false);
	});
});

describe('the row of a recipient', () => {
	const context = { clientMessageId: 'order17', travel: { encoding: 'gsm', parts: 2 } } as const;
	const to = '27999100001';
	const common = { to, clientMessageId: 'order17', encoding: 'gsm', parts: 2, suppressed: false };

	it('says that the message was accepted', () => {
		expect(acceptedOutcome(to, 'abc', context)).toEqual({
			row: {
				...common,
				accepted: true,
				messageId: 'abc',
				errorText: null,
				errorCode: null,
				errorMeaning: null,
			},
		});
	});

	it('says that it was refused, with the number beside its meaning', () => {
		expect(refusedOutcome(to, '301', describeRefusal('301', 'No Credit Left'), context)).toMatchObject({
			row: {
				...common,
				accepted: false,
				messageId: null,
				errorCode: '301',
				errorMeaning: 'no credit',
				errorText: expect.stringContaining('(301)') as unknown,
			},
			advice: expect.stringMatching(/\.$/) as unknown,
		});
	});

	it('says that nothing was sent', () => {
		const { row } = notSentOutcome(to, 'example.com refused the connection', 'Look.', context);
		expect(row).toMatchObject({ ...common, accepted: false, errorMeaning: 'not sent', errorCode: null });
		expect(row.errorText).toBe('example.com refused the connection; nothing was sent');
	});

	it('says that it may have been sent, to whom and by which ID to look', () => {
		const { row } = doubtfulOutcome(to, 'example.com did not answer in time', 'Look.', context);
		expect(row).toMatchObject({
			...common,
			accepted: null,
			messageId: null,
			errorMeaning: 'may have been sent',
		});
		expect(row.errorText).toBe(
			`example.com did not answer in time; the message to ${to} may have been sent; client message ID order17`,
		);
		const without = doubtfulOutcome(to, 'x', '', { clientMessageId: null, travel: undefined });
		expect(without.row).toMatchObject({ clientMessageId: null, encoding: null, parts: null });
		expect(without.row.errorText).not.toContain('client message ID');
	});

	it.each([
		[{ kind: 'unreadable', text: '?' } as const],
		[{ kind: 'ok', text: '' } as const],
		[{ kind: 'credit', amount: 3 } as const],
	])('is in doubt for %j', (line) => {
		expect(outcomeOf(to, defined(fatesOf([to], [line])[0]), context).row.accepted).toBeNull();
		expect(outcomeOf(to, { kind: 'missing', ids: [] }, context).row.accepted).toBeNull();
	});

	it('has the keys that the catalogue names, in its order, whatever came of it', () => {
		const rows = [
			acceptedOutcome(to, 'abc', context),
			refusedOutcome(to, '301', describeRefusal('301', ''), context),
			refusedOutcome(to, null, describeRefusal(null, ''), context),
			doubtfulOutcome(to, '', '', context),
			notSentOutcome(to, '', '', context),
			...faultyOutcomes(to, ['x'], INVALID),
		].map(({ row }) => Object.entries(row));
		for (const row of rows) {
			expect(row.map(([key]) => key)).toEqual(
				SENT.filter(({ optional }) => optional !== true).map(({ name }) => name),
			);
			for (const [, value] of row) expect(value).toBeDefined();
		}
	});
});

describe('the rows of an item whose values are wrong', () => {
	const rowsOf = (given: unknown, faults = ["'To': x"]) =>
		faultyOutcomes(given, faults, INVALID).map(({ row }) => row);

	it.each([
		['27999100001, nobody;\n 0999', ['27999100001', 'nobody', '0999']],
		[
			[27999100001, ['a', 'b']],
			['27999100001', 'a', 'b'],
		],
		['', [null]],
		[undefined, [null]],
		[null, [null]],
		[{ number: 1 }, ['[object]']],
	])('name the recipients of %j as they were given', (given, expected) => {
		const rows = rowsOf(given);
		expect(rows.map((row) => row.to)).toEqual(expected);
		for (const row of rows) {
			expect(row).toMatchObject({
				accepted: false,
				errorText: "'To': x; nothing was sent",
				errorCode: null,
				errorMeaning: 'invalid input',
				messageId: null,
				clientMessageId: null,
				encoding: null,
				parts: null,
			});
		}
	});

	it('say all that is wrong, as far as a person reads', () => {
		const faults = Array.from({ length: 7 }, (_, i) => `fault ${i}`);
		expect(defined(rowsOf('a', faults.slice(0, 5))[0]).errorText).toBe(
			'fault 0; fault 1; fault 2; fault 3; fault 4; nothing was sent',
		);
		expect(defined(rowsOf('a', faults.slice(0, 6))[0]).errorText).toContain('fault 4; 1 more fault; nothing');
		expect(defined(rowsOf('a', faults)[0]).errorText).toContain('fault 4; 2 more faults; nothing');
	});

	it('stay short where an item has thousands of wrong numbers', () => {
		const given = Array.from({ length: 10_000 }, (_, i) => `x${i}`);
		expect(JSON.stringify(rowsOf(given, given)).length).toBeLessThan(given.length * 400);
	});
});

describe('a connection that fails', () => {
	const failing = (code: string, syscall?: string) => Object.assign(new Error('x'), { code, syscall });

	it.each([
		['ECONNREFUSED', 'connect'],
		['EHOSTUNREACH', 'connect'],
		['ENETUNREACH', 'connect'],
		['ENOTFOUND', 'getaddrinfo'],
		['EAI_AGAIN', 'getaddrinfo'],
		['CERT_HAS_EXPIRED', undefined],
		['ERR_TLS_CERT_ALTNAME_INVALID', undefined],
	])('with %s at %s has sent nothing', (code, syscall) => {
		const fault = describeTransportFault(transportCode(failing(code, syscall)));
		expect(fault.neverSent).toBe(true);
		expect(fault.what).toMatch(/^\w/);
	});

	it.each([
		['ECONNRESET', 'read'],
		['EPIPE', 'write'],
		['ETIMEDOUT', 'read'],
		['ECONNABORTED', undefined],
		['ERR_CANCELED', undefined],
		['EHOSTUNREACH', 'read'],
		['ENETUNREACH', 'write'],
		['ECONNREFUSED', 'read'],
		['EWHATEVER', undefined],
		['constructor', undefined],
	])('with %s at %s may have sent everything', (code, syscall) => {
		expect(describeTransportFault(transportCode(failing(code, syscall))).neverSent).toBe(false);
	});

	it('is found behind what others made of it', () => {
		const inner = failing('ECONNREFUSED', 'connect');
		expect(transportCode(new Error('outer', { cause: new Error('middle', { cause: inner }) }))).toBe(
			'ECONNREFUSED',
		);
		expect(transportCode(Object.assign(new AggregateError([inner, inner]), { code: 'ECONNREFUSED' }))).toBe(
			'ECONNREFUSED',
		);
		expect(transportCode(Object.assign(failing('ERR_NETWORK'), { cause: inner }))).toBe('ECONNREFUSED');
	});

	it('is found in what n8n 1.x leaves of it, its system call excepted', () => {
		expect(transportCode({ httpCode: 'ECONNREFUSED', cause: undefined })).toBe('ECONNREFUSED');
		expect(transportCode({ httpCode: 'ECONNABORTED' })).toBe('ECONNABORTED');
		expect(describeTransportFault(transportCode({ httpCode: 'EHOSTUNREACH' })).neverSent).toBe(false);
		const whole = { httpCode: 'EHOSTUNREACH', cause: failing('EHOSTUNREACH', 'connect') };
		expect(describeTransportFault(transportCode(whole)).neverSent).toBe(true);
		expect(transportCode({ httpCode: '502' })).toBeUndefined();
	});

	it.each([[undefined], [null], ['text'], [42], [{}], [{ code: 500 }]])('as %p leaves doubt', (error) => {
		expect(describeTransportFault(transportCode(error)).neverSent).toBe(false);
	});

	it('is not followed in circles', () => {
		const error: { code: string; cause?: unknown } = { code: 'ECONNRESET' };
		error.cause = error;
		expect(transportCode(error)).toBe('ECONNRESET');
	});
});
