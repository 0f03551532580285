import { randomBytes } from 'node:crypto';
import { RecentKeys } from '../../../nodes/Clickatell/n8n/trigger/recentKeys';
import { casesOf } from '../../extent';

const keyOf = (number: number, beginning = number) => {
	const key = Buffer.alloc(16);
	key.writeUInt32LE(beginning, 0);
	key.writeUInt32LE(number, 12);
	return key;
};

it('knows the last so many, and forgets the oldest first', () => {
	const keys = new RecentKeys(3);
	for (const number of [1, 2, 3]) keys.add(keyOf(number));
	expect([1, 2, 3, 4].map((number) => keys.has(keyOf(number)))).toEqual([true, true, true, false]);
	keys.add(keyOf(4));
	expect([1, 2, 3, 4].map((number) => keys.has(keyOf(number)))).toEqual([false, true, true, true]);
	// What is there already takes no second place.
	keys.add(keyOf(3));
	expect([2, 3, 4].map((number) => keys.has(keyOf(number)))).toEqual([true, true, true]);
});

it('agrees with a plain list, also where many keys begin alike', () => {
	const keys = new RecentKeys(50);
	const plain: number[] = [];
	for (let step = 0; step < casesOf(20_000); step += 1) {
		// A number that comes again and again, as retries do, with one of seven beginnings.
		const number = (step * 7919) % 131;
		const key = keyOf(number, number % 7);
		expect(keys.has(key)).toBe(plain.includes(number));
		keys.add(key);
		if (!plain.includes(number)) plain.push(number);
		if (plain.length > 50) plain.shift();
	}
});

it('takes 16 bytes a key and a few more: a hundred nodes with 10,000 keys each fit into 24 MB', () => {
	const before = process.memoryUsage();
	const nodes = Array.from({ length: 100 }, () => new RecentKeys(10_000));
	const many = randomBytes(16 * 10_000);
	for (const keys of nodes) {
		for (let index = 0; index < 10_000; index += 1) keys.add(many.subarray(index * 16, index * 16 + 16));
	}
	const after = process.memoryUsage();
	expect(nodes.every((keys) => keys.has(many.subarray(0, 16)))).toBe(true);
	expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(24 * 1024 * 1024);
});

it('holds no more than its positions can number', () => {
	expect(() => new RecentKeys(65_536)).toThrow(RangeError);
	expect(() => new RecentKeys(0)).toThrow(RangeError);
});
