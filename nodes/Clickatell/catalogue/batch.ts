import {
	BINARY,
	CALL_OPTIONS,
	DEFAULT_DIAL_PREFIX,
	DELIVERY_REPORTS,
	DO_NOT_SEND_TO,
	ENCODING,
	LIMITS_OF_TEXTS,
	LONG_TEMPLATES,
	MORE_PARTS,
	REPEAT_ON_INTERNAL_ERROR,
	REPLACE_TYPOGRAPHY,
	DUPLICATE_RECIPIENTS,
	SENDER_ID,
	SENDING_OPTIONS,
	STOP_AT_CREDITS,
	TO,
	TRAVEL_OPTIONS,
} from './messageParameters';
import { SCHEDULED_FOR, SENT } from './resultFields';
import type { CompositeOperation, Parameter, GatewayOperation } from './types';

export const TEMPLATE: Parameter = {
	name: 'template',
	label: 'Template',
	help: 'The text, with #field1#, #field2# and so on where each recipient gets a value of their own',
	type: { kind: 'template' },
	place: 'main',
	required: true,
	placeholder: "e.g. Hi #field1#, your doctor's appointment is at #field2# tomorrow",
	hint: 'Merge fields cannot be combined with Unicode characters',
	source: 'SOAP spec 8.1',
};

/** With names, which the node numbers. */
export const NAMED_TEMPLATE: Parameter = {
	...TEMPLATE,
	help: 'The text, with a name between two number signs, such as #firstName# or #First Name#, where each recipient gets a value of their own. Numbered ones, #field1#, #field2# and so on, are filled from Fields',
	placeholder: "e.g. Hi #firstName#, your doctor's appointment is at #time# tomorrow",
};

/** One value for each name in the template. */
export const PLACEHOLDERS: Parameter = {
	name: 'placeholders',
	label: 'Placeholders',
	help: 'What replaces each name in the template: the field of the input item with the same name, or what you choose',
	type: { kind: 'namedValues' },
	place: 'main',
	local: true,
};

export const FIELDS: Parameter = {
	name: 'fields',
	label: 'Fields',
	help: 'What replaces #field1# and so on: up to 10, but 4 on the RPC/encoded server',
	type: { kind: 'mergeFields' },
	place: 'main',
	source: 'SOAP spec 8.2',
};

const USER_DATA_HEADER: Parameter = {
	name: 'udh',
	label: 'User Data Header',
	help: 'The header of binary messages, in hexadecimal digits',
	type: { kind: 'hex', maxBytes: 140 },
	place: 'advanced',
	placeholder: 'e.g. 06050415811581',
	source: 'SOAP spec 8.1',
};

const DATA: Parameter = {
	name: 'data',
	label: 'Data',
	help: 'The body of binary messages, in hexadecimal digits. The document/literal server does not take it',
	type: { kind: 'hex', maxBytes: 4900 },
	place: 'advanced',
	placeholder: 'e.g. 024a3a51d195cdd004001b2055059061',
	source: 'WSDL startbatch',
};

const TEMPLATE_FIELDS: readonly Parameter[] = [SENDER_ID, LONG_TEMPLATES, MORE_PARTS, DELIVERY_REPORTS];

const BATCH_ID: Parameter = {
	name: 'batchId',
	label: 'Batch ID',
	help: 'The ID that starting the batch returned',
	type: { kind: 'messageId' },
	place: 'main',
	required: true,
	placeholder: 'e.g. 630d9a8b093b4f0c13392ff0e0e4f863',
	source: 'SOAP spec 8.2',
};

const CALL_REFUSALS = ['001', '002', '003', '004', '005', '007', '101', '108'] as const;
const BATCH_REFUSALS = [...CALL_REFUSALS, '201', '202'] as const;
const SEND_REFUSALS = [
	'105',
	'107',
	'113',
	'114',
	'115',
	'121',
	'122',
	'128',
	'130',
	'301',
	'302',
	'901',
] as const;

