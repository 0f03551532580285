import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { asked } from '../../suite/questions';
import { widthOf } from './inbox';
import { expectEqual, expectPart, type Stage } from '../stage';
import { agentWith, chain, clickatellNode, START, startNode } from '../workflows';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const PHONE = { width: 360, height: 740 };
const QUESTION =
	'Order 17 costs 900 €. May it be placed today?\nThe supplier holds the price until six, and a word as long as Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft must fit as well.';
const FORM = {
	values: [
		{ fieldLabel: 'Amount', fieldType: 'number', requiredField: true },
		{ fieldLabel: 'Why', fieldType: 'textarea' },
		{
			fieldLabel: 'Where to',
			fieldType: 'dropdown',
			fieldOptions: { values: [{ option: 'Depot' }, { option: 'Home' }] },
		},
		{
			fieldLabel: 'Extras',
			fieldType: 'checkbox',
			fieldOptions: { values: [{ option: 'Card' }, { option: 'Gift wrap' }] },
		},
		{ fieldLabel: 'Until', fieldType: 'date' },
		{ fieldLabel: 'Email for the invoice', fieldType: 'email' },
	],
};

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** @throws Error with what axe finds on the page */
async function expectAccessible(page: Page): Promise<void> {
	await page.evaluate(AXE);
	const found = await page.evaluate(async () => {
		const { axe } = globalThis as unknown as {
			axe: {
				run(): Promise<{
					violations: Array<{ id: string; nodes: Array<{ html: string }> }>;
					passes: unknown[];
				}>;
			};
		};
		const { violations, passes } = await axe.run();
		return {
			passed: passes.length,
			violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
		};
	});
	expectEqual('what axe finds', found.violations, []);
	if (found.passed < 10) throw new Error(`axe has looked at ${found.passed} things only`);
}

/** @throws Error where the page is wider than a phone, or something to tap is too small for a finger */
async function expectFits(page: Page): Promise<void> {
	expectEqual('the width of the page', await widthOf(page), PHONE.width);
	for (const control of await page.locator('button, input:not([type="checkbox"]), select, label.box').all()) {
		const { height } = defined(await control.boundingBox());
		if (height < 44) throw new Error(`${await control.innerHTML()} is ${height} pixels high`);
	}
}

