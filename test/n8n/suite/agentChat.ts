import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import type { Surroundings } from './exampleRuns';
import { settled, read } from './executions';
import { wellDone } from './instance';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const TO = '27999100052';
const TEXT = 'The meeting begins at three';
const SESSION = 'suite-chat';

/** The example of an agent: two messages into n8n's chat, the second of which needs the memory of the first. */
export async function chatWithAgent(
	{ client, gateway, model, n8nUrl }: Surroundings,
	workflow: ImportedWorkflow,
): Promise<string> {
	const seen = model.requests.length;
	let chats = 0;
	/** As the editor's chat does: n8n waits for the message of this session, and gets it. */
	const say = async (chatInput: string): Promise<string> => {
		await client.request('POST', `/rest/workflows/${workflow.id}/run`, {
			triggerToStartFrom: { name: 'Chat' },
			chatSessionId: SESSION,
		});
		const reply = await fetchAlone(`${n8nUrl}/webhook-test/${workflow.id}/${SESSION}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ action: 'sendMessage', sessionId: SESSION, chatInput }),
		});
		if (!reply.ok) throw new Error(`the chat answered ${reply.status}: ${await reply.text()}`);
		await reply.text();
		chats += 1;
		const executions = await read(client, await settled(client, workflow.id, chats));
		return String(wellDone(defined(executions.at(-1))).output('Assistant')[0]?.json.output);
	};

	const answer = await say(`Tell ${TO}: ${TEXT}`);
	const [message, ...others] = gateway.messages({ to: TO });
	if (message?.text !== TEXT || others.length > 0 || !answer.includes(message.apiMsgId)) {
		throw new Error(`the gateway got ${JSON.stringify([message, ...others])}; the agent said ${answer}`);
	}
	const later = await say('What did I say?');
	if (!later.includes(TEXT)) throw new Error(`the agent has no memory: ${later}`);
	if (gateway.messages({ to: TO }).length !== 1) throw new Error('the question was sent as well');
	const request = model.requests.slice(seen).find(({ messages }) => JSON.stringify(messages).includes(TEXT));
	const offered = (request?.tools ?? []).map(
		({ function: { name, parameters } }) =>
			`${name} (${Object.keys(parameters.properties).join(', ') || 'nothing'})`,
	);
	return `offered ${offered.join(', ')}; one message, its ID told to the model; the chat is remembered`;
}
