import { child, children, readXml, REPLY_LIMITS, type XmlElement } from '../xml/read';

/** What came back over HTTP, before its strings are understood. */
export type SoapReply =
	/** The result strings, one or many whatever the signature says. */
	| { readonly kind: 'results'; readonly results: readonly string[] }
	/** A SOAP 1.1 fault. `fromClient`: the server blames the request and has not acted on it. */
	| { readonly kind: 'fault'; readonly fromClient: boolean; readonly text: string }
	| { readonly kind: 'unreadable'; readonly reason: string };

function charsetOf(contentType: string | undefined): string | undefined {
	return /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1];
}

function resultsOf(response: XmlElement): string[] {
	const results: string[] = [];
	for (const result of children(response, 'return')) {
		const items = result.children.length > 0 ? children(result, 'item') : [];
		if (items.length > 0) for (const item of items) results.push(item.text);
		else if (!isEmptyArray(result)) results.push(result.text);
	}
	return results;
}

function isEmptyArray(result: XmlElement): boolean {
	return (
		result.text.trim() === '' && Object.keys(result.attributes).some((name) => name.endsWith('arrayType'))
	);
}

/**
 * Reads a reply by its bytes: the result strings of `<command>Response`, or a fault, whatever the HTTP status.
 *
 * @param bytes the body as received, decompressed
 * @param contentType the reply's Content-Type, whose charset wins over the XML declaration
 */
export function readSoapReply(bytes: Uint8Array, contentType?: string): SoapReply {
	const charset = charsetOf(contentType);
	const document = readXml(bytes, { limits: REPLY_LIMITS, ...(charset === undefined ? {} : { charset }) });
	if (!document.ok) return { kind: 'unreadable', reason: document.reason };

	const body = document.root.local.toLowerCase() === 'envelope' ? child(document.root, 'body') : undefined;
	if (!body) return { kind: 'unreadable', reason: 'The answer is XML, but not a SOAP envelope' };

	const fault = child(body, 'fault');
	if (fault) {
		const code = child(fault, 'faultcode')?.text ?? '';
		const text = child(fault, 'faultstring')?.text.trim() ?? '';
		return { kind: 'fault', fromClient: /(^|:)client\b/i.test(code.trim()), text };
	}

	const response = body.children[0];
	if (!response) return { kind: 'unreadable', reason: 'The SOAP envelope of the answer is empty' };
	return { kind: 'results', results: resultsOf(response) };
}
