/** The charset that a Content-Type header names, as it is written there. */
export function charsetIn(contentType: string | undefined): string | undefined {
	const [, behind] = (contentType ?? '').split(/charset/i, 2);
	const value = behind?.trimStart();
	if (!value?.startsWith('=')) return undefined;
	return /^[^"';\s]+/.exec(value.slice(1).trimStart().replace(/^["']/, ''))?.[0];
}
