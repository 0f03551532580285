import { fetchAlone } from '../../../tools/n8n/fetchAlone';
import type { ImportedWorkflow } from '../../../tools/n8n/cli';
import { PACKAGE_NAME } from '../../../tools/n8n/package';
import { type Around, asked, post } from './questions';
import type { Ledger } from './table';
import { agentWith, fromAi, type ScriptedModel } from './tool';
import { clickatell, START, type WorkflowNode } from './workflows';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const CUSTOMER = '27999100291';
const REVIEWER = { sms: '27999100292', platform: '27999100293' };
const TEXT = 'You get 900 euros back';

/** A tool that spends, which a person must allow. */
const send: WorkflowNode = {
	...clickatell('Send an SMS', 'message.send', {
		to: fromAi('to', 'The number'),
		text: fromAi('text', 'What to say'),
	}),
	type: `${PACKAGE_NAME}.clickatellTool`,
};

/** The review as n8n's editor saves it: resource and operation are n8n's own, and the message begins with its words. */
function review(account: keyof typeof REVIEWER): WorkflowNode {
	const operation = account === 'sms' ? 'message.sendAndWait' : 'sms.sendAndWait';
	const node = clickatell('Ask the Boss', operation, {
		to: REVIEWER[account],
		message:
			'=The agent wants to run this tool: {{ $tool.name }}\n\nInput:\n{{ JSON.stringify($tool.parameters) }}',
		approvalOptions: { values: { approvalType: 'double' } },
	});
	return {
		...node,
		type: `${PACKAGE_NAME}.clickatellHitlTool`,
		parameters: { ...node.parameters, resource: 'message' },
	};
}

const reviewed = (account: keyof typeof REVIEWER): ImportedWorkflow =>
	agentWith(
		`review-${account}`,
		`Human review, ${account}`,
		`Tell ${CUSTOMER}: ${TEXT}`,
		[send, review(account)],
		{
			'Send an SMS': { ai_tool: [[{ node: 'Ask the Boss', type: 'ai_tool', index: 0 }]] },
			'Ask the Boss': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	);

const workflows = { sms: reviewed('sms'), platform: reviewed('platform') };
export const reviewWorkflows = Object.values(workflows);

/** An agent wants to spend, and a person with a phone allows it, or does not. */
export async function humanReview(ledger: Ledger, around: Around, model: ScriptedModel): Promise<void> {
	const { client, gateway } = around;
	for (const account of ['sms', 'platform'] as const) {
		for (const decision of ['approve', 'decline'] as const) {
			await ledger.check(`human review of an agent's tool, ${account}, ${decision}`, async () => {
				const before = gateway.messages({ to: CUSTOMER }).length;
				const id = await client.run(workflows[account].id, START);
				const channel = account === 'sms' ? 'message' : 'sms';
				const link = await asked(around, id, channel, REVIEWER[account]);
				if (gateway.messages({ to: CUSTOMER }).length !== before)
					throw new Error('the tool ran without review');
				const page = await (await fetchAlone(link)).text();
				if (!page.includes('Send_an_SMS') || !page.includes(TEXT))
					throw new Error(`the page does not say what is asked: ${page}`);
				const [status] = await post(link, { decision });
				if (status !== 200) throw new Error(`the answer came to ${status}`);
				const execution = await client.finished(id);
				const said = String(execution.output('Agent')[0]?.json.output);
				const after = gateway.messages({ to: CUSTOMER });
				const ran = after.length - before;
				if (ran !== (decision === 'approve' ? 1 : 0))
					throw new Error(`the tool ran ${ran} times; the agent said ${said}`);
				const told = decision === 'approve' ? defined(after.at(-1)).apiMsgId : 'User rejected the tool call';
				if (!said.includes(told)) throw new Error(`the agent was not told: ${said}`);
				return said.slice(0, 120);
			});
		}
	}
	await ledger.check('n8n lists the node as a review channel', async () => {
		const types = (await client.json('/types/nodes.json')) as Array<{
			name: string;
			inputs: unknown;
			codex?: { subcategories?: Record<string, string[]> };
		}>;
		const found = types.find(({ name }) => name === `${PACKAGE_NAME}.clickatellHitlTool`);
		const group = found?.codex?.subcategories?.Tools?.join();
		if (group !== 'Human in the Loop') throw new Error(`it is listed under ${group ?? 'nothing'}`);
		return `under ${group}; ${model.requests.length} requests to the model`;
	});
}
