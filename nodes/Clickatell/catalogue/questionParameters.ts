import type { Parameter } from './types';

/** What a question is made of. n8n's own parts look for several of these names. */

export const QUESTION: Parameter = {
	name: 'message',
	label: 'Message',
	help: 'The question. A link to the page where it is answered is added below it',
	type: { kind: 'text', maxLength: 3500, rows: 4, blankIsEmpty: true },
	place: 'main',
	local: true,
	required: true,
	placeholder: 'e.g. Order 17 costs 900 euros. May it be placed?',
};

export const RESPONSE_TYPE: Parameter = {
	name: 'responseType',
	label: 'Response Type',
	help: 'How the person answers on the page that the link opens',
	type: {
		kind: 'choice',
		choices: [
			{ value: 'approval', label: 'Approval', help: 'With one button, or with two to choose from' },
			{ value: 'freeText', label: 'Free Text', help: 'With a text of their own' },
			{ value: 'customForm', label: 'Custom Form', help: 'With a form whose fields you choose' },
		],
	},
	place: 'main',
	local: true,
	initial: 'approval',
};

export const APPROVAL_OPTIONS: Parameter = {
	name: 'approvalOptions',
	label: 'Approval Options',
	help: 'One button or two, and their labels',
	type: { kind: 'buttons' },
	place: 'main',
	local: true,
	when: { parameter: 'responseType', is: ['approval'] },
};

export const FORM_FIELDS: Parameter = {
	name: 'formFields',
	label: 'Form Fields',
	help: 'What the page asks for',
	type: { kind: 'formFields' },
	place: 'main',
	local: true,
	required: true,
	when: { parameter: 'responseType', is: ['customForm'] },
};

const LIMIT_WAIT_TIME: Parameter = {
	name: 'limitWaitTime',
	label: 'Limit Wait Time',
	help: 'Until when to wait for an answer. Then the input item leaves the node unchanged; n8n checks once a minute',
	type: { kind: 'waitLimit' },
	place: 'options',
	local: true,
};

const PAGE_TITLE: Parameter = {
	name: 'responseFormTitle',
	label: 'Page Title',
	help: 'The heading of the page; "Your answer" unless it is set',
	type: { kind: 'text', maxLength: 200, blankIsEmpty: true },
	place: 'options',
	local: true,
	placeholder: 'e.g. Purchase order',
};

const BUTTON_LABEL: Parameter = {
	name: 'responseFormButtonLabel',
	label: 'Submit Button Label',
	help: 'The label of the button below a free text or a form; "Send" unless it is set',
	type: { kind: 'text', maxLength: 100, blankIsEmpty: true },
	place: 'options',
	local: true,
	placeholder: 'e.g. Send',
};

const CONFIRMATION: Parameter = {
	name: 'confirmationText',
	label: 'Confirmation Text',
	help: 'What the page says after the answer; "Thank you. Your answer was received." unless it is set',
	type: { kind: 'text', maxLength: 500, blankIsEmpty: true },
	place: 'options',
	local: true,
	placeholder: 'e.g. Thank you. We will place the order today.',
};

/** Two parts carry a link and a short question, three a link and some sentences. */
export const QUESTION_PARTS: Parameter = {
	name: 'maxParts',
	label: 'Most Message Parts',
	help: 'How many parts the question and its link may have; each part to each recipient is charged. A longer question is shortened in the SMS, and shown in full on the page',
	type: { kind: 'integer', min: 1, max: 35 },
	place: 'advanced',
	local: true,
	initial: 3,
	source: 'SOAP spec 6.2.7',
};

export const QUESTION_OPTIONS: readonly Parameter[] = [
	LIMIT_WAIT_TIME,
	PAGE_TITLE,
	BUTTON_LABEL,
	CONFIRMATION,
];
