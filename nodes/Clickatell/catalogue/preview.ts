import { MESSAGE_OPERATIONS } from './message';
import { PLATFORM_SMS_OPERATIONS } from './platformSms';
import { ERROR_MEANING, ERROR_TEXT, SCHEDULED_FOR, SENT, SUPPRESSED, TEXT_CUT } from './resultFields';
import { sendAmong } from './sendAmong';
import type { Operation, Parameter, PreviewOperation, ResultField } from './types';

const ASK_FOR_CHARGE: Parameter = {
	name: 'askForCharge',
	label: 'Ask for the Charge',
	help: 'Whether to ask Clickatell what the messages cost and whether the balance is enough: one call for each prefix that the numbers begin with, and one for the balance. Spends nothing',
	type: { kind: 'flag' },
	place: 'options',
	local: true,
	initial: true,
	otherwise: false,
};

const ASK_FOR_BALANCE: Parameter = {
	name: 'askForBalance',
	label: 'Ask for the Balance',
	help: 'Whether to ask what is left in the account. What messages cost cannot be asked on the Clickatell Platform. Spends nothing',
	type: { kind: 'flag' },
	place: 'options',
	local: true,
	initial: true,
	otherwise: false,
};

const named = (...names: readonly string[]): readonly ResultField[] =>
	SENT.filter(({ name }) => names.includes(name));

const BASE: readonly ResultField[] = [
	{
		name: 'to',
		type: 'text',
		help: 'The number as it would be sent to; as it was given, where a value of the item is wrong',
	},
	{
		name: 'sendable',
		type: 'boolean',
		help: "Whether 'Send' would send to this number; false where it would refuse it before anything is sent",
	},
	ERROR_TEXT,
	ERROR_MEANING,
	{ name: 'country', type: 'text', help: 'The country of the number in two letters (ISO 3166)' },
	...named('encoding', 'parts'),
	SUPPRESSED,
];

const TOTALS: readonly ResultField[] = [
	{
		name: 'totalMessages',
		type: 'number',
		help: 'How many messages all items make; like every total, the same in all rows',
	},
	{
		name: 'totalNotSendable',
		type: 'number',
		help: 'How many rows nothing would be sent to',
	},
	{ name: 'totalParts', type: 'number', help: 'How many message parts would be charged' },
	{
		name: 'totalCalls',
		type: 'number',
		help: 'How many calls to Clickatell it would take to send; look-ups are not counted',
	},
];

const CHARGE: readonly ResultField[] = [
	{
		name: 'covered',
		type: 'boolean',
		help: 'Whether Clickatell sends to numbers of this prefix; null where it was not asked or gave no answer',
	},
	{
		name: 'charge',
		type: 'number',
		help: "The least that the message costs, in credits: all its parts. Null where it is not known, 0 where another row has the same message to the same number and 'Duplicate Recipients' sends it once",
	},
];

const TOTAL_CHARGE: readonly ResultField[] = [
	{
		name: 'totalCharge',
		type: 'number',
		help: 'The least that all messages cost, in credits; null where one of them is not known',
	},
	{ name: 'balance', type: 'number', help: 'The credits left; null where they were not asked for' },
	{
		name: 'balanceIsEnough',
		type: 'boolean',
		help: 'Whether the balance covers all messages; null where that is not known',
	},
];

const BALANCE: readonly ResultField[] = [
	{ name: 'balance', type: 'number', help: 'What is left in the account; null where it was not asked for' },
	{ name: 'currency', type: 'text', help: 'The currency of the balance' },
];

const ROW = {
	to: '27999123456',
	sendable: true,
	errorText: null,
	errorMeaning: null,
	country: 'ZA',
	encoding: 'gsm',
	parts: 1,
	suppressed: false,
};
const SUMS = { totalMessages: 1, totalNotSendable: 0, totalParts: 1, totalCalls: 1 };

function preview(
	send: Operation,
	own: Pick<PreviewOperation, 'action' | 'description' | 'parameters' | 'result' | 'refusals'>,
	extra: { readonly row: object; readonly sums: object },
): PreviewOperation {
	return {
		api: 'preview',
		of: `${send.resource}.send`,
		resource: send.resource,
		operation: 'preview',
		title: 'Preview',
		effect: 'read',
		authentication: send.authentication,
		source: send.source,
		...own,
		// All that Send takes: it would be refused for the same.
		parameters: [...send.parameters, ...own.parameters],
		sample: {
			parameters: send.sample.parameters,
			result: { ...ROW, ...extra.row, ...SUMS, ...extra.sums },
		},
	};
}

const SAYS =
	"Show what 'Send' would do with all items, without sending: the numbers, which are refused and why, the parts and the calls";

export const GATEWAY_PREVIEW = preview(
	sendAmong(MESSAGE_OPERATIONS),
	{
		action: 'Preview an SMS',
		description: `${SAYS}; on request also the charge, and whether the balance is enough. Spends nothing`,
		parameters: [ASK_FOR_CHARGE],
		result: [...BASE, ...CHARGE, ...TOTALS, ...TOTAL_CHARGE, SCHEDULED_FOR, TEXT_CUT],
		refusals: ['001', '002', '003', '004', '005', '007', '101', '105', '108'],
	},
	{
		row: { covered: null, charge: null },
		sums: { totalCharge: null, balance: null, balanceIsEnough: null },
	},
);

export const PLATFORM_PREVIEW = preview(
	sendAmong(PLATFORM_SMS_OPERATIONS),
	{
		action: 'Preview an SMS with an API key',
		description: `${SAYS}; on request also the balance. Spends nothing`,
		parameters: [ASK_FOR_BALANCE],
		result: [...BASE, ...TOTALS, ...BALANCE, SCHEDULED_FOR, TEXT_CUT],
		refusals: ['1', '2', '3', '7', '18', '19', '43', '108'],
	},
	{ row: {}, sums: { balance: null, currency: null } },
);
