import type { SoapServerName } from '../model';
import type { FaultCode } from './departures';
import { SOAP_SERVERS } from './reader';

/** A reply in the shape PHP's SoapServer gives it for this server and this kind of return. */
export function replyEnvelope(
	server: SoapServerName,
	operation: { name: string; returnsList: boolean },
	results: readonly string[],
): string {
	const namespace = SOAP_SERVERS[server].namespaces[0];
	const values = results.map(escape);
	if (server === 'documentLiteral') {
		const returns = (operation.returnsList ? values : values.slice(0, 1))
			.map((value) => `<return>${value}</return>`)
			.join('');
		return envelope(
			` xmlns:ns1="${namespace}"`,
			`<ns1:${operation.name}Response>${returns}</ns1:${operation.name}Response>`,
		);
	}
	const items = values.map((value) => `<item xsi:type="xsd:string">${value}</item>`).join('');
	const returned = operation.returnsList
		? `<return SOAP-ENC:arrayType="xsd:string[${values.length}]" xsi:type="ns1:ArrayOfString">${items}</return>`
		: `<return xsi:type="xsd:string">${values[0] ?? ''}</return>`;
	return envelope(
		` xmlns:ns1="${namespace}" xmlns:xsd="http://www.w3.org/2001/XMLSchema"` +
			' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
			' xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"' +
			' SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"',
		`<ns1:${operation.name}Response>${returned}</ns1:${operation.name}Response>`,
	);
}

/** A SOAP 1.1 fault; it goes out with HTTP 500. */
export function faultEnvelope(code: FaultCode, text: string): string {
	return envelope(
		'',
		`<SOAP-ENV:Fault><faultcode>SOAP-ENV:${code}</faultcode><faultstring>${escape(text)}</faultstring></SOAP-ENV:Fault>`,
	);
}

function envelope(attributes: string, body: string): string {
	return (
		'<?xml version="1.0" encoding="UTF-8"?>\n' +
		`<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"${attributes}>` +
		`<SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>\n`
	);
}

export function escape(text: string): string {
	return text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/\r/g, '&#13;')
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?');
}
