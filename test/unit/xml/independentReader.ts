import { createRequire } from 'node:module';

/**
 * A reader of XML that shares no code with ours: xmldom. It is loaded without its types, which would bring
 * the browser's globals into every file of the project.
 */

interface DomNode {
	nodeType: number;
	nodeName: string;
	data?: string;
	childNodes: { length: number; item(index: number): DomNode };
	attributes: { length: number; item(index: number): { name: string; value: string } };
}

interface Dom {
	DOMParser: new (options: object) => {
		parseFromString(source: string, type: string): { documentElement: DomNode };
	};
}

const { DOMParser } = createRequire(__filename)('@xmldom/xmldom') as Dom;

export interface IndependentElement {
	name: string;
	attributes: [string, string][];
	children: IndependentElement[];
	text: string;
}

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

function convert(node: DomNode): IndependentElement {
	const result: IndependentElement = { name: node.nodeName, attributes: [], children: [], text: '' };
	for (let i = 0; i < node.attributes.length; i++) {
		const { name, value } = node.attributes.item(i);
		result.attributes.push([name, value]);
	}
	for (let i = 0; i < node.childNodes.length; i++) {
		const child = node.childNodes.item(i);
		if (child.nodeType === ELEMENT) result.children.push(convert(child));
		if (child.nodeType === TEXT || child.nodeType === CDATA) result.text += child.data ?? '';
	}
	return result;
}

/** Reads `source`, and throws on anything that is not well-formed. */
export function readIndependently(source: string): IndependentElement {
	const fail = (message: string): never => {
		throw new Error(message);
	};
	const parser = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } });
	return convert(parser.parseFromString(source, 'text/xml').documentElement);
}
