import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandFailed, runCommand, startCommand } from '../../../tools/n8n/processes';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'processes-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = () => ({ cwd: folder, env: process.env, log: path.join(folder, 'log'), graceSeconds: 1 });

/** Writes its own and its child's process id to the log, then stays; the child ignores SIGTERM. */
const FAMILY = `
	const child = require('node:child_process').spawn(process.execPath,
		['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"]);
	console.log('family ' + process.pid + ' ' + child.pid);
	setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

async function until<T>(look: () => T | undefined | false): Promise<T> {
	for (let waited = 0; waited < 10_000; waited += 50) {
		const found = look();
		if (found !== undefined && found !== false) return found;
		await delay(50);
	}
	throw new Error('it did not happen within ten seconds');
}

function familyIn(log: string): number[] | undefined {
	try {
		return /family (\d+) (\d+)/.exec(readFileSync(log, 'utf8'))?.slice(1).map(Number);
	} catch {
		return undefined;
	}
}

test('a stopped command leaves no child behind, not even one that ignores SIGTERM', async () => {
	const command = startCommand(process.execPath, ['-e', FAMILY], options());
	const family = await until(() => familyIn(options().log));
	expect(family.map(isAlive)).toEqual([true, true]);
	await command.stop();
	await until(() => !family.some(isAlive));
});

test('a command ends when the one who started it is killed', async () => {
	const script = path.join(folder, 'starter.js');
	const guard = path.join(__dirname, '../../../tools/n8n/guard.mjs');
	writeFileSync(
		script,
		`require('node:child_process').spawn(process.execPath,
			[${JSON.stringify(guard)}, '1', process.execPath, '-e', ${JSON.stringify(FAMILY)}],
			{ stdio: ['pipe', 'inherit', 'inherit'], detached: true });`,
	);
	let said = '';
	const starter: ChildProcess = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
	starter.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const family = await until(() => /family (\d+) (\d+)/.exec(said)?.slice(1).map(Number));
	starter.kill('SIGKILL');
	await until(() => !family.some(isAlive));
});

test('a finished command gives what it wrote', async () => {
	expect(await runCommand(process.execPath, ['-e', "console.log('first')"], options())).toBe('first\n');
	// The log keeps both; the answer is that of the second command alone.
	expect(await runCommand(process.execPath, ['-e', "console.error('second')"], options())).toBe('second\n');
});

test('a failed command says its exit code, where its output is and what it wrote last', async () => {
	const failing = runCommand(process.execPath, ['-e', "console.log('why'); process.exit(3)"], options());
	await expect(failing).rejects.toThrow(/exit code 3; its log is .*, which ends with:\nwhy$/);
	await expect(failing).rejects.toThrow(CommandFailed);
	await expect(failing).rejects.toMatchObject({ code: 3, log: options().log, output: 'why\n' });
});

test('a command that fails in silence does not have the end of what another one wrote', async () => {
	await runCommand(process.execPath, ['-e', "console.log('of another')"], options());
	const failing = runCommand(process.execPath, ['-e', 'process.exit(3)'], options());
	await expect(failing).rejects.toThrow(/exit code 3; it wrote nothing to its log, .*log$/);
});

test('a program that is not there is a failure with a reason', async () => {
	await expect(runCommand('no-such-program', [], options())).rejects.toMatchObject({
		code: 127,
		output: expect.stringContaining('no-such-program') as string,
	});
});
