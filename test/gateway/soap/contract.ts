import type { WSDL } from 'soap';

import type { Parameters, ReadValue } from './parameters';

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
	const binding = Object.values(definitions.bindings)[0]!;
	const elements: Record<string, SchemaNode> = {};
	for (const schema of Object.values(definitions.schemas)) Object.assign(elements, schema.elements);
	return new Map(
		Object.entries(binding.methods).map(([name, method]) => {
			const operation =
				binding.style === 'rpc'
					? {
							parameters: parts(definitions, `${name}Request`),
							returnsList: parts(definitions, `${name}Response`)[0]!.list,
						}
					: {
							parameters: sequence(elements[name]!).map(element),
							returnsList: element(sequence(elements[`${name}Response`]!)[0]!).list,
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
	return Object.entries(definitions.messages[message]!.parts).map(([name, type]) => {
		const list = typeof type !== 'string';
		return { name, type: list ? 'string' : typeName(type), list, required: true };
	});
}

function typeName(type: string): 'string' | 'int' | 'float' {
	const name = type.replace(/^.*:/, '');
	if (name !== 'string' && name !== 'int' && name !== 'float') throw new Error(`unexpected type ${type}`);
	return name;
}

/**
 * Everything in which a request departs from the WSDL. The real servers let most of it pass, so these are
 * recorded with the call and not refused; the tests want none of them.
 */
export function violations(operation: ContractOperation, given: Parameters, rpc: boolean): string[] {
	const found: string[] = [];
	const names = operation.parameters.map((parameter) => parameter.name);
	let last = -1;
	for (const name of given.names) {
		const at = names.indexOf(name);
		if (at < 0) found.push(`${name} is not a parameter of ${operation.name}`);
		else if (at < last) found.push(`${name} is out of order`);
		last = Math.max(last, at);
	}
	for (const parameter of operation.parameters) {
		const value: ReadValue | undefined = given.raw[parameter.name];
		if (value === undefined) {
			if (parameter.required) found.push(`${parameter.name} is missing`);
			continue;
		}
		if (value === null) {
			if (!rpc) found.push(`${parameter.name} is nil`);
			continue;
		}
		if (typeof value !== 'string' && !parameter.list) found.push(`${parameter.name} is repeated`);
		const lexical = { string: /^/, int: /^[+-]?\d+$/, float: /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/ };
		if (typeof value === 'string' && !lexical[parameter.type].test(value)) {
			found.push(`${parameter.name} is not ${parameter.type}: ${value}`);
		}
	}
	return found;
}
