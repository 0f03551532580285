import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { readExample } from '../../../tools/n8n/examples';
import { projectRoot } from '../../../tools/n8n/paths';
import { step } from '../../../tools/n8n/progress';
import type { Stage } from './stage';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const FOLDER = path.join(projectRoot, 'docs', 'pictures', 'examples');
/** The editor's window. Only the workflow is taken: neither n8n's menus nor its buttons on the canvas. */
const WINDOW_WIDTH = 1180;
/** For a workflow that is more than three times as wide as high, whose names would be too small otherwise. */
const WIDE_WINDOW_WIDTH = 1700;
const LEAST_HEIGHT = 420;
const MOST_HEIGHT = 820;
/** All pictures together may have 2 MB, which test/unit/docs/examplesPage.test.ts holds. */
const MOST_BYTES = 100_000;
/** Around the workflow, in pixels. */
const MARGIN = 16;

type Nodes = ReturnType<typeof readExample>['nodes'];

/** A size of the window in which the workflow fills its canvas, whatever its shape. */
function windowFor(nodes: Nodes) {
	const boxes = nodes.map(({ position, parameters }) => {
		const [left = 0, top = 0] = position as number[];
		const { width = 100, height = 140 } = parameters as { width?: number; height?: number };
		return { left, top, right: left + width, bottom: top + height };
	});
	const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
	const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
	const windowWidth = width > 3 * height ? WIDE_WINDOW_WIDTH : WINDOW_WIDTH;
	const wanted = 160 + (windowWidth * height) / width;
	return {
		width: windowWidth,
		height: Math.round(Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, wanted))),
	};
}

/** As much of the browser's Element as is used here: the types of a browser are not loaded. */
interface Shown {
	readonly parentElement: (Shown & { readonly children: Iterable<Shown> }) | null;
	setAttribute(name: string, value: string): void;
}

/** Hides n8n's menus, and its buttons and dots on the canvas, which would cover nodes. */
function hideAllButWorkflow(page: Page): Promise<void> {
	return page.locator('.vue-flow__viewport').evaluate((workflow) => {
		for (
			let shown = workflow as unknown as Shown;
			shown.parentElement !== null;
			shown = shown.parentElement
		) {
			for (const other of shown.parentElement.children) {
				if (other !== shown) other.setAttribute('style', 'visibility: hidden');
			}
		}
	});
}

/** Where the nodes and notes are in the window. */
async function workflowBox(page: Page) {
	const canvas = defined(await page.locator('.vue-flow').boundingBox());
	const boxes = await Promise.all(
		(await page.locator('.vue-flow__node').all()).map(async (node) => defined(await node.boundingBox())),
	);
	const edge = (of: (box: (typeof boxes)[number]) => number) => boxes.map(of);
	const x = Math.max(canvas.x, Math.min(...edge((box) => box.x)) - MARGIN);
	const y = Math.max(canvas.y, Math.min(...edge((box) => box.y)) - MARGIN);
	// The name of a node is below its square, and a free output has a plus sign beside it.
	const right = Math.max(...edge((box) => box.x + box.width)) + 3 * MARGIN;
	const bottom = Math.max(...edge((box) => box.y + box.height)) + 3 * MARGIN;
	return {
		x,
		y,
		width: Math.min(right, canvas.x + canvas.width) - x,
		height: Math.min(bottom, canvas.y + canvas.height) - y,
	};
}

/** Makes a picture of each example as the editor shows it, docs/pictures/examples/<example>.png. */
export async function takeExamplePictures({ editor, setting }: Stage): Promise<void> {
	const { page } = editor;
	mkdirSync(FOLDER, { recursive: true });
	await editor.setTheme('light');
	const names = readdirSync(path.join(projectRoot, 'examples'))
		.filter((file) => file.endsWith('.json'))
		.map((file) => path.basename(file, '.json'));
	for (const example of names) {
		await step(`Picture of the example ${example}`, async (report) => {
			const { name, nodes, connections } = readExample(example);
			await page.setViewportSize(windowFor(nodes));
			await editor.openWorkflow(await setting.store({ name, nodes, connections }));
			await page.waitForTimeout(500); // the canvas glides to its place
			await hideAllButWorkflow(page);
			const file = path.join(FOLDER, `${example}.png`);
			const { length: bytes } = await page.screenshot({ path: file, clip: await workflowBox(page) });
			report(`${Math.round(bytes / 1024)} KB`);
			if (bytes > MOST_BYTES) throw new Error(`it has ${bytes} bytes, more than ${MOST_BYTES}`);
		});
	}
}
