import type { Account } from './types';

/**
 * The kinds of account that a user can have at Clickatell: each has a credential of its own and its own short list of
 * resources, in the order in which people need them. A further kind is one more entry.
 */
export const ACCOUNTS: readonly Account[] = [
	{
		value: 'smsGateway',
		label: 'SMS Gateway (API ID)',
		help: "An account of Developers' Central: it has an API ID, a user name and a password",
		credential: 'clickatellSoapApi',
		resources: [
			{ value: 'message', label: 'SMS' },
			{ value: 'batch', label: 'Batch' },
			{ value: 'push', label: 'Push' },
			{ value: 'bulkFile', label: 'Bulk File' },
			{ value: 'number', label: 'Number' },
			{ value: 'verify', label: 'Verification' },
			{ value: 'account', label: 'Account' },
		],
	},
	{
		value: 'platform',
		label: 'Clickatell Platform (API Key)',
		help: 'An account of the Clickatell portal, which anybody can open today: its integrations have an API key. For SMS and WhatsApp',
		credential: 'clickatellPlatformApi',
		resources: [
			{ value: 'sms', label: 'SMS', fullLabel: 'Platform SMS' },
			{ value: 'whatsApp', label: 'WhatsApp' },
			{ value: 'platformVerify', label: 'Verification', fullLabel: 'Platform Verification' },
			{ value: 'media', label: 'Media' },
			{ value: 'platformNumber', label: 'Number', fullLabel: 'Platform Number' },
			{ value: 'platformAccount', label: 'Account', fullLabel: 'Platform Account' },
		],
	},
	{
		value: 'connect',
		label: 'Connect API (Token)',
		help: 'For applications that open Clickatell accounts for others. It sends no messages',
		credential: 'clickatellConnectApi',
		resources: [
			{ value: 'registration', label: 'Registration' },
			{ value: 'user', label: 'User' },
			{ value: 'connection', label: 'Connection' },
			{ value: 'credit', label: 'Credit' },
			{ value: 'lookup', label: 'Lookup' },
		],
	},
];
