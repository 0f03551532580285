import { retry } from '../../../nodes/Clickatell/engine/retry';
import { broken, FakePorts } from './fakePorts';

const portsOf = () =>
	new FakePorts(
		async () => broken(new Error()),
		async () => ({}),
	);

/** What came of it, how often it was tried, and the pauses between. */
async function attempts(results: readonly string[], cancelAfter = Infinity) {
	const ports = portsOf();
	let tries = 0;
	const result = await retry(
		ports,
		async () => {
			ports.isCancelled = ++tries >= cancelAfter;
			return results[tries - 1];
		},
		(each) => each !== 'clear',
	);
	return { result, tries, pauses: ports.pauses };
}

test.each([
	[['clear'], { result: 'clear', tries: 1, pauses: [] }],
	[['no', 'clear'], { result: 'clear', tries: 2, pauses: [250] }],
	[['no', 'no', 'clear'], { result: 'clear', tries: 3, pauses: [250, 1000] }],
	[['no', 'no', 'still no', 'clear'], { result: 'still no', tries: 3, pauses: [250, 1000] }],
])('%j', async (results, expected) => {
	expect(await attempts(results)).toEqual(expected);
});

test('nothing is tried again in a cancelled execution', async () => {
	expect(await attempts(['no', 'no', 'clear'], 2)).toEqual({ result: 'no', tries: 2, pauses: [250] });
});
