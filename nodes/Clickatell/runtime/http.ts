/** The Content-Type of a reply's headers as n8n hands them over. */
export function contentTypeOf(headers: Readonly<Record<string, unknown>> | undefined): string | undefined {
	const value = headers?.['content-type'];
	return typeof value === 'string' ? value : undefined;
}
