'use strict';

/**
 * Where a test file runs: jest's own environment, except for installed packages. jest loads each of them again for each
 * test file, which takes seconds for n8n's engine. Here Node loads each once for a worker process, and all test files
 * get the same one (sharedModule.cjs). What belongs to this project is loaded for each file, as jest does.
 */
const { mkdtempSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

const BUILT = path.resolve(__dirname, '../../dist') + path.sep;

// n8n-core writes an encryption key below this folder as soon as it is asked for a context.
if (process.env.N8N_USER_FOLDER === undefined) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'n8n-nodes-clickatell-test-'));
	process.env.N8N_USER_FOLDER = folder;
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

module.exports = class extends TestEnvironment {
	async setup() {
		await super.setup();
		this.global.requireShared = require;
		// n8n's loader reads the built package by Node's own `require`: no file finds what another one has left in it.
		for (const file of Object.keys(require.cache)) if (file.startsWith(BUILT)) delete require.cache[file];
		require('@n8n/di').Container.reset();
	}
};
