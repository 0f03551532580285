import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { readCredential } from '../protocol/soap/credential';
import { readLogin, writeLogin } from '../protocol/soap/login';
import { describeTransportFault, transportCode } from '../protocol/transportFaults';
import { contentTypeOf } from './http';

const LOGIN_TIMEOUT_MS = 30_000;

/** Says in one sentence why there is no session. n8n shows the sentence; `refusedWith` tells the node the number. */
export class LoginError extends Error {
	readonly refusedWith: string | null;

	constructor(sentence: string, refusedWith: string | null) {
		super(sentence);
		this.name = 'LoginError';
		this.refusedWith = refusedWith;
	}
}

/**
 * Opens a session for a credential and returns it sealed.
 *
 * @throws LoginError a plain sentence without any part of the request: n8n would show an HTTP error's own words
 */
export async function logIn(
	functions: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const read = readCredential(credentials);
	if (!read.ok) throw new LoginError(read.fault, null);
	const { credential } = read;

	const reply = await functions.helpers
		.httpRequest({
			method: 'POST',
			...writeLogin(credential),
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: LOGIN_TIMEOUT_MS,
		})
		.then(
			(full: unknown) => ({ ok: true as const, full }),
			(error: unknown) => ({ ok: false as const, code: transportCode(error) }),
		);
	const host = new URL(credential.baseUrl).host;
	if (!reply.ok) {
		const fault = describeTransportFault(reply.code);
		throw new LoginError(
			`${host} ${fault.what}; check 'Base URL' in the credential and the connection of n8n`,
			null,
		);
	}
	const { statusCode, body, headers } = reply.full as {
		statusCode: number;
		body: Buffer;
		headers: Record<string, unknown>;
	};
	const contentType = contentTypeOf(headers);
	const login = readLogin(credential, {
		status: statusCode,
		bytes: body,
		...(contentType === undefined ? {} : { contentType }),
	});
	if (!login.ok) throw new LoginError(login.sentence, login.code);
	return login.sealed;
}
