import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const root = path.join(__dirname, '../../..');

/**
 * The rooms of the node, from the innermost: each may import from itself and from those before it. The last is that of
 * the node classes, the credentials and what n8n is told of the package.
 */
const ROOMS = ['catalogue', 'formats', 'message', 'engine', 'apis', 'n8n', ''];

/** What each room may import from elsewhere. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
	catalogue: [],
	formats: ['fast-xml-parser'],
	// Hashes, which depend on nothing but what they are given.
	message: ['node:crypto'],
	engine: ['node:crypto'],
	apis: ['node:crypto'],
	n8n: ['n8n-workflow', 'node:crypto'],
	'': ['n8n-workflow'],
};

/** Files that are mostly data may be longer than 300 lines. */
const MOST_LINES = 300;
const TABLES = [
	'nodes/Clickatell/apis/soap/wire.ts',
	'nodes/Clickatell/catalogue/connectErrors.ts',
	'nodes/Clickatell/catalogue/messageParameters.ts',
	'nodes/Clickatell/catalogue/registration.ts',
];

/** Names that mean the same in each folder where they stand. */
const SAME_EVERYWHERE = ['index', 'wire', 'request', 'reply', 'client', 'credential', 'types'];

const modules = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
);

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Without comments. */
const codeOf = (file: string) => textOf(file).replace(/\/\*[^]*?\*\/|\/\/.*/g, '');

interface Import {
	from: string;
	/** A project path without its extension, or the name of a package. */
	to: string;
}

