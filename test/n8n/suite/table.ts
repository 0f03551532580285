import { defined } from '../../../nodes/Clickatell/formats/defined';

/** One line of the table at the end: what was run on which n8n in which mode, and how it ended. */
export interface Row {
	readonly what: string;
	readonly version: string;
	readonly mode: string;
	readonly result: 'passed' | 'FAILED' | 'not run';
	/** Figures of a row that passed, the reason of one that did not. */
	readonly detail: string;
	readonly seconds: number;
}

/** Thrown by a check that cannot be made on this machine; the message says what is missing. */
export class CannotRun extends Error {}

/** The rows of one n8n in one mode. What a check returns stands beside its result. */
export class Ledger {
	constructor(
		private readonly rows: Row[],
		readonly version: string,
		readonly mode: string,
	) {}

	/** The same rows and version, for what is run in another mode. */
	in(mode: string): Ledger {
		return new Ledger(this.rows, this.version, mode);
	}

	/** Runs one check and writes its row; never throws. Returns whether it passed. */
	async check(what: string, work: () => Promise<string | void>): Promise<boolean> {
		const started = performance.now();
		const seconds = () => (performance.now() - started) / 1000;
		try {
			const detail = (await work()) ?? '';
			return this.write(what, 'passed', detail, seconds());
		} catch (error) {
			const detail = error instanceof Error ? error.message : String(error);
			return this.write(what, error instanceof CannotRun ? 'not run' : 'FAILED', detail, seconds());
		}
	}

	private write(what: string, result: Row['result'], detail: string, seconds: number): boolean {
		this.rows.push({ what, version: this.version, mode: this.mode, result, detail, seconds });
		// A failure is told at once: what follows it may take minutes.
		if (result === 'FAILED') process.stderr.write(`  FAILED: ${what}: ${detail}\n`);
		return result === 'passed';
	}
}

const HEAD = ['operation or scenario', 'n8n', 'mode', 'result', 's', ''];

/** The table as text, columns aligned, details last so that nothing is cut. */
export function tableOf(rows: readonly Row[]): string {
	const lines = rows.map(({ what, version, mode, result, detail, seconds }) => [
		what,
		version,
		mode,
		result,
		seconds.toFixed(1),
		detail.replace(/\s+/g, ' '),
	]);
	const widths = HEAD.map((head, column) =>
		Math.max(head.length, ...lines.map((line) => defined(line[column]).length)),
	);
	const write = (line: readonly string[]) =>
		line
			.map((cell, column) => (column === line.length - 1 ? cell : cell.padEnd(defined(widths[column]))))
			.join('  ')
			.trimEnd();
	const rule = widths.map((width, column) => '-'.repeat(column === widths.length - 1 ? 6 : width));
	return [write(HEAD), write(rule), ...lines.map(write)].join('\n');
}

/** Passed and failed rows; those that could not be run are neither, and stand in the table with their reason. */
export function countsOf(rows: readonly Row[]): { passed: number; failed: number; notRun: number } {
	const count = (result: Row['result']) => rows.filter((row) => row.result === result).length;
	return { passed: count('passed'), failed: count('FAILED'), notRun: count('not run') };
}
