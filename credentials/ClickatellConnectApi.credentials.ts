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
import { CONNECT_ADDRESS_SLOT, connectAddress } from '../nodes/Clickatell/apis/connect/address';
import { proveToken, TOKEN_PROBE } from '../nodes/Clickatell/n8n/connectToken';

/** The access to Clickatell's Connect API, through which accounts are opened for others. */
export class ClickatellConnectApi implements ICredentialType {
	name = 'clickatellConnectApi';

	displayName = 'Clickatell Connect API';

	icon: Icon = {
		light: 'file:../nodes/Clickatell/clickatell.svg',
		dark: 'file:../nodes/Clickatell/clickatell.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell/blob/main/docs/credentials.md#to-open-accounts-for-others';

	properties: INodeProperties[] = [
		{
			displayName:
				'For applications that open Clickatell accounts for others. To send messages, use a <b>Clickatell Platform API</b> or <b>Clickatell Gateway API</b> credential. <a href="https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell#which-clickatell" target="_blank">Which one do I have?</a>',
			name: 'whichAccount',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'Shown in your Clickatell account beside the Connect API',
			description: 'The authentication token of your Connect API',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://connect.clickatell.com',
			required: true,
			description:
				"Where the Connect API is. Change it only for another host, such as the package's embedded gateway.",
		},
		{
			displayName: 'Probe',
			name: 'probe',
			type: 'hidden',
			// While this is empty, n8n runs preAuthentication before each request. It is never filled, so that every
			// test of the credential proves the token; the node's own calls bring it filled and skip the proof.
			typeOptions: { expirable: true },
			default: '',
		},
	];

	/**
	 * Gives the verdict of the credential's test: Clickatell answers HTTP 200 even when it does not know the token,
	 * with XML that the rules of a declared test cannot read.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		await proveToken(this, credentials);
		return {};
	}

	/** Puts base URL and token into the address at the last moment. */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const address = connectAddress(credentials['baseUrl'], credentials['token']);
		if (!address.ok) throw new Error(`The credential needs attention: ${address.reason}`);
		return { ...requestOptions, url: address.url };
	};

	test: ICredentialTestRequest = {
		request: { ...TOKEN_PROBE, url: CONNECT_ADDRESS_SLOT },
	};
}
