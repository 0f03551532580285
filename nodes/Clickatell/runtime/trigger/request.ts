import type { CallbackRequest } from '../../protocol/callbacks';
import { CALLBACK_LIMITS } from '../../protocol/xml/read';
import { type Deadline, deadlineIn, unlessLate } from '../deadline';

/** What is used of n8n's request object: Express, and what n8n adds to reach the bytes of the body. */
export interface WebhookRequest {
	method?: string;
	originalUrl?: string;
	url?: string;
	headers: Record<string, string | string[] | undefined>;
	/** The caller's address, behind a proxy as n8n is told to see it (N8N_PROXY_HOPS). */
	ip?: string | undefined;
	rawBody?: unknown;
	readRawBody?: () => Promise<void>;
}

export type ReadRequest =
	{ ok: true; request: CallbackRequest } | { ok: false; status: 400 | 408 | 413; reason: string };

/** A callback is a few hundred bytes. */
const MAX_BYTES = CALLBACK_LIMITS.maxBytes;
/** The gateway sends its few hundred bytes at once; who takes longer than this, and up to twice this, is cut off. */
const PATIENCE_MS = 15_000;

/** The request as it came off the wire: raw query string and raw body. Refuses what is too large or never ends. */
export async function readRequest(
	req: WebhookRequest,
	deadline: Deadline = deadlineIn(PATIENCE_MS),
): Promise<ReadRequest> {
	const url = req.originalUrl ?? req.url ?? '';
	const mark = url.indexOf('?');
	const query = mark === -1 ? '' : url.slice(mark + 1);
	if (query.length > MAX_BYTES || Number(req.headers['content-length'] ?? 0) > MAX_BYTES) return tooLarge();
	if (!Buffer.isBuffer(req.rawBody) && req.readRawBody !== undefined) {
		const fault = await readBody(req.readRawBody(), deadline);
		if (fault !== undefined) return fault;
	}
	const body = Buffer.isBuffer(req.rawBody) ? req.rawBody : Buffer.alloc(0);
	if (body.length > MAX_BYTES) return tooLarge();
	const contentType = headerOf(req, 'content-type');
	return { ok: true, request: { method: req.method ?? 'GET', query, contentType, body } };
}

/** A header's value; of a repeated header the first, because two are no better proof than one. */
export function headerOf(req: WebhookRequest, name: string): string | undefined {
	const value = req.headers[name];
	return Array.isArray(value) ? value[0] : value;
}

async function readBody(reading: Promise<void>, deadline: Deadline): Promise<ReadRequest | undefined> {
	try {
		if ((await unlessLate(reading, deadline)) !== 'late') return undefined;
		return { ok: false, status: 408, reason: 'The body of the call did not arrive in time.' };
	} catch (error) {
		if (isTooLarge(error)) return tooLarge();
		return { ok: false, status: 400, reason: 'The body of the call could not be read.' };
	}
}

/** The error of raw-body, alone or wrapped by n8n. */
function isTooLarge(error: unknown): boolean {
	if (typeof error !== 'object' || error === null) return false;
	const { type, status, statusCode, httpStatusCode } = error as Record<string, unknown>;
	return type === 'entity.too.large' || [status, statusCode, httpStatusCode].includes(413);
}

function tooLarge(): ReadRequest {
	return { ok: false, status: 413, reason: `The call is larger than ${MAX_BYTES / 1024} KB.` };
}
