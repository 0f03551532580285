import { defined } from '../../nodes/Clickatell/formats/defined';

/** What a walk through one fault came to, over all places where it was met. */
export interface Line {
	fault: string;
	/** Faults met. */
	met: number;
	/** Accepted more than once for a recipient. */
	doubled: number;
	/** Accepted, and neither the message ID nor the client message ID finds it in what the node gave. */
	lost: number;
	/** Accepted, and only to be found by the client message ID. */
	byClientId: number;
	/** Rows and errors that say 'may have been sent'. */
	doubtful: number;
	/** Rows that say accepted of a message that is not there, or refused of one that is. */
	untrue: number;
}

export function newLine(fault: string, met = 0): Line {
	return { fault, met, doubled: 0, lost: 0, byClientId: 0, doubtful: 0, untrue: 0 };
}

/** The walk in a person's words. */
function tableOf(lines: readonly Line[], title: string): string {
	const columns = ['fault', 'met', 'doubled', 'lost', 'byClientId', 'doubtful', 'untrue'] as const;
	const heads = ['fault', 'places', 'doubled', 'lost', 'by client ID', 'doubtful', 'untrue'];
	const rows = lines.map((line) => columns.map((column) => String(line[column])));
	const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => defined(row[i]).length)));
	const written = [heads, ...rows].map((row) =>
		row
			.map((cell, i) => (i === 0 ? cell.padEnd(defined(widths[i])) : cell.padStart(defined(widths[i]))))
			.join('  '),
	);
	return `\n${title}\n${written.join('\n')}\n`;
}

/** Prints what was walked, and holds that every fault was met at every place. */
export function tell(lines: readonly Line[], title: string, places: ReadonlyMap<string, number>): void {
	process.stdout.write(tableOf(lines, title));
	expect(lines.map(({ fault, met }) => [fault, met])).toEqual(
		expect.arrayContaining([...places].map(([fault, met]) => [fault, met])),
	);
}
