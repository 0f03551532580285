import { readExample } from '../../../tools/n8n/examples';
import type { Surroundings } from './exampleRuns';
import { withinOneHour } from './hours';
import { runWell } from './instance';
import type { Ledger } from './table';
import { verifyNumber } from './verifyNumber';
import { chain, clickatell, manualStart } from './workflows';

const TO = '27999100191';
const OTHER = '27999100192';

/** Two nodes that check, in one workflow: n8n's memory is to be the same for both, and for all executions. */
const GUESSES = chain('code-guesses', 'Guesses codes', [
	manualStart(),
	clickatell('First', 'verify.checkCode', { to: TO, code: 'none', validity: 60, mostTries: 20 }),
	clickatell('Second', 'verify.checkCode', { to: TO, code: 'none', validity: 60, mostTries: 20 }),
]);

const AGAIN = chain('code-again', 'Sends a code twice', [
	manualStart(),
	clickatell('Once', 'verify.sendCode', { to: OTHER }),
	clickatell('Again', 'verify.sendCode', { to: OTHER }, { settings: { onError: 'continueRegularOutput' } }),
]);

/** The example that `mainMode` imports with all others, but not into an older n8n. */
export const verifyExample = readExample('verify-a-number');

export const codeWorkflows = [GUESSES, AGAIN];

/** How many checks go on at once. */
const AT_ONCE = 6;

/** What n8n itself remembers of codes: its own service, its database, executions by hand. */
export async function codes(
	ledger: Ledger,
	{ client, gateway, n8nUrl }: Pick<Surroundings, 'client' | 'gateway' | 'n8nUrl'>,
	withExample: boolean,
): Promise<void> {
	await ledger.check('tries of codes count for all nodes and executions of a workflow', async () => {
		await withinOneHour();
		const runs = await Promise.all(
			Array.from({ length: AT_ONCE }, async () => await runWell(client, GUESSES.id)),
		);
		const left = runs.flatMap((run) =>
			['First', 'Second'].map((node) => run.output(node)[0]?.json.triesLeft as number),
		);
		const expected = Array.from({ length: 2 * AT_ONCE }, (_, i) => 19 - i);
		if (left.sort((a, b) => b - a).join() !== expected.join())
			throw new Error(`the tries that were left were ${left.join()}`);
		return `${left.length} tries of ${AT_ONCE} executions at once, none lost`;
	});
	await ledger.check('a code is not sent again at once, by whichever node', async () => {
		const run = await runWell(client, AGAIN.id);
		const [once, again] = ['Once', 'Again'].map((node) => run.output(node)[0]?.json);
		if (once?.accepted !== true) throw new Error(`the first came to ${JSON.stringify(once)}`);
		if (again?.errorMeaning !== 'sent a moment ago')
			throw new Error(`the second came to ${JSON.stringify(again)}`);
		const sent = gateway.messages({ to: OTHER }).length;
		if (sent !== 1) throw new Error(`${sent} messages`);
		return String(again.errorText);
	});
	if (withExample)
		await ledger.check('examples/verify-a-number.json', async () =>
			verifyNumber({ client, gateway, n8nUrl }, verifyExample),
		);
}
