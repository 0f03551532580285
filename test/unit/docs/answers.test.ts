import { createContext, runInContext } from 'node:vm';
import { readExample } from '../../../tools/n8n/examples';

type Fields = Record<string, unknown>;

const PERSON = '27999100001';
const SENTENCE = 'Please write your answer and the code of the question, such as: YES';
const LATE = 'Your answer came too late. The question is closed.';

/** What the example's node "Which Question?" puts out for these rows and messages. */
function decided(example: string, rows: readonly Fields[], messages: readonly Fields[]): Fields[] {
	const node = readExample(example).nodes.find(({ name }) => name === 'Which Question?');
	const items = (all: readonly Fields[]) => ({ all: () => all.map((json) => ({ json })) });
	const context = createContext({ $input: items(rows), $: () => items(messages) });
	const code = `JSON.stringify((() => {${String(node?.parameters.jsCode)}})())`;
	const put = JSON.parse(String(runInContext(code, context))) as Array<{ json: Fields }>;
	return put.map(({ json }) => json);
}

describe('Answer by SMS', () => {
	const row = (id: number, status = 'open', phone = PERSON) => ({
		id,
		code: String(1000 + id),
		status,
		phone,
	});
	const one = [row(4)];
	const two = [row(4), row(5)];
	const message = (text: string | null, more: Fields = {}) => ({
		text,
		from: PERSON,
		dedupeKey: 'k',
		...more,
	});
	const say = (rows: readonly Fields[], text: string | null, more?: Fields) =>
		decided('answer-by-sms', rows, [message(text, more)]);

	test.each([
		['YES 1004', 'YES'],
		['1004: yes, gladly', 'yes, gladly'],
		['Yes (1004).', 'Yes'],
		['yes1004', 'yes'],
		['No, 1004', 'No'],
		[' 1004\nat 10:30 ', 'at 10:30'],
		['Call 27999101004 about 1004', 'Call 27999101004 about'],
	])('%j names one of two questions', (text, answer) => {
		expect(say(two, text)).toEqual([{ kind: 'answer', id: 4, answer }]);
	});

	test.each(['Yes', 'at 10:30', '12 or 123'])('%j answers the only question that is open', (text) => {
		const rows = [row(6, 'answered'), row(5, 'no answer'), ...one, row(7, 'open', '27999100002')];
		expect(say(rows, text)).toEqual([{ kind: 'answer', id: 4, answer: text }]);
	});

	test.each(['YES 9999', '1004', '(1004).', '1004 1004'])('%j gets a hint', (text) => {
		expect(say(one, text)).toEqual([{ kind: 'hint', id: 4, sentence: `${SENTENCE} 1004.` }]);
	});

	test('without a code, or with two, none of two questions is answered, and the hint names both', () => {
		const sentence = `${SENTENCE} 1005. Open: 1005, 1004.`;
		const hints = [5, 4].map((id) => ({ kind: 'hint', id, sentence }));
		expect(say(two, 'Yes')).toEqual(hints);
		expect(say(two, 'yes 1004 no 1005')).toEqual(hints);
	});

	test('a hint of many questions names the last ten', () => {
		const many = Array.from({ length: 12 }, (_, index) => row(29 + index));
		const [{ sentence } = {}] = say(many, 'Yes');
		expect(sentence).toMatch(/Open: (\d{4}, ){9}1031\.$/);
		expect(String(sentence).length).toBeLessThanOrEqual(160);
	});

	test('an answer that comes too late is told so, with a code or without', () => {
		const late = [{ kind: 'hint', id: 5, sentence: LATE }];
		expect(say([row(5, 'no answer'), row(4, 'no answer')], 'Yes')).toEqual(late);
		expect(say([row(5, 'no answer'), row(4)], 'Yes 1005')).toEqual(late);
	});

	test('nothing comes of an answer that is repeated, of STOP, and of what no question is open for', () => {
		expect(say([row(5, 'answered'), row(4)], 'YES 1005')).toEqual([]);
		expect(say([row(4, 'answered')], 'Yes')).toEqual([]);
		expect(say([row(4, 'not sent')], 'Yes')).toEqual([]);
		expect(say([], 'YES 1004')).toEqual([]);
		for (const text of [' stop ', 'STOP', '', null]) expect(say(one, text)).toEqual([]);
		expect(say(one, 'Arrêt', { optOut: true })).toEqual([]);
	});

	test('numbers are compared by their digits, and another number answers nothing', () => {
		expect(say(one, 'Yes', { from: '+27 999 100-001' })).toHaveLength(1);
		expect(say(one, 'YES 1004', { from: '27999100002' })).toEqual([]);
		expect(say(one, 'YES 1004', { from: null })).toEqual([]);
	});

	test('each of several messages is decided, though n8n gives the rows of each', () => {
		const other = row(7, 'open', '27999100002');
		const put = decided(
			'answer-by-sms',
			[...two, other, ...two],
			[
				message('No 1005', { dedupeKey: 'a' }),
				message('Yes', { from: '27999100002', dedupeKey: 'b' }),
				message('stop'),
			],
		);
		expect(put.map(({ id, answer }) => [id, answer])).toEqual([
			[5, 'No'],
			[7, 'Yes'],
		]);
	});
});

describe('Answer by reply', () => {
	const row = (id: number, more: Fields = {}) => ({
		id,
		clientMessageId: `question${id}`,
		messageId: `m${id}`,
		phone: PERSON,
		status: 'open',
		...more,
	});
	const two = [row(5), row(4)];
	const say = (rows: readonly Fields[], more: Fields) =>
		decided('answer-by-reply', rows, [
			{
				text: ' Yes ',
				from: PERSON,
				relatedMessageId: null,
				relatedClientMessageId: null,
				...more,
			},
		]);
	const answerTo = (id: number) => [{ id, answer: 'Yes' }];

	test('a reply answers the question that it names', () => {
		expect(say(two, { relatedClientMessageId: 'question4', relatedMessageId: 'm4' })).toEqual(answerTo(4));
		expect(say(two, { relatedClientMessageId: 'question5' })).toEqual(answerTo(5));
		expect(say(two, { relatedMessageId: 'm4' })).toEqual(answerTo(4));
	});

	test('what names nothing answers the only open question', () => {
		expect(say([row(6, { status: 'answered' }), row(4)], {})).toEqual(answerTo(4));
		expect(say(two, {})).toEqual([]);
	});

	test('a reply to another message, to a closed question or to that of another number answers none', () => {
		expect(say([row(4)], { relatedMessageId: 'notice' })).toEqual([]);
		expect(say([row(4, { messageId: null })], { relatedClientMessageId: 'notice' })).toEqual([]);
		expect(say([row(4, { status: 'no answer' }), row(5)], { relatedMessageId: 'm4' })).toEqual([]);
		expect(say([row(4, { phone: '27999100002' })], { relatedMessageId: 'm4' })).toEqual([]);
	});

	test('nothing comes of STOP, and of a message without text', () => {
		for (const text of ['stop', ' ', null]) expect(say([row(4)], { text })).toEqual([]);
		expect(say([row(4)], { optOut: true })).toEqual([]);
	});
});
