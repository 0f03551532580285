import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Server, WSDL } from 'soap';

import type { SoapServerName } from '../model';
import { type Contract, type ContractOperation, readContract, violations } from './contract';
import { Parameters } from './parameters';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';

/** The servers' fixed names (protocol facts of the two WSDLs). */
export const SOAP_SERVERS = {
	documentLiteral: {
		file: 'documentLiteral.wsdl',
		namespaces: ['http://api.clickatell.com/soap/document_literal/webservice'],
		service: 'ClickatellSms',
		port: 'ClickatellSms',
		paths: ['/soap/document_literal/webservice', '/soap/document_literal/webservice.php'],
	},
	rpcEncoded: {
		file: 'rpcEncoded.wsdl',
		// The document's own examples use the second; PHP's server took either.
		namespaces: ['http://api.clickatell.com/soap/webservice', 'soap.clickatell.com'],
		service: 'PushServerWS',
		port: 'PushServerWSPort',
		paths: [
			'/soap/webservice_vs.php',
			'/soap/webservice.php',
			'/soap/rpc_encoded/webservice',
			'/soap/rpc_encoded/webservice.php',
		],
	},
} as const;

/** A request understood: which operation, with what, and how far it keeps to the WSDL. */
export interface ReadCall {
	operation: ContractOperation;
	parameters: Parameters;
	violations: string[];
}

/** A request that no operation of the WSDL answers; `reason` is the fault's text. */
export interface ReadFailure {
	reason: string;
}

export interface SoapReader {
	readonly name: SoapServerName;
	readonly contract: Contract;
	/** The WSDL with its address pointing at `location`. */
	wsdl(location: string): string;
	read(xml: string, headers?: { soapAction?: string }): Promise<ReadCall | ReadFailure>;
}

/**
 * The soap package's server, used as a reader: it parses the envelope, finds the operation by the body's
 * element and calls its handler. Its reply is not used, because it cannot write PHP's shapes (encoded arrays,
 * SOAP 1.1 faults), and the SOAPAction header is kept from it, because Clickatell's servers did not look at it.
 */
export async function createSoapReader(name: SoapServerName): Promise<SoapReader> {
	const facts = SOAP_SERVERS[name];
	const source = readFileSync(join(__dirname, '..', 'wsdl', facts.file), 'utf8');
	const wsdl = await parseWsdl(source);
	const contract = readContract(wsdl);
	const handlers = Object.fromEntries(
		[...contract.values()].map((operation) => [
			operation.name,
			(given: unknown, _reply: unknown, _headers: unknown, request: { connection: Take }) => {
				request.connection.take = { operation, parameters: Parameters.from(given) };
				return {};
			},
		]),
	);
	const server = new Server(null, facts.paths[0], { [facts.service]: { [facts.port]: handlers } }, wsdl, {
		path: facts.paths[0],
		services: {},
	});

	return {
		name,
		contract,
		wsdl: (location) => source.replace(/(<soap:address location=")[^"]*/, `$1${location}`),
		async read(xml, headers = {}) {
			const slot: Take = {};
			// Line ends as XML 1.0 (2.11) has them, which soap's tokenizer leaves alone.
			const normalized = xml.replace(/\r\n?/g, '\n');
			const reply = await server.processRequest(normalized, { connection: slot as object });
			const { take } = slot;
			if (take === undefined) return { reason: failureReason(normalized, reply.body, contract) };
			return {
				...take,
				violations: [
					...envelopeViolations(normalized, take.operation, facts.namespaces, name, headers.soapAction),
					...violations(take.operation, take.parameters, name === 'rpcEncoded'),
				],
			};
		},
	};
}

interface Take {
	take?: { operation: ContractOperation; parameters: Parameters };
}

async function parseWsdl(source: string): Promise<WSDL> {
	const asWritten = (text: string) => text;
	const wsdl = new WSDL(source, '', {
		handleNilAsNull: true,
		// Numbers stay the text they were, so that a test can see what was really sent.
		customDeserializer: { int: asWritten, float: asWritten },
	});
	await new Promise<void>((resolve, reject) => {
		wsdl.onReady((error: Error | null) => (error ? reject(error) : resolve()));
	});
	// Blanks at the ends of a message's text belong to it; the constructor does not take this option.
	wsdl.options.preserveWhitespace = true;
	return wsdl;
}

const WRAPPER = /<(?:[\w.-]+:)?Body\b[^>]*>\s*<(?:([\w.-]+):)?([\w.-]+)/;

/** The fault text PHP's server gives for what soap's server could not read or route. */
function failureReason(xml: string, reply: string, contract: Contract): string {
	const wrapper = WRAPPER.exec(xml);
	if (wrapper === null || /Invalid XML/.test(reply)) return 'Bad Request';
	const command = wrapper[2]!;
	return contract.has(command) ? 'Bad Request' : `Procedure '${command}' not present`;
}

function envelopeViolations(
	xml: string,
	operation: ContractOperation,
	namespaces: readonly string[],
	server: SoapServerName,
	soapAction: string | undefined,
): string[] {
	const found: string[] = [];
	const wrapper = WRAPPER.exec(xml);
	const prefix = wrapper?.[1];
	const head = xml.slice(0, (wrapper?.index ?? 0) + 2000);
	const declared = (name: string) =>
		new RegExp(`\\sxmlns${name === '' ? '' : `:${name}`}=["']([^"']*)["']`).exec(head)?.[1];
	const namespace = declared(prefix ?? '');
	if (namespace === undefined || !namespaces.includes(namespace)) {
		found.push(`${operation.name} is in namespace ${namespace ?? '(none)'}`);
	}
	if (prefix === undefined && server === 'documentLiteral') {
		found.push('a default xmlns makes the parameters qualified');
	}
	if (!head.includes(ENVELOPE)) found.push('the envelope is not SOAP 1.1');
	const action = soapAction?.replace(/^"(.*)"$/, '$1');
	if (action !== undefined && action !== '' && action !== operation.soapAction) {
		found.push(`SOAPAction is ${action}`);
	}
	return found;
}