function importsOf(file: string): Import[] {
	const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
	const found: Import[] = [];
	const add = (specifier: string) => {
		const to = specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
		found.push({ from: file, to });
	};
	const visit = (node: ts.Node) => {
		if (
			(ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
			node.moduleSpecifier &&
			ts.isStringLiteral(node.moduleSpecifier)
		)
			add(node.moduleSpecifier.text);
		if (
			ts.isCallExpression(node) &&
			(node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
		) {
			const [argument] = node.arguments;
			add(argument && ts.isStringLiteral(argument) ? argument.text : 'a computed name');
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

const imports = modules.flatMap(importsOf);
const own = imports.filter(({ to }) => /^(nodes|credentials)\//.test(to));

function roomOf(module: string): string {
	return /^nodes\/Clickatell\/([^/.]+)(?:\/|$)/.exec(module)?.[1] ?? '';
}

/** The place of a module among the rooms. */
function placeOf(module: string): number {
	const place = ROOMS.indexOf(roomOf(module));
	if (place < 0) throw new Error(`${module} is in an unknown room`);
	return place;
}

const told = (broken: Import[]) => broken.map(({ from, to }) => `${from} imports ${to}`);

test('the reader of imports sees them, types as well', () => {
	expect(imports.filter(({ to }) => to === 'fast-xml-parser').length).toBeGreaterThan(0);
	expect(imports.length).toBeGreaterThan(modules.length);
	expect(importsOf('nodes/Clickatell/engine/retry.ts')).toEqual([
		{ from: 'nodes/Clickatell/engine/retry.ts', to: 'nodes/Clickatell/engine/ports' },
	]);
});

test('imports point from n8n to apis to engine to message, formats and catalogue, never back', () => {
	expect(told(own.filter(({ from, to }) => placeOf(from) < placeOf(to)))).toEqual([]);
});

test('syntax knows nothing of what can be done, and the catalogue nothing at all', () => {
	const inner = own.filter(({ from }) => ['catalogue', 'formats'].includes(roomOf(from)));
	expect(told(inner.filter(({ from, to }) => roomOf(from) !== roomOf(to)))).toEqual([]);
});

test('each room imports from elsewhere what it may', () => {
	const foreign = imports.filter(({ to }) => !/^(nodes|credentials)\//.test(to));
	expect(told(foreign.filter(({ from, to }) => !defined(FOREIGN[roomOf(from)]).includes(to)))).toEqual([]);
});

/** Two APIs that need the same thing have it from the folder that they share. */
test('an API knows no other one, and only the registration knows the servers of the gateway', () => {
	const folderOf = (module: string) => /^nodes\/Clickatell\/apis\/([^/]+)\//.exec(module)?.[1];
	const across = own.filter(({ from, to }) => {
		const [one, other] = [folderOf(from), folderOf(to)];
		return one !== undefined && other !== undefined && one !== other && other !== 'gateway';
	});
	/** Files and emails for a bulk name their lines as the HTTP/S API names its parameters (docs/protocol/files.md). */
	const FILES = 'nodes/Clickatell/apis/files/gather.ts imports nodes/Clickatell/apis/http/wire';
	const isRegistration = ({ from, to }: Import) =>
		from === 'nodes/Clickatell/apis/gateway/servers.ts' || `${from} imports ${to}` === FILES;
	expect(told(across.filter((each) => !isRegistration(each)))).toEqual([]);
	const servers = own.filter(({ from, to }) => {
		const folder = folderOf(to);
		return (folder === 'soap' || folder === 'http') && folderOf(from) !== folder;
	});
	expect(servers.length).toBeGreaterThan(0);
	expect(told(servers.filter((each) => !isRegistration(each)))).toEqual([]);
});

test("n8n's functions are handed to nothing but the room of n8n and the node classes", () => {
	const handed = modules.filter(
		(file) => !['n8n', ''].includes(roomOf(file)) && /\bfunctions\b\s*[:.]/.test(codeOf(file)),
	);
	expect(handed).toEqual([]);
	expect(modules.some((file) => roomOf(file) === 'n8n' && /\bfunctions\b\s*[:.]/.test(codeOf(file)))).toBe(
		true,
	);
});

test('no server is told apart by its name but where it is written', () => {
	const asking = modules.filter(
		(file) => roomOf(file) !== 'apis' && /documentLiteral|rpcEncoded/.test(textOf(file)),
	);
	// The choices of the credential are kept in saved credentials.
	expect(asking).toEqual(['credentials/ClickatellSoapApi.credentials.ts']);
});

test('no room asks the wall clock, which may jump while a bulk is under way', () => {
	const asking = modules.filter((file) => /\bDate\.now\(|new Date\(\)/.test(textOf(file)));
	expect(asking).toEqual([]);
});

test(`files have at most ${MOST_LINES} lines, but for tables`, () => {
	const long = modules.filter((file) => textOf(file).split('\n').length - 1 > MOST_LINES);
	expect(long.filter((file) => !TABLES.includes(file))).toEqual([]);
	expect(TABLES.filter((file) => !long.includes(file))).toEqual([]);
});

test('no two files have one name for different things', () => {
	const places = new Map<string, string[]>();
	for (const file of modules) {
		const name = path.posix.basename(file, '.ts');
		places.set(name, [...(places.get(name) ?? []), file]);
	}
	const twice = [...places].filter(([name, files]) => files.length > 1 && !SAME_EVERYWHERE.includes(name));
	expect(Object.fromEntries(twice)).toEqual({});
});

test('the gateway shares no code with the node', () => {
	const gateway = readdirSync(path.join(root, 'test/gateway'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => `test/gateway/${file.replaceAll('\\', '/')}`);
	const all = gateway.flatMap(importsOf);
	expect(all.length).toBeGreaterThan(gateway.length);
	expect(told(all.filter(({ to }) => /^(nodes|credentials)\//.test(to)))).toEqual([]);
});

test('no two parts of the suite in real n8n, which run side by side, keep their files in one folder', () => {
	const folders = readdirSync(path.join(root, 'test/n8n'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => {
			const text = textOf(`test/n8n/${file}`);
			const named = [...text.matchAll(/stateRoot, 'suite', ['`]([\w-]+)/g)].map(([, name]) => name);
			return [...new Set(named)];
		})
		.filter((name) => name !== 'services');
	expect(folders.length).toBeGreaterThan(5);
	expect(folders.filter((name, i) => folders.indexOf(name) !== i)).toEqual([]);
});
