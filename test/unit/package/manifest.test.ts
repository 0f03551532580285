import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	name: string;
	homepage: string;
	repository: { url: string };
	bugs: { url: string };
	dependencies?: unknown;
	peerDependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	scripts: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
};

const sources = (folder: string, suffix: string) =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(suffix))
		.map((file) => `dist/${folder}/${file.replaceAll('\\', '/').replace(/\.ts$/, '.js')}`)
		.sort();

test('every node and credential of the source is registered, and nothing else', () => {
	expect([...manifest.n8n.nodes].sort()).toEqual(sources('nodes', '.node.ts'));
	expect([...manifest.n8n.credentials].sort()).toEqual(sources('credentials', '.credentials.ts'));
});

test('nothing is installed with the package: n8n-workflow comes from n8n, all else is bundled', () => {
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

test('development dependencies are pinned, so that a clone builds what was tested', () => {
	for (const [name, version] of Object.entries(manifest.devDependencies)) {
		expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/);
	}
});

test('every codex file names its node by the package', () => {
	for (const node of manifest.n8n.nodes) {
		const codex = node.replace(/^dist\//, '').replace(/\.js$/, '.json');
		const { node: type } = JSON.parse(readFileSync(path.join(root, codex), 'utf8')) as { node: string };
		const [className = ''] = path.basename(node).split('.');
		expect(type).toBe(`${manifest.name}.${className.charAt(0).toLowerCase()}${className.slice(1)}`);
	}
});

test('every link to the repository begins with the homepage of package.json', () => {
	const files = ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(ts|json)$/.test(file))
			.map((file) => path.join(folder, file)),
	);
	const links = files.flatMap((file) =>
		Array.from(
			readFileSync(path.join(root, file), 'utf8').matchAll(/https:\/\/github\.com\/[^'"]*/g),
			([link]) => ({ file, link }),
		),
	);
	expect(links.length).toBeGreaterThan(manifest.n8n.nodes.length);
	expect(links.filter(({ link }) => !/^(#|\/|$)/.test(link.replace(manifest.homepage, '')))).toEqual([]);
});

test('homepage, repository and issues are one place', () => {
	const { homepage, repository, bugs } = manifest;
	expect(repository.url).toBe(`git+${homepage}.git`);
	expect(bugs.url).toBe(`${homepage}/issues`);
});
