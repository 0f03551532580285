import type { HttpReply } from '../../engine/httpCall';
import { HIDDEN, redactor, type Redactor } from '../../formats/redact';
import { describeRefusal } from '../../message/refusals';
import type { GatewayCredential } from './credential';
import { sessionOf } from './results';
import { sealSession } from './session';

export interface LoginRequest {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export type LoginResult =
	/** `sealed` is the session as the credential keeps it. */
	| { readonly ok: true; readonly sealed: string }
	| { readonly ok: false; readonly sentence: string; readonly code: string | null };

/**
 * The `auth` call of a credential (docs/protocol/soap.md#login-and-session). It carries the password: never log or
 * keep it.
 */
export function writeLogin(credential: GatewayCredential): LoginRequest {
	const { server, baseUrl } = credential;
	const { path, headers, body } = server.write('account.openSession', {});
	return { url: baseUrl + path, headers, body: server.fill(body, credential) };
}

/**
 * No word of a sentence is as long as this, but the session is that the login may have opened: an answer that is not
 * understood may hold it anywhere.
 */
const LONG_WORD = /[\w-]{20,}/g;

/** For the words of an answer to the login, or about it. */
export function loginRedactor({ password, user, apiId }: GatewayCredential): Pick<Redactor, 'words'> {
	const secrets = redactor([password, user, apiId]);
	return { words: (text, most) => secrets.words(text, most).replace(LONG_WORD, HIDDEN) };
}

/** Reads the answer to {@link writeLogin}: the session, or one sentence that says why there is none. */
export function readLogin(credential: GatewayCredential, reply: HttpReply): LoginResult {
	const host = new URL(credential.baseUrl).host;
	const { words: shown } = loginRedactor(credential);
	const failed = (sentence: string, code: string | null = null): LoginResult => ({
		ok: false,
		sentence,
		code,
	});
	const answer = credential.server.readLogin(reply);
	if (answer.kind === 'lines') {
		const { lines } = answer;
		const session = sessionOf(lines);
		if (session) return { ok: true, sealed: sealSession(credential, session) };
		const [line] = lines;
		if (line?.kind === 'refused') {
			const refusal = describeRefusal(line.code, shown(line.text));
			return failed(`${refusal.sentence}. ${refusal.advice}`, line.code);
		}
	}
	if (answer.kind === 'fault')
		return failed(`${host} could not process the login: ${shown(answer.text) || 'no reason given'}`);
	return failed(
		reply.status === 200
			? `${host} answered, but not as Clickatell's ${credential.server.api} API does; check 'Base URL' in the credential`
			: `${host} answered with HTTP status ${reply.status}; check 'Base URL' in the credential`,
	);
}
