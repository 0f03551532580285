import { Progress } from '../../../nodes/Clickatell/engine/progress';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** A log that can be read, and pauses that end when the test says so. */
function setting(total: number) {
	const lines: string[] = [];
	const hints: string[] = [];
	const waits: Array<{ ms: number; end: () => void }> = [];
	const ports = {
		log: (level: string, message: string) => void lines.push(`${level}: ${message}`),
		hint: (message: string) => void hints.push(message),
		sleep: async (ms: number) => await new Promise<void>((end) => waits.push({ ms, end })),
	};
	const words = { done: 'accepted', doubtful: 'in doubt' };
	return { lines, hints, waits, progress: new Progress(ports, total, words) };
}

const passed = async () => await new Promise((resolve) => setImmediate(resolve));

describe('the log of a run', () => {
	it('begins with the number of its calls', () => {
		const one = setting(1);
		one.progress.begin(String);
		expect(one.lines).toEqual(['info: 1 call to Clickatell to be made']);
		const many = setting(40);
		many.progress.begin(String);
		expect(many.lines).toEqual(['info: 40 calls to Clickatell to be made']);
	});

	it('names what is known for two seconds, also while no other answer comes', async () => {
		const { lines, waits, progress } = setting(40);
		progress.made();
		progress.note('done', '0: a');
		progress.note('doubtful', '1: b');
		progress.note('done', '2: c');
		expect(lines).toEqual([]);
		expect(waits.map(({ ms }) => ms)).toEqual([2000]);
		defined(waits[0]).end();
		await passed();
		expect(lines).toEqual(['info: 1 of 40 calls to Clickatell made; accepted 0: a, 2: c; in doubt 1: b']);

		progress.note('done', '3: d');
		expect(waits).toHaveLength(2);
		defined(waits[1]).end();
		await passed();
		expect(lines[1]).toBe('info: 1 of 40 calls to Clickatell made; accepted 3: d');
	});

	it('puts three hundred of them in a line, each once', async () => {
		const { lines, waits, progress } = setting(10_000);
		const entries = Array.from({ length: 10_000 }, (_, i) => `${i}: x`);
		for (const [i, entry] of entries.entries()) {
			progress.made();
			progress.note(i % 7 === 0 ? 'doubtful' : 'done', entry);
		}
		progress.flush();
		progress.flush();
		for (const { end } of waits) end();
		await passed();
		const inLine = lines.map((line) => (line.match(/\d+: x/g) ?? []).length);
		expect(inLine).toEqual([...Array<number>(33).fill(300), 100]);
		expect(waits).toHaveLength(1);
		const named = lines.flatMap((line) => line.match(/\d+: x/g) ?? []);
		expect(named.sort()).toEqual(entries.sort());
	});

	it('tells of calls that came to nothing, too, now and then', () => {
		const { lines, progress } = setting(1200);
		for (let i = 0; i < 1200; i++) progress.made();
		progress.flush();
		expect(lines).toEqual([
			'info: 500 of 1200 calls to Clickatell made',
			'info: 1000 of 1200 calls to Clickatell made',
		]);
	});

	it('ends with a summary where the run was cancelled, after all that is known', () => {
		const { lines, hints, progress } = setting(2);
		progress.made();
		progress.note('done', '0: a');
		progress.cancelled('Cancelled after one');
		expect(lines).toEqual([
			'info: 1 of 2 calls to Clickatell made; accepted 0: a',
			'info: Cancelled after one',
		]);
		expect(hints).toEqual(['Cancelled after one']);
	});

	it('names items before their calls are made', () => {
		const { lines, progress } = setting(45);
		progress.begin((place) => `item ${place}`);
		for (let place = 0; place < 45; place++) {
			progress.starting(place);
			const named = lines.join().match(/item \d+/g) ?? [];
			expect(named).toContain(`item ${place}`);
			progress.made();
			progress.note('done', String(place));
		}
		progress.flush();
		expect(lines[1]).toMatch(
			/^info: 0 of 45 calls to Clickatell made; next come the items item 0, item 1, .*, item 19$/,
		);
		expect(lines).toHaveLength(5);
	});
});
