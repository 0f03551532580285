import { FIELDS, NAMED_TEMPLATE, PLACEHOLDERS } from './batch';
import { TEXT } from './message';
import {
	DEFAULT_DIAL_PREFIX,
	DELIVERY_REPORTS,
	DUPLICATE_RECIPIENTS,
	LIMITS_OF_TEXTS,
	LONG_TEMPLATES,
	MORE_PARTS,
	SENDER_ID,
	TEXT_OPTIONS,
	TO,
	TRAVEL_OPTIONS,
} from './messageParameters';
import type { LocalOperation, Parameter, ResultField } from './types';

const TEXTS: Parameter = {
	name: 'texts',
	label: 'Texts',
	help: 'Whether all recipients get the same text, or one with values of their own in it',
	type: {
		kind: 'choice',
		choices: [
			{
				value: 'same',
				label: 'The Same for All',
				help: 'Items with different texts go into separate files',
			},
			{
				value: 'merged',
				label: 'With Merge Fields',
				help: 'One template, and values for each item. For a text of its own for each, the template is #field1#',
			},
		],
	},
	place: 'main',
	initial: 'same',
};

const { unless: _, ...SAME_TEXT } = TEXT;

const CONTENT: readonly Parameter[] = [
	TEXTS,
	TO,
	{
		...SAME_TEXT,
		hint: '160 characters fit in one message part. A character beyond ASCII, such as é, makes it Unicode: 70 fit',
		when: { parameter: 'texts', is: ['same'] },
	},
	{
		...NAMED_TEMPLATE,
		hint: 'Merge fields cannot be combined with characters beyond ASCII, such as é',
		when: { parameter: 'texts', is: ['merged'] },
	},
	{ ...PLACEHOLDERS, when: { parameter: 'texts', is: ['merged'] } },
	{
		...FIELDS,
		help: 'What replaces #field1# and so on, up to 10',
		when: { parameter: 'texts', is: ['merged'] },
	},
	SENDER_ID,
	LONG_TEMPLATES,
	MORE_PARTS,
	DELIVERY_REPORTS,
];

const DELIMITER: Parameter = {
	name: 'delimiter',
	label: 'Delimiter',
	help: 'The character between the values of a recipient, where the text has merge fields. Unless it is set, the node takes one that no value holds',
	type: { kind: 'text', maxLength: 1 },
	place: 'advanced',
	placeholder: 'e.g. |',
};

const SENDING: readonly Parameter[] = [
	...TRAVEL_OPTIONS,
	...TEXT_OPTIONS,
	DEFAULT_DIAL_PREFIX,
	DUPLICATE_RECIPIENTS,
	DELIMITER,
];

function sizes(what: string): ResultField[] {
	return [
		{ name: 'recipients', type: 'number', help: `How many messages the ${what} asks for` },
		{ name: 'messageParts', type: 'number', help: 'How many message parts these are together' },
		{ name: 'encoding', type: 'text', help: 'How the text travels: gsm or unicode' },
		{ name: 'lines', type: 'number', help: `How many lines the ${what} has` },
	];
}

function secretsNotice(what: string, sending: string): string {
	return `The ${what} holds the <b>API ID, user name and password</b> of the credential in plain text, because Clickatell reads them there, and n8n keeps it with the execution. ${sending} spends credit for each part to each recipient.`;
}

/** Texts for the two APIs that take no call but an uploaded file or an email (docs/protocol/files.md). */
export const BULK_FILE_OPERATIONS: readonly LocalOperation[] = [
	{
		api: 'local',
		work: 'ftpFile',
		resource: 'bulkFile',
		operation: 'composeFtpFile',
		title: 'Compose FTP File',
		action: 'Compose a file for the FTP API',
		description:
			"Make text files of all input items, with up to 50,000 recipients each, for n8n's FTP node to upload. Composing spends nothing: no call is made",
		notice: secretsNotice('file', 'Uploading it'),
		limits: LIMITS_OF_TEXTS,
		effect: 'read',
		authentication: 'login',
		notForAgents: true,
		parameters: [
			...CONTENT,
			{
				name: 'fileName',
				label: 'File Name',
				help: 'What the file is called; if there are several, a number is added. Unless it is set, each file gets a unique name',
				type: {
					kind: 'text',
					maxLength: 100,
					pattern: '^[A-Za-z0-9_][A-Za-z0-9._\\-]*$',
					patternHelp: 'letters, digits, dots, hyphens and underscores, without folders',
				},
				place: 'options',
				placeholder: 'e.g. reminders.txt',
			},
			...SENDING,
		],
		result: [
			{ name: 'fileName', type: 'text', help: 'Under which name to upload the file' },
			...sizes('file'),
		],
		refusals: [],
		source: 'archive: FTP pages',
		sample: {
			parameters: { to: '27999123456', text: 'Your parcel is ready for collection' },
			result: {
				fileName: 'bulk-3f0c8a51d6e24b7c9a1e5d2f7b8c4a60.txt',
				recipients: 1,
				messageParts: 1,
				encoding: 'gsm',
				lines: 6,
			},
		},
	},
	{
		api: 'local',
		work: 'email',
		resource: 'bulkFile',
		operation: 'composeEmail',
		title: 'Compose Email',
		action: 'Compose an email for the SMTP API',
		description:
			"Make plain texts of all input items, with up to 50,000 recipients each, for n8n's Send Email node. Composing spends nothing: no call is made",
		notice: secretsNotice('email', 'Sending it'),
		limits: LIMITS_OF_TEXTS,
		effect: 'read',
		authentication: 'login',
		notForAgents: true,
		parameters: [
			...CONTENT,
			{
				name: 'replyAddress',
				label: 'Reply Address',
				help: 'The address that Clickatell sends the results to',
				type: { kind: 'email', maxLength: 70 },
				place: 'main',
				placeholder: 'e.g. name@example.com',
				hint: 'When this is empty, Clickatell answers nothing, not even to an email that it ignores',
			},
			...SENDING,
		],
		result: [
			{ name: 'emailTo', type: 'text', help: 'Where to send the email: the address of the SMTP API' },
			{ name: 'subject', type: 'text', help: 'A subject for the email; Clickatell does not read it' },
			...sizes('email'),
		],
		refusals: [],
		source: 'archive: SMTP pages',
		sample: {
			parameters: { to: '27999123456', text: 'Your parcel is ready for collection' },
			result: {
				emailTo: 'sms@messaging.clickatell.com',
				subject: 'SMS to 1 recipient',
				recipients: 1,
				messageParts: 1,
				encoding: 'gsm',
				lines: 6,
			},
		},
	},
];
