import fc from 'fast-check';
import { fitQuestion } from '../../../nodes/Clickatell/message/fitQuestion';
import { codeButtons, codeFormFields, codeWaitLimit } from '../../../nodes/Clickatell/message/questionValues';
import { measureText } from '../../../nodes/Clickatell/message/text/gsm';
import { linkFault } from '../../../nodes/Clickatell/n8n/question/questionLink';
import { waitUntil } from '../../../nodes/Clickatell/n8n/question/waitLimit';
import { casesOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const link = (length: number) => `https://n8n.example.com/${'a'.repeat(Math.max(0, length - 24))}`;

describe('a question beside its link', () => {
	it('has the link whole on a line of its own, fits, and is not shorter than it must be', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', maxLength: 400 }),
				fc.integer({ min: 24, max: 250 }),
				fc.integer({ min: 1, max: 4 }),
				(written, length, most) => {
					const address = link(length);
					const fits = (text: string) => measureText(text, 'automatic').parts <= most;
					const fitted = fitQuestion(written, address, fits);
					if (fitted === undefined) return expect(fits(address)).toBe(false);
					const whole = written.trim();
					expect(fits(fitted.text)).toBe(true);
					expect(fitted.text.endsWith(address)).toBe(true);
					if (!fitted.isShortened) {
						expect(fitted.text).toBe(whole === '' ? address : `${whole}\n${address}`);
						return;
					}
					expect(fits(`${whole}\n${address}`)).toBe(false);
					const shown = fitted.text.slice(0, -address.length).replace(/(\.\.\.)?\n?$/, '');
					expect(whole.startsWith(shown)).toBe(true);
					// The next character as people see it would be too much.
					const [next = ''] = [
						...new Intl.Segmenter('en').segment(whole.slice(shown.length).trimStart()),
					].map(({ segment }) => segment);
					const gap = defined(/^\s*/.exec(whole.slice(shown.length)))[0];
					if (shown !== '') expect(fits(`${shown}${gap}${next}...\n${address}`)).toBe(false);
				},
			),
			{ numRuns: casesOf(500) },
		);
	});

	it('is undefined where the link alone does not fit', () => {
		expect(fitQuestion('?', link(200), (text) => text.length < 160)).toBeUndefined();
	});

	it('is measured no more often than its length needs', () => {
		const question = '👩‍👩‍👧 word '.repeat(2000);
		let measured = 0;
		fitQuestion(question, link(180), (text) => {
			measured++;
			return measureText(text, 'automatic').parts <= 3;
		});
		expect(measured).toBeLessThanOrEqual(Math.ceil(Math.log2(question.length)) + 2);
	});
});

describe('buttons', () => {
	it.each([
		[undefined, { approve: 'Approve' }],
		[{}, { approve: 'Approve' }],
		[{ values: { approveLabel: ' Yes ' } }, { approve: 'Yes' }],
		[{ values: { approvalType: 'double' } }, { approve: 'Approve', decline: 'Decline' }],
		[
			{ values: { approvalType: 'double', approveLabel: 'Yes', disapproveLabel: 'No' } },
			{ approve: 'Yes', decline: 'No' },
		],
	])('of %j', (raw, buttons) => {
		expect(codeButtons(raw)).toEqual({ ok: true, value: JSON.stringify(buttons) });
	});

	it.each([
		[{ values: { approvalType: 'triple' } }, /single or double/],
		[{ values: { approvalType: 'double', approveLabel: 'No', disapproveLabel: 'No' } }, /'No' on both/],
		[{ values: { approveLabel: 'a'.repeat(101) } }, /101 characters; at most 100/],
		[{ values: { approveLabel: { a: 1 } } }, /must be a text/],
	])('are refused: %j', (raw, fault) => {
		expect(codeButtons(raw)).toMatchObject({ ok: false, fault: expect.stringMatching(fault) });
	});
});

