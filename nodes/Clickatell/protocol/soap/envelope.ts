import type { SoapServer, SoapSignature } from '../../operations/types';
import { accountSlot, isAccountPart } from './account';
import { writeParts, type PartValues } from './parts';
import { SERVERS } from './servers';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ENVELOPE_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
const ENCODING_NAMESPACE = 'http://schemas.xmlsoap.org/soap/encoding/';

const OPENING: Readonly<Record<SoapServer, string>> = {
	documentLiteral: `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${ENVELOPE_NAMESPACE}" xmlns:ns1="${SERVERS.documentLiteral.namespace}">`,
	rpcEncoded:
		`<SOAP-ENV:Envelope SOAP-ENV:encodingStyle="${ENCODING_NAMESPACE}" xmlns:SOAP-ENV="${ENVELOPE_NAMESPACE}"` +
		' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
		` xmlns:SOAP-ENC="${ENCODING_NAMESPACE}" xmlns:ns1="${SERVERS.rpcEncoded.namespace}">`,
};

/**
 * Writes the SOAP 1.1 envelope of one call, with a slot where the account's parts belong ({@link accountSlot}).
 *
 * The wrapper is qualified and its children are not, since neither schema sets `elementFormDefault`. The account's
 * parts always stand first and together, in every signature of both WSDLs.
 */
export function writeEnvelope(server: SoapServer, signature: SoapSignature, values: PartValues): string {
	const account = signature.parts.filter(isAccountPart);
	const others = signature.parts.filter((part) => !isAccountPart(part));
	return (
		`${DECLARATION}${OPENING[server]}<SOAP-ENV:Body><ns1:${signature.command}>` +
		accountSlot(server, account) +
		writeParts(server, others, values) +
		`</ns1:${signature.command}></SOAP-ENV:Body></SOAP-ENV:Envelope>\n`
	);
}