/** What a person sees of a question: in the panel, and on a phone. */
export async function questions(stage: Stage): Promise<void> {
	const { setting, browser, editor } = stage;
	const { gateway, client } = setting;
	const ask = (to: string, more: Record<string, unknown>) =>
		clickatellNode(
			'Ask',
			{ resource: 'message', operation: 'sendAndWait', to, message: QUESTION, ...more },
			setting.credentials,
		);
	const started = async (to: string, more: Record<string, unknown>) => {
		const id = await setting.store(chain(`Ask ${to}`, [startNode(), ask(to, more)]));
		const execution = await client.run(id, START);
		return { link: await asked({ client, gateway }, execution, 'message', to), execution };
	};
	const phone = async (colorScheme: 'light' | 'dark', script: boolean): Promise<BrowserContext> =>
		await browser.newContext({
			viewport: PHONE,
			isMobile: true,
			hasTouch: true,
			colorScheme,
			javaScriptEnabled: script,
			// For axe alone: the pages themselves have no script.
			bypassCSP: script,
		});

	for (const colorScheme of ['light', 'dark'] as const) {
		const context = await phone(colorScheme, true);
		const page = await context.newPage();
		const double = { approvalOptions: { values: { approvalType: 'double' } } };
		await stage.scenario(
			`the page of a question is right for a phone and for everybody, ${colorScheme}`,
			async () => {
				// A number for each: its first message is the one that is opened.
				for (const [kind, last, more] of [
					['approval', 1, double],
					['freeText', 2, {}],
					['customForm', 3, { formFields: FORM }],
				] as const) {
					const { link } = await started(`27999100${last + (colorScheme === 'dark' ? 330 : 310)}`, {
						responseType: kind,
						...more,
					});
					await page.goto(link);
					expectPart('the page', await page.locator('main').innerText(), 'May it be placed today?');
					await expectAccessible(page);
					await expectFits(page);
					await stage.keep(`question ${kind} ${colorScheme}`, page);
					if (kind === 'approval') continue;
					// The browser would not send it; a person without one that checks could.
					await page.evaluate("document.querySelector('form').setAttribute('novalidate', '')");
					await page.locator('button').tap();
					expectPart('the page', await page.locator('[role="alert"]').innerText(), 'Not sent yet.');
					await expectAccessible(page);
					await expectFits(page);
					await stage.keep(`question ${kind} with a fault ${colorScheme}`, page);
				}
			},
			page,
		);
		await context.close();
	}

	const plain = await phone('light', false);
	const page = await plain.newPage();
	try {
		await stage.scenario(
			'a question is answered on a phone without a script, and says so to who comes late',
			async () => {
				const { link, execution } = await started('27999100351', {
					responseType: 'customForm',
					formFields: FORM,
					options: { responseFormTitle: 'Order 17' },
				});
				await page.goto(link);
				await page.getByLabel('Amount').fill('900');
				await page.getByLabel('Where to').selectOption('Home');
				await page.getByLabel('Gift wrap').check();
				await page.getByRole('button', { name: 'Send' }).tap();
				await page.getByText('Thank you. Your answer was received.').waitFor();
				await stage.keep('question answered', page);
				const [item] = (await client.finished(execution)).output('Ask');
				const { data, respondedBy } = defined(item).json as {
					data: Record<string, unknown>;
					respondedBy: string;
				};
				expectEqual(
					'the answer',
					{ ...data, respondedAt: typeof data.respondedAt, respondedBy },
					{
						Amount: 900,
						Why: null,
						'Where to': 'Home',
						Extras: ['Gift wrap'],
						Until: null,
						'Email for the invoice': null,
						respondedAt: 'string',
						respondedBy: '27999100351',
					},
				);
				await page.goto(link);
				expectPart('the page', (await page.innerText('body')).toLowerCase(), 'no action required');
				await stage.keep('question too late', page);
			},
			page,
		);
	} finally {
		await plain.close();
	}

	const context = await browser.newContext();
	const inbox = await context.newPage();
	await stage.scenario(
		'a question is answered from the inbox, by the link in its message',
		async () => {
			const { execution } = await started('27999100354', {});
			await inbox.goto(`${gateway.url}/`);
			const card = inbox.locator('.message.sent').filter({ hasText: '27999100354' });
			await card.locator('.text a').waitFor();
			await stage.keep('question in the inbox', inbox);
			const opening = context.waitForEvent('page');
			await card.locator('.text a').click();
			const opened = await opening;
			await opened.getByRole('button', { name: 'Approve' }).click();
			await opened.getByText('Thank you.').waitFor();
			const [item] = (await client.finished(execution)).output('Ask');
			expectEqual('who answered', item?.json.respondedBy, '27999100354');
		},
		inbox,
	);
	await context.close();

	const panel = await setting.store(chain('Panel of a question', [startNode(), ask('27999100352', {})]));
	await stage.scenario('the panel of a question counts it with its link', async () => {
		await editor.openWorkflow(panel);
		await editor.openNode('Ask');
		expectEqual('the fields', (await editor.labels()).slice(0, 7), [
			'Account',
			'Resource',
			'Operation',
			'To',
			'Message',
			'Response Type',
			'Approval Options',
		]);
		expectPart('the notice', (await editor.notices()).join(), 'message parts as GSM, with a link of about');
		await stage.keep('question in the panel');
		await editor.closeNode();
	});

	const review = clickatellNode(
		'Clickatell',
		{ resource: 'message', operation: 'sendAndWait', to: '27999100353' },
		setting.credentials,
	);
	const id = await setting.store(agentWith('Reviewed agent', review, 'HitlTool', 3));
	await stage.scenario(
		'as a human review it asks for a number, and not for resource and operation',
		async () => {
			await editor.openWorkflow(id);
			await editor.openNode('Clickatell');
			expectEqual('the fields', (await editor.labels()).slice(0, 4), [
				'Message',
				'Account',
				'To',
				'Approval Options',
			]);
			await stage.keep('question as a human review');
			await editor.closeNode();
		},
	);
}
