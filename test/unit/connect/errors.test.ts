import { CONNECT_ERROR_CODES } from '../../../nodes/Clickatell/catalogue/connectErrors';
import { CONNECT_OPERATIONS } from '../../../nodes/Clickatell/catalogue/connect';
import { describeConnectRefusal } from '../../../nodes/Clickatell/apis/connect/refusal';
import { CONNECT_ERROR_TEXT } from '../../gateway/connect';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const NUMBERS = Object.keys(CONNECT_ERROR_TEXT);
const labels = new Set(CONNECT_OPERATIONS.flatMap(({ parameters }) => parameters.map(({ label }) => label)));
const titles = new Set(CONNECT_OPERATIONS.map(({ title }) => title));

test('the table knows exactly the numbers that the gateway can answer with', () => {
	expect(CONNECT_ERROR_CODES.map(({ code }) => code)).toEqual([...NUMBERS].sort());
});

test.each(NUMBERS)('%s has a sentence, an advice and the words that came with it', (code) => {
	const text = defined(CONNECT_ERROR_TEXT[code]);
	const refusal = describeConnectRefusal([{ code, text }], {}, true);
	expect(refusal.code).toBe(code);
	expect(refusal.meaning).toMatch(/^[a-zA-Z ]{3,40}$/);
	expect(refusal.sentence).toMatch(new RegExp(`^[A-Z].{10,}[^.] \\(${code}\\)$`));
	expect(refusal.description).toContain(`Clickatell says: ${code} ${text}.`);
	expect(refusal.description.indexOf('Clickatell says')).toBeGreaterThan(10);
});

test('advice names fields and operations that there are', () => {
	for (const { code, advice } of CONNECT_ERROR_CODES) {
		for (const [, name] of advice.matchAll(/'([^']+)'/g)) {
			expect([
				code,
				name,
				labels.has(defined(name)) || titles.has(defined(name)) || name === 'Base URL',
			]).toEqual([code, name, true]);
		}
	}
});

test('every number that a call is documented to refuse with is in the table', () => {
	for (const { operation, refusals } of CONNECT_OPERATIONS) {
		expect([operation, refusals.filter((code) => !NUMBERS.includes(code))]).toEqual([operation, []]);
		expect(new Set(refusals).size).toBe(refusals.length);
	}
});

test('several errors are all shown, with what came along', () => {
	const refusal = describeConnectRefusal(
		[
			{ code: '431', text: 'Invalid or missing user' },
			{ code: '103', text: 'Not email activated' },
			{ code: '431', text: '' },
		],
		{ emailAddress: 'name@example.com', Other: 'x', Empty: '' },
		true,
	);
	expect(refusal).toEqual({
		code: '431',
		meaning: 'invalid user name',
		sentence:
			'The user name is missing or not valid (431); The user has not been activated by email yet (103)',
		description:
			"Check 'User Name': at most 128 characters, no blanks. The user must follow the link in the activation email; 'Resend Activation Email' sends it once more. Clickatell says: 431 Invalid or missing user. 103 Not email activated. Email address: name@example.com. Other: x.",
	});
});

test('004 is a locked user to a call that names one, and a blocked address to one that names none', () => {
	const errors = [{ code: '004', text: 'Source IP address blocked' }];
	expect(describeConnectRefusal(errors, {}, true).meaning).toBe('user locked');
	expect(describeConnectRefusal(errors, {}, false)).toEqual({
		code: '004',
		meaning: 'address blocked',
		sentence: 'Clickatell has blocked the IP address of this n8n (004)',
		description: 'Contact Clickatell support. Clickatell says: 004 Source IP address blocked.',
	});
	for (const { operation, refusals } of CONNECT_OPERATIONS)
		expect([operation, refusals.includes('004')]).toEqual([operation, true]);
});

test('a number without its leading zeros is the same number', () => {
	for (const code of ['4', '04', '004'])
		expect(describeConnectRefusal([{ code, text: '' }], {}, true).meaning).toBe('user locked');
	expect(describeConnectRefusal([{ code: '9', text: '' }], {}, false).meaning).toBe('HTTPS required');
});

test.each(['010', '046', '049', '777', '', 'E17'])('the unknown number "%s" breaks nothing', (code) => {
	const { sentence, meaning } = describeConnectRefusal([{ code, text: 'Something else.' }], {}, true);
	expect(meaning).toBe('unknown');
	expect(sentence).toBe(`Clickatell refused the call${code && ` (${code})`}: Something else`);
});

test('a lock tells to get a captcha, a failed login what will happen after another', () => {
	const advice = (code: string) => describeConnectRefusal([{ code, text: '' }], {}, true).description;
	for (const code of ['003', '004', '400', '401', '402', '403'])
		expect(advice(code)).toContain("'Get Captcha'");
	for (const code of ['404', '440']) expect(advice(code)).toContain('two failed logins lock the user');
	expect(advice('410')).toContain("'Accept Terms'");
	expect(advice('105')).toContain("'Force Create'");
});
