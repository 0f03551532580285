import type { WSDL } from 'soap';
import { defined } from '../defined';

/** One parameter as the WSDL states it. */
export interface ContractParameter {
	name: string;
	type: 'string' | 'int' | 'float';
	list: boolean;
	required: boolean;
}

/** What the WSDL says of one operation. */
export interface ContractOperation {
	name: string;
	soapAction: string;
	parameters: ContractParameter[];
	/** Whether the result is an array of strings. */
	returnsList: boolean;
}

export type Contract = ReadonlyMap<string, ContractOperation>;

/** A server as a request is held against it. */
export interface Rules {
	contract: Contract;
	/** Namespaces of the body's element; the first is the WSDL's. */
	namespaces: readonly string[];
	rpc: boolean;
}

interface SchemaNode {
	$name: string;
	$type: string;
	$minOccurs?: string;
	$maxOccurs?: string;
	children?: SchemaNode[];
}

interface Definitions {
	schemas: Record<string, { elements: Record<string, SchemaNode> }>;
	bindings: Record<string, { style: string; methods: Record<string, { soapAction: string }> }>;
	/** Parts of an RPC message: a type's name, or the array type's node. */
	messages: Record<string, { parts: Record<string, string | object> }>;
}

/** Reads the contract out of the WSDL as soap's parser understood it, before the first call. */
export function readContract(wsdl: WSDL): Contract {
	const definitions = wsdl.definitions as unknown as Definitions;
	const binding = defined(Object.values(definitions.bindings)[0]);
	const elements: Record<string, SchemaNode> = {};
	for (const schema of Object.values(definitions.schemas)) Object.assign(elements, schema.elements);
	return new Map(
		Object.entries(binding.methods).map(([name, method]) => {
			const operation =
				binding.style === 'rpc'
					? {
							parameters: parts(definitions, `${name}Request`),
							returnsList: defined(parts(definitions, `${name}Response`)[0]).list,
						}
					: {
							parameters: sequence(defined(elements[name])).map(element),
							returnsList: element(defined(sequence(defined(elements[`${name}Response`]))[0])).list,
						};
			return [name, { name, soapAction: method.soapAction, ...operation }];
		}),
	);
}

function sequence(node: SchemaNode): SchemaNode[] {
	return node.children?.[0]?.children?.[0]?.children ?? [];
}

function element(node: SchemaNode): ContractParameter {
	const list = node.$maxOccurs === 'unbounded';
	return { name: node.$name, type: typeName(node.$type), list, required: node.$minOccurs !== '0' };
}

/** RPC has no optional parts: an absent value is written as xsi:nil. */
function parts(definitions: Definitions, message: string): ContractParameter[] {
	return Object.entries(defined(definitions.messages[message]).parts).map(([name, type]) => {
		const list = typeof type !== 'string';
		return { name, type: list ? 'string' : typeName(type), list, required: true };
	});
}

function typeName(type: string): 'string' | 'int' | 'float' {
	const name = type.replace(/^.*:/, '');
	if (name !== 'string' && name !== 'int' && name !== 'float') throw new Error(`unexpected type ${type}`);
	return name;
}
