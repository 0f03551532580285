import type { CallValues } from '../../message/callValues';

/** The two servers that speak the same commands with different signatures (docs/protocol/soap.md#signatures). */
export type SoapServer = 'documentLiteral' | 'rpcEncoded';

export type SoapType = 'string' | 'int' | 'float' | 'string[]';

/** One child of the wrapper element, in wire order. `required` is what the schema demands (minOccurs 1). */
export type Part = readonly [name: string, type: SoapType, required?: 'required'];

/** The exact signature of one command on one server, as its WSDL declares it. */
export interface SoapSignature {
	readonly command: string;
	readonly parts: readonly Part[];
	readonly returns: 'string' | 'string[]';
}

/**
 * The four parts by which a call says who makes it: a session, or API ID, user and password
 * (docs/protocol/soap.md#login-and-session).
 */
const ACCOUNT: readonly Part[] = [
	['session_id', 'string'],
	['api_id', 'int'],
	['user', 'string'],
	['password', 'string'],
];

/** The RPC server declares `delmsg` with a textual API ID. */
const ACCOUNT_WITH_TEXT_ID: readonly Part[] = [
	['session_id', 'string'],
	['api_id', 'string'],
	['user', 'string'],
	['password', 'string'],
];

/** By operation of the catalogue. */
export const SIGNATURES: Readonly<Record<string, Readonly<Record<SoapServer, SoapSignature>>>> = {
	'message.send': {
		documentLiteral: {
			command: 'sendmsg',
			parts: [
				...ACCOUNT,
				['text', 'string'],
				['to', 'string[]', 'required'],
				['from', 'string'],
				['concat', 'int'],
				['msg_callback', 'int'],
				['deliv_ack', 'int'],
				['deliv_time', 'int'],
				['max_credits', 'int'],
				['req_feat', 'int'],
				['queue', 'int'],
				['escalate', 'int'],
				['mo', 'int'],
				['climsgid', 'string'],
				['unicode', 'int'],
				['msg_type', 'string'],
				['udh', 'string'],
				['data', 'string'],
				['validity', 'int'],
			],
			returns: 'string[]',
		},
		rpcEncoded: {
			command: 'sendmsg',
			parts: [
				...ACCOUNT,
				['to', 'string[]'],
				['from', 'string'],
				['text', 'string'],
				['concat', 'int'],
				['deliv_ack', 'int'],
				['msg_callback', 'int'],
				['deliv_time', 'int'],
				['max_credits', 'float'],
				['req_feat', 'int'],
				['queue', 'int'],
				['escalate', 'int'],
				['mo', 'int'],
				['cliMsgId', 'string'],
				['unicode', 'int'],
				['msg_type', 'string'],
				['udh', 'string'],
				['data', 'string'],
				['validity', 'int'],
			],
			returns: 'string[]',
		},
	},
	'message.getStatus': {
		documentLiteral: {
			command: 'querymsg',
			parts: [...ACCOUNT, ['apimsgid', 'string'], ['climsgid', 'string']],
			returns: 'string',
		},
		rpcEncoded: {
			command: 'querymsg',
			parts: [...ACCOUNT, ['apimsgid', 'string'], ['climsgid', 'string']],
			returns: 'string[]',
		},
	},
	'message.stop': {
		documentLiteral: {
			command: 'delmsg',
			parts: [...ACCOUNT, ['apimsgid', 'string'], ['climsgid', 'string']],
			returns: 'string',
		},
		rpcEncoded: {
			command: 'delmsg',
			parts: [...ACCOUNT_WITH_TEXT_ID, ['apimsgid', 'string'], ['climsgid', 'string']],
			returns: 'string[]',
		},
	},
	'batch.start': {
		documentLiteral: {
			command: 'startbatch',
			parts: [
				...ACCOUNT,
				['from', 'string'],
				['concat', 'int'],
				['template', 'string', 'required'],
				['deliv_ack', 'int'],
				['msg_callback', 'int'],
				['deliv_time', 'int'],
				['max_credits', 'int'],
				['req_feat', 'int'],
				['queue', 'int'],
				['escalate', 'int'],
				['mo', 'int'],
				['climsgid', 'string'],
				['unicode', 'int'],
				['msg_type', 'string'],
				['udh', 'string'],
				['validity', 'int'],
			],
			returns: 'string',
		},
		rpcEncoded: {
			command: 'startbatch',
			parts: [
				...ACCOUNT,
				['from', 'string'],
				['concat', 'int'],
				['template', 'string'],
				['deliv_ack', 'int'],
				['msg_callback', 'int'],
				['deliv_time', 'int'],
				['max_credits', 'float'],
				['req_feat', 'int'],
				['queue', 'int'],
				['escalate', 'int'],
				['mo', 'int'],
				['cliMsgId', 'string'],
				['unicode', 'int'],
				['msg_type', 'string'],
				['udh', 'string'],
				['data', 'string'],
				['validity', 'int'],
			],
			returns: 'string[]',
		},
	},
	'batch.sendItem': {
		documentLiteral: {
			command: 'senditem',
			parts: [
				...ACCOUNT,
				['batch_id', 'string', 'required'],
				['to', 'string[]', 'required'],
				['field1', 'string'],
				['field2', 'string'],
				['field3', 'string'],
				['field4', 'string'],
				['field5', 'string'],
				['field6', 'string'],
				['field7', 'string'],
				['field8', 'string'],
				['field9', 'string'],
				['field10', 'string'],
			],
			returns: 'string[]',
		},
		rpcEncoded: {
			command: 'senditem',
			parts: [
				...ACCOUNT,
				['batch_id', 'string'],
				['to', 'string[]'],
				['field1', 'string'],
				['field2', 'string'],
				['field3', 'string'],
				['field4', 'string'],
			],
			returns: 'string[]',
		},
	},
	'batch.quickSend': {
		documentLiteral: {
			command: 'quicksend',
			parts: [...ACCOUNT, ['batch_id', 'string', 'required'], ['to', 'string[]', 'required']],
			returns: 'string[]',
		},
		rpcEncoded: {
			command: 'quicksend',
			parts: [...ACCOUNT, ['batch_id', 'string'], ['to', 'string[]']],
			returns: 'string[]',
		},
	},
	'batch.end': {
		documentLiteral: {
			command: 'endbatch',
			parts: [...ACCOUNT, ['batch_id', 'string', 'required']],
			returns: 'string',
		},
		rpcEncoded: { command: 'endbatch', parts: [...ACCOUNT, ['batch_id', 'string']], returns: 'string[]' },
	},
	'push.sendMmsNotification': {
		documentLiteral: {
			command: 'ind_push',
			parts: [
				...ACCOUNT,
				['to', 'string[]', 'required'],
				['mms_subject', 'string', 'required'],
				['mms_class', 'string', 'required'],
				['mms_expire', 'string', 'required'],
				['mms_from', 'string', 'required'],
				['mms_url', 'string', 'required'],
				['from', 'string'],
				['concat', 'int'],
				['deliv_ack', 'int'],
				['msg_callback', 'int'],
				['deliv_time', 'int'],
				['max_credits', 'int'],
				['req_feat', 'int'],
				['queue', 'int'],
				['escalate', 'int'],
				['mo', 'int'],
				['climsgid', 'string'],
				['validity', 'int'],
			],
			returns: 'string[]',
		},
		rpcEncoded: {
			command: 'ind_push',
			parts: [
				...ACCOUNT,
				['to', 'string[]'],
				['mms_subject', 'string'],
				['mms_class', 'string'],
				['mms_expire', 'string'],
				['mms_from', 'string'],
				['mms_url', 'string'],
				['from', 'string'],
				['concat', 'int'],
				['deliv_ack', 'int'],
				['msg_callback', 'int'],
				['deliv_time', 'int'],
				['max_credits', 'float'],
				['req_feat', 'int'],
				['queue', 'int'],
				['escalate', 'int'],
				['mo', 'int'],
				['cliMsgId', 'string'],
				['validity', 'int'],
			],
			returns: 'string[]',
		},
	},
	'push.sendServiceIndication': {
		documentLiteral: {
			command: 'si_push',
			parts: [
				...ACCOUNT,
				['to', 'string[]', 'required'],
				['si_id', 'string', 'required'],
				['si_url', 'string', 'required'],
				['si_text', 'string', 'required'],
				['si_created', 'string'],
				['si_expires', 'string'],
				['si_action', 'string'],
				['from', 'string'],
				['concat', 'int'],
				['deliv_ack', 'int'],
				['msg_callback', 'int'],
				['deliv_time', 'int'],
				['max_credits', 'int'],
				['req_feat', 'int'],
				['queue', 'int'],
				['escalate', 'int'],
				['mo', 'int'],
				['climsgid', 'string'],
				['unicode', 'int'],
				['validity', 'int'],
			],
			returns: 'string[]',
		},
		rpcEncoded: {
			command: 'si_push',
			parts: [
				...ACCOUNT,
				['to', 'string[]'],
				['si_id', 'string'],
				['si_url', 'string'],
				['si_text', 'string'],
				['si_created', 'string'],
				['si_expires', 'string'],
				['si_action', 'string'],
				['from', 'string'],
				['concat', 'int'],
				['deliv_ack', 'int'],
				['msg_callback', 'int'],
				['deliv_time', 'int'],
				['max_credits', 'float'],
				['req_feat', 'int'],
				['queue', 'int'],
				['escalate', 'int'],
				['mo', 'int'],
				['cliMsgId', 'string'],
				['validity', 'int'],
			],
			returns: 'string[]',
		},
	},
	'account.getBalance': {
		documentLiteral: { command: 'getbalance', parts: [...ACCOUNT], returns: 'string' },
		rpcEncoded: { command: 'getbalance', parts: [...ACCOUNT], returns: 'string' },
	},
	'account.checkCoverage': {
		documentLiteral: {
			command: 'routecoverage',
			parts: [...ACCOUNT, ['msisdn', 'string', 'required']],
			returns: 'string',
		},
		rpcEncoded: { command: 'routeCoverage', parts: [...ACCOUNT, ['msisdn', 'string']], returns: 'string' },
	},
	'account.getMessageCharge': {
		documentLiteral: {
			command: 'getmsgcharge',
			parts: [...ACCOUNT, ['apimsgid', 'string']],
			returns: 'string',
		},
		rpcEncoded: { command: 'getmsgcharge', parts: [...ACCOUNT, ['apimsgid', 'string']], returns: 'string[]' },
	},
	'account.redeemVoucher': {
		documentLiteral: {
			command: 'token_pay',
			parts: [...ACCOUNT, ['token', 'string', 'required']],
			returns: 'string[]',
		},
		rpcEncoded: { command: 'token_pay', parts: [...ACCOUNT, ['token', 'string']], returns: 'string' },
	},
	'account.openSession': {
		documentLiteral: {
			command: 'auth',
			parts: [
				['api_id', 'int', 'required'],
				['user', 'string', 'required'],
				['password', 'string', 'required'],
			],
			returns: 'string',
		},
		rpcEncoded: {
			command: 'auth',
			parts: [
				['api_id', 'int'],
				['user', 'string'],
				['password', 'string'],
			],
			returns: 'string',
		},
	},
	'account.pingSession': {
		documentLiteral: { command: 'ping', parts: [['session_id', 'string', 'required']], returns: 'string' },
		rpcEncoded: { command: 'ping', parts: [['session_id', 'string']], returns: 'string' },
	},
};

