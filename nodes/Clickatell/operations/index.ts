import { ACCOUNT_OPERATIONS } from './account';
import { BATCH_OPERATIONS } from './batch';
import { CONNECT_OPERATIONS, CONNECT_RESOURCES } from './connect';
import { MESSAGE_OPERATIONS } from './message';
import { PUSH_OPERATIONS } from './push';
import { SESSION_OPERATIONS } from './session';
import type { Operation, Resource } from './types';

export const RESOURCES: readonly Resource[] = [
	{ value: 'account', label: 'Account', api: 'soap' },
	{ value: 'batch', label: 'Batch', api: 'soap' },
	{ value: 'message', label: 'Message', api: 'soap' },
	{ value: 'push', label: 'Push', api: 'soap' },
	{ value: 'session', label: 'Session', api: 'soap' },
	...CONNECT_RESOURCES,
];

/** Every operation of the node, in the order of the panel. */
export const OPERATIONS: readonly Operation[] = [
	...ACCOUNT_OPERATIONS,
	...BATCH_OPERATIONS,
	...MESSAGE_OPERATIONS,
	...PUSH_OPERATIONS,
	...SESSION_OPERATIONS,
	...CONNECT_OPERATIONS,
];

const byName = new Map(OPERATIONS.map((record) => [`${record.resource}.${record.operation}`, record]));

export function findOperation(resource: string, operation: string): Operation | undefined {
	return byName.get(`${resource}.${operation}`);
}
