import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Gateway } from '../../gateway';
import type { ImportedCredential, ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import type { N8nClient } from '../../../tools/n8n/rest';
import { runWell } from './instance';
import type { Ledger } from './table';
import { chain, clickatell, manualStart, type WorkflowNode } from './workflows';

const TO = '27999100051';
const TEXT = 'Sent by a tool';

export interface ChatRequest {
	tools?: Array<{ function: { name: string; parameters: { properties: Record<string, unknown> } } }>;
	messages: Array<{ role: string; content: unknown }>;
}

export interface ScriptedModel {
	url: string;
	/** What the agent offered and told, one entry for each request. */
	requests: ChatRequest[];
	close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

/** "Tell <number>: <text>", as the user of a scripted model says it. */
const ORDER = /^Tell (\d+): (.+)$/;

/** What a scripted model answers: asked to tell somebody something, it calls the tool that has a text to send. */
function scriptedAnswer({ tools = [], messages }: ChatRequest): Record<string, unknown> {
	const last = messages.at(-1);
	if (last?.role === 'tool') {
		return { role: 'assistant', content: `The tool said: ${JSON.stringify(last.content)}` };
	}
	const said = messages.filter(({ role }) => role === 'user').map(({ content }) => String(content));
	const [, to, text] = ORDER.exec(said.at(-1) ?? '') ?? [];
	if (to === undefined) return { role: 'assistant', content: `You said: ${said.join(' / ')}` };
	const fieldsOf = ({ function: { parameters } }: (typeof tools)[number]) => parameters.properties;
	// A tool that a person reviews takes its own values one level deeper.
	const reviewed = tools.find((tool) => 'toolParameters' in fieldsOf(tool));
	const tool = reviewed ?? tools.find((one) => 'text' in fieldsOf(one));
	const values = reviewed ? { toolParameters: { to, text }, hitlParameters: {} } : { to, text };
	const call = { name: tool?.function.name ?? '', arguments: JSON.stringify(values) };
	return {
		role: 'assistant',
		content: null,
		tool_calls: [{ id: `call_${messages.length}`, type: 'function', function: call }],
	};
}

/**
 * A chat model in the form of OpenAI's API that follows a script: told to send, it calls the tool it is offered,
 * then it repeats what the tool said; of anything else it repeats all that the user has said.
 */
export async function startScriptedModel(): Promise<ScriptedModel> {
	const requests: ChatRequest[] = [];
	const server = createServer((incoming, outgoing) => {
		void bodyOf(incoming).then((text) => {
			const request = JSON.parse(text) as ChatRequest;
			requests.push(request);
			const message = scriptedAnswer(request);
			outgoing.setHeader('content-type', 'application/json').end(
				JSON.stringify({
					id: `chat-${requests.length}`,
					object: 'chat.completion',
					created: Math.floor(Date.now() / 1000),
					model: 'scripted',
					choices: [{ index: 0, message, finish_reason: message.content === null ? 'tool_calls' : 'stop' }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	// A busy client would send on a connection at the moment when it is closed.
	server.keepAliveTimeout = 0;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		requests,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

const MODEL = { id: 'scripted-model', name: 'Scripted model' };
/** What the example of an agent refers to. */
const MODEL_OF_EXAMPLE = { id: 'chat-model', name: 'Chat model account' };

export const modelCredentials = (url: string): ImportedCredential[] =>
	[MODEL, MODEL_OF_EXAMPLE].map((name) => ({ ...name, type: 'openAiApi', data: { apiKey: 'none', url } }));

export const fromAi = (name: string, what: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`${what}\`, 'string') }}`;

/** @param typeVersion from 3 on n8n's engine runs the tools, before that the agent does */
export const agentNode = (text: string, typeVersion: 2 | 3): WorkflowNode => ({
	name: 'Agent',
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion,
	parameters: { promptType: 'define', text, options: { enableStreaming: false } },
});
export const modelNode: WorkflowNode = {
	name: 'Model',
	type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
	typeVersion: 1.2,
	parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
	credentials: { openAiApi: MODEL },
};

/** A workflow with an agent that is told something, by the scripted model, with these tools. */
export function agentWith(
	id: string,
	name: string,
	text: string,
	tools: readonly WorkflowNode[],
	connections: Record<string, { ai_tool: Array<Array<{ node: string; type: string; index: number }>> }>,
	typeVersion: 2 | 3 = 3,
): ImportedWorkflow {
	return chain(id, name, [manualStart(), agentNode(text, typeVersion)], {
		side: [modelNode, ...tools],
		extra: {
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			...connections,
		},
	});
}

const tool: WorkflowNode = {
	...clickatell('Send an SMS', 'message.send', {
		to: fromAi('to', 'The number'),
		text: fromAi('text', 'What to say'),
	}),
	type: `${PACKAGE_NAME}.clickatellTool`,
};

export const toolWorkflow = agentWith(
	'feature-tool',
	'The node as a tool of an agent',
	`Tell ${TO}: ${TEXT}`,
	[tool],
	{ 'Send an SMS': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] } },
	2,
);

/** n8n's agent lets the model call the node as a tool, with values the model has chosen. */
export async function asTool(
	ledger: Ledger,
	client: N8nClient,
	gateway: Gateway,
	scripted: ScriptedModel,
): Promise<void> {
	await ledger.check('the node as a tool of an AI agent', async () => {
		const [answer] = (await runWell(client, toolWorkflow.id)).output('Agent');
		const [message, ...others] = gateway.messages({ to: TO });
		if (message?.text !== TEXT || others.length > 0) {
			throw new Error(
				`the gateway got ${JSON.stringify([message, ...others])}; the agent said ${JSON.stringify(answer?.json)}`,
			);
		}
		if (!String(answer?.json.output).includes(message.apiMsgId)) {
			throw new Error(`the model was not told the message ID: ${JSON.stringify(answer?.json)}`);
		}
		const offered = Object.keys(scripted.requests[0]?.tools?.[0]?.function.parameters.properties ?? {});
		return `offered with ${offered.join(' and ')}, called once, one message, its ID told to the model`;
	});
}
