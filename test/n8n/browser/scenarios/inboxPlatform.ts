import { DEMO_KEYS } from '../../../gateway/platform/portal';
import { CALLBACK_USER } from '../setting';
import { expectEqual, expectPart, type Stage } from '../stage';
import { chain, triggerNode } from '../workflows';
import { eventsOf, widthOf } from './inbox';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const ONE_API = 'Demo One API';
const PERSON = '27999100003';
/** The smallest picture that a PNG can be, as far as its first bytes. */
const PICTURE = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** The gateway's inbox page as the phones and the portal of the Clickatell Platform. */
export async function inboxPlatform(stage: Stage): Promise<void> {
	const { setting, browser } = stage;
	const { gateway, client } = setting;
	const trigger = triggerNode('Clickatell Trigger', setting.credentials.callback);
	const id = await setting.store(chain('Receive from the Platform', [trigger]));
	await client.publish(id);
	const url = `${setting.n8n.url}/webhook/${trigger.webhookId}/callback`;

	gateway.reset();
	const send = async (message: object) => {
		const answer = await fetch(`${gateway.platform.url}/v1/message`, {
			method: 'POST',
			headers: {
				authorization: DEMO_KEYS.oneApi,
				accept: 'application/json',
				'content-type': 'application/json',
			},
			body: JSON.stringify({ messages: [message] }),
		});
		expectEqual('the status', answer.status, 202);
	};
	await send({ channel: 'sms', to: '27999100001', content: '<b>Your</b> parcel has arrived.' });
	const template = { templateName: 'parcel_ready', body: { parameters: { 1: 'Ann' } } };
	await send({ channel: 'whatsapp', to: PERSON, template });

	const context = await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' });
	const page = await context.newPage();
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => {
		// That an answer was 400 is said on the page.
		if (/content security policy/i.test(message.text())) problems.push(message.text());
	});
	const sent = page.locator('.message.sent');
	const byWhatsApp = sent.filter({ hasText: 'parcel_ready' });
	const bySms = sent.filter({ hasText: 'parcel has arrived' });
	const button = (name: string) => byWhatsApp.getByRole('button', { name, exact: true });
	const lastEvent = async () => (await eventsOf(stage, id)).find(({ kind }) => kind === 'inbound');
	try {
		await stage.scenario(
			'the inbox shows keys, balance, channel and status of the Platform',
			async () => {
				await page.goto(`${gateway.url}/`);
				await byWhatsApp.locator('.status', { hasText: 'DEVICE_ACK' }).waitFor();
				expectPart('the facts', await page.locator('#facts').innerText(), 'demo: 99.65 ZAR');
				await page.locator('#facts summary', { hasText: 'API keys' }).click();
				const facts = await page.locator('#facts').innerText();
				for (const part of [gateway.platform.url, DEMO_KEYS.oneApi, DEMO_KEYS.smsApi]) {
					expectPart('the facts', facts, part);
				}
				expectEqual('the marks', await page.locator('.mark').allInnerTexts(), ['WhatsApp', 'SMS']);
				expectPart('the card', await bySms.innerText(), `Clickatell Platform, ${ONE_API}`);
				expectPart('the card', await bySms.innerText(), '<b>Your</b> parcel');
				await stage.keep('inbox of the Platform', page);
			},
			page,
		);

		await stage.scenario(
			'callback settings of an integration are taken, with the login of the trigger',
			async () => {
				await page.locator('#settings [name="place"]').selectOption({ label: ONE_API });
				const formats = await page.locator('#settings [name="type"] option').allInnerTexts();
				expectEqual('the formats', formats, ['POST']);
				await page.fill('#settings [name="url"]', url);
				await page.fill('#settings [name="user"]', CALLBACK_USER);
				await page.fill('#settings [name="password"]', setting.callbackPassword);
				await page.click('#settings button >> nth=0');
				await page.locator('#settings .answer', { hasText: 'Saved.' }).waitFor();
				const line = page.locator('#facts li', { hasText: ONE_API });
				await line.getByText(`by POST to ${url}, with the user name ${CALLBACK_USER}`).waitFor();
			},
			page,
		);

		await stage.scenario(
			'a WhatsApp message is answered with a text, a place and a picture, which start a workflow',
			async () => {
				const answered = async (fill: () => Promise<void>) => {
					await button('Reply').click();
					await fill();
					await button('Send').click();
					await byWhatsApp.locator('.answer', { hasText: 'Delivered' }).waitFor();
					return await lastEvent();
				};
				const text = await answered(() => page.keyboard.type('Friday <b>please</b>'));
				const common = { channel: text?.channel, from: text?.from, text: text?.text };
				expectEqual('the text', common, {
					channel: 'whatsapp',
					from: PERSON,
					text: 'Friday <b>please</b>',
				});
				const kind = byWhatsApp.locator('[name="kind"]');
				const place = await answered(async () => {
					await kind.selectOption('location');
					await byWhatsApp.locator('[name="latitude"]').fill('-26.2');
				});
				expectEqual('the place', [place?.type, place?.latitude], ['location', -26.2]);
				const picture = await answered(async () => {
					await kind.selectOption('media');
					await byWhatsApp
						.locator('[name="file"]')
						.setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: PICTURE });
					await byWhatsApp.locator('[name="caption"]').fill('My cat');
				});
				expectEqual('the picture', [picture?.type, picture?.text], ['media', 'My cat']);
				const { fileId } = defined(defined(gateway.platform.inbound.at(-1)).media);
				expectEqual('its bytes', defined(gateway.platform.media.get(fileId)).bytes.equals(PICTURE), true);
				const received = page.locator('.message.received');
				// The page asks the gateway for what is new once a second.
				await received.nth(2).waitFor();
				expectEqual('what was received', await received.count(), 3);
			},
			page,
		);

		await stage.scenario(
			'a WhatsApp message is marked as read, and an SMS given a status',
			async () => {
				await button('Mark as read').click();
				await byWhatsApp.locator('.status', { hasText: /^READ$/ }).waitFor();
				expectEqual('whether it is read twice', await button('Mark as read').isVisible(), false);
				await bySms.getByRole('button', { name: 'Set status' }).click();
				await bySms.getByLabel('Status').selectOption({ label: 'EXPIRED' });
				await bySms.getByRole('button', { name: 'Set', exact: true }).click();
				await bySms.locator('.status', { hasText: 'EXPIRED' }).waitFor();
			},
			page,
		);

		await stage.scenario(
			'a person writes by SMS through an integration, to the URL of a trial',
			async () => {
				const through = page.locator('#handset [name="through"]');
				await through.selectOption({ label: 'SMS, Clickatell Platform: Demo SMS API' });
				await page.fill('#handset [name="text"]', 'Hello?');
				const answer = async () => {
					await page.click('#handset button');
					const said = page.locator('#handset .answer', { hasNotText: 'One moment' });
					await said.filter({ hasText: /\S/ }).waitFor();
					return await said.innerText();
				};
				expectEqual('without a URL', await answer(), 'Integration Demo SMS API has no URL for replies.');
				await page.locator('#handset summary').click();
				await page.fill('#handset [name="url"]', url);
				await page.fill('#handset [name="user"]', CALLBACK_USER);
				await page.fill('#handset [name="password"]', setting.callbackPassword);
				expectEqual('with one', await answer(), 'Delivered: the callback URL answered 200.');
				const event = await lastEvent();
				expectEqual('the event', [event?.text, event?.format], ['Hello?', 'smsApiPost']);
			},
			page,
		);

		await stage.scenario(
			'the inbox of the Platform fits a phone, in the light and in the dark',
			async () => {
				await button('Reply').click();
				await byWhatsApp.locator('[name="kind"]').selectOption('location');
				for (const colorScheme of ['light', 'dark'] as const) {
					await page.emulateMedia({ colorScheme });
					for (const size of [DESK, PHONE]) {
						await page.setViewportSize(size);
						expectEqual('the width', await widthOf(page), size.width);
						await byWhatsApp.scrollIntoViewIfNeeded();
						const name = size === PHONE ? 'phone' : 'desk';
						await stage.keep(`inbox of the Platform, ${name}, ${colorScheme}`, page);
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
