import {
	LIMITS_OF_TEXTS,
	LONG_TEXTS,
	MORE_PARTS,
	QUIET_HOURS,
	REPLACE_TYPOGRAPHY,
	TO,
	WAIT_FOR_FINAL_STATUS,
} from './messageParameters';
import { TEXT } from './message';
import {
	LARGEST_INT32,
	MESSAGE_ID_OF_PLATFORM,
	PLATFORM_CALLS,
	PLATFORM_SENDING,
} from './platformParameters';
import {
	AWAITED_PLATFORM_STATUS,
	PLATFORM_STATUS,
	SCHEDULED_FOR,
	SENT,
	SENT_SAMPLE,
	TEXT_CUT,
} from './resultFields';
import type { Parameter, PlatformOperation } from './types';

const { unless: _unless, ...SMS_TEXT } = TEXT;

export const FROM: Parameter = {
	name: 'from',
	label: 'From',
	help: 'The two-way number of your integration that the message comes from. Leave it out if the integration is one-way: with it, the message would be refused',
	type: {
		kind: 'text',
		pattern: '^\\+?[0-9]{3,16}$',
		patternHelp: 'a number of 3 to 16 digits: the Clickatell Platform accepts no names as sender IDs',
	},
	place: 'options',
	placeholder: 'e.g. 27999300000',
	hint: 'Only for a two-way integration; the Clickatell portal lists its numbers',
	source: 'help site',
};

const SCHEDULED_TIME: Parameter = {
	name: 'scheduledTime',
	label: 'Send At',
	help: "When Clickatell delivers the message. A time that names no zone is in the workflow's",
	type: { kind: 'zonedTime' },
	place: 'options',
	orElse: 'the message would be sent at once',
	source: 'help site',
};

const VALIDITY_PERIOD: Parameter = {
	name: 'validityPeriod',
	label: 'Validity Period (Minutes)',
	help: 'After how many minutes Clickatell gives up on the message; 1440 (24 hours) unless it is set',
	type: { kind: 'integer', min: 1, max: LARGEST_INT32, unit: 'minutes' },
	place: 'advanced',
	initial: 60,
	otherwise: 1440,
	source: 'help site',
};

const USER_DATA_HEADER: Parameter = {
	name: 'udh',
	label: 'User Data Header',
	help: 'The header of the message, in hexadecimal digits. It takes room from the text, which must fit in one message part',
	type: { kind: 'hex', maxBytes: 140 },
	place: 'advanced',
	placeholder: 'e.g. 0605040B8423F0',
	source: 'help site',
};

const CHARSET: Parameter = {
	name: 'charset',
	label: 'Charset',
	help: 'Which charset Clickatell uses for the text; UTF-8 unless it is set. Only the SMS API takes it',
	type: {
		kind: 'choice',
		choices: [
			{ value: 'ASCII', label: 'ASCII' },
			{ value: 'UCS2-BE', label: 'UCS2-BE' },
			{ value: 'UTF-8', label: 'UTF-8' },
			{ value: 'Windows-1252', label: 'Windows-1252' },
		],
	},
	place: 'advanced',
	initial: 'ASCII',
	otherwise: 'UTF-8',
	source: 'help site',
};

export const PLATFORM_SMS_OPERATIONS: readonly PlatformOperation[] = [
	{
		api: 'platform',
		resource: 'sms',
		operation: 'send',
		title: 'Send',
		action: 'Send an SMS with an API key',
		description:
			'Send an SMS to one or many recipients from an account of the Clickatell Platform. Spends money for each part to each recipient',
		limits: LIMITS_OF_TEXTS,
		effect: 'spend',
		authentication: 'key',
		parameters: [
			TO,
			SMS_TEXT,
			LONG_TEXTS,
			MORE_PARTS,
			FROM,
			SCHEDULED_TIME,
			QUIET_HOURS,
			REPLACE_TYPOGRAPHY,
			VALIDITY_PERIOD,
			USER_DATA_HEADER,
			CHARSET,
			...PLATFORM_SENDING,
			WAIT_FOR_FINAL_STATUS,
		],
		result: [...SENT, SCHEDULED_FOR, TEXT_CUT, ...AWAITED_PLATFORM_STATUS],
		refusals: [
			...['1', '2', '3', '7', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '38', '39'],
			...[
				'40',
				'41',
				'42',
				'43',
				'44',
				'45',
				'46',
				'100',
				'101',
				'105',
				'106',
				'108',
				'110',
				'111',
				'301',
				'607',
			],
		],
		source: 'help site; guides site',
		sample: {
			parameters: { to: '27999123456', text: 'Your parcel is ready for collection' },
			result: SENT_SAMPLE,
		},
	},
	{
		api: 'platform',
		resource: 'sms',
		operation: 'getStatus',
		title: 'Get Status',
		action: 'Get the status of an SMS with an API key',
		description:
			'Get the status of an SMS that was sent from an account of the Clickatell Platform. Spends nothing',
		effect: 'read',
		authentication: 'key',
		parameters: [MESSAGE_ID_OF_PLATFORM, ...PLATFORM_CALLS],
		result: PLATFORM_STATUS,
		refusals: ['1', '2', '3', '7', '18', '19', '23', '41', '42', '43', '108'],
		source: 'help site',
		sample: {
			parameters: { messageId: '996411ad91fa211e7d17bc873aa4a41d' },
			result: {
				messageId: '996411ad91fa211e7d17bc873aa4a41d',
				status: 'DEVICE_ACK',
				statusText: 'Received by recipient',
				outcome: 'delivered',
				final: true,
				timestamp: '2026-03-01T08:15:30Z',
			},
		},
	},
];
