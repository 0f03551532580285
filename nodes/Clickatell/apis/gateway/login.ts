import type { HttpReply } from '../../engine/httpCall';
import { HIDDEN, redactor, type Redactor } from '../../formats/redact';
import { describeRefusal } from '../../message/refusals';
import type { GatewayCredential } from './credential';
import type { GatewayServer } from './server';
import { SERVERS } from './servers';
import { sessionOf } from './results';
import { sealSession } from './session';

/** By these words, which end a sentence, the node knows that the way out is another server, whatever n8n leaves of an error. */
const CHOOSE_IT = "takes it: choose it in 'Server'";

export function namesOtherServer(sentence: string): boolean {
	return sentence.endsWith(CHOOSE_IT);
}

/** With these a server answers whose kind of API the API ID is not for (docs/protocol/http.md#which-api-id-fits-which-server). */
const WRONG_KIND: readonly (string | null)[] = ['001', '108'];

/** Where a login may succeed that was refused: one server of each other kind of API. */
export function elsewhere(credential: GatewayCredential, code: string | null): GatewayCredential[] {
	if (!WRONG_KIND.includes(code)) return [];
	const { server: own } = credential;
	const kinds = new Map(SERVERS.filter(({ api }) => api !== own.api).map((each) => [each.api, each]));
	return [...kinds.values()]
		.filter((server) => [credential.user, credential.password].every((value) => server.carriesLogin(value)))
		.map((server) => ({ ...credential, server }));
}

/** @param other who took a login that `own` refused */
export function takenBy(own: GatewayServer, other: GatewayServer): string {
	return `This API ID is not known to the ${own.api} server, but the ${other.api} server ${CHOOSE_IT}`;
}

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
	const { path, headers, body } = server.write('account.openSession', {}, 0);
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
