import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Surroundings } from './exampleRuns';
import { Visitor } from './forms';
import { withinOneHour } from './hours';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** A code that is not this one. */
const not = (code: string) => (code === '000000' ? '000001' : '000000');

/** The example "verify a number", as people go through it who read the code, guess it, use it twice, or ask too often. */
export async function verifyNumber(
	{ client, gateway, n8nUrl }: Pick<Surroundings, 'client' | 'gateway' | 'n8nUrl'>,
	workflow: ImportedWorkflow,
): Promise<string> {
	await withinOneHour();
	await client.publish(workflow.id);
	const form = defined(workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger'));
	const ask = async (number: string) => {
		const visitor = new Visitor();
		await visitor.open(`${n8nUrl}/form/${defined(form.webhookId)}`);
		await visitor.submit(number);
		return visitor;
	};
	const codesOf = (to: string) =>
		gateway.messages({ to }).map(({ text }) => {
			const [, code] = /^(\d{6}) is your code for Example Shop\. It is valid for 10 minutes/.exec(text) ?? [];
			if (code === undefined) throw new Error(`the message says ${text}`);
			return code;
		});

	// Who mistypes it once, and then types it in Arabic digits, with a blank in it.
	const reader = await ask('+27 99 910 0181');
	reader.expect(/We have sent it to 27999100181/);
	const [code = '', ...more] = codesOf('27999100181');
	if (more.length > 0) throw new Error('one request came to more than one message');
	await reader.submit(not(code));
	reader.expect(/That is not the code/);
	const arabic = [...code].map((digit) => String.fromCharCode(0x660 + Number(digit))).join('');
	await reader.submit(`${arabic.slice(0, 3)} ${arabic.slice(3)}`);
	reader.expect(/We know now that 27999100181 is yours/);

	// Another one who is sent a code asks again at once, in another spelling: nothing is sent.
	const first = await ask('+27 99 910 0182');
	(await ask('0027999100182')).expect(/Too many codes have been asked for/);
	if (codesOf('27999100182').length !== 1) throw new Error('a second code was sent at once');
	// Who guesses: the fifth wrong code ends it, in this execution and in every other one.
	const [guessed = ''] = codesOf('27999100182');
	for (let tries = 1; tries < 5; tries++) {
		await first.submit(not(guessed));
		first.expect(/That is not the code/);
	}
	await first.submit(not(guessed));
	first.expect(/Too many wrong codes were typed/);

	for (const wrong of ['27999100185, 27999100186', '0823', 'me'])
		(await ask(wrong)).expect(/We could not send to this number/);
	for (const to of ['27999100185', '27999100186', '0823', '823']) {
		if (gateway.messages({ to }).length > 0) throw new Error(`something was sent to ${to}`);
	}
	return 'a wrong and the right code, a second request at once, five wrong codes, three entries that are no number';
}
