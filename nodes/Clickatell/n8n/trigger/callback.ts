import type { IDataObject } from 'n8n-workflow';
import { type CallbackRequest, mendQuery } from '../../apis/gateway/callbacks';
import { hideSecretsInJson } from '../../apis/platform/callbacks/platformSecrets';
import { looksLikeJson } from '../../apis/platform/callbacks/platformDecode';
import { HIDDEN, type Redactor } from '../../formats/redact';
import { HIDDEN_IN_BYTES, withoutProof } from './authenticity';
import { OWN_PARAMETERS } from './decodeCall';

/** The query string as its parameters are to be read. */
export function mended(query: string): string {
	return mendQuery(query, OWN_PARAMETERS);
}

/** To look through more, with all its escapes, would hold n8n up for too long. No callback is as long. */
const MOST_SEARCHED = 64 * 1024;

/**
 * The request for safe-keeping: bytes as Base64, without the values that prove a call and without the key of an account.
 *
 * @param secrets what proves a call, wherever it stands, such as in a body of JSON; by default only the parameters that
 * are made for it are looked at
 */
export function rawRequestOf(
	{ method, query, contentType, body }: CallbackRequest,
	secrets?: Pick<Redactor, 'words'>,
): IDataObject {
	const written = Buffer.from(body).toString('latin1');
	const shown = (text: string) =>
		secrets === undefined || text.length > MOST_SEARCHED
			? text
			: secrets.words(text, text.length).replaceAll(HIDDEN, HIDDEN_IN_BYTES);
	return {
		method,
		query: shown(withoutProof(mended(query))),
		contentType: contentType ?? null,
		bodyBase64: Buffer.from(shown(withoutSecrets(written, body)), 'latin1').toString('base64'),
	};
}

function withoutSecrets(written: string, body: Uint8Array): string {
	if (/^\s{0,64}</.test(written)) return written;
	if (!looksLikeJson(body)) return withoutProof(written);
	const hidden = hideSecretsInJson(written, HIDDEN_IN_BYTES);
	// What only begins like JSON may be a form.
	return hidden.length > MOST_SEARCHED ? hidden : withoutProof(hidden);
}
