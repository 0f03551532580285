import type { IWebhookFunctions } from 'n8n-workflow';
import type { CallbackRequest } from '../../apis/gateway/callbacks';
import { PLATFORM_CALLBACK_LIMITS } from '../../apis/platform/callbacks/platformDecode';
import { CALLBACK_LIMITS } from '../../formats/xml/read';
import { type Deadline, deadlineIn, unlessLate } from '../../engine/deadline';
import type { Refusal } from './webhookAnswer';

/** What is used of n8n's request object: Express, and what n8n adds where it has read the body itself. */
export interface WebhookRequest {
	method?: string;
	originalUrl?: string;
	url?: string;
	headers: Record<string, string | string[] | undefined>;
	/** The caller's address, behind a proxy as n8n is told to see it (N8N_PROXY_HOPS). */
	ip?: string | undefined;
	rawBody?: unknown;
	readonly destroyed: boolean;
	readonly readableEnded: boolean;
	on(event: 'data', listener: (chunk: Buffer) => void): unknown;
	once(event: 'end' | 'error' | 'close', listener: () => void): unknown;
	pause(): unknown;
}

/** What a call says before its body. */
export type RequestHead = Omit<CallbackRequest, 'body'>;

export type ReadBody = { ok: true; body: Uint8Array } | { ok: false; refusal: Refusal };

/** A callback is a few hundred bytes; JSON may have media inside. */
function mostBytes(req: WebhookRequest): number {
	const isJson = /\bjson\b/i.test(headerOf(req, 'content-type') ?? '');
	return isJson ? PLATFORM_CALLBACK_LIMITS.size : CALLBACK_LIMITS.maxBytes;
}

/** The gateway sends its few hundred bytes at once; who takes longer than this, and up to twice this, is cut off. */
const PATIENCE_MS = 15_000;

export const NO_BODY = new Uint8Array();

export function requestOf(context: IWebhookFunctions): WebhookRequest {
	return context.getRequestObject() as WebhookRequest;
}

export function readHead(req: WebhookRequest): RequestHead {
	const url = req.originalUrl ?? req.url ?? '';
	const mark = url.indexOf('?');
	return {
		method: req.method ?? 'GET',
		query: mark === -1 ? '' : url.slice(mark + 1),
		contentType: headerOf(req, 'content-type'),
	};
}

/** Whether a body follows, as HTTP/1.1 has it: it is announced by one of two headers, or there is none. */
export function announcesBody(req: WebhookRequest): boolean {
	if (Buffer.isBuffer(req.rawBody)) return req.rawBody.length > 0;
	return headerOf(req, 'transfer-encoding') !== undefined || announcedBytes(req) > 0;
}

/**
 * Takes away what would make n8n answer 304: a proxy that has seen an answer sends it along. To the gateway that is no
 * 200, so that it would send again what is stored.
 */
export function forgetConditions({ headers }: WebhookRequest): void {
	delete headers['if-none-match'];
	delete headers['if-modified-since'];
}

/** A header's value; of a repeated header the first, because two are no better proof than one. */
export function headerOf(req: WebhookRequest, name: string): string | undefined {
	const value = req.headers[name];
	return Array.isArray(value) ? value[0] : value;
}

/**
 * The body as it came off the wire. It is read here and not by n8n, which would hold 16 MB before it stops. What is too
 * large is left where the limit is passed, and what never ends when the time is up.
 */
export async function readBody(
	req: WebhookRequest,
	deadline: Deadline = deadlineIn(PATIENCE_MS),
): Promise<ReadBody> {
	const most = mostBytes(req);
	if (Buffer.isBuffer(req.rawBody)) {
		return req.rawBody.length > most ? tooLarge(most) : { ok: true, body: req.rawBody };
	}
	if (!announcesBody(req)) return { ok: true, body: NO_BODY };
	if (announcedBytes(req) > most) return tooLarge(most);
	if (!/^(identity)?$/i.test(headerOf(req, 'content-encoding') ?? '')) return COMPRESSED;
	if (req.readableEnded || req.destroyed) return BROKEN_OFF;
	const read = await unlessLate(collect(req, most), deadline);
	if (read !== 'late') return read;
	req.pause();
	return TOO_LATE;
}

function collect(req: WebhookRequest, most: number): Promise<ReadBody> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		let size = 0;
		req.on('data', (chunk) => {
			size += chunk.length;
			if (size <= most) return void chunks.push(chunk);
			chunks.length = 0;
			req.pause();
			resolve(tooLarge(most));
		});
		req.once('end', () => resolve({ ok: true, body: Buffer.concat(chunks) }));
		req.once('error', () => resolve(BROKEN_OFF));
		req.once('close', () => resolve(BROKEN_OFF));
	});
}

function announcedBytes(req: WebhookRequest): number {
	return Number(headerOf(req, 'content-length') ?? 0);
}

function refused(status: Refusal['status'], body: string): ReadBody {
	return { ok: false, refusal: { status, body } };
}

function tooLarge(most: number): ReadBody {
	return refused(413, `The call is larger than ${most / 1024} KB.`);
}

const TOO_LATE = refused(408, 'The body of the call did not arrive in time.');
const BROKEN_OFF = refused(400, 'The body of the call could not be read.');
const COMPRESSED = refused(415, 'The body of the call is compressed; a callback never is.');
