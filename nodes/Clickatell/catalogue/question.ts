import { DEFAULT_DIAL_PREFIX, REPLACE_TYPOGRAPHY, SENDER_ID, TIMEOUT, TO } from './messageParameters';
import { MESSAGE_OPERATIONS } from './message';
import { FROM, PLATFORM_SMS_OPERATIONS } from './platformSms';
import { WHATSAPP_OPERATIONS } from './platformWhatsApp';
import {
	APPROVAL_OPTIONS,
	FORM_FIELDS,
	QUESTION,
	QUESTION_OPTIONS,
	QUESTION_PARTS,
	RESPONSE_TYPE,
} from './questionParameters';
import type { Operation, Parameter, QuestionOperation, ResultField } from './types';
import { sendAmong } from './sendAmong';

const ASKED: Parameter = {
	...TO,
	help: 'Who is asked: one number or several, separated by commas or new lines, each with its country code. The first answer counts',
};

const ANSWER: readonly ResultField[] = [
	{
		name: 'data',
		type: 'object',
		help: "The answer: 'approved' (true or false) of an approval, 'text' of a free text, or the fields of a form by their labels; and 'respondedAt', when it came",
	},
	{ name: 'respondedBy', type: 'text', help: 'The number whose link was used to answer' },
];

const SAMPLE_ANSWER = {
	data: { approved: true, respondedAt: '2026-03-01T08:15:30.000Z' },
	respondedBy: '27999123456',
};

const QUESTION_FIELDS = [QUESTION, RESPONSE_TYPE, APPROVAL_OPTIONS, FORM_FIELDS];

/** What carries a question may be refused as whatever else it carries. */
const refusalsOf = (operations: readonly Operation[]): readonly string[] => sendAmong(operations).refusals;

const base = {
	api: 'question',
	operation: 'sendAndWait',
	title: 'Send and Wait for Response',
	effect: 'spend',
	result: ANSWER,
} as const;

const SAMPLE_QUESTION = { to: '27999123456', message: 'Order 17 costs 900 euros. May it be placed?' };

/** A question by each channel. Of what a message can be given, only what a question needs is asked for. */
export const GATEWAY_QUESTION: QuestionOperation = {
	...base,
	through: 'message.send',
	resource: 'message',
	action: 'Send an SMS and wait for the response',
	description:
		'Ask by SMS, and wait until a person answers on the page that the link in the SMS opens. Spends credit for each part to each recipient',
	authentication: 'account',
	parameters: [
		ASKED,
		...QUESTION_FIELDS,
		SENDER_ID,
		...QUESTION_OPTIONS,
		DEFAULT_DIAL_PREFIX,
		REPLACE_TYPOGRAPHY,
		QUESTION_PARTS,
		TIMEOUT,
	],
	refusals: refusalsOf(MESSAGE_OPERATIONS),
	source: 'SOAP spec 5.3',
	sample: { parameters: SAMPLE_QUESTION, result: SAMPLE_ANSWER },
};

export const PLATFORM_SMS_QUESTION: QuestionOperation = {
	...base,
	through: 'sms.send',
	resource: 'sms',
	action: 'Send an SMS and wait for the response with an API key',
	description:
		'Ask by SMS from an account of the Clickatell Platform, and wait until a person answers on the page that the link in the SMS opens. Spends money for each part to each recipient',
	authentication: 'key',
	parameters: [
		ASKED,
		...QUESTION_FIELDS,
		FROM,
		...QUESTION_OPTIONS,
		DEFAULT_DIAL_PREFIX,
		REPLACE_TYPOGRAPHY,
		QUESTION_PARTS,
		TIMEOUT,
	],
	refusals: refusalsOf(PLATFORM_SMS_OPERATIONS),
	source: 'help site; guides site',
	sample: { parameters: SAMPLE_QUESTION, result: SAMPLE_ANSWER },
};

export const WHATSAPP_QUESTION: QuestionOperation = {
	...base,
	through: 'whatsApp.send',
	resource: 'whatsApp',
	action: 'Send a WhatsApp message and wait for the response',
	description:
		'Ask by WhatsApp people who wrote within the last 24 hours, and wait until one of them answers on the page that the link opens. Spends money for each message',
	authentication: 'key',
	parameters: [ASKED, ...QUESTION_FIELDS, ...QUESTION_OPTIONS, DEFAULT_DIAL_PREFIX, TIMEOUT],
	refusals: refusalsOf(WHATSAPP_OPERATIONS),
	source: 'guides site; clients',
	sample: { parameters: SAMPLE_QUESTION, result: SAMPLE_ANSWER },
};
