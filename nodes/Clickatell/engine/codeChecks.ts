import {
	markOf,
	MOST_TURNS,
	placesOfCode,
	typedCode,
	windowAt,
	WINDOWS_VALID,
	type CodePlace,
	type CodeSubject,
} from '../message/oneTimeCode';
import { keepNext, type CodeMemory } from './codeMemory';
import { defined } from '../formats/defined';

/** Marks that Send Code asks for as well. */
export const usedMark = (key: Uint8Array, subject: CodeSubject, { window, turn }: CodePlace): string =>
	markOf(key, subject, 'used', window, turn);
export const lockedMark = (key: Uint8Array, subject: CodeSubject, window: number): string =>
	markOf(key, subject, 'locked', window);

const numbersTo = (most: number): number[] => Array.from({ length: most }, (_, i) => i);

const tryMarks = (key: Uint8Array, subject: CodeSubject, window: number, most: number): string[] =>
	numbersTo(most).map((number) => markOf(key, subject, 'try', window, number));

export type CodeReason = 'wrong' | 'expired' | 'alreadyUsed' | 'tooManyTries';

export interface CodeVerdict {
	readonly valid: boolean;
	readonly reason: CodeReason | null;
	readonly triesLeft: number;
}

/** Whether this code is used for the first time, which it then is. */
async function use(
	memory: CodeMemory,
	key: Uint8Array,
	subject: CodeSubject,
	{ window, turn }: CodePlace,
): Promise<'first' | 'again' | 'tooEarly'> {
	const marks = numbersTo(turn + 1).map((each) => usedMark(key, subject, { window, turn: each }));
	const isNew = await memory.keep(marks);
	if (!isNew.has(defined(marks[turn]))) return 'again';
	if (isNew.size === 1) return 'first';
	// A code is sent only when those before it were used.
	await memory.drop([...isNew]);
	return 'tooEarly';
}

/**
 * Ends all codes that were sent before the one that is used now, and says whether they had been ended already. Of the window
 * before, nobody knows how many were sent.
 */
async function endOthers(
	memory: CodeMemory,
	key: Uint8Array,
	subject: CodeSubject,
	window: number,
	isOlder: boolean,
): Promise<boolean> {
	const ended = markOf(key, subject, 'ended', window - 1);
	const wasEnded = !(await memory.keep([ended])).has(ended);
	if (isOlder && !wasEnded)
		await keepNext(
			memory,
			numbersTo(MOST_TURNS).map((turn) => usedMark(key, subject, { window, turn })),
		);
	return wasEnded;
}

/**
 * Checks what a person typed. Each try counts for the codes of both windows that are valid, before it is looked at, so that no
 * code can be tried more often than `mostTries`; the right one starts the count again.
 *
 * @param time UNIX time in milliseconds
 */
export async function checkCode(
	memory: CodeMemory,
	key: Uint8Array,
	subject: CodeSubject,
	typed: unknown,
	{ time, mostTries }: { readonly time: number; readonly mostTries: number },
): Promise<CodeVerdict> {
	const window = windowAt(time, subject.minutes);
	const windows = numbersTo(WINDOWS_VALID).map((back) => window - back);
	const marks = windows.map((each) => tryMarks(key, subject, each, mostTries));
	const tries: (number | undefined)[] = [];
	for (const [back, own] of marks.entries()) {
		const place = await keepNext(memory, own);
		tries.push(place);
		if (place === mostTries - 1) await memory.keep([lockedMark(key, subject, window - back)]);
	}
	const [newest] = tries;
	const triesLeft = newest === undefined ? 0 : mostTries - 1 - newest;
	const not = (reason: CodeReason): CodeVerdict => ({ valid: false, reason, triesLeft });
	if (tries.every((place) => place === undefined)) return not('tooManyTries');

	const code = typedCode(typed, subject.length);
	const places = code === undefined ? [] : placesOfCode(key, subject, code, window);
	const valid = places.filter((place) => window - place.window < WINDOWS_VALID);
	if (valid.length === 0) return not(places.length === 0 ? 'wrong' : 'expired');
	// The oldest first: where the same digits were used there, nobody can use them again as a newer code.
	let reason: CodeReason = 'wrong';
	for (const place of valid.toReversed()) {
		const back = window - place.window;
		if (tries[back] === undefined) {
			reason = 'tooManyTries';
			continue;
		}
		const used = await use(memory, key, subject, place);
		// Nobody was sent this one; of the same digits, another place may be the one that was sent.
		if (used === 'tooEarly') continue;
		if (used === 'again') return not('alreadyUsed');
		const wasEnded = await endOthers(memory, key, subject, window, back > 0);
		if (back > 0 && wasEnded) return not('alreadyUsed');
		await memory.drop([...marks.flat(), ...windows.map((each) => lockedMark(key, subject, each))]);
		return { valid: true, reason: null, triesLeft: mostTries };
	}
	return not(reason);
}
