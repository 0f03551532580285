import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { projectRoot } from '../../../tools/n8n/paths';
import { step } from '../../../tools/n8n/progress';
import { CALLBACK_USER, DEMO_API } from './setting';
import type { Stage } from './stage';
import { chain, clickatellNode, startNode, triggerNode } from './workflows';

const FILE = path.join(projectRoot, 'docs', 'pictures', 'first-message.gif');
const WINDOW = { width: 1240, height: 760 };
/** A README is read over slow lines too. */
const MOST_BYTES = 900_000;

const TEXT = 'Your parcel arrives today before 18:00.';
const TO = '27999100042';

/** How long a picture is shown, in milliseconds: a moment of a movement, or something to read. */
const MOMENT = 350;
const READ = 2600;

interface Frame {
	readonly png: Buffer;
	readonly milliseconds: number;
}

/** Writes a sentence over the bottom of the page. */
async function caption(page: Page, text: string): Promise<void> {
	const content = `
		html::after {
			content: ${JSON.stringify(text)};
			position: fixed; left: 0; right: 0; bottom: 0; z-index: 99999;
			padding: 10px 18px; background: #1f2937; color: #fff; font: 600 17px/1.4 sans-serif; text-align: center;
		}
		.el-notification { display: none !important }`;
	await page.addStyleTag({ content });
}

/**
 * The animated picture of the README: the panel is filled in, the node runs, the gateway's inbox shows the message, and its
 * delivery report starts a workflow.
 */
export async function takeFilm({ editor, setting, browser }: Stage): Promise<void> {
	const { page } = editor;
	const { gateway } = setting;
	// The inbox shows one message, whatever other pictures sent before.
	gateway.reset();
	const frames: Frame[] = [];
	const take = async (milliseconds: number, from: Page = page) => {
		await from.waitForTimeout(400); // what fades or glides has ended
		frames.push({ png: await from.screenshot(), milliseconds });
	};
	const send = clickatellNode(
		'Send SMS',
		{ resource: 'message', operation: 'send', to: '', text: '', deliveryReports: 7 },
		setting.credentials,
	);
	const trigger = triggerNode('Clickatell Trigger', setting.credentials.callback);
	await page.setViewportSize(WINDOW);
	await editor.setTheme('light');

	const sending = await setting.store(chain('Parcel news', [startNode(), send]));
	await editor.openWorkflow(sending);
	await editor.openNode('Send SMS');
	await editor.widenOutput();
	await caption(page, 'Enter a number and a text. The panel counts the message parts.');
	await take(1200);
	await editor.box('to').fill(TO);
	await take(900);
	for (const end of [12, 26, TEXT.length]) {
		await editor.box('text').fill(TEXT.slice(0, end));
		await take(MOMENT);
	}
	const counted = editor.part('node-parameters').locator('.notice', { hasText: 'message part' });
	await counted.waitFor();
	await counted.scrollIntoViewIfNeeded();
	await take(1800);
	await editor.executeNode();
	await editor.outputTable();
	await caption(page, 'Run it. Each recipient has an item of its own in the output.');
	await take(READ);
	const [message] = gateway.messages({ to: TO });
	if (message === undefined) throw new Error('the gateway has no message');

	// The inbox allows no styles but its own.
	const context = await browser.newContext({ viewport: WINDOW, reducedMotion: 'reduce', bypassCSP: true });
	try {
		const inbox = await context.newPage();
		await inbox.goto(`${gateway.url}/`);
		await inbox.locator('.message .status', { hasText: /^004/ }).waitFor();
		await caption(inbox, 'The message arrives: here in the embedded gateway, which needs no account.');
		await take(READ, inbox);
	} finally {
		await context.close();
	}

	await editor.openWorkflow(await setting.store(chain('Delivery news', [trigger])));
	await editor.openNode('Clickatell Trigger');
	await editor.executeNode();
	await editor.part('trigger-listening').waitFor();
	await caption(page, 'A workflow waits for delivery reports and answers ...');
	await take(1800);
	await gateway.setCallback(DEMO_API, {
		url: `${setting.n8n.url}/webhook-test/${trigger.webhookId}/callback`,
		type: 'http-get',
		user: CALLBACK_USER,
		password: setting.callbackPassword,
	});
	await gateway.pushStatus({ apiMsgId: message.apiMsgId, status: '004' });
	await editor.outputTable();
	await editor.widenOutput();
	await editor.part('output-panel').getByText('JSON', { exact: true }).click();
	await caption(page, '... and starts with what became of the message.');
	await take(READ + 1000);

	await step('Animated picture', (report) => {
		const bytes = gifOf(frames);
		report(`${frames.length} pictures, ${Math.round(bytes.length / 1024)} KB`);
		if (bytes.length > MOST_BYTES) throw new Error(`it has ${bytes.length} bytes, more than ${MOST_BYTES}`);
		writeFileSync(FILE, bytes);
		return Promise.resolve();
	});
}

/** Each picture with 256 colours of its own; the first one is shown again after the last. */
function gifOf(frames: readonly Frame[]): Uint8Array {
	const gif = GIFEncoder();
	for (const { png, milliseconds } of frames) {
		const { data, width, height } = PNG.sync.read(png);
		const palette = quantize(data, 256);
		gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: milliseconds });
	}
	gif.finish();
	return gif.bytes();
}
