import { findOperation } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import type { PlannedCall } from '../../../nodes/Clickatell/message/plan';
import type { Answer } from '../../../nodes/Clickatell/engine/answer';
import { lookUpDoubts } from '../../../nodes/Clickatell/engine/doubt';
import { LostAnswers } from '../../../nodes/Clickatell/engine/lostAnswers';
import { callEach } from '../../../nodes/Clickatell/engine/singles';
import { CREDENTIAL, type Said, Wire } from './wire';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const operation = (resource: string, name: string) => findOperation(resource, name) as GatewayOperation;
const SEND = operation('message', 'send');
const BALANCE = operation('account', 'getBalance');
const VOUCHER = operation('account', 'redeemVoucher');
const TO = '27999100001';
const OTHER = '27999100002';
const OPTIONS = { timeoutMs: 60_000, repeatOnInternalError: false };

const send = async (wire: Wire, to: readonly string[] = [TO], options = OPTIONS, client = wire.client()) =>
	await client.call(SEND, { text: 'Hello', to, clientMessageId: 'mine' }, options);

/** Pings are answered; what else is asked gets these answers, one after another, the last one repeatedly. */
const answering = (...answers: Said[]) => {
	let n = 0;
	return (command: string): Said =>
		command === 'ping' ? ['OK'] : defined(answers[Math.min(n++, answers.length - 1)]);
};

describe('a page in place of the answer to a send', () => {
	const PAGES = [301, 302, 307, 400, 401, 403, 404, 407, 429, 451];

	it.each(PAGES)('leaves doubt where the ping of this execution was understood (HTTP %d)', async (status) => {
		const wire = new Wire(answering({ status }));
		expect((await send(wire)).kind).toBe('doubtful');
		expect(wire.commands).toEqual(['ping', 'sendmsg']);
	});

	it.each(PAGES)(
		'leaves doubt where an older session is used, whatever else the address answers (HTTP %d)',
		async (status) => {
			for (const others of [['OK'], ['ERR: 003'], { status }, { status: 503 }] satisfies Said[]) {
				const wire = new Wire((command) => (command === 'sendmsg' ? { status } : others), 'older');
				const client = wire.client();
				expect((await send(wire, [TO], OPTIONS, client)).kind).toBe('doubtful');
				expect((await send(wire, [TO], OPTIONS, client)).kind).toBe('doubtful');
				expect(wire.commands).toEqual(['sendmsg', 'sendmsg']);
			}
		},
	);

	it('leaves doubt with HTTP 408 wherever it comes from', async () => {
		const wire = new Wire(() => ({ status: 408 }), 'older');
		expect((await send(wire)).kind).toBe('doubtful');
		expect(wire.commands).toEqual(['sendmsg']);
	});

	it('is of no weight for what spends nothing', async () => {
		const wire = new Wire(answering({ status: 403 }));
		expect((await wire.client().call(BALANCE, {}, OPTIONS)).kind).toBe('notSent');
	});
});

describe('a refusal of everybody by name', () => {
	const everybody = (code: string) => [`ERR: ${code}, Words To: ${TO}`, `ERR: ${code}, Words To: ${OTHER}`];
	const accepted = [`ID: a To: ${TO}`, `ID: b To: ${OTHER}`];

	it.each(['003', '005', '001'])('renews the session and is made again (%s)', async (code) => {
		const wire = new Wire(answering(everybody(code), accepted), 'older');
		expect(await send(wire, [TO, OTHER])).toMatchObject({
			kind: 'recipients',
			fates: [{ id: 'a' }, { id: 'b' }],
		});
		expect([wire.logins, wire.count('sendmsg')]).toEqual([1, 2]);
	});

	it('with one recipient as well', async () => {
		const wire = new Wire(answering([`ERR: 003, Session ID expired To: ${TO}`], ['ID: a']), 'older');
		expect(await send(wire)).toMatchObject({ kind: 'recipients', fates: [{ id: 'a' }] });
		expect(wire.logins).toBe(1);
	});

	it.each([
		[true, 2],
		[false, 1],
	])('with 901 is made again where the user allows it (%s)', async (repeatOnInternalError, calls) => {
		const wire = new Wire(answering(everybody('901'), accepted), 'older');
		await send(wire, [TO, OTHER], { ...OPTIONS, repeatOnInternalError });
		expect(wire.count('sendmsg')).toBe(calls);
	});

	it('with another code is not', async () => {
		const wire = new Wire(answering(everybody('301')), 'older');
		expect((await send(wire, [TO, OTHER], { ...OPTIONS, repeatOnInternalError: true })).kind).toBe(
			'recipients',
		);
		expect([wire.logins, wire.count('sendmsg')]).toEqual([0, 1]);
	});
});

