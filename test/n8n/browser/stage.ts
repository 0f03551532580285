import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../../../tools/n8n/paths';
import type { Editor } from './editor';
import type { Setting } from './setting';

/** Git-ignored; the build server keeps it. */
export const SCREENSHOTS = path.join(projectRoot, 'test-output', 'screenshots');

export interface Row {
	scenario: string;
	/** Undefined: it passed. */
	problem: string | undefined;
	seconds: number;
}

/** What every scenario plays on, and where it writes down what came of it. */
export class Stage {
	readonly rows: Row[] = [];

	constructor(
		readonly setting: Setting,
		readonly browser: Browser,
		readonly editor: Editor,
	) {
		mkdirSync(SCREENSHOTS, { recursive: true });
	}

	/** Plays one scenario. What it throws is its result, with a picture of what could be seen then. */
	async scenario(name: string, play: () => Promise<void>, page: Page = this.editor.page): Promise<void> {
		const started = Date.now();
		let problem: string | undefined;
		try {
			await play();
		} catch (error) {
			problem = stripVTControlCharacters(error instanceof Error ? error.message : String(error)).trim();
			await page
				.screenshot({ path: path.join(SCREENSHOTS, `FAILED ${name.replace(/[^\w ]+/g, '-')}.png`) })
				.catch(() => {});
		}
		if (problem !== undefined && page === this.editor.page) await this.editor.recover().catch(() => {});
		const seconds = (Date.now() - started) / 1000;
		this.rows.push({ scenario: name, problem, seconds });
		const result = problem === undefined ? 'passed' : `FAILED: ${problem.split('\n').slice(0, 4).join('\n')}`;
		process.stderr.write(`  ${name}: ${result} (${seconds.toFixed(1)} s)\n`);
	}

	/** Keeps a picture of the editor, or of another page. */
	async keep(name: string, page: Page = this.editor.page): Promise<void> {
		await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
	}
}

/** @throws Error with both values where they differ */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
	const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
	if (is !== should) throw new Error(`${what}\n  is        ${is}\n  should be ${should}`);
}

/** @throws Error where the text lacks the part */
export function expectPart(what: string, text: string, part: string): void {
	if (!text.includes(part))
		throw new Error(`${what} does not say ${JSON.stringify(part)}: ${JSON.stringify(text)}`);
}
