import { createHash } from 'node:crypto';
import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { lockWhenFree } from './lock';
import { N8N_VERSION, NODE_MAJOR, stateRoot } from './paths';
import { isOnPath, runCommand } from './processes';
import type { Report } from './progress';

/** An installed n8n: what is needed to run it. */
export interface InstalledN8n {
	version: string;
	/** The Node executable to run it with. */
	node: string;
	/** n8n's command line script. */
	cli: string;
	/** PATH with that Node first, for n8n's own children and for npm. */
	path: string;
}

/** One of the pinned installations of tools/n8n/install/, and where it goes. */
interface Pinned {
	/** The folder with package.json, package-lock.json and .npmrc. */
	source: string;
	target: string;
	/** What else the installation depends on: a change of it means installing again. */
	also: string;
	finish(target: string): Promise<void>;
}

const LOG = 'install.log';
const STAMP = 'installed.json';
const SOURCE_FILES = ['package.json', 'package-lock.json', '.npmrc'];

function hashOf({ source, also }: Pinned): string {
	const hash = createHash('sha256').update(also);
	for (const file of ['package-lock.json', '.npmrc']) hash.update(readFileSync(path.join(source, file)));
	return hash.digest('hex');
}

function isInstalled(pinned: Pinned): boolean {
	try {
		const stamp = JSON.parse(readFileSync(path.join(pinned.target, STAMP), 'utf8')) as { hash?: unknown };
		return stamp.hash === hashOf(pinned);
	} catch {
		return false;
	}
}

/** npm's settings of an `npm start` around us are not those of the installations here. */
function npmEnvironment(searchPath: string, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (!/^npm_(package|lifecycle|command|config_(ignore_scripts|local_prefix))/i.test(name))
			env[name] = value;
	}
	return { ...env, PATH: searchPath, ...extra };
}

/**
 * Installs what a lockfile lists, unless the stamp of a finished installation of the same lockfile is there.
 * The stamp is written last, so an interrupted installation is done again.
 */
async function ensureInstalled(
	pinned: Pinned,
	{ what, size }: { what: string; size: string },
	searchPath: string,
	report: Report,
) {
	if (isInstalled(pinned)) return;
	const { source, target } = pinned;
	mkdirSync(target, { recursive: true });
	rmSync(path.join(target, STAMP), { force: true });
	for (const file of SOURCE_FILES) copyFileSync(path.join(source, file), path.join(target, file));
	const log = path.join(target, LOG);
	writeFileSync(log, '');
	const counting = setInterval(() => {
		const answered = readFileSync(log, 'utf8').split('http fetch GET 200').length - 1;
		report(`installing ${what} (once, ${size}): ${answered} downloads`);
	}, 1000);
	try {
		await runCommand('npm', ['ci', '--ignore-scripts', '--loglevel=http'], {
			cwd: target,
			env: npmEnvironment(searchPath),
			log,
		});
	} finally {
		clearInterval(counting);
	}
	await pinned.finish(target);
	report(`${what} installed`);
	writeFileSync(path.join(target, STAMP), JSON.stringify({ hash: hashOf(pinned) }));
}

const NODE_FOLDER = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/**
 * The Node for n8n: the one that runs us if it has the right major version, otherwise one from npm. Its
 * `node` package fetches its binary in an install script; where the lockfile has the binary's package,
 * that one is used and no script runs.
 */
async function ensureNode(report: Report): Promise<{ node: string; headers: string | undefined }> {
	const [major] = process.versions.node.split('.');
	if (Number(major) === NODE_MAJOR) return withHeaders(process.execPath);
	const target = path.join(stateRoot, `node-${NODE_MAJOR}`);
	const locked = path.join(target, 'node_modules', NODE_FOLDER, 'bin', binaryName('node'));
	const fetched = path.join(target, 'node_modules', 'node', 'bin', binaryName('node'));
	await ensureInstalled(
		{
			source: path.join(__dirname, 'install', `node-${NODE_MAJOR}`),
			target,
			also: `${process.platform}-${process.arch}`,
			async finish() {
				if (existsSync(locked)) return;
				await runCommand('npm', ['rebuild', 'node', '--ignore-scripts=false'], {
					cwd: target,
					env: npmEnvironment(process.env.PATH ?? ''),
					log: path.join(target, LOG),
				}).catch(() => {});
				if (!existsSync(fetched)) {
					throw new Error(
						`npm has no Node ${NODE_MAJOR} for ${process.platform} ${process.arch}; ` +
							`install Node ${NODE_MAJOR} yourself and run this again with it`,
					);
				}
			},
		},
		{ what: `Node ${NODE_MAJOR}`, size: '190 MB' },
		process.env.PATH ?? '',
		report,
	);
	return withHeaders(existsSync(locked) ? locked : fetched);
}

