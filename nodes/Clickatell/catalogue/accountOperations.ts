import { CALL_OPTIONS, DEFAULT_DIAL_PREFIX, MESSAGE_ID, QUERY_CLIENT_MESSAGE_ID } from './messageParameters';
import { STATUS } from './resultFields';
import { SESSION_OPERATIONS } from './sessionOperations';
import type { GatewayOperation, Parameter } from './types';

const CHARGE_CLIENT_MESSAGE_ID: Parameter = {
	...QUERY_CLIENT_MESSAGE_ID,
	help: 'Your own ID of the message, if you gave it one when sending; used when Message ID is empty. Only the HTTP/S server takes it',
	hint: 'Only the HTTP/S server takes it, and only where the message ID is not known',
	source: 'HTTP spec 2.5.3',
};

export const ACCOUNT_OPERATIONS: readonly GatewayOperation[] = [
	{
		api: 'gateway',
		resource: 'account',
		operation: 'getBalance',
		title: 'Get Balance',
		action: 'Get the account balance',
		description: 'Get the number of credits left in the account. Spends nothing',
		effect: 'read',
		authentication: 'account',
		parameters: [...CALL_OPTIONS],
		result: [{ name: 'balance', type: 'number', help: 'The credits left' }],
		refusals: ['001', '002', '003', '004', '005', '007', '108'],
		source: 'SOAP spec 7.2',
		sample: { parameters: {}, result: { balance: 12 } },
	},
	{
		api: 'gateway',
		resource: 'account',
		operation: 'checkCoverage',
		title: 'Check Coverage',
		action: 'Check the coverage of a number',
		description:
			'Ask whether Clickatell sends to a number, without sending. Not meant to be called before every message. Spends nothing',
		effect: 'read',
		authentication: 'account',
		parameters: [
			{
				name: 'number',
				label: 'Number',
				help: 'The number to check, with its country code',
				type: { kind: 'msisdn' },
				place: 'main',
				required: true,
				placeholder: 'e.g. 27999123456',
				source: 'SOAP spec 7.3',
			},
			...CALL_OPTIONS,
			DEFAULT_DIAL_PREFIX,
		],
		result: [
			{ name: 'number', type: 'text', help: 'The number that was checked' },
			{ name: 'covered', type: 'boolean', help: 'Whether Clickatell sends to this number' },
			{ name: 'charge', type: 'number', help: 'What a message costs, in credits; null when not covered' },
			{ name: 'text', type: 'text', help: "Clickatell's own words" },
		],
		refusals: ['001', '002', '003', '004', '005', '007', '101', '105', '108'],
		source: 'SOAP spec 7.3',
		sample: {
			parameters: { number: '27999123456' },
			result: {
				number: '27999123456',
				covered: true,
				charge: 1,
				text: 'This prefix is currently supported. Messages sent to this prefix will be routed.',
			},
		},
	},
	{
		api: 'gateway',
		resource: 'account',
		operation: 'getMessageCharge',
		title: 'Get Message Charge',
		action: 'Get the charge of an SMS',
		description: 'Get what a message has cost, for messages of the last days. Spends nothing',
		effect: 'read',
		authentication: 'account',
		parameters: [MESSAGE_ID, CHARGE_CLIENT_MESSAGE_ID, ...CALL_OPTIONS],
		oneOf: [['messageId', 'clientMessageId']],
		result: [
			STATUS[0],
			{ name: 'charge', type: 'number', help: 'What the message cost, in credits' },
			...STATUS.slice(1),
		],
		refusals: ['001', '002', '003', '004', '005', '007', '101', '103', '108', '109'],
		source: 'XML API 2.4.9, getMsgCharge',
		sample: {
			parameters: { messageId: '996411ad91fa211e7d17bc873aa4a41d' },
			result: {
				messageId: '996411ad91fa211e7d17bc873aa4a41d',
				charge: 0.33,
				status: '004',
				statusText: 'Received by recipient',
				outcome: 'delivered',
				final: true,
			},
		},
	},
	{
		api: 'gateway',
		resource: 'account',
		operation: 'redeemVoucher',
		title: 'Redeem Voucher',
		action: 'Redeem a voucher',
		description: "Add a voucher's credits to the account. Uses up the voucher, which can be redeemed once",
		effect: 'spend',
		authentication: 'account',
		notForAgents: true,
		parameters: [
			{
				name: 'voucher',
				label: 'Voucher',
				help: 'The number of the voucher',
				type: { kind: 'text' },
				place: 'main',
				required: true,
				secret: true,
				source: 'SOAP product page, Token Pay',
			},
			...CALL_OPTIONS,
		],
		result: [
			{
				name: 'redeemed',
				type: 'boolean',
				help: 'Whether the voucher was accepted; null when the answer was lost and it may have been used up',
				done: true,
			},
			{ name: 'code', type: 'text', help: "Clickatell's answer, 605 when accepted" },
		],
		refusals: ['001', '002', '003', '004', '005', '007', '108', '606'],
		source: 'SOAP product page, Token Pay',
		sample: { parameters: { voucher: '12345678' }, result: { redeemed: true, code: '605' } },
	},
	...SESSION_OPERATIONS,
];