describe('a refusal of one recipient for its session', () => {
	it('is not made again where it says nothing of another, and the session is renewed for what follows', async () => {
		const wire = new Wire(answering([`ERR: 003 To: ${TO}`]), 'older');
		expect((await send(wire, [TO, OTHER])).kind).toBe('recipients');
		expect([wire.logins, wire.count('sendmsg')]).toEqual([1, 1]);
		expect(wire.kept.sessionToken).toContain('session1');
	});

	it('changes nothing where another was accepted', async () => {
		const wire = new Wire(answering([`ERR: 003 To: ${TO}`, `ID: b To: ${OTHER}`]), 'older');
		expect((await send(wire, [TO, OTHER])).kind).toBe('recipients');
		expect([wire.logins, wire.count('sendmsg')]).toEqual([0, 1]);
	});
});

describe('a new session that is gone before it is used', () => {
	const pings = (refused: number, line: string) => (command: string, nth: number) =>
		command === 'ping' ? [nth <= refused ? line : 'OK'] : ['ID: a'];

	it.each(['ERR: 003, Session ID expired', 'ERR: 001, Authentication failed', 'ERR: 005'])(
		'is followed by one more login (%s)',
		async (line) => {
			const wire = new Wire(pings(1, line));
			expect(await send(wire)).toMatchObject({ kind: 'recipients', fates: [{ id: 'a' }] });
			expect(wire.logins).toBe(2);
		},
	);

	it('is followed by no third, and nothing is sent', async () => {
		const wire = new Wire(pings(99, 'ERR: 003, Session ID expired'));
		const client = wire.client();
		for (let item = 0; item < 3; item++) {
			expect(await send(wire, [TO], OPTIONS, client)).toMatchObject({
				kind: 'notSent',
				code: '003',
				sentence: expect.stringMatching(/^The session has expired/) as unknown,
			});
		}
		expect([wire.logins, wire.count('sendmsg')]).toEqual([2, 0]);
	});

	it('is not what another refusal of a ping says', async () => {
		const wire = new Wire(pings(99, 'ERR: 007, IP Lockdown violation'));
		expect(await send(wire)).toMatchObject({ kind: 'notSent', code: '007' });
		expect(wire.logins).toBe(1);
	});
});

describe('a credential that n8n cannot read', () => {
	const failing = (times: number) => {
		const wire = new Wire(answering(['ID: a']));
		let reads = 0;
		wire.reading = () => {
			if (++reads <= times) throw new Error(`connect ECONNREFUSED, with ${CREDENTIAL.password}`);
		};
		return wire;
	};

	it('is not called changed; the log has the reason, without the password', async () => {
		const wire = failing(99);
		const answer = await send(wire);
		expect(answer).toMatchObject({ kind: 'notSent', sentence: 'n8n could not read the credential' });
		expect(wire.commands).toEqual([]);
		expect(wire.logged[0]).toMatch(/^error: n8n could not read the credential: Error: connect ECONNREFUSED/);
		expect(wire.logged.join('\n')).not.toContain(CREDENTIAL.password);
	});

	it('is read again after a moment', async () => {
		expect(await send(failing(2))).toMatchObject({ kind: 'recipients' });
	});

	it.each([{ password: 'another' }, { password: '' }])(
		'is changed when it holds something else: %j',
		async (edit) => {
			const wire = new Wire(answering(['ID: a']));
			const client = wire.client();
			wire.kept = { ...wire.kept, ...edit };
			expect(await send(wire, [TO], OPTIONS, client)).toMatchObject({
				kind: 'notSent',
				sentence: 'The credential was changed while the workflow ran',
			});
		},
	);
});

