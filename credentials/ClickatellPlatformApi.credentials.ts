import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { PLATFORM_BASE_URL, readPlatformCredential } from '../nodes/Clickatell/apis/platform/credential';
import { KEY_PROBE, proveKey } from '../nodes/Clickatell/n8n/platformKey';

/** An account of the Clickatell Platform, by the API key of one of its integrations. */
export class ClickatellPlatformApi implements ICredentialType {
	name = 'clickatellPlatformApi';

	displayName = 'Clickatell Platform API';

	icon: Icon = {
		light: 'file:../nodes/Clickatell/clickatell.svg',
		dark: 'file:../nodes/Clickatell/clickatell.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell/blob/main/docs/credentials.md#to-send-with-an-api-key';

	properties: INodeProperties[] = [
		{
			displayName:
				'For accounts of the <b>Clickatell Platform</b>, which can be opened today: their integrations have an <b>API key</b>. An account with an <b>API ID</b>, a user name and a password is one of the SMS Gateway, and this credential is not for it. <a href="https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell#which-clickatell" target="_blank">Which one do I have?</a>',
			name: 'whichAccount',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'Shown in the Clickatell portal with the settings of your integration',
			description: 'The API key of one integration of your account',
		},
		{
			displayName: 'API',
			name: 'api',
			type: 'options',
			default: 'oneApi',
			options: [
				{
					name: 'One API',
					value: 'oneApi',
					description: 'SMS and WhatsApp. A call carries up to 100 messages, each with its own text',
				},
				{
					name: 'SMS API',
					value: 'smsApi',
					description: 'SMS alone. A call carries one text to up to 200 recipients',
				},
			],
			hint: 'The one that you chose when you created the integration',
			description: 'Which API the integration is for: a key belongs to one of them',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: PLATFORM_BASE_URL,
			required: true,
			description:
				"Where the API is. Change it only for another host, such as the package's embedded gateway.",
		},
		{
			displayName: 'Probe',
			name: 'probe',
			type: 'hidden',
			// While this is empty, n8n runs preAuthentication before each request. It is never filled, so that every
			// test of the credential proves the key; the node's own calls bring it filled and skip the proof.
			typeOptions: { expirable: true },
			default: '',
		},
	];

	/** Gives the verdict of the credential's test: a refusal may come with any HTTP status, and only its body tells. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		await proveKey(this, credentials);
		return {};
	}

	/** Adds the key at the last moment, without a scheme word. */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const read = readPlatformCredential(credentials);
		if (!read.ok) throw new Error(`The credential needs attention: ${read.fault}`);
		return { ...requestOptions, headers: { ...requestOptions.headers, Authorization: read.credential.key } };
	};

	test: ICredentialTestRequest = { request: KEY_PROBE };
}
