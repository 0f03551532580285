import { TO } from './messageParameters';
import {
	FILE_ID,
	INPUT_FILE,
	MESSAGE_ID_OF_PLATFORM,
	PLATFORM_CALLS,
	PLATFORM_SENDING,
} from './platformParameters';
import { PLATFORM_STATUS, SENT } from './resultFields';
import type { Parameter, PlatformOperation, ResultField } from './types';

/** A message of WhatsApp has no parts and no coding of its text. */
const SENT_BY_WHATSAPP: readonly ResultField[] = SENT.filter(
	({ name }) => name !== 'encoding' && name !== 'parts',
);

const when = (...is: readonly string[]) => ({ when: { parameter: 'messageType', is } });

const MESSAGE_TYPE: Parameter = {
	name: 'messageType',
	label: 'Message Type',
	help: 'What to send. Outside the 24 hours since a person last wrote, WhatsApp takes templates only',
	type: {
		kind: 'choice',
		choices: [
			{ value: 'text', label: 'Text' },
			{ value: 'media', label: 'Media', help: 'A picture, a video, a sound or a document' },
			{ value: 'location', label: 'Location' },
			{ value: 'contacts', label: 'Contacts' },
		],
	},
	place: 'main',
	initial: 'text',
	source: 'Platform, One API',
};

const TEXT: Parameter = {
	name: 'text',
	label: 'Text',
	help: 'What the recipient reads',
	type: { kind: 'text', maxLength: 4096, rows: 4 },
	place: 'main',
	required: true,
	placeholder: 'e.g. Your parcel is ready for collection',
	hint: 'At most 4096 characters. More than 24 hours after the recipient last wrote, send a template instead',
	...when('text'),
	source: 'Platform, One API',
};

const CAPTION: Parameter = {
	name: 'caption',
	label: 'Caption',
	help: 'A text below the file; a sound has none',
	type: { kind: 'text', maxLength: 4096, rows: 2 },
	place: 'main',
	...when('media'),
	source: 'Platform, One API',
};

const degrees = (name: string, label: string, most: number, example: string): Parameter => ({
	name,
	label,
	help: `Degrees from -${most} to ${most}`,
	type: { kind: 'decimal', min: -most, max: most },
	place: 'main',
	required: true,
	initial: 0,
	placeholder: `e.g. ${example}`,
	...when('location'),
	source: 'Platform, One API',
});

const CONTACTS: Parameter = {
	name: 'contacts',
	label: 'Contacts',
	help: 'A list of contacts in JSON, as the Clickatell Platform takes them',
	type: { kind: 'json', list: true },
	place: 'main',
	required: true,
	placeholder: 'e.g. [{ "name": { "formatted_name": "Ann" }, "phones": [{ "phone": "+27999123456" }] }]',
	...when('contacts'),
	source: 'Platform, One API',
};

const SENT_FILE_ID: Parameter = {
	...FILE_ID,
	help: "The ID of a file that 'Upload' has stored, instead of the file of the item",
	place: 'options',
	required: false,
};

const REPLY_TO: Parameter = {
	name: 'relatedMessageId',
	label: 'Reply to Message ID',
	help: 'The ID of the message that this one answers; WhatsApp shows it above',
	type: { kind: 'text', maxLength: 100 },
	place: 'options',
	placeholder: 'e.g. 996411ad91fa211e7d17bc873aa4a41d',
	source: 'Platform, One API',
};

const LINK_PREVIEW: Parameter = {
	name: 'linkPreview',
	label: 'Link Preview',
	help: 'Whether WhatsApp shows a picture of the first link in the text',
	type: { kind: 'flag' },
	place: 'options',
	initial: true,
	otherwise: false,
	source: 'Platform, One API',
};

const TEMPLATE: Parameter = {
	name: 'templateName',
	label: 'Template',
	help: 'The name of a template that WhatsApp has approved for your account',
	type: { kind: 'text', maxLength: 512 },
	place: 'main',
	required: true,
	placeholder: 'e.g. parcel_ready',
	hint: 'The Clickatell portal lists the approved ones',
	source: 'Platform, One API',
};

const TEMPLATE_PARAMETERS: Parameter = {
	name: 'templateParameters',
	label: 'Parameters',
	help: 'What stands in the places of the template: 1 for the first, 2 for the second',
	type: { kind: 'pairs', one: 'parameter', maxPairs: 100 },
	place: 'main',
	source: 'Platform, One API',
};

const HEADER: Parameter = {
	name: 'header',
	label: 'Header',
	help: 'What stands above the text, where the template has room for it',
	type: {
		kind: 'choice',
		choices: [
			{ value: 'none', label: 'None' },
			{ value: 'text', label: 'Text' },
			{
				value: 'file',
				label: 'File of the Item',
				help: 'A picture, video or document, which is uploaded first',
			},
			{ value: 'fileId', label: 'Stored File', help: "A file that 'Upload' has stored" },
		],
	},
	place: 'main',
	initial: 'none',
	source: 'Platform, One API',
};

const HEADER_TEXT: Parameter = {
	name: 'headerText',
	label: 'Header Text',
	help: 'The text above',
	type: { kind: 'text', maxLength: 1024 },
	place: 'main',
	required: true,
	when: { parameter: 'header', is: ['text'] },
	source: 'Platform, One API',
};

const SEND_REFUSALS = [
	...['1', '2', '3', '7', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '30', '31', '32'],
	...['33', '38', '39', '41', '42', '43', '46'],
];

