import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, stateRoot } from './paths';
import { runCommand } from './processes';

export const PACKAGE_NAME = 'n8n-nodes-clickatell';

export interface PackedPackage {
	/** The tarball, as it would be published. */
	file: string;
	sha256: string;
}

/** Builds this project and packs it as npm would publish it. */
export async function packPackage(): Promise<PackedPackage> {
	const folder = path.join(stateRoot, 'package');
	const log = path.join(folder, 'build.log');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await runCommand('npm', ['run', 'build'], { cwd: projectRoot, env: process.env, log });
	await runCommand('npm', ['pack', '--pack-destination', folder], {
		cwd: projectRoot,
		env: process.env,
		log,
	});
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`npm pack made no tarball; its output is in ${log}`);
	const file = path.join(folder, tarball);
	return { file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
}

/**
 * Puts the packed package where n8n keeps installed community packages, so that its node types are
 * `n8n-nodes-clickatell.<name>` as they are for users. Does nothing if this very tarball is there already.
 * n8n loads it at its next start.
 */
export async function installPackage(packed: PackedPackage, userFolder: string): Promise<void> {
	const folder = path.join(userFolder, '.n8n', 'nodes');
	const stamp = path.join(folder, 'installed-tarball.sha256');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === packed.sha256) return;
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
	await runCommand(
		'npm',
		[
			'install',
			packed.file,
			'--install-strategy=shallow',
			'--ignore-scripts',
			// n8n provides n8n-workflow itself.
			'--legacy-peer-deps',
			'--no-audit',
			'--no-fund',
		],
		{ cwd: folder, env: process.env, log: path.join(userFolder, 'package.log') },
	);
	if (!existsSync(path.join(folder, 'node_modules', PACKAGE_NAME, 'package.json'))) {
		throw new Error(`npm did not install ${PACKAGE_NAME}; see ${path.join(userFolder, 'package.log')}`);
	}
	writeFileSync(stamp, packed.sha256);
}
