import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import { Questions, same, SHORT_MINUTES, until } from './answers';
import type { Surroundings } from './exampleRuns';
import { CALLBACK_LOGIN } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const ONE_API = 'Demo One API';
/** By WhatsApp; by SMS; to the SMS API, and naming no message; never. */
const [CHATS, TEXTS, PLAIN, SILENT] = ['27999101801', '27999101802', '27999101803', '27999101804'] as const;

/** The example "Answer by reply": two open questions for one number, by each channel, told apart by what is answered. */
export async function answerByReply(around: Surroundings, workflow: ImportedWorkflow): Promise<string> {
	const { client, gateway } = around;
	const { platform } = gateway;
	await client.publish(workflow.id);
	const trigger = defined(workflow.nodes.find(({ type }) => type === `${PACKAGE_NAME}.clickatellTrigger`));
	const url = { url: await client.webhookUrl(workflow, trigger), method: 'POST', ...CALLBACK_LOGIN } as const;
	const questions = new Questions(around, workflow, 'Clickatell example: replies');
	// An SMS integration that only writes: replies to the SMS API name no client message ID.
	const smsApi = platform.portal.create({
		name: 'Replies',
		account: 'demo',
		type: 'sms',
		twoWayNumbers: ['27999300001'],
	});
	let written = 0;
	/** Somebody answers a message, or none; the other questions to the number stay open. */
	const reply = (
		from: string,
		text: string,
		answers: string | null,
		more: { channel?: 'whatsapp'; integration?: string } = {},
	) => {
		written += 1;
		return platform.write({ integration: ONE_API, from, text, answers, url, ...more });
	};
	/** Two replies by SMS in one call. */
	const replyAtOnce = async (...replies: Array<{ text: string; answers: string }>) => {
		written += 1;
		const moText = replies.map(({ text, answers }, index) => ({
			channel: 'sms',
			messageId: `${index}`.repeat(32),
			relatedMessageId: answers,
			relatedClientMessageId: platform.messages.get(answers)?.clientMessageId,
			from: TEXTS,
			to: '27999300000',
			timestamp: Date.now(),
			content: text,
			charset: 'UTF-8',
		}));
		const { user, password } = CALLBACK_LOGIN;
		const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
		const taken = await fetchAlone(url.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization },
			body: JSON.stringify({ integrationName: ONE_API, event: { moText } }),
		});
		if (!taken.ok) throw new Error(`a call with two replies was answered ${taken.status}`);
	};
	/** The ID of the message that asks a question, as its row has it. */
	const idOf = async (question: string): Promise<string> => {
		let id: unknown;
		await until(`a message that asks "${question}"`, async () => {
			id = (await questions.rows()).find((row) => row.question === question)?.messageId;
			return typeof id === 'string' && id !== '';
		});
		return String(id);
	};

	await questions.ask(SILENT, 'Shall we wait?', SHORT_MINUTES, 'SMS');

	// WhatsApp takes a text only to somebody who has written.
	platform.write({
		integration: ONE_API,
		channel: 'whatsapp',
		from: CHATS,
		text: 'Hello',
		url: { url: `${gateway.url}/nobody`, method: 'POST' },
	});
	for (const [phone, channel] of [
		['+27 99 910 1801', 'WhatsApp'],
		['+27 99 910 1802', 'SMS'],
	] as const) {
		await questions.ask(phone, `Paint it red? (${channel})`, '60', channel);
		await questions.ask(phone, `Open on Sunday? (${channel})`, '60', channel);
	}
	const [redChat, sundayChat] = [
		await idOf('Paint it red? (WhatsApp)'),
		await idOf('Open on Sunday? (WhatsApp)'),
	];
	const [redText, sundayText] = [await idOf('Paint it red? (SMS)'), await idOf('Open on Sunday? (SMS)')];
	// A message that names none of several, one of another's question, and one that was answered before.
	reply(CHATS, 'Yes', null, { channel: 'whatsapp' });
	reply(CHATS, 'Yes', redText, { channel: 'whatsapp' });
	reply(CHATS, 'No', sundayChat, { channel: 'whatsapp' });
	await questions.row('Open on Sunday? (WhatsApp)', 'answered');
	reply(CHATS, 'Yes', sundayChat, { channel: 'whatsapp' });
	reply(CHATS, 'Yes', redChat, { channel: 'whatsapp' });
	await replyAtOnce({ text: 'Certainly not', answers: sundayText }, { text: 'Certainly', answers: redText });

	await questions.ask(PLAIN, 'Call back?', '60', 'SMS');
	reply(PLAIN, 'Tomorrow', await idOf('Call back?'), { integration: smsApi.name });
	await questions.row('Call back?', 'answered');
	await questions.ask(PLAIN, 'At nine?', '60', 'SMS');
	await idOf('At nine?');
	reply(PLAIN, 'Fine', null);

	same('the answers', await questions.outcomes(written), {
		'Shall we wait?': 'No Answer',
		'Paint it red? (WhatsApp)': 'Yes',
		'Open on Sunday? (WhatsApp)': 'No',
		'Paint it red? (SMS)': 'Certainly',
		'Open on Sunday? (SMS)': 'Certainly not',
		'Call back?': 'Tomorrow',
		'At nine?': 'Fine',
	});
	return 'two open questions by WhatsApp and two by SMS answered in the other order, in one call, one by a reply to the SMS API, one that names nothing, one never';
}
