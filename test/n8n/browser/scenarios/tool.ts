import { expectEqual, expectPart, type Stage } from '../stage';
import { agentWith, clickatellNode } from '../workflows';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

/** The node as a tool of an AI agent: what the agent is told, and that the counter stays away. */
export async function tool(stage: Stage): Promise<void> {
	const { editor, setting } = stage;
	const node = clickatellNode(
		'Clickatell Tool',
		{ resource: 'message', operation: 'send', to: "={{ $fromAI('to') }}", text: "={{ $fromAI('text') }}" },
		setting.credentials,
	);
	const id = await setting.store(agentWith('Agent', node, 'Tool', 2));
	await stage.scenario('as a tool of an agent it says that it spends money', async () => {
		await editor.openWorkflow(id);
		await editor.openNode('Clickatell Tool');
		const description = await editor.box('toolDescription').inputValue();
		for (const part of ['Spends credit for each part to each recipient', '160 characters', 'Call it once'])
			expectPart('the description', description, part);
		expectEqual('the fields', (await editor.labels()).slice(0, 6), [
			'Account',
			'Resource',
			'Operation',
			'Tool Description',
			'To',
			'Text',
		]);
		expectEqual('the number of notices', (await editor.notices()).length, 1);
		await stage.keep('tool');
		await editor.closeNode();
	});
	await stage.scenario('as a tool it offers guards, and nothing that is not for agents', async () => {
		await editor.openNode('Clickatell Tool');
		const offered = async (field: string): Promise<string[]> => {
			const texts = await (await editor.openList(field)).allInnerTexts();
			await editor.page.keyboard.press('Escape');
			return texts.map((text) => defined(text.trim().split('\n')[0]));
		};
		expectEqual('the accounts', await offered('authentication'), [
			'SMS Gateway (API ID)',
			'Clickatell Platform (API Key)',
		]);
		// The last is n8n's own.
		const resources = ['SMS', 'Batch', 'Push', 'Number', 'Account', 'Custom API Call'];
		expectEqual('the resources', await offered('resource'), resources);
		for (const guard of ['Allowed Recipients', 'Most Recipients in a Call', 'Most Parts in a Call'])
			await editor.addOption('Add Guard', guard);
		await editor.box('allowedRecipients').fill('+27999100001, 2782*');
		await stage.keep('tool-guards');
		await editor.closeNode();
	});
}
