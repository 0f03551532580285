import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';
import { readIndependently, type IndependentElement } from '../xml/independentReader';
import { CONTRACTS, WSDL_PATHS } from './wsdl';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Strict validation of requests by the contracts alone: libxml2 for document/literal, message parts for RPC/encoded. */

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const ENCODING = 'http://schemas.xmlsoap.org/soap/encoding/';
const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

function commandsSchema(): string {
	const wsdl = readFileSync(WSDL_PATHS.documentLiteral, 'utf8');
	const [schema] = /<xsd:schema[\s\S]*<\/xsd:schema>/.exec(wsdl) ?? [];
	if (!schema) throw new Error('The WSDL has no schema');
	return schema.replace('<xsd:schema', `<xsd:schema xmlns:xsd="${SCHEMA}"`);
}

/** An envelope with a body with exactly one request: anything else, also a response, is refused. */
function envelopeSchema(): string {
	const { namespace, commands } = CONTRACTS.documentLiteral;
	const requests = [...commands.keys()].map((command) => `<xsd:element ref="sms:${command}"/>`).join('');
	return `<xsd:schema xmlns:xsd="${SCHEMA}" xmlns:sms="${namespace}" targetNamespace="${ENVELOPE}" elementFormDefault="qualified">
		<xsd:import namespace="${namespace}" schemaLocation="commands.xsd"/>
		<xsd:element name="Envelope"><xsd:complexType><xsd:sequence>
			<xsd:element name="Body"><xsd:complexType><xsd:choice>${requests}</xsd:choice></xsd:complexType></xsd:element>
		</xsd:sequence></xsd:complexType></xsd:element>
	</xsd:schema>`;
}

/** What libxml2 finds wrong with document/literal requests, by the names given to them. */
export async function literalFaults(requests: ReadonlyMap<string, string>): Promise<string[]> {
	const files = [...requests.keys()];
	const result = await validateXML({
		xml: files.map((name, i) => ({ fileName: `${i}.xml`, contents: defined(requests.get(name)) })),
		schema: [{ fileName: 'envelope.xsd', contents: envelopeSchema() }],
		preload: [{ fileName: 'commands.xsd', contents: commandsSchema() }],
		maxMemoryPages: 4096,
	});
	if (result.valid) return [];
	const faults = result.errors.map(
		({ loc, message, rawMessage }) =>
			`${files[Number.parseInt(loc?.fileName ?? '', 10)] ?? ''}: ${message || rawMessage}`,
	);
	return faults.length > 0 ? faults : [result.rawOutput];
}

type Scope = Readonly<Record<string, string>>;

interface Resolved {
	/** `{namespace}local`; without braces where there is no namespace. */
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly Resolved[];
	readonly text: string;
	readonly scope: Scope;
}

function expand(qname: string, scope: Scope, byDefault: string): string {
	const [prefix, local] = qname.includes(':') ? qname.split(':') : ['', qname];
	const namespace = prefix === '' ? byDefault : scope[defined(prefix)];
	if (namespace === undefined) throw new Error(`Nothing declares the prefix of ${qname}`);
	return namespace === '' ? defined(local) : `{${namespace}}${local}`;
}

function resolve(element: IndependentElement, outer: Scope): Resolved {
	const scope: Record<string, string> = { ...outer };
	for (const [name, value] of element.attributes) {
		if (name === 'xmlns') scope[''] = value;
		else if (name.startsWith('xmlns:')) scope[name.slice(6)] = value;
	}
	const attributes: Record<string, string> = {};
	for (const [name, value] of element.attributes) {
		if (!/^xmlns(:|$)/.test(name)) attributes[expand(name, scope, '')] = value;
	}
	return {
		name: expand(element.name, scope, scope[''] ?? ''),
		attributes,
		children: element.children.map((child) => resolve(child, scope)),
		text: element.text,
		scope,
	};
}

const LEXICAL: Readonly<Record<string, (text: string) => boolean>> = {
	string: () => true,
	int: (text) => /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) <= 2_147_483_647,
	float: (text) => /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text),
};

