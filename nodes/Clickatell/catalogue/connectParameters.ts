import { CALL_OPTIONS, INCLUDE_INPUT_FIELDS } from './messageParameters';
import type { Choice, Parameter } from './types';

/** Parameters that several calls of the Connect API share, and the codes that most of them may answer with. */

export const USER: Parameter = {
	name: 'user',
	label: 'User Name',
	help: 'The name that the user logs in with at Clickatell',
	type: { kind: 'text', maxLength: 128, pattern: '^\\S+$', patternHelp: 'without blanks' },
	place: 'main',
	required: true,
	placeholder: 'e.g. customer17',
	source: 'Connect User Guide, register',
};

export const PASSWORD: Parameter = {
	name: 'password',
	label: 'Password',
	help: 'The password of the user: 6 to 32 letters and digits',
	type: {
		kind: 'text',
		minLength: 6,
		maxLength: 32,
		pattern: '^[A-Za-z0-9]+$',
		patternHelp: 'letters from A to Z and digits, without blanks',
	},
	place: 'main',
	required: true,
	secret: true,
	source: 'Connect User Guide, register',
};

export const EMAIL_ADDRESS: Parameter = {
	name: 'emailAddress',
	label: 'Email Address',
	help: 'The email address of the user, at most 64 characters',
	type: { kind: 'email', maxLength: 64 },
	place: 'main',
	required: true,
	placeholder: 'e.g. name@example.com',
	source: 'Connect User Guide, register',
};

export const CAPTCHA: readonly Parameter[] = [
	{
		name: 'captchaId',
		label: 'Captcha ID',
		help: "The ID that came with the picture of 'Get Captcha'",
		type: { kind: 'text', pattern: '^[0-9A-Fa-f]{32}$', patternHelp: '32 hexadecimal digits' },
		place: 'main',
		required: true,
		hint: "Run 'Get Captcha' first and show its picture to the person",
		placeholder: 'e.g. 61f0ac0a5f2d4a3ab2d8a1f0c7f1e2d3',
		source: 'Connect User Guide, get_captcha',
	},
	{
		name: 'captchaCode',
		label: 'Captcha Code',
		help: 'What the person read on the picture, at most 6 letters and digits. One try only, within 15 minutes',
		type: { kind: 'text', maxLength: 6, pattern: '^[A-Za-z0-9]+$', patternHelp: 'letters and digits' },
		place: 'main',
		required: true,
		placeholder: 'e.g. 483920',
		source: 'Connect User Guide, get_captcha',
	},
];

/** The same pair where a captcha is needed only after a lock (docs/protocol/connect.md#captcha-and-lock-out). */
export const CAPTCHA_IF_LOCKED: readonly Parameter[] = CAPTCHA.map(({ required: _, ...parameter }) => ({
	...parameter,
	place: 'advanced',
	help: `${parameter.help}. Needed only after too many failed logins`,
}));

/** Who calls, in every call on behalf of a user. */
export const LOGIN: readonly Parameter[] = [USER, PASSWORD];

export const TEXT_OR_HTML: readonly Choice[] = [
	{ value: '2', label: 'HTML' },
	{ value: '1', label: 'Text', help: 'What Clickatell uses when nothing is chosen' },
];

/** These calls are made one after the other: a wrong login that is repeated locks the user. */
export const CONNECT_CALL_OPTIONS: readonly Parameter[] = CALL_OPTIONS.filter(
	({ name }) => name === 'timeout' || name === INCLUDE_INPUT_FIELDS.name,
);

const OCTET = '(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';

/** An IPv4 address, at most 15 characters (docs/protocol/connect.md#fields-of-create_connection). */
export const IP_ADDRESS = `${OCTET}(\\.${OCTET}){3}`;

/** The connection type that demands an FTP password (docs/protocol/connect.md#fields-of-create_connection). */
export const FTP_CONNECTION = '7';

/** Codes any call may answer with. */
export const COMMON_REFUSALS: readonly string[] = ['002', '004', '005', '007', '008', '009', '430', '999'];

export const CAPTCHA_REFUSALS: readonly string[] = ['400', '401', '402', '403'];

/** Codes any call on behalf of a user may answer with. */
export const LOGIN_REFUSALS: readonly string[] = [
	...COMMON_REFUSALS,
	'003',
	'006',
	...CAPTCHA_REFUSALS,
	'404',
	'431',
	'432',
	'440',
];
