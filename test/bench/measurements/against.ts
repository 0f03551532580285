import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../../tools/n8n/processes';
import { runProgram } from '../children';
import type { Finding } from '../findings';
import type { LoadJob, LoadResult, ReceiveJob, ReceiveResult } from '../programs/jobs';
import { type Bench, engineRunner, projectRoot, startWire } from '../setup';
import { ratioOf, sampleOf, shown } from '../statistics';
import { registered } from './start';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** No figure may be worse than so many times that of the other commit. */
const MOST = 1.1;

/** Builds a commit in a worktree of its own, and keeps what would be published where n8n's packages are found. */
async function packageOf(bench: Bench, commit: string): Promise<string> {
	const hash = execFileSync('git', ['rev-parse', '--short', `${commit}^{commit}`], {
		cwd: projectRoot,
		encoding: 'utf8',
	}).trim();
	const folder = path.join(bench.folder, `against-${hash}`);
	const source = path.join(folder, 'source');
	const built = path.join(folder, 'package');
	if (existsSync(built)) return built;
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const log = path.join(folder, 'build.log');
	const run = async (command: string, args: readonly string[], cwd: string) =>
		await runCommand(command, [...args], { cwd, env: process.env, log });
	await run('git', ['worktree', 'add', '--force', '--detach', source, hash], projectRoot);
	try {
		symlinkSync(path.join(projectRoot, 'node_modules'), path.join(source, 'node_modules'));
		const gulp = path.join(projectRoot, 'node_modules', 'gulp', 'bin', 'gulp.js');
		await run(process.execPath, [gulp, 'bundle', '-L'], source);
		mkdirSync(built);
		for (const part of ['package.json', 'dist'])
			cpSync(path.join(source, part), path.join(built, part), { recursive: true });
	} finally {
		await run('git', ['worktree', 'remove', '--force', source], projectRoot);
	}
	return built;
}

/** One figure of each package in turn: what it measures, in its unit. */
interface Figure {
	readonly name: string;
	readonly unit: string;
	readonly measure: (folder: string) => Promise<number>;
}

function loading(bench: Bench, program: Awaited<ReturnType<Bench['program']>>): Figure {
	return {
		name: 'loading nodes and credentials',
		unit: ' ms',
		measure: async (folder) => {
			const options = { node: bench.installed.node, flags: ['--expose-gc'] };
			const job: LoadJob = { files: registered(folder) };
			return (await runProgram<LoadResult>(program, job, options)).milliseconds;
		},
	};
}

/**
 * Whole executions beside a gateway that answers at once: checking, planning, writing, reading and presenting. Only what
 * versions before and after save alike; merge fields and the output of refused items have changed.
 */
const EXECUTIONS = [
	['one text', { texts: 'same' }],
	['a text by expression', { kind: 'expression' }],
	['different texts', { texts: 'different' }],
] as const;

/** Callbacks that stand in the package of both, one for each format. */
const CALLBACKS = {
	'HTTP GET': 'httpGet__a_status_with_every_field',
	'XML POST': 'xmlPost__a_status_as_the_specification_has_it',
	'SOAP POST': 'soapPost__a_status_as_the_specification_has_it',
};

export interface AgainstWhat {
	readonly commit: string;
	/** One of the executions alone, or one format of callbacks, by its name: many rounds tell a small difference from noise. */
	readonly figure?: string | undefined;
	readonly rounds?: number | undefined;
}

/**
 * `--against <commit>`: each figure of this package and of another commit's, in turn in the same run, so that what slows
 * the machine slows both.
 */
export async function measureAgainst(
	bench: Bench,
	{ commit, figure, rounds = bench.sizes.rounds }: AgainstWhat,
	report: (detail: string) => void,
): Promise<Finding> {
	report(`building ${commit}`);
	const packages = { other: await packageOf(bench, commit), own: bench.packageFolder };
	const { startRounds, bulk, different } = bench.sizes;
	const load = await bench.program('load');
	const receive = await bench.program('receive');
	const rows: string[][] = [];
	const ratios: number[] = [];
	const found = (name: string, unit: string, other: readonly number[], own: readonly number[]) => {
		const ratio = ratioOf(own, other);
		ratios.push(ratio.median);
		rows.push([name, shown(sampleOf(other), unit), shown(sampleOf(own), unit), shown(ratio, ' times')]);
	};
	const compare = async ({ name, unit, measure }: Figure, times: number) => {
		const other: number[] = [];
		const own: number[] = [];
		for (let round = -1; round < times; round++) {
			report(`${name}, round ${round + 1} of ${times}`);
			const pair = [await measure(packages.other), await measure(packages.own)] as const;
			// The first fills the disk's cache.
			if (round < 0) continue;
			other.push(pair[0]);
			own.push(pair[1]);
		}
		found(name, unit, other, own);
	};
	if (figure === undefined) await compare(loading(bench, load), startRounds);
	const wire = await startWire(bench, 0);
	try {
		const run = await engineRunner(bench, wire);
		for (const [name, kind] of EXECUTIONS) {
			if (figure !== undefined && name !== figure) continue;
			const items = name === 'different texts' ? different : bulk;
			const measure = async (packageFolder: string) => {
				// A session is sealed otherwise in each version: both log in.
				const job = { node: 'clickatell', items, packageFolder, loggedIn: false, ...kind } as const;
				return (await run(job)).cpuMilliseconds;
			};
			await compare({ name: `${items.toLocaleString('en')} items, ${name}`, unit: ' ms', measure }, rounds);
		}
	} finally {
		await wire.stop();
	}
	const receiving = async (packageFolder: string, callback: string) => {
		const trigger = defined(registered(packageFolder).find(({ name }) => name === 'ClickatellTrigger'));
		const callbacks = path.join(projectRoot, 'test', 'callbacks');
		const job: ReceiveJob = { trigger, callbacks, callback, calls: different };
		return (await runProgram<ReceiveResult>(receive, job, { node: bench.installed.node })).microseconds;
	};
	for (const [format, callback] of Object.entries(CALLBACKS)) {
		if (figure !== undefined && format !== figure) continue;
		const measure = async (packageFolder: string) => await receiving(packageFolder, callback);
		await compare({ name: `a callback by ${format}`, unit: ' µs', measure }, rounds);
	}
	if (ratios.length === 0) throw new Error(`there is no figure named ${figure}`);
	const worst = Math.max(...ratios);
	return {
		number: 9,
		title: `Against ${commit}`,
		how:
			"CPU time of each package in turn, in new processes: loading, whole executions of n8n's engine beside a server that " +
			'answers at once, login included, and callbacks through the trigger, each format in processes of its own. Loading is wall time.',
		columns: ['', commit, 'this package', 'this by that'],
		rows,
		goals: [
			{
				goal: `no figure more than ${MOST} times as large`,
				measured: `${worst.toFixed(2)} times at most`,
				met: worst <= MOST,
			},
		],
	};
}
