import { readHttpReply, understandHttp } from '../../../../nodes/Clickatell/apis/http/reply';
import { redactor } from '../../../../nodes/Clickatell/formats/redact';
import { asksForNewSession } from '../../../../nodes/Clickatell/message/refusals';
import { assignLines } from '../../../../nodes/Clickatell/apis/gateway/recipients';
import { tellsOfDeadSession } from '../../../../nodes/Clickatell/apis/gateway/refusedCall';
import { readOutcome, sessionOf } from '../../../../nodes/Clickatell/apis/gateway/results';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const TO = ['27999100001', '27999100002', '27999100003'];
const [FIRST, SECOND, THIRD] = TO as [string, string, string];
const ONE = [FIRST];
const ID = '11112222333344445555666677778888';
/** Of a message. */
const WHOLE = 'a1'.repeat(16);
const PAGE = '<!DOCTYPE html><html><body>Blocked</body></html>';
const HTML = 'text/html; charset=UTF-8';

function heard(body: string | Buffer, to?: readonly string[], status = 200, contentType = HTML) {
	const reply = { status, contentType, bytes: Buffer.from(body as string) };
	return {
		answer: understandHttp(reply, { host: 'example.com', to, secrets: redactor(['s3cret', ID]) }),
	};
}
const linesOf = (body: string, to?: readonly string[]) => {
	const { answer } = heard(body, to);
	if (answer.kind !== 'lines') throw new Error(`It is ${answer.kind}`);
	return answer.lines;
};
/** What becomes of each recipient: a message ID, the number of a refusal, or null where nobody knows. */
const fates = (to: readonly string[], body: string) =>
	assignLines(to, linesOf(body, to)).map((line) =>
		line.kind === 'id' ? line.id : line.kind === 'refused' ? line.code : null,
	);

/** docs/protocol/http.md#replies */
describe('an answer about recipients', () => {
	it('is read in the charset that it names', () => {
		const bytes = Buffer.from(`ID: ${WHOLE}`, 'utf16le').swap16();
		expect(heard(bytes, ONE, 200, 'text/plain; charset=utf-16be').answer).toMatchObject({
			kind: 'lines',
			lines: [{ kind: 'id', id: WHOLE }],
		});
		expect(heard(bytes, ONE, 200, 'text/plain').answer).toMatchObject({ kind: 'doubtful' });
	});

	it.each<[string, readonly string[], string, Array<string | null>]>([
		['one accepted', ONE, `ID: ${WHOLE}`, [WHOLE]],
		['one accepted, with words behind it', ONE, 'ID: a1 Status: 002', ['a1']],
		['one accepted, by its number', ONE, `ID: a1 To: ${FIRST}`, ['a1']],
		[
			'several accepted',
			TO,
			`ID: a1 To: ${FIRST}\nID: a2 To: ${SECOND}\nID: a3 To: ${THIRD}`,
			['a1', 'a2', 'a3'],
		],
		[
			'in another order',
			TO,
			`ID: a3 To: ${THIRD}\nID: a1 To: ${FIRST}\nID: a2 To: ${SECOND}`,
			['a1', 'a2', 'a3'],
		],
		[
			'mixed, since September 2013',
			TO,
			`ID: a1 To: ${FIRST}\nERR: 105, Invalid Destination Address To: ${SECOND}\nID: a3 To: ${THIRD}`,
			['a1', '105', 'a3'],
		],
		[
			'mixed, before: a refusal by its place',
			TO,
			`ID: a1 To: ${FIRST}\nERR: 105, Invalid Destination Address\nID: a3 To: ${THIRD}`,
			['a1', '105', 'a3'],
		],
		[
			'mixed, without words',
			TO,
			`ERR: 114 To: ${FIRST}\r\nID: a2 To: ${SECOND}\r\nERR: 114`,
			['114', 'a2', '114'],
		],
		['one left out', TO, `ID: a1 To: ${FIRST}\nID: a3 To: ${THIRD}`, ['a1', null, 'a3']],
		[
			'one named twice',
			TO,
			`ID: a1 To: ${FIRST}\nID: a2 To: ${FIRST}\nID: a3 To: ${THIRD}`,
			[null, null, 'a3'],
		],
	])('gives each its own: %s', (_what, to, body, expected) => {
		expect(heard(body, to).answer.kind).not.toBe('page');
		expect(fates(to, body)).toEqual(expected);
	});

	it.each<[string, readonly string[], string, string, string]>([
		['a lone refusal for many', TO, 'ERR: 007, IP Lockdown violation', '007', 'IP Lockdown violation'],
		['a lone refusal without words', TO, 'ERR: 301', '301', ''],
		[
			'the refusal of one',
			ONE,
			'ERR: 105, Invalid Destination Address',
			'105',
			'Invalid Destination Address',
		],
		['an unknown API ID', TO, 'ERR: 108, Invalid or missing api_id\n', '108', 'Invalid or missing api_id'],
		['a refusal in small letters', TO, 'err: 1, Authentication failed', '001', 'Authentication failed'],
	])('is refused as a whole by %s', (_what, to, body, code, text) => {
		expect(heard(body, to)).toEqual({ answer: { kind: 'refused', code, text } });
	});

	it('that says of none what came of it is as good as lost', () => {
		expect(heard(`ID: ${WHOLE}`, TO)).toEqual({
			answer: expect.objectContaining({
				kind: 'doubtful',
				sentence: `example.com gave an answer that does not say whether the call was carried out (it holds message ID ${WHOLE})`,
			}),
		});
	});

	it.each([1, 4, 5, 20, 35])(
		'that was cut off within its only message ID leaves doubt (%d characters)',
		(length) => {
			const { answer } = heard(`ID: ${WHOLE}`.slice(0, length), ONE);
			expect(answer.kind).toBe('doubtful');
		},
	);

	it('loses no message ID where the server warns before it', () => {
		const body = `<br />\n<b>Warning</b>: something in line 7<br />\nID: a1 To: ${FIRST}\nID: a2 To: ${SECOND}\nERR: 105 To: ${THIRD}`;
		expect(fates(TO, body)).toEqual(['a1', 'a2', '105']);
	});
});

