import type { IHttpRequestHelper } from 'n8n-workflow';
import { logUnknownFailure } from '../engine/faultLog';
import type { HttpReply, HttpRequest } from '../engine/httpCall';
import type { Redactor } from '../formats/redact';
import { CREDENTIAL_LOG } from './credentialLog';
import { makeCall } from './http';

const TIMEOUT_MS = 30_000;

/**
 * Makes the call that proves a credential.
 *
 * @throws Error a plain sentence where there is no answer. It is made of words alone: n8n would show an HTTP error's own
 * words, and the request behind it holds what is secret
 */
export async function probe(
	functions: IHttpRequestHelper,
	request: Omit<HttpRequest, 'timeoutMs'>,
	secrets: Redactor,
): Promise<HttpReply> {
	const answer = await makeCall(
		async (options): Promise<unknown> => await functions.helpers.httpRequest(options),
		{ ...request, timeoutMs: TIMEOUT_MS },
	);
	if (answer.ok) return answer;
	const { host } = new URL(request.url);
	logUnknownFailure(CREDENTIAL_LOG, host, answer, secrets);
	throw new Error(`${host} ${answer.what}; check 'Base URL' and the connection of n8n`);
}
