import type { GatewayState } from '../state';
import { getbalance, routecoverage, tokenPay } from './account';
import { endbatch, quicksend, senditem, startbatch } from './batch';
import { authenticate, type Command, refuse, type Request } from './call';
import { indPush, siPush } from './push';
import { delmsg, getmsgcharge, querymsg } from './query';
import { sendmsg } from './send';
import { auth, ping } from './session';

const COMMANDS: Readonly<Record<string, Command>> = {
	sendmsg,
	querymsg,
	delmsg,
	getbalance,
	routecoverage,
	getmsgcharge,
	token_pay: tokenPay,
	si_push: siPush,
	ind_push: indPush,
	startbatch,
	senditem,
	quicksend,
	endbatch,
};

/** Carries out one command; gives the result strings in order, one `ERR` string where the whole call is refused. */
export function execute(state: GatewayState, request: Request): string[] {
	const { server, operation, parameters, maxRecipients } = request;
	// The RPC server's routeCoverage is the same command.
	const command = operation.toLowerCase();
	if (command === 'auth') return auth(state, request);
	if (command === 'ping') return ping(state, request);
	const run = COMMANDS[command];
	if (run === undefined) throw new Error(`no command ${operation}`);
	const caller = authenticate(state, request, 'either');
	if (typeof caller === 'string') return refuse(state, caller);
	const { api, account } = caller;
	return run({ state, server, command, parameters, maxRecipients, api, account });
}
