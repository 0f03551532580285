/**
 * `npm run docs`: writes the parts of the documentation that the catalogue knows better than a person. They stand
 * between a pair of marks, `<!-- name -->` and `<!-- /name -->`; a test compares them with the catalogue.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OPERATIONS, RESOURCES } from '../../nodes/Clickatell/operations';
import type { Operation } from '../../nodes/Clickatell/operations/types';

const readme = path.join(__dirname, '../../README.md');

function commandOf(operation: Operation): string {
	switch (operation.api) {
		case 'soap':
			return `\`${operation.servers.documentLiteral.command}\``;
		case 'connect':
			return `\`${operation.wireAction}\``;
		case 'composite':
			return 'several';
		case 'local':
			return 'none';
	}
}

/** A Markdown table with padded columns, as prettier would write it. */
function table(head: string[], rows: string[][]): string {
	const widths = head.map((_, column) =>
		Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)),
	);
	const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
	return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}

/** The operations of the node in the order of the panel, with what each sends to the gateway. */
export function operationsTable(): string {
	const rows = RESOURCES.flatMap(({ value, label }) =>
		OPERATIONS.filter(({ resource }) => resource === value).map((operation) => [
			label,
			operation.title,
			operation.description,
			commandOf(operation),
		]),
	);
	return table(['Resource', 'Operation', 'What it does', 'Gateway command'], rows);
}

/** Replaces what stands between the marks of the given name. Throws where the text has no such marks. */
export function fill(text: string, name: string, content: string): string {
	const marked = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
	if (!marked.test(text)) throw new Error(`the text has no marks named ${name}`);
	return text.replace(marked, (_all, before: string, after: string) => `${before}\n\n${content}\n\n${after}`);
}

/** README.md as it should be. */
export function filledReadme(): string {
	return fill(readFileSync(readme, 'utf8'), 'operations', operationsTable());
}

if (require.main === module) writeFileSync(readme, filledReadme());
