import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeLock } from '../../../tools/n8n/lock';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
	file = path.join(folder, 'deeper', 'running.pid');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one holds the lock, the next is told who, and after the release it is free', () => {
	const first = takeLock(file);
	expect(takeLock(file)).toEqual({ heldBy: process.pid });
	if (!('release' in first)) throw new Error('the free lock was not given');
	first.release();
	expect(takeLock(file)).toHaveProperty('release');
});

test.each([
	['of a process that is gone', String(spawnSync(process.execPath, ['-e', '']).pid)],
	['with nonsense in it', 'nobody'],
	['that is empty', ''],
])('a lock %s is taken over', (_, content) => {
	takeLock(file);
	writeFileSync(file, content);
	expect(takeLock(file)).toHaveProperty('release');
});
