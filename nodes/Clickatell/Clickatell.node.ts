import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from './n8n/execute';
import { lookupMethods } from './n8n/lookups';
import { answerQuestion } from './n8n/question/answerQuestion';
import { answerWebhooks, WAITING } from './n8n/question/webhooks';
import { namedValueMethods } from './n8n/panel/namedValues';
import { nodeCredentials, nodeProperties, nodeSubtitle, secretFields } from './n8n/panel/properties';

export class Clickatell implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clickatell',
		name: 'clickatell',
		icon: { light: 'file:clickatell.svg', dark: 'file:clickatell.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: nodeSubtitle(),
		description:
			'Send SMS and WhatsApp messages through Clickatell, and ask people and wait for their answers',
		defaults: { name: 'Clickatell' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		waitingNodeTooltip: WAITING,
		webhooks: answerWebhooks,
		credentials: nodeCredentials(),
		sensitiveOutputFields: secretFields(),
		properties: nodeProperties(),
	};

	methods = { loadOptions: lookupMethods(), resourceMapping: namedValueMethods() };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerQuestion(this);
	}
}
