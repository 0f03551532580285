/** Small pieces of Markdown, written as prettier would write them. */

type Row = readonly string[];

/** A bar or a line break inside a cell would break the table. */
function safe(rows: readonly Row[]): Row[] {
	return rows.map((row) => row.map((cell) => cell.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ')));
}

/** A table without padding, for a page whose cells are long. */
export function compactTable(head: Row, rows: readonly Row[]): string {
	return safe([head, head.map(() => '---'), ...rows])
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');
}

/** A table with padded columns. */
export function table(head: Row, rows: readonly Row[]): string {
	const cells = safe([head, ...rows]);
	const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
	const line = (row: Row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
	const [first = [], ...others] = cells;
	return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

export function code(text: string | number | boolean): string {
	return `\`${String(text)}\``;
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(heading: string): string {
	return heading
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replace(/\s/g, '-');
}

/** Replaces what stands between the marks of the given name. Throws where the text has no such marks. */
export function fill(text: string, name: string, content: string): string {
	const marked = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
	if (!marked.test(text)) throw new Error(`the text has no marks named ${name}`);
	const inside = content === '' ? '\n\n' : `\n\n${content}\n\n`;
	return text.replace(marked, (_all, before: string, after: string) => before + inside + after);
}
