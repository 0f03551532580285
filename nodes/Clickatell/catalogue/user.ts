import {
	CAPTCHA,
	CAPTCHA_IF_LOCKED,
	CAPTCHA_REFUSALS,
	COMMON_REFUSALS,
	CONNECT_CALL_OPTIONS,
	EMAIL_ADDRESS,
	LOGIN_REFUSALS,
	PASSWORD,
	USER,
} from './connectParameters';
import { SUCCESS, USER_NUMBER } from './connectResultFields';
import type { ConnectOperation } from './types';

export const USER_OPERATIONS: readonly ConnectOperation[] = [
	{
		api: 'connect',
		resource: 'user',
		operation: 'authenticate',
		title: 'Authenticate',
		action: 'Authenticate a user',
		description:
			'Check user name and password of a user that has been activated by email. Two failures lock the user. Spends nothing',
		effect: 'write',
		authentication: 'token',
		parameters: [
			USER,
			{ ...PASSWORD, hint: 'Two failures lock the user until a captcha is solved' },
			...CAPTCHA_IF_LOCKED,
			...CONNECT_CALL_OPTIONS,
		],
		reply: 'record',
		result: [SUCCESS, USER_NUMBER],
		refusals: [...LOGIN_REFUSALS, '103'],
		source: 'Connect User Guide, authenticate_user',
		sample: {
			parameters: { user: 'customer17', password: 'Secret17' },
			result: { success: true, userNumber: '1000017' },
		},
	},
	{
		api: 'connect',
		resource: 'user',
		operation: 'forgotPassword',
		title: 'Forgot Password',
		action: 'Send a new password to a user',
		description:
			"Give the user a new password and send it by email; the old one ends. Needs a captcha ('Get Captcha'). Spends nothing",
		effect: 'write',
		authentication: 'token',
		parameters: [
			USER,
			{ ...EMAIL_ADDRESS, help: 'The registered email address of the user' },
			...CAPTCHA,
			...CONNECT_CALL_OPTIONS,
		],
		reply: 'record',
		result: [SUCCESS],
		refusals: [...COMMON_REFUSALS, '003', '006', ...CAPTCHA_REFUSALS, '405', '416', '431'],
		source: 'Connect User Guide, forgot_password',
		sample: {
			parameters: {
				user: 'customer17',
				emailAddress: 'name@example.com',
				captchaId: '61f0ac0a5f2d4a3ab2d8a1f0c7f1e2d3',
				captchaCode: '483920',
			},
			result: { success: true },
		},
	},
];