describe('a session that is gone', () => {
	it('is answered with 001, which asks for a new one', () => {
		for (const to of [undefined, ONE, TO]) {
			const { answer } = heard('ERR: 001, Authentication failed', to);
			expect(answer).toMatchObject({ kind: 'refused', code: '001' });
			expect(asksForNewSession('001', true)).toBe(true);
		}
	});

	it('asks for a new one where each recipient is told so as well', () => {
		expect(
			heard(TO.map((to) => `ERR: 001, Authentication failed To: ${to}`).join('\n'), TO).answer,
		).toMatchObject({
			kind: 'refused',
			code: '001',
		});
		expect(
			tellsOfDeadSession(linesOf(`ERR: 001 To: ${FIRST}\nERR: 105 To: ${SECOND}\nERR: 001 To: ${THIRD}`, TO)),
		).toBe(true);
	});
});

describe('an answer about one thing', () => {
	it.each([
		['session', `OK: ${ID}`, { opened: true, expiresAfterMinutes: 15 }],
		['alive', 'OK: ', { alive: true }],
		['ended', 'OK', { ended: true }],
		['batchId', 'ID: b1', { batchId: 'b1' }],
		['balance', 'Credit: 12.000', { balance: 12 }],
		['balance', 'Credits: 123.00', { balance: 123 }],
		['voucher', 'OK: 605', { redeemed: true, code: '605' }],
	] as const)('is a record: %s, %s', (grammar, body, record) => {
		expect(readOutcome(grammar, defined(readHttpReply(reply(body))), {})).toEqual({ kind: 'record', record });
	});

	it.each([
		['status', 'ID: a1 Status: 001', { messageId: 'a1', status: '001' }],
		['stopped', 'ID: a1 Status: 006', { messageId: 'a1', status: '006', stopped: true }],
		['stopped', 'ID: a1 Status: 004', { messageId: 'a1', status: '004', stopped: false }],
		['charge', 'apiMsgId: a1 charge: 0.33 status: 004', { messageId: 'a1', charge: 0.33, status: '004' }],
		[
			'charge',
			'cliMsgId: o1 charge: 0.33 apiMsgId: a1 status: 004',
			{ messageId: 'a1', charge: 0.33, status: '004' },
		],
	] as const)('is a record with a status: %s, %s', (grammar, body, record) => {
		expect(readOutcome(grammar, linesOf(body), {})).toMatchObject({ kind: 'record', record });
	});

	it('says that a prefix is covered or not, which is no refusal', () => {
		const asked = { number: FIRST };
		const covered = linesOf(
			'OK: This prefix is currently supported. Messages sent to this prefix will be routed. Charge: 1',
		);
		expect(readOutcome('coverage', covered, asked)).toMatchObject({
			record: { number: FIRST, covered: true, charge: 1 },
		});
		const other = linesOf(
			'ERR: This prefix is not currently supported. Messages sent to this prefix will fail.',
		);
		expect(readOutcome('coverage', other, asked)).toMatchObject({ record: { covered: false, charge: null } });
	});

	it.each(['606', '607', '609'])('refuses a voucher with %s', (code) => {
		expect(heard(`ERR: ${code}, Invalid Voucher`).answer).toMatchObject({ kind: 'refused', code });
	});

	it('to a login holds the session', () => {
		expect(sessionOf(defined(readHttpReply(reply(`OK: ${ID}`))))).toBe(ID);
	});
});

function reply(body: string, status = 200) {
	return { status, contentType: HTML, bytes: Buffer.from(body) };
}

