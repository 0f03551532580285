import fc from 'fast-check';
import { checkCode } from '../../../nodes/Clickatell/engine/codeChecks';
import { admitCode, type Admission } from '../../../nodes/Clickatell/engine/codeSends';
import { OneAtATime } from '../../../nodes/Clickatell/engine/oneAtATime';
import { codeOf, windowAt, type CodeSubject } from '../../../nodes/Clickatell/message/oneTimeCode';
import { Marks } from './marks';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const KEY = Buffer.alloc(32, 7);
const SUBJECT: CodeSubject = { msisdn: '27999123456', purpose: 'sign-up', minutes: 10, length: 6 };
const MINUTE = 60_000;
/** The beginning of an hour, of a window and of a delay. */
const NOON = Date.UTC(2026, 2, 1, 12);
const LIMITS = { resendDelayMs: 30_000, mostPerHour: 5 };

let marks: Marks;
beforeEach(() => {
	marks = new Marks();
});

const admit = async (time: number, subject: Partial<CodeSubject> = {}, limits: Partial<typeof LIMITS> = {}) =>
	await admitCode(marks, KEY, { ...SUBJECT, ...subject }, { ...LIMITS, ...limits }, time);
const codeIn = (admission: Admission): string => {
	if (!admission.ok) throw new Error(admission.fault);
	return admission.code;
};
const send = async (time: number, subject?: Partial<CodeSubject>) => codeIn(await admit(time, subject));
const check = async (typed: unknown, time: number, subject: Partial<CodeSubject> = {}, mostTries = 5) =>
	await checkCode(marks, KEY, { ...SUBJECT, ...subject }, typed, { time, mostTries });
/** A code of six digits that is none of these. */
const other = (...codes: string[]) =>
	defined(['000000', '000001', '000002', '000003', '000004'].find((code) => !codes.includes(code)));
const VALID = { valid: true, reason: null, triesLeft: 5 };
const not = (reason: string, triesLeft: number) => ({ valid: false, reason, triesLeft });

