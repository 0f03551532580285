import type { SoapServerName } from '../model';
import type { Parameters } from '../soap/parameters';
import type { GatewayState } from '../state';
import { getbalance, routecoverage, tokenPay } from './account';
import { endbatch, quicksend, senditem, startbatch } from './batch';
import { authenticate, type Command, refuse } from './call';
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

/**
 * Carries out one SOAP command.
 *
 * @param operation its name as the WSDL has it (the RPC server's routeCoverage is the same command)
 * @returns the result strings in order; a refusal of the whole call is one `ERR` string
 */
export function execute(
	state: GatewayState,
	server: SoapServerName,
	operation: string,
	parameters: Parameters,
	sourceAddress: string,
): string[] {
	const command = operation.toLowerCase();
	if (command === 'auth') return auth(state, parameters, sourceAddress);
	if (command === 'ping') return ping(state, parameters, sourceAddress);
	const run = COMMANDS[command];
	if (run === undefined) throw new Error(`no command ${operation}`);
	const caller = authenticate(state, parameters, sourceAddress, 'either');
	if (typeof caller === 'string') return refuse(state, caller);
	return run({ state, server, command, parameters, api: caller.api, account: caller.account });
}
