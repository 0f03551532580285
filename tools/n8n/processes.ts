import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface CommandOptions {
	cwd: string;
	/** The whole environment; nothing is added to it. */
	env: NodeJS.ProcessEnv;
	/** File that receives standard output and standard error, appended. */
	log: string;
	/** Time the command has between SIGTERM and SIGKILL when it is ended. Default 10. */
	graceSeconds?: number;
}

export interface RunningCommand {
	/** Resolves with the exit code once the command and its whole process group are gone. */
	exited: Promise<number>;
	/** Ends the command with all its children; resolves when they are gone. Safe to call twice. */
	stop(): Promise<void>;
	/** Ends the command and its children with SIGKILL, as a power cut would; resolves when they are gone. */
	kill(): Promise<void>;
}

const running = new Set<RunningCommand>();

/** Ends every command that still runs. */
export async function stopAllCommands(): Promise<void> {
	await Promise.all([...running].map((command) => command.stop()));
}

const LAST_LINES = 15;

/** A message with the end of the log beside it: where the machine is gone with its files, nothing else tells why. */
export function withLog(message: string, log: string, written = contentOf(log)): string {
	const text = written.trimEnd();
	if (text === '') return `${message}; it wrote nothing to its log, ${log}`;
	return [`${message}; its log is ${log}, which ends with:`, ...text.split('\n').slice(-LAST_LINES)].join(
		'\n',
	);
}

function contentOf(log: string): string {
	return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

/** A command that ended with another code than 0; `log` names the file with its output. */
export class CommandFailed extends Error {
	constructor(
		readonly command: string,
		readonly code: number,
		readonly log: string,
		readonly output: string,
	) {
		super(withLog(`${command} ended with exit code ${code}`, log, output));
		this.name = 'CommandFailed';
	}
}

/**
 * Starts a command that cannot outlive us: it runs under guard.mjs, which ends it and its children when we
 * stop it, exit, crash or are killed.
 */
export function startCommand(
	command: string,
	args: readonly string[],
	options: CommandOptions,
): RunningCommand {
	mkdirSync(path.dirname(options.log), { recursive: true });
	const log = openSync(options.log, 'a');
	const grace = options.graceSeconds ?? 10;
	const guard = spawn(
		process.execPath,
		[path.join(__dirname, 'guard.mjs'), String(grace), command, ...args],
		// Detached, so that a Ctrl-C in the terminal reaches us and not the guard: we decide what ends first.
		{ cwd: options.cwd, env: options.env, stdio: ['pipe', log, log], detached: true },
	);
	closeSync(log);
	const exited = new Promise<number>((resolve, reject) => {
		guard.once('error', reject);
		guard.once('exit', (code) => resolve(code ?? 1));
	});
	const started: RunningCommand = {
		exited,
		async stop() {
			guard.stdin?.end();
			await exited.catch(() => {});
		},
		async kill() {
			guard.kill('SIGUSR2');
			await exited.catch(() => {});
		},
	};
	running.add(started);
	exited.catch(() => {}).finally(() => running.delete(started));
	return started;
}

/**
 * Runs a command to its end and returns what it wrote.
 * @throws CommandFailed if it ends with another code than 0
 */
export async function runCommand(
	command: string,
	args: readonly string[],
	options: CommandOptions,
): Promise<string> {
	const from = existsSync(options.log) ? readFileSync(options.log).length : 0;
	const code = await startCommand(command, args, options).exited;
	const output = readFileSync(options.log).subarray(from).toString('utf8');
	if (code !== 0) throw new CommandFailed([command, ...args].join(' '), code, options.log, output);
	return output;
}

/** Whether a program can be found on the PATH of `env`. */
export function isOnPath(program: string, env: NodeJS.ProcessEnv = process.env): boolean {
	const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`, program] : [program];
	return (env.PATH ?? '')
		.split(path.delimiter)
		.some((folder) => names.some((name) => existsSync(path.join(folder, name))));
}
