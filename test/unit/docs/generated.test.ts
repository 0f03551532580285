import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import { CONNECT_ERROR_CODES } from '../../../nodes/Clickatell/catalogue/connectErrors';
import { ERROR_CODES } from '../../../nodes/Clickatell/catalogue/errors';
import { operationAnchor } from '../../../nodes/Clickatell/n8n/panel/documentation';
import { anchorOf, fill, table } from '../../../tools/docs/markdown';
import { headingOf } from '../../../tools/docs/operationsPage';
import { documents, projectRoot } from '../../../tools/write-docs';

const written = documents();
const onDisk = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test.each([...written.keys()])('%s is what the catalogue and the cases say (else: npm run docs)', (file) => {
	expect(onDisk(file)).toBe(written.get(file));
});

test('no output schema is left of an operation that is gone', () => {
	const folder = 'nodes/Clickatell/__schema__';
	const present = readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
		.map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
		.filter((file) => file.endsWith('.json') && file !== `${folder}/v1.0.0.json`);
	expect(present.filter((file) => !written.has(file))).toEqual([]);
});

describe('docs/operations.md', () => {
	const page = onDisk('docs/operations.md');
	const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
	const sections = new Map(
		page
			.split(/^(?=### )/m)
			.slice(1)
			.map((section) => [/^### (.+)$/m.exec(section)?.[1] ?? '', section] as const),
	);

	test('no two headings share an anchor', () => {
		const anchors = headings.map(anchorOf);
		expect(anchors).toEqual([...new Set(anchors)]);
	});

	test.each(OPERATIONS.map((operation) => [headingOf(operation), operation] as const))(
		'%s has every field, result and refusal, and the panel links to it',
		(heading, operation) => {
			const section = sections.get(heading) ?? '';
			expect(anchorOf(heading)).toBe(operationAnchor(operation));
			for (const { name, place } of operation.parameters) {
				expect(section).toContain(`| \`${place === 'main' ? name : `${place}.${name}`}\` |`);
			}
			for (const { name } of operation.result) expect(section).toContain(`| \`${name}\` |`);
			for (const code of operation.refusals) expect(section).toContain(`\`${code}\` `);
		},
	);

	test('every error number has its advice', () => {
		for (const { code, advice } of [...ERROR_CODES, ...CONNECT_ERROR_CODES]) {
			expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\|.*${escaped(advice)}`, 'm'));
		}
	});
});

test('a table stays a table, whatever its cells hold', () => {
	expect(table(['a', 'b'], [['x|y', 'two\nlines']])).toBe(
		['| a    | b         |', '| ---- | --------- |', '| x\\|y | two lines |'].join('\n'),
	);
});

test('a text without the marks is not filled in silence', () => {
	expect(() => fill('text', 'operations', 'more')).toThrow('no marks named operations');
	expect(fill('<!-- a -->old<!-- /a -->', 'a', 'new $& text')).toBe(
		'<!-- a -->\n\nnew $& text\n\n<!-- /a -->',
	);
});
