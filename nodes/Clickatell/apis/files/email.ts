import { composeBulk } from './bulk';
import type { Bulk, BulkResult, Carrier } from './types';

/** Where Clickatell takes emails (docs/protocol/files.md#email). */
export const EMAIL_ADDRESS = 'sms@messaging.clickatell.com';

/**
 * Emails other than 7 bit are ignored without a word, and n8n's email library makes them so where a line is longer
 * (docs/protocol/files.md#email). For merged texts no more than 50,000 numbers are advised; the same holds for all here.
 */
export const EMAIL: Carrier = { name: 'an email', line: 76, recipients: 50_000 };

/**
 * The texts of the emails to send for one bulk: plain text, to be sent as it is, with nothing added below it.
 *
 * @param reply the addresses to which Clickatell sends what became of it; without one nothing comes back
 */
export function composeEmails(
	bulk: Bulk,
	reply: readonly string[],
	carrier: Carrier = EMAIL,
): Generator<void, BulkResult> {
	return composeBulk(
		bulk,
		carrier,
		reply.map((address) => ['reply', address] as const),
	);
}
