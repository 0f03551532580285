import {
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { testCallbackCredential } from './n8n/trigger/credentialTest';
import { triggerPanel, triggerProperties, triggerSubtitle, triggerWebhooks } from './n8n/trigger/description';
import { callbackLifecycle } from './n8n/trigger/lifecycle';
import { receiveCallback } from './n8n/trigger/receive';

export class ClickatellTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clickatell Trigger',
		name: 'clickatellTrigger',
		icon: { light: 'file:clickatell.svg', dark: 'file:clickatell.dark.svg' },
		group: ['trigger'],
		// Exactly 1: see keepBodyRaw in the description's properties.
		version: 1,
		subtitle: triggerSubtitle,
		description:
			'Starts the workflow when you receive an SMS or a WhatsApp message, or a delivery report of one you sent',
		eventTriggerDescription: 'Waiting for a message or a delivery report from Clickatell',
		activationMessage:
			'Callbacks to the production URL now start this workflow, if Clickatell can reach that URL from the internet.',
		triggerPanel,
		defaults: { name: 'Clickatell Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'clickatellCallbackApi',
				required: true,
				displayOptions: { show: { authentication: ['credential'] } },
				testedBy: 'testCallbackCredential',
			},
			{
				name: 'clickatellPlatformApi',
				required: true,
				displayOptions: { show: { '/settings.downloadMedia': [true] } },
			},
		],
		webhooks: triggerWebhooks,
		properties: triggerProperties,
	};

	methods = { credentialTest: { testCallbackCredential } };

	webhookMethods = { default: callbackLifecycle };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveCallback(this);
	}
}
