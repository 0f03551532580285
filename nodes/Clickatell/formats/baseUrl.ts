/** `https://host[:port][/path]` without a trailing slash, or undefined. */
export function cleanBaseUrl(raw: string): string | undefined {
	if (!/^https?:\/\//i.test(raw) || !URL.canParse(raw)) return undefined;
	const url = new URL(raw);
	if (url.username || url.password) return undefined;
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
