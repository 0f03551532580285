import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SoapServer } from '../../../nodes/Clickatell/apis/soap/wire';
import { readIndependently, type IndependentElement } from '../xml/independentReader';

/** The two contracts as their WSDL files state them, read without the catalogue and without our XML reader. */

export interface ContractPart {
	readonly name: string;
	readonly type: string;
	readonly required: boolean;
}

export interface ContractCommand {
	readonly parts: readonly ContractPart[];
	readonly returns: string;
	readonly soapAction: string;
}

export interface Contract {
	readonly namespace: string;
	readonly address: string;
	readonly commands: ReadonlyMap<string, ContractCommand>;
}

const WSDL_FOLDER = join(__dirname, '../../gateway/wsdl');

export const WSDL_PATHS: Readonly<Record<SoapServer, string>> = {
	documentLiteral: join(WSDL_FOLDER, 'documentLiteral.wsdl'),
	rpcEncoded: join(WSDL_FOLDER, 'rpcEncoded.wsdl'),
};

function attribute(element: IndependentElement, name: string): string {
	return element.attributes.find(([key]) => key === name)?.[1] ?? '';
}

function all(element: IndependentElement, name: string): IndependentElement[] {
	return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

function only(elements: readonly IndependentElement[], what: string): IndependentElement {
	const [first] = elements;
	if (!first || elements.length > 1) throw new Error(`${elements.length} elements for ${what}`);
	return first;
}

/** `xsd:int` gives `int`; a list of strings `string[]`, whatever the WSDL calls it. */
function typeOf(qname: string): string {
	const local = qname.slice(qname.indexOf(':') + 1);
	return local === 'ArrayOfString' ? 'string[]' : local;
}

function literalParts(root: IndependentElement, element: string): ContractPart[] {
	const schema = only(all(root, 'xsd:schema'), 'schema');
	const declared = only(
		schema.children.filter((child) => attribute(child, 'name') === element),
		element,
	);
	return all(declared, 'xsd:element').map((part) => ({
		name: attribute(part, 'name'),
		type: typeOf(attribute(part, 'type')) + (attribute(part, 'maxOccurs') === 'unbounded' ? '[]' : ''),
		required: attribute(part, 'minOccurs') !== '0',
	}));
}

function messageParts(root: IndependentElement, server: SoapServer, message: string): ContractPart[] {
	const declared = only(
		all(root, 'wsdl:message').filter((each) => attribute(each, 'name') === message),
		message,
	);
	const parts = all(declared, 'wsdl:part');
	if (server === 'rpcEncoded') {
		return parts.map((part) => ({
			name: attribute(part, 'name'),
			type: typeOf(attribute(part, 'type')),
			required: false,
		}));
	}
	const element = attribute(only(parts, message), 'element');
	return literalParts(root, element.slice(element.indexOf(':') + 1));
}

function readContract(server: SoapServer): Contract {
	const root = readIndependently(readFileSync(WSDL_PATHS[server], 'utf8'));
	const portType = only(all(root, 'wsdl:portType'), 'portType');
	const binding = only(all(root, 'wsdl:binding'), 'binding');
	const local = (element: IndependentElement) => {
		const qname = attribute(element, 'message');
		return qname.slice(qname.indexOf(':') + 1);
	};
	const commands = all(portType, 'wsdl:operation').map((operation): [string, ContractCommand] => {
		const name = attribute(operation, 'name');
		const bound = only(
			all(binding, 'wsdl:operation').filter((each) => attribute(each, 'name') === name),
			name,
		);
		const parts = (direction: string) =>
			messageParts(root, server, local(only(all(operation, `wsdl:${direction}`), direction)));
		const [result, ...others] = parts('output');
		if (result?.name !== 'return' || others.length > 0) throw new Error(`${name} returns something else`);
		// The schema demands a return, of a list too: a reply that says nothing at all is not one of this server.
		if (server === 'documentLiteral' && !result.required) throw new Error(`${name} may return nothing`);
		return [
			name,
			{
				parts: parts('input'),
				returns: result.type,
				soapAction: attribute(only(all(bound, 'soap:operation'), name), 'soapAction'),
			},
		];
	});
	return {
		namespace: attribute(root, 'targetNamespace'),
		address: attribute(only(all(root, 'soap:address'), 'address'), 'location'),
		commands: new Map(commands),
	};
}

export const CONTRACTS: Readonly<Record<SoapServer, Contract>> = {
	documentLiteral: readContract('documentLiteral'),
	rpcEncoded: readContract('rpcEncoded'),
};
