import {
	DEFAULT_DIAL_PREFIX,
	INCLUDE_INPUT_FIELDS,
	LONG_TEMPLATES,
	MORE_PARTS,
	REPLACE_TYPOGRAPHY,
	SENDER_ID,
	TIMEOUT,
	TO,
} from './messageParameters';
import { MESSAGE_OPERATIONS, TEXT } from './message';
import { FROM, PLATFORM_SMS_OPERATIONS } from './platformSms';
import { SENT, SENT_SAMPLE } from './resultFields';
import type { Operation, Parameter, ResultField, VerifyOperation } from './types';
import { sendAmong } from './sendAmong';

const { unless: _unless, ...SMS_TEXT } = TEXT;

const NUMBER: Parameter = {
	...TO,
	help: 'The number that the code is for, with its country code. One number for each item',
	type: { kind: 'msisdn' },
	local: true,
	placeholder: 'e.g. +27999123456',
	hint: 'One number, with the country code',
};

const CODE_TEXT: Parameter = {
	...SMS_TEXT,
	local: true,
	help: 'What the recipient reads, with #code# where the code is to appear, and #minutes# for how long it is valid',
	initial: 'Your code is #code#. It is valid for #minutes# minutes.',
	placeholder: 'e.g. #code# is your code for Example. Never give it to anybody.',
	hint: 'Name your company or site, so that the person knows what the code is for. 160 characters fit in one message part, 70 if one of them needs Unicode',
};

const PURPOSE: Parameter = {
	name: 'purpose',
	label: 'Purpose',
	help: "What the code is for. A code is good only for the purpose that it was sent for: 'Check Code' must be given the same",
	type: { kind: 'text', maxLength: 100 },
	place: 'main',
	local: true,
	placeholder: 'e.g. sign-up',
	hint: 'The same in Send Code and Check Code; may be left empty in both',
};

const CODE_LENGTH: Parameter = {
	name: 'codeLength',
	label: 'Code Length',
	help: "How many digits the code has. The same in 'Send Code' and 'Check Code'",
	type: { kind: 'integer', min: 4, max: 10 },
	place: 'options',
	local: true,
	initial: 8,
	otherwise: 6,
};

const VALIDITY: Parameter = {
	name: 'validity',
	label: 'Validity (Minutes)',
	help: "The shortest time in minutes that a code is valid; it may be valid for up to twice as long. The same in 'Send Code' and 'Check Code'",
	type: { kind: 'integer', min: 1, max: 60, unit: 'minutes' },
	place: 'options',
	local: true,
	initial: 5,
	otherwise: 10,
};

const RESEND_DELAY: Parameter = {
	name: 'resendDelay',
	label: 'Resend Delay (Seconds)',
	help: 'How many seconds must pass before the same number is sent a code again',
	type: { kind: 'integer', min: 1, max: 3600, unit: 'seconds' },
	place: 'options',
	local: true,
	initial: 60,
	otherwise: 30,
};

const MOST_CODES: Parameter = {
	name: 'mostCodes',
	label: 'Most Codes per Hour',
	help: 'How many codes the same number is sent within an hour of the clock, whatever they are for',
	type: { kind: 'integer', min: 1, max: 100 },
	place: 'options',
	local: true,
	initial: 3,
	otherwise: 5,
};

const WEBSITE: Parameter = {
	name: 'website',
	label: 'Website',
	help: 'The host of the page where the code is typed. The node adds a last line to the text, so that phones can offer to fill in the code there',
	type: {
		kind: 'text',
		maxLength: 100,
		blankIsEmpty: true,
		pattern: '^[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+$',
		patternHelp: 'the name of a host, such as www.example.com, without https:// and without a path',
	},
	place: 'advanced',
	local: true,
	placeholder: 'e.g. www.example.com',
};

/** Not a guard of an agent, which gets no codes at all. */
const ALLOWED_RECIPIENTS: Parameter = {
	name: 'allowedRecipients',
	label: 'Allowed Recipients',
	type: { kind: 'text', rows: 2 },
	local: true,
	help: 'Who may be sent a code: numbers with their country code, and beginnings of numbers with an asterisk, separated by commas or new lines. Unless it is set, everybody',
	place: 'advanced',
	placeholder: 'e.g. +27*, +44*',
};

const CODE: Parameter = {
	name: 'code',
	label: 'Code',
	help: 'What the person typed. Spaces and dashes do not matter, nor does the script of the digits',
	type: { kind: 'text', blankIsEmpty: true },
	place: 'main',
	local: true,
	required: true,
	placeholder: 'e.g. 123456',
};

