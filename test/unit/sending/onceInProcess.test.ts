import type { Answer } from '../../../nodes/Clickatell/engine/answer';
import { forgetDoubt, onceInProcess } from '../../../nodes/Clickatell/engine/onceInProcess';
import type { Fate } from '../../../nodes/Clickatell/message/rows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const REFUSED: Answer = { kind: 'refused', code: '301', text: '' };
const DOUBTFUL: Answer = { kind: 'doubtful', sentence: 'The answer was lost', advice: '' };
const answerOf = (...fates: Fate[]): Answer => ({ kind: 'recipients', fates });
const SENT = answerOf({ kind: 'id', id: 'an ID' });

let keys = 0;
const freshKey = () => `call ${keys++}`;
let now = 0;
const ports = { now: () => now };

/** Makes a call so often at once, and says how often it was made, and what each was told. */
async function atOnce(count: number, answers: readonly Answer[], key = freshKey()) {
	let made = 0;
	const make = async () => {
		const answer = defined(answers[Math.min(made++, answers.length - 1)]);
		await new Promise((done) => setTimeout(done, 2));
		return answer;
	};
	const told = await Promise.all(
		Array.from({ length: count }, async () => await onceInProcess(ports, key, make, () => true)),
	);
	return { made, told };
}

it('makes one call after another until one is accepted, however many wait for it', async () => {
	const { made, told } = await atOnce(5, [REFUSED, REFUSED, SENT]);
	expect(made).toBe(3);
	expect(told.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'recipients', 'earlier', 'earlier']);
});

it.each([
	['accepted, by an ID that is not certain', answerOf({ kind: 'accepted', ids: [] }), true, true],
	['left out', answerOf({ kind: 'missing', ids: [] }), false, false],
	['not understood', answerOf({ kind: 'unreadable' }), false, false],
	[
		'accepted of one and left out of one',
		answerOf({ kind: 'id', id: '1' }, { kind: 'missing', ids: [] }),
		true,
		false,
	],
] as const)('tells who comes later what is known: %s', async (_, answer, found, accepted) => {
	const { made, told } = await atOnce(2, [answer]);
	expect(made).toBe(1);
	expect(told[1]).toMatchObject({ kind: 'earlier', messageId: null, found, accepted });
});

it('makes a call of which nobody knew again once Clickatell was asked late enough', async () => {
	const key = freshKey();
	now = 1_000;
	await atOnce(1, [DOUBTFUL], key);
	forgetDoubt(key, 30_999);
	expect((await atOnce(1, [SENT], key)).made).toBe(0);
	forgetDoubt(key, 31_000);
	expect((await atOnce(1, [SENT], key)).made).toBe(1);
	forgetDoubt(key, 90_000);
	expect((await atOnce(1, [SENT], key)).made).toBe(0);
});
