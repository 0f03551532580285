/**
 * What the Connect API's error numbers mean (docs/protocol/connect.md#error-numbers). The lists of possible errors
 * beside each call use an older numbering without a table: a number that is not here is shown with Clickatell's own
 * words and breaks nothing.
 */
export interface ConnectErrorCode extends ConnectErrorMeaning {
	readonly code: string;
	/**
	 * What the number means to a call that names no user. Such calls kept this one of the older numbering
	 * (docs/protocol/connect.md#error-numbers).
	 */
	readonly withoutUser?: ConnectErrorMeaning;
}

export interface ConnectErrorMeaning {
	/** A word or two for the `errorMeaning` field. Persisted: workflows compare it. */
	readonly meaning: string;
	/** What happened, as a sentence without a final period. */
	readonly sentence: string;
	/** How to get unstuck. */
	readonly advice: string;
}

const NEW_CAPTCHA =
	"Run 'Get Captcha', show the picture to the person, and fill in 'Captcha ID' and 'Captcha Code'.";

const ACCOUNT_OWNER = 'Check the Connect API in the Clickatell account, or contact Clickatell support.';

const ADDRESS_BLOCKED: ConnectErrorMeaning = {
	meaning: 'address blocked',
	sentence: 'Clickatell has blocked the IP address of this n8n',
	advice: 'Contact Clickatell support.',
};

