import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Server, WSDL } from 'soap';

import type { SoapServerName } from '../model';
import { type Contract, type ContractOperation, readContract } from './contract';
import { type FaultCode, findDepartures } from './departures';
import { actionDepartures, type SoapMessage, usualName } from './message';
import type { Parameters } from '../parameters';
import { soapParameters } from './soapParameters';
import { readTree } from './tree';

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
		// The document's own examples use the second.
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

/** A request that keeps to the WSDL: which operation, with what. */
export interface ReadCall {
	operation: ContractOperation;
	parameters: Parameters;
}

/** A request that does not, and the fault that says so. */
export interface RefusedCall {
	/** The operation where one could be told, else ''. */
	command: string;
	departures: string[];
	code: FaultCode;
	text: string;
}

export interface SoapReader {
	readonly name: SoapServerName;
	readonly contract: Contract;
	/** The WSDL with its address pointing at `location`. */
	wsdl(location: string): string;
	read(message: SoapMessage, soapAction: string | undefined): Promise<ReadCall | RefusedCall>;
}

const readers = new Map<SoapServerName, Promise<SoapReader>>();

/**
 * The reader of a server, made when it is first asked for: it keeps nothing of a request, and to parse a WSDL takes longer
 * than all else that a gateway does to start.
 */
export async function soapReader(name: SoapServerName): Promise<SoapReader> {
	const reader = readers.get(name) ?? createSoapReader(name);
	readers.set(name, reader);
	return await reader;
}

/**
 * Two readers, neither of them the package's own. saxes resolves every name of the document, which is held
 * against the WSDL. What keeps to it is then read by the soap package's server, as other people's programs
 * would: it finds the operation and calls its handler. Its reply is not used, because it cannot write PHP's
 * shapes (encoded arrays, SOAP 1.1 faults).
 */
async function createSoapReader(name: SoapServerName): Promise<SoapReader> {
	const facts = SOAP_SERVERS[name];
	const source = readFileSync(join(__dirname, '..', 'wsdl', facts.file), 'utf8');
	const wsdl = await parseWsdl(source);
	const contract = readContract(wsdl);
	const rules = { contract, namespaces: facts.namespaces, rpc: name === 'rpcEncoded' };
	const handlers = Object.fromEntries(
		[...contract.values()].map((operation) => [
			operation.name,
			(given: unknown, _reply: unknown, _headers: unknown, request: { connection: Take }) => {
				request.connection.take = { operation, parameters: soapParameters(given) };
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
		async read({ xml, charset, departures }, soapAction) {
			const tree = readTree(xml);
			const { operation, code, ...finding } = findDepartures(tree, rules);
			const found = [
				...departures,
				...charsetDepartures(charset, tree.encoding),
				...finding.departures,
				...(operation === undefined ? [] : actionDepartures(soapAction, operation.soapAction)),
			];
			if (found.length > 0) {
				const text = finding.text ?? `Bad Request: ${found.join('; ')}`;
				return { command: operation?.name ?? '', departures: found, code, text };
			}
			const slot: Take = {};
			// Line ends as XML 1.0 (2.11) has them, which soap's tokenizer leaves alone.
			await server.processRequest(xml.replace(/\r\n?/g, '\n'), { connection: slot as object });
			if (slot.take === undefined) throw new Error(`soap does not read what keeps to its WSDL: ${xml}`);
			return slot.take;
		},
	};
}

interface Take {
	take?: ReadCall;
}

function charsetDepartures(charset: string, declared: string | undefined): string[] {
	if (declared === undefined || usualName(declared) === charset) return [];
	return [`its XML declaration says ${declared}, and its bytes are ${charset}`];
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
