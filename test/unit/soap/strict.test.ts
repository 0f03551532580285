import * as fc from 'fast-check';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import type { SoapServer } from '../../../nodes/Clickatell/apis/soap/wire';
import { parametersOf } from './arbitraries';
import { CASES } from './cases';
import { encodedFaults, literalFaults, readValues } from './strict';
import { ACCOUNTS, SERVERS, soapOperation, writeItem, type WrittenCall, signature } from './wire';
import { casesOf } from '../../extent';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const operations = OPERATIONS.filter((each): each is GatewayOperation => each.api === 'gateway').map(
	(each) => [`${each.resource}.${each.operation}`, each] as const,
);

function goldens(server: SoapServer): ReadonlyMap<string, string> {
	return new Map(
		CASES.flatMap((one) =>
			one.servers.flatMap((side) =>
				side.server === server && 'request' in side ? [[one.name, side.request] as const] : [],
			),
		),
	);
}

function write(
	operation: GatewayOperation,
	server: SoapServer,
	parameters: Record<string, unknown>,
	account: 'session' | 'login' = 'session',
): WrittenCall {
	const written = writeItem(operation, server, ACCOUNTS[account], parameters);
	if (!written.ok) throw new Error(written.faults.join('\n'));
	return written.call;
}

describe('golden requests', () => {
	it('keep the schema of the document/literal server', async () => {
		expect(await literalFaults(goldens('documentLiteral'))).toEqual([]);
	});

	it.each([...goldens('rpcEncoded')])(
		'keep the message parts of the RPC/encoded server: %s',
		(_name, xml) => {
			expect(encodedFaults(xml)).toEqual([]);
		},
	);
});

/** What the independent reader must find: parts in the signature's order, one entry for each item of a list. */
function expectedValues(operation: GatewayOperation, server: SoapServer, call: WrittenCall) {
	return signature(operation, server).parts.flatMap(([name]) => {
		const session = name === 'session_id' ? ACCOUNTS.session.session : undefined;
		const value = session ?? call.wire[name.toLowerCase()];
		return value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]);
	});
}

function account(operation: GatewayOperation): 'session' | 'login' {
	return operation.authentication === 'login' ? 'login' : 'session';
}

/** Requests of each operation that are held against the schema. */
const BATCH = casesOf(40);

describe('requests for any values', () => {
	/** What is wrong with requests of all operations: reading the schema takes long, so it is read once for all of them. */
	let faults: readonly string[];
	const nameOf = (operation: string, parameters: object) => `${operation} ${JSON.stringify(parameters)}`;
	beforeAll(async () => {
		const requests = operations.flatMap(([name, operation]) =>
			fc
				.sample(parametersOf(operation, 'documentLiteral'), BATCH)
				.map((parameters): [string, string] => [
					nameOf(name, parameters),
					write(operation, 'documentLiteral', parameters, account(operation)).request,
				]),
		);
		faults = await literalFaults(new Map(requests));
	}, 120_000);

	it.each(operations)('of %s keep the schema of the document/literal server', (name) => {
		expect(faults.filter((fault) => fault.startsWith(`${name} `))).toEqual([]);
	});

	it('leave no fault of the document/literal server that is of no operation', () => {
		const known = operations.map(([name]) => `${name} `);
		expect(faults.filter((fault) => !known.some((name) => fault.startsWith(name)))).toEqual([]);
	});

	it.each(operations)('of %s keep the message parts of the RPC/encoded server', (_name, operation) => {
		fc.assert(
			fc.property(parametersOf(operation, 'rpcEncoded'), (parameters) => {
				const { request } = write(operation, 'rpcEncoded', parameters, account(operation));
				expect(encodedFaults(request)).toEqual([]);
			}),
			{ numRuns: casesOf(100) },
		);
	});

	it.each(
		SERVERS.flatMap((server) => operations.map(([name, operation]) => [name, server, operation] as const)),
	)('of %s to the %s server are read by others as they were meant', (_name, server, operation) => {
		fc.assert(
			fc.property(parametersOf(operation, server), (parameters) => {
				const call = write(operation, server, parameters, account(operation));
				const read = readValues(call.request);
				expect(read.command).toBe(signature(operation, server).command);
				if (operation.authentication !== 'login')
					expect(read.values).toEqual(expectedValues(operation, server, call));
			}),
			{ numRuns: casesOf(60) },
		);
	});

	it('carry any text to the gateway: as it is, or in hex', () => {
		const operation = soapOperation('message.send');
		const parameters = fc.record({
			server: fc.constantFrom(...SERVERS),
			item: parametersOf(operation, 'documentLiteral').filter((item) => !('data' in item)),
		});
		fc.assert(
			fc.property(parameters, ({ server, item }) => {
				const { request } = write(operation, server, { ...item, replaceTypography: false });
				const values = new Map(readValues(request).values);
				const text = defined(values.get('text'));
				const received =
					values.get('unicode') === '1' ? Buffer.from(text, 'hex').swap16().toString('utf16le') : text;
				expect(received).toBe(item['text']);
			}),
		);
	});
});

