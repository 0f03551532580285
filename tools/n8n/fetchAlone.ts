/** Over a connection of its own: a busy n8n closes one that it took for idle at the moment when the next request comes. */
export async function fetchAlone(
	url: string | URL,
	{ headers = {}, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Response> {
	return await fetch(url, { ...init, headers: { ...headers, connection: 'close' } });
}
