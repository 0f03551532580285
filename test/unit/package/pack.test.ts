import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json';
import papers from './packed-files.json';

const root = path.join(__dirname, '../../..');

function pack() {
	const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], {
		cwd: root,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	const [packed] = JSON.parse(said) as { size: number; files: { path: string }[] }[];
	if (!packed) throw new Error('npm pack reports no package');
	return packed;
}

/** Output schemas are copied as they are; their number grows with the operations. */
function schemas() {
	return readdirSync(path.join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => /__schema__\/.*\.json$/.test(file))
		.map((file) => `dist/nodes/${file}`);
}

/** An installed package and all it depends on, with their versions. */
function withDependencies(name: string, found = new Map<string, string>()) {
	if (found.has(name)) return found;
	const { version, dependencies = {} } = JSON.parse(
		readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'),
	) as { version: string; dependencies?: Record<string, string> };
	found.set(name, version);
	for (const dependency of Object.keys(dependencies)) withDependencies(dependency, found);
	return found;
}

describe('the packed package', () => {
	const packed = pack();

	test('holds the built files and the papers, and no test, source or map', () => {
		const expected = [...papers, ...manifest.n8n.nodes, ...manifest.n8n.credentials, ...schemas()];
		expect(packed.files.map((file) => file.path).sort()).toEqual(expected.sort());
	});

	// Some 40 KB of it are the panels as n8n reads them at its start.
	test('stays small enough to hold the XML parser once', () => {
		expect(packed.size).toBeLessThan(235 * 1024);
	});

	test('names the licence of every package bundled into it', () => {
		const licences = readFileSync(path.join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
		const bundled = withDependencies('fast-xml-parser');
		expect(bundled.size).toBeGreaterThan(1);
		for (const [name, version] of bundled) {
			expect(licences).toMatch(new RegExp(`^${name} ${version}\\n-+\\n(.*\\n)+?Copyright .*\\n`, 'm'));
		}
	});
});
