import { randomUUID } from 'node:crypto';
import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { post, type HttpRequest, type HttpResult } from '../n8n/http';

/** All that making calls asks of n8n and of the machine. A test answers in their place. */
export interface Ports {
	/**
	 * Makes one call with a credential, filled in by its `authenticate`. Where it has no session, n8n logs in first and
	 * puts the session into `data`. Never rejects.
	 */
	http(request: HttpRequest, data: ICredentialDataDecryptedObject): Promise<HttpResult>;
	/** The credential as n8n keeps it by now. */
	credential(): Promise<ICredentialDataDecryptedObject>;
	sleep(ms: number): Promise<void>;
	/** Milliseconds by a clock that never jumps. */
	now(): number;
	/** 32 letters and digits that nobody else has. */
	newId(): string;
	cancelled(): boolean;
	/** Writes to n8n's log, with the name of the node and the execution. */
	log(level: 'info' | 'warn' | 'error', message: string): void;
	/** Shows a warning above what the node puts out. */
	hint(message: string): void;
}

type Functions = IExecuteFunctions | ILoadOptionsFunctions;

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

/** The ports of a node that runs, or of a panel that fills a list, with one of its credentials. */
export function portsOf(functions: Functions, credentialType: string): Ports {
	const caller = untilAnswered(functions);
	const { name, credentials } = functions.getNode();
	const { id = '', name: credentialName = '' } = credentials?.[credentialType] ?? {};
	const details = { id: id ?? '', name: credentialName, type: credentialType };
	return {
		http: async (request, data) =>
			await post(
				async (options): Promise<unknown> =>
					await functions.helpers.httpRequestWithAuthentication.call(caller, credentialType, options, {
						credentialsDecrypted: { ...details, data },
					}),
				request,
			),
		credential: async () => await functions.getCredentials(credentialType),
		sleep,
		now: () => performance.now(),
		newId: () => randomUUID().replaceAll('-', ''),
		cancelled: () => CANCEL_SIGNAL in functions && (functions.getExecutionCancelSignal()?.aborted ?? false),
		log: (level, message) => {
			const executionId = 'getExecutionId' in functions ? functions.getExecutionId() : undefined;
			functions.logger[level](`[${name}] ${message}`, { executionId });
		},
		hint: (message) => {
			if ('addExecutionHints' in functions)
				functions.addExecutionHints({ type: 'warning', location: 'outputPane', message });
		},
	};
}
