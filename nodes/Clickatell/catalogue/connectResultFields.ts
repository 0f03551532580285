import type { ResultField } from './types';

/** What replies of the Connect API carry, each under one name however a reply spells it. */

export const SUCCESS: ResultField = {
	name: 'success',
	type: 'boolean',
	help: 'Whether Clickatell did what was asked; null when the answer was lost and it may have been done',
	done: true,
};

export const USER_NUMBER: ResultField = {
	name: 'userNumber',
	type: 'text',
	help: "Clickatell's number of the user",
	optional: true,
};

export const MOBILE_NUMBER: ResultField = {
	name: 'mobileNumber',
	type: 'text',
	help: 'The mobile number that the user registered',
	optional: true,
};

/**
 * Result field by the names it has in replies, in lower case, because their case differs between calls (`Usernumber`,
 * `UserNumber`). A sample of the dial prefixes calls the prefix `name` (docs/protocol/connect.md#calls).
 */
export const CONNECT_WIRE_NAMES: Readonly<Record<string, readonly string[]>> = {
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
