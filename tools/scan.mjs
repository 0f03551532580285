// @ts-check
/**
 * `npm run scan`: what n8n's reviewers run on a published package, before it is published. Builds, packs,
 * unpacks to a temporary folder and runs n8n's own package scan over the source and over the tarball; checks
 * that the tarball holds the expected files and stays small. Ends with 1 if anything is found.
 *
 * n8n's command line can only scan what is published with provenance, and ends with 0 whatever it finds;
 * so this calls the functions behind it.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureInstalled, npmCommand, projectRoot, run } from './with-install.mjs';

const execute = promisify(execFile);

/** Bytes of the tarball: the XML parser takes a third of it, a second copy would pass the limit. */
const largest = 235 * 1024;

/** @typedef {{ filename: string, size: number, files: { path: string }[] }} Packed as `npm pack --json` says */

/**
 * Packs the project.
 * @param {string} folder where the tarball goes
 * @returns {Promise<Packed>}
 */
async function pack(folder) {
	const [command, ...args] = npmCommand(['pack', '--json', '--loglevel=error', '--pack-destination', folder]);
	const { stdout } = await execute(command, args, { cwd: projectRoot, shell: process.platform === 'win32' });
	/** @type {Packed[]} */
	const [packed] = JSON.parse(stdout);
	if (!packed) throw new Error('npm pack reports no package');
	return packed;
}

/**
 * The expected content: the list that test/unit/package holds, what package.json registers with n8n, and every
 * output schema of the source.
 * @returns {Promise<string[]>}
 */
async function expectedFiles() {
	const read = (/** @type {string} */ file) => readFile(path.join(projectRoot, file), 'utf8');
	/** @type {string[]} */
	const list = JSON.parse(await read('test/unit/package/packed-files.json'));
	/** @type {{ n8n: { nodes: string[], credentials: string[] } }} */
	const { n8n } = JSON.parse(await read('package.json'));
	const source = await readdir(path.join(projectRoot, 'nodes'), { recursive: true });
	const schemas = source
		.map((file) => `dist/nodes/${file.replaceAll('\\', '/')}`)
		.filter((file) => /__schema__\/.*\.json$/.test(file));
	return [...list, ...n8n.nodes, ...n8n.credentials, ...schemas];
}

/**
 * Runs one leg of n8n's scan.
 * @param {string} name
 * @param {string} folder the package's root
 * @param {string[]} patterns the files to look at
 * @returns {Promise<string[]>} findings
 */
async function leg(name, folder, patterns) {
	const { analyzePackage } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const { passed, message, details } = await analyzePackage(folder, patterns);
	// "No files found" counts as passed over there.
	return passed && !message ? [] : [`n8n's scan of the ${name}: ${message ?? 'failed'}\n${details ?? ''}`];
}

async function scan() {
	const { SOURCE_FILE_PATTERNS } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-clickatell-scan-'));
	try {
		const packed = await pack(folder);
		const unpacked = path.join(folder, 'package');
		await execute('tar', ['-xzf', packed.filename], { cwd: folder });

		const present = packed.files.map((file) => file.path);
		const expected = await expectedFiles();
		console.log(`${packed.filename}: ${present.length} files, ${packed.size} bytes`);
		return [
			...present
				.filter((file) => !expected.includes(file))
				.map((file) => `not expected in the package: ${file}`),
			...expected.filter((file) => !present.includes(file)).map((file) => `missing in the package: ${file}`),
			...(packed.size > largest ? [`the package has more than ${largest} bytes`] : []),
			...(await leg('source', projectRoot, SOURCE_FILE_PATTERNS)),
			...(await leg('package', unpacked, ['**/*.js', 'package.json'])),
		];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

try {
	await ensureInstalled();
	const built = await run('gulp', ['build', '-L']);
	const findings = built === 0 ? await scan() : ['The build does not pass.'];
	for (const finding of findings) console.error(finding);
	console.log(`Package scan: ${findings.length} finding(s)`);
	process.exitCode = findings.length === 0 ? 0 : 1;
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