/** What a parameter of the catalogue is called, in lower case: parts are found without regard to case. */
export const PART_NAMES: Readonly<Record<string, string>> = {
	to: 'to',
	text: 'text',
	template: 'template',
	senderId: 'from',
	maxParts: 'concat',
	deliveryReports: 'msg_callback',
	udh: 'udh',
	data: 'data',
	clientMessageId: 'climsgid',
	deliveryDelay: 'deliv_time',
	scheduledTime: 'deliv_time',
	replyRouting: 'mo',
	escalate: 'escalate',
	maxCredits: 'max_credits',
	priority: 'queue',
	requiredFeatures: 'req_feat',
	validityPeriod: 'validity',
	messageId: 'apimsgid',
	batchId: 'batch_id',
	subject: 'mms_subject',
	from: 'mms_from',
	contentUrl: 'mms_url',
	messageClass: 'mms_class',
	expiresAfter: 'mms_expire',
	url: 'si_url',
	indicationId: 'si_id',
	created: 'si_created',
	expires: 'si_expires',
	indicationAction: 'si_action',
	number: 'msisdn',
	voucher: 'token',
};

/** The one name that two operations use for different parts. */
const OF_OPERATION: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'push.sendServiceIndication': { text: 'si_text' },
};

/** @throws where the gateway has no such operation */
export function signatureOf(operation: string, server: SoapServer): SoapSignature {
	const found = SIGNATURES[operation];
	if (!found) throw new Error(`The SOAP servers have no ${operation}`);
	return found[server];
}

/** What the value of a call is called as a part: beside parameters there are `unicode`, `field1` and so on. */
export function partOf(operation: string, value: string): string {
	return OF_OPERATION[operation]?.[value] ?? PART_NAMES[value] ?? value;
}

/** Values by part name in lower case, already in the form the wire wants. A part without a value is absent. */
export type PartValues = CallValues;

export function byPart(operation: string, values: CallValues): PartValues {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [partOf(operation, name), value]));
}
