import { decodeBytes, percentDecodeToBytes } from './charset';
import { HIDDEN } from './redact';

/** A path segment as long as this was made so that nobody guesses it; shorter ones are words. */
const SECRET_SEGMENT = 16;

const SCHEME = /^[a-z][a-z\d+.-]{0,20}:\/\//i;

interface UrlParts {
	/** With its slashes; empty where there is none. */
	readonly scheme: string;
	readonly userInfo: string;
	readonly host: string;
	/** Path, query and fragment. */
	readonly behind: string;
}

function partsOf(url: string): UrlParts {
	const scheme = SCHEME.exec(url)?.[0] ?? '';
	const rest = url.slice(scheme.length);
	const [authority, behind] = splitAt(rest, rest.search(/[/\\?#]/));
	const at = authority.lastIndexOf('@');
	return { scheme, userInfo: authority.slice(0, Math.max(at, 0)), host: authority.slice(at + 1), behind };
}

function splitAt(text: string, at: number): readonly [string, string] {
	return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

/**
 * What is secret of a URL: user and password, the query and each value in it, the fragment, and long segments of the
 * path; as it is written, and as it is meant.
 */
export function secretsOfUrl(url: string): string[] {
	const { userInfo, behind } = partsOf(url.trim());
	const [beforeFragment, fragment] = splitAt(behind, behind.indexOf('#'));
	const [path, query] = splitAt(beforeFragment, beforeFragment.indexOf('?'));
	const values = query
		.slice(1)
		.split('&')
		.map((pair) => pair.slice(pair.indexOf('=') + 1));
	const segments = path.split(/[/\\]/).filter(({ length }) => length >= SECRET_SEGMENT);
	const all = [userInfo, ...userInfo.split(':'), query.slice(1), ...values, fragment.slice(1), ...segments];
	return [...new Set(all.flatMap((each) => [each, percentDecoded(each)]))].filter((each) => each !== '');
}

/** A server may write it in Base64 when it has taken the URL apart. */
function percentDecoded(text: string): string {
	return decodeBytes(percentDecodeToBytes(text, true));
}

/** A URL fit to be shown and kept: scheme and host. An expression is cut where its first path or query begins. */
export function shownUrl(url: string): string {
	const sign = url.startsWith('=') ? '=' : '';
	const { scheme, userInfo, host, behind } = partsOf(url.slice(sign.length).trim());
	if (userInfo === '' && (behind === '' || behind === '/')) return url;
	return `${sign}${scheme}${host}/${HIDDEN}`;
}
