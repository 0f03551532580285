import { CAPTCHA_IF_LOCKED, CONNECT_CALL_OPTIONS, LOGIN, LOGIN_REFUSALS } from './connectParameters';
import type { ConnectOperation } from './types';

export const CREDIT_OPERATIONS: readonly ConnectOperation[] = [
	{
		api: 'connect',
		resource: 'credit',
		operation: 'getBuyUrl',
		title: 'Get Buy URL',
		action: 'Get a link to buy credits',
		description:
			'Get a link through which the user can buy credits. It logs the user in: anybody who has it can enter the account. Spends nothing',
		// Asks only, but carries a login: a failed one must never be repeated automatically.
		effect: 'write',
		authentication: 'token',
		parameters: [...LOGIN, ...CAPTCHA_IF_LOCKED, ...CONNECT_CALL_OPTIONS],
		reply: 'record',
		result: [{ name: 'buyUrl', type: 'text', help: 'The link; it logs the user in', secret: true }],
		refusals: [...LOGIN_REFUSALS, '103', '104'],
		source: 'Connect User Guide, buy_credits_url',
		sample: {
			parameters: { user: 'customer17', password: 'Secret17' },
			result: { buyUrl: 'https://www.clickatell.com/buy_now.php?auth_id=61f0ac0a5f2d4a3ab2d8a1f0c7f1e2d3' },
		},
	},
];
