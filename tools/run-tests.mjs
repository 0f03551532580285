// @ts-check
/**
 * `npm test [-- jest arguments]`: installs what is missing, builds dist/ (the tests on n8n's engine run the
 * built package) and runs jest. Works in a fresh clone with no other step.
 */
import { ensureInstalled, run } from './with-install.mjs';

try {
	await ensureInstalled();
	const built = await run('gulp', ['build', '-L']);
	if (built !== 0) {
		console.error('The build does not pass, so no test was run.');
		process.exitCode = built;
	} else {
		process.exitCode = await run('jest', process.argv.slice(2));
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