const SAMPLE_ROW = {
	to: '27999123456',
	accepted: true,
	errorText: null,
	messageId: '996411ad91fa211e7d17bc873aa4a41d',
	clientMessageId: '5e2f4b7d90a1c3e6f8b2000000000000',
	errorCode: null,
	errorMeaning: null,
};

export const WHATSAPP_OPERATIONS: readonly PlatformOperation[] = [
	{
		api: 'platform',
		resource: 'whatsApp',
		operation: 'send',
		title: 'Send',
		action: 'Send a WhatsApp message',
		description:
			'Send a text, a file, a location or contacts by WhatsApp to people who wrote within the last 24 hours. Spends money for each message',
		limits:
			'Each number needs its country code. A text has at most 4096 characters. It is refused for people who have not written for 24 hours: they get templates only',
		effect: 'spend',
		authentication: 'key',
		parameters: [
			TO,
			MESSAGE_TYPE,
			TEXT,
			{ ...INPUT_FILE, ...when('media'), unless: 'fileId' },
			CAPTION,
			degrees('latitude', 'Latitude', 90, '-33.9249'),
			degrees('longitude', 'Longitude', 180, '18.4241'),
			{
				name: 'locationName',
				label: 'Location Name',
				help: 'What the place is called',
				type: { kind: 'text', maxLength: 1000 },
				place: 'main',
				placeholder: 'e.g. Collection point',
				...when('location'),
				source: 'Platform, One API',
			},
			{
				name: 'locationAddress',
				label: 'Location Address',
				help: 'The address of the place',
				type: { kind: 'text', maxLength: 1000 },
				place: 'main',
				placeholder: 'e.g. 1 Main Road',
				...when('location'),
				source: 'Platform, One API',
			},
			CONTACTS,
			SENT_FILE_ID,
			REPLY_TO,
			LINK_PREVIEW,
			...PLATFORM_SENDING,
		],
		result: SENT_BY_WHATSAPP,
		refusals: SEND_REFUSALS,
		source: 'Platform, One API',
		sample: {
			parameters: { to: '27999123456', messageType: 'text', text: 'Your parcel is ready for collection' },
			result: SAMPLE_ROW,
		},
	},
	{
		api: 'platform',
		resource: 'whatsApp',
		operation: 'sendTemplate',
		title: 'Send Template',
		action: 'Send a WhatsApp template',
		description:
			'Send a template that WhatsApp has approved, at any time and to people who never wrote. Spends money for each message',
		limits:
			'Each number needs its country code. Parameters hold no line break, no tab and no more than four blanks in a row',
		effect: 'spend',
		authentication: 'key',
		parameters: [
			TO,
			TEMPLATE,
			TEMPLATE_PARAMETERS,
			HEADER,
			HEADER_TEXT,
			{ ...INPUT_FILE, when: { parameter: 'header', is: ['file'] } },
			{ ...FILE_ID, when: { parameter: 'header', is: ['fileId'] } },
			...PLATFORM_SENDING,
		],
		result: SENT_BY_WHATSAPP,
		refusals: SEND_REFUSALS,
		source: 'Platform, One API',
		sample: {
			parameters: {
				to: '27999123456',
				templateName: 'parcel_ready',
				templateParameters: { pair: [{ name: '1', value: 'Ann' }] },
			},
			result: SAMPLE_ROW,
		},
	},
	{
		api: 'platform',
		resource: 'whatsApp',
		operation: 'getStatus',
		title: 'Get Status',
		action: 'Get the status of a WhatsApp message',
		description: 'Get the status of a WhatsApp message that was sent',
		effect: 'read',
		authentication: 'key',
		parameters: [MESSAGE_ID_OF_PLATFORM, ...PLATFORM_CALLS],
		result: PLATFORM_STATUS,
		refusals: ['1', '2', '3', '7', '18', '19', '23', '41', '42', '43'],
		source: 'Platform, Statuses of One API',
		sample: {
			parameters: { messageId: '996411ad91fa211e7d17bc873aa4a41d' },
			result: {
				messageId: '996411ad91fa211e7d17bc873aa4a41d',
				status: 'READ',
				statusText: 'Read by recipient',
				outcome: 'delivered',
				final: true,
				changedAt: '2026-03-01T08:15:30Z',
			},
		},
	},
	{
		api: 'platform',
		resource: 'whatsApp',
		operation: 'markAsRead',
		title: 'Mark as Read',
		action: 'Mark a WhatsApp message as read',
		description: 'Show a person that their WhatsApp message was read',
		effect: 'write',
		authentication: 'key',
		parameters: [
			{
				...MESSAGE_ID_OF_PLATFORM,
				help: 'The ID of the message that the person wrote, as a Clickatell Trigger puts it out',
			},
			...PLATFORM_CALLS,
		],
		result: [
			{ name: 'messageId', type: 'text', help: "Clickatell's ID of the message" },
			{ name: 'read', type: 'boolean', help: 'Whether Clickatell took the notice', done: true },
		],
		refusals: ['1', '2', '3', '7', '18', '19', '21', '23', '38', '39', '41', '42', '43'],
		source: 'Platform, Other calls',
		sample: {
			parameters: { messageId: '996411ad91fa211e7d17bc873aa4a41d' },
			result: { messageId: '996411ad91fa211e7d17bc873aa4a41d', read: true },
		},
	},
];
