import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../../tools/write-docs';
import { commentRangesOf } from './comments';

export interface Prose {
	/** File and line, such as `docs/bulk.md:12`. */
	where: string;
	/** A comment, or what a program says or a page shows. */
	kind: 'comment' | 'string' | 'page' | 'note';
	/** Without code between backquotes, and in one line. */
	text: string;
}

const inOneLine = (text: string) => text.replace(/\s*\n[\t ]*(?:\*(?!\/)|\/\/)?\s*/g, ' ');
/** What is between the braces of a template is code. */
const withoutValues = (text: string) => text.replace(/\$\{[^{}]*\}/g, '...');
const withoutCode = (text: string) => text.replace(/`[^`\n]*`/g, '``');

function filesBelow(folder: string, name: RegExp): string[] {
	return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
		.map((file) => path.posix.join(folder, file.replaceAll('\\', '/')))
		.filter((file) => name.test(file));
}

/** Every line of a Markdown page outside its code. */
function proseOfPage(file: string): Prose[] {
	const text = readFileSync(path.join(projectRoot, file), 'utf8');
	const lines = text.replace(/```[^]*?```/g, (block) => block.replace(/[^\n]/g, '')).split('\n');
	return lines
		.map((line, index) => ({
			where: `${file}:${index + 1}`,
			kind: 'page' as const,
			text: withoutCode(line).replace(/\]\([^)]*\)/g, ']'),
		}))
		.filter(({ text: line }) => line.trim() !== '');
}

/** The comments of a source, and its strings of more than one word: a single word is a name. */
export function proseOfSource(file: string, text: string): Prose[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
	const found = new Map<number, Prose>();
	const keep = (kind: Prose['kind'], pos: number, end: number) => {
		const where = `${file}:${source.getLineAndCharacterOfPosition(pos).line + 1}`;
		const part = inOneLine(text.slice(pos, end));
		found.set(pos, { where, kind, text: kind === 'comment' ? withoutCode(part) : withoutValues(part) });
	};
	for (const { pos, end } of commentRangesOf(source)) keep('comment', pos, end);
	const visit = (node: ts.Node) => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
			const start = node.getStart(source);
			if (/\S\s+\S/.test(withoutValues(text.slice(start, node.end)))) keep('string', start, node.end);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return [...found.values()];
}

interface Note {
	name: string;
	parameters: { content?: string };
}

function notesOf(file: string): Prose[] {
	const { nodes } = JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8')) as { nodes: Note[] };
	return nodes.flatMap(({ name, parameters: { content } }) =>
		content === undefined
			? []
			: [{ where: `${file}: ${name}`, kind: 'note' as const, text: inOneLine(content) }],
	);
}

/** All that a person reads: pages, notes of examples, and the comments and strings of the sources. */
export function allProse(): Prose[] {
	const pages = [
		...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md'],
		...['docs', 'examples', '.github'].flatMap((folder) => filesBelow(folder, /\.md$/)),
	];
	const sources = ['nodes', 'credentials', 'tools', 'test']
		.flatMap((folder) => filesBelow(folder, /\.(?:ts|mjs|cjs)$/))
		.filter((file) => !/\/numbering\w+\.ts$|^tools\/n8n\/install\//.test(file));
	return [
		...pages.flatMap(proseOfPage),
		...filesBelow('examples', /\.json$/).flatMap(notesOf),
		...sources.flatMap((file) => proseOfSource(file, readFileSync(path.join(projectRoot, file), 'utf8'))),
	];
}
