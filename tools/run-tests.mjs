// @ts-check
/**
 * `npm test [-- --long] [-- jest arguments]`: installs what is missing, bundles dist/ (the tests on n8n's engine run the
 * built package) and runs jest. Works in a fresh clone with no other step. `--long` runs all that is random or walked
 * through, instead of a share of it: see test/extent.ts.
 *
 * `npm run test:unit` is the same with `--unit`: of test/unit, without what takes seconds to begin or measures, and with
 * fewer random cases.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, projectRoot, run } from './with-install.mjs';

/** What loads n8n's engine or its lint rules, mostly by a helper, starts other programs, or reads dist/. */
const SLOW = /from '[./]*(?:trigger\/)?(?:webhook|visit|inlineLint)'|'n8n-core|node:child_process|dist\//;
/** What measures how work grows with the length of what comes. */
const MEASURING = /[\\/](linear|growth)\.test\.ts$/;

/** Jest's argument that leaves them out. It is to be the last one, since it takes all words behind it. */
function withoutSlow() {
	const folder = path.join(projectRoot, 'test', 'unit');
	const slow = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
		(file) =>
			file.endsWith('.test.ts') &&
			(MEASURING.test(file) || SLOW.test(readFileSync(path.join(folder, file), 'utf8'))),
	);
	const patterns = slow.map((file) => path.basename(path.dirname(file)) + '.' + path.basename(file, '.ts'));
	return `--testPathIgnorePatterns=/(${patterns.join('|')})\\.ts$`;
}

const args = process.argv.slice(2);
const rest = args.filter((arg) => arg !== '--long' && arg !== '--unit');
const isQuick = args.includes('--unit');
if (args.includes('--long')) process.env.CLICKATELL_TESTS = 'long';
else if (isQuick) process.env.CLICKATELL_TESTS = 'quick';

try {
	await ensureInstalled();
	const built = isQuick ? 0 : await run('gulp', ['bundle', '-L']);
	if (built !== 0) {
		console.error('The bundle cannot be built, so no test was run.');
		process.exitCode = built;
	} else {
		const paths = rest.some((arg) => arg.startsWith('test/')) ? [] : ['test/unit'];
		// Nothing waits in the quick ones: a worker for each processor.
		process.exitCode = await run(
			'jest',
			isQuick ? ['--maxWorkers=100%', ...paths, ...rest, withoutSlow()] : rest,
		);
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
