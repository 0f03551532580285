import fc from '../node_modules/fast-check/lib/cjs/fast-check';
import { casesOf } from './extent';

/** What the tests get for `fast-check`: a property that names no number of cases has a hundred in the long form. */
fc.configureGlobal({ numRuns: casesOf(100) });

export * from '../node_modules/fast-check/lib/cjs/fast-check';
export default fc;
