/** One command of the HTTP/S API. Names of parameters count in exactly this case of letters. */
export interface HttpCommand {
	/** As the SOAP servers call it, in lower case. */
	name: string;
	paths: readonly string[];
	parameters: ReadonlySet<string>;
	/** Whether it takes `field1`, `field2` and so on; no highest number is named. */
	mergeFields: boolean;
}

/** Parameters that are whole numbers, none of them longer than ten digits. */
const WHOLE = /^(concat|deliv_ack|callback|deliv_time|req_feat|queue|escalate|mo|validity|unicode|binary)$/;

const LOGIN = 'api_id user password';
const ACCOUNT = `session_id ${LOGIN}`;
const MESSAGE_IDS = 'apimsgid climsgid';
/** Of the client message ID the tables of the specifications spell one, their examples the other. */
const DELIVERY =
	'from concat deliv_ack callback deliv_time scheduled_time max_credits req_feat queue escalate mo cliMsgId climsgid validity';
const CONTENT = 'unicode msg_type udh data binary';

/** The commands by their addresses, as docs/protocol/http.md has them. Written from the facts, for the gateway alone. */
const COMMANDS: readonly HttpCommand[] = [
	command('auth', '/http/auth', LOGIN),
	command('ping', '/http/ping', 'session_id'),
	command('sendmsg', '/http/sendmsg', ACCOUNT, 'to text', DELIVERY, CONTENT),
	command('querymsg', '/http/querymsg', ACCOUNT, MESSAGE_IDS),
	command('delmsg', '/http/delmsg', ACCOUNT, MESSAGE_IDS),
	command('getbalance', '/http/getbalance', ACCOUNT),
	command('getmsgcharge', '/http/getmsgcharge', ACCOUNT, MESSAGE_IDS),
	command('token_pay', '/http/token_pay', ACCOUNT, 'token'),
	// Recorded in the first spelling, printed in the second.
	command('routecoverage', '/utils/routeCoverage /utils/routecoverage', ACCOUNT, 'msisdn'),
	command(
		'si_push',
		'/mms/si_push',
		ACCOUNT,
		'to si_id si_url si_text si_created si_expires si_action',
		DELIVERY,
	),
	command(
		'ind_push',
		'/mms/ind_push',
		ACCOUNT,
		'to mms_subject mms_class mms_expire mms_from mms_url',
		DELIVERY,
	),
	command('startbatch', '/http_batch/startbatch', ACCOUNT, 'template', DELIVERY, CONTENT),
	{ ...command('senditem', '/http_batch/senditem', ACCOUNT, 'batch_id to'), mergeFields: true },
	command('quicksend', '/http_batch/quicksend', ACCOUNT, 'batch_id to'),
	command('endbatch', '/http_batch/endbatch', ACCOUNT, 'batch_id'),
];

export const HTTP_COMMANDS: ReadonlyMap<string, HttpCommand> = new Map(
	COMMANDS.flatMap((one) => one.paths.map((path): [string, HttpCommand] => [path, one])),
);

function command(name: string, paths: string, ...parameters: string[]): HttpCommand {
	return {
		name,
		paths: paths.split(' '),
		parameters: new Set(parameters.join(' ').split(' ')),
		mergeFields: false,
	};
}

/** Whether the command has this parameter. */
export function takes({ parameters, mergeFields }: HttpCommand, name: string): boolean {
	return parameters.has(name) || (mergeFields && /^field[1-9]\d{0,3}$/.test(name));
}

/**
 * What the value is not, in words, where its parameter has a type; an empty one counts as not set. What is of the right
 * type and out of bounds is refused by the command, with a number.
 */
export function wrongType(name: string, value: string): string | undefined {
	if (value === '') return undefined;
	if (WHOLE.test(name)) return /^\d{1,10}$/.test(value) ? undefined : 'a whole number';
	// "Any amount", decimals among them.
	if (name === 'max_credits') return /^\d{1,10}(\.\d{1,10})?$/.test(value) ? undefined : 'a number';
	return undefined;
}
