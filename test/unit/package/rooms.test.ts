import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(__dirname, '../../..');

/** The rooms of the node, from the innermost: each may import from itself and from those before it. */
const rooms = ['operations', 'protocol', 'apis', 'runtime', ''];

const modules = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
);

interface Import {
	from: string;
	/** A project path without its extension, or the name of a package. */
	to: string;
	/** Gone after compiling. */
	typeOnly: boolean;
}

function importsOf(file: string): Import[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(path.join(root, file), 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	const found: Import[] = [];
	const add = (specifier: string, typeOnly: boolean) => {
		const to = specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
		found.push({ from: file, to, typeOnly });
	};
	const visit = (node: ts.Node) => {
		if (
			(ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
			node.moduleSpecifier &&
			ts.isStringLiteral(node.moduleSpecifier)
		) {
			const typeOnly = ts.isImportDeclaration(node)
				? node.importClause?.isTypeOnly === true
				: node.isTypeOnly;
			add(node.moduleSpecifier.text, typeOnly);
		}
		if (
			ts.isCallExpression(node) &&
			(node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
		) {
			const [argument] = node.arguments;
			add(argument && ts.isStringLiteral(argument) ? argument.text : 'a computed name', false);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

const imports = modules.flatMap(importsOf);

/** The place of a module among the rooms; the node classes and the credentials stand outermost. */
function roomOf(module: string) {
	const room = /^nodes\/Clickatell\/([^/.]+)(?:\/|$)/.exec(module)?.[1] ?? '';
	const place = rooms.indexOf(room);
	if (place < 0) throw new Error(`${module} lies in an unknown room`);
	return place;
}

const told = (broken: Import[]) => broken.map(({ from, to }) => `${from} imports ${to}`);

test('the reader of imports sees them', () => {
	expect(imports.filter(({ to }) => to === 'fast-xml-parser').length).toBeGreaterThan(0);
	expect(imports.length).toBeGreaterThan(modules.length);
});

test('imports point from runtime to apis to protocol to operations, never back', () => {
	const own = imports.filter(({ to }) => to.startsWith('nodes/') || to.startsWith('credentials/'));
	expect(told(own.filter(({ from, to }) => roomOf(from) < roomOf(to)))).toEqual([]);
});

test('only relative paths, n8n-workflow, fast-xml-parser and node:crypto are imported', () => {
	const allowed = ['n8n-workflow', 'fast-xml-parser', 'node:crypto'];
	const foreign = imports.filter(({ to }) => !/^(nodes|credentials)\//.test(to));
	expect(told(foreign.filter(({ to }) => !allowed.includes(to)))).toEqual([]);
});

test('operations, protocol and apis know nothing of n8n', () => {
	const pure = imports.filter(({ from }) => /^nodes\/Clickatell\/(operations|protocol|apis)\//.test(from));
	expect(told(pure.filter(({ to }) => to === 'n8n-workflow'))).toEqual([]);
});

test('operations are data: they import nothing from elsewhere', () => {
	const data = imports.filter(({ from }) => from.startsWith('nodes/Clickatell/operations/'));
	expect(told(data.filter(({ to }) => !to.startsWith('nodes/Clickatell/operations/')))).toEqual([]);
});

test('no room asks the wall clock, which may jump while a bulk is under way', () => {
	const asking = modules.filter((file) =>
		/\bDate\.now\(|new Date\(\)/.test(readFileSync(path.join(root, file), 'utf8')),
	);
	expect(asking).toEqual([]);
});
