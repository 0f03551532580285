import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import { CALLBACK_CLASSES } from '../../../nodes/Clickatell/catalogue/callbackClasses';
import { CONNECT_ERROR_CODES } from '../../../nodes/Clickatell/catalogue/connectErrors';
import { ERROR_CODES } from '../../../nodes/Clickatell/catalogue/errors';
import { MESSAGE_STATUSES } from '../../../nodes/Clickatell/catalogue/statuses';
import { projectRoot } from '../../../tools/write-docs';
import { allComments } from './comments';
import { allPages, type Page, readPage, sectionOf, type Table, tablesOf } from './pages';

const pages = allPages().filter(({ file }) => file.startsWith('docs/protocol/'));
const comments = allComments(['nodes', 'credentials', 'test', 'tools']);

/** Where comments point to below docs/protocol/, and what of it does not exist. */
function deadCitations(texts: readonly string[], known: readonly Page[]): string[] {
	return texts
		.flatMap((text) => text.match(/docs\/protocol\/[\w./-]+(?:#[\w-]*)?/g) ?? [])
		.map((cited) => cited.replace(/[.]$/, ''))
		.filter((cited) => {
			const [file, anchor] = cited.split('#');
			const page = known.find((candidate) => candidate.file === file);
			return page === undefined || (anchor !== undefined && !page.anchors.has(anchor));
		});
}

test('every section of docs/protocol that a comment cites exists', () => {
	expect(
		deadCitations(
			comments.map(({ text }) => text),
			pages,
		),
	).toEqual([]);
});

test('a citation that leads nowhere would be found', () => {
	const cited = [
		'(docs/protocol/soap.md#nothing)',
		'docs/protocol/none.md.',
		'docs/protocol/soap.md#results.',
	];
	expect(deadCitations(cited, pages)).toEqual(['docs/protocol/soap.md#nothing', 'docs/protocol/none.md']);
});

test('comments of what is shipped cite pages of this project, not documents that it does not hold', () => {
	const documents = tablesOf(sectionOf(readPage('docs/protocol/README.md'), 'Sources'))
		.flatMap(({ rows }) => rows.map(([name = '']) => name))
		.filter((name) => /spec|guide|page|Started|API|FAQ/i.test(name));
	expect(documents).toContain('Connect User Guide');
	const shipped = comments.filter(({ file }) => /^(?:nodes|credentials)\//.test(file));
	const elsewhere = shipped.filter(
		({ text }) => documents.some((name) => text.includes(name)) || /\bprotocols \d/.test(text),
	);
	expect(elsewhere).toEqual([]);
});

/** Sections of vendor documents, as a comment or a record names them: `SOAP spec 6.2.5`. */
const SECTION = /SOAP spec (?:\d+(?:\.\d+)*)/g;

/** Whether the pages name exactly this section, not only one that begins alike. */
function isKnown(section: string): boolean {
	return pages.some(({ text }) => {
		for (let at = text.indexOf(section); at !== -1; at = text.indexOf(section, at + 1)) {
			if (!/^\.?\d/.test(text.slice(at + section.length))) return true;
		}
		return false;
	});
}

test('every section of the SOAP specification that a comment names is on a page of docs/protocol', () => {
	const named = comments.flatMap(({ text }) => text.match(SECTION) ?? []);
	expect([...new Set(named)].filter((section) => !isKnown(section))).toEqual([]);
	expect(isKnown('SOAP spec 6.2.17')).toBe(false);
	expect(isKnown('SOAP spec 6.2.1')).toBe(true);
});

test('every source that the catalogue names is on a page of docs/protocol', () => {
	const sources = OPERATIONS.flatMap(({ source, parameters }) => [
		source,
		...parameters.flatMap((parameter) => parameter.source ?? []),
	]).flatMap((source) => source.split('; '));
	expect(sources.length).toBeGreaterThan(100);
	expect([...new Set(sources)].filter((source) => !isKnown(source))).toEqual([]);
});

test('every path to a file of this project in a comment leads to one', () => {
	const named = comments.flatMap(({ file, text }) =>
		(
			text.match(/(?<![\w.@/:-])(?:\.{0,2}\/)?\w[\w.-]*\/[\w./-]*\.(?:ts|mjs|cjs|md|json|wsdl|html)\b/g) ?? []
		).map((where) => [file, where] as const),
	);
	expect(named.length).toBeGreaterThan(3);
	const roots = (file: string) => ['.', 'nodes/Clickatell', 'test', path.posix.dirname(file)];
	const dead = named.filter(
		([file, where]) => !roots(file).some((root) => existsSync(path.join(projectRoot, root, where))),
	);
	expect(dead).toEqual([]);
});

/** The cells of the column `Source`, each with its line. */
function sourceCells(tables: readonly Table[]): Array<readonly [string, string]> {
	return tables.flatMap(({ head, rows }) => {
		const column = head.indexOf('Source');
		return column < 0 ? [] : rows.map((row) => [row[column] ?? '', row.join(' | ')] as const);
	});
}

test.each(pages.map((page) => [page.file, page] as const))(
	'%s names only sources that are listed',
	(file, page) => {
		const lists = ['docs/protocol/README.md', ...(file.endsWith('platform.md') ? [file] : [])];
		const names = lists
			.flatMap((list) => tablesOf(sectionOf(readPage(list), 'Sources')))
			.flatMap(({ rows }) => rows.map(([name = '']) => name));
		expect(names).toContain('our reading');
		const unlisted = sourceCells(tablesOf(page.text)).filter(([cell]) =>
			cell.split('; ').some((source) => source !== '' && !names.some((name) => source.startsWith(name))),
		);
		expect(unlisted).toEqual([]);
	},
);

test('every listed source is used', () => {
	const all = pages.map(({ text }) => text.replace(/^\| Name[^]*?\n\n/m, '')).join('\n');
	const listed = tablesOf(sectionOf(readPage('docs/protocol/README.md'), 'Sources')).flatMap(
		({ rows }) => rows,
	);
	expect(listed.length).toBeGreaterThan(20);
	expect(listed.map(([name = '']) => name).filter((name) => !all.includes(name))).toEqual([]);
});

const soap = readPage('docs/protocol/soap.md');
const connect = readPage('docs/protocol/connect.md');

/** The three-digit numbers in the columns of that name, over all tables of a section. */
function numbersIn(page: Page, heading: string, column: string): string[] {
	return tablesOf(sectionOf(page, heading))
		.flatMap(({ head, rows }) =>
			rows.flatMap((row) => row.filter((cell, i) => head[i] === column && /^\d{3}$/.test(cell))),
		)
		.sort();
}

const codesOf = (table: ReadonlyArray<{ readonly code: string }>) => table.map(({ code }) => code).sort();

test('error numbers and statuses are the same on the page and in the catalogue', () => {
	expect(codesOf(ERROR_CODES)).toEqual(numbersIn(soap, 'Error numbers', 'Number'));
	expect(codesOf(CONNECT_ERROR_CODES)).toEqual(numbersIn(connect, 'Error numbers', 'Number'));
	expect(codesOf(MESSAGE_STATUSES)).toEqual(numbersIn(soap, 'Message statuses', 'Status'));
});

test('the classes of status reports are the same on the page and in the catalogue', () => {
	const [classes] = tablesOf(sectionOf(soap, 'Status reports'));
	const told = new Map((classes?.rows ?? []).map(([value = '', , statuses = '']) => [value, statuses]));
	const resolved = (value: string): string => {
		const statuses = told.get(value) ?? 'missing';
		return statuses.startsWith('as ') ? resolved(statuses.slice(3)) : statuses;
	};
	expect(CALLBACK_CLASSES.map(({ value, statuses }) => [value, statuses.join(', ')])).toEqual(
		[...told.keys()].map((value) => [Number(value), resolved(value)]),
	);
});

test('the classes of the statuses agree with the status reports', () => {
	const [statuses] = tablesOf(sectionOf(soap, 'Message statuses'));
	const inClass = (name: string) =>
		(statuses?.rows ?? []).filter((row) => row[2]?.split(', ').includes(name)).map(([status]) => status);
	const reported = (value: number) => CALLBACK_CLASSES.find((entry) => entry.value === value)?.statuses;
	expect([inClass('intermediate'), inClass('final'), inClass('error')]).toEqual([1, 2, 4].map(reported));
});

test('the WSDL files that the page points to are there', () => {
	expect(readFileSync(path.join(projectRoot, 'test/gateway/wsdl/documentLiteral.wsdl'), 'utf8')).toContain(
		'wsdl',
	);
	expect(soap.text).toContain('`test/gateway/wsdl/`');
});