function scalarFaults(part: Resolved, type: string): string[] {
	const faults: string[] = [];
	const { [`{${INSTANCE}}type`]: given, [`{${INSTANCE}}nil`]: nil, ...others } = part.attributes;
	if (expand(given ?? '', part.scope, '') !== `{${SCHEMA}}${type}`)
		faults.push(`${part.name}: xsi:type is ${String(given)}, not ${type}`);
	if (Object.keys(others).length > 0) faults.push(`${part.name}: attributes ${Object.keys(others).join()}`);
	if (part.children.length > 0) faults.push(`${part.name}: has child elements`);
	if (nil !== undefined) {
		if (nil !== 'true' || part.text !== '') faults.push(`${part.name}: nil and not empty`);
	} else if (!defined(LEXICAL[type])(part.text)) faults.push(`${part.name}: '${part.text}' is no ${type}`);
	return faults;
}

function arrayFaults(part: Resolved): string[] {
	const faults: string[] = [];
	const { [`{${INSTANCE}}type`]: type, [`{${ENCODING}}arrayType`]: arrayType, ...others } = part.attributes;
	if (expand(type ?? '', part.scope, '') !== `{${ENCODING}}Array`)
		faults.push(`${part.name}: xsi:type is ${String(type)}`);
	const counted = /^(.*)\[(\d+)\]$/.exec(arrayType ?? '');
	if (!counted || expand(defined(counted[1]), part.scope, '') !== `{${SCHEMA}}string`)
		faults.push(`${part.name}: arrayType is ${String(arrayType)}`);
	else if (Number(counted[2]) !== part.children.length)
		faults.push(`${part.name}: ${arrayType} holds ${part.children.length}`);
	if (Object.keys(others).length > 0) faults.push(`${part.name}: attributes ${Object.keys(others).join()}`);
	if (part.text.trim() !== '') faults.push(`${part.name}: text between its items`);
	for (const item of part.children) {
		if (item.name !== 'item') faults.push(`${part.name}: holds ${item.name}`);
		if (`{${INSTANCE}}nil` in item.attributes) faults.push(`${part.name}: holds nil`);
		faults.push(...scalarFaults(item, 'string'));
	}
	return faults;
}

function single(parent: Resolved, name: string): Resolved {
	const [child, ...others] = parent.children;
	if (!child || others.length > 0 || parent.text.trim() !== '')
		throw new Error(
			`${parent.name} holds ${parent.children.map((each) => each.name).join()} and '${parent.text}'`,
		);
	if (name !== '' && child.name !== name) throw new Error(`${child.name} where ${name} should be`);
	return child;
}

/** What is wrong with an RPC/encoded request by the message parts of its command. */
export function encodedFaults(request: string): string[] {
	const { namespace, commands } = CONTRACTS.rpcEncoded;
	const envelope = resolve(readIndependently(request), {});
	if (envelope.name !== `{${ENVELOPE}}Envelope`) return [`the root is ${envelope.name}`];
	const faults: string[] = [];
	if (envelope.attributes[`{${ENVELOPE}}encodingStyle`] !== ENCODING) faults.push('no encodingStyle');

	const wrapper = single(single(envelope, `{${ENVELOPE}}Body`), '');
	const [, command = ''] = wrapper.name.startsWith(`{${namespace}}`) ? wrapper.name.split('}') : [];
	const declared = commands.get(command);
	if (!declared) return [...faults, `${wrapper.name} is no command`];

	const names = wrapper.children.map((child) => child.name).join();
	const expected = declared.parts.map((part) => part.name).join();
	if (names !== expected) return [...faults, `parts ${names} instead of ${expected}`];
	if (Object.keys(wrapper.attributes).length > 0 || wrapper.text.trim() !== '')
		faults.push('the wrapper holds more than parts');
	wrapper.children.forEach((part, i) => {
		const { type } = defined(declared.parts[i]);
		faults.push(...(type === 'string[]' ? arrayFaults(part) : scalarFaults(part, type)));
	});
	return faults;
}

/** The values of a request as an independent reader sees them: by part name as written, in order, nil ones left out. */
export function readValues(request: string): {
	command: string;
	values: ReadonlyArray<readonly [string, string]>;
} {
	const envelope = resolve(readIndependently(request), {});
	const wrapper = defined(defined(envelope.children[0]).children[0]);
	const values = wrapper.children.flatMap((part): Array<readonly [string, string]> => {
		if (part.attributes[`{${INSTANCE}}nil`] === 'true') return [];
		return part.children.length > 0
			? part.children.map((item) => [part.name, item.text] as const)
			: [[part.name, part.text]];
	});
	return { command: wrapper.name.replace(/^\{.*\}/, ''), values };
}