describe('the independent readers themselves', () => {
	const literal = defined(goldens('documentLiteral').get('sendmsg: three recipients'));
	const encoded = defined(goldens('rpcEncoded').get('sendmsg: three recipients'));

	const SPOILED: ReadonlyArray<[string, (xml: string) => string]> = [
		['another order', (xml: string) => xml.replace(/(<text>.*<\/text>)\s*(<to>.*<\/to>)/, '$2$1')],
		['a missing part', (xml: string) => xml.replace(/<to>.*<\/to>/g, '')],
		['a part nobody declared', (xml: string) => xml.replace('<text>', '<flavour>mint</flavour><text>')],
		[
			'a word for a number',
			(xml: string) => xml.replace('</ns1:sendmsg>', '<concat>many</concat></ns1:sendmsg>'),
		],
		[
			'a number beyond 32 bits',
			(xml: string) => xml.replace('</ns1:sendmsg>', '<validity>2147483648</validity></ns1:sendmsg>'),
		],
		['qualified children', (xml: string) => xml.replace(/<(\/?)text>/g, '<$1ns1:text>')],
		['an unqualified wrapper', (xml: string) => xml.replace(/<(\/?)ns1:sendmsg>/g, '<$1sendmsg>')],
		['another namespace', (xml: string) => xml.replace('document_literal', 'documentLiteral')],
		['text between the parts', (xml: string) => xml.replace('<text>', 'x<text>')],
		['a tag left open', (xml: string) => xml.replace('</text>', '')],
	];
	let found: readonly string[];
	beforeAll(async () => {
		found = await literalFaults(new Map(SPOILED.map(([what, spoil]) => [what, spoil(literal)])));
	});
	it.each(SPOILED)('find %s in a document/literal request', (what, spoil) => {
		expect(spoil(literal)).not.toBe(literal);
		expect(found.filter((fault) => fault.startsWith(`${what}: `))).not.toEqual([]);
	});
	it('find nothing in a sound document/literal request beside a spoiled one', async () => {
		const both = new Map([
			['spoiled', literal.replace('<text>', 'x<text>')],
			['sound', literal],
		]);
		const faults = await literalFaults(both);
		expect(faults.filter((fault) => fault.startsWith('spoiled: '))).not.toEqual([]);
		expect(faults.filter((fault) => fault.startsWith('sound: '))).toEqual([]);
	});

	it.each([
		['another order', (xml: string) => xml.replace(/(<from .*\/>)\s*(<text .*<\/text>)/, '$2$1')],
		['a missing part', (xml: string) => xml.replace(/<validity .*\/>/, '')],
		['another type', (xml: string) => xml.replace(/(<max_credits .*)float/, '$1int')],
		['no type', (xml: string) => xml.replace('<text xsi:type="xsd:string"', '<text')],
		['nil with a value', (xml: string) => xml.replace('<text ', '<text xsi:nil="true" ')],
		[
			'a word for a number',
			(xml: string) => xml.replace(/<concat .*\/>/, '<concat xsi:type="xsd:int">many</concat>'),
		],
		['a wrong count', (xml: string) => xml.replace('string[3]', 'string[2]')],
		['a list of something else', (xml: string) => xml.replace('xsd:string[3]', 'xsd:int[3]')],
		['an item under another name', (xml: string) => xml.replace(/<(\/?)item/g, '<$1entry')],
		[
			'a prefix that means something else',
			(xml: string) => xml.replace('2001/XMLSchema"', '1999/XMLSchema"'),
		],
		['another namespace', (xml: string) => xml.replace('soap/webservice"', 'soap/webservices"')],
		['no encoding style', (xml: string) => xml.replace(/SOAP-ENV:encodingStyle="[^"]*"/, '')],
		['text between the parts', (xml: string) => xml.replace('<text ', 'x<text ')],
	])('find %s in an RPC/encoded request', (_what, spoil) => {
		const spoiled = spoil(encoded);
		expect(spoiled).not.toBe(encoded);
		expect(encodedFaults(spoiled)).not.toEqual([]);
	});
});
