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

	await stage.scenario('the text is counted while it is typed', async () => {
		await editor.openNode('Send');
		await counted('Your parcel is ready', '1 message part as GSM (up to 160 characters)');
		await counted('€'.repeat(80), '1 message part as GSM');
		await counted('€'.repeat(81), '2 message parts as GSM (153 characters each)');
		await counted('ё', '1 message part as Unicode (up to 70 characters)');
		await counted('ё'.repeat(71), '2 message parts as Unicode (67 characters each)');
		const notices = await editor.notices();
		expectEqual('the number of notices', notices.length, 3);
		// n8n puts a tip below the field that is typed in.
		const tip = await editor.page.getByText('Tip:').first().boundingBox();
		const count = await editor.part('node-parameters').locator('.notice').nth(1).boundingBox();
		if (tip && count && tip.y + tip.height > count.y) throw new Error("n8n's tip covers the count");
		expectPart('the last notice', notices[2] ?? '', "more parts than 'Most Message Parts' allows");
		await stage.keep('counting');
		await editor.closeNode();
	});

	await stage.scenario('the counter counts an estimate too, and falls silent for binary data', async () => {
		await editor.openNode('Estimate');
		await counted('a'.repeat(307), '3 message parts as GSM');
		expectEqual('the number of notices', (await editor.notices()).length, 2);
		await editor.closeNode();
		await editor.openNode('Send');
		await (await editor.openList('content')).getByText('Binary Data', { exact: true }).click();
		await editor.page.getByText('User Data Header', { exact: true }).first().waitFor();
		const fields = await editor.labels();
		expectEqual('the fields', fields.slice(2, 6), ['Content', 'To', 'User Data Header', 'Data']);
		expectEqual('the number of notices', (await editor.notices()).length, 1);
		await editor.closeNode();
	});
}
