import { createHash, timingSafeEqual } from 'node:crypto';
import { parseFormBytes } from '../../protocol/text/charset';

/** What the credential holds. An empty field is not checked; at least one check must be filled in. */
export interface CallbackLogin {
	user: string;
	password: string;
	secret: string;
}

/** Where a call may carry its proof, as it came off the wire. */
export interface Proof {
	/** The Authorization header. */
	authorization: string | undefined;
	/** The raw query string, mended (see `mendQuery`). */
	query: string;
	/** Searched for user and password only when the node's settings allow it. */
	body: Uint8Array;
	/** The secret as a segment of the URL's path. */
	pathSecret: string | undefined;
}

export type Verdict = { ok: true } | { ok: false; status: 401 | 403; why: string };

/** The parameters that belong to this check and are never a field of a callback. */
export const OWN_PARAMETERS = ['secret', 'user', 'password'] as const;

/**
 * Whether a call proves that it comes from the gateway: user and password in the Basic header (or, if `asParameters`,
 * as parameters), and the secret in the URL; whatever of the two the credential holds. Every comparison is made, and
 * made over digests, whatever the call holds: a wrong value costs the same time however wrong it is.
 */
export function checkProof(login: CallbackLogin, proof: Proof, asParameters: boolean): Verdict {
	const wantsLogin = login.user !== '' || login.password !== '';
	const wantsSecret = login.secret !== '';
	if (!wantsLogin && !wantsSecret) {
		return {
			ok: false,
			status: 403,
			why: 'the callback credential is empty, so that no call can prove itself',
		};
	}
	const inQuery = ownParameters(proof.query);
	const inBody = asParameters ? ownParameters(proof.body) : [];

	let loginIsRight = isLogin(login, readBasic(proof.authorization));
	if (asParameters) {
		for (const parameters of [inQuery, inBody]) {
			const right = isLogin(login, {
				user: valueOf(parameters, 'user'),
				password: valueOf(parameters, 'password'),
			});
			loginIsRight = right || loginIsRight;
		}
	}
	const secretInPath = Buffer.from(proof.pathSecret ?? '', 'utf8');
	const rightInPath = isSame(secretInPath, login.secret);
	const rightInQuery = isSame(valueOf(inQuery, 'secret'), login.secret);

	if (wantsLogin && !loginIsRight) {
		const sent = proof.authorization !== undefined || (asParameters && valueOf(inQuery, 'user').length > 0);
		return {
			ok: false,
			status: 401,
			why: sent ? 'its user or password is wrong' : 'it carries no user and password',
		};
	}
	if (wantsSecret && !rightInPath && !rightInQuery) {
		const sent = secretInPath.length > 0 || valueOf(inQuery, 'secret').length > 0;
		return { ok: false, status: 403, why: sent ? 'its secret is wrong' : 'it carries no secret' };
	}
	return { ok: true };
}

/** Whether a call carries anything that could be meant as proof. The gateway's empty probe does not. */
export function carriesProof(proof: Proof): boolean {
	if (proof.authorization !== undefined || proof.pathSecret !== undefined) return true;
	return ownParameters(proof.query).some(({ value }) => value.length > 0);
}

/** Form data with the values of the check's own parameters taken out, for keeping. */
export function withoutProof(form: string): string {
	return form
		.split('&')
		.map((pair) => {
			const name = parseFormBytes(pair)[0]?.name.toLowerCase() ?? '';
			return isOwn(name) ? `${pair.split('=', 1)[0]}=***` : pair;
		})
		.join('&');
}

interface Parameter {
	name: string;
	value: Uint8Array;
}

function isOwn(name: string): boolean {
	return (OWN_PARAMETERS as readonly string[]).includes(name);
}

function ownParameters(form: string | Uint8Array): Parameter[] {
	return parseFormBytes(form)
		.map(({ name, value }) => ({ name: name.toLowerCase(), value }))
		.filter(({ name }) => isOwn(name));
}

const NOTHING = new Uint8Array();

/** The first value of that name: a name repeated later cannot be tried as a second guess. */
function valueOf(parameters: readonly Parameter[], name: string): Uint8Array {
	return parameters.find((parameter) => parameter.name === name)?.value ?? NOTHING;
}

interface UserAndPassword {
	user: Uint8Array;
	password: Uint8Array;
}

/** RFC 7617: the scheme in any case, then user and password in Base64, parted by the first colon. */
function readBasic(header: string | undefined): UserAndPassword {
	const encoded = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header ?? '')?.[1] ?? '';
	const bytes = Buffer.from(encoded, 'base64');
	const colon = bytes.indexOf(':');
	if (colon === -1) return { user: NOTHING, password: NOTHING };
	return { user: bytes.subarray(0, colon), password: bytes.subarray(colon + 1) };
}

function isLogin(login: CallbackLogin, sent: UserAndPassword): boolean {
	const user = isSame(sent.user, login.user);
	const password = isSame(sent.password, login.password);
	return user && password;
}

/** Compares with the expected text in UTF-8 and in Latin-1, because a Basic header does not say which it is. */
function isSame(sent: Uint8Array, expected: string): boolean {
	const digest = sha256(sent);
	const utf8 = timingSafeEqual(digest, sha256(Buffer.from(expected, 'utf8')));
	const latin1 = timingSafeEqual(digest, sha256(Buffer.from(expected, 'latin1')));
	return utf8 || latin1;
}

function sha256(bytes: Uint8Array): Buffer {
	return createHash('sha256').update(bytes).digest();
}
