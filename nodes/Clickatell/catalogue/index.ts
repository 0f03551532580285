import { ACCOUNT_OPERATIONS } from './accountOperations';
import { ACCOUNTS } from './accounts';
import { BATCH_OPERATIONS } from './batch';
import { BULK_FILE_OPERATIONS } from './bulkFile';
import { CONNECT_OPERATIONS } from './connect';
import { MESSAGE_OPERATIONS } from './message';
import { PUSH_OPERATIONS } from './push';
import type { Account, Operation, Resource } from './types';

export { ACCOUNTS };

export const RESOURCES: readonly Resource[] = ACCOUNTS.flatMap(({ resources }) => resources);

/** Every operation of the node, each resource with what people need most first. */
export const OPERATIONS: readonly Operation[] = [
	...MESSAGE_OPERATIONS,
	...BATCH_OPERATIONS,
	...PUSH_OPERATIONS,
	...BULK_FILE_OPERATIONS,
	...ACCOUNT_OPERATIONS,
	...CONNECT_OPERATIONS,
];

const byName = new Map(OPERATIONS.map((record) => [`${record.resource}.${record.operation}`, record]));

export function findOperation(resource: string, operation: string): Operation | undefined {
	return byName.get(`${resource}.${operation}`);
}

/** The kind of account that a resource belongs to. */
export function accountOf(resource: string): Account | undefined {
	return ACCOUNTS.find(({ resources }) => resources.some(({ value }) => value === resource));
}
