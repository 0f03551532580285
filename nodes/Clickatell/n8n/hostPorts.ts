import { randomUUID } from 'node:crypto';
import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Ports } from '../engine/ports';
import { loginErrorOf } from './gatewayLogin';
import { makeCall } from './http';
import { warn } from './warnings';

type Functions = IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions;

const CANCEL_SIGNAL = 'getExecutionCancelSignal';

/**
 * The functions of a node, but for the signal by which n8n aborts the requests of a cancelled execution: a call that
 * is under way may have been carried out already, and only its answer holds the message IDs.
 */
function untilAnswered(functions: Functions): IAllExecuteFunctions {
	return new Proxy(functions, {
		has: (target, key) => key !== CANCEL_SIGNAL && Reflect.has(target, key),
		get: (target, key): unknown => (key === CANCEL_SIGNAL ? undefined : Reflect.get(target, key)),
	});
}

/** What the machine alone can answer. */
export const MACHINE: Pick<Ports, 'now' | 'sleep' | 'time'> = {
	now: () => performance.now(),
	sleep,
	time: () => performance.timeOrigin + performance.now(),
};

/** The ports of a node that runs, of a trigger that is called, or of a panel that fills a list, with one of its credentials. */
export function portsOf(functions: Functions, credentialType: string): Ports {
	const caller = untilAnswered(functions);
	const { name, credentials } = functions.getNode();
	const { id = '', name: credentialName = '' } = credentials?.[credentialType] ?? {};
	const details = { id: id ?? '', name: credentialName, type: credentialType };
	return {
		...MACHINE,
		http: async (request, data) => {
			const result = await makeCall(
				async (options): Promise<unknown> =>
					await functions.helpers.httpRequestWithAuthentication.call(caller, credentialType, options, {
						credentialsDecrypted: { ...details, data: data as ICredentialDataDecryptedObject },
					}),
				request,
			);
			return result.ok ? result : { ...result, login: loginErrorOf(result.error) };
		},
		credential: async () => await functions.getCredentials(credentialType),
		newId: () => randomUUID().replaceAll('-', ''),
		cancelled: () => CANCEL_SIGNAL in functions && (functions.getExecutionCancelSignal()?.aborted ?? false),
		log: (level, message) => {
			const executionId = 'getExecutionId' in functions ? functions.getExecutionId() : undefined;
			functions.logger[level](`[${name}] ${message}`, { executionId });
		},
		hint: (message) => {
			if ('addExecutionHints' in functions) warn(functions, message);
		},
	};
}
