import { randomUUID } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Gateway } from '../../gateway';
import { DEMO_KEYS } from '../../gateway/platform/portal';
import { projectRoot } from '../../../tools/n8n/paths';
import { step } from '../../../tools/n8n/progress';
import { asked } from '../suite/questions';
import { CALLBACK_USER, DEMO_API } from './setting';
import type { Stage } from './stage';
import { chain, clickatellNode, START, startNode, triggerNode } from './workflows';

const FOLDER = path.join(projectRoot, 'docs', 'pictures');
const WINDOW = { width: 1280, height: 760 };
/** For a table with many columns. */
const WIDE = { ...WINDOW, width: 1700 };
const PHONE = { width: 390, height: 844 };
const QUESTION_PHONE = { width: 390, height: 420 };
/** A README is read over slow lines too. */
const MOST_BYTES = 150_000;

const SEND = 'Send SMS';
const TRIGGER = 'Clickatell Trigger';

/** Makes the pictures of the documentation, docs/pictures/*.png, always in the same way. */
export async function takePictures(stage: Stage): Promise<void> {
	const { editor, setting, browser } = stage;
	const { page } = editor;
	const { gateway, client } = setting;
	mkdirSync(FOLDER, { recursive: true });
	const take = (name: string, from: Page = page) =>
		step(`Picture ${name}`, async (report) => {
			await from.waitForTimeout(500); // buttons fade in, the canvas glides to its place
			const file = path.join(FOLDER, `${name}.png`);
			await from.screenshot({ path: file });
			const { size } = statSync(file);
			report(`${Math.round(size / 1024)} KB`);
			if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, more than ${MOST_BYTES}`);
		});
	/** n8n's messages in the corner hide what is behind them. */
	const clearMessages = async () => {
		for (const button of await page.locator('.el-notification__closeBtn').all()) await button.click();
		await page.locator('.el-notification').first().waitFor({ state: 'detached' });
	};

	const linkOfQuestion = async () => {
		const to = '27999100004';
		const question = clickatellNode(
			'Ask',
			{
				resource: 'message',
				operation: 'sendAndWait',
				to,
				message: 'Order 17 costs 900 euros. May it be placed today?',
				approvalOptions: { values: { approvalType: 'double' } },
				options: { responseFormTitle: 'Purchase order' },
			},
			setting.credentials,
		);
		const id = await setting.store(chain('A question', [startNode(), question]));
		const execution = await client.run(id, START);
		return await asked({ client, gateway }, execution, 'message', to);
	};

	await page.setViewportSize(WINDOW);
	const trigger = triggerNode(TRIGGER, setting.credentials.callback, [0, 220]);
	const send = clickatellNode(
		SEND,
		{
			resource: 'message',
			operation: 'send',
			to: '27999100001, 27999166114',
			text: 'Your parcel arrives today before 18:00. Reply LATER for another day.',
			deliveryReports: 7,
		},
		setting.credentials,
		[300, 0],
	);
	const next = {
		id: randomUUID(),
		name: 'Your Next Step',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [300, 220],
		parameters: {},
	};
	const connect = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const start = startNode();
	const id = await setting.store({
		name: 'Parcel news',
		nodes: [start, send, trigger, next],
		connections: { [start.name]: connect(SEND), [TRIGGER]: connect(next.name) },
	});

	await editor.openWorkflow(id);
	await editor.part('execute-workflow-button').waitFor();
	// On a busy machine n8n draws these last.
	await editor.part('node-creator-plus-button').waitFor();
	for (const name of [SEND, TRIGGER])
		await editor
			.node(name)
			.locator('img')
			.evaluate(async (image) => await (image as unknown as { decode(): Promise<void> }).decode());
	await take('editor');

	await editor.openNode(TRIGGER);
	await page.getByText('Webhook URLs', { exact: true }).click();
	await page.getByText('Production URL', { exact: true }).click();
	await take('trigger');
	await editor.closeNode();

	await editor.openNode(SEND);
	await editor.part('node-parameters').locator('.notice', { hasText: 'message part' }).waitFor();
	await take('send');
	await editor.executeNode();
	await editor.outputTable();
	await clearMessages();
	await page.setViewportSize(WIDE);
	await take('output');

	await editor.closeNode();
	await takeChecks(stage, take, clearMessages);
	await page.setViewportSize(WINDOW);
	await editor.openWorkflow(id);
	await editor.openNode(SEND);
	await editor.part('credential-edit-button').click();
	await editor.part('editCredential-modal').getByText('Connection tested successfully').waitFor();
	await take('credential');

	await client.publish(id);
	const callback = {
		url: await client.webhookUrl({ id, name: '', nodes: [], connections: {} }, trigger),
		type: 'http-get',
		user: CALLBACK_USER,
		password: setting.callbackPassword,
	} as const;
	await gateway.setCallback(DEMO_API, callback);
	await client.finished(await client.run(id, start.name));
	await gateway.waitFor((running) => running.messages({ status: '004' }).length > 1, 20_000);

	await writeByWhatsApp(gateway);
	const context = await browser.newContext({ viewport: WINDOW, reducedMotion: 'reduce' });
	try {
		const inbox = await context.newPage();
		await inbox.goto(`${gateway.url}/`);
		await inbox.locator('.message').first().waitFor();
		await take('inbox', inbox);
		await inbox.setViewportSize(PHONE);
		await take('inbox-phone', inbox);
		await inbox.setViewportSize(QUESTION_PHONE);
		await inbox.goto(await linkOfQuestion());
		await take('question', inbox);
	} finally {
		await context.close();
	}
}

/** What is known before anything is paid for: Preview of three numbers, and Check of numbers as people write them. */
async function takeChecks(
	{ editor, setting }: Stage,
	take: (name: string) => Promise<void>,
	clearMessages: () => Promise<void>,
): Promise<void> {
	const nodes = {
		Preview: {
			resource: 'message',
			operation: 'preview',
			to: '27999100001, +234 801 234 5678, 27999100003',
			text: 'Your parcel arrives today before 18:00.',
			options: { askForCharge: true, doNotSendTo: '27999100003' },
		},
		'Check Numbers': {
			resource: 'number',
			operation: 'check',
			number: '+27 (0)99 912 3456, ٠٠٢٧٩٩٩١٢٣٤٥٧, tel:+1-201-555-0123, 0800-FLOWERS',
		},
	};
	const quiet = clickatellNode(
		'Send in the Daytime',
		{
			resource: 'message',
			operation: 'send',
			to: '27999100001, +44 7700 900123',
			text: 'Your parcel arrives today before 18:00.',
			options: { quietHours: { values: { from: '21:00', to: '08:00', timeZone: '' } } },
		},
		setting.credentials,
	);
	await editor.page.setViewportSize(WINDOW);
	await editor.openWorkflow(await setting.store(chain('Daytime', [startNode(), quiet])));
	await editor.openNode('Send in the Daytime');
	await editor.part('node-parameters').getByText('Quiet Hours', { exact: true }).scrollIntoViewIfNeeded();
	await take('quiet-hours');
	await editor.closeNode();
	for (const [name, parameters] of Object.entries(nodes)) {
		const node = clickatellNode(name, parameters, setting.credentials);
		await editor.page.setViewportSize(WIDE);
		await editor.openWorkflow(await setting.store(chain(name, [startNode(), node])));
		await editor.openNode(name);
		await editor.executeNode();
		await editor.outputTable();
		await clearMessages();
		await editor.widenOutput();
		await take(name.toLowerCase().replace(' ', '-'));
		await editor.closeNode();
	}
}

/** A template by WhatsApp and what its recipient answers, for the inbox; its callback goes to the gateway itself. */
async function writeByWhatsApp(gateway: Gateway): Promise<void> {
	const to = '27999100003';
	const template = { templateName: 'parcel_ready', body: { parameters: { 1: 'Ann' } } };
	const reply = await fetch(`${gateway.platform.url}/v1/message`, {
		method: 'POST',
		headers: {
			authorization: DEMO_KEYS.oneApi,
			accept: 'application/json',
			'content-type': 'application/json',
		},
		body: JSON.stringify({ messages: [{ channel: 'whatsapp', to, template }] }),
	});
	if (reply.status !== 202) throw new Error(`the Platform answered ${reply.status}`);
	await gateway.waitFor(
		({ platform }) => platform.messages.all().every(({ status }) => status === 5),
		20_000,
	);
	const written = { integration: 'Demo One API', channel: 'whatsapp', from: to } as const;
	const url = { url: `${gateway.url}/_gateway/platform/flush`, method: 'POST' } as const;
	gateway.platform.write({ ...written, text: 'Thank you, I am on my way.', url });
}
