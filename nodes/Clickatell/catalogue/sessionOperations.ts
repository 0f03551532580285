import type { GatewayOperation } from './types';

/** Sessions: n8n keeps the session itself, encrypted in the credential; it never appears in an item. */
export const SESSION_OPERATIONS: readonly GatewayOperation[] = [
	{
		api: 'gateway',
		resource: 'account',
		operation: 'openSession',
		title: 'Open Session',
		action: 'Open a session',
		description:
			'Log in and let n8n keep the session, which the following calls use. Not needed before sending: the node does it automatically. Spends nothing',
		effect: 'read',
		authentication: 'login',
		notForAgents: true,
		parameters: [],
		result: [
			{ name: 'opened', type: 'boolean', help: 'Whether a session is open' },
			{
				name: 'expiresAfterMinutes',
				type: 'number',
				help: 'After how many minutes without a call the session ends',
			},
		],
		refusals: ['001', '002', '004', '007', '108'],
		source: 'SOAP spec 5.1',
		sample: { parameters: {}, result: { opened: true, expiresAfterMinutes: 15 } },
	},
	{
		api: 'gateway',
		resource: 'account',
		operation: 'pingSession',
		title: 'Ping Session',
		action: 'Ping the session',
		description:
			'Keep the session alive, or open one where none is open; run it every ten minutes for that. Spends nothing',
		effect: 'read',
		authentication: 'session',
		notForAgents: true,
		parameters: [],
		result: [{ name: 'alive', type: 'boolean', help: 'Whether the session is alive' }],
		refusals: ['001', '003', '005'],
		source: 'SOAP spec 5.2',
		sample: { parameters: {}, result: { alive: true } },
	},
];
