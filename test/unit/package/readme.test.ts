import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filledReadme } from '../../tools/write-docs';

const root = path.join(__dirname, '../../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	scripts: Record<string, string>;
};

test('the table of operations is the catalogue (else: npm run docs)', () => {
	expect(readme).toBe(filledReadme());
});

test('every npm command in it exists', () => {
	const commands = Array.from(
		readme.matchAll(/npm (?:run ([\w-]+)|(start|test)\b)/g),
		([, run, own]) => run ?? own,
	);
	expect(commands).toContain('start');
	for (const command of commands) expect(Object.keys(scripts)).toContain(command);
});

test('every link into the project leads to a file or a heading', () => {
	const headings = Array.from(readme.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replace(/\s/g, '-'),
	);
	const links = Array.from(readme.matchAll(/\]\((?!https?:|mailto:)([^)]+)\)/g), ([, link = '']) => link);
	expect(links.length).toBeGreaterThan(0);
	const dead = links.filter((link) =>
		link.startsWith('#')
			? !headings.includes(link.slice(1))
			: !existsSync(path.join(root, link.replace(/#.*/, ''))),
	);
	expect(dead).toEqual([]);
});
