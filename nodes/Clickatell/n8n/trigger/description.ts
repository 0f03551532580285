import type { INodeProperties, IWebhookDescription, TriggerPanelDefinition } from 'n8n-workflow';
import { EXAMPLE_PARAMETER } from './samples';
import { settingsPanel } from './settingsPanel';
import { statusOptions } from './statusOptions';

const EVENTS_PAGE =
	'https://github.com/n8n-nodes-clickatell/n8n-nodes-clickatell/blob/main/docs/callbacks.md#the-status-event';

/** The panel's one notice. A callout, because a notice is amber, which is for what costs money. */
const whereToPaste: INodeProperties = {
	displayName: [
		'Paste the production URL above into your Clickatell account:<ul>',
		'<li>Clickatell Platform: as callback URL of your integration, for statuses, for replies, or for both.</li>',
		"<li>SMS Gateway, delivery reports: as 'Callback URL' of your API. In the node that sends, 'Delivery Reports' must not be None.</li>",
		"<li>SMS Gateway, inbound messages: as target address in 'Reply Path' of your number.</li>",
		'<li>Clickatell cannot call localhost or your own network.</li>',
		"<li>To try the workflow without Clickatell, choose an example in 'Webhook URL to Show'.</li>",
		`</ul><a href="${EVENTS_PAGE}" target="_blank">What the workflow gets</a>`,
	].join(''),
	name: 'callbackUrlHelp',
	type: 'callout',
	default: '',
};

const urlShown: INodeProperties = {
	displayName: 'Webhook URL to Show',
	name: 'urlShown',
	type: 'options',
	noDataExpression: true,
	default: 'callback',
	options: [
		{ name: 'For Clickatell', value: 'callback', description: 'The URL to enter in your Clickatell account' },
		{
			name: 'For Clickatell, with the Secret in Its Path',
			value: 'secretInPath',
			description:
				"Put the credential's secret in the place of ':secret'. n8n writes the path of a URL into its log and its metrics, the secret too: use it only where a query string does not reach n8n.",
		},
		{
			name: 'To Try: A Delivery Status',
			value: 'exampleStatus',
			description: "Click 'Execute step', then open the test URL in your browser",
		},
		{
			name: 'To Try: A WhatsApp Message',
			value: 'exampleWhatsapp',
			description: "Click 'Execute step', then open the test URL in your browser",
		},
		{
			name: 'To Try: An Inbound Message',
			value: 'exampleInbound',
			description: "Click 'Execute step', then open the test URL in your browser",
		},
	],
	description:
		"Which URL is shown under 'Webhook URLs'. It changes nothing else: which calls the trigger accepts does not depend on it.",
};

const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	default: 'none',
	options: [
		{
			name: 'Credential',
			value: 'credential',
			description: 'A call must carry the user and password, or the secret, of the credential',
		},
		{ name: 'None', value: 'none', description: 'Everyone who knows the URL can start the workflow' },
	],
	description:
		"How a call proves that it comes from Clickatell. Choose 'Credential' for anything that matters.",
};

/** Where n8n shows the credentials: they would stand before the field that asks for them. */
const credentialPlace: INodeProperties = {
	displayName: 'Credential',
	name: 'credentialPlace',
	type: 'credentials',
	default: '',
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
	urlShown,
	authentication,
	credentialPlace,
	{
		// n8n lists the options of a parameter with this label as triggers of their own.
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
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
				description: 'A person has sent a message to one of your numbers: a text, a media file or a location',
			},
			{
				name: 'Other Event',
				value: 'other',
				description:
					'An event of the Clickatell Platform of a kind that this node does not know, as it was received',
			},
		],
		description: 'What starts the workflow. Everything else is acknowledged and starts nothing.',
	},
	{
		displayName: 'Statuses',
		name: 'statusFilter',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { events: ['status'] } },
		default: 'all',
		options: [
			{ name: 'All Statuses', value: 'all', description: 'Every status that Clickatell reports' },
			{ name: 'Chosen Statuses', value: 'chosen', description: 'Only the statuses chosen below' },
			{
				name: 'Final Statuses',
				value: 'final',
				description: 'Only final statuses: received or read by the recipient, or failed',
			},
		],
		description: 'Which delivery statuses start the workflow',
	},
	{
		displayName: 'Chosen Statuses',
		name: 'statuses',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		displayOptions: { show: { events: ['status'], statusFilter: ['chosen'] } },
		default: [],
		options: statusOptions,
		description:
			'The delivery statuses that start the workflow: numbers of the SMS Gateway and the SMS API, which include the name of One API that means the same, and names of One API',
	},
	settingsPanel,
	keepBodyRaw,
];

/** What a caller reads whose event was taken. */
export const TAKEN = 'OK';

/** n8n answers when it has stored the execution; the trigger itself has answered what starts nothing. */
const answer = { responseMode: 'onReceived', responseData: TAKEN } as const;

/** A URL that is shown while it is chosen in the panel. */
function shownFor(choice: string): Pick<IWebhookDescription, 'ndvHideMethod' | 'ndvHideUrl'> {
	return { ndvHideMethod: true, ndvHideUrl: `={{ $parameter["urlShown"] !== "${choice}" }}` };
}

/** The callback URL with an example asked for: shown only, because without a method n8n registers nothing. */
function exampleUrl(kind: 'status' | 'inbound' | 'whatsapp', choice: string): IWebhookDescription {
	return {
		name: 'default',
		httpMethod: '',
		path: `callback?${EXAMPLE_PARAMETER}=${kind}`,
		...shownFor(choice),
	};
}

export const triggerWebhooks: IWebhookDescription[] = [
	{ name: 'default', httpMethod: 'GET,POST', ...answer, path: 'callback', ...shownFor('callback') },
	/**
	 * The same webhook with the secret as a segment of its path, for callers that do not keep a query string. n8n serves
	 * a path with a variable only as a full path, which must then hold something that no other node's has; and it must
	 * not begin with the webhook ID, or n8n does not find it under the test URL.
	 */
	{
		name: 'default',
		httpMethod: 'GET,POST',
		...answer,
		path: '=callback-{{ $webhookId }}/:secret',
		isFullPath: true,
		...shownFor('secretInPath'),
	},
	exampleUrl('status', 'exampleStatus'),
	exampleUrl('whatsapp', 'exampleWhatsapp'),
	exampleUrl('inbound', 'exampleInbound'),
];

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive messages and delivery reports from Clickatell',
	executionsHelp: {
		inactive:
			"<b>While you build the workflow</b>, click 'Execute step', then have a callback sent to the test URL: choose an example in 'Webhook URL to Show' and open it in your browser, or paste the test URL into your Clickatell account for the time being. The event appears here. If the call is refused, the reason appears instead.<br><br><b>To run the workflow automatically</b>, publish (activate) it, and paste the production URL into your Clickatell account.",
		active:
			'<b>While you build the workflow</b>, click \'Execute step\', then have a callback sent to the test URL. The event appears here. If the call is refused, the reason appears instead.<br><br><b>The workflow is published</b>: callbacks to the production URL start it, and appear in the <a data-key="executions">executions list</a>, but not here.',
	},
	activationHint:
		'Once the workflow is ready, publish (activate) it and paste the production URL into your Clickatell account: callbacks then start it without this button.',
};

/** What stands below the node's name on the canvas; there is little room. */
export const triggerSubtitle =
	'={{ $parameter["events"].length > 2 ? "All Events" : $parameter["events"].map((kind) => kind === "status" ? "Status" : kind === "inbound" ? "Inbound" : "Other").join(" and ") }}';
