import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// n8n-core writes an encryption key below this folder as soon as it is asked for a context. To be imported before it.
if (process.env.N8N_USER_FOLDER === undefined) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'n8n-trigger-test-'));
	process.env.N8N_USER_FOLDER = folder;
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
