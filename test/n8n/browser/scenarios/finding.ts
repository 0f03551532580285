import { OPERATIONS } from '../../../../nodes/Clickatell/catalogue';
import type { Theme } from '../editor';
import { expectEqual, type Stage } from '../stage';

/** Looks for the nodes in n8n's list of nodes, as someone does who wants to send an SMS. */
export async function finding(stage: Stage): Promise<void> {
	const { editor } = stage;
	const search = async (words: string, theme: Theme) => {
		await editor.setTheme(theme);
		await editor.openNewWorkflow();
		await editor.part('node-creator-plus-button').click();
		await editor.part('node-creator-search-bar').fill(words);
		const ours = editor.part('node-creator-item-name').getByText('Clickatell', { exact: true });
		await ours.waitFor();
		await stage.keep(`finding by ${words}, ${theme}`);
		await ours.click();
	};

	await stage.scenario('the list of nodes has them under "sms", in the dark', () => search('sms', 'dark'));
	await stage.scenario('the list of nodes has them under "clickatell", with all they can do', async () => {
		await search('clickatell', 'light');
		const headings = editor.part('node-creator-category-item');
		await headings.first().waitFor();
		expectEqual('the headings', await headings.allInnerTexts(), [
			'Triggers (3)',
			`Actions (${OPERATIONS.length})`,
		]);
		await editor.page.getByText('On delivery status', { exact: true }).waitFor();
		await editor.page.getByText('On inbound message', { exact: true }).waitFor();
		await editor.page.getByText('On other event', { exact: true }).waitFor();
		await headings.last().click();
		const names = editor.part('node-creator-item-name');
		// The editor shows a long list little by little.
		await names.nth(OPERATIONS.length + 2).waitFor({ timeout: 20_000 });
		const listed = (await names.allInnerTexts()).map((text) => text.trim());
		const actions = listed.slice(listed.indexOf('Send an SMS'));
		expectEqual('the first action', actions[0], 'Send an SMS');
		expectEqual('the actions', [...actions].sort(), OPERATIONS.map(({ action }) => action).sort());
		await stage.keep('actions');
	});
}
