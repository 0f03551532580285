import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

// On a busy machine tsx kills a tool that has not heard of the signal within 60 ms.
jest.retryTimes(4);

const root = path.join(__dirname, '../../..');

/** Starts `with-install.mjs tsx -e <script>`, away from the terminal's process group as npm would be in CI. */
function start(script: string) {
	return spawn(process.execPath, ['tools/with-install.mjs', 'tsx', '-e', script], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
}

test('with-install.mjs runs an installed tool and ends with its exit code', async () => {
	const child = start('console.log(1 + 1 as number); process.exit(7)');
	const [said] = (await once(child.stdout, 'data')) as [Buffer];
	const [code] = (await once(child, 'close')) as [number];
	expect(said.toString()).toBe('2\n');
	expect(code).toBe(7);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
	'with-install.mjs passes %s on and waits for the tool',
	async (signal) => {
		const child = start(`
		process.once('${signal}', () => setTimeout(() => { console.log('tidied'); process.exit(0); }, 50));
		setInterval(() => {}, 1000);
		console.log('up');
	`);
		let said = '';
		child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
		await once(child.stdout, 'data');
		child.kill(signal);
		const [code] = (await once(child, 'close')) as [number];
		expect(said).toBe('up\ntidied\n');
		expect(code).toBe(0);
	},
);

test('with-install.mjs says so when no installed package brings the command', async () => {
	const child = spawn(process.execPath, ['tools/with-install.mjs', 'no-such-tool'], { cwd: root });
	let said = '';
	child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const [code] = (await once(child, 'close')) as [number];
	expect(said).toBe('no installed package brings the command "no-such-tool"\n');
	expect(code).toBe(1);
});
