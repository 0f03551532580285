import type { SoapServer, SoapSignature } from './wire';

interface ServerFacts {
	/** Path to post to, below the base URL (WSDL soap:address). */
	readonly path: string;
	/** Namespace of the wrapper element (WSDL targetNamespace). */
	readonly namespace: string;
	/** SOAPAction is this, a slash and the command (WSDL soapAction). */
	readonly action: string;
	readonly title: string;
	readonly label: string;
	readonly mergeFields: number;
}

export const FACTS: Readonly<Record<SoapServer, ServerFacts>> = {
	documentLiteral: {
		path: '/soap/document_literal/webservice',
		namespace: 'http://api.clickatell.com/soap/document_literal/webservice',
		action: 'http://api.clickatell.com/soap/document_literal/webservice',
		title: 'Document/Literal',
		label: 'document/literal',
		mergeFields: 10,
	},
	rpcEncoded: {
		path: '/soap/webservice_vs.php',
		namespace: 'http://api.clickatell.com/soap/webservice',
		action: 'http://api.clickatell.com/soap/webservice_vs.php',
		title: 'RPC/Encoded',
		label: 'RPC/encoded',
		mergeFields: 4,
	},
};

/** The HTTP headers of a call (SOAP 1.1, section 6). */
export function requestHeaders(server: SoapServer, signature: SoapSignature): Record<string, string> {
	return {
		'Content-Type': 'text/xml; charset=utf-8',
		SOAPAction: `"${FACTS[server].action}/${signature.command}"`,
		Accept: 'text/xml',
	};
}
