import { LoggerProxy } from 'n8n-workflow';
import { logOwnFault } from '../engine/faultLog';
import type { Ports } from '../engine/ports';
import type { Redactor } from '../formats/redact';

/** n8n's log for a credential, to which n8n hands nothing but the means to make a request. */
export const CREDENTIAL_LOG: Pick<Ports, 'log'> = {
	log: (level, message) => LoggerProxy[level](message),
};

/**
 * Reads the answer to a call that n8n makes for a credential.
 *
 * @throws Error without a word of the answer, where reading it fails: n8n would show and keep the reason, which is in
 * n8n's log without secrets
 */
export function readSafely<T>(read: () => T, secrets: Pick<Redactor, 'words'>): T {
	try {
		return read();
	} catch (error) {
		logOwnFault(CREDENTIAL_LOG, error, secrets);
	}
	throw new Error("The answer could not be worked out; please report the fault that is in n8n's log");
}
