import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { readCredential } from '../nodes/Clickatell/apis/gateway/credential';
import { unsealSession } from '../nodes/Clickatell/apis/gateway/session';
import { logIn } from '../nodes/Clickatell/n8n/gatewayLogin';

/** Marks the request of the credential's test, which must log in again; it is taken off before anything is sent. */
const FRESH_LOGIN = 'x-fresh-login';

/** What n8n takes for a session that has run out: it calls `preAuthentication` and then asks again. */
function askForLogin(): Error {
	return Object.assign(new Error('A fresh login is wanted'), { response: { status: 401 } });
}

/** The account of Clickatell's SMS gateway, for its SOAP or HTTP/S API. */
export class ClickatellSoapApi implements ICredentialType {
	name = 'clickatellSoapApi';

	displayName = 'Clickatell Gateway API';

	icon: Icon = {
		light: 'file:../nodes/Clickatell/clickatell.svg',
		dark: 'file:../nodes/Clickatell/clickatell.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell/blob/main/docs/credentials.md#to-send-with-an-api-id';

	properties: INodeProperties[] = [
		{
			displayName:
				'For accounts of Clickatell\'s <b>SMS Gateway</b>: they have an <b>API ID</b>, a user name and a password. An account with an <b>API key</b> is one of the newer Clickatell Platform, and this credential is not for it. <a href="https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell#which-clickatell" target="_blank">Which one do I have?</a>',
			name: 'whichAccount',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'API ID',
			name: 'apiId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 3407892',
			hint: 'Shown in your Clickatell account under APIs, beside the SOAP or HTTP API',
			description:
				"The number of your API. It works with one kind of server only: choose that one in 'Server'",
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			hint: 'The user name that you sign in to Clickatell with',
			description: 'The user name of the Clickatell account',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The password of the Clickatell account',
		},
		{
			displayName: 'Default Sender ID',
			name: 'defaultSender',
			type: 'string',
			default: '',
			placeholder: 'e.g. 27999000224',
			hint: "Used where a node's 'Sender ID' is empty",
			description:
				'What recipients see as sender: a number of up to 16 digits, or a name of up to 11 letters and digits. It must be registered and approved in the Clickatell account.',
		},
		{
			displayName: 'Server',
			name: 'server',
			type: 'options',
			default: 'documentLiteral',
			options: [
				{
					name: 'Document/Literal',
					value: 'documentLiteral',
					description: 'The SOAP server that is used most; up to 10 merge fields in batches',
				},
				{
					name: 'RPC/Encoded',
					value: 'rpcEncoded',
					description: 'The other SOAP server, which takes decimal credit limits; 4 merge fields',
				},
				{
					name: 'HTTP/S',
					value: 'http',
					description:
						"For the API ID of an HTTP API, which most accounts have. Only this server takes 'Send At' of a batch and 'Force 8-Bit'.",
				},
			],
			description:
				'Which server to use. The first two are for the API ID of a SOAP API, the last for that of an HTTP API. When you save, the test says so if the other kind takes your API ID.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.clickatell.com',
			required: true,
			description:
				"Where the API is. Change it only for another host, such as the package's embedded gateway.",
		},
		{
			displayName: 'Session',
			name: 'sessionToken',
			type: 'hidden',
			// Kept by n8n, encrypted; as a password field it never reaches the browser.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Logs in; n8n keeps what is returned. Runs when no session is kept, or when it is asked for. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return { sessionToken: await logIn(this, credentials) };
	}

	/** Puts the session, or API ID, user and password, into the slot of the request at the last moment. */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		if (requestOptions.headers?.[FRESH_LOGIN] !== undefined) {
			delete requestOptions.headers[FRESH_LOGIN];
			throw askForLogin();
		}
		const read = readCredential(credentials);
		if (!read.ok || typeof requestOptions.body !== 'string') return requestOptions;
		const { credential } = read;
		const session = unsealSession(credential, credentials.sessionToken);
		return {
			...requestOptions,
			body: credential.server.fill(requestOptions.body, { ...credential, session }),
		};
	};

	/**
	 * The login gives the verdict, because Clickatell answers HTTP 200 even when it refuses one. A kept session must
	 * not stand in for it: the password may have been edited since.
	 */
	test: ICredentialTestRequest = {
		request: {
			headers: { [FRESH_LOGIN]: '1' },
			baseURL: '={{$credentials.baseUrl}}',
			url: '/',
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
	};
}
