import { defined } from '../formats/defined';

/**
 * Failures of a connection that happen before a single byte of the request has been sent, so that the call certainly
 * did not arrive. Every other failure leaves doubt.
 */
const NEVER_SENT: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'refused the connection',
	ENOTFOUND: 'could not be found (no such host name)',
	EAI_AGAIN: 'could not be found (name lookup failed)',
	EHOSTUNREACH: 'cannot be reached from here',
	ENETUNREACH: 'cannot be reached from here',
	EADDRNOTAVAIL: 'cannot be reached from here',
	ERR_INVALID_URL: 'is not a valid address',
	CERT_HAS_EXPIRED: 'has an expired certificate',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that is not trusted',
	SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that is not trusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that is not trusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate that is not trusted',
	ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host name',
};

const LOST: Readonly<Record<string, string>> = {
	ECONNABORTED: 'did not answer in time',
	ETIMEDOUT: 'did not answer in time',
	ESOCKETTIMEDOUT: 'did not answer in time',
	ECONNRESET: 'closed the connection without an answer',
	EPIPE: 'closed the connection without an answer',
	ERR_CANCELED: 'was not waited for, because the execution was canceled',
};

export interface TransportFault {
	/** True when the request certainly did not arrive. */
	readonly neverSent: boolean;
	/** The end of a sentence that begins with the host. */
	readonly what: string;
	/** The code says what happened; without one nobody can tell but from the error itself. */
	readonly known: boolean;
}

/** Reads a connection's error code (Node.js and axios names). */
export function describeTransportFault(code: string | undefined): TransportFault {
	if (code !== undefined && Object.hasOwn(NEVER_SENT, code))
		return { neverSent: true, what: defined(NEVER_SENT[code]), known: true };
	if (code !== undefined && Object.hasOwn(LOST, code))
		return { neverSent: false, what: defined(LOST[code]), known: true };
	return { neverSent: false, what: 'broke off the connection', known: false };
}

/**
 * How a server turns a request away without having looked into it, as the end of a sentence that begins with the
 * host. Undefined for a status after which the request may have been carried out; 408 says that the server gave up on
 * one whose beginning it has.
 */
export function describeTurnedAway(status: number): string | undefined {
	if (status < 300 || status >= 500 || status === 408) return undefined;
	return status < 400 ? 'redirects to another address' : `answered with HTTP status ${status}`;
}

/** What the system reports of a connection that exists: by then the request may have gone out. */
const ON_A_CONNECTION = /^(read|write)/;

/** Of a code without its system call, nobody can say whether the connection was there already. */
const AT_ANY_TIME: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH']);

/**
 * The innermost connection error code behind an error that others have wrapped. A host that becomes unreachable while
 * its answer is read or the request is written (Linux reports that so) counts as a connection that was lost. n8n 1.x keeps
 * of the error within only its code, as `httpCode`.
 */
export function transportCode(error: unknown): string | undefined {
	let code: string | undefined;
	let current: unknown = error;
	for (let depth = 0; depth < 8 && current !== null && typeof current === 'object'; depth++) {
		const { code: own, httpCode, syscall, cause, errors } = current as Partial<Record<string, unknown>>;
		if (typeof httpCode === 'string' && /^[A-Z_]+$/.test(httpCode)) {
			code = AT_ANY_TIME.has(httpCode) ? 'ECONNRESET' : httpCode;
		}
		if (typeof own === 'string') {
			const connected = typeof syscall === 'string' && ON_A_CONNECTION.test(syscall);
			code = connected && Object.hasOwn(NEVER_SENT, own) ? 'ECONNRESET' : own;
		}
		current = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
	}
	return code;
}