describe('a code that was sent', () => {
	it('is valid for at least ten minutes and less than twenty, whenever it was sent', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 10 * MINUTE - 1 }),
				fc.integer({ min: 0, max: 30 * MINUTE }),
				async (into, later) => {
					marks = new Marks();
					const sent = NOON + into;
					const admission = await admit(sent);
					const until = admission.ok ? admission.validUntil : NaN;
					const verdict = await check(codeIn(admission), sent + later);
					expect(verdict.valid).toBe(sent + later < until);
					if (later <= 10 * MINUTE) expect(verdict.valid).toBe(true);
					if (later >= 20 * MINUTE) expect(verdict).toEqual(not('expired', 4));
				},
			),
		);
	});

	it('is good once', async () => {
		const code = await send(NOON);
		expect(await check(code, NOON + MINUTE)).toEqual(VALID);
		expect(await check(code, NOON + MINUTE)).toEqual(not('alreadyUsed', 4));
		expect(await check(code, NOON + 11 * MINUTE)).toEqual(not('alreadyUsed', 4));
	});

	it.each<[string, Partial<CodeSubject>]>([
		['number', { msisdn: '27999123457' }],
		['purpose', { purpose: 'sign-in' }],
		['validity', { minutes: 9 }],
	])('is wrong for another %s', async (_, subject) => {
		const code = await send(NOON);
		expect(await check(code, NOON, subject)).toEqual(not('wrong', 4));
		expect(await check(code, NOON)).toEqual(VALID);
	});

	it('is the same when it is asked for again within its window, and another in the next: both are taken', async () => {
		const [first, again, later] = [
			await send(NOON),
			await send(NOON + 5 * MINUTE),
			await send(NOON + 12 * MINUTE),
		];
		expect(again).toBe(first);
		expect(later).not.toBe(first);
		expect(await check(later, NOON + 13 * MINUTE)).toEqual(VALID);
		marks = new Marks();
		expect(await check(first, NOON + 13 * MINUTE)).toEqual(VALID);
	});

	it.each([0, 1])('ends the others that were sent, whichever of them is used', async (used) => {
		const codes = [await send(NOON + 8 * MINUTE), await send(NOON + 12 * MINUTE)];
		const now = NOON + 13 * MINUTE;
		expect(await check(codes[used], now)).toEqual(VALID);
		expect(await check(codes[1 - used], now)).toMatchObject({ reason: 'alreadyUsed' });
		expect(await check(codes[used], now)).toMatchObject({ reason: 'alreadyUsed' });
		// Whoever asks for one more gets one that is good.
		expect(await check(await send(now), now)).toEqual(VALID);
	});

	it('does not end one that was sent after it was used', async () => {
		const first = await send(NOON);
		expect(await check(first, NOON + MINUTE)).toEqual(VALID);
		const second = await send(NOON + 8 * MINUTE);
		expect(second).not.toBe(first);
		// The first one, typed again by mistake, changes nothing.
		expect(await check(first, NOON + 12 * MINUTE)).toEqual(not('alreadyUsed', 4));
		expect(await check(second, NOON + 12 * MINUTE)).toEqual(VALID);
	});

	it('is the next one of its window only when those before were used', async () => {
		const guessed = codeOf(KEY, SUBJECT, { window: NOON / (10 * MINUTE), turn: 2 });
		expect(await check(guessed, NOON)).toEqual(not('wrong', 4));
		const codes: string[] = [];
		for (let i = 0; i < 3; i++) {
			codes.push(await send(NOON + i * MINUTE));
			expect(await check(codes[i], NOON + i * MINUTE)).toEqual(VALID);
		}
		expect(new Set(codes).size).toBe(3);
		expect(codes[2]).toBe(guessed);
	});

	it('is taken although the same digits stand at a later place of the next window, which nobody was sent', async () => {
		const short = { length: 4 };
		const next = NOON + 10 * MINUTE;
		const [here, there] = [NOON, next].map((time) => windowAt(time, SUBJECT.minutes));
		const codeAt = (msisdn: string, window = 0, turn = 0) =>
			codeOf(KEY, { ...SUBJECT, ...short, msisdn }, { window, turn });
		const msisdn = defined(
			Array.from({ length: 20_000 }, (_, n) => String(27_999_000_000 + n)).find(
				(each) => codeAt(each, here) === codeAt(each, there, 1) && codeAt(each, here) !== codeAt(each, there),
			),
		);
		const code = await send(NOON, { ...short, msisdn });
		expect(await check(code, next, { ...short, msisdn })).toEqual(VALID);
		expect(await check(code, next, { ...short, msisdn })).toEqual(not('alreadyUsed', 4));
	});

	it('cannot be used more than ten times in a window', async () => {
		const many = { mostPerHour: 100 };
		for (let i = 0; i < 10; i++) {
			const now = NOON + i * 40_000;
			expect(await check(codeIn(await admit(now, {}, many)), now)).toEqual(VALID);
		}
		expect(await admit(NOON + 9 * MINUTE, {}, many)).toEqual({
			ok: false,
			meaning: 'too many codes',
			fault:
				'27999123456 has used 10 codes for the same purpose; the next can be sent from 2026-03-01T12:10:00Z on',
		});
	});
});

describe('tries', () => {
	it('are counted, and the right code is refused after the last', async () => {
		const code = await send(NOON);
		const wrong = other(code);
		for (let left = 4; left >= 0; left--) expect(await check(wrong, NOON)).toEqual(not('wrong', left));
		expect(await check(code, NOON)).toEqual(not('tooManyTries', 0));
		expect(await check(wrong, NOON)).toEqual(not('tooManyTries', 0));
		// Others are not locked.
		expect(await check(wrong, NOON, { purpose: 'x' })).toEqual(not('wrong', 4));
		expect(await check(other(), NOON, { msisdn: '27999123457' })).toEqual(not('wrong', 4));
	});

	it('may be used up to the last', async () => {
		const code = await send(NOON);
		for (let i = 0; i < 4; i++) await check(other(code), NOON);
		expect(await check(code, NOON)).toEqual(VALID);
		// Then the count begins again.
		const next = await send(NOON + MINUTE);
		expect(await check(other(next, code), NOON + MINUTE)).toEqual(not('wrong', 4));
		expect(await check(next, NOON + MINUTE)).toEqual(VALID);
	});

	it('count for a code in both of its windows, so that none has more than five', async () => {
		const code = await send(NOON + 8 * MINUTE);
		for (let i = 0; i < 3; i++) await check(other(code), NOON + 9 * MINUTE);
		const later = NOON + 12 * MINUTE;
		expect(await check(other(code), later)).toEqual(not('wrong', 4));
		expect(await check(other(code), later)).toEqual(not('wrong', 3));
		expect(await check(code, later)).toEqual(not('tooManyTries', 2));
		// A code of the new window has tries of its own.
		expect(await check(await send(later), later)).toEqual(VALID);
	});

	it('that cannot be a code count as well', async () => {
		expect(await check('hello', NOON)).toEqual(not('wrong', 4));
		expect(await check('12', NOON)).toEqual(not('wrong', 3));
	});

	it('that were too many keep a new code from being sent, until it can be used', async () => {
		const code = await send(NOON);
		for (let i = 0; i < 5; i++) await check(other(code), NOON);
		expect(await admit(NOON + MINUTE)).toEqual({
			ok: false,
			meaning: 'too many tries',
			fault:
				'Too many wrong codes were typed for 27999123456, so that none is accepted; a new code can be sent from 2026-03-01T12:10:00Z on',
		});
		const next = NOON + 10 * MINUTE;
		expect(await check(await send(next), next)).toEqual(VALID);
	});
});

