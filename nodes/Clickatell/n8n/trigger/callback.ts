import type { IDataObject } from 'n8n-workflow';
import {
	type CallbackRequest,
	decodeCallback,
	type DecodedCallback,
	mendQuery,
} from '../../apis/gateway/callbacks';
import { HIDDEN, type Redactor } from '../../formats/redact';
import { HIDDEN_IN_BYTES, PROOF_PARAMETERS, withoutProof } from './authenticity';
import { EXAMPLE_PARAMETER } from './samples';

/** Parameters that are the trigger's own: never a field of a callback. */
export const OWN_PARAMETERS: readonly string[] = [...PROOF_PARAMETERS, EXAMPLE_PARAMETER];

export function decode(request: CallbackRequest): DecodedCallback {
	return decodeCallback(request, { ownParameters: OWN_PARAMETERS });
}

/** The query string as its parameters are to be read. */
export function mended(query: string): string {
	return mendQuery(query, OWN_PARAMETERS);
}

/** To look through more, with all its escapes, would hold n8n up for too long. No callback is as long. */
const MOST_SEARCHED = 64 * 1024;

/**
 * The request for safe-keeping: bytes as Base64, without the values that prove a call.
 *
 * @param secrets what proves a call, wherever it stands, such as in a body of JSON; by default only the parameters that
 * are made for it are looked at
 */
export function rawRequestOf(
	{ method, query, contentType, body }: CallbackRequest,
	secrets?: Pick<Redactor, 'words'>,
): IDataObject {
	const isForm = !/^\s*</.test(Buffer.from(body.subarray(0, 64)).toString());
	const written = Buffer.from(body).toString('latin1');
	const shown = (text: string) =>
		secrets === undefined || text.length > MOST_SEARCHED
			? text
			: secrets.words(text, text.length).replaceAll(HIDDEN, HIDDEN_IN_BYTES);
	return {
		method,
		query: shown(withoutProof(mended(query))),
		contentType: contentType ?? null,
		bodyBase64: Buffer.from(shown(isForm ? withoutProof(written) : written), 'latin1').toString('base64'),
	};
}
