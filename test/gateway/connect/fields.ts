import { isIPv4 } from 'node:net';

import { ACCOUNT_TYPES, CALLBACK_TYPES, CONNECTION_TYPES, COUNTRIES } from './lists';

/** The gateway's own reading of the guide's parameter tables: what a field may hold, and which number refuses it. */
interface Rule {
	readonly code: string;
	/** Where an absent field has another number than a wrong one. */
	readonly missing?: string;
	readonly holds: (value: string) => boolean;
}

const upTo = (most: number) => (value: string) => value !== '' && [...value].length <= most;
const oneOf =
	(...values: string[]) =>
	(value: string) =>
		values.includes(value);
const listed = (list: ReadonlyArray<readonly [id: string, name: string]>) => oneOf(...list.map(([id]) => id));
const isFlag = oneOf('0', '1');
const isUrl = (value: string) => /^https?:\/\//i.test(value) && URL.canParse(value);

const RULES: Readonly<Record<string, Rule>> = {
	user: { code: '431', holds: (value) => /^\S{1,128}$/.test(value) },
	password: { code: '432', holds: (value) => /^[A-Za-z0-9]{6,32}$/.test(value) },
	captcha_id: { code: '400', holds: (value) => /^[0-9a-f]{32}$/i.test(value) },
	captcha_code: { code: '401', holds: (value) => /^[A-Za-z0-9]{1,6}$/.test(value) },
	fname: { code: '433', holds: upTo(80) },
	sname: { code: '434', holds: upTo(80) },
	email_address: { code: '416', holds: (value) => value.length <= 64 && /^[^\s@]+@[^\s@]+$/.test(value) },
	country_id: { code: '406', holds: oneOf(...COUNTRIES.map(({ id }) => id)) },
	mobile_number: { code: '417', holds: (value) => /^[0-9]{1,30}$/.test(value) },
	accept_terms: { code: '409', missing: '410', holds: isFlag },
	test_mode: { code: '411', holds: isFlag },
	account_id: { code: '412', holds: listed(ACCOUNT_TYPES) },
	company: { code: '435', holds: upTo(80) },
	email_format: { code: '407', holds: oneOf('1', '2') },
	weekly_update: { code: '408', holds: isFlag },
	force_create: { code: '413', holds: isFlag },
	coupon_code: { code: '109', holds: upTo(Infinity) },
	activation_redirect: { code: '415', holds: isUrl },
	sms_activation_code: { code: '418', holds: upTo(11) },
	connection_id: { code: '419', holds: listed(CONNECTION_TYPES) },
	ftp_password: { code: '420', holds: upTo(10) },
	api_description: { code: '428', holds: upTo(Infinity) },
	ip_address: {
		code: '422',
		holds: (value) => value.split(',').every((address) => isIPv4(address.trim())),
	},
	Dial_prefix: { code: '421', holds: (value) => /^[0-9]+$/.test(value) },
	callback_url: { code: '423', holds: isUrl },
	callback_type_id: { code: '424', holds: listed(CALLBACK_TYPES) },
	callback_username: { code: '425', holds: upTo(64) },
	callback_password: { code: '426', holds: upTo(64) },
	terms_format: { code: '427', holds: oneOf('1', '2') },
	client_ip_address: { code: '429', holds: isIPv4 },
};

const LOGIN = ['user', 'password'];
const CAPTCHA = ['captcha_id', 'captcha_code'];

/** The fields of each call, in the tables' order. */
export const FIELDS: Readonly<Record<string, { required: readonly string[]; optional: readonly string[] }>> =
	{
		get_list_country: { required: [], optional: [] },
		get_list_country_prefix: { required: [], optional: [] },
		get_list_account: { required: [], optional: [] },
		get_list_terms: { required: [], optional: ['country_id', 'client_ip_address', 'terms_format'] },
		register: {
			required: [
				...LOGIN,
				...CAPTCHA,
				'fname',
				'sname',
				'email_address',
				'country_id',
				'mobile_number',
				'accept_terms',
			],
			optional: [
				'test_mode',
				'account_id',
				'company',
				'email_format',
				'weekly_update',
				'force_create',
				'coupon_code',
				'activation_redirect',
			],
		},
		resend_email_activation: { required: LOGIN, optional: ['email_address', ...CAPTCHA] },
		authenticate_user: { required: LOGIN, optional: CAPTCHA },
		forgot_password: { required: ['user', 'email_address', ...CAPTCHA], optional: [] },
		get_captcha: { required: [], optional: [] },
		sms_activation_status: { required: LOGIN, optional: CAPTCHA },
		send_activation_sms: { required: LOGIN, optional: ['mobile_number', ...CAPTCHA] },
		validate_activation_sms: { required: [...LOGIN, 'sms_activation_code'], optional: CAPTCHA },
		get_list_callback: { required: [], optional: [] },
		get_list_connection: { required: [], optional: [] },
		create_connection: {
			required: LOGIN,
			optional: [
				'connection_id',
				'ftp_password',
				'api_description',
				'ip_address',
				'Dial_prefix',
				'callback_url',
				'callback_type_id',
				'callback_username',
				'callback_password',
				...CAPTCHA,
			],
		},
		buy_credits_url: { required: LOGIN, optional: CAPTCHA },
	};

/** Numbers of all that is wrong with the fields of a call, each field alone, each number once, in the table's order. */
export function wrongFields(action: string, given: Readonly<Record<string, string>>): string[] {
	const { required = [], optional = [] } = FIELDS[action] ?? {};
	const codes = [...required, ...optional].flatMap((name) => {
		const rule = RULES[name];
		const value = given[name];
		if (rule === undefined) return [];
		if (value === undefined) return required.includes(name) ? [rule.missing ?? rule.code] : [];
		// Country 0 leaves the choice to the address.
		if (action === 'get_list_terms' && name === 'country_id' && value === '0') return [];
		return rule.holds(value) ? [] : [rule.code];
	});
	return [...new Set(codes)];
}

/** Elements the call does not have, among them known ones in another case of letters. */
export function unknownFields(action: string, given: Readonly<Record<string, string>>): string[] {
	const { required = [], optional = [] } = FIELDS[action] ?? {};
	return Object.keys(given).filter((name) => !required.includes(name) && !optional.includes(name));
}
