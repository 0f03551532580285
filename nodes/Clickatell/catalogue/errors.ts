/**
 * What the SOAP gateway's error numbers mean (docs/protocol/soap.md#error-numbers). A call that is refused with one
 * of them was not accepted and is not charged. Numbers are three digits; the gateway also writes them without leading
 * zeros.
 */
export interface ErrorCode {
	readonly code: string;
	/** A word or two for the `errorMeaning` field. Persisted: workflows compare it. */
	readonly meaning: string;
	/** What happened, as a sentence without a final period. */
	readonly sentence: string;
	/** How to get unstuck. */
	readonly advice: string;
	/** May the same call be sent again unchanged: never, at once, or after something has happened. */
	readonly retry: 'no' | 'now' | 'later';
	/** `expired`: a new session helps. `ifSessionUsed`: only when the call used a session. */
	readonly session?: 'expired' | 'ifSessionUsed';
	/** The number must not get messages. */
	readonly suppresses?: true;
}

export const ERROR_CODES: readonly ErrorCode[] = [
	{
		code: '001',
		meaning: 'authentication failed',
		sentence: 'Clickatell refused the login',
		advice:
			"Check API ID, user and password in the credential: the API ID must belong to an API of this account, of the kind that 'Server' names.",
		retry: 'no',
		session: 'ifSessionUsed',
	},
	{
		code: '002',
		meaning: 'unknown user or password',
		sentence: 'Clickatell does not know this user name, or the password is wrong',
		advice: 'Check user and password in the credential.',
		retry: 'no',
	},
	{
		code: '003',
		meaning: 'session expired',
		sentence: 'The session has expired',
		advice: 'The node opens a new session automatically; run the workflow again.',
		retry: 'no',
		session: 'expired',
	},
	{
		code: '004',
		meaning: 'account frozen',
		sentence: 'The account is frozen',
		advice: 'Contact Clickatell support.',
		retry: 'no',
	},
	{
		code: '005',
		meaning: 'session missing',
		sentence: 'The call carried no session',
		advice: 'The node opens a new session automatically; run the workflow again.',
		retry: 'no',
		session: 'expired',
	},
	{
		code: '007',
		meaning: 'address not allowed',
		sentence: 'The API is locked to other IP addresses',
		advice: 'Add the address of this n8n to the IP lock-down list of the API in the Clickatell account.',
		retry: 'no',
	},
	{
		code: '100',
		meaning: 'malformed data',
		sentence: 'Clickatell could not read the data of the call',
		advice: 'Check the values of the item.',
		retry: 'no',
	},
	{
		code: '101',
		meaning: 'invalid parameters',
		sentence: 'A parameter is missing or not valid',
		advice: 'Check the values of the item.',
		retry: 'no',
	},
	{
		code: '102',
		meaning: 'invalid user data header',
		sentence: 'The user data header is not valid',
		advice: "Check 'User Data Header': hexadecimal digits, the first byte is the length of the rest.",
		retry: 'no',
	},
	{
		code: '103',
		meaning: 'unknown message ID',
		sentence: 'Clickatell does not know this message ID',
		advice: 'Message IDs can be queried for about six days.',
		retry: 'no',
	},
	{
		code: '104',
		meaning: 'unknown client message ID',
		sentence: 'Clickatell does not know this client message ID',
		advice: 'Check that a message was sent with this client message ID in the last days.',
		retry: 'no',
	},
	{
		code: '105',
		meaning: 'invalid destination',
		sentence: 'The recipient is not a valid number',
		advice: 'Write it in international format, such as 27999123456.',
		retry: 'no',
	},
	{
		code: '106',
		meaning: 'invalid sender ID',
		sentence: 'The sender ID is not valid',
		advice: "Check 'Sender ID': up to 16 digits, or up to 11 letters and digits.",
		retry: 'no',
	},
	{
		code: '107',
		meaning: 'empty message',
		sentence: 'The message is empty',
		advice: "Fill in 'Text'.",
		retry: 'no',
	},
	{
		code: '108',
		meaning: 'invalid API ID',
		sentence: 'The API ID is missing or not valid',
		advice: 'Check the API ID in the credential.',
		retry: 'no',
	},
	{
		code: '109',
		meaning: 'message ID missing',
		sentence: 'The call needs a message ID',
		advice: "Fill in 'Message ID' or 'Client Message ID'.",
		retry: 'no',
	},
	{
		code: '110',
		meaning: 'email message',
		sentence: 'The email message could not be read',
		advice: 'This concerns messages sent by email only.',
		retry: 'no',
	},
	{
		code: '111',
		meaning: 'invalid protocol',
		sentence: 'The protocol is not valid',
		advice: 'Check the base URL and the server in the credential.',
		retry: 'no',
	},
	{
		code: '112',
		meaning: 'invalid message type',
		sentence: 'The message type is not valid',
		advice: 'The node never chooses one; ask Clickatell support.',
		retry: 'no',
	},
	{
		code: '113',
		meaning: 'too many parts',
		sentence: 'The message needs more parts than allowed',
		advice: "Shorten the text or allow more parts in 'Long Texts'.",
		retry: 'no',
	},
	{
		code: '114',
		meaning: 'cannot route',
		sentence: 'Clickatell does not send to this destination',
		advice: 'Ask Clickatell support about the number.',
		retry: 'no',
	},
	{
		code: '115',
		meaning: 'message expired',
		sentence: 'The message expired before it could be handed over',
		advice: 'Send it again with a longer validity period.',
		retry: 'no',
	},
	{
		code: '116',
		meaning: 'invalid Unicode data',
		sentence: 'The Unicode text is not valid',
		advice: 'Check the text of the item.',
		retry: 'no',
	},
	{
		code: '120',
		meaning: 'invalid delivery time',
		sentence: 'The delivery time is not valid',
		advice: "Check 'Send At', 'Quiet Hours' and 'Delivery Delay': at most 7 days (10080 minutes) ahead.",
		retry: 'no',
	},
	{
		code: '121',
		meaning: 'destination blocked',
		sentence: 'This number is blocked',
		advice: 'Clickatell does not send to it; remove it from the list.',
		retry: 'no',
		suppresses: true,
	},
	{
		code: '122',
		meaning: 'destination opted out',
		sentence: 'The recipient has opted out',
		advice: 'Remove the number from the list.',
		retry: 'no',
		suppresses: true,
	},
	{
		code: '123',
		meaning: 'sender ID not registered',
		sentence: 'The sender ID is not registered',
		advice: 'Register it in the Clickatell account and wait for its approval.',
		retry: 'no',
	},
	{
		code: '128',
		meaning: 'number delisted',
		sentence: 'The number has been delisted',
		advice: 'Remove the number from the list.',
		retry: 'no',
		suppresses: true,
	},
	{
		code: '130',
		meaning: 'message limit reached',
		sentence: "The account's message limit is reached",
		advice: 'Wait until the time that Clickatell names, or ask Clickatell to raise the limit.',
		retry: 'later',
	},
	{
		code: '201',
		meaning: 'invalid batch',
		sentence: 'Clickatell does not know this batch',
		advice: 'Batches end after 24 hours; start a new one.',
		retry: 'no',
	},
	{
		code: '202',
		meaning: 'batch has no template',
		sentence: 'The batch has no template',
		advice: 'Start a new batch with a template.',
		retry: 'no',
	},
	{
		code: '301',
		meaning: 'no credit',
		sentence: 'The account has no credit left',
		advice: 'Buy credits, then send again.',
		retry: 'later',
	},
	{
		code: '302',
		meaning: 'maximum credit exceeded',
		sentence: 'The message would cost more than allowed',
		advice: "Raise 'Maximum Credits' or the limit in the account's profile.",
		retry: 'no',
	},
	{
		code: '606',
		meaning: 'invalid voucher',
		sentence: 'The voucher is not valid',
		advice: 'Check the voucher number; a voucher can be used once.',
		retry: 'no',
	},
	{
		code: '901',
		meaning: 'internal error',
		sentence: 'Clickatell had an internal fault and did not accept the call',
		advice: 'Clickatell says that the call may be repeated.',
		retry: 'now',
	},
];

/** The voucher was accepted; the number appears as `OK: 605`. */
export const VOUCHER_ACCEPTED = '605';
