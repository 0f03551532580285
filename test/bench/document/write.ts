import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Finding, Goal } from '../findings';
import { writePlot } from './plot';
import { defined } from '../../../nodes/Clickatell/formats/defined';

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

const verdict = ({ met }: Goal) => (met ? 'met' : '**not met**');

function section(finding: Finding): string {
	const { number, title, how, columns, rows, goals, notes = [], plots = [] } = finding;
	return [
		`## ${number}. ${title}`,
		how,
		table(columns, rows),
		...(goals.length > 0
			? [
					table(
						['Goal', 'Measured', ''],
						goals.map((goal) => [goal.goal, goal.measured, verdict(goal)]),
					),
				]
			: []),
		...notes,
		...plots.map((plot) => `![${plot.title}](benchmarks/${plot.name}.svg)`),
	].join('\n\n');
}

/** The findings as text for a terminal. */
export function asText(finding: Finding): string {
	const { number, title, columns, rows, goals, notes = [] } = finding;
	const all = [columns, ...rows];
	const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
	const line = (row: readonly string[]) =>
		`   ${row.map((cell, column) => cell.padEnd(defined(widths[column]))).join('  ')}`.trimEnd();
	return [
		`\n${number}. ${title}`,
		...all.map(line),
		...goals.map((goal) => `   ${goal.met ? 'met    ' : 'NOT MET'}  ${goal.goal}: ${goal.measured}`),
		...notes.map((note) => `   ${note}`),
	].join('\n');
}

const INTRO = `# Benchmarks

One run of \`npm run bench\`, which anyone can repeat: it installs what it needs, takes half an hour and writes this
page; section 10 is of \`npm run bench -- once\`, which takes an hour or more. Times of different machines cannot be compared; ratios within one run can. Each figure is the median of several
rounds, the contenders taking turns within a round, with the least and the most in brackets. Nothing here is a test:
a slow machine fails nothing.

What is called *the wire* is a server on the same machine that answers every request after 50 ms, over TLS, as
\`api.clickatell.com\` and as \`api.twilio.com\`: n8n reaches it by the proxy setting \`HTTPS_PROXY\`, so that both nodes run
as published, with the addresses they always use. Every run of a node is a process of its own, on n8n's own engine, which has run ten items before; where
a row says that it has sent as many, that has been the whole run, made once already.`;

/** What other runs write, or a person: sections at the end, which a run of the measurements leaves as they are. */
const ONCE = '## 10.';
const BY_HAND = '## What the unit tests notice';

function keptOf(file: string): { once: string[]; byHand: string[] } {
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const [once, hand] = [ONCE, BY_HAND].map((heading) => text.indexOf(heading));
	return {
		once: once === -1 ? [] : [text.slice(once, hand === -1 ? undefined : hand).trimEnd()],
		byHand: hand === -1 ? [] : [text.slice(hand)],
	};
}

/** Puts the section of the proof that nothing is sent twice in place of the one before. */
export async function writeOnce(folder: string, finding: Finding): Promise<void> {
	const file = path.join(folder, 'benchmarks.md');
	const text = readFileSync(file, 'utf8');
	const { once, byHand } = keptOf(file);
	const end = [...once, ...byHand].map((each) => text.indexOf(each)).sort((a, b) => a - b)[0] ?? text.length;
	const written = [text.slice(0, end).trimEnd(), section(finding), ...byHand].join('\n\n');
	const options = await resolveConfig(file);
	writeFileSync(file, await format(written, { ...options, parser: 'markdown' }));
}

/** Writes docs/benchmarks.md and its plots. */
export async function writeDocument(
	folder: string,
	machine: readonly (readonly [what: string, value: string])[],
	findings: readonly Finding[],
): Promise<string> {
	const goals = findings.flatMap((finding) =>
		finding.goals.map((goal) => [String(finding.number), goal.goal, goal.measured, verdict(goal)]),
	);
	const file = path.join(folder, 'benchmarks.md');
	const kept = keptOf(file);
	const text = [
		INTRO,
		table(['', 'Goal', 'Measured', ''], goals),
		table(['Machine and versions', ''], machine),
		...findings.map(section),
		...kept.once,
		...kept.byHand,
	].join('\n\n');
	mkdirSync(path.join(folder, 'benchmarks'), { recursive: true });
	const style = { ...(await resolveConfig(file)), parser: 'markdown' };
	writeFileSync(file, await format(text, style));
	for (const plot of findings.flatMap(({ plots = [] }) => plots)) {
		writeFileSync(path.join(folder, 'benchmarks', `${plot.name}.svg`), writePlot(plot));
	}
	return file;
}
