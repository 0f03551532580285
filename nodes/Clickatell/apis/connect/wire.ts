/** A parameter of the catalogue by its name, and the element that carries it. Names are sent in exactly this case. */
export type Element = readonly [parameter: string, element: string];

/** One call of the Connect API (docs/protocol/connect.md#calls). */
export interface ConnectAction {
	/** The value of the `action` element. */
	readonly action: string;
	/** In the order in which they are written. */
	readonly elements: readonly Element[];
}

const USER: Element = ['user', 'user'];
const EMAIL_ADDRESS: Element = ['emailAddress', 'email_address'];
const MOBILE_NUMBER: Element = ['mobileNumber', 'mobile_number'];
const COUNTRY: Element = ['countryId', 'country_id'];
const LOGIN: readonly Element[] = [USER, ['password', 'password']];
const CAPTCHA: readonly Element[] = [
	['captchaId', 'captcha_id'],
	['captchaCode', 'captcha_code'],
];

const call = (action: string, elements: readonly Element[] = []): ConnectAction => ({ action, elements });

/** The Connect API by operation of the catalogue. */
export const WIRE: Readonly<Record<string, ConnectAction>> = {
	'registration.getCaptcha': call('get_captcha'),
	'registration.getSmsActivationStatus': call('sms_activation_status', [...LOGIN, ...CAPTCHA]),
	'registration.register': call('register', [
		...LOGIN,
		...CAPTCHA,
		['firstName', 'fname'],
		['lastName', 'sname'],
		EMAIL_ADDRESS,
		COUNTRY,
		MOBILE_NUMBER,
		['acceptTerms', 'accept_terms'],
		['accountTypeId', 'account_id'],
		['activationRedirectUrl', 'activation_redirect'],
		['company', 'company'],
		['couponCode', 'coupon_code'],
		['emailFormat', 'email_format'],
		['forceCreate', 'force_create'],
		['testMode', 'test_mode'],
		['weeklyUpdate', 'weekly_update'],
	]),
	'registration.resendActivationEmail': call('resend_email_activation', [
		...LOGIN,
		...CAPTCHA,
		EMAIL_ADDRESS,
	]),
	'registration.sendActivationSms': call('send_activation_sms', [...LOGIN, ...CAPTCHA, MOBILE_NUMBER]),
	'registration.validateActivationSms': call('validate_activation_sms', [
		...LOGIN,
		['activationCode', 'sms_activation_code'],
		...CAPTCHA,
	]),
	'user.authenticate': call('authenticate_user', [...LOGIN, ...CAPTCHA]),
	'user.forgotPassword': call('forgot_password', [USER, EMAIL_ADDRESS, ...CAPTCHA]),
	'connection.create': call('create_connection', [
		...LOGIN,
		['connectionTypeId', 'connection_id'],
		['ipAddresses', 'ip_address'],
		['callbackPassword', 'callback_password'],
		['callbackTypeId', 'callback_type_id'],
		['callbackUrl', 'callback_url'],
		['callbackUser', 'callback_username'],
		...CAPTCHA,
		['apiDescription', 'api_description'],
		['dialPrefix', 'Dial_prefix'],
		['ftpPassword', 'ftp_password'],
	]),
	'credit.getBuyUrl': call('buy_credits_url', [...LOGIN, ...CAPTCHA]),
	'lookup.getAccountTypes': call('get_list_account'),
	'lookup.getCallbackTypes': call('get_list_callback'),
	'lookup.getConnectionTypes': call('get_list_connection'),
	'lookup.getCountries': call('get_list_country'),
	'lookup.getCountryPrefixes': call('get_list_country_prefix'),
	'lookup.getTerms': call('get_list_terms', [
		COUNTRY,
		['clientIpAddress', 'client_ip_address'],
		['termsFormat', 'terms_format'],
	]),
};

/** @throws where the Connect API has no such operation */
export function actionOf(operation: string): ConnectAction {
	const found = WIRE[operation];
	if (!found) throw new Error(`The Connect API has no ${operation}`);
	return found;
}

/**
 * Result field by the names it has in replies, in lower case, because their case differs between calls (`Usernumber`,
 * `UserNumber`). A sample of the dial prefixes calls the prefix `name` (docs/protocol/connect.md#calls).
 */
export const RESULT_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
	accountType: ['account_type'],
	accountTypeId: ['account_id'],
	apiId: ['api_id'],
	buyUrl: ['buy_url'],
	callbackType: ['callback_type'],
	callbackTypeId: ['callback_type_id'],
	captcha: ['captcha_image'],
	captchaId: ['captcha_id'],
	connectionType: ['connection_type'],
	connectionTypeId: ['connection_type_id'],
	countryId: ['country_id'],
	emailAddress: ['email'],
	mobileNumber: ['cellphone'],
	name: ['name'],
	prefix: ['prefix', 'name'],
	termsUrl: ['url_location'],
	userNumber: ['usernumber'],
};