function binaryName(name: string): string {
	return process.platform === 'win32' ? `${name}.exe` : name;
}

/** A Node's own C++ headers, which are usually beside it: with them, building needs no download. */
function withHeaders(node: string): { node: string; headers: string | undefined } {
	const root = path.resolve(path.dirname(node), '..');
	return { node, headers: existsSync(path.join(root, 'include', 'node', 'node.h')) ? root : undefined };
}

/** The parts of n8n in C++: used as delivered where there is a binary for this machine, built otherwise. */
const NATIVE_PARTS = ['sqlite3', 'isolated-vm'];
const BUILD_TOOLS = ['python3', 'make', 'g++'];

async function loads(part: string, node: string, target: string, env: NodeJS.ProcessEnv): Promise<boolean> {
	try {
		// isolated-vm wants this flag of Node, as n8n's own launcher knows.
		await runCommand(node, ['--no-node-snapshot', '-e', `require(${JSON.stringify(part)})`], {
			cwd: target,
			env,
			log: path.join(target, LOG),
		});
		return true;
	} catch {
		return false;
	}
}

/** What another n8n here has built of the same version of a part, for the same Node. */
function builtElsewhere(part: string, target: string): string | undefined {
	const folderIn = (installation: string) => path.join(installation, 'node_modules', part);
	const versionIn = (installation: string) => {
		const file = path.join(folderIn(installation), 'package.json');
		if (!existsSync(file)) return undefined;
		return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
	};
	return readdirSync(stateRoot)
		.filter((name) => name.startsWith('n8n-'))
		.map((name) => path.join(stateRoot, name))
		.filter((other) => other !== target && versionIn(other) === versionIn(target))
		.map((other) => path.join(folderIn(other), 'build'))
		.find((build) => existsSync(build));
}

async function ensureNativeParts(
	target: string,
	node: string,
	headers: string | undefined,
	searchPath: string,
	report: Report,
): Promise<void> {
	const env = npmEnvironment(searchPath, {
		// To compile them takes a minute or two of one processor.
		JOBS: 'max',
		...(headers === undefined ? {} : { npm_config_nodedir: headers }),
	});
	for (const part of NATIVE_PARTS) {
		if (await loads(part, node, target, env)) continue;
		const built = builtElsewhere(part, target);
		if (built !== undefined) {
			cpSync(built, path.join(target, 'node_modules', part, 'build'), { recursive: true });
			if (await loads(part, node, target, env)) continue;
		}
		report(`building ${part}`);
		const missing = BUILD_TOOLS.filter((tool) => !isOnPath(tool, env));
		await runCommand('npm', ['rebuild', part, '--ignore-scripts=false', '--foreground-scripts'], {
			cwd: target,
			env,
			log: path.join(target, LOG),
		}).catch((error: unknown) => {
			if (missing.length === 0) throw error;
			throw new Error(
				`there is no ready-made ${part} for this machine and it cannot be built without ` +
					`${missing.join(', ')}: install ${missing.length === 1 ? 'it' : 'them'} and try again ` +
					`(details in ${path.join(target, LOG)})`,
			);
		});
		if (!(await loads(part, node, target, env))) {
			throw new Error(`${part} was built but does not load; see ${path.join(target, LOG)}`);
		}
	}
}

/**
 * A pinned real n8n, one of those in tools/n8n/install/, installed under .n8n-local/ if it is not there yet:
 * about 2.2 GB, some minutes the first time, nothing the next. Needs npm and its registry, and a C++ compiler
 * only where no ready-made SQLite can be had.
 * @throws Error that names the log and shows its end
 */
export async function ensureN8n(
	report: Report = () => {},
	version: string = N8N_VERSION,
): Promise<InstalledN8n> {
	const lock = await lockWhenFree(path.join(stateRoot, 'install.lock'), (heldBy) =>
		report(`waiting for process ${heldBy}, which installs it already`),
	);
	try {
		const { node, headers } = await ensureNode(report);
		const searchPath = [path.dirname(node), process.env.PATH ?? ''].join(path.delimiter);
		const target = path.join(stateRoot, `n8n-${version}`);
		await ensureInstalled(
			{
				source: path.join(__dirname, 'install', `n8n-${version}`),
				target,
				// Where the Node is does not matter: what was built for this major version loads in every such Node.
				also: `${process.platform}-${process.arch} node ${NODE_MAJOR}`,
				finish: () => ensureNativeParts(target, node, headers, searchPath, report),
			},
			{ what: `n8n ${version}`, size: 'some minutes, 2.2 GB' },
			searchPath,
			report,
		);
		const cli = path.join(target, 'node_modules', 'n8n', 'bin', 'n8n');
		return { version, node, cli, path: searchPath };
	} finally {
		lock.release();
	}
}
