import { codeOf, endOf, markOfNumber, MOST_TURNS, windowAt, type CodeSubject } from '../message/oneTimeCode';
import { lockedMark, usedMark } from './codeChecks';
import { countKept, keepNext, type CodeMemory } from './codeMemory';
import { defined } from '../formats/defined';

const HOUR_MS = 3_600_000;
/** A delay is remembered in steps, so that it takes a few marks, and may be longer by one of them. */
const DELAY_STEPS = 5;

export interface CodeLimits {
	readonly resendDelayMs: number;
	readonly mostPerHour: number;
}

export type Admission =
	| {
			readonly ok: true;
			readonly code: string;
			/** UNIX time in milliseconds. */
			readonly validUntil: number;
			/** When nothing was sent after all. */
			giveBack(memory: CodeMemory): Promise<void>;
	  }
	/** A sentence without a period at its end, and the reason in a few words. */
	| { readonly ok: false; readonly fault: string; readonly meaning: string };

const at = (time: number): string => new Date(time).toISOString().replace(/\.\d+/, '');

const refuse = (meaning: string, fault: string): Admission => ({ ok: false, fault, meaning });

/**
 * The code to send to a number now, unless it was sent one a moment ago, or too many within the hour, or cannot use one.
 *
 * @param time UNIX time in milliseconds
 */
export async function admitCode(
	memory: CodeMemory,
	key: Uint8Array,
	subject: CodeSubject,
	{ resendDelayMs, mostPerHour }: CodeLimits,
	time: number,
): Promise<Admission> {
	const { msisdn, minutes } = subject;
	const window = windowAt(time, minutes);
	const next = at((window + 1) * minutes * 60_000);
	if ((await countKept(memory, [lockedMark(key, subject, window)])) > 0)
		return refuse(
			'too many tries',
			`Too many wrong codes were typed for ${msisdn}, so that none is accepted; a new code can be sent from ${next} on`,
		);
	const turns = Array.from({ length: MOST_TURNS }, (_, turn) => turn);
	const turn = await countKept(
		memory,
		turns.map((each) => usedMark(key, subject, { window, turn: each })),
	);
	if (turn === MOST_TURNS)
		return refuse(
			'too many codes',
			`${msisdn} has used ${MOST_TURNS} codes for the same purpose; the next can be sent from ${next} on`,
		);

	const step = resendDelayMs / DELAY_STEPS;
	const now = Math.floor(time / step);
	const steps = Array.from({ length: DELAY_STEPS + 1 }, (_, i) =>
		markOfNumber(key, msisdn, 'delay', step, now + i),
	);
	const open = await memory.keep(steps);
	const blocked = steps.length - open.size;
	if (blocked > 0) {
		await memory.drop([...open]);
		return refuse(
			'sent a moment ago',
			`A code was sent to ${msisdn} a moment ago; another can be sent from ${at((now + blocked) * step + 999)} on`,
		);
	}

	const hour = Math.floor(time / HOUR_MS);
	const ofHour = Array.from({ length: mostPerHour }, (_, i) => markOfNumber(key, msisdn, 'hour', hour, i));
	const place = await keepNext(memory, ofHour);
	if (place === undefined) {
		await memory.drop(steps);
		return refuse(
			'too many codes',
			`${mostPerHour} codes were sent to ${msisdn} within this hour; the next can be sent from ${at((hour + 1) * HOUR_MS)} on`,
		);
	}
	return {
		ok: true,
		code: codeOf(key, subject, { window, turn }),
		validUntil: endOf(window, minutes),
		giveBack: async (by) => await by.drop([...steps, defined(ofHour[place])]),
	};
}
