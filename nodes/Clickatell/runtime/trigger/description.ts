import type {
	INodeProperties,
	INodePropertyOptions,
	IWebhookDescription,
	TriggerPanelDefinition,
} from 'n8n-workflow';
import { MESSAGE_STATUSES } from '../../operations/statuses';
import { sampleNotices } from './samples';

// n8n leaves only links and lists in a notice.
const whereToPaste: INodeProperties = {
	displayName: [
		"Copy the production URL from 'Webhook URLs' above into your Clickatell account. One URL takes every format:<ul>",
		"<li>For delivery statuses: into 'Callback URL' in the settings of your API, with any 'Callback Type' (HTTP, XML or SOAP, by GET or POST). Only messages sent with the option 'Status Reports' are reported.</li>",
		"<li>For inbound messages: into the target address of 'Reply Path' of your two-way number (HTTP or XML, by GET or POST).</li>",
		'</ul>',
	].join(''),
	name: 'notice',
	type: 'notice',
	default: '',
};

const whoIsBelieved: INodeProperties = {
	displayName:
		'Without a credential, everyone who knows the URL is believed. With one, enter its user and password beside the URL in your Clickatell account too, or add its secret to the URL: ?secret=...',
	name: 'protectionNotice',
	type: 'notice',
	default: '',
};

const statusOptions: INodePropertyOptions[] = MESSAGE_STATUSES.map(({ code, text, meaning }) => ({
	name: `${code} ${titleCase(text)}`,
	value: code,
	// n8n's wording rule: one sentence ends without a period, several end with one.
	description: /\.\s/.test(meaning) ? meaning : meaning.replace(/\.$/, ''),
}));

function titleCase(text: string): string {
	return text.replace(/\b[a-z]\w{3,}|\bnot\b/g, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

const settings: INodeProperties = {
	displayName: 'Settings',
	// The name 'options' is taken by the hidden parameter below.
	name: 'settings',
	type: 'collection',
	placeholder: 'Add Setting',
	default: {},
	description: 'Who is believed, and what else starts the workflow',
	options: [
		{
			displayName: 'Accept Unreadable Calls',
			name: 'startOnUnreadable',
			type: 'boolean',
			default: false,
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
				'API IDs whose callbacks start the workflow, separated by commas. Empty: all. A callback that names no API ID, such as a status callback in XML, is let through.',
		},
		{
			displayName: 'Include Raw Request',
			name: 'includeRawRequest',
			type: 'boolean',
			default: false,
			description: "Whether to add the request as it was received, as 'rawRequest', to each item",
		},
		{
			displayName: 'Login as Parameters',
			name: 'loginAsParameters',
			type: 'boolean',
			default: false,
			description:
				"Whether user and password may also come as the parameters 'user' and 'password' of the call, instead of the Basic header",
		},
		{
			displayName: 'Show URL with Secret in Path',
			name: 'secretInPath',
			type: 'boolean',
			default: false,
			description:
				"Whether to show the URL that has the credential's secret in its path instead of its query. Put the secret in the place of ':secret'. Both URLs always work.",
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: false,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		{
			displayName: 'Start on Repeated Callbacks',
			name: 'startOnRepeats',
			type: 'boolean',
			default: false,
			description:
				'Whether a callback that was received before starts the workflow again. Otherwise the last 10,000 are remembered, in the memory of this n8n process only: with several processes, add the Remove Duplicates node and compare dedupeKey.',
		},
	],
};

/**
 * Makes n8n hand over the request untouched. For a node of version 1 whose parameter `options` has `binaryData`, n8n
 * reads and parses no body; otherwise it answers 422 to ISO-8859-1 and to faulty XML before the node is asked, and
 * nobody ever learns of that callback. It must be named so, and the node's version must stay exactly 1.
 */
const keepBodyRaw: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'hidden',
	default: { binaryData: true },
};

export const triggerProperties: INodeProperties[] = [
	whereToPaste,
	whoIsBelieved,
	{
		// n8n lists the options of a parameter with this label as triggers of their own.
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['status', 'inbound'],
		options: [
			{
				name: 'Delivery Status',
				value: 'status',
				description: 'The delivery status of a sent message has changed',
			},
			{
				name: 'Inbound Message',
				value: 'inbound',
				description: 'A handset has sent a message to one of your numbers',
			},
		],
		description: 'What starts the workflow. Everything else is acknowledged and starts nothing.',
	},
	{
		displayName: 'Statuses',
		name: 'statusFilter',
		type: 'options',
		displayOptions: { show: { events: ['status'] } },
		default: 'all',
		options: [
			{ name: 'All Statuses', value: 'all', description: 'Every status that the gateway reports' },
			{ name: 'Chosen Statuses', value: 'chosen', description: 'Only the statuses chosen below' },
			{
				name: 'Final Statuses',
				value: 'final',
				description: 'Only statuses that no other will follow: received by the recipient, or failed',
			},
		],
		description: 'Which delivery statuses start the workflow',
	},
	{
		displayName: 'Chosen Statuses',
		name: 'statuses',
		type: 'multiOptions',
		required: true,
		displayOptions: { show: { events: ['status'], statusFilter: ['chosen'] } },
		default: [],
		options: statusOptions,
		description: 'The delivery statuses that start the workflow',
	},
	settings,
	...sampleNotices,
	keepBodyRaw,
];

/** What a caller reads whose event was taken. */
export const TAKEN = 'OK';

/** n8n answers when it has stored the execution; what starts nothing the trigger has answered by itself before. */
export const answer = { responseMode: 'onReceived', responseData: TAKEN } as const;

/**
 * The same webhook with the secret as a segment of its path, for callers that do not keep a query string. n8n serves
 * a path with a variable only as a full path, which must then hold something that no other node's has; and it must not
 * begin with the webhook ID, or n8n does not find it under the test URL.
 */
export const secretPathWebhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'GET,POST',
	...answer,
	path: '=callback-{{ $webhookId }}/:secret',
	isFullPath: true,
	ndvHideMethod: true,
	ndvHideUrl: '={{ $parameter["settings"]["secretInPath"] !== true }}',
};

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive delivery statuses and inbound messages from Clickatell',
	executionsHelp: {
		inactive:
			"<b>While you build the workflow</b>, click 'Execute step', then have a callback sent to the test URL: paste it into your Clickatell account for the time being, or call it yourself. The event appears here.<br><br><b>To run the workflow by itself</b>, publish (activate) it, and paste the production URL into your Clickatell account.",
		active:
			'<b>While you build the workflow</b>, click \'Execute step\', then have a callback sent to the test URL. The event appears here.<br><br><b>The workflow is published</b>: callbacks to the production URL start it, and appear in the <a data-key="executions">executions list</a>, but not here.',
	},
	activationHint:
		'Once the workflow is ready, publish (activate) it and paste the production URL into your Clickatell account: callbacks then start it without this button.',
};

/** What stands below the node's name on the canvas; there is little room. */
export const triggerSubtitle =
	'={{ !$parameter["events"].includes("inbound") ? "Delivery Status" : $parameter["events"].includes("status") ? "Status and Inbound" : "Inbound Message" }}';
