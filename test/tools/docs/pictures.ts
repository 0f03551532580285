import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Made by `npm run screenshots`. */
const folder = 'docs/pictures';
const EDITOR = 'editor.png';

/** What a picture shows, for those who cannot see it; others are described by their file names. */
const SHOWS: Readonly<Record<string, string>> = {
	[EDITOR]: 'The n8n editor with a workflow of both nodes, Clickatell and Clickatell Trigger',
};

function present(): string[] {
	const root = path.join(__dirname, '../../..', folder);
	if (!existsSync(root)) return [];
	return readdirSync(root)
		.filter((file) => file.endsWith('.png'))
		.sort();
}

function picture(file: string): string {
	const words = path.basename(file, '.png').replace(/[-_]+/g, ' ');
	const shows = SHOWS[file] ?? words.charAt(0).toUpperCase() + words.slice(1);
	return `![${shows}](${folder}/${file})`;
}

/** The picture at the head of README, once it has been made. */
export function editorPicture(): string {
	return present().includes(EDITOR) ? picture(EDITOR) : '';
}

/** All other pictures, in the order of their names. */
export function otherPictures(): string {
	return present()
		.filter((file) => file !== EDITOR)
		.map(picture)
		.join('\n\n');
}
