import {
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { testCallbackCredential } from './runtime/trigger/credentialTest';
import {
	answer,
	secretPathWebhook,
	triggerPanel,
	triggerProperties,
	triggerSubtitle,
} from './runtime/trigger/description';
import { callbackLifecycle } from './runtime/trigger/lifecycle';
import { receiveCallback } from './runtime/trigger/receive';

export class ClickatellTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clickatell Trigger',
		name: 'clickatellTrigger',
		icon: { light: 'file:clickatell.svg', dark: 'file:clickatell.dark.svg' },
		group: ['trigger'],
		// Exactly 1: see keepBodyRaw in the description's properties.
		version: 1,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow on delivery statuses of sent messages and on inbound messages',
		eventTriggerDescription: 'Waiting for a callback of the Clickatell gateway',
		activationMessage: 'Callbacks to the production URL now start this workflow.',
		triggerPanel,
		defaults: { name: 'Clickatell Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// Optional: where one is set, a call without it is refused.
		credentials: [{ name: 'clickatellCallbackApi', testedBy: 'testCallbackCredential' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'GET,POST',
				...answer,
				path: 'callback',
				ndvHideMethod: true,
				ndvHideUrl: '={{ $parameter["settings"]["secretInPath"] === true }}',
			},
			secretPathWebhook,
		],
		properties: triggerProperties,
	};

	methods = { credentialTest: { testCallbackCredential } };

	webhookMethods = { default: callbackLifecycle };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveCallback(this);
	}
}
