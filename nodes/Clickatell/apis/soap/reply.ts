import { describeTurnedAway } from '../../engine/transportFaults';
import { charsetIn } from '../../formats/contentType';
import { child, children, readXml, REPLY_LIMITS, type XmlElement } from '../../formats/xml/read';
import {
	answerOfLines,
	doubt,
	type Question,
	type Reply,
	type Page,
	type ServerAnswer,
} from '../gateway/serverAnswer';
import { linesWithoutSecrets, readLines } from '../gateway/resultLines';
import type { LoginReply } from '../gateway/server';
import { defined } from '../../formats/defined';

/** What came back over HTTP, before its strings are understood. */
export type SoapReply =
	/** The result strings, one or many whatever the signature says. */
	| { readonly kind: 'results'; readonly results: readonly string[] }
	/** A SOAP 1.1 fault. `fromClient`: the server blames the request and has not acted on it. */
	| { readonly kind: 'fault'; readonly fromClient: boolean; readonly text: string }
	| { readonly kind: 'unreadable'; readonly reason: string };

/** The local name is `Client`, alone or with a period and more behind it (SOAP 1.1, 4.4.1). */
const CLIENT_FAULT = /^(?:[^\s:]+:)?Client(?:\.|$)/;

function hasAttribute(e: XmlElement, is: (name: string, value: string) => boolean): boolean {
	for (const name in e.attributes) if (is(name, defined(e.attributes[name]))) return true;
	return false;
}

function isNil(e: XmlElement): boolean {
	return hasAttribute(e, (name, value) => name.endsWith(':nil') && /^(?:true|1)$/.test(value.trim()));
}

function isArray(e: XmlElement): boolean {
	return (
		e.children.length > 0 || (hasAttribute(e, (name) => name.endsWith('arrayType')) && e.text.trim() === '')
	);
}

/**
 * The result strings of a response. Its first child is the result, whatever it is called, and so are the members of an
 * array; either may stand elsewhere in the body, found by `href` and `id` (SOAP 1.1, 5.4 and 7.1). The document/literal
 * server repeats the element instead.
 */
function resultsOf(response: XmlElement, body: XmlElement): string[] {
	let byId: Map<string, XmlElement> | undefined;
	const followed = (e: XmlElement): XmlElement => {
		const href = e.attributes['href'];
		if (href === undefined) return e;
		byId ??= new Map(body.children.map((each) => [`#${each.attributes['id'] ?? ''}`, each]));
		return href === '#' ? e : (byId.get(href) ?? e);
	};
	const [first] = response.children;
	if (!first) return [];
	const named = children(response, 'return');
	const values = named.length > 0 ? named : children(response, first.local);
	const results: string[] = [];
	// An array that is referred to again and again would make an answer grow beyond its size.
	const read = new Set<XmlElement>();
	for (const value of values.map(followed)) {
		if (!isArray(value)) {
			if (!isNil(value)) results.push(value.text);
		} else if (!read.has(value)) {
			read.add(value);
			for (const member of value.children) results.push(followed(member).text);
		}
	}
	return results;
}

/**
 * Reads a reply by its bytes: the result strings of `<command>Response`, or a fault, whatever the HTTP status.
 *
 * @param bytes the body as received, decompressed
 * @param contentType the reply's Content-Type, whose charset wins over the XML declaration
 */
export function readSoapReply(bytes: Uint8Array, contentType?: string): SoapReply {
	const charset = charsetIn(contentType);
	const document = readXml(bytes, { limits: REPLY_LIMITS, ...(charset === undefined ? {} : { charset }) });
	if (!document.ok) return { kind: 'unreadable', reason: document.reason };

	const body = document.root.local.toLowerCase() === 'envelope' ? child(document.root, 'body') : undefined;
	if (!body) return { kind: 'unreadable', reason: 'The answer is XML, but not a SOAP envelope' };

	const fault = child(body, 'fault');
	if (fault) {
		const code = child(fault, 'faultcode')?.text ?? '';
		const text = child(fault, 'faultstring')?.text.trim() ?? '';
		return { kind: 'fault', fromClient: CLIENT_FAULT.test(code.trim()), text };
	}

	// What has an ID may be a value that the response refers to.
	const response = body.children.find(({ attributes }) => attributes['id'] === undefined) ?? body.children[0];
	if (!response) return { kind: 'unreadable', reason: 'The SOAP envelope of the answer is empty' };
	return { kind: 'results', results: resultsOf(response, body) };
}

/** Says what the reply to a call means for the money: refused, accepted in part or in whole, or nobody knows. */
export function understandSoap(reply: Reply, question: Question): ServerAnswer | Page {
	const { host, secrets } = question;
	const { status } = reply;
	const answer = readSoapReply(reply.bytes, reply.contentType);
	switch (answer.kind) {
		case 'results': {
			const lines = linesWithoutSecrets(readLines(answer.results), secrets);
			return answerOfLines(lines, question);
		}
		case 'fault': {
			const text = secrets.words(answer.text);
			if (answer.fromClient) return { kind: 'refused', code: null, text };
			return doubt(`${host} reported a fault${text ? `: ${text}` : ''}`);
		}
		case 'unreadable': {
			const turnedAway = describeTurnedAway(status);
			const what = `answered with HTTP status ${status} and something that is not a SOAP answer`;
			return turnedAway === undefined
				? doubt(`${host} ${what}`)
				: { kind: 'page', sentence: `${host} ${turnedAway}` };
		}
		default:
			return answer satisfies never;
	}
}

export function readSoapLogin(reply: Reply): LoginReply {
	const answer = readSoapReply(reply.bytes, reply.contentType);
	switch (answer.kind) {
		case 'results':
			return { kind: 'lines', lines: readLines(answer.results) };
		case 'fault':
			return { kind: 'fault', text: answer.text };
		case 'unreadable':
			return { kind: 'unreadable' };
		default:
			return answer satisfies never;
	}
}
