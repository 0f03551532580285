import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** Largest request body the gateway reads. */
const MAX_BODY = 8 * 1024 * 1024;

/** One HTTP request and the reply to come. */
export class Exchange {
	readonly url: URL;
	readonly method: string;
	/** Machine time when the request came in, milliseconds. */
	readonly startedAt = performance.now();

	constructor(
		readonly req: IncomingMessage,
		readonly res: ServerResponse,
	) {
		this.method = req.method ?? 'GET';
		this.url = new URL(req.url ?? '/', 'http://gateway.invalid');
	}

	get path(): string {
		return this.url.pathname;
	}

	/** The caller's address, an IPv4 one without its IPv6 wrapping. */
	get sourceAddress(): string {
		return (this.req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
	}

	header(name: string): string | undefined {
		const value = this.req.headers[name];
		return Array.isArray(value) ? value[0] : value;
	}

	/** The whole body, decompressed; throws HttpError when it has more than `most` bytes or is not what it says it is. */
	async body(most = MAX_BODY): Promise<Buffer> {
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of this.req as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > most) throw new HttpError(413, `The request is larger than ${most >> 20} MB.`);
			chunks.push(chunk);
		}
		const body = Buffer.concat(chunks);
		if (this.header('content-encoding') !== 'gzip') return body;
		try {
			return gunzipSync(body, { maxOutputLength: most });
		} catch {
			throw new HttpError(400, 'The request says it is gzip and is not.');
		}
	}

	/** The body as JSON; an empty one is an empty object. */
	async json(): Promise<Record<string, unknown>> {
		const text = (await this.body()).toString('utf8');
		if (text.trim() === '') return {};
		try {
			const value: unknown = JSON.parse(text);
			if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
				return value as Record<string, unknown>;
			}
		} catch {
			// Falls through to the one sentence below.
		}
		throw new HttpError(400, 'The body must be a JSON object.');
	}

	send(
		status: number,
		contentType: string,
		body: string | Buffer,
		headers: Record<string, string> = {},
	): void {
		const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8');
		this.res.writeHead(status, {
			'content-type': contentType,
			'content-length': bytes.length,
			'cache-control': 'no-store',
			...headers,
		});
		this.res.end(this.method === 'HEAD' ? undefined : bytes);
	}

	sendJson(value: unknown, status = 200): void {
		this.send(status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);
	}
}

/** An answer other than 200, with one sentence for the caller. */
export class HttpError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/**
 * A part of the gateway's HTTP surface. Gives false, or a promise of it, when the request is not its own; the
 * next route is then asked. Routes are asked in the order they were mounted.
 */
export type Route = (exchange: Exchange) => boolean | Promise<boolean>;
