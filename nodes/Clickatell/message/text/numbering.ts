/** Reading the digits of phone numbers by the numbering plans: which number is meant, or that nobody can tell. */

import { ACCESS, MOBILES, PLANS } from './numberingPlans';
import { defined } from '../../formats/defined';

/** How many digits, by the first digit: bit n stands for n digits. */
type Lengths = readonly number[];

export interface NumberingPlan {
	readonly code: string;
	/** What is dialled before a number within the country. */
	readonly trunks: readonly string[];
	readonly lengths: Lengths;
}

interface Mobiles {
	/** Of mobile numbers that begin with the digits of the country code. */
	readonly own: number;
	readonly lengths: Lengths;
}

export type Reading =
	| { readonly ok: true; readonly msisdn: string }
	/** Each of these may be meant. */
	| { readonly ok: false; readonly why: 'several'; readonly msisdns: readonly string[] }
	/**
	 * `none`: the country has no such number. `access`: 00 alone is not dialled there before a call abroad, and nothing that
	 * is dialled stands there.
	 */
	| { readonly ok: false; readonly why: 'none' | 'access' };

interface Access {
	readonly begins: RegExp;
	readonly whole: RegExp;
	/** All that begins with 00 goes on, such as 008 and 009 in Indonesia: 00 alone is half of it. */
	readonly goesOn: boolean;
}

const LONGEST_CODE = 3;
/** No country has a longer prefix for calls abroad. */
const LONGEST_ACCESS = 10;

/** The lines of a table by the country code, split at the blanks. */
export function rowsOf(table: string): ReadonlyMap<string, readonly string[]> {
	const rows = new Map<string, readonly string[]>();
	for (const line of table.trim().split('\n')) {
		const [code = '', ...cells] = line.split(' ');
		rows.set(code, cells);
	}
	return rows;
}

/** `9` or `8-10,12` as bits. */
function bitsOf(list: string): number {
	let bits = 0;
	if (list === '-') return bits;
	for (const run of list.split(',')) {
		const [first = 0, last = first] = run.split('-').map(Number);
		for (let length = first; length <= last; length++) bits |= 1 << length;
	}
	return bits;
}

function lengthsOf(groups: readonly string[]): Lengths {
	const lengths = Array<number>(10).fill(0);
	for (const group of groups) {
		const [firsts = '', list = ''] = group.split(':');
		for (const first of firsts) lengths[Number(first)] = bitsOf(list);
	}
	return lengths;
}

/** Made when first asked for: a run needs few of them, and n8n's start none. */
export function lazily<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}

const plans = lazily(() => {
	const read = new Map<string, NumberingPlan>();
	for (const [code, [trunks = '-', ...groups]] of rowsOf(PLANS)) {
		read.set(code, { code, trunks: trunks === '-' ? [] : trunks.split('|'), lengths: lengthsOf(groups) });
	}
	return read;
});

const mobiles = lazily(() => {
	const read = new Map<string, Mobiles>();
	for (const [code, [own = '-', ...groups]] of rowsOf(MOBILES))
		read.set(code, { own: bitsOf(own), lengths: lengthsOf(groups) });
	return read;
});

const HUNDRED = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

const access = lazily(() => {
	const read = new Map<string, Access>();
	for (const [code, [pattern = '']] of rowsOf(ACCESS)) {
		const begins = new RegExp(`^(?:${pattern})`);
		const whole = new RegExp(`^(?:${pattern})$`);
		const goesOn = !whole.test('00') && HUNDRED.some((next) => begins.test(`00${next}`));
		read.set(code, { begins, whole, goesOn });
	}
	return read;
});

/** The plan of a country code. */
export function planOf(code: string): NumberingPlan | undefined {
	return plans().get(code);
}

/** The plan of the country code that digits begin with: no code begins with another. */
export function planAhead(digits: string): NumberingPlan | undefined {
	for (let length = 1; length <= LONGEST_CODE; length++) {
		const plan = planOf(digits.slice(0, length));
		if (plan) return plan;
	}
	return undefined;
}

function fits(lengths: Lengths, national: string): boolean {
	return ((lengths[Number(national[0])] ?? 0) & (1 << national.length)) !== 0;
}

/** A national number, or what remains of it without what is dialled before it; undefined where the country has none such. */
function nationalOf(plan: NumberingPlan, digits: string): string | undefined {
	for (const trunk of plan.trunks) {
		const rest = digits.slice(trunk.length);
		if (digits.startsWith(trunk) && fits(plan.lengths, rest)) return rest;
	}
	return fits(plan.lengths, digits) ? digits : undefined;
}

/**
 * A number that begins with its country code. A trunk prefix behind the code, as in 44 0 7700 900123, is left out where the
 * country has no number with it: Italian numbers keep their zero.
 */
export function readInternational(digits: string): string | undefined {
	const plan = planAhead(digits);
	if (!plan) return undefined;
	const behind = digits.slice(plan.code.length);
	if (fits(plan.lengths, behind)) return digits;
	const national = nationalOf(plan, behind);
	return national === undefined ? undefined : plan.code + national;
}

