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
	const inDocs = readdirSync(path.join(projectRoot, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`);
	return ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...inDocs].map(readPage);
}

/** The code blocks of one language, in order. */
export function codeBlocks({ text }: Page, language: string): string[] {
	return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
		([, code = '']) => code,
	);
}
