/** Where the Connect API is called: the base URL with the token as its last step (docs/protocol/connect.md#requests). */

export type ConnectAddress =
	| { readonly ok: true; readonly url: string; readonly token: string }
	| { readonly ok: false; readonly reason: string };

/**
 * What a request that the node builds carries instead of the real address: the credential puts base URL and token in
 * at the last moment, so that the token is in no request that an error could show.
 */
export const CONNECT_ADDRESS_SLOT = 'https://connect.clickatell.com/';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function parse(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * The address of the Connect API of one token. Refused: a base URL that is none, one without HTTPS (Clickatell answers
 * such calls with 009, and the token would travel in clear) unless its host is this machine, one with a query, and a
 * token that is not letters and digits. No reason names the token.
 */
export function connectAddress(baseUrl: unknown, token: unknown): ConnectAddress {
	const base = typeof baseUrl === 'string' ? parse(baseUrl.trim()) : undefined;
	if (!base || !/^https?:$/.test(base.protocol)) {
		return { ok: false, reason: "'Base URL' must be an address such as https://connect.clickatell.com" };
	}
	if (base.protocol === 'http:' && !LOOPBACK.test(base.hostname)) {
		return {
			ok: false,
			reason: "'Base URL' must begin with https://: the token must not travel unencrypted",
		};
	}
	if (base.search !== '' || base.hash !== '' || base.username !== '' || base.password !== '') {
		return {
			ok: false,
			reason:
				"'Base URL' must be an address without user, query or fragment: the token has a field of its own",
		};
	}
	const key = typeof token === 'string' ? token.trim() : '';
	if (key === '') return { ok: false, reason: "'Token' is empty; fill it in" };
	if (!/^[A-Za-z0-9]+$/.test(key)) {
		return {
			ok: false,
			reason: "'Token' must be letters and digits only, as the Clickatell account shows it",
		};
	}
	return { ok: true, url: `${base.origin}${base.pathname.replace(/\/+$/, '')}/${key}`, token: key };
}
