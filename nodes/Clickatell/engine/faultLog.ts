import { LoggerProxy } from 'n8n-workflow';
import type { Redactor } from '../formats/redact';
import type { HttpResult } from '../n8n/http';
import type { Ports } from './ports';

/** A place in the code takes many lines. */
const MOST_LOGGED = 4000;

type Log = Pick<Ports, 'log'>;
type Words = Pick<Redactor, 'words'>;

/** n8n's log for a credential, to which n8n hands nothing but the means to make a request. */
export const CREDENTIAL_LOG: Log = {
	log: (level, message) => LoggerProxy[level](message),
};

/** With its place in the code where there is one. */
function wordsOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}

/**
 * Tells n8n's log what a fault of the package's own was: its user is asked to report it, and the items say no more
 * than that there was one.
 */
export function logOwnFault({ log }: Log, error: unknown, secrets: Words): void {
	log('error', `A fault of the package, please report it: ${secrets.words(wordsOf(error), MOST_LOGGED)}`);
}

/**
 * Reads the answer to a call that n8n makes for a credential.
 *
 * @throws Error without a word of the answer, where reading it fails: n8n would show and keep the reason, which is in
 * n8n's log without secrets
 */
export function readSafely<T>(read: () => T, secrets: Words): T {
	try {
		return read();
	} catch (error) {
		logOwnFault(CREDENTIAL_LOG, error, secrets);
	}
	throw new Error("The answer could not be worked out; please report the fault that is in n8n's log");
}

/** Tells n8n's log of a failed connection what its sentence cannot say, where its code is none that is known. */
export function logUnknownFailure(
	{ log }: Log,
	host: string,
	{ known, what, error }: Extract<HttpResult, { ok: false }>,
	secrets: Words,
): void {
	if (!known) log('warn', `${host} ${what}: ${secrets.words(wordsOf(error), MOST_LOGGED)}`);
}

/** Tells n8n's log why something did not work that is no fault of the package. */
export function logFailure({ log }: Log, what: string, error: unknown, secrets: Words): void {
	log('error', `${what}: ${secrets.words(wordsOf(error), MOST_LOGGED)}`);
}
