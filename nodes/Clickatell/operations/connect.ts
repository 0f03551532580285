import { CONNECTION_OPERATIONS } from './connection';
import { CREDIT_OPERATIONS } from './credit';
import { LOOKUP_OPERATIONS } from './lookup';
import { REGISTRATION_OPERATIONS } from './registration';
import type { ConnectOperation, Resource } from './types';
import { USER_OPERATIONS } from './user';

export const CONNECT_RESOURCES: readonly Resource[] = [
	{ value: 'connection', label: 'Connection', api: 'connect' },
	{ value: 'credit', label: 'Credit', api: 'connect' },
	{ value: 'lookup', label: 'Lookup', api: 'connect' },
	{ value: 'registration', label: 'Registration', api: 'connect' },
	{ value: 'user', label: 'User', api: 'connect' },
];

/** The sixteen calls of the Connect API, in the order of the panel. */
export const CONNECT_OPERATIONS: readonly ConnectOperation[] = [
	...CONNECTION_OPERATIONS,
	...CREDIT_OPERATIONS,
	...LOOKUP_OPERATIONS,
	...REGISTRATION_OPERATIONS,
	...USER_OPERATIONS,
];
