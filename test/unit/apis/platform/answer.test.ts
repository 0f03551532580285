import { readSendAnswer } from '../../../../nodes/Clickatell/apis/platform';
import { redactor } from '../../../../nodes/Clickatell/formats/redact';

const read = (messages: object[], asked = [{ to: '27999100001' }, { to: '27999100001' }]) =>
	readSendAnswer('oneApi', { status: 202, body: JSON.stringify({ messages }) }, asked).verdicts;
const accepted = (apiMessageId: string, more: object = {}) => ({
	apiMessageId,
	accepted: true,
	to: '27999100001',
	...more,
});

test('a number that is named less often than it was sent to leaves all its messages in doubt, with what ID there is', () => {
	const doubtful = { kind: 'doubtful', candidates: ['x'] };
	expect(read([accepted('x')])).toMatchObject([doubtful, doubtful]);
	const both = { kind: 'accepted', messageId: null, candidates: ['x', 'y'] };
	expect(read([accepted('x'), accepted('y')])).toMatchObject([both, both]);
});

test('the same holds for two with one client message ID', () => {
	const twins = [1, 2].map(() => ({ to: '+27999100001', clientMessageId: 'c' }));
	const doubtful = { kind: 'doubtful', candidates: ['x'] };
	expect(read([accepted('x', { clientMessageId: 'c' })], twins)).toMatchObject([doubtful, doubtful]);
});

test('an internal error that does not say that nothing was accepted leaves doubt', () => {
	const entry = { to: '27999100001', error: { code: 18, description: 'Internal error' } };
	const asked = [{ to: '27999100001' }];
	expect(read([entry], asked)).toMatchObject([{ kind: 'doubtful' }]);
	expect(read([{ ...entry, accepted: false }], asked)).toMatchObject([{ kind: 'refused', repeatable: true }]);
});

test.each([{ code: 0, description: '' }, {}, false, { code: '200' }])(
	'an error that says nothing, %j, is no refusal: the message may have been accepted',
	(error) => {
		const asked = [{ to: '27999100001' }];
		const whole = readSendAnswer(
			'oneApi',
			{ status: 202, body: JSON.stringify({ messages: [], error }) },
			asked,
		);
		expect(whole.verdicts).toMatchObject([{ kind: 'doubtful' }]);
		expect(read([{ to: '27999100001', error }], asked)).toMatchObject([{ kind: 'doubtful' }]);
	},
);

test("an error of One API's form says the same to a key of the SMS API", () => {
	const asked = [{ to: '27999100001' }];
	const of = (code: number) =>
		readSendAnswer(
			'smsApi',
			{ status: 200, body: JSON.stringify({ error: { code, description: 'x' } }) },
			asked,
		).verdicts;
	expect(of(18)).toMatchObject([{ kind: 'doubtful' }]);
	expect(of(43)).toMatchObject([{ kind: 'refused', repeatable: true }]);
	expect(of(1)).toMatchObject([{ kind: 'refused', error: { known: { short: 'wrong API key' } } }]);
});

test.each(['apiMessageId', 'apiMsgId', 'to', 'clientMessageId'])(
	'a key that an answer repeats as %s of one of many is not told, and the others are as they are',
	(name) => {
		const key = 'TheKeyOfTheAccount==';
		const numbers = Array.from({ length: 100 }, (_, i) => String(27_999_100_000 + i));
		const entry = (to: string, i: number) => ({ to, apiMessageId: `message-${i}`, accepted: true });
		const echo = { accepted: true, [name]: `x${key}` };
		const messages = numbers.map((to, i) => (i === 50 ? echo : entry(to, i)));
		const reply = { status: 202, body: JSON.stringify({ messages }) };
		const answer = readSendAnswer(
			'oneApi',
			reply,
			numbers.map((to) => ({ to })),
			redactor([key]),
		);
		expect(JSON.stringify(answer)).not.toContain(key);
		expect(answer.verdicts).toMatchObject(
			numbers.map((_, i) =>
				i === 50 ? { kind: 'doubtful' } : { kind: 'accepted', messageId: `message-${i}` },
			),
		);
	},
);
