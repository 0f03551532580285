import type { Gateway } from '../../gateway';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import type { N8nClient } from '../../../tools/n8n/rest';
import { runWell } from './instance';
import type { Ledger } from './table';
import { agentNode, fromAi, modelNode } from './tool';
import { chain, clickatell, fields, manualStart } from './workflows';

const [ALLOWED, OTHER] = ['27999100053', '27999100054'];
const TEXT = 'Within its guards';

/** An agent that is told to send, with a tool of this operation; the person before it is the one it may send to. */
function workflowWith(
	id: string,
	to: string,
	[operation, parameters, guards]: readonly [string, Record<string, unknown>, Record<string, unknown>?],
	version: 2 | 3 = 3,
): ImportedWorkflow {
	const node = clickatell('Tool', operation, parameters);
	const tool = {
		...node,
		type: `${PACKAGE_NAME}.clickatellTool`,
		parameters: { ...node.parameters, ...(guards ? { guards } : {}) },
	};
	const agent = agentNode(`Tell ${to}: ${TEXT}`, version);
	return chain(id, id, [manualStart(), fields('Person', { number: ALLOWED }), agent], {
		side: [modelNode, tool],
		extra: {
			[modelNode.name]: { ai_languageModel: [[{ node: agent.name, type: 'ai_languageModel', index: 0 }]] },
			[tool.name]: { ai_tool: [[{ node: agent.name, type: 'ai_tool', index: 0 }]] },
		},
	});
}

const SEND = { to: fromAi('to', 'The number'), text: fromAi('text', 'What to say') };
/** The person whom the workflow is about, and nobody else. */
const GUARDS = { allowedRecipients: "={{ $('Person').first().json.number }}", mostRecipients: 1 };

const allowed = workflowWith('agent-allowed', ALLOWED, ['message.send', SEND, GUARDS]);
const refused = workflowWith('agent-refused', OTHER, ['message.send', SEND, GUARDS]);
const refusedOfOld = workflowWith('agent-refused-2', OTHER, ['message.send', SEND, GUARDS], 2);
const open = workflowWith('agent-open', OTHER, [
	'message.send',
	SEND,
	{ allowedRecipients: fromAi('to', 'The number') },
]);
const voucher = workflowWith('agent-voucher', OTHER, [
	'account.redeemVoucher',
	{ voucher: fromAi('text', 'The voucher') },
]);

export const agentToolWorkflows: readonly ImportedWorkflow[] = [
	allowed,
	refused,
	refusedOfOld,
	open,
	voucher,
];

/** What an agent may do with the node is decided by what a person has saved, in n8n's own variant of the node. */
export async function agentTools(ledger: Ledger, client: N8nClient, gateway: Gateway): Promise<void> {
	const told = async ({ id }: ImportedWorkflow) =>
		String((await runWell(client, id)).output('Agent')[0]?.json.output);
	const sentTo = (to: string) => gateway.messages({ to }).filter(({ text }) => text === TEXT);

	await ledger.check('an agent sends to whom its guards allow', async () => {
		const answer = await told(allowed);
		const [message, ...more] = sentTo(ALLOWED);
		if (message === undefined || more.length > 0 || !answer.includes(message.apiMsgId))
			throw new Error(`the gateway got ${JSON.stringify([message, ...more])}; the agent said ${answer}`);
		return 'the number of another node, one message, its ID told to the model';
	});

	const refusals = [
		[refused, `holds ${OTHER}, to which an AI agent may not send`],
		[refusedOfOld, `holds ${OTHER}, to which an AI agent may not send`],
		[open, "'Allowed Recipients' is left to the AI agent"],
		[voucher, "'Redeem Voucher' of 'Account' is not for AI agents"],
	] as const;
	for (const [workflow, sentence] of refusals) {
		await ledger.check(`${workflow.id} is told why, and nothing is sent`, async () => {
			const before = gateway.calls({ command: 'token_pay' }).length;
			const answer = await told(workflow);
			if (!answer.includes(sentence)) throw new Error(`the agent said ${answer}`);
			if (sentTo(OTHER).length > 0) throw new Error('a message was sent');
			if (gateway.calls({ command: 'token_pay' }).length > before) throw new Error('the voucher was tried');
			return sentence;
		});
	}
}
