import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isSecretName } from '../../apis/platform/callbacks/platformSecrets';
import { parseFormBytes } from '../../formats/charset';

/** What the credential holds. An empty field is not checked; at least one check must be filled in. */
export interface CallbackLogin {
	user: string;
	password: string;
	secret: string;
}

/** What a call must carry, as digests: all that is kept of a login while calls are compared with it. */
export interface ExpectedLogin {
	wantsLogin: boolean;
	wantsSecret: boolean;
	user: Digests;
	password: Digests;
	secret: Digests;
}

/** Of one text, in each encoding that can hold it. */
type Digests = readonly Buffer[];

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

export interface Denial {
	ok: false;
	status: 401 | 403;
	/** For the log. */
	why: string;
	/** For whoever builds the workflow. */
	wayOut: string;
}

export type Verdict = { ok: true } | Denial;

/** The parameters that belong to this check. */
export const PROOF_PARAMETERS: readonly string[] = ['secret', 'user', 'password'];

/** In place of a value that proves a call, where only bytes of ASCII can stand. */
export const HIDDEN_IN_BYTES = '***';

const NOTHING = new Uint8Array();

/**
 * Whether a call proves that it comes from the gateway: user and password in the Basic header (or, if `asParameters`,
 * as parameters), and the secret in the URL; whatever of the two the credential holds. Every comparison is made, and
 * made over digests, whatever the call holds: a wrong value costs the same time however wrong it is. The secret comes
 * first, because it is never in the body, so that a call without it is refused before its body is read.
 */
export function checkProof(expected: ExpectedLogin, proof: Proof, asParameters: boolean): Verdict {
	const { wantsLogin, wantsSecret } = expected;
	if (!wantsLogin && !wantsSecret) {
		return {
			ok: false,
			status: 403,
			why: 'the callback credential is empty, so that no call can prove itself',
			wayOut: "Fill in 'User' and 'Password', or 'Secret', in the credential",
		};
	}
	const inQuery = proofParameters(proof.query);
	const inBody = asParameters ? proofParameters(proof.body) : [];

	let loginIsRight = isLogin(expected, readBasic(proof.authorization));
	if (asParameters) {
		for (const parameters of [inQuery, inBody]) {
			const right = isLogin(expected, {
				user: valueOf(parameters, 'user'),
				password: valueOf(parameters, 'password'),
			});
			loginIsRight = right || loginIsRight;
		}
	}
	const secretInPath = Buffer.from(proof.pathSecret ?? '', 'utf8');
	const rightInPath = isSame(secretInPath, expected.secret);
	const rightInQuery = isSame(valueOf(inQuery, 'secret'), expected.secret);

	if (wantsSecret && !rightInPath && !rightInQuery) {
		const sent = secretInPath.length > 0 || valueOf(inQuery, 'secret').length > 0;
		return {
			ok: false,
			status: 403,
			why: sent ? 'its secret is wrong' : 'it carries no secret',
			wayOut: "Add the credential's 'Secret' to the URL in the Clickatell account as ?secret=...",
		};
	}
	if (wantsLogin && !loginIsRight) {
		const sent = proof.authorization !== undefined || (asParameters && valueOf(inQuery, 'user').length > 0);
		return {
			ok: false,
			status: 401,
			why: sent ? 'its user or password is wrong' : 'it carries no user and password',
			wayOut:
				"Enter the credential's 'User' and 'Password' beside the callback URL in the Clickatell account",
		};
	}
	return { ok: true };
}

/** The digests of what a credential holds. */
export function expectedOf({ user, password, secret }: CallbackLogin): ExpectedLogin {
	return {
		wantsLogin: user !== '' || password !== '',
		wantsSecret: secret !== '',
		user: digestsOf(user),
		password: digestsOf(password),
		secret: digestsOf(secret),
	};
}

/** Whether a call carries anything that could be meant as proof. The gateway's empty probe does not. */
export function carriesProof(proof: Proof): boolean {
	if (proof.authorization !== undefined || proof.pathSecret !== undefined) return true;
	return proofParameters(proof.query).some(({ value }) => value.length > 0);
}

/** Form data without the values of the check's own parameters and of others that hold a secret, for keeping. */
export function withoutProof(form: string): string {
	return form
		.split('&')
		.map((pair) => {
			const name = parseFormBytes(pair)[0]?.name.toLowerCase() ?? '';
			const isSecret = PROOF_PARAMETERS.includes(name) || isSecretName(name);
			return isSecret ? `${pair.split('=', 1)[0]}=${HIDDEN_IN_BYTES}` : pair;
		})
		.join('&');
}

interface Parameter {
	name: string;
	value: Uint8Array;
}

function proofParameters(form: string | Uint8Array): Parameter[] {
	return parseFormBytes(form)
		.map(({ name, value }) => ({ name: name.toLowerCase(), value }))
		.filter(({ name }) => PROOF_PARAMETERS.includes(name));
}

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

function isLogin(expected: ExpectedLogin, sent: UserAndPassword): boolean {
	const user = isSame(sent.user, expected.user);
	const password = isSame(sent.password, expected.password);
	return user && password;
}

/** Compares with the expected text in each of its encodings, because a Basic header does not say which it is. */
function isSame(sent: Uint8Array, expected: Digests): boolean {
	const digest = digestOf(sent);
	return expected.map((each) => timingSafeEqual(digest, each)).includes(true);
}

/** An encoding that cannot hold the text is left out: it would write the bytes of another text. */
function digestsOf(text: string): Digests {
	return (['utf8', 'latin1'] as const)
		.map((encoding) => ({ encoding, bytes: Buffer.from(text, encoding) }))
		.filter(({ encoding, bytes }) => bytes.toString(encoding) === text)
		.map(({ bytes }) => digestOf(bytes));
}

const KEY = randomBytes(32);

/** Keyed differently in every process, so that a digest is of no use anywhere else. */
function digestOf(bytes: Uint8Array): Buffer {
	return createHmac('sha256', KEY).update(bytes).digest();
}
