import { setTimeout as delay } from 'node:timers/promises';
import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { type Around, answerOf, asked, post, textTo } from './questions';
import type { Ledger } from './table';
import { chain, clickatell, manualStart, START } from './workflows';

const TO = '27999100289';
const ASK = 'Ask';

/** Two equal items, one question each: what tells them apart is the round. */
const to = (node: string) => [{ node, type: 'main', index: 0 }];
const rounds = chain(
	'question-rounds',
	'Question: rounds of a loop',
	[
		manualStart(),
		{
			name: 'Two',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: { jsCode: 'return [{ json: { same: 1 } }, { json: { same: 1 } }];' },
		},
		{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3, parameters: {} },
		clickatell(ASK, 'message.sendAndWait', {
			to: TO,
			message: "=Round {{ $runIndex }} at {{ $now.toMillis() }}, {{ $('Two').first().json.same }}?",
		}),
		{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
	],
	{ extra: { Loop: { main: [to('After'), to(ASK)] }, [ASK]: { main: [to('Loop')] } } },
);

export const roundsWorkflows: readonly ImportedWorkflow[] = [rounds];

/** A question by its page, as it was asked, and answers that come quickly one after the other. */
export async function questionRounds(ledger: Ledger, around: Around): Promise<void> {
	const { client, gateway } = around;
	await ledger.check(rounds.name, async () => {
		const id = await client.run(rounds.id, START);
		const links: string[] = [];
		for (const round of [0, 1]) {
			let link = await asked(around, id, 'message', TO);
			const deadline = Date.now() + 120_000;
			while (links.includes(link) && Date.now() < deadline) {
				await delay(100);
				link = await asked(around, id, 'message', TO);
			}
			const [question = ''] = (textTo(gateway, 'message', TO) ?? '').split('\n');
			if (!question.startsWith(`Round ${round} at `)) throw new Error(`the phone reads ${question}`);
			const page = await (await fetchAlone(link)).text();
			if (!page.includes(question)) throw new Error(`the page of ${question} is ${page}`);
			for (const before of links) {
				const [late] = await post(before, { decision: 'approve' });
				if (late !== 410) throw new Error(`an answer to the round before came to ${late}`);
			}
			const [status, thanks] = await post(link, { decision: 'approve' });
			if (status !== 200) throw new Error(`the answer to round ${round} came to ${status}: ${thanks}`);
			links.push(link);
		}
		const execution = await client.finished(id);
		const { respondedBy } = answerOf(execution);
		if (respondedBy !== TO) throw new Error(`answered by ${String(respondedBy)}`);
	});
}