/** The numbers that may be meant by digits that begin with what the country itself dials before calls abroad. */
function behindOwn(own: Access | undefined, digits: string): string[] {
	const behind: string[] = [];
	if (own?.begins.test(digits)) {
		for (let length = 2; length <= LONGEST_ACCESS; length++)
			if (own.whole.test(digits.slice(0, length))) behind.push(digits.slice(length));
	}
	return behind.flatMap((each) => readInternational(each) ?? []);
}

/** The numbers that may be meant by digits that begin with the prefix for calls abroad: 00, or the country's own. */
function abroad(own: Access | undefined, digits: string): string[] {
	const plain = digits.startsWith('00') ? readInternational(digits.slice(2)) : undefined;
	return [...(plain === undefined ? [] : [plain]), ...behindOwn(own, digits)];
}

/**
 * An entry that begins with the digits of the country code may hold the code, or an area of the same digits. SMS go to
 * mobile numbers: where one of both readings is a mobile number and the other is none, that one is meant.
 */
function mobileOf(plan: NumberingPlan, entry: string): 'withCode' | 'withoutCode' | undefined {
	const known = mobiles().get(plan.code);
	if (!known) return undefined;
	const without = (known.own & (1 << entry.length)) !== 0;
	const withCode = fits(known.lengths, entry.slice(plan.code.length));
	return without === withCode ? undefined : without ? 'withoutCode' : 'withCode';
}

/** What may be meant by digits without + in a country: a national number, one with the country code, one abroad. */
function readingsOf(plan: NumberingPlan, digits: string): string[] {
	const own = access().get(plan.code);
	if (digits.startsWith('00')) return abroad(own, digits);
	const national = nationalOf(plan, digits);
	const withoutCode = national === undefined ? [] : [plan.code + national];
	const withCode = digits.startsWith(plan.code) ? [readInternational(digits) ?? []].flat() : [];
	const mobile = withoutCode.length + withCode.length > 1 ? mobileOf(plan, digits) : undefined;
	return [
		...(mobile === 'withCode' ? [] : withoutCode),
		...(mobile === 'withoutCode' ? [] : withCode),
		...behindOwn(own, digits),
	];
}

function only(readings: readonly string[]): Reading {
	const msisdns = [...new Set(readings)];
	const [msisdn] = msisdns;
	if (msisdn === undefined) return { ok: false, why: 'none' };
	return msisdns.length > 1 ? { ok: false, why: 'several', msisdns } : { ok: true, msisdn };
}

/**
 * Digits without +, as they are dialled in the country of the plan, as an international number. Nothing is guessed:
 * where more than one number may be meant, there is no answer.
 */
export function readInCountry(plan: NumberingPlan, digits: string): Reading {
	const own = access().get(plan.code);
	// 00 1 65 ... is a number in America or, by the 001 of another carrier or country, one in Singapore.
	if (own?.goesOn && digits.startsWith('00') && behindOwn(own, digits).length === 0)
		return { ok: false, why: 'access' };
	return only(readingsOf(plan, digits));
}

/** Digits that begin with 00, written nobody knows where. */
export function readAbroad(digits: string): Reading {
	return only(abroad(undefined, digits));
}

/**
 * Has the number a zero behind its country code, without which it would be a mobile number, or any where the table knows
 * no mobile numbers? The lines of Como begin with 39 031 and may have as many digits as an Italian mobile number, which
 * begins with 39 3, and a zero.
 */
export function hasDoubtfulZero(msisdn: string): boolean {
	const plan = planAhead(msisdn);
	const national = msisdn.slice(plan?.code.length);
	if (!plan || !national.startsWith('0')) return false;
	return fits((mobiles().get(plan.code) ?? plan).lengths, national.slice(1));
}

/** How many digits a number may have behind the country code, the fewest first; see {@link digitsOf}. */
function lengthsFor(plan: NumberingPlan, national: string): number[] {
	const trunk = plan.trunks.find((each) => national.startsWith(each) && each.startsWith('0')) ?? '';
	const begun = plan.lengths[Number(national[trunk.length])] ?? 0;
	const bits = begun || plan.lengths.reduce((all, each) => all | each, 0);
	return Array.from({ length: 16 }, (_, length) => length).filter((length) => bits & (1 << length));
}

/** How the length of what stands behind a country code is wrong. */
export function lengthProblem(
	plan: NumberingPlan,
	national: string,
): 'too short' | 'too long' | 'wrong length' {
	const lengths = lengthsFor(plan, national);
	if (national.length < defined(lengths[0])) return 'too short';
	return national.length > defined(lengths.at(-1)) ? 'too long' : 'wrong length';
}

/**
 * How many digits a number has behind the country code, in words: `9`, `7, 9 or 10`, `5 to 13`.
 *
 * @param national what stands behind the code, with a trunk prefix or without; where no number begins so, any number counts
 */
export function digitsOf(plan: NumberingPlan, national: string): string {
	const lengths = lengthsFor(plan, national);
	const [first = 0] = lengths;
	const last = lengths.at(-1) ?? first;
	if (lengths.length > 2 && last - first === lengths.length - 1) return `${first} to ${last}`;
	return lengths.length < 2 ? `${first}` : `${lengths.slice(0, -1).join(', ')} or ${last}`;
}
