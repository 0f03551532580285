import { defined } from '../nodes/Clickatell/formats/defined';

/**
 * How much of the same the tests run. Random cases and walks through all places have a short form, which `npm test`
 * runs so that it answers soon, and a long form: `npm test -- --long`, or the environment variable
 * `CLICKATELL_TESTS=long`. Both make the same assertions.
 */
export const IS_LONG = process.env.CLICKATELL_TESTS === 'long';

/** The long form has about this many times the random cases. */
const TIMES = 23;
/** Random cases of which no fewer are run in the short form. */
const FEWEST = 25;

/** The number of random cases to run, given that of the long form. */
export function casesOf(long: number): number {
	return IS_LONG ? long : Math.max(Math.ceil(long / TIMES), Math.min(long, FEWEST));
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
