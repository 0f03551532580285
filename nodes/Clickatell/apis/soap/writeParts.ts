import { escapeText } from '../../formats/xml/write';
import type { Part, PartValues, SoapServer } from './wire';

function encodedPart(name: string, type: Part[1], value: string | readonly string[] | undefined): string {
	if (type === 'string[]') {
		const items = value === undefined ? [] : typeof value === 'string' ? [value] : value;
		const content = items.map((item) => `<item xsi:type="xsd:string">${escapeText(item)}</item>`).join('');
		return `<${name} xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="xsd:string[${items.length}]">${content}</${name}>`;
	}
	if (typeof value !== 'string') return `<${name} xsi:nil="true" xsi:type="xsd:${type}"/>`;
	return `<${name} xsi:type="xsd:${type}">${escapeText(value)}</${name}>`;
}

function literalPart(name: string, value: string | readonly string[] | undefined): string {
	if (value === undefined) return '';
	if (typeof value === 'string') return `<${name}>${escapeText(value)}</${name}>`;
	return value.length === 0 ? '' : `<${name}>${value.map(escapeText).join(`</${name}><${name}>`)}</${name}>`;
}

/**
 * Writes parts in the order of their signature: document/literal leaves absent ones out and repeats the element for a
 * list; RPC/encoded writes every part, absent ones as `xsi:nil`, lists as `SOAP-ENC:Array`
 * (docs/protocol/soap.md#envelopes).
 */
export function writeParts(server: SoapServer, parts: readonly Part[], values: PartValues): string {
	let written = '';
	for (const [name, type] of parts) {
		const value = values[name.toLowerCase()];
		written += server === 'rpcEncoded' ? encodedPart(name, type, value) : literalPart(name, value);
	}
	return written;
}
