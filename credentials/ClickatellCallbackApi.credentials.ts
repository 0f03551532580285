import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * What the gateway's callbacks must carry to be accepted. Chosen by the user for this purpose; has nothing to do with
 * the login of the Clickatell account (docs/protocol/callbacks.md#delivery).
 */
export class ClickatellCallbackApi implements ICredentialType {
	name = 'clickatellCallbackApi';

	displayName = 'Clickatell Callback API';

	icon: Icon = {
		light: 'file:../nodes/Clickatell/clickatell.svg',
		dark: 'file:../nodes/Clickatell/clickatell.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell/blob/main/docs/credentials.md#to-receive-the-callback-url';

	properties: INodeProperties[] = [
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			description:
				"The callback user name as entered beside the callback URL in the Clickatell account. Leave 'User' and 'Password' empty to use only a secret. A callback must carry everything that is filled in here.",
			hint: 'Choose them yourself: not the login of your Clickatell account',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The callback password as entered beside the callback URL in the Clickatell account',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"A long random word that you add to the callback URL as '?secret=...'. At least 16 letters and digits.",
		},
	];
}
