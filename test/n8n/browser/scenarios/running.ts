import { expectEqual, expectPart, type Stage } from '../stage';
import { chain, clickatellNode, startNode } from '../workflows';

/** Runs a workflow by clicking, and reads the output and what went wrong. */
export async function running(stage: Stage): Promise<void> {
	const { editor, setting } = stage;
	const to = '27999100001, 27999166114';
	const send = clickatellNode(
		'Send SMS',
		{ resource: 'message', operation: 'send', to, text: 'Your parcel is on its way' },
		setting.credentials,
	);
	const id = await setting.store(chain('Send one SMS', [startNode(), send]));

	await stage.scenario('a click runs the workflow, and the table tells each recipient apart', async () => {
		await editor.setTheme('light');
		await editor.openWorkflow(id);
		await editor.part('execute-workflow-button').click();
		await editor.part('canvas-node-status-success').nth(1).waitFor();
		await stage.keep('executed');
		await editor.openNode('Send SMS');
		const [header = [], accepted = [], refused = []] = await editor.outputTable();
		const cell = (row: string[], column: string) => row[header.indexOf(column)];
		expectEqual('the columns', header.slice(0, 3), ['to', 'accepted', 'errorText']);
		const [message] = setting.gateway.messages({ to: '27999100001' });
		expectEqual('the accepted recipient', accepted.slice(0, 3), ['27999100001', 'true', 'null']);
		expectEqual('its message ID', cell(accepted, 'messageId'), message?.apiMsgId);
		expectEqual('the refused recipient', refused.slice(0, 2), ['27999166114', 'false']);
		expectEqual('its message ID', cell(refused, 'messageId'), 'null');
		expectEqual('the reason', cell(refused, 'errorCode'), '114');
		expectPart('the reason', cell(refused, 'errorText') ?? '', 'does not send to this destination');
		const hints = await editor.part('output-panel').getByTestId('node-hint').allInnerTexts();
		expectPart('the hint', hints.join(), '1 of 2 recipients was not accepted: 1 cannot route (114)');
		await stage.keep('output');
	});

	await stage.scenario('the output is readable in the dark', async () => {
		await editor.setTheme('dark');
		await stage.keep('output, dark');
		await editor.setTheme('light');
	});

	await stage.scenario(
		'a number without its country code ends in a sentence that says what to do',
		async () => {
			await editor.box('to').fill('0821234567');
			await editor.executeNode();
			const error = editor.part('output-panel').getByTestId('node-error-message');
			await error.waitFor();
			expectPart('the error', await error.innerText(), "'To': '0821234567' starts with 0");
			await editor.part('output-panel').getByText('Nothing was sent').waitFor();
			await stage.keep('error');
			await editor.closeNode();
		},
	);
}
