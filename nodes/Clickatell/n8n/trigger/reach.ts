import { isInRanges, type Ranges, readAddressList } from './addresses';

/** Networks that nobody outside can call (RFC 1918, 3927, 4193, 4291, 5735, 6598). */
const PRIVATE = rangesOf(
	'0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16, ::/127, fc00::/7, fe80::/10',
);
/** Names of no public host (RFC 6761, 6762, 8375, and `internal`, which ICANN keeps for private use). */
const PRIVATE_NAMES = ['localhost', 'local', 'internal', 'lan', 'home.arpa'];

/** What is wrong with an address, in words for whoever it is for. Each is a sentence without a period at its end. */
export interface AddressWords {
	readonly unknown: string;
	readonly private: (origin: string) => string;
	readonly unencrypted: (origin: string) => string;
}

/**
 * Why nobody outside can open a URL of n8n, or should not; undefined where nothing speaks against it. By its writing
 * alone: whether a public address leads to n8n is known when the first call arrives.
 */
export function publicFault(url: string, words: AddressWords): string | undefined {
	const read = URL.canParse(url) ? new URL(url) : undefined;
	if (read?.protocol !== 'http:' && read?.protocol !== 'https:') return words.unknown;
	const host = read.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	if (isPrivate(host)) return words.private(read.origin);
	return read.protocol === 'http:' ? words.unencrypted(read.origin) : undefined;
}

/** Why Clickatell cannot call a URL of n8n, or should not, as one sentence. */
export function doubtAbout(url: string): string | undefined {
	if (url === '') return undefined;
	return publicFault(url, {
		unknown:
			'The address that n8n has for callbacks does not begin with https:// or http://: start n8n with WEBHOOK_URL set to its public address, such as https://n8n.example.com/',
		private: (origin) =>
			`Clickatell cannot call ${origin}, an address inside your own network: start n8n with WEBHOOK_URL set to its public address`,
		unencrypted: (origin) =>
			`Callbacks to ${origin} travel unencrypted, logins and messages too: let n8n be called by https`,
	});
}

function isPrivate(host: string): boolean {
	if (isInRanges(host, PRIVATE)) return true;
	if (host.includes(':')) return false;
	const isNamedSo = PRIVATE_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
	return isNamedSo || !host.includes('.');
}

function rangesOf(written: string): Ranges {
	const list = readAddressList(written);
	return list.ok ? list.ranges : [];
}