const MOST_TRIES: Parameter = {
	name: 'mostTries',
	label: 'Most Tries',
	help: 'How many wrong codes are allowed for a number and purpose before every code is refused, the right one as well',
	type: { kind: 'integer', min: 1, max: 20 },
	place: 'options',
	local: true,
	initial: 3,
	otherwise: 5,
};

/** What both operations must agree on. */
const LIMITS: readonly Parameter[] = [CODE_LENGTH, VALIDITY];

const SENT_CODE: readonly ResultField[] = [
	...SENT,
	{
		name: 'validUntil',
		type: 'time',
		help: "Until when 'Check Code' takes the code; null where none was sent",
	},
];

const CHECKED_CODE: readonly ResultField[] = [
	{
		name: 'valid',
		type: 'boolean',
		help: 'Whether it is the code, in time and for the first time',
		done: true,
	},
	{
		name: 'reason',
		type: 'text',
		help: 'Why it is not valid: wrong, expired, alreadyUsed or tooManyTries; null where it is',
	},
	{
		name: 'triesLeft',
		type: 'number',
		help: 'How many more codes may be tried; 0 where a new code can help only later',
	},
	{ name: 'to', type: 'text', help: 'The number that was checked' },
	{ name: 'purpose', type: 'text', help: 'What the code was to be for' },
];

const SAMPLE_ROW = { ...SENT_SAMPLE, validUntil: '2026-03-01T08:30:00.000Z' };

const refusalsOf = (operations: readonly Operation[]): readonly string[] => sendAmong(operations).refusals;

interface Carried extends Pick<
	VerifyOperation,
	'resource' | 'through' | 'authentication' | 'refusals' | 'source'
> {
	readonly sender: Parameter;
	readonly withKey: '' | ' with an API key';
	readonly spends: 'Spends credit' | 'Spends money';
}

function operationsOf({ sender, withKey, spends, refusals, ...base }: Carried): VerifyOperation[] {
	return [
		{
			...base,
			api: 'verify',
			work: 'send',
			operation: 'sendCode',
			title: 'Send Code',
			action: `Send a verification code by SMS${withKey}`,
			description: `Send a number a one-time code that 'Check Code' recognises. ${spends} for each part to each recipient`,
			effect: 'spend',
			notForAgents: true,
			parameters: [
				NUMBER,
				CODE_TEXT,
				PURPOSE,
				sender,
				LONG_TEMPLATES,
				MORE_PARTS,
				...LIMITS,
				RESEND_DELAY,
				MOST_CODES,
				DEFAULT_DIAL_PREFIX,
				INCLUDE_INPUT_FIELDS,
				{ ...REPLACE_TYPOGRAPHY, place: 'advanced' },
				ALLOWED_RECIPIENTS,
				WEBSITE,
				TIMEOUT,
			],
			result: SENT_CODE,
			refusals,
			sample: { parameters: { to: '27999123456', purpose: 'sign-up' }, result: SAMPLE_ROW },
		},
		{
			...base,
			api: 'verify',
			work: 'check',
			operation: 'checkCode',
			title: 'Check Code',
			action: `Check a verification code${withKey}`,
			description:
				"Say whether what a person typed is the code that 'Send Code' sent to the number. Spends nothing: no call is made",
			effect: 'read',
			notForAgents: true,
			parameters: [NUMBER, CODE, PURPOSE, ...LIMITS, MOST_TRIES, DEFAULT_DIAL_PREFIX, INCLUDE_INPUT_FIELDS],
			result: CHECKED_CODE,
			refusals: [],
			sample: {
				parameters: { to: '27999123456', code: '123456', purpose: 'sign-up' },
				result: { valid: false, reason: 'wrong', triesLeft: 4, to: '27999123456', purpose: 'sign-up' },
			},
		},
	];
}

/** Codes that prove that a number is the person's own, without a place to keep them (docs/verify.md). */
export const GATEWAY_VERIFICATION = operationsOf({
	resource: 'verify',
	through: 'message.send',
	authentication: 'account',
	sender: SENDER_ID,
	withKey: '',
	spends: 'Spends credit',
	refusals: refusalsOf(MESSAGE_OPERATIONS),
	source: 'SOAP spec 5.3',
});

export const PLATFORM_VERIFICATION = operationsOf({
	resource: 'platformVerify',
	through: 'sms.send',
	authentication: 'key',
	sender: FROM,
	withKey: ' with an API key',
	spends: 'Spends money',
	refusals: refusalsOf(PLATFORM_SMS_OPERATIONS),
	source: 'help site; guides site',
});
