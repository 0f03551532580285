// @ts-check
/**
 * `npm run mutants [-- --sample 20] [-- Stryker's arguments]`: changes the source in one place after the other, runs the
 * unit tests that reach the place, and says for each folder of the source how many of the changes a test noticed: on
 * standard output, with all of the changes that none noticed above it.
 *
 * `--sample 20` tries the changes of about every 20th declaration, drawn by `--seed` (1 unless told): the share of them
 * that is noticed stands for all, within the bounds that the table says.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, projectRoot, run } from './with-install.mjs';

/** @typedef {'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'RuntimeError' | 'CompileError' | 'Pending'} Status */
/** @typedef {{ noticed: number, survived: number, notRun: number }} Counts */

/** @type {Partial<Record<Status, keyof Counts>>} */
const COUNTED = { Killed: 'noticed', Timeout: 'noticed', Survived: 'survived', NoCoverage: 'notRun' };

/**
 * How far the share of a sample may be from that of all, in 95 of 100 samples, in percent (Agresti and Coull).
 * @param {number} noticed
 * @param {number} tried
 */
function boundOf(noticed, tried) {
	const n = tried + 4;
	const share = (noticed + 2) / n;
	return (100 * 2 * Math.sqrt((share * (1 - share)) / n)).toFixed(0);
}

/**
 * @param {boolean} isSample
 * @returns {string} a Markdown table, the last row for all
 */
function tableOfRooms(isSample) {
	/** @type {{ files: Record<string, { mutants: { status: Status }[] }> }} */
	const report = JSON.parse(readFileSync(path.join(projectRoot, 'test-output', 'mutants.json'), 'utf8'));
	/** @type {Map<string, Counts>} */
	const rooms = new Map();
	const all = { noticed: 0, survived: 0, notRun: 0 };
	for (const [file, { mutants }] of Object.entries(report.files)) {
		const name = file.split('/')[2] ?? '';
		const room = rooms.get(name) ?? { noticed: 0, survived: 0, notRun: 0 };
		rooms.set(name, room);
		for (const { status } of mutants) {
			const counted = COUNTED[status];
			if (counted === undefined) continue;
			room[counted]++;
			all[counted]++;
		}
	}
	const rows = [...rooms, /** @type {const} */ (['all', all])].map(
		([name, { noticed, survived, notRun }]) => {
			const tried = noticed + survived + notRun;
			const score = tried === 0 ? '' : `${((100 * noticed) / tried).toFixed(0)} %`;
			const bound = isSample && tried > 0 ? ` ± ${boundOf(noticed, tried)}` : '';
			return [name, tried, noticed, survived, notRun, `${score}${bound}`];
		},
	);
	return [
		['folder', 'changes', 'noticed', 'not noticed', 'reached by no test', 'score'],
		['---', '--:', '--:', '--:', '--:', '--:'],
		...rows,
	]
		.map((cells) => `| ${cells.join(' | ')} |\n`)
		.join('');
}

/**
 * Takes an option and its number out of the arguments.
 * @param {string[]} args
 * @param {string} name
 * @param {number} otherwise
 */
function takeNumber(args, name, otherwise) {
	const at = args.indexOf(name);
	if (at < 0) return otherwise;
	const [, text = ''] = args.splice(at, 2);
	if (!/^[1-9][0-9]*$/.test(text)) throw new Error(`${name} needs a whole number behind it, not '${text}'.`);
	return Number(text);
}

try {
	await ensureInstalled();
	const args = process.argv.slice(2);
	const sample = takeNumber(args, '--sample', 1);
	process.env['MUTANTS_SAMPLE'] = String(sample);
	process.env['MUTANTS_SEED'] = String(takeNumber(args, '--seed', 1));
	process.exitCode = await run('stryker', ['run', ...args]);
	if (process.exitCode === 0) console.log(`\n${tableOfRooms(sample > 1)}`);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