describe('fields of a form', () => {
	const of = (...values: unknown[]) => codeFormFields({ values });

	it('are coded with what each offers', () => {
		expect(
			of(
				{ fieldLabel: ' Amount ', fieldType: 'number', requiredField: true },
				{
					fieldLabel: 'Where',
					fieldType: 'dropdown',
					fieldOptions: { values: [{ option: 'A' }, { option: ' ' }, { option: 'A' }] },
				},
			),
		).toEqual({
			ok: true,
			value: JSON.stringify([
				{ label: 'Amount', type: 'number', required: true, options: [] },
				{ label: 'Where', type: 'dropdown', required: false, options: ['A'] },
			]),
		});
	});

	it.each([
		[undefined, /has no field; add at least one/],
		[{ values: [] }, /has no field/],
		[{ values: [{}] }, /field 1 has no label/],
		[{ values: [{ fieldLabel: 'respondedAt' }] }, /field 1 is called 'respondedAt', as the time/],
		[{ values: [{ fieldLabel: 'A' }, { fieldLabel: 'A' }] }, /two fields called 'A'/],
		[{ values: [{ fieldLabel: 'A', fieldType: 'file' }] }, /field 1 has the type 'file'/],
		[{ values: [{ fieldLabel: 'A', fieldType: 'dropdown' }] }, /field 1 has no options/],
		[{ values: [null] }, /field 1 is not a field/],
		[{ values: Array.from({ length: 31 }, (_, i) => ({ fieldLabel: i })) }, /31 fields; at most 30/],
		[
			{
				values: [
					{
						fieldLabel: 'A',
						fieldType: 'checkbox',
						fieldOptions: { values: Array.from({ length: 51 }, (_, i) => ({ option: i })) },
					},
				],
			},
			/51 options; at most 50/,
		],
	])('are refused: %#', (raw, fault) => {
		expect(codeFormFields(raw)).toMatchObject({ ok: false, fault: expect.stringMatching(fault) });
	});
});

describe('how long to wait', () => {
	const NOW = Date.UTC(2026, 2, 1, 8);
	const until = (values: unknown) => {
		const coded = codeWaitLimit({ values });
		return coded.ok ? waitUntil(coded.value, 'Africa/Johannesburg', NOW) : coded;
	};

	it.each([
		[{ resumeAmount: 1.5, resumeUnit: 'hours' }, NOW + 5_400_000],
		[{ resumeAmount: '20', resumeUnit: 'minutes' }, NOW + 1_200_000],
		[{ limitType: 'atSpecifiedTime', maxDateAndTime: '2026-03-01T12:00:00' }, Date.UTC(2026, 2, 1, 10)],
		[{ limitType: 'atSpecifiedTime', maxDateAndTime: '2026-03-01T12:00:00Z' }, Date.UTC(2026, 2, 1, 12)],
	])('is %j', (values, time) => {
		expect(until(values)).toEqual({ ok: true, date: new Date(time) });
	});

	it.each([
		[{ resumeAmount: 0 }, /more than 0/],
		[{ resumeAmount: 'some' }, /'some' hours/],
		[{ resumeAmount: 1, resumeUnit: 'weeks' }, /'weeks'; choose minutes/],
		[{ resumeAmount: 367, resumeUnit: 'days' }, /at most 366 days/],
		[{ limitType: 'atSpecifiedTime' }, /no date and time/],
		[{ limitType: 'atSpecifiedTime', maxDateAndTime: '2026-03-01T09:59:00' }, /which is past/],
		[{ limitType: 'atSpecifiedTime', maxDateAndTime: 'soon' }, /is not a date and time/],
	])('is refused: %j', (values, fault) => {
		expect(until(values)).toMatchObject({ ok: false, fault: expect.stringMatching(fault) });
	});
});

describe('an address that a phone opens', () => {
	const FAR = 'https://api.clickatell.com';
	it.each([
		['https://n8n.example.com/webhook-waiting/1/a', FAR, undefined],
		['http://n8n.example.com/webhook-waiting/1/a', FAR, /not encrypted/],
		['http://localhost:5678/webhook-waiting/1/a', FAR, /cannot open http:\/\/localhost:5678/],
		['https://192.168.1.4/webhook-waiting/1/a', FAR, /inside your own network/],
		['https://n8n.local/webhook-waiting/1/a', FAR, /inside your own network/],
		['webhook-waiting/1/a', FAR, /does not begin with https/],
		['http://localhost:5678/webhook-waiting/1/a', 'http://127.0.0.1:4567', undefined],
		['http://localhost:5678/webhook-waiting/1/a', 'http://127.0.0.1.example.com', /cannot open/],
	])('%s, sent by %s', (url, base, fault) => {
		if (fault === undefined) expect(linkFault(url, base)).toBeUndefined();
		else expect(linkFault(url, base)).toMatch(fault);
	});
});
