import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../../tools/write-docs';

export interface Comment {
	file: string;
	/** In one line: stars and line breaks are blanks. */
	text: string;
}

/** Where the comments of a source are, each once. */
export function commentRangesOf(source: ts.SourceFile): ts.CommentRange[] {
	const { text } = source;
	const found = new Map<number, ts.CommentRange>();
	const keep = (ranges: ts.CommentRange[] | undefined) => {
		for (const range of ranges ?? []) found.set(range.pos, range);
	};
	// Many nodes begin or end at one place; no comment is looked for there twice.
	const [begun, ended] = [new Set<number>(), new Set<number>()];
	const visit = (node: ts.Node) => {
		if (begun.size < begun.add(node.pos).size) keep(ts.getLeadingCommentRanges(text, node.pos));
		if (ended.size < ended.add(node.end).size) keep(ts.getTrailingCommentRanges(text, node.end));
		ts.forEachChild(node, visit);
	};
	visit(source);
	keep(ts.getLeadingCommentRanges(text, source.endOfFileToken.pos));
	return [...found.values()];
}

function commentsOf(file: string): Comment[] {
	const text = readFileSync(path.join(projectRoot, file), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, false);
	return commentRangesOf(source).map(({ pos, end }) => ({
		file,
		text: text
			.slice(pos, end)
			.replace(/^\/\*+|\*+\/$|^\/\/+/g, '')
			.replace(/\s*\n[\t ]*\*?\s*/g, ' '),
	}));
}

/** All comments of what is written in TypeScript and JavaScript below the given folders. */
export function allComments(folders: readonly string[]): Comment[] {
	return folders.flatMap((folder) =>
		readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(?:ts|mjs|cjs)$/.test(file))
			.flatMap((file) => commentsOf(path.posix.join(folder, file.replaceAll('\\', '/')))),
	);
}
