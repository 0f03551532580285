import fc from '../node_modules/fast-check/lib/cjs/fast-check';
import { casesOf } from './extent';

/** What the tests get for `fast-check`: a property that names no number of cases has a hundred in the long form. */
fc.configureGlobal({ numRuns: casesOf(100) });

/** Halves of pairs, which are no characters, and where they begin. */
const HALVES = 0x800;
const FIRST_HALF = 0xd800;

/**
 * The unit `binary` of fast-check: the same characters in the same order. Its own looks up each in a table of the
 * 1,112,064 that there are, which takes seconds to make in each process.
 */
const anyCharacter = fc.nat({ max: 0x10_ffff - HALVES }).map(
	(index) => String.fromCodePoint(index < FIRST_HALF ? index : index + HALVES),
	(text) => {
		const code = typeof text === 'string' ? text.codePointAt(0) : undefined;
		if (code === undefined || text !== String.fromCodePoint(code) || (code & 0x1f_f800) === FIRST_HALF)
			throw new Error('Not one character');
		return code < FIRST_HALF ? code : code - HALVES;
	},
);

export const string: typeof fc.string = (constraints) =>
	fc.string(constraints?.unit === 'binary' ? { ...constraints, unit: anyCharacter } : constraints);

export * from '../node_modules/fast-check/lib/cjs/fast-check';
export default { ...fc, string };
