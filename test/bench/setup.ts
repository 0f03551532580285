import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureN8n, type InstalledN8n } from '../../tools/n8n/install';
import { installPackage, packPackage, PACKAGE_NAME, type PackedPackage } from '../../tools/n8n/package';
import { projectRoot, stateRoot } from '../../tools/n8n/paths';
import { step } from '../../tools/n8n/progress';
import { bundleProgram, type Program, runProgram, serve } from './children';
import {
	type BareJob,
	type BareResult,
	type EngineJob,
	type EngineResult,
	FIRST_ITEMS,
} from './programs/jobs';
import { makeCertificate } from './wire/certificate';

/** Sizes of the measurements: the full ones, or small ones to try the programs out. */
export interface Sizes {
	readonly rounds: number;
	readonly bulk: number;
	readonly different: number;
	readonly loop: number;
	readonly growth: readonly number[];
	readonly stalls: readonly number[];
	readonly executions: number;
	readonly callbackRounds: number;
	readonly cpuRounds: number;
	readonly startRounds: number;
}

export const FULL: Sizes = {
	rounds: 3,
	bulk: 10_000,
	different: 10_000,
	loop: 400,
	growth: [1_000, 10_000, 100_000],
	stalls: [10_000, 50_000, 200_000],
	executions: 100,
	callbackRounds: 4,
	cpuRounds: 9,
	startRounds: 9,
};

export const SMALL: Sizes = {
	rounds: 2,
	bulk: 1_000,
	different: 300,
	loop: 20,
	growth: [300, 1_000, 3_000],
	stalls: [3_000, 10_000],
	executions: 40,
	callbackRounds: 3,
	cpuRounds: 3,
	startRounds: 3,
};

/** What every request to the wire waits for its answer. */
export const DELAY_MS = 50;
export const CONCURRENCY = 10;

/** Everything that is measured, ready to run. */
export interface Bench {
	readonly sizes: Sizes;
	readonly installed: InstalledN8n;
	/** The folder of the installed n8n: its node_modules are what is measured against. */
	readonly n8nFolder: string;
	/** For files of the measurements; below `n8nFolder`, so that n8n's own packages are found from there. */
	readonly folder: string;
	/** n8n's user folder with this package installed in it. */
	readonly userFolder: string;
	readonly packed: PackedPackage;
	readonly packageFolder: string;
	readonly nodesBase: string;
	/** Where programs are bundled to that use n8n's packages. */
	program(name: string, outside?: readonly string[]): Promise<Program>;
}

export async function setUp(sizes: Sizes): Promise<Bench> {
	const installed = await step('Looking for n8n', (report) => ensureN8n(report));
	const n8nFolder = path.join(stateRoot, `n8n-${installed.version}`);
	const folder = path.join(n8nFolder, 'bench');
	const userFolder = path.join(folder, 'user');
	mkdirSync(folder, { recursive: true });
	const packed = await step('Building and packing the package', async () => {
		const made = await packPackage();
		// A copy of our own: a change of the sources during the run would replace the tarball.
		const file = path.join(folder, path.basename(made.file));
		copyFileSync(made.file, file);
		return { ...made, file };
	});
	await step('Installing the package', () => installPackage(packed, userFolder));
	return {
		sizes,
		installed,
		n8nFolder,
		folder,
		userFolder,
		packed,
		packageFolder: path.join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME),
		nodesBase: path.join(n8nFolder, 'node_modules', 'n8n-nodes-base'),
		program: (name, outside) =>
			bundleProgram(name, outside ? path.join(stateRoot, 'bench') : folder, outside),
	};
}

/** The replying server, and how a process reaches it. */
export interface Wire {
	readonly port: number;
	readonly env: NodeJS.ProcessEnv;
	stop(): Promise<void>;
}

export async function startWire(bench: Bench, delayMs: number): Promise<Wire> {
	const key = path.join(bench.folder, `wire-${delayMs}-key.pem`);
	const cert = path.join(bench.folder, `wire-${delayMs}-cert.pem`);
	const made = makeCertificate(['api.clickatell.com', 'platform.clickatell.com', 'api.twilio.com']);
	writeFileSync(key, made.key, { mode: 0o600 });
	writeFileSync(cert, made.cert);
	const { node } = bench.installed;
	const server = await serve<{ port: number }>(
		await bench.program('server'),
		{ delayMs, key, cert },
		{ node },
	);
	return {
		port: server.at.port,
		env: { HTTPS_PROXY: `http://127.0.0.1:${server.at.port}`, NODE_EXTRA_CA_CERTS: cert },
		stop: () => server.stop(),
	};
}

export type EngineRun = (
	job: Partial<EngineJob> & Pick<EngineJob, 'node' | 'items'>,
) => Promise<EngineResult>;

/** Runs nodes on n8n's engine, each in a process of its own that reaches the wire. */
export async function engineRunner(bench: Bench, wire: Wire): Promise<EngineRun> {
	const program = await bench.program('engine');
	const { packageFolder, nodesBase, installed } = bench;
	return (job) =>
		runProgram<EngineResult>(
			program,
			{
				kind: 'plain',
				server: 'documentLiteral',
				texts: 'same',
				concurrency: CONCURRENCY,
				callsPerSecond: 0,
				loggedIn: true,
				itemsBefore: FIRST_ITEMS,
				watchHeap: false,
				packageFolder,
				nodesBase,
				...job,
			} satisfies EngineJob,
			{ node: installed.node, flags: ['--expose-gc'], env: wire.env },
		);
}

export type BareRun = (job: Partial<BareJob> & Pick<BareJob, 'calls' | 'recipients'>) => Promise<BareResult>;

/** Makes bare calls over the wire, each run in a process of its own. */
export async function bareRunner(bench: Bench, wire: Wire): Promise<BareRun> {
	const program = await bench.program('bare');
	return (job) =>
		runProgram<BareResult>(
			program,
			{
				port: wire.port,
				server: 'documentLiteral',
				concurrency: CONCURRENCY,
				callsBefore: 1,
				...job,
			} satisfies BareJob,
			{ node: bench.installed.node, env: wire.env },
		);
}

export function versionOf(folder: string): string {
	return (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

export { projectRoot, stateRoot };
