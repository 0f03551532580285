import { chownSync, mkdirSync, readdirSync, existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installFromDebian } from '../debian';
import { freePort } from '../../../tools/n8n/ports';
import {
	isOnPath,
	runCommand,
	startCommand,
	type RunningCommand,
	withLog,
} from '../../../tools/n8n/processes';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** A server that a test has started. */
export interface Service {
	port: number;
	stop(): Promise<void>;
}

export interface Redis extends Service {
	/** Ends it in order and starts it again on the same port with what it had written. */
	restart(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/** Debian keeps PostgreSQL's programs out of the PATH, one folder for each version. */
function postgresPrograms(): string | undefined {
	const root = '/usr/lib/postgresql';
	if (!existsSync(root)) return undefined;
	const newest = readdirSync(root).sort((a, b) => Number(b) - Number(a))[0];
	return newest === undefined ? undefined : path.join(root, newest, 'bin');
}

/**
 * Sees to it that redis-server and PostgreSQL are installed: with apt where we are root and may.
 * @throws CannotRun where one is missing and cannot be installed
 */
export async function ensureServices(log: string): Promise<void> {
	await installFromDebian(
		() => [
			...(isOnPath('redis-server') ? [] : ['redis-server']),
			...(postgresPrograms() === undefined ? ['postgresql'] : []),
		],
		log,
	);
}

/** PostgreSQL refuses to run as root, and Redis need not: both run as an ordinary user then. */
const ORDINARY = { user: 'postgres', group: 'postgres' };

async function numberOf(kind: 'user' | 'group', log: string): Promise<number> {
	const output = await runCommand('id', [kind === 'user' ? '-u' : '-g', ORDINARY.user], {
		cwd: '/',
		env: process.env,
		log,
	});
	return Number(output.trim());
}

function asOrdinary(command: string, args: readonly string[]): [command: string, args: string[]] {
	if (!isRoot) return [command, [...args]];
	const how = [`--reuid=${ORDINARY.user}`, `--regid=${ORDINARY.group}`, '--init-groups'];
	return ['setpriv', [...how, command, ...args]];
}

async function ownFolder(folder: string, log: string): Promise<void> {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (isRoot) chownSync(folder, await numberOf('user', log), await numberOf('group', log));
}

function takesCalls(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const end = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.once('connect', () => end(true)).once('error', () => end(false));
	});
}

async function ready(what: string, holds: () => Promise<boolean>, log: string): Promise<void> {
	const deadline = Date.now() + 120_000;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error(withLog(`${what} was not ready in 120 s`, log));
		await delay(50);
	}
}

/** Redis as n8n's queue needs it: every job on disk before it counts as taken. */
export async function startRedis(folder: string): Promise<Redis> {
	const log = path.join(path.dirname(folder), 'redis.log');
	await ownFolder(folder, log);
	const port = await freePort();
	const options = {
		port,
		bind: '127.0.0.1',
		dir: folder,
		appendonly: 'yes',
		appendfsync: 'always',
		save: '',
	};
	const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
	let running: RunningCommand;
	const start = async () => {
		running = startCommand(...asOrdinary('redis-server', args), { cwd: folder, env: process.env, log });
		await ready('Redis', () => takesCalls(port), log);
	};
	await start();
	return {
		port,
		stop: () => running.stop(),
		async restart() {
			await running.stop();
			await start();
		},
	};
}

export interface Postgres extends Service {
	user: string;
	database: string;
	/** Carries out a statement; returns its rows, a line each. */
	query(statement: string): Promise<string[]>;
}

/** A new PostgreSQL that listens on loopback only and accepts every user of this machine. */
export async function startPostgres(folder: string): Promise<Postgres> {
	const log = path.join(path.dirname(folder), 'postgres.log');
	const programs = defined(postgresPrograms());
	await ownFolder(folder, log);
	const data = path.join(folder, 'data');
	const command = { cwd: folder, env: process.env, log };
	const init = ['-D', data, '-U', 'n8n', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
	await runCommand(...asOrdinary(path.join(programs, 'initdb'), init), command);
	const port = await freePort();
	const settings = [
		`port=${port}`,
		'listen_addresses=127.0.0.1',
		`unix_socket_directories=${folder}`,
		'fsync=off',
		'max_connections=100',
	].flatMap((setting) => ['-c', setting]);
	const running = startCommand(
		...asOrdinary(path.join(programs, 'postgres'), ['-D', data, ...settings]),
		command,
	);
	const isReady = path.join(programs, 'pg_isready');
	await ready(
		'PostgreSQL',
		() =>
			runCommand(isReady, ['-q', '-h', '127.0.0.1', '-p', String(port)], command).then(
				() => true,
				() => false,
			),
		log,
	);
	const [user, database] = ['n8n', 'postgres'];
	const query = async (statement: string) => {
		const asked = [
			'-h',
			'127.0.0.1',
			'-p',
			String(port),
			'-U',
			user,
			'-d',
			database,
			'-qtA',
			'-c',
			statement,
		];
		const output = await runCommand(path.join(programs, 'psql'), asked, command);
		return output.split('\n').filter((line) => line !== '');
	};
	return { port, user, database, query, stop: () => running.stop() };
}
