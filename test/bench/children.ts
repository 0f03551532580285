import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { defined } from '../../nodes/Clickatell/formats/defined';

export interface Program {
	/** The bundled file. */
	readonly file: string;
}

/**
 * Bundles a program of test/bench/programs/ into `folder`.
 *
 * @param outside the packages it takes from the node_modules around `folder`; all of them unless named
 */
export async function bundleProgram(
	name: string,
	folder: string,
	outside?: readonly string[],
): Promise<Program> {
	mkdirSync(folder, { recursive: true });
	const file = path.join(folder, `${name}.cjs`);
	await build({
		entryPoints: [path.join(__dirname, 'programs', `${name}.ts`)],
		outfile: file,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		...(outside ? { external: [...outside] } : { packages: 'external' }),
	});
	return { file };
}

export interface NodeOptions {
	/** The Node to run it with. */
	readonly node: string;
	readonly flags?: readonly string[];
	readonly env?: NodeJS.ProcessEnv;
}

/** Settings of a user's own n8n, or of a proxy, must not reach what is measured. */
function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(
		([name]) =>
			!/^(N8N_|NODE_OPTIONS$|npm_|https?_proxy$|all_proxy$|no_proxy$|NODE_EXTRA_CA_CERTS$)/i.test(name),
	);
	return { ...Object.fromEntries(kept), ...extra };
}

const running = new Set<ChildProcess>();

// Nothing that is measured outlives us.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

function start(program: Program, job: unknown, { node, flags = [], env }: NodeOptions): ChildProcess {
	const child = spawn(node, [...flags, program.file, JSON.stringify(job)], {
		env: cleanEnvironment(env),
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	running.add(child);
	child.once('exit', () => running.delete(child));
	return child;
}

/** Runs a program to its end and returns the JSON it printed last. */
export async function runProgram<T>(program: Program, job: unknown, options: NodeOptions): Promise<T> {
	const child = start(program, job, options);
	let output = '';
	defined(child.stdout)
		.setEncoding('utf8')
		.on('data', (chunk: string) => (output += chunk));
	const [code] = (await once(child, 'close')) as [number | null];
	const last = output.trim().split('\n').at(-1) ?? '';
	if (code !== 0) throw new Error(`${path.basename(program.file)} ended with ${code}: ${output}`);
	return JSON.parse(last) as T;
}

/** A program that serves until it is stopped; its first line of JSON says where. */
export async function serve<T>(
	program: Program,
	job: unknown,
	options: NodeOptions,
): Promise<{ readonly at: T; stop(): Promise<void> }> {
	const child = start(program, job, options);
	const lines = createInterface({ input: defined(child.stdout) });
	const [line] = (await Promise.race([
		once(lines, 'line'),
		once(child, 'exit').then(([code]) => {
			throw new Error(`${path.basename(program.file)} ended with ${String(code)} before it served`);
		}),
	])) as [string];
	return {
		at: JSON.parse(line) as T,
		async stop() {
			const ended = once(child, 'exit');
			defined(child.stdin).end();
			await ended;
		},
	};
}
