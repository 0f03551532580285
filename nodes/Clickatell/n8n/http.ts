import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { deadlineIn } from '../engine/deadline';
import type { HttpRequest, HttpResult } from '../engine/httpCall';
import { bufferOf } from '../formats/bufferOf';
import { describeTransportFault, transportCode } from '../engine/transportFaults';
import { readBody } from './replyBody';

/** n8n's way to make a request, with a credential or without. */
export type Send = (options: IHttpRequestOptions) => Promise<unknown>;

/**
 * Makes a request and reads the answer, whatever its status, as a stream: the one HTTP call of this package. Never
 * rejects.
 */
export async function makeCall(send: Send, request: HttpRequest, timeUp = deadlineIn): Promise<HttpResult> {
	try {
		const reply = (await send({
			method: request.method ?? 'POST',
			url: request.url,
			headers: { ...request.headers },
			...(request.body === undefined
				? {}
				: { body: typeof request.body === 'string' ? request.body : bufferOf(request.body) }),
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
