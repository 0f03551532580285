import { setTimeout as delay } from 'node:timers/promises';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import { Questions, same, SHORT_MINUTES, until, UNTIL_TIMEOUT_SECONDS } from './answers';
import type { Surroundings } from './exampleRuns';
import { CALLBACK_LOGIN } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const TWO_WAY = '27999000009';
/** Two questions; one question; one whose message comes before its call is answered; one that nobody answers. */
const [BOTH, ONE, QUICK, SILENT] = ['27999101701', '27999101702', '27999101703', '27999101704'] as const;

/** The example "Answer by SMS", as people go through it who answer in any order, wrongly, at once, early or late. */
export async function answerBySms(around: Surroundings, workflow: ImportedWorkflow): Promise<string> {
	const { client, gateway } = around;
	await client.publish(workflow.id);
	const trigger = defined(workflow.nodes.find(({ type }) => type === `${PACKAGE_NAME}.clickatellTrigger`));
	const settings = {
		url: await client.webhookUrl(workflow, trigger),
		type: 'http-post',
		...CALLBACK_LOGIN,
	} as const;
	const questions = new Questions(around, workflow, 'Clickatell example: questions');
	const texts = (to: string) => gateway.messages({ to }).map(({ text }) => text);
	let written = 0;
	const write = async (from: string, text: string) => {
		written += 1;
		const sent = await gateway.pushInbound({ from, to: TWO_WAY, text }, { settings, retry: false });
		if (sent.some(({ state }) => state !== 'delivered')) throw new Error(`"${text}" was not taken`);
	};
	/** The code in the message that asks a question. */
	const codeOf = async (to: string, question: string): Promise<string> => {
		let code: string | undefined;
		await until(`an SMS that asks "${question}"`, () => {
			const asked = texts(to).find((text) => text.startsWith(question));
			code = asked === undefined ? undefined : /\d{4}$/.exec(asked)?.[0];
			return code !== undefined;
		});
		return defined(code);
	};
	/** The number of messages to somebody, when it is that, and stays so for a moment. */
	const messagesTo = async (to: string, count: number) => {
		await until(`${count} messages to ${to}`, () => texts(to).length >= count);
		await delay(500);
		same(`messages to ${to}`, texts(to).length, count);
	};

	await questions.ask(`+${SILENT}`, 'Shall we wait?', SHORT_MINUTES);

	await questions.ask('+27 99 910 1701', 'Paint it red?');
	await questions.ask('0027 99 9101701', 'Open on Sunday?');
	const red = await codeOf(BOTH, 'Paint it red?');
	const sunday = await codeOf(BOTH, 'Open on Sunday?');
	await write(BOTH, 'Yes');
	await messagesTo(BOTH, 3);
	const hint = `Please write your answer and the code of the question, such as: YES ${sunday}. Open: ${sunday}, ${red}.`;
	same('the hint', texts(BOTH)[2], hint);
	await write(BOTH, 'Yes, of course');
	await questions.allRead(written);
	await write(BOTH, ' stop ');
	await questions.allRead(written);
	await write(BOTH, `no, ${sunday}.`);
	await questions.row('Open on Sunday?', 'answered');
	await write(BOTH, `YES ${sunday}`);
	await write(BOTH, `${red}: Yes, the door too`);
	await questions.row('Paint it red?', 'answered');
	await messagesTo(BOTH, 3);

	await questions.ask(ONE, 'Call back?');
	const back = await codeOf(ONE, 'Call back?');
	await write(ONE, `YES ${back === '9999' ? '9998' : '9999'}`);
	await messagesTo(ONE, 2);
	same(
		'the hint',
		texts(ONE)[1],
		`Please write your answer and the code of the question, such as: YES ${back}.`,
	);
	await write(ONE, back);
	await Promise.all([write(ONE, 'Yes'), write(ONE, 'No')]);
	const decided = await questions.row('Call back?', 'answered');
	await messagesTo(ONE, 2);

	// The message is on the phone while the run still sends it.
	gateway.fail({ kind: 'slow', command: 'sendmsg', to: QUICK, delayMs: 3000 });
	await questions.ask(QUICK, 'Are you there?');
	await write(QUICK, `here ${await codeOf(QUICK, 'Are you there?')}`);

	await questions.row('Shall we wait?', 'no answer', UNTIL_TIMEOUT_SECONDS);
	await write(SILENT, 'Yes!');
	await messagesTo(SILENT, 2);
	same('the hint', texts(SILENT)[1], 'Your answer came too late. The question is closed.');
	await write(SILENT, 'Really?');

	same('the answers', await questions.outcomes(written), {
		'Shall we wait?': 'No Answer',
		'Paint it red?': 'Yes, the door too',
		'Open on Sunday?': 'no',
		'Call back?': decided.answer,
		'Are you there?': 'here',
	});
	if (!['Yes', 'No'].includes(String(decided.answer)))
		throw new Error(`the row says ${String(decided.answer)}`);
	await messagesTo(SILENT, 2);
	return 'two open questions answered in the other order, one by two answers at once, one before the run waited, one never; three hints';
}
