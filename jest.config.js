'use strict';

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: require.resolve('./test/runner/environment.cjs'),
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	// The real n8n and what the build writes hold package.json files and tests of their own.
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.n8n-local/'],
	transform: {
		'\\.ts$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
				sourceMaps: 'inline',
			},
		],
		// The first of these two wants its JSON, which jest reads, from where its code is, the other one an environment.
		'/node_modules/(?!libphonenumber-js/|eslint-plugin-n8n-nodes-base/).*\\.c?js$':
			'<rootDir>/test/runner/sharedModule.cjs',
	},
	// How many cases a property has by default: see test/extent.ts.
	moduleNameMapper: { '^fast-check$': '<rootDir>/test/fastCheck.ts' },
	transformIgnorePatterns: [],
	// Loading n8n's engine is the slowest thing a test does; it takes seconds on a small machine.
	testTimeout: 30_000,
	// Half of the time of the tests on n8n's engine is spent waiting: for a pause, for a time-out.
	maxWorkers: 4,
	maxConcurrency: 10,
	// n8n-core needs several hundred MB a worker: give the memory back instead of keeping it.
	workerIdleMemoryLimit: '1GB',
	reporters: ['default', 'summary', '<rootDir>/tools/summary-reporter.cjs'],
};
