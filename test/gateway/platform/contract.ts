import { type Document, type Operation, OpenAPIRouter, OpenAPIValidator } from 'openapi-backend';

import callbacks from './callbacks.json';
import platform from './openapi.json';

/** An HTTP request as its contract sees it. */
export interface Seen {
	method: string;
	/** Without the query. */
	path: string;
	query?: Record<string, string | string[]>;
	headers?: Record<string, string>;
	/** The value of a JSON body; absent where there is none. */
	body?: unknown;
}

/** One OpenAPI document, and a validator that is not ours to hold requests and replies against it. */
class Contract {
	private readonly validator: OpenAPIValidator;
	private readonly router: OpenAPIRouter;

	constructor(document: Document) {
		const definition = resolved(document, document) as Document;
		this.router = new OpenAPIRouter({ definition, apiRoot: '/' });
		this.validator = new OpenAPIValidator({
			definition,
			router: this.router,
			lazyCompileValidators: true,
			ajvOpts: { strict: false, allErrors: true, formats: { binary: true } },
		});
	}

	/** The operation that a request is for; undefined when there is none. */
	operationOf(method: string, path: string): string | undefined {
		return this.match({ method, path })?.operationId;
	}

	/** The path's own values, such as the ID of a message. */
	pathValues(seen: Seen): Record<string, string> {
		const operation = this.match(seen);
		const { params } = this.router.parseRequest(this.requestOf(seen), operation) as { params?: object };
		return Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, String(value)]));
	}

	/** In which ways a request departs from the contract; none for a sound one. */
	departures(seen: Seen): string[] {
		const operation = this.match(seen);
		if (operation === undefined) return [`${seen.method} ${seen.path} is not in the contract`];
		const { errors } = this.validator.validateRequest(this.requestOf(seen), operation);
		return told(errors);
	}

	/** In which ways a reply departs from the contract. */
	replyDepartures(operationId: string, status: number, body: unknown): string[] {
		const operation = this.router.getOperation(operationId);
		if (operation === undefined) return [`${operationId} is not in the contract`];
		if (!Object.hasOwn(operation.responses ?? {}, String(status))) {
			return [`${operationId} has no reply with HTTP status ${status}`];
		}
		return told(this.validator.validateResponse(body, operation, status).errors);
	}

	private match(seen: Seen): Operation | undefined {
		return this.router.matchOperation(this.requestOf(seen));
	}

	private requestOf({ method, path, query = {}, headers = {}, body }: Seen) {
		return { method, path, query, headers, body: body ?? (method === 'GET' ? undefined : {}) };
	}
}

/** The document with every `$ref` replaced by what it points to; the validator takes none, and none is a circle. */
function resolved(value: unknown, document: unknown): unknown {
	if (Array.isArray(value)) return value.map((one) => resolved(one, document));
	if (typeof value !== 'object' || value === null) return value;
	const { $ref } = value as { $ref?: string };
	if ($ref === undefined) {
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one, document)]));
	}
	const steps = $ref.replace('#/', '').split('/');
	return resolved(
		steps.reduce((at, step) => (at as Record<string, unknown>)[step], document),
		document,
	);
}

/** What is read of an error of the validator. */
interface Departure {
	instancePath: string;
	message?: string | undefined;
	params: object;
}

function told(errors: readonly Departure[] | null | undefined): string[] {
	const lines = (errors ?? []).map(
		({ instancePath, message, params }) =>
			`${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`,
	);
	return [...new Set(lines)];
}

/** What the Platform takes and answers. */
export const PLATFORM = new Contract(platform as unknown as Document);

/** What it sends to the receivers of its customers. */
export const CALLBACKS = new Contract(callbacks as unknown as Document);
