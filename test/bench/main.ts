/**
 * `npm run bench [-- --small] [-- --only 1,3] [-- --against <commit>]`: measures the package against what else there is, prints the figures with
 * their goals and writes docs/benchmarks.md with its plots. `--small` tries it out in two minutes and, like `--only`,
 * writes nothing. `npm run bench -- once [--messages 100000] [--seeds 1,2,3]` proves that nothing is sent twice, which takes an hour, and writes
 * its own section of the page. `--against <commit>` measures that commit's package and this one in turn, and nothing else;
 * `--figure 'one text' --rounds 40` one execution alone, in so many rounds.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stopAllCommands } from '../../tools/n8n/processes';
import { step } from '../../tools/n8n/progress';
import { asText, writeDocument } from './document/write';
import type { Finding } from './findings';
import { describeMachine } from './machine';
import { measureAgainst } from './measurements/against';
import { measureBulk } from './measurements/bulk';
import { measureCallbacks } from './measurements/callbacks';
import { measureCpu } from './measurements/cpu';
import { measureGateway } from './measurements/gateway';
import { measureGrowth } from './measurements/growth';
import { measurePlatform } from './measurements/platform';
import { measureStalls } from './measurements/stalls';
import { measureStart } from './measurements/start';
import { proveOnce } from './measurements/once';
import { type Bench, FULL, projectRoot, setUp, SMALL } from './setup';

/** Makes the measurements of these numbers. */
async function measure(
	bench: Bench,
	only: ReadonlySet<number>,
	found: (...findings: Finding[]) => void,
): Promise<void> {
	const wanted = (...numbers: number[]) => numbers.some((number) => only.has(number));
	// Growth is drawn beside the loop that measurement 1 runs.
	const bulk = wanted(1, 2, 6)
		? await step('1 and 2. Bulk', (report) => measureBulk(bench, report))
		: undefined;
	if (bulk) found(...bulk.findings);
	const cpu = wanted(3, 4) ? await step('3. Cost on the CPU', () => measureCpu(bench)) : undefined;
	if (cpu) found(cpu.finding);
	if (cpu && wanted(4))
		found(await step('4. Callbacks', (report) => measureCallbacks(bench, cpu.callbacks, report)));
	if (wanted(5)) found(await step('5. Start', () => measureStart(bench)));
	if (bulk && wanted(6)) found(await step('6. Growth', (report) => measureGrowth(bench, bulk.loop, report)));
	if (wanted(7)) found(await step('7. Gateway', () => measureGateway(bench)));
	if (wanted(8)) found(await step('8. Stalls', (report) => measureStalls(bench, report)));

	if (wanted(9)) found(await step('9. Platform', (report) => measurePlatform(bench, report)));
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			small: { type: 'boolean' },
			only: { type: 'string' },
			against: { type: 'string' },
			figure: { type: 'string' },
			rounds: { type: 'string' },
			messages: { type: 'string' },
			seeds: { type: 'string' },
		},
		allowPositionals: true,
	});
	if (positionals[0] === 'once') {
		const seeds = (values.seeds ?? '1,2,3').split(',').map(Number);
		return await proveOnce(Number(values.messages ?? 100_000), seeds);
	}
	const { against } = values;
	const startedAt = new Date();
	const bench = await setUp(values.small ? SMALL : FULL);
	const machine = describeMachine(bench, startedAt);
	const findings: Finding[] = [];
	const found = (...more: Finding[]) => {
		for (const finding of more) {
			findings.push(finding);
			console.log(asText(finding));
		}
	};

	if (against === undefined) {
		await measure(bench, new Set((values.only ?? '1,2,3,4,5,6,7,8,9').split(',').map(Number)), found);
	} else {
		const rounds = values.rounds ? Number(values.rounds) : undefined;
		const what = { commit: against, figure: values.figure, rounds };
		found(await step(`Against ${against}`, (report) => measureAgainst(bench, what, report)));
	}

	const missed = findings.flatMap(({ goals }) => goals).filter(({ met }) => !met).length;
	console.log(`\n${missed === 0 ? 'All goals are met.' : `${missed} goals are not met.`}`);
	console.log(`It took ${Math.round((Date.now() - startedAt.getTime()) / 1000)} s.`);
	if (values.small || values.only || against) return;
	const file = await writeDocument(path.join(projectRoot, 'docs'), machine, findings);
	console.log(`Written to ${path.relative(projectRoot, file)}.`);
}

// 130 is a shell's own code for "interrupted".
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

main()
	.catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	})
	.finally(() => stopAllCommands());
