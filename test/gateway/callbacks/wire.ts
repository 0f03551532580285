import { Agent as HttpAgent, type ClientRequest, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

import type { CallbackRequest } from './formats';

/** What came of one try: the receiver's HTTP status, or why there was none. */
export type Attempt = { httpStatus: number } | { problem: string };

/** Seconds a receiver may take to answer. */
const PATIENCE_MS = 30_000;

/**
 * Sends callbacks, each over a connection of its own: a kept one may be closed by the receiver at the moment when it is used again, which would look like a failed try. Redirects are not followed.
 */
export class Wire {
	private readonly http = new HttpAgent({ maxSockets: 20 });
	private readonly https = new HttpsAgent({ maxSockets: 20 });
	private readonly open = new Set<ClientRequest>();

	send({ method, url, headers, body }: CallbackRequest): Promise<Attempt> {
		return new Promise((resolve) => {
			const secure = url.startsWith('https:');
			let request: ClientRequest;
			try {
				request = (secure ? httpsRequest : httpRequest)(url, {
					method,
					agent: secure ? this.https : this.http,
					timeout: PATIENCE_MS,
					headers: { ...headers, ...(method === 'POST' ? { 'content-length': body.length } : {}) },
				});
			} catch (error) {
				resolve({ problem: (error as Error).message });
				return;
			}
			this.open.add(request);
			const done = (attempt: Attempt) => {
				this.open.delete(request);
				resolve(attempt);
			};
			request.on('response', (response) => {
				response.resume();
				response.on('error', (error) => done({ problem: error.message }));
				response.on('end', () => done({ httpStatus: response.statusCode ?? 0 }));
			});
			request.on('timeout', () => request.destroy(new Error('no answer within 30 seconds')));
			request.on('error', (error) => done({ problem: error.message }));
			request.on('close', () => done({ problem: 'the connection was closed' }));
			request.end(method === 'POST' ? body : undefined);
		});
	}

	close(): void {
		for (const request of this.open) request.destroy();
		this.http.destroy();
		this.https.destroy();
	}
}
