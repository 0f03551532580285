// @ts-check
'use strict';

/**
 * Jest reporter that ends the run with one plain line, `N passed, N failed`, for people and for CI.
 * A test file that could not even be loaded counts as one failure: it ran no test that could fail.
 */
module.exports = class SummaryReporter {
	/**
	 * @param {unknown} _contexts
	 * @param {import('@jest/reporters').AggregatedResult} results
	 */
	onRunComplete(_contexts, results) {
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		// Jest prints its own summary after every reporter; this line is to be the last.
		process.once('exit', () => process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`));
	}
};
