// @ts-check
/**
 * `node tools/with-install.mjs <bin> [args...]`: runs a development tool (tsx, jest, gulp, ...) of this
 * project, and before that installs the development dependencies if they are missing or older than
 * package-lock.json. So every `npm run` works in a fresh clone. Standard input, output and signals go to
 * the tool; its exit code becomes ours.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean, bin?: Record<string, string> }} Locked
 */

/**
 * The packages of a lock file by their folder, without the project itself.
 * @param {string} file relative to the project
 * @returns {Record<string, Locked> | undefined} undefined where there is no such file
 */
function lockedPackages(file) {
	try {
		const { packages } = /** @type {{ packages: Record<string, Locked> }} */ (
			JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8'))
		);
		delete packages[''];
		return packages;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm itself writes down what it installed, as
 * the last step of an installation, so an interrupted one counts as missing. Optional packages may be
 * absent: they are those of other platforms.
 */
export function isInstalled() {
	const wanted = lockedPackages('package-lock.json') ?? {};
	const present = lockedPackages('node_modules/.package-lock.json') ?? {};
	return Object.entries(wanted).every(
		([folder, { version, optional }]) =>
			present[folder]?.version === version || (optional && !present[folder]),
	);
}

/** Installs what package-lock.json lists, if it is not there. Throws with npm's words if npm fails. */
export async function ensureInstalled() {
	if (isInstalled()) return;
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	console.error('Installing the development dependencies: once, about a minute ...');
	const ticking = setInterval(() => console.error(`  still installing, ${seconds()}`), 10_000);
	try {
		await npmInstall();
	} finally {
		clearInterval(ticking);
	}
	if (!isInstalled()) throw new Error('package.json and package-lock.json disagree: run npm install.');
	console.error(`Installed in ${seconds()}.`);
}

/**
 * The command line that runs npm: the npm that started us, if any, for there may be several on a machine,
 * or none on the PATH.
 * @param {readonly string[]} args
 * @returns {[command: string, ...args: string[]]}
 */
export function npmCommand(args) {
	const npm = process.env.npm_execpath;
	return npm && path.basename(npm) === 'npm-cli.js' ? [process.execPath, npm, ...args] : ['npm', ...args];
}

/**
 * Brings node_modules to the state of package-lock.json. Not `npm ci`, which would delete and load everything
 * for one changed package.
 * @returns {Promise<void>}
 */
function npmInstall() {
	const [command, ...args] = npmCommand([
		'install',
		'--no-save',
		'--include=dev',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
	]);
	const child = spawn(command, args, {
		cwd: projectRoot,
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: command === 'npm' && process.platform === 'win32',
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) =>
			code === 0 ? resolve() : reject(new Error(`npm install ended with ${code}:\n${said}`)),
		);
	});
}

/**
 * Runs a tool of node_modules to its end, with our standard input, output and signals.
 * @param {string} bin the command's name, e.g. `jest`
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code; 128 and the signal's number if a signal ended it
 */
export async function run(bin, args) {
	const child = spawn(process.execPath, [scriptOf(bin), ...args], { cwd: projectRoot, stdio: 'inherit' });
	/** @param {NodeJS.Signals} signal */
	const pass = (signal) => {
		// A terminal's Ctrl-C reaches the whole process group: passing it on would press it twice.
		if (signal === 'SIGINT' && process.stdin.isTTY) return;
		child.kill(signal);
	};
	const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
	for (const signal of signals) process.on(signal, pass);
	try {
		return await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code, signal) =>
				resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)),
			);
		});
	} finally {
		for (const signal of signals) process.off(signal, pass);
	}
}

/**
 * The script behind a command, by npm's own notes, so that no shell and no PATH is needed.
 * @param {string} bin
 */
function scriptOf(bin) {
	const installed = Object.entries(lockedPackages('node_modules/.package-lock.json') ?? {});
	const found = installed.find(
		([folder, { bin: bins }]) =>
			bins?.[bin] && !folder.slice('node_modules/'.length).includes('node_modules/'),
	);
	const script = found?.[1].bin?.[bin];
	if (!found || !script) throw new Error(`no installed package brings the command "${bin}"`);
	return path.join(projectRoot, found[0], script);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const [bin, ...args] = process.argv.slice(2);
	if (!bin) {
		console.error('Usage: node tools/with-install.mjs <command> [arguments...]');
		process.exit(2);
	}
	try {
		await ensureInstalled();
		process.exitCode = await run(bin, args);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}
