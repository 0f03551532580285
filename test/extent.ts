import { defined } from '../nodes/Clickatell/formats/defined';

/**
 * How much of the same the tests run, by the environment variable `CLICKATELL_TESTS`. Random cases and walks through all
 * places have three forms, which make the same assertions: the short one, which `npm test` runs; a quick one, which
 * `npm run test:unit` runs so that it answers within a minute (`quick`); and a long one, `npm test -- --long` (`long`).
 */
const FORM = process.env.CLICKATELL_TESTS ?? 'short';
export const IS_LONG = FORM === 'long';
export const IS_QUICK = FORM === 'quick';

/** The long form has about this many times the random cases. */
const TIMES = IS_QUICK ? 100 : 40;
/** Random cases of which no fewer are run unless all forms run fewer. */
const FEWEST = IS_QUICK ? 5 : 12;

/** The number of random cases to run, given that of the long form. */
export function casesOf(long: number): number {
	return IS_LONG ? long : Math.max(Math.ceil(long / TIMES), Math.min(long, FEWEST));
}

/** All of many subjects; in the quick form `count` of them, the first one and others at even distances. */
export function subjectsOf<T>(all: readonly T[], count: number): readonly T[] {
	if (!IS_QUICK || count >= all.length) return all;
	return Array.from({ length: count }, (_, i) => defined(all[Math.floor((i * all.length) / count)]));
}

/**
 * The ways in which the n-th of many subjects is tried: all of them in the long form, else `count`. The next subject
 * is tried in the next ones, so that a walk over all subjects takes every way.
 */
export function waysFor<T>(n: number, ways: readonly T[], count = 1): readonly T[] {
	if (IS_LONG || count >= ways.length) return ways;
	const even = Math.floor(ways.length / count);
	// Ways come in pairs, such as without and with a retry: an odd stride meets both.
	const stride = (count - 1) * (even | 1) < ways.length ? even | 1 : even;
	return Array.from({ length: count }, (_, i) => defined(ways[(n + i * stride) % ways.length]));
}