export const BATCH_OPERATIONS: ReadonlyArray<GatewayOperation | CompositeOperation> = [
	{
		api: 'composite',
		work: 'batches',
		resource: 'batch',
		operation: 'sendPersonalized',
		title: 'Send Personalized',
		action: 'Send personalized SMS to many',
		description:
			'Send one template to all input items, each with values of its own. Spends credit for each part to each recipient',
		limits: LIMITS_OF_TEXTS,
		effect: 'spend',
		authentication: 'account',
		steps: ['batch.start', 'batch.sendItem', 'batch.quickSend', 'batch.end'],
		parameters: [
			NAMED_TEMPLATE,
			TO,
			PLACEHOLDERS,
			FIELDS,
			...TEMPLATE_FIELDS,
			...TRAVEL_OPTIONS,
			ENCODING,
			REPLACE_TYPOGRAPHY,
			USER_DATA_HEADER,
			DATA,
			BINARY,
			...SENDING_OPTIONS,
			STOP_AT_CREDITS,
		],
		result: [...SENT, SCHEDULED_FOR],
		refusals: [...BATCH_REFUSALS, '106', '112', '116', '120', '123', ...SEND_REFUSALS],
		source: 'SOAP spec 8',
		sample: {
			parameters: {
				template: 'Hi #field1#, your parcel is ready',
				to: '27999123456',
				fields: { field1: 'Ann' },
			},
			result: {
				to: '27999123456',
				accepted: true,
				errorText: null,
				messageId: '996411ad91fa211e7d17bc873aa4a41d',
				clientMessageId: null,
				errorCode: null,
				errorMeaning: null,
				encoding: 'gsm',
				parts: 1,
				suppressed: false,
			},
		},
	},
	{
		api: 'gateway',
		resource: 'batch',
		operation: 'start',
		title: 'Start',
		action: 'Start a batch',
		description:
			'Start a batch, which the other batch operations send with. It ends automatically after 24 hours. Spends nothing until something is sent',
		limits: LIMITS_OF_TEXTS,
		effect: 'write',
		authentication: 'account',
		parameters: [
			TEMPLATE,
			...TEMPLATE_FIELDS,
			...TRAVEL_OPTIONS,
			ENCODING,
			REPLACE_TYPOGRAPHY,
			USER_DATA_HEADER,
			DATA,
			BINARY,
			...CALL_OPTIONS,
		],
		result: [{ name: 'batchId', type: 'text', help: 'The ID of the batch, for the other batch operations' }],
		refusals: [...CALL_REFUSALS, '106', '112', '116', '120', '123', '202', '901'],
		source: 'SOAP spec 8.1',
		sample: {
			parameters: { template: 'Hi #field1#, your parcel is ready' },
			result: { batchId: '630d9a8b093b4f0c13392ff0e0e4f863' },
		},
	},
	{
		api: 'gateway',
		resource: 'batch',
		operation: 'sendItem',
		title: 'Send Item',
		action: 'Send an item of a batch',
		description:
			"Send a batch's template with values of its own to one or many recipients. Spends credit for each part to each recipient",
		effect: 'spend',
		authentication: 'account',
		parameters: [
			BATCH_ID,
			TO,
			FIELDS,
			...CALL_OPTIONS,
			DEFAULT_DIAL_PREFIX,
			REPEAT_ON_INTERNAL_ERROR,
			DUPLICATE_RECIPIENTS,
			DO_NOT_SEND_TO,
		],
		result: SENT,
		refusals: [...BATCH_REFUSALS, ...SEND_REFUSALS],
		source: 'SOAP spec 8.2',
		sample: {
			parameters: {
				batchId: '630d9a8b093b4f0c13392ff0e0e4f863',
				to: '27999123456',
				fields: { field1: 'Ann' },
			},
			result: {
				to: '27999123456',
				accepted: true,
				errorText: null,
				messageId: '996411ad91fa211e7d17bc873aa4a41d',
				clientMessageId: null,
				errorCode: null,
				errorMeaning: null,
				encoding: null,
				parts: null,
				suppressed: false,
			},
		},
	},
	{
		api: 'gateway',
		resource: 'batch',
		operation: 'quickSend',
		title: 'Quick Send',
		action: 'Send a batch to more recipients',
		description:
			"Send a batch's template, the same to all, to one or many recipients. Spends credit for each part to each recipient",
		effect: 'spend',
		authentication: 'account',
		parameters: [
			BATCH_ID,
			TO,
			...CALL_OPTIONS,
			DEFAULT_DIAL_PREFIX,
			REPEAT_ON_INTERNAL_ERROR,
			DUPLICATE_RECIPIENTS,
			DO_NOT_SEND_TO,
		],
		result: SENT,
		refusals: [...BATCH_REFUSALS, ...SEND_REFUSALS],
		source: 'SOAP spec 8.3',
		sample: {
			parameters: { batchId: '630d9a8b093b4f0c13392ff0e0e4f863', to: '27999123456' },
			result: {
				to: '27999123456',
				accepted: true,
				errorText: null,
				messageId: '996411ad91fa211e7d17bc873aa4a41d',
				clientMessageId: null,
				errorCode: null,
				errorMeaning: null,
				encoding: null,
				parts: null,
				suppressed: false,
			},
		},
	},
	{
		api: 'gateway',
		resource: 'batch',
		operation: 'end',
		title: 'End',
		action: 'End a batch',
		description: 'End a batch before its 24 hours are over. Optional; spends nothing',
		effect: 'write',
		authentication: 'account',
		parameters: [BATCH_ID, ...CALL_OPTIONS],
		result: [{ name: 'ended', type: 'boolean', help: 'Whether the batch was ended', done: true }],
		refusals: BATCH_REFUSALS,
		source: 'SOAP spec 8.4',
		sample: { parameters: { batchId: '630d9a8b093b4f0c13392ff0e0e4f863' }, result: { ended: true } },
	},
];
