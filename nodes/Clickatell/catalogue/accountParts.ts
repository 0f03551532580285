import type { Part } from './types';

/**
 * The four parts by which a SOAP call says who sends it: a session, or API ID, user and password
 * (docs/protocol/soap.md#login-and-session).
 */
export const ACCOUNT: readonly Part[] = [
	['session_id', 'string'],
	['api_id', 'int'],
	['user', 'string'],
	['password', 'string'],
];

/** The RPC server declares `delmsg` with a textual API ID. */
export const ACCOUNT_WITH_TEXT_ID: readonly Part[] = [
	['session_id', 'string'],
	['api_id', 'string'],
	['user', 'string'],
	['password', 'string'],
];
