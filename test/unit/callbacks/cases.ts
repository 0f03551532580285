import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CallbackRequest } from '../../../nodes/Clickatell/apis/gateway/callbacks';

/** A request as it came off the wire: `test/callbacks/<format>__<a sentence>/request.http`. */
export interface RawRequest {
	method: string;
	/** Path and query string, each byte as one character, which is how Node.js hands it over. */
	target: string;
	/** By lower-case name. */
	headers: Record<string, string>;
	body: Buffer;
}

export interface CallbackCase {
	name: string;
	raw: RawRequest;
	/** The event, or `{ kind: 'probe' }`, or `{ kind: 'unreadable', reason }`. */
	expected: { kind: string; [key: string]: unknown };
}

const folder = path.join(__dirname, '../../callbacks');

/** Every folder of `test/callbacks`, in order. */
export function callbackCases(): CallbackCase[] {
	return readdirSync(folder)
		.sort()
		.map((name) => ({
			name,
			raw: parseRequest(readFileSync(path.join(folder, name, 'request.http'))),
			expected: JSON.parse(
				readFileSync(path.join(folder, name, 'event.json'), 'utf8'),
			) as CallbackCase['expected'],
		}));
}

export function parseRequest(bytes: Buffer): RawRequest {
	const end = bytes.indexOf('\r\n\r\n');
	if (end === -1) throw new Error('The request has no blank line after its headers');
	const [requestLine = '', ...headerLines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
	const [method = '', target = ''] = requestLine.split(' ');
	const headers: Record<string, string> = {};
	for (const line of headerLines) {
		const colon = line.indexOf(':');
		headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
	}
	return { method, target, headers, body: bytes.subarray(end + 4) };
}

export function toCallbackRequest({ method, target, headers, body }: RawRequest): CallbackRequest {
	const mark = target.indexOf('?');
	return {
		method,
		query: mark === -1 ? '' : target.slice(mark + 1),
		contentType: headers['content-type'],
		body,
	};
}
