import {
	CALL_OPTIONS,
	DEFAULT_DIAL_PREFIX,
	IDEMPOTENCY_KEY,
	LONG_TEXTS,
	MESSAGE_ID,
	QUERY_CLIENT_MESSAGE_ID,
	TEXT_OPTIONS,
	TO,
} from './messageParameters';
import { ERROR_TEXT, STATUS } from './resultFields';
import type { CompositeOperation, Parameter } from './types';

const PARAMETERS: readonly Parameter[] = [
	{
		...TO,
		help: 'The number that the message was to go to, as Send had it',
		type: { kind: 'msisdn', fromList: true },
		placeholder: 'e.g. +27999123456',
		hint: 'One number for each item, with the country code',
	},
	{
		name: 'text',
		label: 'Text',
		help: "What the message was to say, as Send had it. Needed with 'Idempotency Key'",
		type: { kind: 'message' },
		place: 'main',
		placeholder: 'e.g. Your parcel is ready for collection',
		source: 'SOAP spec 6.2.2',
	},
	{
		name: IDEMPOTENCY_KEY.name,
		label: IDEMPOTENCY_KEY.label,
		help: 'The key that Send had. With the number and the text it names the message',
		type: IDEMPOTENCY_KEY.type,
		place: 'main',
		local: true,
		placeholder: 'e.g. spring-sale-2026',
		hint: "Sent without one? Add 'Client Message ID' or 'Message ID' under Options",
		needs: {
			parameter: 'text',
			wayOut: "enter the text that was to be sent, or use 'Client Message ID' or 'Message ID' under Options",
		},
	},
	{
		...QUERY_CLIENT_MESSAGE_ID,
		help: "The client message ID that the message was sent with; used before 'Idempotency Key'",
		place: 'options',
	},
	{
		...MESSAGE_ID,
		help: 'The ID that Clickatell gave the message, where it is known; used before all others',
		place: 'options',
	},
	{
		name: 'askForCharge',
		label: 'Ask for the Charge',
		help: 'Whether to ask as well what each message that was sent has cost. This takes a second call for each',
		type: { kind: 'flag' },
		place: 'options',
		local: true,
		initial: true,
		otherwise: false,
	},
	{
		...LONG_TEXTS,
		help: "What 'Long Texts' of Send was set to, as far as it changed the text",
		type: {
			kind: 'choice',
			choices: [
				{ value: 'whole', label: 'Sent Whole' },
				{ value: 'cut', label: 'Cut to One Part' },
			],
		},
		place: 'advanced',
		initial: 'cut',
		otherwise: 'whole',
	},
	...TEXT_OPTIONS,
	...CALL_OPTIONS,
	DEFAULT_DIAL_PREFIX,
];

/** What became of messages after an accident. */
export const RECONCILE: CompositeOperation = {
	api: 'composite',
	work: 'reconcile',
	resource: 'message',
	operation: 'reconcile',
	title: 'Reconcile',
	action: 'Reconcile SMS after an accident',
	description:
		'Find out for each input item whether its message was sent, and its status, for instance after n8n crashed in a bulk. Spends nothing',
	limits:
		'Messages that are older than about six days are not known any more and look as if they had never been sent. When some are unknown, the answer takes half a minute',
	effect: 'read',
	authentication: 'account',
	steps: ['message.getStatus', 'account.getMessageCharge'],
	about: ['message.send'],
	parameters: PARAMETERS,
	oneOf: [['idempotencyKey', 'clientMessageId', 'messageId']],
	result: [
		{ name: 'to', type: 'text', help: 'The number that the message was to go to' },
		{
			name: 'outcome',
			type: 'text',
			help: 'delivered, failed, underWay, neverSent or unknown',
		},
		{
			name: 'sendAgain',
			type: 'boolean',
			help: 'Whether to send the message: true only where it was certainly never sent',
		},
		{ name: 'advice', type: 'text', help: 'What to do, in a sentence' },
		ERROR_TEXT,
		{ ...STATUS[1], help: 'The status as three digits; null where there is none' },
		{ ...STATUS[2], help: 'What the status means; null where there is none' },
		{ ...STATUS[0], help: "Clickatell's ID of the message; null where it is not known" },
		{
			name: 'clientMessageId',
			type: 'text',
			help: 'The client message ID of the message, as it was given or as the key makes it; null where there is none',
		},
		{
			name: 'charge',
			type: 'number',
			help: "What the message has cost, in credits; null where it is not known, or without 'Ask for the Charge'",
		},
	],
	refusals: ['001', '002', '003', '004', '005', '007', '101', '103', '104', '108', '109'],
	source: 'SOAP spec 5.4',
	sample: {
		parameters: {
			to: '27999123456',
			text: 'Your parcel is ready for collection',
			idempotencyKey: 'spring-sale',
		},
		result: {
			to: '27999123456',
			outcome: 'delivered',
			sendAgain: false,
			advice: 'Do nothing: the message was delivered.',
			errorText: null,
			status: '004',
			statusText: 'Received by recipient',
			messageId: '996411ad91fa211e7d17bc873aa4a41d',
			clientMessageId: '5f1f8a4b7f5cbb2c26d2ad2ae3a9b7c1',
			charge: null,
		},
	},
};
