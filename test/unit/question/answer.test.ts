import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { visit, type Visit } from './visit';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const BY = '27999100001';
/** As the link of an input item carries it. */
const roundOf = (json: IDataObject = {}, run = 0) =>
	createHash('sha256')
		.update(`${run} ${JSON.stringify(json)}`)
		.digest('base64url')
		.slice(0, 6);
const LINK = { by: BY, q: roundOf(), signature: 'checked by n8n before' };

let executions = 0;
/** Each in an execution of its own, unless it says otherwise. */
const opened = (more: Visit = {}) => visit({ query: LINK, executionId: String(++executions), ...more });
const sent = (data: unknown, more: Visit = {}) =>
	opened({ method: 'POST', body: { data, files: {} }, ...more });
const DOUBLE = { approvalOptions: { values: { approvalType: 'double', disapproveLabel: 'No' } } };

const FORM = {
	responseType: 'customForm',
	formFields: {
		values: [
			{ fieldLabel: 'Amount', fieldType: 'number', requiredField: true },
			{
				fieldLabel: 'Where to',
				fieldType: 'dropdown',
				fieldOptions: { values: [{ option: 'Depot' }, { option: 'Home' }] },
			},
			{
				fieldLabel: 'Extras',
				fieldType: 'checkbox',
				fieldOptions: { values: [{ option: 'Card' }, { option: 'Wrap' }] },
			},
			{ fieldLabel: 'When', fieldType: 'date' },
			{ fieldLabel: 'Mail', fieldType: 'email' },
			{ fieldLabel: '__proto__', fieldType: 'text' },
		],
	},
};

describe('opening a link', () => {
	it.each(['GET', 'HEAD'])('shows the question and decides nothing, by %s', async (method) => {
		const { status, page, json, headers } = await opened({ method, parameters: DOUBLE });
		expect(status).toBe(200);
		expect(json).toBeUndefined();
		expect(page).toContain('<p class="question">Is it so?</p>');
		expect(page).toMatch(/<button name="decision" value="approve">Approve<\/button>/);
		expect(page).toMatch(/<button name="decision" value="decline" class="second">No<\/button>/);
		expect(page).toContain(`+${BY}`);
		expect(headers).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'content-security-policy': expect.stringContaining("default-src 'none'"),
		});
	});

	it('decides nothing either where the address says what to decide', async () => {
		const { json } = await opened({ query: { ...LINK, decision: 'approve', approved: 'true' } });
		expect(json).toBeUndefined();
	});

	it('has one button where one can only approve', async () => {
		const { page } = await opened();
		expect(page.match(/<button/g)).toHaveLength(1);
	});

	it('shows texts as they are, never as HTML', async () => {
		const evil = `"><img src=x onerror='alert(1)'>&amp;`;
		const { page } = await opened({
			parameters: {
				message: evil,
				options: { responseFormTitle: evil },
				approvalOptions: { values: { approveLabel: evil } },
			},
		});
		expect(page).not.toContain('<img');
		expect(
			defined(page.match(/&quot;&gt;&lt;img src=x onerror=&#39;alert\(1\)&#39;&gt;&amp;amp;/g)).length,
		).toBe(4);
	});

	it.each([
		['another question of the same execution', { ...LINK, q: roundOf({ order: 16 }) }],
		['another round with an equal item', { ...LINK, q: roundOf({}, 1) }],
		['no question', { ...LINK, q: undefined }],
		['nobody whom n8n has signed', { ...LINK, signature: 'token/node-of-the-question' }],
		['nobody whom n8n has signed, twice', { ...LINK, signature: ['token/node-of-the-question', 'x'] }],
		['nobody', { ...LINK, by: undefined }],
		['several people', { ...LINK, by: [BY, '27999100002'] }],
		['what is no number', { ...LINK, by: '<b>' }],
	])('of %s says that nothing is to be done, and takes no answer', async (_, query) => {
		for (const method of ['GET', 'POST']) {
			const { status, page, json } = await opened({ method, query, body: { data: { decision: 'approve' } } });
			expect([status, json]).toEqual([410, undefined]);
			expect(page).toContain('Already answered');
		}
	});

	it('shows the question about the item that is asked about', async () => {
		const json = { order: 17 };
		const { status, page } = await opened({
			json,
			query: { ...LINK, q: roundOf(json) },
			parameters: { message: '=Is {{ $json.order }} right?' },
		});
		expect(status).toBe(200);
		expect(page).toContain('Is 17 right?');
	});

	it('shows the question as it was asked, whatever its expressions come to now', async () => {
		const kept = {
			message: 'Until 12:00?',
			answer: { kind: 'approval', buttons: { approve: 'Yes' } },
			title: 'Asked',
			submitLabel: 'Send',
			confirmation: 'Thanks.',
		};
		const parameters = { message: "=Until {{ $('Nowhere').first().json.x }}" };
		const { status, page } = await opened({ kept, parameters });
		expect(status).toBe(200);
		expect(page).toContain('Until 12:00?');
		expect(page).toContain('>Yes</button>');
		const answered = await sent({ decision: 'approve' }, { kept, parameters });
		expect([answered.json?.['respondedBy'], answered.page.includes('Thanks.')]).toEqual([BY, true]);
	});

	it('says so where the question can no longer be read', async () => {
		const { status, page, json, log } = await opened({ parameters: { ...FORM, formFields: {} } });
		expect([status, json]).toEqual([500, undefined]);
		expect(page).toContain('cannot be shown');
		expect(log).toEqual(["The question of 'Ask' could not be read"]);
	});
});

