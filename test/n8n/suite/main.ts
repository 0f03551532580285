/**
 * `npm run test:n8n [-- part...]`: the package in real n8n. Brings up the pinned n8n versions with the packed
 * tarball and the embedded gateway, runs everything, and prints one table; exit code 1 if a row failed. Parts:
 * main, queue, versions, accidents; all of them without an argument.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureN8n } from '../../../tools/n8n/install';
import { type PackedPackage, packPackage } from '../../../tools/n8n/package';
import { N8N_VERSION, OLDER_N8N_VERSION, stateRoot } from '../../../tools/n8n/paths';
import { stopAllCommands } from '../../../tools/n8n/processes';
import { step } from '../../../tools/n8n/progress';
import { accidents } from '../accidents/accidents';
import { retries } from '../accidents/retries';
import { queueMode } from '../queue/queueMode';
import { mainMode } from './mainMode';
import { countsOf, Ledger, type Row, tableOf } from './table';

const PARTS = {
	main: 'Main mode',
	queue: 'Queue mode',
	versions: 'Older version',
	accidents: 'Accidents',
} as const;
type Part = keyof typeof PARTS;

function partsWanted(): Part[] {
	const asked = process.argv.slice(2);
	const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
	if (unknown.length > 0) {
		throw new Error(`there is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
	}
	return asked.length > 0 ? (asked as Part[]) : (Object.keys(PARTS) as Part[]);
}

async function main(): Promise<number> {
	const parts = partsWanted();
	const started = Date.now();
	const rows: Row[] = [];
	const timings: string[] = [];
	const n8n = (version: string) => step(`Preparing n8n ${version}`, (report) => ensureN8n(report, version));
	const packed = await step('Building and packing the package', async () => kept(await packPackage(), parts));

	const work: Record<Part, () => Promise<void>> = {
		main: async () =>
			mainMode(new Ledger(rows, N8N_VERSION, 'main'), await n8n(N8N_VERSION), packed, 'whole'),
		queue: async () => queueMode(new Ledger(rows, N8N_VERSION, 'queue'), await n8n(N8N_VERSION), packed),
		accidents: async () => {
			const ledger = new Ledger(rows, N8N_VERSION, 'main');
			const installed = await n8n(N8N_VERSION);
			await accidents(ledger, installed, packed);
			await retries(ledger, installed, packed);
		},
		versions: async () => {
			const ledger = new Ledger(rows, OLDER_N8N_VERSION, 'main');
			const installed = await n8n(OLDER_N8N_VERSION);
			await mainMode(ledger, installed, packed, 'compatible');
			await retries(ledger, installed, packed);
		},
	};
	for (const part of parts) {
		const from = Date.now();
		// A part that cannot even begin is a row as well.
		await step(PARTS[part], work[part]).catch((error: unknown) =>
			new Ledger(rows, N8N_VERSION, part).check(PARTS[part], async () => {
				throw error;
			}),
		);
		timings.push(`${PARTS[part].toLowerCase()} ${Math.round((Date.now() - from) / 1000)} s`);
	}

	const { passed, failed, notRun } = countsOf(rows);
	console.log(`\n${tableOf(rows)}\n`);
	console.log(`${timings.join(', ')}; ${Math.round((Date.now() - started) / 1000)} s in all`);
	if (notRun > 0) console.log(`${notRun} not run, for the reasons in the table`);
	console.log(`${passed} passed, ${failed} failed`);
	return failed > 0 ? 1 : 0;
}

/** A copy of the tarball, which stays the same however often the package is built meanwhile. */
function kept({ file, sha256 }: PackedPackage, parts: readonly Part[]): PackedPackage {
	// Other parts may be run at the same time.
	const folder = path.join(stateRoot, 'suite', `package-${parts.join('-')}`);
	mkdirSync(folder, { recursive: true });
	const copy = path.join(folder, path.basename(file));
	copyFileSync(file, copy);
	return { file: copy, sha256 };
}

let ending = false;
async function end(code: number): Promise<void> {
	if (ending) return;
	ending = true;
	await stopAllCommands();
	process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));

main().then(end, (error: unknown) => {
	console.error(error);
	return end(1);
});
