import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { TAKEN } from './description';

/** What a call gets that does not start the workflow. */
export interface Refusal {
	status: 200 | 400 | 401 | 403 | 408 | 413 | 415 | 503;
	body: string;
	/** What whoever builds the workflow is told beyond `body`, which everyone may read. */
	why?: string;
	/** The request, where it was read. */
	rawRequest?: IDataObject;
}

/** What is used of n8n's response object, which is Express's. */
export interface WebhookResponse {
	readonly statusCode: number;
	/** The answer has gone out, or the caller has hung up. */
	readonly closed: boolean;
	once(event: 'close', listener: () => void): unknown;
	setHeader(name: string, value: string): unknown;
	status(code: number): WebhookResponse;
	type(contentType: string): WebhookResponse;
	end(...content: unknown[]): unknown;
}

export const ACCEPTED: Refusal = { status: 200, body: TAKEN };
export const STILL_BEING_TAKEN: Refusal = {
	status: 503,
	body: 'The same event is still being stored. Send it again later.',
};
export const NOT_STORED: Refusal = {
	status: 503,
	body: 'The event could not be stored. Send it again later.',
};

export function responseOf(context: IWebhookFunctions): WebhookResponse {
	return context.getResponseObject() as WebhookResponse;
}

/** Answers a call. Where its body was not read, the connection ends with the answer, so that nothing waits for it. */
export function sendAnswer(response: WebhookResponse, { status, body }: Refusal, isRead: boolean): void {
	if (status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Clickatell callbacks"');
	if (!isRead) response.setHeader('Connection', 'close');
	setHeaders(response);
	// Not Express's send(), which would answer 304 to a caller that has seen the answer before.
	response.status(status).end(body);
}

/** Who wants to know what becomes of an answer that n8n gives. */
export interface Listener {
	/** n8n answers: it has stored the execution, or could not. Told as well when the caller has hung up. */
	answered(isStored: boolean): void;
	/** The connection is closed: after the answer, or because the caller has hung up. */
	closed(): void;
}

/** Prepares the answer that n8n gives when it has stored the execution, and follows what becomes of it. */
export function followAnswer(response: WebhookResponse, listener: Listener): void {
	setHeaders(response);
	watchAnswer(response, listener);
}

/** Follows what becomes of the answer that n8n gives. */
export function watchAnswer(response: WebhookResponse, listener: Listener): void {
	// The event `finish` tells less: it never comes when the caller has hung up.
	const end = response.end.bind(response);
	response.end = (...content) => {
		listener.answered(response.statusCode < 400);
		return end(...content);
	};
	response.once('close', () => listener.closed());
	if (response.closed) listener.closed();
}

function setHeaders(response: WebhookResponse): void {
	response.setHeader('X-Content-Type-Options', 'nosniff');
	response.type('text/plain');
}
