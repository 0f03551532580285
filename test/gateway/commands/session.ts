import { authenticate, refuse, type Request } from './call';
import type { GatewayState } from '../state';

/** auth (SOAP spec 5.1): a session for a login. */
export function auth(state: GatewayState, request: Request): string[] {
	const caller = authenticate(state, request, 'login');
	if (typeof caller === 'string') return refuse(state, caller);
	return [`OK: ${state.openSession(caller.api).id}`];
}

/** ping (SOAP spec 5.2): keeps a session alive; nothing follows the colon but a blank. */
export function ping(state: GatewayState, request: Request): string[] {
	const caller = authenticate(state, request, 'session');
	return typeof caller === 'string' ? refuse(state, caller) : ['OK: '];
}
