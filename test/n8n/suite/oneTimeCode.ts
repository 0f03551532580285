import { setTimeout as delay } from 'node:timers/promises';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Surroundings } from './exampleRuns';
import { Visitor } from './forms';
import { withinOneHour } from './hours';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** How long a code is good for in the copy of the example whose codes expire while one waits. */
const SHORT_SECONDS = 1.2;

/** The same workflow with a form of its own, whose codes expire soon. */
function withShortCodes(workflow: ImportedWorkflow): ImportedWorkflow {
	const copy = JSON.parse(
		JSON.stringify(workflow).replaceAll('One-time code', 'Short codes'),
	) as ImportedWorkflow;
	for (const node of copy.nodes) {
		if (node.webhookId !== undefined) node.webhookId = 'suite-short-codes';
		if (node.name !== 'Settings') continue;
		const { assignments } = node.parameters.assignments as {
			assignments: Array<{ name: string; value: unknown }>;
		};
		const minutes = assignments.find(({ name }) => name === 'minutesValid');
		if (minutes === undefined) throw new Error('the example has no field minutesValid');
		minutes.value = SHORT_SECONDS / 60;
	}
	return copy;
}

/** A code that is not this one. */
const not = (code: string) => (code === '000000' ? '000001' : '000000');

/** The example "one-time code", as people go through it who read the code, guess it, come late, or ask for many. */
export async function oneTimeCode(
	{ client, gateway, n8nUrl }: Surroundings,
	workflow: ImportedWorkflow,
): Promise<string> {
	await withinOneHour();
	const { id: shortId } = (await client.request('POST', '/rest/workflows', {
		...withShortCodes(workflow),
		id: undefined,
	})) as { id: string };
	await client.publish(workflow.id);
	await client.publish(shortId);
	const form = defined(workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger'));
	const ask = async (number: string, path = defined(form.webhookId)) => {
		const visitor = new Visitor();
		await visitor.open(`${n8nUrl}/form/${path}`);
		await visitor.submit(number);
		return visitor;
	};
	const codesOf = (to: string) =>
		gateway.messages({ to }).map(({ text }) => {
			const [, code] = /^(\d{6}) is your code/.exec(text) ?? [];
			if (code === undefined) throw new Error(`the message says ${text}`);
			return code;
		});

	// Who mistypes it once, and then types it with a blank in it.
	const reader = await ask('+27 99 910 0081');
	reader.expect(/Type the code from the SMS/);
	const [code = '', ...more] = codesOf('27999100081');
	if (more.length > 0) throw new Error('one request came to more than one message');
	await reader.submit(not(code));
	reader.expect(/That is not the code/);
	await reader.submit(`${code.slice(0, 3)} ${code.slice(3)}`);
	reader.expect(/We know now that 27999100081 is yours/);

	// Who guesses: the third wrong code ends it, and the right one comes too late.
	const guesser = await ask('+27 99 910 0082');
	const [guessed = ''] = codesOf('27999100082');
	await guesser.submit(not(guessed));
	await guesser.submit(not(guessed));
	guesser.expect(/That is not the code/);
	await guesser.submit(not(guessed));
	guesser.expect(/Too many wrong codes/);
	await guesser.submit(guessed).catch(() => {});
	if (/is yours/.test(guesser.page)) throw new Error('a code was taken after the last try');

	const late = await ask('+27 99 910 0083', 'suite-short-codes');
	await delay(SHORT_SECONDS * 1000);
	await late.submit(codesOf('27999100083')[0] ?? '');
	late.expect(/This code has expired/);

	// One number in three spellings is one number; the fourth code of an hour is not sent.
	for (const spelling of ['+27 99 910 0084', '0027999100084', '27999100084']) {
		(await ask(spelling)).expect(/Type the code/);
	}
	(await ask('+27 (99) 910-0084')).expect(/Too many codes/);
	const asked = codesOf('27999100084');
	if (new Set(asked).size !== 3) throw new Error(`the codes of one number were ${asked.join(', ')}`);

	for (const wrong of ['27999100085, 27999100086', '27999100085;27999100086', '0823', 'me']) {
		(await ask(wrong)).expect(/No code was sent/);
	}
	// Others send meanwhile: what counts are these numbers, and the ways in which they could be misread.
	for (const to of ['27999100085', '27999100086', '0823', '823', '27823']) {
		if (gateway.messages({ to }).length > 0) throw new Error(`something was sent to ${to}`);
	}
	return 'a wrong and the right code, three wrong ones, an expired one, a fourth request, four entries that are no number';
}
