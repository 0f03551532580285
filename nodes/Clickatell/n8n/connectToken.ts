import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { LOOKUP_OPERATIONS } from '../catalogue/lookupOperations';
import { connectAddress } from '../apis/connect/address';
import { describeConnectRefusal } from '../apis/connect/refusal';
import { CONNECT_REPLY_LIMITS, readConnectReply } from '../apis/connect/reply';
import { encodeForm, FORM_CONTENT_TYPE, writeConnectRequest } from '../apis/connect/request';
import { redactor, type Redactor } from '../formats/redact';
import type { HttpReply } from '../engine/httpCall';
import { readSafely } from './credentialLog';
import { probe } from './credentialProbe';
import { defined } from '../formats/defined';

const COUNTRIES = defined(LOOKUP_OPERATIONS.find(({ operation }) => operation === 'getCountries'));

/** The call that shows whether a token is right: it changes nothing and names nobody. */
export const TOKEN_PROBE = {
	method: 'POST',
	headers: { 'Content-Type': FORM_CONTENT_TYPE },
	body: encodeForm(writeConnectRequest(COUNTRIES, {})),
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
} as const satisfies Partial<IHttpRequestOptions>;

/**
 * Proves the token of a credential by a call.
 *
 * @throws Error a plain sentence that tells a wrong token from a host that does not answer
 */
export async function proveToken(
	functions: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<void> {
	const address = connectAddress(credentials['baseUrl'], credentials['token']);
	if (!address.ok) throw new Error(address.reason);

	const { host } = new URL(address.url);
	const secrets = redactor([address.token]);
	const { headers, body } = TOKEN_PROBE;
	const { maxBytes } = CONNECT_REPLY_LIMITS;
	const answer = await probe(functions, { url: address.url, headers, body, maxBytes }, secrets);
	const fault = readSafely(() => faultOf(answer, host, secrets), secrets);
	if (fault !== undefined) throw new Error(fault);
}

/** What speaks against the token, or against the host. */
function faultOf(
	{ status, bytes, contentType }: HttpReply,
	host: string,
	secrets: Redactor,
): string | undefined {
	const reply = readConnectReply(COUNTRIES, secrets, bytes, contentType);
	switch (reply.kind) {
		case 'records':
			return undefined;
		case 'refused': {
			const refusal = describeConnectRefusal(reply.errors, reply.extra, false);
			return `${refusal.sentence}. ${refusal.description}`;
		}
		case 'unreadable':
			return `${host} answered with HTTP status ${status}, but not as the Connect API does; check 'Base URL'. ${reply.reason}`;
		default:
			return reply satisfies never;
	}
}
