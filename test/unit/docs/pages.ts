import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { anchorOf } from '../../../tools/docs/markdown';
import { projectRoot } from '../../../tools/write-docs';

export interface Page {
	/** Path in the project, with forward slashes. */
	file: string;
	text: string;
	anchors: Set<string>;
	/** Links into the project: neither http nor mail. */
	links: string[];
}

/** Text outside code, where a bracket is a bracket. */
function prose(text: string): string {
	return text.replace(/```[^]*?```/g, '').replace(/`[^`\n]*`/g, '');
}

export function readPage(file: string): Page {
	const text = readFileSync(path.join(projectRoot, file), 'utf8');
	const anchors = [...text.replace(/```[^]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		anchorOf(heading),
	);
	const links = [...prose(text).matchAll(/\]\((?!https?:|mailto:)([^)]+)\)/g)].map(([, link = '']) => link);
	return { file, text, anchors: new Set(anchors), links };
}

/** All that a user or contributor reads. */
export function allPages(): Page[] {
	const inDocs = readdirSync(path.join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file.replaceAll('\\', '/')}`);
	return ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md', ...inDocs].map(
		readPage,
	);
}

/** The code blocks of one language, in order. */
export function codeBlocks({ text }: Page, language: string): string[] {
	return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
		([, code = '']) => code,
	);
}

/** What stands below a heading, up to the next one of its level or above. */
export function sectionOf({ file, text }: Page, heading: string): string {
	const begin = new RegExp(`^(#+) ${heading}$`, 'm').exec(text);
	if (!begin) throw new Error(`${file} has no heading '${heading}'`);
	const rest = text.slice(begin.index + begin[0].length);
	const end = new RegExp(`^#{1,${begin[1]?.length ?? 1}} `, 'm').exec(rest);
	return rest.slice(0, end?.index);
}

export interface Table {
	head: string[];
	rows: string[][];
}

/** The tables of a text, their cells trimmed. */
export function tablesOf(text: string): Table[] {
	const blocks = text.match(/^(?:\|.*\n)+/gm) ?? [];
	return blocks.map((block) => {
		const [head = [], , ...rows] = block
			.trimEnd()
			.split('\n')
			.map((line) =>
				line
					.slice(1, -1)
					.split(/(?<!\\)\|/)
					.map((cell) => cell.trim()),
			);
		return { head, rows };
	});
}
