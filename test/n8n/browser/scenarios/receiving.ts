import { setTimeout as delay } from 'node:timers/promises';
import { CALLBACK_USER, DEMO_API } from '../setting';
import { expectEqual, expectPart, type Stage } from '../stage';
import { chain, clickatellNode, startNode, triggerNode } from '../workflows';

const QUESTION = 'Shall we deliver today?';

/** Run in the page: writes down every state that the message shows. */
const WATCH = `
	window.statesSeen = new Set();
	new MutationObserver(() => {
		for (const message of document.querySelectorAll('.message')) {
			if (!message.textContent.includes('${QUESTION}')) continue;
			window.statesSeen.add(message.querySelector('.status').textContent.slice(0, 3));
		}
	}).observe(document.body, { childList: true, subtree: true });
`;

const PHONE = { width: 390, height: 844 };

/** The trigger's panel, and the gateway's inbox page from sending to the answer of the handset. */
export async function receiving(stage: Stage): Promise<void> {
	const { editor, setting, browser } = stage;
	const { gateway, client } = setting;
	const trigger = triggerNode('Clickatell Trigger', setting.credentials.callback);
	const receivingId = await setting.store(chain('Receive', [trigger]));
	const send = clickatellNode(
		'Send SMS',
		{
			resource: 'message',
			operation: 'send',
			to: '27999100017',
			text: QUESTION,
			deliveryReports: 7,
		},
		setting.credentials,
	);
	const sendingId = await setting.store(chain('Ask', [startNode(), send]));
	const productionUrl = `${setting.n8n.url}/webhook/${trigger.webhookId}/callback`;

	await stage.scenario('the trigger says which URL goes where', async () => {
		await editor.setTheme('light');
		await editor.openWorkflow(receivingId);
		await editor.openNode('Clickatell Trigger');
		await editor.page.getByText('Webhook URLs', { exact: true }).click();
		const url = editor.page.locator('.webhook-url:visible').first();
		expectPart('the URL', await url.innerText(), `/webhook-test/${trigger.webhookId}/callback`);
		await editor.page.getByText('Production URL', { exact: true }).click();
		expectEqual('the URL', (await url.innerText()).replace(/\s/g, ''), productionUrl);
		const [where = '', ...more] = await editor.notices();
		for (const part of ['Callback URL', 'Reply Path', 'cannot call localhost', 'What the workflow gets'])
			expectPart('the notice', where, part);
		expectEqual('further notices', more, []);
		const labels = await editor.labels();
		const order = ['Webhook URL to Show', 'Authentication', 'Trigger On', 'Statuses'];
		expectEqual(
			'the fields',
			labels.filter((label) => order.includes(label)),
			order,
		);
		await stage.keep('trigger');
		await editor.setTheme('dark');
		await stage.keep('trigger, dark');
		await editor.closeNode();
		await stage.keep('canvas, dark');
		await editor.setTheme('light');
	});

	await stage.scenario('a trigger can be tried by a link, and says why it refuses a call', async () => {
		await editor.openWorkflow(receivingId);
		await editor.openNode('Clickatell Trigger');
		await editor.page.getByText('Webhook URLs', { exact: true }).click();
		await (await editor.openList('urlShown')).filter({ hasText: 'To Try: An Inbound Message' }).click();
		const link = `${setting.n8n.url}/webhook-test/${trigger.webhookId}/callback?example=inbound`;
		const url = editor.page.locator('.webhook-url:visible', { hasText: 'example=inbound' });
		expectEqual('the link', (await url.innerText()).replace(/\s/g, ''), link);
		for (const [opened, shown] of [
			[link, 'Yes please'],
			[link.replace('example=inbound', 'apiMsgId=1&status=004'), 'carries no user and password'],
		] as const) {
			await editor.executeNode();
			await editor.part('trigger-listening').waitFor();
			await fetch(opened);
			await editor.part('output-panel').getByText(shown).first().waitFor();
		}
		await stage.keep('trigger, a refused call');
		await editor.closeNode();
	});

	const context = await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' });
	const inbox = await context.newPage();
	try {
		await stage.scenario(
			"the inbox shows a message's states without a reload, on a phone's width",
			async () => {
				await client.publish(receivingId);
				const callback = {
					url: productionUrl,
					type: 'http-get',
					user: CALLBACK_USER,
					password: setting.callbackPassword,
				} as const;
				for (const kind of ['status', 'inbound'] as const)
					await gateway.setCallback(DEMO_API, callback, { kind });
				await inbox.goto(`${gateway.url}/`);
				// The first event of the page's stream has come.
				await inbox.locator('#facts h2').first().waitFor();
				await inbox.evaluate(WATCH);
				const { pace } = gateway.state;
				const usual = { ...pace };
				// So slow that the page cannot miss a state; a message keeps the pace it was accepted with.
				Object.assign(pace, { toGateway: 4000, toHandset: 4000 });
				try {
					await client.finished(await client.run(sendingId, startNode().name));
				} finally {
					Object.assign(pace, usual);
				}
				// Not by the text of the page: an ID may hold the same digits.
				const isSeen = async () => await inbox.evaluate<boolean>("window.statesSeen.has('004')");
				for (const end = performance.now() + 60_000; !(await isSeen()) && performance.now() < end;)
					await inbox.waitForTimeout(50);
				// A reload would have forgotten them.
				const seen = await inbox.evaluate<string[]>('[...window.statesSeen]');
				expectEqual('the states seen', seen, ['008', '003', '004']);
				await stage.keep('inbox on a phone', inbox);
				const width = await inbox.evaluate<number>('document.documentElement.scrollWidth');
				expectEqual('the width of the page', width, PHONE.width);
			},
			inbox,
		);

		await stage.scenario(
			"the handset's answer from the inbox starts the trigger",
			async () => {
				await inbox.fill('#handset [name="text"]', 'Yes, after five');
				await inbox.locator('#handset button').click();
				await inbox.locator('#handset .answer', { hasText: 'Delivered' }).waitFor();
				await stage.keep('inbox answer on a phone', inbox);
				const deadline = Date.now() + 60_000;
				for (;;) {
					for (const { id } of await client.executions(receivingId)) {
						const [event] = (await client.finished(id)).output('Clickatell Trigger');
						if (event?.json.kind === 'inbound' && event.json.text === 'Yes, after five') return;
					}
					if (Date.now() > deadline) throw new Error('no execution of the trigger had the answer');
					await delay(200);
				}
			},
			inbox,
		);

		await stage.scenario('the inbox is readable on a desk and in the dark', async () => {
			await inbox.setViewportSize({ width: 1280, height: 800 });
			await stage.keep('inbox', inbox);
			await inbox.emulateMedia({ colorScheme: 'dark' });
			await stage.keep('inbox, dark', inbox);
		});
	} finally {
		await context.close();
	}
}