describe('an answer', () => {
	it.each([
		['approve', true],
		['decline', false],
	])('is %s', async (decision, approved) => {
		const { status, json, page } = await sent({ decision }, { parameters: DOUBLE });
		expect(status).toBe(200);
		expect(page).toContain('Thank you. Your answer was received.');
		expect(json).toEqual({
			data: { approved, respondedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
			respondedBy: BY,
		});
	});

	it.each([{}, { decision: 'decline' }, { decision: 'yes' }, { decision: ['approve'] }, null, 'approve'])(
		'is none where the page offers no such button: %j',
		async (data) => {
			const { status, json, page } = await sent(data);
			expect([status, json]).toEqual([400, undefined]);
			expect(page).toContain('Please press a button.');
		},
	);

	it('may come as a form of the plain coding too', async () => {
		const { json } = await opened({ method: 'POST', body: { decision: 'approve' } });
		expect(json).toMatchObject({ data: { approved: true } });
	});

	it('is a text, as it was written', async () => {
		const parameters = { responseType: 'freeText' };
		const { json } = await sent({ f0: ' Tomorrow,\r\nplease <b> 世界 ' }, { parameters });
		expect(json).toMatchObject({ data: { text: 'Tomorrow,\nplease <b> 世界' } });
		const empty = await sent({ f0: '  ' }, { parameters });
		expect([empty.status, empty.json]).toEqual([400, undefined]);
		expect(empty.page).toMatch(
			/aria-invalid="true" aria-describedby="f0e"[^]*id="f0e">Please fill this in\./,
		);
		const long = await sent({ f0: 'a'.repeat(10_001) }, { parameters });
		expect(long.page).toContain('Please use at most 10000 characters.');
	});

	it('is the fields of a form, each by its label', async () => {
		const data = {
			f0: '17,5',
			f1: 'Home',
			f2: ['Card', 'Wrap', 'Card'],
			f3: '2026-03-01',
			f4: 'a@example.com',
			f5: 'x',
		};
		const { json } = await sent(data, { parameters: FORM });
		const { respondedAt, ...fields } = defined(json)['data'] as IDataObject;
		expect(respondedAt).toBeDefined();
		expect(Object.entries(fields)).toEqual([
			['Amount', 17.5],
			['Where to', 'Home'],
			['Extras', ['Card', 'Wrap']],
			['When', '2026-03-01'],
			['Mail', 'a@example.com'],
			['__proto__', 'x'],
		]);
	});

	it('leaves out what may be left out', async () => {
		const { json } = await sent({ f0: '1' }, { parameters: FORM });
		expect(defined(json)['data']).toMatchObject({
			Amount: 1,
			'Where to': null,
			Extras: [],
			When: null,
			Mail: null,
		});
	});

	it.each([
		[{ f0: 'many' }, 'Please enter a number.'],
		[{ f0: '0x10' }, 'Please enter a number.'],
		[{ f0: '1e3' }, 'Please enter a number.'],
		[{ f0: '1,000,000' }, 'Please enter a number.'],
		[{ f0: '1,500' }, 'Is that 1500, or 1.5000? Please write it so.'],
		[{ f0: '-12.345' }, 'Is that -12345, or -12.3450? Please write it so.'],
		[{ f0: '1234567890123456' }, 'Please use at most 15 digits.'],
		[{ f0: '1', f1: 'Nowhere' }, 'Please choose from the list.'],
		[{ f0: '1', f2: ['Card', 'Ribbon'] }, 'Please choose from the list.'],
		[{ f0: '1', f3: '2026-13-01' }, 'Please enter a date.'],
		[{ f0: '1', f3: '2026-02-30' }, 'Please enter a date.'],
		[{ f0: '1', f4: 'nobody' }, 'Please enter an email address.'],
		[{}, 'Please fill this in.'],
	])('with a fault is asked for again, with what was filled in: %j', async (data, says) => {
		const { status, json, page } = await sent(data, { parameters: FORM });
		expect([status, json]).toEqual([400, undefined]);
		expect(page).toContain(says);
		expect(page).toContain('Not sent yet. Please look at what is marked.');
		const first = (data as { f0?: string }).f0;
		if (first !== undefined) expect(page).toContain(`value="${first}"`);
	});

	it('counts once however often the button is pressed', async () => {
		const executionId = 'pressed twice';
		const first = await sent({ decision: 'approve' }, { executionId });
		const second = await sent({ decision: 'approve' }, { executionId });
		expect(first.json).toBeDefined();
		expect([second.status, second.json]).toEqual([409, undefined]);
		expect(second.page).toContain('Already answered');
	});

	it('to the next question of a loop counts however soon it comes', async () => {
		const executionId = 'two rounds';
		for (const [json, run] of [
			[{ order: 17 }, 0],
			[{ order: 18 }, 1],
			[{ order: 18 }, 2],
		] as const) {
			const query = { ...LINK, q: roundOf(json, run) };
			const told = await sent({ decision: 'approve' }, { executionId, json, run, query });
			expect([told.status, told.json?.['respondedBy']]).toEqual([200, BY]);
		}
	});

	it.each([
		['1500', 1500],
		['-0,125', -0.125],
		['.5', 0.5],
		['1.5000', 1.5],
		['1234.567', 1234.567],
	])('is a number as it is written: %s', async (written, value) => {
		const { json } = await sent({ f0: written }, { parameters: FORM });
		expect(defined(json)['data']).toMatchObject({ Amount: value });
	});

	it('can be sent again where n8n could not store it', async () => {
		const executionId = 'not stored';
		await sent({ decision: 'approve' }, { executionId, n8nAnswers: 500 });
		expect((await sent({ decision: 'approve' }, { executionId })).json).toBeDefined();
	});
});
