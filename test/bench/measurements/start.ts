import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { runCommand } from '../../../tools/n8n/processes';
import { bundleOptions } from '../../../tools/bundling.cjs';
import { runProgram } from '../children';
import type { Finding } from '../findings';
import type { LoadJob, LoadResult } from '../programs/jobs';
import { type Bench } from '../setup';
import { figure, sampleOf, shown } from '../statistics';
import { defined } from '../../../nodes/Clickatell/formats/defined';

interface Contender {
	readonly name: string;
	readonly files: LoadJob['files'];
	readonly packedBytes: number;
	readonly unpackedBytes: number;
}

function bytesBelow(folder: string): number {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((file) => statSync(path.join(folder, file)))
		.reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

/** What n8n loads of a package: each file under the name of its class. */
export function registered(folder: string): LoadJob['files'] {
	const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	return [...n8n.nodes, ...n8n.credentials].map((file) => ({
		file: path.join(folder, file),
		name: defined(path.basename(file).split('.')[0]),
	}));
}

async function packedSize(bench: Bench, folder: string): Promise<number> {
	const log = path.join(bench.folder, 'pack.log');
	const destination = path.join(bench.folder, 'packed');
	mkdirSync(destination, { recursive: true });
	await runCommand('npm', ['pack', '--ignore-scripts', '--pack-destination', destination], {
		cwd: folder,
		env: process.env,
		log,
	});
	const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
	const tarball = path.join(destination, `${name}-${version}.tgz`);
	const { size } = statSync(tarball);
	rmSync(tarball);
	return size;
}

/** n8n's Twilio node and trigger with their credential, as a package of their own; without source maps and types. */
async function twilio(bench: Bench): Promise<Contender> {
	const folder = path.join(bench.folder, 'twilio');
	rmSync(folder, { recursive: true, force: true });
	const wanted = ['dist/nodes/Twilio', 'dist/credentials'];
	for (const part of wanted) {
		for (const file of readdirSync(path.join(bench.nodesBase, part), { recursive: true, encoding: 'utf8' })) {
			const from = path.join(bench.nodesBase, part, file);
			if (/\.(map|d\.ts)$/.test(file) || !statSync(from).isFile()) continue;
			if (part === 'dist/credentials' && file !== 'TwilioApi.credentials.js') continue;
			mkdirSync(path.dirname(path.join(folder, part, file)), { recursive: true });
			copyFileSync(from, path.join(folder, part, file));
		}
	}
	writeFileSync(
		path.join(folder, 'package.json'),
		JSON.stringify({ name: 'twilio-node-files', version: '0.0.0' }),
	);
	const at = (file: string) => path.join(bench.nodesBase, 'dist', file);
	return {
		name: "n8n's Twilio nodes",
		files: [
			{ file: at('nodes/Twilio/Twilio.node.js'), name: 'Twilio' },
			{ file: at('nodes/Twilio/TwilioTrigger.node.js'), name: 'TwilioTrigger' },
			{ file: at('credentials/TwilioApi.credentials.js'), name: 'TwilioApi' },
		],
		packedBytes: await packedSize(bench, folder),
		unpackedBytes: bytesBelow(folder),
	};
}

/** This package, had its bundle the `soap` package inside. */
async function withSoap(bench: Bench): Promise<Contender> {
	const folder = path.join(bench.folder, 'with-soap');
	rmSync(folder, { recursive: true, force: true });
	cpSync(bench.packageFolder, folder, { recursive: true });
	const { stdin, ...options } = bundleOptions();
	await build({
		...options,
		stdin: { ...stdin, contents: `${stdin.contents}\nexport * as soap from 'soap';` },
		outfile: path.join(folder, 'dist', 'clickatell.js'),
		allowOverwrite: true,
		logLevel: 'error',
	});
	return {
		name: 'the same with `soap` inside',
		files: withCode(folder),
		packedBytes: await packedSize(bench, folder),
		unpackedBytes: bytesBelow(folder),
	};
}

/** n8n's start leaves out the code behind the nodes; the first message or callback loads it. */
function withCode(folder: string): LoadJob['files'] {
	return [...registered(folder), { file: path.join(folder, 'dist', 'clickatell.js'), name: 'Clickatell' }];
}

function ours(bench: Bench, name: string, files: LoadJob['files']): Contender {
	return {
		name,
		files,
		packedBytes: statSync(bench.packed.file).size,
		unpackedBytes: bytesBelow(bench.packageFolder),
	};
}

/** Measurement 5. */
export async function measureStart(bench: Bench): Promise<Finding> {
	if (!existsSync(bench.packageFolder)) throw new Error('the package is not installed');
	const contenders = [
		ours(bench, 'this package', registered(bench.packageFolder)),
		ours(bench, 'this package and, as its first use does, its code', withCode(bench.packageFolder)),
		await twilio(bench),
		await withSoap(bench),
	];
	const program = await bench.program('load');
	const results = contenders.map((): LoadResult[] => []);
	for (let round = -1; round < bench.sizes.startRounds; round++) {
		for (const [index, { files }] of contenders.entries()) {
			const result = await runProgram<LoadResult>(program, { files } satisfies LoadJob, {
				node: bench.installed.node,
				flags: ['--expose-gc'],
			});
			// The first round fills the disk's cache.
			if (round >= 0) defined(results[index]).push(result);
		}
	}
	const times = results.map((runs) => sampleOf(runs.map(({ milliseconds }) => milliseconds)));
	const memory = results.map((runs) => sampleOf(runs.map(({ heapBytes }) => heapBytes / 1024)));
	const packed = defined(contenders[0]).packedBytes / 1024;
	return {
		number: 5,
		title: 'Start',
		how:
			"Loading the package's nodes and credentials into a process that has n8n's own modules loaded already, each time in a new process; " +
			"against n8n's Twilio node, its trigger and credential, and against this package with the `soap` package in its bundle. " +
			'Packed is the size of the tarball that `npm pack` makes.',
		columns: ['', 'time to load', 'heap held', 'packed', 'unpacked'],
		rows: contenders.map(({ name, packedBytes, unpackedBytes }, index) => [
			name,
			shown(defined(times[index]), ' ms'),
			shown(defined(memory[index]), ' KB'),
			`${figure(packedBytes / 1024)} KB`,
			`${figure(unpackedBytes / 1024)} KB`,
		]),
		goals: [
			{
				goal: 'loads in under 20 ms',
				measured: shown(defined(times[0]), ' ms'),
				met: defined(times[0]).median < 20,
			},
			{ goal: 'packed under 235 KB', measured: `${figure(packed)} KB`, met: packed < 235 },
		],
	};
}
