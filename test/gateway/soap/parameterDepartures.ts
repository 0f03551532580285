import type { ContractOperation, ContractParameter, Rules } from './contract';
import { ENCODING, ENVELOPE, INSTANCE, SCHEMA } from './namespaces';
import { is, qualified, shortened, strayText, type XmlElement } from './tree';
import { defined } from '../defined';

/** Every way in which the children of the body's element are not the parameters that the WSDL has there. */
export function parameterDepartures(
	wrapper: XmlElement,
	operation: ContractOperation,
	{ rpc, namespaces }: Rules,
): string[] {
	const found = [...strayText(wrapper), ...wrapperAttributes(wrapper, rpc)];
	const { parameters } = operation;
	const seen = new Map<string, number>();
	let last = -1;
	for (const child of wrapper.children) {
		const { local: name } = child;
		const at = parameters.findIndex((parameter) => parameter.name === name);
		const parameter = parameters[at];
		if (parameter === undefined) {
			found.push(`${child.written} is not a parameter of ${operation.name}`);
			continue;
		}
		if (child.namespace !== '') found.push(`${name} is qualified, and the WSDL has it in no namespace`);
		if (at < last) found.push(`${name} is out of order`);
		last = Math.max(last, at);
		const times = (seen.get(name) ?? 0) + 1;
		seen.set(name, times);
		if (times === 2 && (rpc || !parameter.list)) found.push(`${name} is repeated`);
		if (!rpc) found.push(...literal(child, parameter));
		else if (parameter.list) found.push(...encodedArray(child, defined(namespaces[0])));
		else found.push(...encoded(child, name, parameter.type));
	}
	for (const { name, required } of parameters) {
		if (required && !seen.has(name)) found.push(`${name} is missing`);
	}
	return found;
}

function wrapperAttributes({ local, attributes }: XmlElement, rpc: boolean): string[] {
	return attributes
		.filter((attribute) => !(rpc && is(attribute, ENVELOPE, 'encodingStyle')))
		.map(({ name }) => `${local} has an attribute ${name}`);
}

/** No element of the schema is nillable. A type may be said again, and is then the same one. */
function literal(element: XmlElement, { name, type }: ContractParameter): string[] {
	const found = childless(element, name);
	for (const attribute of element.attributes) {
		if (is(attribute, INSTANCE, 'nil')) found.push(`${name} is nil, and the schema does not let it be`);
		else if (is(attribute, INSTANCE, 'type'))
			found.push(...typeDepartures(element, name, type, attribute.value));
		else found.push(`${name} has an attribute ${attribute.name}`);
	}
	return [...found, ...lexical(element, name, type)];
}

/** Every part carries its type, and an absent one is empty and nil (the SOAP specification's examples, 9). */
function encoded(element: XmlElement, name: string, type: ContractParameter['type']): string[] {
	const found = childless(element, name);
	let typed = false;
	let nil = false;
	for (const attribute of element.attributes) {
		if (is(attribute, INSTANCE, 'type')) {
			typed = true;
			found.push(...typeDepartures(element, name, type, attribute.value));
		} else if (is(attribute, INSTANCE, 'nil')) {
			nil = attribute.value === 'true' || attribute.value === '1';
			if (!/^(true|false|0|1)$/.test(attribute.value)) found.push(`${name} has xsi:nil ${attribute.value}`);
		} else {
			found.push(`${name} has an attribute ${attribute.name}`);
		}
	}
	if (!typed) found.push(`${name} has no xsi:type`);
	if (!nil) return [...found, ...lexical(element, name, type)];
	return element.text === '' ? found : [...found, `${name} is nil and has a value`];
}

const ARRAY_TYPE = /^([^[\]]+)\[(\d{1,9})\]$/;

/** A list is one element that says how many strings it holds, an `item` for each (SOAP 1.1, 5.4.2). */
function encodedArray(element: XmlElement, namespace: string): string[] {
	const { local: name, children } = element;
	const attribute = (uri: string, local: string) =>
		element.attributes.find((one) => is(one, uri, local))?.value;
	const isNil = /^(true|1)$/.test(attribute(INSTANCE, 'nil') ?? '');
	const found = strayText(element);
	for (const one of element.attributes) {
		const known = is(one, INSTANCE, 'type') || is(one, INSTANCE, 'nil') || is(one, ENCODING, 'arrayType');
		if (!known) found.push(`${name} has an attribute ${one.name}`);
	}
	const type = attribute(INSTANCE, 'type');
	if (type === undefined) found.push(`${name} has no xsi:type`);
	else if (![`{${ENCODING}}Array`, `{${namespace}}ArrayOfString`].includes(qualified(type, element) ?? '')) {
		found.push(`${name} has xsi:type ${type}, not an array of strings`);
	}
	if (isNil) return children.length === 0 ? found : [...found, `${name} is nil and has a value`];
	const arrayType = attribute(ENCODING, 'arrayType');
	const counted = ARRAY_TYPE.exec(arrayType ?? '');
	if (arrayType === undefined) found.push(`${name} has no arrayType`);
	else if (counted === null || qualified(defined(counted[1]), element) !== `{${SCHEMA}}string`) {
		found.push(`${name} has arrayType ${shortened(arrayType)}, not a number of strings`);
	} else if (Number(counted[2]) !== children.length) {
		found.push(`${name} has arrayType ${arrayType} and ${children.length} items`);
	}
	for (const child of children) {
		if (child.written !== 'item') found.push(`${name} holds ${child.written}, not item`);
		const nil = child.attributes.some((one) => is(one, INSTANCE, 'nil'));
		if (nil) found.push(`an item of ${name} is nil`);
		else found.push(...encoded(child, `an item of ${name}`, 'string'));
	}
	return found;
}

function typeDepartures(element: XmlElement, name: string, type: string, given: string): string[] {
	return qualified(given, element) === `{${SCHEMA}}${type}`
		? []
		: [`${name} has xsi:type ${shortened(given)}, not ${type}`];
}

function childless({ children }: XmlElement, name: string): string[] {
	return children.map(({ written }) => `${name} holds an element ${written}`);
}

/** XML Schema, part 2: white space around a number is no part of it. */
const INT = /^[ \t\r\n]*([+-]?\d+)[ \t\r\n]*$/;
const FLOAT = /^[ \t\r\n]*([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)[ \t\r\n]*$/;

function lexical({ text }: XmlElement, name: string, type: ContractParameter['type']): string[] {
	if (type === 'string') return [];
	const value = (type === 'int' ? INT : FLOAT).exec(text)?.[1];
	if (value === undefined)
		return [`${name} is not ${type === 'int' ? 'an int' : 'a float'}: ${shortened(text)}`];
	const inRange = type === 'float' || (Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31);
	return inRange ? [] : [`${name} is beyond 32 bits: ${shortened(value)}`];
}
