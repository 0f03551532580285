import { composeBulk } from './bulk';
import { LINE_BREAK } from './lines';
import type { Bulk, BulkResult, Carrier } from './types';

/** Where Clickatell takes files (docs/protocol/files.md#uploaded-file). */
export const FTP_HOST = 'ftpupload.clickatell.com';

/** The limits of docs/protocol/files.md#uploaded-file; whether a line's 8,192 bytes hold its line break is not said. */
export const FTP_FILE: Carrier = { name: 'a file', line: 8_192 - LINE_BREAK.length, recipients: 50_000 };

/** The texts of the files to upload for one bulk, all of it in ASCII. */
export function composeFtpFiles(bulk: Bulk, carrier: Carrier = FTP_FILE): Generator<void, BulkResult> {
	return composeBulk(bulk, carrier);
}
