import path from 'node:path';
import { ensureN8n } from '../../../tools/n8n/install';
import { packPackage } from '../../../tools/n8n/package';
import { projectRoot } from '../../../tools/n8n/paths';
import { step } from '../../../tools/n8n/progress';
import { onceProof, type OnceResult } from '../../n8n/queue/once';
import { asText, writeOnce } from '../document/write';
import type { Finding } from '../findings';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Executions of each worker. With a key, most of the time of an execution is the wait before it sends. */
const AT_ONCE = 25;

const WAYS = {
	plain: 'no accidents, no key',
	retry: 'accidents, then Retry of all that failed',
	keyed: 'accidents with an Idempotency Key, then all once more',
} as const;

/** Sends so many messages in n8n's queue mode, in each way for each seed, and writes what the gateway's books say. */
export async function proveOnce(messages: number, seeds: readonly number[]): Promise<void> {
	const installed = await step('Preparing n8n', async (report) => await ensureN8n(report));
	const packed = await step('Building and packing the package', async () => await packPackage());
	const startedAt = Date.now();
	const proof = await onceProof(installed, packed, (line) => console.log(`   ${line}`), AT_ONCE);
	const results: OnceResult[] = [];
	try {
		for (const seed of seeds) {
			// The plain bulk is measured in the same run, once for all seeds.
			const ways = seed === seeds[0] ? (['plain', 'retry', 'keyed'] as const) : (['retry', 'keyed'] as const);
			for (const way of ways) {
				console.log(`Seed ${seed}, ${WAYS[way]}`);
				results.push(await proof.run(way, messages, seed));
				console.log(`   ${JSON.stringify(results.at(-1))}`);
			}
		}
	} finally {
		await proof.stop();
	}
	const finding = findingOf(messages, results);
	console.log(asText(finding));
	console.log(`It took ${Math.round((Date.now() - startedAt) / 1000)} s.`);
	if (messages >= 100_000) await writeOnce(path.join(projectRoot, 'docs'), finding);
}

function findingOf(messages: number, results: readonly OnceResult[]): Finding {
	const plain = defined(results.find(({ way }) => way === 'plain'));
	const proved = results.filter(({ way }) => way !== 'plain');
	const sum = (what: 'twice' | 'lost') => proved.reduce((all, result) => all + result[what], 0);
	const list = (accidents: OnceResult['accidents']) =>
		Object.entries(accidents)
			.map(([name, count]) => `${name} ${count}`)
			.join(', ');
	return {
		number: 10,
		title: 'Sent once, whatever happens',
		how: `${messages.toLocaleString('en')} messages in executions of 200 in n8n's queue mode: main, a webhook process, two workers with ${AT_ONCE} executions each at a time, PostgreSQL and Redis, against the HTTP/S server of the embedded gateway, which answers after 50 ms. Half of the executions send one text to all, the others each a text of their own. While they run, answers are lost, Redis is restarted, and all of n8n is killed with SIGKILL and started again; with an Idempotency Key single workers are killed as well. (Retry cannot follow on that: n8n 2.41 overwrites what the execution of a killed worker began with.) Then all executions that failed are retried, or with a key all of them are started once more, whatever became of them. No person decides anything in between. What was sent is counted by the gateway.`,
		columns: [
			'',
			'seed',
			'twice',
			'lost',
			'executions failed',
			'accidents',
			'calls',
			'beside the plain bulk',
		],
		rows: results.map(({ way, seed, twice, lost, failed, accidents, calls, seconds }) => [
			WAYS[way],
			String(seed),
			String(twice),
			String(lost),
			String(failed),
			list(accidents),
			calls.toLocaleString('en'),
			way === 'plain' ? `${seconds.toFixed(0)} s` : `${(seconds / plain.seconds).toFixed(1)} times`,
		]),
		goals: [
			{ goal: 'no message twice', measured: String(sum('twice')), met: sum('twice') === 0 },
			{ goal: 'no message lost', measured: String(sum('lost')), met: sum('lost') === 0 },
		],
		notes: [
			'The time of a retry or a second start is in the figure; so are the 30 seconds for which each waits, and the starts of n8n.',
		],
	};
}
