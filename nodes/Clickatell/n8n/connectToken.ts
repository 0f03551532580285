import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { LOOKUP_OPERATIONS } from '../catalogue/lookupOperations';
import { connectAddress } from '../apis/connect/address';
import { describeConnectRefusal } from '../apis/connect/refusal';
import { CONNECT_REPLY_LIMITS, readConnectReply } from '../apis/connect/reply';
import { encodeForm, FORM_CONTENT_TYPE, writeConnectRequest } from '../apis/connect/request';
import { redactor, type Redactor } from '../formats/redact';
import { logUnknownFailure } from '../engine/faultLog';
import type { HttpReply } from '../engine/httpCall';
import { CREDENTIAL_LOG, readSafely } from './credentialLog';
import { makeCall } from './http';

const TIMEOUT_MS = 30_000;

const COUNTRIES = LOOKUP_OPERATIONS.find(({ operation }) => operation === 'getCountries')!;

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
 * @throws Error a plain sentence that tells a wrong token from a host that does not answer. It is made of words alone:
 * n8n would show an HTTP error's own words, and the address in it holds the token.
 */
export async function proveToken(
	functions: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<void> {
	const address = connectAddress(credentials['baseUrl'], credentials['token']);
	if (!address.ok) throw new Error(address.reason);

	const { host } = new URL(address.url);
	const secrets = redactor([address.token]);
	const answer = await makeCall(
		async (options): Promise<unknown> => await functions.helpers.httpRequest(options),
		{
			url: address.url,
			headers: TOKEN_PROBE.headers,
			body: TOKEN_PROBE.body,
			timeoutMs: TIMEOUT_MS,
			maxBytes: CONNECT_REPLY_LIMITS.maxBytes,
		},
	);
	if (!answer.ok) {
		logUnknownFailure(CREDENTIAL_LOG, host, answer, secrets);
		throw new Error(`${host} ${answer.what}; check 'Base URL' and the connection of n8n`);
	}
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
