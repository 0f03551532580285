import type { HttpResult } from './http';
import type { Ports } from './ports';

type Log = Pick<Ports, 'log'>;

/** With its place in the code where there is one. */
function wordsOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}

/**
 * Tells n8n's log what a fault of the package's own was: its user is asked to report it, and the items say no more
 * than that there was one.
 *
 * @param shown takes secrets out
 */
export function logOwnFault({ log }: Log, error: unknown, shown: (text: string) => string): void {
	log('error', `A fault of the package, please report it: ${shown(wordsOf(error))}`);
}

/** Tells n8n's log of a failed connection what its sentence cannot say, where its code is none that is known. */
export function logUnknownFailure(
	{ log }: Log,
	host: string,
	{ known, what, error }: Extract<HttpResult, { ok: false }>,
	shown: (text: string) => string,
): void {
	if (!known) log('warn', `${host} ${what}: ${shown(wordsOf(error))}`);
}
