// @ts-check
/**
 * `node guard.mjs <seconds> <command> [args...]`: runs the command in a process group of its own and ends the
 * whole group (SIGTERM, and SIGKILL after the given seconds) when standard input closes. The one who starts
 * the guard holds the other end of that pipe, so the command never outlives it, not even if it is killed.
 */
import { spawn } from 'node:child_process';

const [seconds, command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error('usage: guard.mjs <seconds> <command> [args...]');

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
	if (child.pid === undefined) return;
	try {
		process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
	} catch {
		// The group is gone already, which is what was wanted.
	}
}

function end() {
	signalGroup('SIGTERM');
	setTimeout(() => signalGroup('SIGKILL'), Number(seconds) * 1000).unref();
}

process.stdin.on('end', end).on('error', end).resume();
// For tests of accidents: the command gets no time to end well.
process.on('SIGUSR2', () => signalGroup('SIGKILL'));
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, end);

child.once('error', (error) => {
	console.error(error.message);
	process.exit(127);
});
child.once('exit', (code, signal) => {
	// Whatever the command left running in its group ends with it.
	signalGroup('SIGKILL');
	process.exit(signal === null ? (code ?? 1) : 128);
});
