'use strict';

/** The tests that say whether a change of the source is noticed: those that run it, and do not read its text. */
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	// With the source, so that the tests of what is changed can be found.
	roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials'],
	testMatch: [
		'**/test/unit/{apis,callbacks,connect,files,panel,question,secrets,sending,soap,text,trigger,xml}/**/*.test.ts',
		'**/test/unit/runtime/!(catches).test.ts',
	],
	// These measure times, which a mutant under test has little to do with, make random calls for minutes, or read the text of
	// the source.
	testPathIgnorePatterns: [
		'(linear|growth)\\.test',
		'question/answer\\.test',
		'text/countryZones\\.test',
		'trigger/(fuzz|lives|media)\\.test',
	],
	reporters: [],
};
