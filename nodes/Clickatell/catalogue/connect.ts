import { CONNECTION_OPERATIONS } from './connection';
import { CREDIT_OPERATIONS } from './credit';
import { LOOKUP_OPERATIONS } from './lookupOperations';
import { REGISTRATION_OPERATIONS } from './registration';
import type { ConnectOperation } from './types';
import { USER_OPERATIONS } from './user';

/**
 * The sixteen calls of the Connect API. None is for agents: most take the password of a person, and the lists are there
 * only to register one.
 */
export const CONNECT_OPERATIONS: readonly ConnectOperation[] = [
	...REGISTRATION_OPERATIONS,
	...USER_OPERATIONS,
	...CONNECTION_OPERATIONS,
	...CREDIT_OPERATIONS,
	...LOOKUP_OPERATIONS,
].map((record) => ({ ...record, notForAgents: true }));
