// @ts-check
/**
 * `npm run mutants [-- --mutate nodes/Clickatell/message/plan.ts]`: changes the source in one place after the other and
 * looks whether a unit test notices. Each change is tried with the tests alone that run it. All rooms take hours;
 * `--sample 20` tries the changes of about every 20th declaration.
 * The tests on n8n's engine run the built package, and have no part in this.
 * `--testFiles test/unit/text/*.test.ts` asks the tests of one room alone, which is quicker and finds at most as much.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: ['nodes/Clickatell/{message,formats,apis,engine}/**/*.ts'],
	plugins: ['@stryker-mutator/jest-runner', './tools/mutantSample.mjs'],
	ignorers: ['sample'],
	testRunner: 'jest',
	jest: { projectType: 'custom', configFile: 'jest.mutants.config.js' },
	coverageAnalysis: 'perTest',
	// Tables that are read once when the file is loaded: each change of them would need all tests.
	ignoreStatic: true,
	disableTypeChecks: false,
	ignorePatterns: ['.n8n-local', 'dist', 'test-output', 'docs/pictures'],
	tempDirName: '.stryker-tmp',
	concurrency: 2,
	timeoutMS: 60_000,
	dryRunTimeoutMinutes: 60,
	reporters: ['clear-text', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
	jsonReporter: { fileName: 'test-output/mutants.json' },
	allowEmpty: true,
};
