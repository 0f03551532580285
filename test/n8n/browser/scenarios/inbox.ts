import type { Page } from 'playwright-core';
import { LOGIN, soapClient } from '../../../unit/gateway/soapClient';
import { CALLBACK_USER, DEMO_API } from '../setting';
import { expectEqual, expectPart, type Stage } from '../stage';
import { chain, triggerNode } from '../workflows';

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** The gateway's inbox page with more messages than it shows at first, and its ways to try a trigger with a login. */
export async function inbox(stage: Stage): Promise<void> {
	const { setting, browser } = stage;
	const { gateway, client } = setting;
	const trigger = triggerNode('Clickatell Trigger', setting.credentials.callback);
	const id = await setting.store(chain('Receive with a login', [trigger]));
	await client.publish(id);
	const url = `${setting.n8n.url}/webhook/${trigger.webhookId}/callback`;

	gateway.reset();
	const call = await soapClient(gateway, 'documentLiteral');
	const send = async (to: string[], text: string, from?: string) =>
		call('sendmsg', { ...LOGIN, to, text, ...(from === undefined ? {} : { from }) });
	const many = Array.from({ length: 240 }, (_, index) => String(27999100100 + index));
	await send(many, 'Your parcel arrives today.');
	await send(many, 'Your parcel has arrived.');
	await send(['27999100001'], 'A name cannot be answered.', 'Shop');
	await send(['27999100002'], 'Which day suits you?');

	const context = await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' });
	const page = await context.newPage();
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));
	const count = page.locator('#count');
	const cards = page.locator('.message');
	const findOne = async (text: string) => {
		await page.fill('#find [name="search"]', text);
		await page.locator('#count', { hasText: `1 message that holds “${text}”` }).waitFor();
	};
	try {
		await stage.scenario(
			'the inbox says how many messages it shows of how many, and shows the others',
			async () => {
				await page.goto(`${gateway.url}/`);
				await cards.first().waitFor();
				expectEqual('the count', await count.innerText(), '200 of 482 messages');
				expectEqual('the cards', await cards.count(), 200);
				for (const next of ['400 of 482 messages', '482 messages']) {
					await page.click('#more');
					await count.getByText(next, { exact: true }).waitFor();
				}
				expectEqual('the cards', await cards.count(), 482);
				expectEqual('whether there is more', await page.isVisible('#more'), false);
			},
			page,
		);

		await stage.scenario(
			'callback settings with a login are taken, and with a wrong one refused',
			async () => {
				const save = async (password: string) => {
					await page.fill('#settings [name="url"]', url);
					await page.fill('#settings [name="user"]', CALLBACK_USER);
					await page.fill('#settings [name="password"]', password);
					await page.click('#settings button >> nth=0');
					const answer = page.locator('#settings .answer', { hasText: 'aved' });
					await answer.waitFor();
					const text = await answer.innerText();
					await answer.evaluate('(node) => (node.textContent = "")');
					return text;
				};
				const wrong = await save('wrong');
				expectEqual('the answer', wrong, 'Not saved: it refused the user name or the password (401).');
				expectEqual('the answer', await save(setting.callbackPassword), 'Saved: the URL answered 200.');
				await page.locator('#facts summary', { hasText: 'API IDs' }).click();
				// Both kinds are saved one after the other.
				const line = `API ${DEMO_API}: delivery statuses and inbound messages by HTTP GET to ${url}`;
				await page.getByText(`${line}, with the user name ${CALLBACK_USER}`, { exact: true }).waitFor();
			},
			page,
		);

		await stage.scenario(
			'a message is found, and answered as its phone would',
			async () => {
				await findOne('cannot be answered');
				expectEqual(
					'whether a name can be answered',
					await cards.getByRole('button', { name: 'Reply' }).isEnabled(),
					false,
				);
				await findOne('which day');
				await cards.getByRole('button', { name: 'Reply' }).click();
				await page.keyboard.type('Friday, please');
				await stage.keep('inbox reply', page);
				await cards.getByRole('button', { name: 'Send' }).click();
				await cards.locator('.answer', { hasText: 'Delivered' }).waitFor();
				await findOne('friday');
				expectPart('the card', await cards.innerText(), 'From 27999100002 to 27999100000');
				const [event] = await eventsOf(stage, id);
				expectEqual('the text', event?.text, 'Friday, please');
			},
			page,
		);

		await stage.scenario(
			'the inbox is cleared, and shows all of it again when asked',
			async () => {
				await page.fill('#find [name="search"]', '');
				await page.locator('#count', { hasText: '200 of 483 messages' }).waitFor();
				await page.click('#clear');
				await page.getByText('No message since the inbox was cleared.').waitFor();
				await page.click('#uncover');
				await page.locator('#count', { hasText: '200 of 483 messages' }).waitFor();
			},
			page,
		);

		await stage.scenario(
			'the inbox and its forms fit a phone, in the light and in the dark',
			async () => {
				for (const colorScheme of ['light', 'dark'] as const) {
					await page.emulateMedia({ colorScheme });
					for (const size of [DESK, PHONE]) {
						await page.setViewportSize(size);
						await page.evaluate('document.querySelectorAll("details").forEach((one) => (one.open = true))');
						expectEqual('the width', await widthOf(page), size.width);
						const name = `inbox forms, ${size === PHONE ? 'phone' : 'desk'}, ${colorScheme}`;
						await page.locator('#handset').scrollIntoViewIfNeeded();
						await stage.keep(name, page);
					}
				}
				expectEqual('errors of the page', problems, []);
			},
			page,
		);
	} finally {
		await context.close();
	}
}

export async function widthOf(page: Page): Promise<number> {
	return await page.evaluate<number>('document.documentElement.scrollWidth');
}

/** What the workflow's trigger made of its calls, newest first. */
export async function eventsOf(
	{ setting: { client } }: Stage,
	workflow: string,
): Promise<Array<Record<string, unknown>>> {
	const runs = await client.executions(workflow);
	const finished = await Promise.all(runs.map(async ({ id }) => await client.finished(id)));
	return finished.flatMap((run) => run.output('Clickatell Trigger').map(({ json }) => json));
}
