import { expectPart, type Stage } from '../stage';
import { chain, clickatellNode, startNode } from '../workflows';

/** Enters a wrong and a right login, and the Connect token, and reads what n8n says of them. */
export async function credentials(stage: Stage): Promise<void> {
	const { editor, setting } = stage;
	const nodes = [
		startNode(),
		clickatellNode('Balance', { resource: 'account', operation: 'getBalance' }, setting.credentials),
		clickatellNode(
			'Countries',
			{ resource: 'lookup', operation: 'getCountries' },
			setting.credentials,
			[480, 0],
		),
	];
	const id = await setting.store(chain('Credentials', nodes));
	const dialog = editor.part('editCredential-modal');
	const tested = () => dialog.getByText('Connection tested successfully').waitFor();
	const open = async (node: string) => {
		await editor.openWorkflow(id);
		await editor.openNode(node);
		await editor.part('credential-edit-button').click();
		// n8n tests what is stored when the dialog opens, and shows whichever result comes last.
		await tested();
	};
	const save = async (field: string, value: string) => {
		await editor.box(field).fill(value);
		await editor.part('credential-save-button').click();
	};

	await stage.scenario('a wrong password is refused with our sentence', async () => {
		await open('Balance');
		await save('password', 'not-the-password');
		await dialog.getByText('More details').click();
		await dialog.getByText('Clickatell refused the login (001)').waitFor();
		await stage.keep('wrong password');
	});
	await stage.scenario('the right password turns the test green', async () => {
		await save('password', 'demo-password');
		await tested();
		await stage.keep('right password');
	});
	await stage.scenario('the Connect token is tested as well', async () => {
		await open('Countries');
		await save('token', 'f'.repeat(32));
		await dialog.getByText('More details').click();
		await stage.keep('wrong token');
		expectPart('the test', await dialog.innerText(), 'token');
		await save('token', '0123456789abcdef0123456789abcdef');
		await tested();
	});
}