describe('what is no answer of the API', () => {
	it.each([300, 301, 302, 307, 400, 401, 403, 404, 407, 409, 429, 451, 499])(
		'with HTTP status %d was turned away, whatever it says',
		(status) => {
			for (const body of [PAGE, '', 'Moved', 'ERR: 001, Authentication failed', 'OK: ']) {
				expect(heard(body, TO, status)).toMatchObject({ answer: { kind: 'page' } });
				expect(readHttpReply(reply(body, status))).toBeUndefined();
			}
		},
	);

	it.each([200, 201, 202, 204, 408, 500, 502, 503, 504])('with HTTP status %d leaves doubt', (status) => {
		for (const body of [
			PAGE,
			'',
			' \n ',
			'Sent, perhaps',
			` \n<html>\nOK\nERR: 301\n</html>`,
			'\ufeff<p>OK</p>',
		]) {
			for (const to of [undefined, ONE, TO])
				expect(heard(body, to, status)).toMatchObject({ answer: { kind: 'doubtful' } });
			expect(readHttpReply(reply(body, status))).toBeUndefined();
		}
	});

	it('counts for nothing with another status, even where it reads like an answer', () => {
		for (const status of [201, 202, 500, 503])
			expect(heard('ERR: 301, No Credit Left', TO, status)).toMatchObject({ answer: { kind: 'doubtful' } });
	});

	it('was carried out, perhaps, where it holds message IDs, and they are named', () => {
		for (const status of [302, 403, 500, 201])
			expect(heard(`ID: a1 To: ${FIRST}\nID: a2 To: ${SECOND}`, TO, status)).toMatchObject({
				answer: {
					kind: 'doubtful',
					sentence: `example.com answered with HTTP status ${status} and something that is not an answer of the HTTP/S API (it holds message IDs a1, a2)`,
				},
			});
		const many = Array.from({ length: 20 }, (_, i) => `ID: a${i}`).join('\n');
		expect(JSON.stringify(heard(many, TO, 500))).toContain('a0, a1, a2, a3, a4)');
	});

	it('says where it came from, and what it said unless it is a page', () => {
		expect(heard('', TO, 302).answer).toEqual({
			kind: 'page',
			sentence: 'example.com redirects to another address',
		});
		expect(heard(PAGE, TO, 403).answer).toMatchObject({
			sentence: 'example.com answered with HTTP status 403',
		});
		expect(heard(PAGE).answer).toMatchObject({
			sentence: expect.stringMatching(/ and something that is not an answer of the HTTP\/S API$/),
		});
		expect(heard('Out of order').answer).toMatchObject({
			sentence: expect.stringMatching(/: Out of order$/),
		});
		const { answer } = heard('x'.repeat(1000));
		expect('sentence' in answer && answer.sentence.length).toBeLessThan(250);
	});
});

describe('secrets that an answer repeats', () => {
	it.each([
		['a refusal', 'ERR: 901 s3cret', undefined, 200],
		[
			'a refusal among others',
			`ERR: 901 s3cret To: ${FIRST}\nID: a2 To: ${SECOND}\nID: a3 To: ${THIRD}`,
			TO,
			200,
		],
		['words', 'Your password s3cret', undefined, 200],
		['words with another status', 'Your password s3cret', TO, 500],
		['a message ID that is a session', `ID: ${ID}`, TO, 500],
		['a message ID that is a session, accepted', `ID: ${ID}`, ONE, 200],
		[
			'a message ID that is a session, among others',
			`ID: a1 To: ${FIRST}\nID: ${ID} To: ${SECOND}\nID: a3 To: ${THIRD}`,
			TO,
			200,
		],
		['a charge', `cliMsgId: s3cret charge: s3cret apiMsgId: a1 status: s3cret`, undefined, 200],
		['percent-encoded words', 'password=s%33cret', undefined, 200],
	])('stay out of what is told: %s', (_where, body, to, status) => {
		const told = JSON.stringify(heard(body, to, status));
		expect(told).not.toMatch(/s3cret|s%33cret/);
		expect(told).not.toContain(ID);
	});
});

describe('the bytes of an answer', () => {
	it.each([
		['UTF-8 by its header', HTML, Buffer.from('ERR: 105, refus\u00e9', 'utf8')],
		[
			'ISO-8859-1 by its header',
			'text/html; charset=ISO-8859-1',
			Buffer.from('ERR: 105, refus\u00e9', 'latin1'),
		],
		['ISO-8859-1, not said', 'text/html', Buffer.from('ERR: 105, refus\u00e9', 'latin1')],
		['UTF-8, not said', undefined as unknown as string, Buffer.from('ERR: 105, refus\u00e9', 'utf8')],
		['UTF-8 with a byte order mark', 'text/html', Buffer.from('\ufeffERR: 105, refus\u00e9', 'utf8')],
	])('are read as %s', (_charset, contentType, bytes) => {
		expect(heard(bytes, TO, 200, contentType).answer).toEqual({
			kind: 'refused',
			code: '105',
			text: 'refus\u00e9',
		});
	});
});
