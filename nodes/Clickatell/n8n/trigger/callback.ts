import type { IDataObject } from 'n8n-workflow';
import {
	type CallbackRequest,
	decodeCallback,
	type DecodedCallback,
	mendQuery,
} from '../../apis/gateway/callbacks';
import { PROOF_PARAMETERS, withoutProof } from './authenticity';
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

/** The request for safe-keeping: bytes as Base64, without the values that prove a call. */
export function rawRequestOf({ method, query, contentType, body }: CallbackRequest): IDataObject {
	const isForm = !/^\s*</.test(Buffer.from(body.subarray(0, 64)).toString());
	const written = Buffer.from(body).toString('latin1');
	return {
		method,
		query: withoutProof(mended(query)),
		contentType: contentType ?? null,
		bodyBase64: Buffer.from(isForm ? withoutProof(written) : written, 'latin1').toString('base64'),
	};
}
