import type { Redactor } from '../formats/redact';
import type { HttpFailure } from './httpCall';
import type { Ports } from './ports';

/** A place in the code takes many lines. */
const MOST_LOGGED = 4000;

type Log = Pick<Ports, 'log'>;
type Words = Pick<Redactor, 'words'>;

/** With its place in the code where there is one. */
function wordsOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}

/**
 * Tells the log what a fault of the package's own was: its user is asked to report it, and the items say no more
 * than that there was one.
 */
export function logOwnFault({ log }: Log, error: unknown, secrets: Words): void {
	log('error', `A fault of the package, please report it: ${secrets.words(wordsOf(error), MOST_LOGGED)}`);
}

/** Tells the log of a failed connection what its sentence cannot say, where its code is none that is known. */
export function logUnknownFailure(
	{ log }: Log,
	host: string,
	{ known, what, error }: HttpFailure,
	secrets: Words,
): void {
	if (!known) log('warn', `${host} ${what}: ${secrets.words(wordsOf(error), MOST_LOGGED)}`);
}

/** Tells the log why something did not work that is no fault of the package. */
export function logFailure({ log }: Log, what: string, error: unknown, secrets: Words): void {
	log('error', `${what}: ${secrets.words(wordsOf(error), MOST_LOGGED)}`);
}