export const CONNECT_ERROR_CODES: readonly ConnectErrorCode[] = [
	{ code: '002', ...ADDRESS_BLOCKED },
	{
		code: '003',
		meaning: 'address locked',
		sentence: 'Too many logins from this IP address have failed, so a captcha is required',
		advice: `${NEW_CAPTCHA} A successful login ends the lock.`,
	},
	{
		code: '004',
		meaning: 'user locked',
		sentence: 'Too many logins of this user have failed, so a captcha is required',
		advice: `${NEW_CAPTCHA} A successful login of this user ends the lock.`,
		withoutUser: ADDRESS_BLOCKED,
	},
	{
		code: '005',
		meaning: 'invalid token',
		sentence: 'Clickatell does not know this token',
		advice:
			'Copy the authentication token of the Connect API from the Clickatell account into the credential.',
	},
	{
		code: '006',
		meaning: 'account not active',
		sentence: 'The account is not active',
		advice: 'Contact Clickatell support.',
	},
	{
		code: '007',
		meaning: 'command not allowed',
		sentence: 'This call is not allowed for your Connect API',
		advice: ACCOUNT_OWNER,
	},
	{
		code: '008',
		meaning: 'API disabled',
		sentence: 'Your Connect API is disabled',
		advice: ACCOUNT_OWNER,
	},
	{
		code: '009',
		meaning: 'HTTPS required',
		sentence: 'Clickatell demands HTTPS',
		advice: "Change 'Base URL' in the credential: it must begin with https://.",
	},
	{
		code: '100',
		meaning: 'mobile number blocked',
		sentence: 'The mobile number is blocked',
		advice: 'Use another mobile number.',
	},
	{
		code: '101',
		meaning: 'destination not covered',
		sentence: 'Clickatell does not send to the network of this mobile number',
		advice: 'Use a mobile number of another network.',
	},
	{
		code: '102',
		meaning: 'too many activation attempts',
		sentence: 'Too many attempts to activate by SMS have failed',
		advice: 'Contact Clickatell support.',
	},
	{
		code: '103',
		meaning: 'not activated by email',
		sentence: 'The user has not been activated by email yet',
		advice:
			"The user must follow the link in the activation email; 'Resend Activation Email' sends it once more.",
	},
	{
		code: '104',
		meaning: 'not activated by SMS',
		sentence: 'The user has not been activated by SMS yet',
		advice: "Run 'Send Activation SMS', then 'Validate Activation SMS' with the code that the user received.",
	},
	{
		code: '105',
		meaning: 'email address in use',
		sentence: 'Another account has the same email address',
		advice: "Use another email address, or turn on 'Force Create' to register a second account with it.",
	},
	{
		code: '106',
		meaning: 'account not allowed',
		sentence: 'Clickatell may not open this account because of trade restrictions',
		advice: 'Contact Clickatell support.',
	},
	{
		code: '107',
		meaning: 'already activated by email',
		sentence: 'The user is already activated by email',
		advice: 'Nothing is left to do; go on with the activation by SMS.',
	},
	{
		code: '108',
		meaning: 'already activated by SMS',
		sentence: 'The user is already activated by SMS',
		advice: 'Nothing is left to do; go on with creating a connection.',
	},
	{
		code: '109',
		meaning: 'coupon refused',
		sentence: 'The coupon code was refused',
		advice: "Check 'Coupon Code' or remove it.",
	},
	{
		code: '400',
		meaning: 'invalid captcha ID',
		sentence: 'A captcha is required, or the captcha ID is not valid',
		advice: NEW_CAPTCHA,
	},
	{
		code: '401',
		meaning: 'invalid captcha code',
		sentence: 'The captcha code is missing or wrong',
		advice: `A captcha allows one try. ${NEW_CAPTCHA}`,
	},
	{
		code: '402',
		meaning: 'captcha expired',
		sentence: 'The captcha has expired: it is valid for 15 minutes and allows one try',
		advice: NEW_CAPTCHA,
	},
	{
		code: '403',
		meaning: 'captcha already used',
		sentence: 'The captcha has been used before',
		advice: NEW_CAPTCHA,
	},
	{
		code: '404',
		meaning: 'wrong user or password',
		sentence: 'The user name or the password is wrong',
		advice:
			'Correct them before running again: two failed logins lock the user, ten lock the IP address of this n8n.',
	},
	{
		code: '405',
		meaning: 'wrong user or email address',
		sentence: 'The user name and the email address do not belong together',
		advice: "Check 'User Name' and 'Email Address': the email address must be the registered one.",
	},
	{
		code: '406',
		meaning: 'invalid country',
		sentence: 'The country is missing or not valid',
		advice: "Choose 'Country' from the list, or take its ID from 'Get Countries'.",
	},
	{
		code: '407',
		meaning: 'invalid email format',
		sentence: 'The email format is not valid',
		advice: "Check 'Email Format'.",
	},
	{
		code: '408',
		meaning: 'invalid weekly update',
		sentence: 'The choice of the weekly update is not valid',
		advice: "Check 'Weekly Update'.",
	},
	{
		code: '409',
		meaning: 'invalid terms acceptance',
		sentence: 'The acceptance of the terms is not valid',
		advice: "Show the terms ('Get Terms') to the person, then turn on 'Accept Terms'.",
	},
	{
		code: '410',
		meaning: 'terms not accepted',
		sentence: 'The terms must be accepted',
		advice: "Show the terms ('Get Terms') to the person, then turn on 'Accept Terms'.",
	},
	{
		code: '411',
		meaning: 'invalid test mode',
		sentence: 'The test mode is not valid',
		advice: "Check 'Test Mode'.",
	},
	{
		code: '412',
		meaning: 'invalid account type',
		sentence: 'The account type is not valid',
		advice: "Choose 'Account Type' from the list, or take its ID from 'Get Account Types'.",
	},
	{
		code: '413',
		meaning: 'invalid force create',
		sentence: 'The choice to force the creation is not valid',
		advice: "Check 'Force Create'.",
	},
	{
		code: '414',
		meaning: 'invalid registration data',
		sentence: 'Registration data are missing or not valid',
		advice: 'Check the values of the item.',
	},
	{
		code: '415',
		meaning: 'invalid activation redirect',
		sentence: 'The activation redirect URL is not valid',
		advice: "Check 'Activation Redirect URL'.",
	},
	{
		code: '416',
		meaning: 'invalid email address',
		sentence: 'The email address is missing or not valid',
		advice: "Check 'Email Address': at most 64 characters.",
	},
	{
		code: '417',
		meaning: 'invalid mobile number',
		sentence: 'The mobile number is missing or not valid',
		advice: "Check 'Mobile Number': digits only, with the country code, such as 27999100001.",
	},
	{
		code: '418',
		meaning: 'invalid activation code',
		sentence: 'The SMS activation code is missing or wrong',
		advice: "Check 'SMS Activation Code', or run 'Send Activation SMS' for a new one.",
	},
	{
		code: '419',
		meaning: 'invalid connection type',
		sentence: 'The connection type is not valid',
		advice: "Choose 'Connection Type' from the list, or take its ID from 'Get Connection Types'.",
	},
	{
		code: '420',
		meaning: 'invalid FTP password',
		sentence: 'The FTP password is missing or not valid',
		advice: "Fill in 'FTP Password', at most 10 characters: an FTP connection needs it.",
	},
	{
		code: '421',
		meaning: 'invalid dial prefix',
		sentence: 'The dial prefix is not valid',
		advice: "Check 'Dial Prefix': digits only, as 'Get Country Prefixes' lists them.",
	},
	{
		code: '422',
		meaning: 'invalid IP address',
		sentence: 'An IP address is not valid',
		advice: "Check 'Allowed IP Addresses': separated by commas.",
	},
	{
		code: '423',
		meaning: 'invalid callback URL',
		sentence: 'The callback URL is not valid',
		advice: "Check 'Callback URL': Clickatell must be able to reach it from the internet.",
	},
	{
		code: '424',
		meaning: 'invalid callback type',
		sentence: 'The callback type is not valid',
		advice: "Choose 'Callback Type' from the list, or take its ID from 'Get Callback Types'.",
	},
	{
		code: '425',
		meaning: 'invalid callback user name',
		sentence: 'The callback user name is not valid',
		advice: "Check 'Callback User Name': at most 64 characters.",
	},
	{
		code: '426',
		meaning: 'invalid callback password',
		sentence: 'The callback password is not valid',
		advice: "Check 'Callback Password': at most 64 characters.",
	},
	{
		code: '427',
		meaning: 'invalid terms format',
		sentence: 'The format of the terms is not valid',
		advice: "Check 'Format'.",
	},
	{
		code: '428',
		meaning: 'invalid description',
		sentence: 'The description of the connection is not valid',
		advice: "Check 'Description'.",
	},
	{
		code: '429',
		meaning: 'invalid client IP address',
		sentence: 'The IP address of the client is missing or not valid',
		advice: "Fill in 'Client IP Address' or choose a 'Country'.",
	},
	{
		code: '430',
		meaning: 'unknown call',
		sentence: 'Clickatell does not know this call',
		advice: "Check 'Base URL' in the credential; otherwise contact Clickatell support.",
	},
	{
		code: '431',
		meaning: 'invalid user name',
		sentence: 'The user name is missing or not valid',
		advice: "Check 'User Name': at most 128 characters, no blanks.",
	},
	{
		code: '432',
		meaning: 'invalid password',
		sentence: 'The password is missing or not valid',
		advice: "Check 'Password': 6 to 32 letters and digits.",
	},
	{
		code: '433',
		meaning: 'invalid first name',
		sentence: 'The first name is missing or not valid',
		advice: "Check 'First Name': at most 80 characters.",
	},
	{
		code: '434',
		meaning: 'invalid last name',
		sentence: 'The last name is missing or not valid',
		advice: "Check 'Last Name': at most 80 characters.",
	},
	{
		code: '435',
		meaning: 'invalid company',
		sentence: 'The company is missing or not valid',
		advice: "Check 'Company': at most 80 characters.",
	},
	{
		code: '436',
		meaning: 'invalid activation redirect',
		sentence: 'The activation redirect URL is not valid',
		advice: "Check 'Activation Redirect URL'.",
	},
	{
		code: '437',
		meaning: 'invalid credit value',
		sentence: 'The credit value is not valid',
		advice: 'Contact Clickatell support.',
	},
	{
		code: '438',
		meaning: 'invalid user number',
		sentence: 'The user number is not valid',
		advice: 'Contact Clickatell support.',
	},
	{
		code: '439',
		meaning: 'user name taken',
		sentence: 'The user name is taken',
		advice: "Choose another 'User Name'.",
	},
	{
		code: '440',
		meaning: 'wrong user or password',
		sentence: 'The user name and the password do not belong together',
		advice:
			'Correct them before running again: two failed logins lock the user, ten lock the IP address of this n8n.',
	},
	{
		code: '999',
		meaning: 'unknown fault',
		sentence: 'Clickatell had a fault that it does not name',
		advice: 'Run it again later; if it stays, contact Clickatell support.',
	},
];

const byCode = new Map(CONNECT_ERROR_CODES.map((entry) => [entry.code, entry]));

/** What a number means, as the reply writes it. Undefined for a number that the table lacks. */
export function findConnectError(code: string, withUser: boolean): ConnectErrorMeaning | undefined {
	const entry = byCode.get(code.padStart(3, '0'));
	return withUser ? entry : (entry?.withoutUser ?? entry);
}

/** An answer of `sms_activation_status` rather than a refusal: the user is not activated by SMS. */
export const NOT_SMS_ACTIVATED = '104';
