import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { describeTransportFault, transportCode, type TransportFault } from '../engine/transportFaults';
import { deadlineIn } from '../engine/deadline';
import { readBody } from './replyBody';

export interface HttpRequest {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** How long the server may take until its answer begins, and how long at least to finish it. */
	readonly timeoutMs: number;
	/** A longer answer is cut off behind this. */
	readonly maxBytes: number;
}

export type HttpResult =
	| {
			readonly ok: true;
			readonly status: number;
			readonly contentType: string | undefined;
			readonly bytes: Buffer;
	  }
	| (TransportFault & {
			readonly ok: false;
			/** What was thrown. It may hold the request, and so whatever is secret: only its words may be shown, cleaned. */
			readonly error: unknown;
	  });

/** n8n's way to make a request, with a credential or without. */
export type Send = (options: IHttpRequestOptions) => Promise<unknown>;

/**
 * Posts a request and reads the answer, whatever its status, as a stream: the one HTTP call of this package. Never
 * rejects.
 */
export async function post(send: Send, request: HttpRequest, timeUp = deadlineIn): Promise<HttpResult> {
	try {
		const reply = (await send({
			method: 'POST',
			url: request.url,
			headers: { ...request.headers },
			body: request.body,
			encoding: 'stream',
			returnFullResponse: true,
			// Faults come with HTTP 500 and are read; and n8n must not repeat a call after a 401.
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: request.timeoutMs,
		})) as IN8nHttpFullResponse;
		const contentType: unknown = reply.headers['content-type'];
		return {
			ok: true,
			status: reply.statusCode,
			contentType: typeof contentType === 'string' ? contentType : undefined,
			bytes: await readBody(reply.body, request.maxBytes, timeUp(request.timeoutMs)),
		};
	} catch (error) {
		return { ok: false, ...describeTransportFault(transportCode(error)), error };
	}
}
