import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { readCredential, type GatewayCredential } from '../apis/gateway/credential';
import {
	elsewhere,
	loginRedactor,
	readLogin,
	takenBy,
	writeLogin,
	type LoginResult,
} from '../apis/gateway/login';
import { MOST_BYTES } from '../apis/gateway/server';
import { logUnknownFailure } from '../engine/faultLog';
import type { LoginFailure } from '../engine/httpCall';
import { CREDENTIAL_LOG, readSafely } from './credentialLog';
import { makeCall } from './http';

const LOGIN_TIMEOUT_MS = 30_000;

/**
 * What is left of a LoginError in n8n 1.x: its NodeApiError takes over message and description, and forgets the cause.
 * Nobody is shown it.
 */
const TRACE = 'No session; refused with ';

/** Says in one sentence why there is no session. n8n shows the sentence; `refusedWith` tells the node the number. */
export class LoginError extends Error {
	readonly refusedWith: string | null;
	readonly description: string;

	constructor(sentence: string, refusedWith: string | null) {
		super(sentence);
		this.name = 'LoginError';
		this.refusedWith = refusedWith;
		this.description = TRACE + (refusedWith ?? 'nothing');
	}
}

/** The login's failure behind an error that n8n has wrapped, if that is what it was. */
export function loginErrorOf(error: unknown): LoginFailure | undefined {
	let current: unknown = error;
	for (let depth = 0; depth < 8 && current !== null && typeof current === 'object'; depth++) {
		const { refusedWith, message, cause, description } = current as {
			refusedWith?: string | null;
			message?: string;
			cause?: unknown;
			description?: unknown;
		};
		if (refusedWith !== undefined) return { message: message ?? '', refusedWith };
		if (typeof description === 'string' && description.startsWith(TRACE)) {
			const code = description.slice(TRACE.length);
			return { message: message ?? '', refusedWith: code === 'nothing' ? null : code };
		}
		current = cause;
	}
	return undefined;
}

/** @throws LoginError where there is no answer */
async function tryLogin(functions: IHttpRequestHelper, credential: GatewayCredential): Promise<LoginResult> {
	const secrets = loginRedactor(credential);
	const reply = await makeCall(
		async (options): Promise<unknown> => await functions.helpers.httpRequest(options),
		{
			...writeLogin(credential),
			timeoutMs: LOGIN_TIMEOUT_MS,
			maxBytes: MOST_BYTES,
		},
	);
	if (!reply.ok) {
		const { host } = new URL(credential.baseUrl);
		logUnknownFailure(CREDENTIAL_LOG, host, reply, secrets);
		throw new LoginError(
			`${host} ${reply.what}; check 'Base URL' in the credential and the connection of n8n`,
			null,
		);
	}
	return readSafely(() => readLogin(credential, reply), secrets);
}

/**
 * Opens a session for a credential and returns it sealed. Where the server refuses an API ID that is for another kind of
 * API, the error says so: the login is tried there once.
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
	const login = await tryLogin(functions, credential);
	if (login.ok) return login.sealed;
	for (const other of elsewhere(credential, login.code)) {
		const taken = await tryLogin(functions, other).then(
			({ ok }) => ok,
			// What the first server has said is what counts.
			() => false,
		);
		if (taken) throw new LoginError(takenBy(credential.server, other.server), login.code);
	}
	throw new LoginError(login.sentence, login.code);
}
