import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, stateRoot } from './paths';
import { runCommand, withLog } from './processes';
import { hashOfFiles, onceFor } from './stamp';

export const PACKAGE_NAME = 'n8n-nodes-clickatell';

export interface PackedPackage {
	/** The tarball, as it would be published. */
	file: string;
	sha256: string;
}

/** All that the build and `npm pack` read. */
const INPUTS = [
	...[
		'nodes',
		'credentials',
		'index.js',
		'package.json',
		'package-lock.json',
		'gulpfile.js',
		'tools/bundling.cjs',
		'tools/classData.cjs',
		'tsconfig.json',
	],
	...['README.md', 'LICENSE.md', 'CHANGELOG.md'],
];

/** Builds this project and packs it as npm would publish it, unless that is done for these sources already. */
export async function packPackage(): Promise<PackedPackage> {
	const folder = path.join(stateRoot, 'package');
	const log = path.join(folder, 'build.log');
	const tarballs = () => readdirSync(folder).filter((name) => name.endsWith('.tgz'));
	mkdirSync(folder, { recursive: true });
	const inputs = hashOfFiles(projectRoot, INPUTS);
	await onceFor(path.join(folder, 'inputs.sha256'), inputs, async () => {
		for (const old of tarballs()) rmSync(path.join(folder, old));
		const command = { cwd: projectRoot, env: process.env, log };
		await runCommand('npm', ['run', 'build'], command);
		await runCommand('npm', ['pack', '--pack-destination', folder], command);
	});
	const [name] = tarballs();
	if (name === undefined) throw new Error(withLog('npm pack made no tarball', log));
	const file = path.join(folder, name);
	return { file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
}

/**
 * Puts the packed package where n8n keeps installed community packages, so that its node types are
 * `n8n-nodes-clickatell.<name>` as they are for users. Does nothing if this very tarball is there already.
 * n8n loads it at its next start.
 */
export async function installPackage(packed: PackedPackage, userFolder: string): Promise<void> {
	const folder = path.join(userFolder, '.n8n', 'nodes');
	mkdirSync(folder, { recursive: true });
	await onceFor(path.join(folder, 'tarball.sha256'), packed.sha256, async () => {
		const log = path.join(userFolder, 'package.log');
		rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true });
		rmSync(path.join(folder, 'package-lock.json'), { force: true });
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
		const how = ['--install-strategy=shallow', '--ignore-scripts', '--no-audit', '--no-fund'];
		// Without the last flag npm would fetch n8n-workflow, which n8n provides itself.
		await runCommand('npm', ['install', packed.file, ...how, '--legacy-peer-deps'], {
			cwd: folder,
			env: process.env,
			log,
		});
		if (!existsSync(path.join(folder, 'node_modules', PACKAGE_NAME, 'package.json'))) {
			throw new Error(`npm did not install ${PACKAGE_NAME}; see ${log}`);
		}
	});
}