describe('looking up what may have been sent', () => {
	const HANGS: Said = { code: 'ECONNABORTED', afterMs: 10_000 };
	const DROPS: Said = { code: 'ECONNRESET', afterMs: 1 };
	const call = (to: readonly string[] = [TO]) =>
		({ wire: { clientMessageId: 'mine' }, to }) as unknown as PlannedCall;
	const LOST: Answer = { kind: 'doubtful', sentence: 'example.com did not answer in time', advice: '' };
	const lookingUp = (answer: (nth: number) => Said) => {
		const wire = new Wire((command, nth) => (command === 'querymsg' ? answer(nth) : ['OK']), 'older');
		const lookUp = lookUpDoubts(wire.client());
		return {
			wire,
			lookUp,
			ask: async (what: Answer = LOST, to?: readonly string[]) => await lookUp(call(to), what, true),
		};
	};

	it('finds a message, whatever stands behind its status', async () => {
		const { ask } = lookingUp(() => ['ID: abc Status: 004.']);
		expect(await ask()).toEqual({ kind: 'recipients', fates: [{ kind: 'id', id: 'abc' }] });
		expect(await ask(LOST, [TO, OTHER])).toEqual({
			...LOST,
			sentence: 'example.com did not answer in time, but knows the call by message abc',
		});
	});

	it.each([[['ID: mine Status: 001']], [['ERR: 104, Unknown client message ID']], [['What?']]])(
		'leaves the doubt after %j',
		async (lines) => {
			const { ask } = lookingUp(() => lines);
			expect(await ask()).toBe(LOST);
		},
	);

	it('waits for an answer that does not come once, and not three times', async () => {
		const { wire, ask } = lookingUp(() => HANGS);
		expect(await ask()).toBe(LOST);
		expect([wire.count('querymsg'), wire.clock]).toEqual([1, 10_000]);
	});

	it('asks again where the connection broke at once', async () => {
		const { wire, ask } = lookingUp((nth) => (nth < 3 ? DROPS : ['ID: abc Status: 004']));
		expect((await ask()).kind).toBe('recipients');
		expect(wire.count('querymsg')).toBe(3);
	});

	it('ends after three lookups that were lost as well, until a call is answered', async () => {
		const { wire, ask } = lookingUp(() => HANGS);
		for (let n = 0; n < 10; n++) await ask();
		expect(wire.count('querymsg')).toBe(3);
		await ask({ kind: 'recipients', fates: [] });
		for (let n = 0; n < 10; n++) await ask();
		expect(wire.count('querymsg')).toBe(6);
	});

	it('goes on where lookups are answered', async () => {
		const { wire, ask } = lookingUp((nth) => (nth % 3 === 0 ? ['ERR: 104'] : HANGS));
		for (let n = 0; n < 30; n++) await ask();
		expect(wire.count('querymsg')).toBe(30);
	});

	it('asks for nothing that was answered or that is not known by an ID of its own', async () => {
		const { wire, lookUp } = lookingUp(() => ['ID: abc Status: 004']);
		const answered: Answer = { kind: 'refused', code: '301', text: '' };
		expect(await lookUp(call(), answered, true)).toBe(answered);
		expect(await lookUp(call(), LOST, false)).toBe(LOST);
		expect(wire.commands).toEqual([]);
	});
});

describe('answers that are lost one after another', () => {
	it('stop a run at ten more than calls can be under way at once', () => {
		const lost = new LostAnswers(5);
		for (let n = 1; n < 15; n++) {
			lost.heard(true);
			expect(lost.tooMany()).toBeUndefined();
		}
		lost.heard(true);
		expect(lost.tooMany()).toBe(15);
	});

	it('stop nothing where others come between', () => {
		const lost = new LostAnswers(1);
		for (let n = 0; n < 100; n++) {
			lost.heard(n % 10 !== 0);
			expect(lost.tooMany()).toBeUndefined();
		}
	});

	const redeem = async (wire: Wire, continuesOnFail: boolean, faulty: readonly number[] = []) => {
		const items = Array.from({ length: 40 }, (_, n) =>
			faulty.includes(n) ? undefined : { wire: { voucher: String(n) }, values: {}, travel: undefined },
		);
		const refused = new Map(faulty.map((n) => [n, { faults: ['Wrong'], meaning: 'invalid input' }]));
		return await callEach(wire, wire.client(), VOUCHER, { items, refused } as never, continuesOnFail);
	};
	const said = (single: Awaited<ReturnType<typeof redeem>>[number]) => (single.ok ? 'ok' : single.sentence);

	it('stop what redeems voucher after voucher, also where it is to go on after a failure', async () => {
		const wire = new Wire(answering({ code: 'ECONNRESET' }), 'older');
		const singles = await redeem(wire, true, [3, 8]);
		expect(wire.count('token_pay')).toBe(11);
		expect(said(defined(singles[12]))).toMatch(/'Redeem Voucher' may have been carried out$/);
		expect(said(defined(singles[13]))).toBe(
			'The node stopped, because the answers to 11 calls in a row were lost; this call was not made',
		);
		expect(said(defined(singles[39]))).toBe(said(defined(singles[13])));
	});

	it('do not where refusals come between', async () => {
		const wire = new Wire(
			(_command, nth) => (nth % 5 === 0 ? ['ERR: 606'] : { code: 'ECONNRESET' }),
			'older',
		);
		await redeem(wire, true);
		expect(wire.count('token_pay')).toBe(40);
	});

	it('stop at the first failure where nothing is to go on', async () => {
		const wire = new Wire(answering({ code: 'ECONNRESET' }), 'older');
		await redeem(wire, false);
		expect(wire.count('token_pay')).toBe(1);
	});
});
