import querystring from 'node:querystring';

import type { FormField } from './form';
import { defined } from '../defined';

/** Node exports it, and its types leave it out. */
const { unescapeBuffer } = querystring as unknown as {
	unescapeBuffer: (escaped: string) => Buffer;
};

/** Node's own undoing of the escapes, its bytes taken for ISO-8859-1. */
const latin1 = (escaped: string) => unescapeBuffer(escaped).toString('latin1');

/**
 * Reads the form once more, by Node's reader of query strings, and says whether it finds the same parameters in the
 * same order: so no misreading of our own is taken for a sound request.
 */
export function readSecond(form: Buffer, fields: readonly FormField[]): boolean {
	const read = querystring.parse(form.toString('latin1'), '&', '=', {
		decodeURIComponent: latin1,
		maxKeys: 0,
	});
	const found = Object.entries(read);
	if (found.length !== fields.length) return false;
	// Numbers would come first in an object; no parameter is called by one.
	return fields.every(
		({ name, value }, i) =>
			defined(found[i])[0] === name && defined(found[i])[1] === value.toString('latin1'),
	);
}
