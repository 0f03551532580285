import { accountSlot, isAccountPart } from './accountSlot';
import { FACTS } from './facts';
import { writeParts } from './writeParts';
import type { Part, PartValues, SoapServer, SoapSignature } from './wire';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ENVELOPE_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
const ENCODING_NAMESPACE = 'http://schemas.xmlsoap.org/soap/encoding/';

const OPENING: Readonly<Record<SoapServer, string>> = {
	documentLiteral: `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${ENVELOPE_NAMESPACE}" xmlns:ns1="${FACTS.documentLiteral.namespace}">`,
	rpcEncoded:
		`<SOAP-ENV:Envelope SOAP-ENV:encodingStyle="${ENCODING_NAMESPACE}" xmlns:SOAP-ENV="${ENVELOPE_NAMESPACE}"` +
		' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
		` xmlns:SOAP-ENC="${ENCODING_NAMESPACE}" xmlns:ns1="${FACTS.rpcEncoded.namespace}">`,
};

/** What is the same in every call of a command. The account's parts stand first and together in every signature. */
interface Frame {
	readonly head: string;
	readonly parts: readonly Part[];
	readonly foot: string;
}

const frames: Record<SoapServer, WeakMap<SoapSignature, Frame>> = {
	documentLiteral: new WeakMap(),
	rpcEncoded: new WeakMap(),
};

function frameOf(server: SoapServer, signature: SoapSignature): Frame {
	const known = frames[server].get(signature);
	if (known) return known;
	const account = accountSlot(server, signature.parts.filter(isAccountPart));
	const frame: Frame = {
		head: `${DECLARATION}${OPENING[server]}<SOAP-ENV:Body><ns1:${signature.command}>${account}`,
		parts: signature.parts.filter((part) => !isAccountPart(part)),
		foot: `</ns1:${signature.command}></SOAP-ENV:Body></SOAP-ENV:Envelope>\n`,
	};
	frames[server].set(signature, frame);
	return frame;
}

/**
 * Writes the SOAP 1.1 envelope of one call, with a slot where the account's parts belong ({@link accountSlot}).
 *
 * The wrapper is qualified and its children are not, since neither schema sets `elementFormDefault`.
 */
export function writeEnvelope(server: SoapServer, signature: SoapSignature, values: PartValues): string {
	const { head, parts, foot } = frameOf(server, signature);
	return head + writeParts(server, parts, values) + foot;
}
