import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const root = path.join(__dirname, '../../..');

/** What `npm run trace` prints for a text on its standard input. */
function traced(text: string): string {
	const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/trace.mjs'], {
		cwd: root,
		input: text,
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(stderr);
	return stdout;
}

/** The stack of an error that the built package throws, called by a host that lacks what it asks for. */
async function thrown(register: string, className: string, method: string): Promise<string> {
	const built = (await import(path.join(root, register))) as Record<string, new () => object>;
	const node = new (defined(built[className]))() as Record<string, (this: object) => Promise<unknown>>;
	const error: unknown = await defined(node[method])
		.call({ getContext: () => ({}), getExecutionId: () => '1' })
		.then(
			() => undefined,
			(fault: unknown) => fault,
		);
	if (!(error instanceof Error) || error.stack === undefined) throw new Error('nothing was thrown');
	return error.stack;
}

/** The frames of a stack that are in the source: function, file and line. */
function frames(stack: string) {
	return [...stack.matchAll(/at (?:async )?(\S+) \((nodes\/\S+?):(\d+):\d+\)/g)].map(
		([, name = '', file = '', line]) => ({
			name,
			file,
			text: defined(readFileSync(path.join(root, file), 'utf8').split('\n')[Number(line) - 1]),
		}),
	);
}

describe('a stack trace of the built package', () => {
	test.each([
		[defined(manifest.n8n.nodes[0]), 'Clickatell', 'execute', 'getNodeParameter'],
		[defined(manifest.n8n.nodes[1]), 'ClickatellTrigger', 'webhook', 'getRequestObject'],
	])('%s: is read with the names and lines of the source', async (register, className, method, missing) => {
		const stack = await thrown(register, className, method);
		expect(stack).toContain('dist/clickatell.js:');
		const read = frames(traced(stack));
		expect(read.length).toBeGreaterThan(2);
		expect(defined(read[0]).text).toContain(`.${missing}(`);
		for (const [index, { name }] of read.slice(0, -1).entries()) {
			expect(defined(read[index + 1]).text).toContain(`${name}(`);
		}
		expect(read.at(-1)).toMatchObject({ name: method, file: `nodes/Clickatell/${className}.node.ts` });
	});

	test('other text stays, a place alone is read, and one that the bundle does not have is said', async () => {
		const [, line, column] = defined(
			/clickatell\.js:(\d+):(\d+)/.exec(
				await thrown(defined(manifest.n8n.nodes[0]), 'Clickatell', 'execute'),
			),
		);
		const text = `Problem [dist/clickatell.js:${line}:${column}]\n    at other (/n8n/index.js:1:2)\ndist/clickatell.js:99999:1\n`;
		const [first, second, third] = traced(text).split('\n');
		expect(first).toMatch(/^Problem .*\(nodes\/Clickatell\/n8n\/[\w/]+\.ts:\d+:\d+\)\]$/);
		expect(second).toBe('    at other (/n8n/index.js:1:2)');
		expect(third).toContain('not a place in the bundle of this checkout');
	});
});

test('n8n, which lists classes by their names, finds them', async () => {
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		const className = defined(path.basename(file).split('.')[0]);
		const built = (await import(path.join(root, file))) as Record<string, new () => object>;
		expect(new (defined(built[className]))().constructor.name).toBe(className);
	}
});