describe('who asks for a code again', () => {
	it('waits for the delay, is told until when, and does not wait longer for asking', async () => {
		await send(NOON + 1000);
		const early = await admit(NOON + 20_000);
		expect(early).toEqual({
			ok: false,
			meaning: 'sent a moment ago',
			fault: 'A code was sent to 27999123456 a moment ago; another can be sent from 2026-03-01T12:00:36Z on',
		});
		expect(await admit(NOON + 35_999)).toMatchObject({ ok: false });
		expect(await admit(NOON + 36_000)).toMatchObject({ ok: true });
	});

	it('waits at least as long as the delay says, and at most a fifth longer', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 100_000 }),
				fc.integer({ min: 1, max: 600 }),
				fc.integer({ min: 0, max: 900_000 }),
				async (into, seconds, later) => {
					marks = new Marks();
					const limits = { resendDelayMs: seconds * 1000 };
					// Windows as long as they can be: another code of theirs is no matter here.
					await admit(NOON + into, { minutes: 60 }, limits);
					const again = await admit(NOON + into + later, { minutes: 60, purpose: 'another' }, limits);
					if (later < seconds * 1000) expect(again).toMatchObject({ meaning: 'sent a moment ago' });
					if (later >= seconds * 1200) expect(again.ok).toBe(true);
				},
			),
		);
	});

	it('gets five codes an hour, whatever they are for', async () => {
		for (let i = 0; i < 5; i++) await send(NOON + i * MINUTE, { purpose: String(i) });
		expect(await admit(NOON + 10 * MINUTE)).toEqual({
			ok: false,
			meaning: 'too many codes',
			fault:
				'5 codes were sent to 27999123456 within this hour; the next can be sent from 2026-03-01T13:00:00Z on',
		});
		expect(await admit(NOON + 10 * MINUTE, { msisdn: '27999123457' })).toMatchObject({ ok: true });
		// A refusal counts for nothing: it begins no delay either.
		expect(await admit(NOON + 59.9 * MINUTE)).toMatchObject({ ok: false });
		expect(await admit(NOON + 60 * MINUTE)).toMatchObject({ ok: true });
	});

	it('may ask again at once where nothing was sent', async () => {
		for (let i = 0; i < 10; i++) {
			const admission = await admit(NOON);
			if (!admission.ok) throw new Error(admission.fault);
			await admission.giveBack(marks);
		}
		expect(marks.kept.size).toBe(0);
	});
});

test('tasks of a key go one after the other, and one that fails holds up none', async () => {
	const turns = new OneAtATime();
	const told: string[] = [];
	let open = () => {};
	const gate = new Promise<void>((resolve) => (open = resolve));
	const task = (name: string) => async () => {
		told.push(`${name} begins`);
		if (name === 'first') await gate;
		told.push(`${name} ends`);
		if (name === 'first') throw new Error('it failed');
		return name;
	};
	const first = turns.run('a', task('first'));
	const second = turns.run('a', task('second'));
	expect(await turns.run('b', task('other'))).toBe('other');
	open();
	await expect(first).rejects.toThrow('it failed');
	expect(await second).toBe('second');
	expect(told).toEqual([
		'first begins',
		'other begins',
		'other ends',
		'first ends',
		'second begins',
		'second ends',
	]);
});
