import type { INodeProperties } from 'n8n-workflow';

/** Who may call, what else starts the workflow, and what comes out. `settings` reads it. */
export const settingsPanel: INodeProperties = {
	displayName: 'Settings',
	// The name 'options' is taken by the hidden parameter below.
	name: 'settings',
	type: 'collection',
	placeholder: 'Add Setting',
	default: {},
	description: 'Who may call, and what else starts the workflow',
	options: [
		{
			displayName: 'Accept Unreadable Calls',
			name: 'startOnUnreadable',
			type: 'boolean',
			default: true,
			description:
				"Whether a call that cannot be understood starts the workflow, as an item of kind 'unreadable' with the raw request, instead of being refused so that the gateway sends it again",
		},
		{
			displayName: 'Allowed Addresses',
			name: 'allowedAddresses',
			type: 'string',
			default: '',
			placeholder: 'e.g. 196.216.236.0/24, 2001:db8::/32',
			description:
				"IP addresses and CIDR ranges that callbacks may come from, separated by commas. Empty: all. Behind a proxy, n8n sees the caller's address only if N8N_PROXY_HOPS is set.",
		},
		{
			displayName: 'API IDs',
			name: 'apiIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 424242, 424243',
			description:
				'API IDs whose callbacks start the workflow, separated by commas. Empty: all. A callback that names no API ID, such as a status callback in XML or any of the Clickatell Platform, is let through.',
		},
		{
			displayName: 'Download Media',
			name: 'downloadMedia',
			type: 'boolean',
			displayOptions: { show: { '/events': ['inbound'] } },
			default: true,
			description:
				'Whether to download the media file of an inbound message of the Clickatell Platform into binary data, up to 32 MB and for some seconds, while Clickatell waits for the answer. If a file cannot be downloaded, the event still starts the workflow: its entry in files says why.',
		},
		{
			displayName: 'Group Events',
			name: 'groupEvents',
			type: 'boolean',
			default: true,
			description:
				'Whether callbacks that arrive while n8n stores another one start the next execution together, as an item each. It takes n8n about half as long for each, but an item that fails fails the others of its execution.',
		},
		{
			displayName: 'Include Raw Request',
			name: 'includeRawRequest',
			type: 'boolean',
			default: true,
			description: "Whether to add the request as it was received, as 'rawRequest', to each item",
		},
		{
			displayName: 'Login as Parameters',
			name: 'loginAsParameters',
			type: 'boolean',
			displayOptions: { show: { '/authentication': ['credential'] } },
			default: true,
			description:
				"Whether user and password may also come as the parameters 'user' and 'password' of the call, instead of the Basic header",
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		{
			displayName: 'Start on Repeated Callbacks',
			name: 'startOnRepeats',
			type: 'boolean',
			default: true,
			description:
				'Whether a callback that was received before starts the workflow again. Otherwise the last 10,000 are remembered, in the memory of this n8n process only: with several processes, add the Remove Duplicates node and compare dedupeKey.',
		},
	],
};
