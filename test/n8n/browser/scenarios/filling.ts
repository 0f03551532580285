import { COUNTRIES } from '../../../gateway/connect/lists';
import { expectEqual, expectPart, type Stage } from '../stage';
import { chain, clickatellNode, startNode } from '../workflows';

/** Fills in panels: lists that come from the gateway, and the counter below the text. */
export async function filling(stage: Stage): Promise<void> {
	const { editor, setting } = stage;
	const { credentials } = setting;
	const nodes = [
		startNode(),
		clickatellNode('Register', { resource: 'registration', operation: 'register' }, credentials),
		clickatellNode(
			'Send',
			{ resource: 'message', operation: 'send', to: '27999100001' },
			credentials,
			[480, 0],
		),
		clickatellNode('Estimate', { resource: 'message', operation: 'estimate' }, credentials, [720, 0]),
		clickatellNode(
			'Personalized',
			{ resource: 'batch', operation: 'sendPersonalized', template: 'Hi #field1#, at #field2#' },
			credentials,
			[960, 0],
		),
	];
	await editor.setTheme('light');
	await editor.openWorkflow(await setting.store(chain('Filling in', nodes)));

	await stage.scenario('the list of countries comes from the gateway', async () => {
		await editor.openNode('Register');
		const choices = await editor.openList('countryId');
		await stage.keep('countries');
		expectEqual(
			'the countries',
			(await choices.allInnerTexts()).map((text) => text.trim()),
			COUNTRIES.map(({ name }) => name),
		);
		await editor.page.getByText('Zambia').click();
		await editor.closeNode();
	});

	const counted = async (text: string, says: string) => {
		await editor.box('text').fill(text);
		await editor.part('node-parameters').locator('.notice', { hasText: says }).waitFor();
	};

	await stage.scenario('the text is counted while it is typed, in one notice', async () => {
		await editor.openNode('Send');
		expectPart(
			'the notice',
			(await editor.notices()).join(),
			'Spends credit for each part to each recipient',
		);
		await counted('Your parcel is ready', '1 message part as GSM (up to 160 characters)');
		await counted('€'.repeat(80), '1 message part as GSM');
		await counted('€'.repeat(81), '2 message parts as GSM (153 characters each)');
		await counted('ё', '1 message part as Unicode (up to 70 characters)');
		await counted('ё'.repeat(71), '2 message parts as Unicode (67 characters each)');
		const [notice = '', ...others] = await editor.notices();
		expectEqual('the other notices', others, []);
		expectPart('the notice', notice, "'Long Texts' does not allow so many");
		// n8n puts a tip below the field that is typed in.
		const tip = await editor.page.getByText('Tip:').first().boundingBox();
		const count = await editor.part('node-parameters').locator('.notice').first().boundingBox();
		if (tip && count && tip.y + tip.height > count.y) throw new Error("n8n's tip covers the count");
		await stage.keep('counting');
		await editor.closeNode();
	});

	await stage.scenario('a longer text is allowed, or cut, by a field one sees', async () => {
		await editor.openNode('Send');
		const choose = async (label: string, says: string) => {
			await (await editor.openList('longTexts')).getByText(label, { exact: true }).click();
			await editor.part('node-parameters').locator('.notice', { hasText: says }).waitFor();
		};
		await choose('Send in Two or Three Parts', 'Each part to each recipient is charged');
		await choose('Cut to One Part', 'the text is cut');
		await choose('Send in More Parts', 'Each part to each recipient is charged');
		await editor.box('maxParts').waitFor();
		expectEqual('the number of notices', (await editor.notices()).length, 1);
		await stage.keep('long texts');
		await editor.closeNode();
	});

	await stage.scenario('binary data takes the place of the text, and is not counted', async () => {
		await editor.openNode('Send');
		await editor.addOption('Add Advanced Option', 'Data');
		await editor.box('data').fill('024a3a51');
		await editor.box('text').waitFor({ state: 'hidden' });
		const fields = await editor.labels();
		expectEqual('the fields', fields.slice(3, 5), ['To', 'Sender ID']);
		const [notice = '', ...others] = await editor.notices();
		expectEqual('the other notices', others, []);
		expectPart('the notice', notice, 'Spends credit for each part to each recipient');
		await stage.keep('binary data');
		await editor.closeNode();
	});

	await stage.scenario('an estimate spends nothing, and has no notice', async () => {
		await editor.openNode('Estimate');
		await editor.box('text').fill('a'.repeat(307));
		await editor.page.waitForTimeout(1000);
		expectEqual('the notices', await editor.notices(), []);
		await editor.closeNode();
	});

	await stage.scenario('each placeholder of a template is added once, and its row names it', async () => {
		await editor.openNode('Personalized');
		for (const name of ['#field1#', '#field2#']) await editor.addOption('Add Placeholder', name);
		await editor.box('field2').fill('10:30');
		expectPart('the fields', (await editor.labels()).join(), '#field1#,#field2#');
		await stage.keep('placeholders');
		await editor.closeNode();
	});

	await stage.scenario('another account brings its own resources, operations and credential', async () => {
		await editor.openNode('Send');
		await (await editor.openList('authentication')).getByText('Connect API (Token)').click();
		await editor.page.getByText('Credential for Clickatell Connect API').waitFor();
		await editor.page.locator('.el-select-dropdown:visible').first().waitFor({ state: 'hidden' });
		expectEqual('the fields', (await editor.labels()).slice(0, 3), ['Account', 'Resource', 'Operation']);
		const resources = await (await editor.openList('resource')).allInnerTexts();
		expectEqual(
			'the resources',
			resources.map((text) => text.trim()),
			// The last is n8n's own.
			['Registration', 'User', 'Connection', 'Credit', 'Lookup', 'Custom API Call'],
		);
		await stage.keep('another account');
		await editor.page.keyboard.press('Escape');
		await editor.closeNode();
	});
}
