import { FILE_ID } from './platformParameters';
import type { Parameter } from './types';

/** What a message of WhatsApp can be, field by field. */

export const when = (...is: readonly string[]) => ({ when: { parameter: 'messageType', is } });

export const MESSAGE_TYPE: Parameter = {
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
	source: 'guides site; clients',
};

export const TEXT: Parameter = {
	name: 'text',
	label: 'Text',
	help: 'What the recipient reads',
	type: { kind: 'text', blankIsEmpty: true, maxLength: 4096, rows: 4 },
	place: 'main',
	required: true,
	placeholder: 'e.g. Your parcel is ready for collection',
	hint: 'At most 4096 characters. More than 24 hours after the recipient last wrote, send a template instead',
	...when('text'),
	source: 'guides site; clients',
};

export const CAPTION: Parameter = {
	name: 'caption',
	label: 'Caption',
	help: 'A text below the file; a sound has none',
	type: { kind: 'text', maxLength: 4096, rows: 2 },
	place: 'main',
	...when('media'),
	source: 'guides site; clients',
};

/** No number, whose field would begin with 0: that is a place in the sea. */
export const degrees = (name: string, label: string, most: number, example: string): Parameter => ({
	name,
	label,
	help: `Degrees from -${most} to ${most}`,
	type: {
		kind: 'text',
		blankIsEmpty: true,
		pattern: '^-?[0-9]{1,3}(\\.[0-9]{1,15})?$',
		patternHelp: `degrees with a decimal point, such as ${example}`,
	},
	place: 'main',
	required: true,
	placeholder: `e.g. ${example}`,
	...when('location'),
	source: 'clients',
});

export const CONTACTS: Parameter = {
	name: 'contacts',
	label: 'Contacts',
	help: 'A list of contacts in JSON, as the Clickatell Platform takes them',
	type: { kind: 'json', list: true },
	place: 'main',
	required: true,
	placeholder: 'e.g. [{ "name": { "formatted_name": "Ann" }, "phones": [{ "phone": "+27999123456" }] }]',
	...when('contacts'),
	source: 'guides site; clients',
};

export const SENT_FILE_ID: Parameter = {
	...FILE_ID,
	help: "The ID of a file that 'Upload' has stored, instead of the file of the item",
	type: { kind: 'text', maxLength: 200 },
	place: 'options',
	required: false,
};

export const REPLY_TO: Parameter = {
	name: 'relatedMessageId',
	label: 'Reply to Message ID',
	help: 'The ID of the message that this one answers; WhatsApp shows it above',
	type: { kind: 'text', maxLength: 100 },
	place: 'options',
	placeholder: 'e.g. 996411ad91fa211e7d17bc873aa4a41d',
	source: 'guides site; clients',
};

export const LINK_PREVIEW: Parameter = {
	name: 'linkPreview',
	label: 'Link Preview',
	help: 'Whether WhatsApp shows a picture of the first link in the text',
	type: { kind: 'flag' },
	place: 'options',
	initial: true,
	otherwise: false,
	source: 'guides site; clients',
};

export const TEMPLATE: Parameter = {
	name: 'templateName',
	label: 'Template',
	help: 'The name of a template that WhatsApp has approved for your account',
	type: { kind: 'text', blankIsEmpty: true, maxLength: 512 },
	place: 'main',
	required: true,
	placeholder: 'e.g. parcel_ready',
	hint: 'The Clickatell portal lists the approved ones',
	source: 'guides site; clients',
};

export const TEMPLATE_PARAMETERS: Parameter = {
	name: 'templateParameters',
	label: 'Parameters',
	help: 'The values of the placeholders in the template: 1 for the first, 2 for the second. Each value can be an expression. One expression for all values does not work: n8n drops it',
	type: { kind: 'pairs', one: 'parameter', maxPairs: 100 },
	place: 'main',
	source: 'guides site; clients',
};

export const HEADER: Parameter = {
	name: 'header',
	label: 'Header',
	help: 'What appears above the text, where the template has a place for it',
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
	source: 'guides site; clients',
};

export const HEADER_TEXT: Parameter = {
	name: 'headerText',
	label: 'Header Text',
	help: 'The text above',
	type: { kind: 'text', blankIsEmpty: true, maxLength: 1024 },
	place: 'main',
	required: true,
	when: { parameter: 'header', is: ['text'] },
	source: 'guides site; clients',
};
