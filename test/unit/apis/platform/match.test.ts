import { matchEntries } from '../../../../nodes/Clickatell/apis/platform/match';

const entry = (to: string | null, clientMessageId: string | null, id: string) => ({
	to,
	clientMessageId,
	id,
});
const idsOf = (result: ReturnType<typeof matchEntries<ReturnType<typeof entry>>>) => ({
	entries: result.entries.map((list) => list.map(({ id }) => id)),
	sharedBy: result.sharedBy,
	strangers: result.strangers.map(({ id }) => id),
});

test('a client message ID wins over a number, whatever the order', () => {
	const asked = [
		{ to: '+27 1', clientMessageId: 'a' },
		{ to: '272', clientMessageId: 'b' },
	];
	expect(idsOf(matchEntries(asked, [entry('271', 'b', 'x'), entry('272', 'a', 'y')]))).toEqual({
		entries: [['y'], ['x']],
		sharedBy: [1, 1],
		strangers: [],
	});
});

test('one client message ID for many is told apart by the number', () => {
	const asked = ['271', '272', '273'].map((to) => ({ to, clientMessageId: 'same' }));
	expect(
		idsOf(
			matchEntries(asked, [entry('+273', 'same', 'z'), entry('271', 'same', 'x'), entry('279', 'same', 's')]),
		),
	).toEqual({ entries: [['x'], [], ['z']], sharedBy: [1, 1, 1], strangers: ['s'] });
});

test('twins share their entries, and nobody else has them', () => {
	const asked = [
		{ to: '271', clientMessageId: 'same' },
		{ to: '272', clientMessageId: 'same' },
		{ to: '271', clientMessageId: 'same' },
	];
	const entries = [entry('271', 'same', 'x'), entry('272', 'same', 'y'), entry('271', 'same', 'z')];
	expect(idsOf(matchEntries(asked, entries))).toEqual({
		entries: [['x', 'z'], ['y'], ['x', 'z']],
		sharedBy: [2, 1, 2],
		strangers: [],
	});
});

test('an entry that names nobody is the only one of a call, or nobody', () => {
	const nobody = entry(null, null, 'x');
	expect(idsOf(matchEntries([{ to: '271' }], [nobody]))).toMatchObject({ entries: [['x']], strangers: [] });
	expect(idsOf(matchEntries([{ to: '271' }, { to: '272' }], [nobody]))).toMatchObject({
		entries: [[], []],
		strangers: ['x'],
	});
});
