/**
 * The gateway's own reading of the code tables (SOAP spec appendices A and B, and the callback table of
 * 6.2.5). Kept apart from the package's tables on purpose: two readings that agree are worth more than one.
 */

/** Refusals, given before a message is accepted and never charged: code to wording. */
export const ERROR_TEXT: Readonly<Record<string, string>> = {
	'001': 'Authentication failed',
	'002': 'Unknown username or password',
	'003': 'Session ID expired',
	'004': 'Account frozen',
	'005': 'Missing session ID',
	'007': 'IP Lockdown violation',
	'100': 'Malformed data',
	'101': 'Invalid or missing parameters',
	'102': 'Invalid user data header',
	'103': 'Unknown API message ID',
	'104': 'Unknown client message ID',
	'105': 'Invalid Destination Address',
	'106': 'Invalid Source Address',
	'107': 'Empty message',
	'108': 'Invalid or missing API ID',
	'109': 'Missing message ID',
	'110': 'Error with email message',
	'111': 'Invalid protocol',
	'112': 'Invalid message type',
	'113': 'Maximum message parts exceeded',
	'114': 'Cannot route message',
	'115': 'Message expired',
	'116': 'Invalid Unicode data',
	'120': 'Invalid delivery time',
	'121': 'Destination mobile number blocked',
	'122': 'Destination mobile opted out',
	'123': 'Invalid Sender ID',
	'128': 'Number delisted',
	'130': 'Maximum MT limit exceeded until',
	'201': 'Invalid batch ID',
	'202': 'No batch template',
	'301': 'No Credit Left',
	'302': 'Max allowed credit',
	'606': 'Invalid token',
	'901': 'Internal error - please retry',
};

/** What can become of a message: status to wording. */
export const STATUS_TEXT: Readonly<Record<string, string>> = {
	'001': 'Message unknown',
	'002': 'Message queued',
	'003': 'Delivered to gateway',
	'004': 'Received by recipient',
	'005': 'Error with message',
	'006': 'User cancelled message delivery',
	'007': 'Error delivering message',
	'008': 'OK, accepted',
	'009': 'Routing error',
	'010': 'Message expired',
	'011': 'Queued for later delivery',
	'012': 'Out of credit',
	'014': 'Maximum MT limit exceeded',
};

/** Statuses after which nothing more happens to a message. */
export const FINAL_STATUSES: ReadonlySet<string> = new Set('004 005 006 007 009 010 012 014'.split(' '));

const INTERMEDIATE = ['003'];
const FINAL = ['004', '005', '007', '009', '010', '012'];
const ERRORS = ['005', '007', '009', '010', '012'];

/** The statuses that each value of msg_callback (0 to 7) asks for. */
export const CALLBACK_STATUSES: readonly ReadonlySet<string>[] = [
	new Set(),
	new Set(INTERMEDIATE),
	new Set(FINAL),
	new Set([...INTERMEDIATE, ...FINAL]),
	new Set(ERRORS),
	new Set([...INTERMEDIATE, ...ERRORS]),
	new Set([...FINAL, ...ERRORS]),
	new Set([...INTERMEDIATE, ...FINAL, ...ERRORS]),
];

/** Wording of a refusal: `ERR: 105, Invalid Destination Address`, or `ERR: 105` in the bare style. */
export function refusal(code: string, style: 'full' | 'bare', detail = ''): string {
	const text = ERROR_TEXT[code];
	if (style === 'bare' || text === undefined) return `ERR: ${code}`;
	return `ERR: ${code}, ${text}${detail === '' ? '' : ` ${detail}`}`;
}
