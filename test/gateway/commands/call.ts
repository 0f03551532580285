import { refusal } from '../codes';
import { type Account, type Api, kindOf, type ServerName } from '../model';
import type { Parameters } from '../parameters';
import type { GatewayState } from '../state';

/** One call that proved who it is. */
export interface Call {
	state: GatewayState;
	server: ServerName;
	/** The operation's name in lower case, the same on all servers. */
	command: string;
	parameters: Parameters;
	/** The most that it may name. */
	maxRecipients: number;
	api: Api;
	account: Account;
}

/** One request to carry out, as its server has read it. */
export interface Request {
	server: ServerName;
	/** The operation's name as its server has it. */
	operation: string;
	/** By the names of the SOAP servers. */
	parameters: Parameters;
	sourceAddress: string;
	maxRecipients: number;
}

/** Carries out one command and gives its result strings (protocol section 1.7). */
export type Command = (call: Call) => string[];

/** A refusal of the whole call. */
export function refuse(state: GatewayState, code: string, detail = ''): string[] {
	return [refusal(code, state.quirks.errorStyle, detail)];
}

/** What the call itself says about who is calling. */
export interface Caller {
	api: Api;
	account: Account;
	by: 'session' | 'login';
}

/**
 * Finds the account behind a call: a session id where there is one, else api_id, user and password. Gives the
 * code of the refusal when it fails. A wrong login and a call without any were both recorded as 001.
 */
export function authenticate(
	state: GatewayState,
	{ server, parameters, sourceAddress }: Request,
	accepts: 'session' | 'login' | 'either',
): Caller | string {
	const sessionId = accepts === 'login' ? '' : parameters.text('session_id').trim();
	if (sessionId === '' && accepts === 'session') return '001';
	const api =
		sessionId === '' ? apiOfLogin(state, server, parameters) : apiOfSession(state, server, sessionId);
	if (typeof api === 'string') return api;
	if (api === undefined || !serves(server, api)) return '001';
	if (api.allowedAddresses.length > 0 && !api.allowedAddresses.includes(sourceAddress)) return '007';
	const account = state.accountOf(api);
	if (account.frozen) return '004';
	return { api, account, by: sessionId !== '' ? 'session' : 'login' };
}

function serves(server: ServerName, { kinds }: Api): boolean {
	return kinds?.includes(kindOf(server)) ?? true;
}

function apiOfSession(state: GatewayState, server: ServerName, sessionId: string): Api | string | undefined {
	const session = state.useSession(sessionId.toLowerCase());
	// Recorded by HTTP as 001.
	if (session === 'expired') return server === 'http' ? '001' : state.quirks.expiredSession;
	return session === 'unknown' ? '001' : state.apis.get(session.apiId);
}

function apiOfLogin(
	state: GatewayState,
	server: ServerName,
	parameters: Request['parameters'],
): Api | string {
	const account = state.accounts.get(parameters.text('user'));
	if (account === undefined || account.password !== parameters.text('password')) return '001';
	const apiId = parameters.text('api_id').trim();
	if (!/^\d+$/.test(apiId)) return '108';
	const api = state.apis.get(String(Number(apiId)));
	// By HTTP an ID that is not there was answered with 108.
	if (api === undefined) return server === 'http' ? '108' : '001';
	if (api.user !== account.user) return '001';
	return serves(server, api) ? api : '108';
}

/** Credits as the gateway prints them: at most three decimals, none needless. */
export function credits(milli: number): string {
	return String(milli / 1000);
}
