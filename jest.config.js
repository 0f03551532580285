'use strict';

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
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
	},
	// How many cases a property has by default: see test/extent.ts.
	moduleNameMapper: { '^fast-check$': '<rootDir>/test/fastCheck.ts' },
	// n8n-core and its 400 packages are plain CommonJS: transforming them would cost minutes.
	transformIgnorePatterns: ['/node_modules/'],
	// Loading n8n's engine is the slowest thing a test does; it takes seconds on a small machine.
	testTimeout: 30_000,
	maxWorkers: 2,
	// n8n-core needs several hundred MB a worker: give the memory back instead of keeping it.
	workerIdleMemoryLimit: '1GB',
	reporters: ['default', 'summary', '<rootDir>/tools/summary-reporter.cjs'],
};
