import type { TransportFault } from './transportFaults';

/** A request to be made. */
export interface HttpRequest {
	/** POST unless it says otherwise. */
	readonly method?: 'GET' | 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** A text, or the bytes of a file. */
	readonly body?: string | Uint8Array;
	/** How long the server may take until its answer begins, and how long at least to finish it. */
	readonly timeoutMs: number;
	/** A longer answer is cut off behind this. */
	readonly maxBytes: number;
}

/** An answer as it was received, whatever its status. */
export interface HttpReply {
	readonly status: number;
	readonly contentType: string | undefined;
	readonly bytes: Uint8Array;
}

export type HttpFailure = TransportFault & {
	readonly ok: false;
	/** What was thrown. It may hold the request, and so whatever is secret: only its words may be shown, cleaned. */
	readonly error: unknown;
	/** The request was not made, because the login before it failed. */
	readonly login?: LoginFailure | undefined;
};

export type HttpResult = (HttpReply & { readonly ok: true }) | HttpFailure;

export interface LoginFailure {
	/** One sentence without any part of the request. */
	readonly message: string;
	/** The number it was refused with; null where the host did not answer properly. */
	readonly refusedWith: string | null;
}
