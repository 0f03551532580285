import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import manifest from '../../../package.json';

const root = path.join(__dirname, '../../..');
const tool = path.join(root, 'tools/release.mjs');

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2024-05-06

### Added

- A thing.

## [1.1.0] - 2024-01-02

- Older.

[1.2.0]: https://example.com/compare
`;

const READY = {
	manifest: {
		version: '1.2.0',
		author: { name: 'Owner', email: 'owner@example.com' },
		homepage: 'https://github.com/o/r',
		repository: { url: 'git+https://github.com/o/r.git' },
		bugs: { url: 'https://github.com/o/r/issues' },
	},
	changelog: CHANGELOG,
	tags: ['v1.1.0'],
	changes: [] as string[],
	frozen: ['1.1.0', '1.2.0'],
};

/** Calls the tool's functions in a process of their own: it is a module, and jest runs CommonJS. */
function ask(expression: string, argument: unknown): unknown {
	const script = `import * as tool from ${JSON.stringify(pathToFileURL(tool).href)};
		const given = JSON.parse(process.argv[1]);
		console.log(JSON.stringify(${expression}));`;
	return JSON.parse(
		execFileSync(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(argument)], {
			encoding: 'utf8',
		}),
	);
}

test('nothing keeps a finished version from its release', () => {
	expect(ask('tool.findings(given)', READY)).toEqual([]);
});

test('each thing that is missing is named', () => {
	const { manifest: ready } = READY;
	const states = [
		{ ...READY, manifest: { ...ready, version: '1.3.0' } },
		{ ...READY, manifest: { ...ready, version: 'next' } },
		{ ...READY, changelog: CHANGELOG.replace(' - 2024-05-06', '') },
		{ ...READY, changelog: CHANGELOG.replace('## [Unreleased]', '## [Unreleased]\n\n- New.') },
		{ ...READY, tags: ['v1.2.0'] },
		{ ...READY, frozen: ['1.1.0'] },
		{ ...READY, changes: ['README.md'] },
		{ ...READY, manifest: { ...ready, author: { name: 'Nobody', email: 'nobody@nowhere.example' } } },
		{ ...READY, manifest: { ...ready, homepage: 'https://github.com/other/r' } },
	];
	const found = ask('given.map(tool.findings)', states) as string[][];
	expect(found.map((sentences) => sentences[0])).toEqual([
		'CHANGELOG.md says nothing about 1.3.0.',
		'next is not a version.',
		'In CHANGELOG.md, the heading of 1.2.0 needs its date: ## [1.2.0] - YYYY-MM-DD.',
		"In CHANGELOG.md, 'Unreleased' still has entries; they belong to 1.2.0.",
		'The tag v1.2.0 is there already: set the next version.',
		'test/upgrades has no 1.2.0: npm run freeze.',
		'Not committed: README.md.',
		'package.json: author is not set.',
		'package.json: homepage, bugs and repository do not name the same repository.',
	]);
});

test('the notes are the section of the version, without the links at the end', () => {
	expect(ask('tool.sectionOf(given.changelog, "1.2.0")', READY)).toBe('### Added\n\n- A thing.');
	expect(ask('tool.sectionOf(given.changelog, "1.1.0")', READY)).toBe('- Older.');
	expect(ask('tool.sectionOf(given.changelog, "9.9.9") ?? null', READY)).toBeNull();
});

test('the script prints the notes of this version, or of what is not released yet', () => {
	const { stdout, status } = spawnSync(process.execPath, [tool], { encoding: 'utf8' });
	expect(stdout).toMatch(new RegExp(`^# ${manifest.version.replace(/\./g, '\\.')}\n\n### `));
	expect([0, 1]).toContain(status);
});

test('the changelog keeps its form: an unreleased section, then versions with their dates', () => {
	const headings = [...readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8').matchAll(/^## (.*)$/gm)].map(
		([, heading = '']) => heading,
	);
	expect(headings[0]).toBe('[Unreleased]');
	for (const heading of headings.slice(1)) expect(heading).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/);
});
