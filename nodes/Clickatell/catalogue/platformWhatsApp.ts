import { TO } from './messageParameters';
import {
	FILE_ID,
	INPUT_FILE,
	MESSAGE_ID_OF_PLATFORM,
	PLATFORM_CALLS,
	PLATFORM_SENDING,
} from './platformParameters';
import { PLATFORM_STATUS, SENT } from './resultFields';
import type { PlatformOperation, ResultField } from './types';
import {
	CAPTION,
	CONTACTS,
	HEADER,
	HEADER_TEXT,
	LINK_PREVIEW,
	MESSAGE_TYPE,
	REPLY_TO,
	SENT_FILE_ID,
	TEMPLATE,
	TEMPLATE_PARAMETERS,
	TEXT,
	degrees,
	when,
} from './whatsAppParameters';

/** A message of WhatsApp has no parts and no coding of its text. */
const SENT_BY_WHATSAPP: readonly ResultField[] = SENT.filter(
	({ name }) => name !== 'encoding' && name !== 'parts',
);

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
	suppressed: false,
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
				source: 'guides site; clients',
			},
			{
				name: 'locationAddress',
				label: 'Location Address',
				help: 'The address of the place',
				type: { kind: 'text', maxLength: 1000 },
				place: 'main',
				placeholder: 'e.g. 1 Main Road',
				...when('location'),
				source: 'guides site; clients',
			},
			CONTACTS,
			SENT_FILE_ID,
			REPLY_TO,
			LINK_PREVIEW,
			...PLATFORM_SENDING,
		],
		result: SENT_BY_WHATSAPP,
		refusals: SEND_REFUSALS,
		source: 'guides site; clients',
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
			'Each number needs its country code. Parameters hold no line break, no tab and at most 4 spaces in a row',
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
		source: 'guides site; clients',
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
		description: 'Get the status of a WhatsApp message that was sent. Spends nothing',
		effect: 'read',
		authentication: 'key',
		parameters: [MESSAGE_ID_OF_PLATFORM, ...PLATFORM_CALLS],
		result: PLATFORM_STATUS,
		refusals: ['1', '2', '3', '7', '18', '19', '23', '41', '42', '43'],
		source: 'help site',
		sample: {
			parameters: { messageId: '996411ad91fa211e7d17bc873aa4a41d' },
			result: {
				messageId: '996411ad91fa211e7d17bc873aa4a41d',
				status: 'READ',
				statusText: 'Read by recipient',
				outcome: 'delivered',
				final: true,
				timestamp: '2026-03-01T08:15:30Z',
			},
		},
	},
	{
		api: 'platform',
		resource: 'whatsApp',
		operation: 'markAsRead',
		title: 'Mark as Read',
		action: 'Mark a WhatsApp message as read',
		description: 'Show a person that their WhatsApp message was read. Spends nothing',
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
			{ name: 'read', type: 'boolean', help: 'Whether Clickatell accepted the notice', done: true },
		],
		refusals: ['1', '2', '3', '7', '18', '19', '21', '23', '38', '39', '41', '42', '43'],
		source: 'guides site; clients',
		sample: {
			parameters: { messageId: '996411ad91fa211e7d17bc873aa4a41d' },
			result: { messageId: '996411ad91fa211e7d17bc873aa4a41d', read: true },
		},
	},
];
