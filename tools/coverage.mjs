// @ts-check
/**
 * `npm run coverage [-- jest arguments]`: runs the unit tests and says, for each room of the source, how many of its
 * lines, branches and functions they run: on standard output, and as the table summary.md in the folder below. The tests
 * on n8n's engine are not counted: they run the built package.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, projectRoot, run } from './with-install.mjs';

const folder = path.join(projectRoot, 'test-output', 'coverage');
const MEASURES = /** @type {const} */ (['lines', 'branches', 'functions']);

/** @typedef {Record<'lines' | 'branches' | 'functions', { total: number, covered: number }>} Counts */

/**
 * The room that a file belongs to, as docs/design.md names them.
 * @param {string} file
 */
function roomOf(file) {
	const [top = '', , room = '', ...below] = path.relative(projectRoot, file).split(path.sep);
	return top === 'nodes' && below.length > 0 ? `nodes/Clickatell/${room}` : top;
}

/** @returns {string} a Markdown table, the last row for all */
function tableOfRooms() {
	/** @type {Record<string, Counts>} */
	const files = JSON.parse(readFileSync(path.join(folder, 'coverage-summary.json'), 'utf8'));
	/** @type {Map<string, Counts>} */
	const rooms = new Map();
	const { total, ...each } = files;
	for (const [file, counts] of Object.entries(each)) {
		const room = rooms.get(roomOf(file));
		if (room === undefined) {
			rooms.set(roomOf(file), structuredClone(counts));
			continue;
		}
		for (const measure of MEASURES) {
			room[measure].total += counts[measure].total;
			room[measure].covered += counts[measure].covered;
		}
	}
	if (total) rooms.set('all', total);
	const rows = [...rooms].map(([room, counts]) => [
		room,
		...MEASURES.map((measure) => {
			const { covered, total: all } = counts[measure];
			return all === 0 ? '' : `${((100 * covered) / all).toFixed(1)} %`;
		}),
	]);
	return [['room', ...MEASURES], ['---', '--:', '--:', '--:'], ...rows]
		.map((cells) => `| ${cells.join(' | ')} |\n`)
		.join('');
}

try {
	await ensureInstalled();
	const args = process.argv.slice(2);
	const built = await run('gulp', ['bundle', '-L']);
	const tested =
		built ||
		(await run('jest', [
			...(args.some((arg) => arg.startsWith('test/')) ? [] : ['test/unit']),
			'--coverage',
			...['test', 'nodes', 'credentials'].map((root) => `--roots=${root}`),
			'--coverageProvider=v8',
			'--collectCoverageFrom={nodes,credentials}/**/*.ts',
			'--coverageReporters=json-summary',
			`--coverageDirectory=${folder}`,
			...args,
		]));
	const table = tableOfRooms();
	writeFileSync(path.join(folder, 'summary.md'), `## Coverage by the unit tests\n\n${table}`);
	console.log(`\n${table}`);
	process.exitCode = tested;
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
