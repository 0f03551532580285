import type { HttpRequest, HttpResult } from '../../../nodes/Clickatell/engine/httpCall';
import type { CredentialData, Ports } from '../../../nodes/Clickatell/engine/ports';

export type Answering = (request: HttpRequest, data: CredentialData) => Promise<HttpResult>;

/** In place of n8n: calls are answered by a function, nobody waits, and everything is written down. */
export class FakePorts implements Ports {
	readonly requests: HttpRequest[] = [];
	/** Milliseconds, in the order in which they would have been slept. */
	readonly pauses: number[] = [];
	readonly lines: string[] = [];
	readonly hints: string[] = [];
	isCancelled = false;
	private clock = 0;
	private ids = 0;

	constructor(
		private readonly answering: Answering,
		private readonly kept: () => Promise<CredentialData>,
	) {}

	http = async (request: HttpRequest, data: CredentialData): Promise<HttpResult> => {
		this.requests.push(request);
		return await this.answering(request, data);
	};

	credential = async () => await this.kept();

	sleep = async (ms: number) => {
		this.pauses.push(ms);
		this.clock += ms;
	};

	now = () => this.clock;
	time = () => this.clock;

	newId = () => String(++this.ids).padStart(32, '0');

	cancelled = () => this.isCancelled;

	log = (level: string, message: string) => void this.lines.push(`${level}: ${message}`);

	hint = (message: string) => void this.hints.push(message);
}

export function replied(body: string, status = 200): HttpResult {
	return { ok: true, status, contentType: 'text/xml; charset=utf-8', bytes: Buffer.from(body) };
}

/** A connection that failed in a way that nobody knows. */
export function broken(error: unknown): HttpResult {
	return { ok: false, neverSent: false, what: 'broke off the connection', known: false, error };
}
