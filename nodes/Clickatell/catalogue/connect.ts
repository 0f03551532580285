import { CONNECTION_OPERATIONS } from './connection';
import { CREDIT_OPERATIONS } from './credit';
import { LOOKUP_OPERATIONS } from './lookupOperations';
import { REGISTRATION_OPERATIONS } from './registration';
import type { ConnectOperation } from './types';
import { USER_OPERATIONS } from './user';

/** The sixteen calls of the Connect API. */
export const CONNECT_OPERATIONS: readonly ConnectOperation[] = [
	...REGISTRATION_OPERATIONS,
	...USER_OPERATIONS,
	...CONNECTION_OPERATIONS,
	...CREDIT_OPERATIONS,
	...LOOKUP_OPERATIONS,
];
