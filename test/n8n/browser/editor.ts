import { type Browser, type BrowserContext, type Locator, type Page, selectors } from 'playwright-core';
import type { Owner } from '../../../tools/n8n/rest';
import { defined } from '../../../nodes/Clickatell/formats/defined';

export type Theme = 'light' | 'dark';

const WINDOW = { width: 1440, height: 900 };

selectors.setTestIdAttribute('data-test-id');

/** n8n's editor in one browser window, driven as a person does. n8n names its parts for its own tests. */
export class Editor {
	private workflow: string | undefined;

	private constructor(
		private readonly context: BrowserContext,
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens a window and signs in. */
	static async signIn(browser: Browser, url: string, owner: Owner): Promise<Editor> {
		const context = await browser.newContext({ viewport: WINDOW, reducedMotion: 'reduce' });
		context.setDefaultTimeout(90_000);
		const page = await context.newPage();
		// Leaving what is not saved yet is meant.
		page.on('dialog', (dialog) => void dialog.accept());
		await page.goto(`${url}/signin`);
		await page.fill('input[name="emailOrLdapLoginId"]', owner.email);
		await page.fill('input[name="password"]', owner.password);
		await page.keyboard.press('Enter');
		await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
		return new Editor(context, page, url);
	}

	close(): Promise<void> {
		return this.context.close();
	}

	part(name: string): Locator {
		return this.page.getByTestId(name);
	}

	/** n8n's theme follows the system's unless the person has chosen one. */
	setTheme(theme: Theme): Promise<void> {
		return this.page.emulateMedia({ colorScheme: theme });
	}

	async openNewWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.part('node-creator-plus-button').waitFor();
	}

	/** Opens a workflow and waits for its nodes. */
	async openWorkflow(id: string): Promise<void> {
		this.workflow = id;
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.part('canvas-node').first().waitFor();
		await this.page.keyboard.press('1'); // zooms until all nodes are in view
	}

	/** Closes whatever is open, by loading the workflow again. */
	async recover(): Promise<void> {
		if (this.workflow !== undefined) await this.openWorkflow(this.workflow);
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Opens a node's panel with a double click. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.part('node-parameters').waitFor();
	}

	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.part('ndv').waitFor({ state: 'detached' });
	}

	/** The labels of the fields that the open panel shows, from top to bottom. */
	async labels(): Promise<string[]> {
		const labels = this.part('node-parameters').locator('[data-test-id="input-label"]:visible');
		return (await labels.allInnerTexts()).map((text) => defined(text.trim().split('\n')[0]));
	}

	/** The notices and callouts that the open panel shows, from top to bottom. */
	async notices(): Promise<string[]> {
		const texts = await this.part('node-parameters').locator('.notice, .n8n-callout').allInnerTexts();
		return texts.map((text) => text.trim());
	}

	/** What the collections of the open panel offer, one after the other. */
	offeredOptions(): Promise<string[]> {
		return this.part('collection-parameter-option').allTextContents();
	}

	/** Adds an entry of a collection: what its button is called, and which entry of its list. */
	async addOption(button: string, label: string): Promise<void> {
		const list = this.part('collection-parameter-add').filter({ has: this.page.getByPlaceholder(button) });
		await list.click();
		const entries = this.page
			.locator('.el-select-dropdown:visible')
			.getByTestId('collection-parameter-option');
		await entries.getByText(label, { exact: true }).click();
	}

	/** The text box of a field, by its parameter's name. */
	box(name: string): Locator {
		return this.part(`parameter-input-${name}`).locator('input, textarea').first();
	}

	/** Opens a field's list and returns its entries. A list that is opened before its entries have come closes again. */
	async openList(name: string): Promise<Locator> {
		const lists = this.page.locator('.el-select-dropdown:visible');
		// The list of another field may still be closing.
		for (const end = performance.now() + 5000; (await lists.count()) > 0 && performance.now() < end;)
			await this.page.waitForTimeout(50);
		const entries = lists.getByTestId('parameter-input-item');
		for (const timeout of [3000, 3000, 20_000]) {
			await this.part(`parameter-input-${name}`).locator('.el-select').click();
			const coming = entries.first().waitFor({ timeout });
			const came = await coming.then(() => true).catch(() => false);
			if (came) return entries;
		}
		throw new Error(`the list of the field ${name} stays empty`);
	}

	async executeNode(): Promise<void> {
		await this.part('node-execute-button').click();
	}

	/** Pulls the panel between input and output to the left, so that a table has room. */
	async widenOutput(): Promise<void> {
		const { x, y, width, height } = defined(await this.part('panel-drag-button').boundingBox());
		await this.page.mouse.move(x + width / 2, y + height / 2);
		await this.page.mouse.down();
		await this.page.mouse.move(0, y, { steps: 10 });
		await this.page.mouse.up();
	}

	/** The output as the table shows it: the header and the rows. */
	async outputTable(): Promise<string[][]> {
		const rows = this.part('output-panel').locator('table tr');
		await rows.nth(1).waitFor();
		const cells = (await rows.all()).map((row) => row.locator('th, td').allInnerTexts());
		return (await Promise.all(cells)).map((row) => row.map((cell) => cell.trim()));
	}
}
