import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json';
import { projectRoot } from '../../../tools/write-docs';
import { allPages, type Page } from './pages';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const pages = allPages();
const byFile = new Map(pages.map((page) => [page.file, page]));

/** Links that lead to no file, or to no heading of their page. */
function deadLinks({ file, links }: Page): string[] {
	return links.filter((link) => {
		const [where = '', anchor] = link.split('#');
		const target = where === '' ? file : path.posix.join(path.posix.dirname(file), where);
		if (!existsSync(path.join(projectRoot, target))) return true;
		const page = byFile.get(target);
		return anchor !== undefined && page !== undefined && !page.anchors.has(anchor);
	});
}

test.each(pages.map((page) => [page.file, page] as const))('%s has no dead link', (_file, page) => {
	expect(deadLinks(page)).toEqual([]);
});

test('a dead link would be found', () => {
	const [readme] = pages;
	const links = ['docs/nothing.md', '#nothing', 'docs/design.md#nothing', 'docs/design.md', '#install'];
	expect(deadLinks({ ...defined(readme), links })).toEqual(links.slice(0, 3));
});

test('every page of docs/ is linked from README, or from the README of its folder', () => {
	const linked = new Set(
		pages
			.filter(({ file }) => path.posix.basename(file) === 'README.md')
			.flatMap(({ file, links }) =>
				links.map((link) => path.posix.join(path.posix.dirname(file), link.replace(/#.*/, ''))),
			),
	);
	const unlinked = pages.map(({ file }) => file).filter((file) => file !== 'README.md' && !linked.has(file));
	expect(unlinked).toEqual([]);
});

test('every link from the panels to this documentation leads to a heading', () => {
	const sources = ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(ts|json)$/.test(file))
			.map((file) => readFileSync(path.join(projectRoot, folder, file), 'utf8')),
	);
	const links = sources
		.flatMap((source) => source.split(manifest.homepage).slice(1))
		.map((rest) => /^(?:\/blob\/main\/([\w./-]+))?#([\w-]+)/.exec(rest))
		.flatMap((found) => (found ? [[found[1] ?? 'README.md', defined(found[2])] as const] : []));
	expect(links.length).toBeGreaterThan(8);
	// GitHub's own name for the page below the files.
	const dead = links.filter(
		([file, anchor]) => anchor !== 'readme' && !byFile.get(file)?.anchors.has(anchor),
	);
	expect(dead).toEqual([]);
});

test('every picture is shown, and told to those who cannot see it', () => {
	const shown = new Map(
		pages.flatMap(({ file, text }) =>
			[...text.matchAll(/!\[([^\]]*)\]\(([^)]+\.(?:png|gif))\)/g)].map(
				([, told = '', link = '']) => [path.posix.join(path.posix.dirname(file), link), told] as const,
			),
		),
	);
	const pictures = readdirSync(path.join(projectRoot, 'docs/pictures'), { recursive: true, encoding: 'utf8' })
		.filter((file) => path.extname(file) !== '')
		.map((file) => `docs/pictures/${file.replaceAll('\\', '/')}`);
	expect([...shown.keys()].sort()).toEqual(pictures.sort());
	for (const told of shown.values()) expect(told.split(' ').length).toBeGreaterThan(5);
});

test.each(['docs/security.md', 'docs/design.md', 'CONTRIBUTING.md'])(
	'every path that %s names exists',
	(file) => {
		const { text } = defined(byFile.get(file));
		const named = [...text.matchAll(/`((?:test|tools|nodes|docs|examples|credentials)\/[\w./-]*)`/g)].map(
			([, where = '']) => where,
		);
		expect(named.length).toBeGreaterThan(1);
		expect(named.filter((where) => !existsSync(path.join(projectRoot, where)))).toEqual([]);
	},
);
