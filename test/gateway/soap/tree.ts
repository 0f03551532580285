import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { defined } from '../defined';

/** An element with its names resolved: `namespace` is '' where there is none. */
export interface XmlElement {
	namespace: string;
	local: string;
	/** As it was written, prefix and all. */
	written: string;
	attributes: XmlAttribute[];
	children: XmlElement[];
	/** Its own characters, those of its children left out. */
	text: string;
	/** The namespaces in scope by prefix, the default one under ''. */
	scope: Readonly<Record<string, string>>;
}

export type XmlAttribute = Pick<SaxesAttributeNS, 'local' | 'name' | 'value'> & { namespace: string };

export interface XmlTree {
	root?: XmlElement;
	/** Why it is not well-formed; there is no root then. */
	malformed?: string;
	/** The encoding that the XML declaration names. */
	encoding?: string;
	/** What may stand in XML and not in a request: document types and instructions (SOAP 1.1, 3), comments. */
	foreign: string[];
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Reads XML 1.0 with namespaces; nothing that the two recommendations forbid passes. */
export function readTree(xml: string): XmlTree {
	const tree: XmlTree = { foreign: [] };
	const open: XmlElement[] = [];
	const parser = new SaxesParser({ xmlns: true, position: true });
	let problem: string | undefined;
	parser.on('error', (error) => {
		problem ??= error.message.replace(/\.$/, '');
	});
	parser.on('xmldecl', ({ version, encoding }) => {
		if (version !== '1.0') problem ??= `XML ${version ?? ''} is not XML 1.0`;
		if (encoding !== undefined) tree.encoding = encoding;
	});
	parser.on('doctype', () => tree.foreign.push('it has a document type'));
	parser.on('processinginstruction', ({ target }) =>
		tree.foreign.push(`it has an instruction for ${target}`),
	);
	parser.on('comment', (text) => {
		tree.foreign.push(`a comment stands in ${open.at(-1)?.written ?? 'the document'}: ${shortened(text)}`);
	});
	parser.on('opentag', (tag) => {
		const parent = open.at(-1);
		const element: XmlElement = {
			namespace: tag.uri,
			local: tag.local,
			written: tag.name,
			attributes: Object.values(tag.attributes)
				.filter(({ uri }) => uri !== XMLNS)
				.map(({ uri, local, name, value }) => ({ namespace: uri, local, name, value })),
			children: [],
			text: '',
			scope: { ...parent?.scope, ...tag.ns },
		};
		parent?.children.push(element);
		if (parent === undefined) tree.root ??= element;
		open.push(element);
	});
	const take = (text: string) => {
		const element = open.at(-1);
		if (element !== undefined) element.text += text;
	};
	parser.on('text', take);
	parser.on('cdata', take);
	parser.on('closetag', () => {
		open.pop();
	});
	parser.write(xml).close();
	if (problem !== undefined) return { malformed: problem, foreign: [] };
	return tree;
}

/** `{namespace}local` of a name that stands in a value; undefined where nothing declares its prefix. */
export function qualified(qname: string, { scope }: XmlElement): string | undefined {
	const [prefix, local] = qname.includes(':') ? qname.split(':', 2) : ['', qname];
	const namespace = scope[defined(prefix)] ?? (prefix === '' ? '' : undefined);
	return namespace === undefined ? undefined : `{${namespace}}${local}`;
}

/** Whether an element or an attribute has this name. */
export function is(one: { namespace: string; local: string }, namespace: string, local: string): boolean {
	return one.namespace === namespace && one.local === local;
}

/** Characters between elements, where only white space belongs. */
export function strayText({ written, text }: XmlElement): string[] {
	if (/^[ \t\r\n]*$/.test(text)) return [];
	return [`text stands between the elements of ${written}: ${shortened(text.trim())}`];
}

/** A value as a sentence may quote it. */
export function shortened(text: string): string {
	return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
