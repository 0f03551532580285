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
