import { readFileSync } from 'node:fs';
import { OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import { requestHeaders, FACTS } from '../../../nodes/Clickatell/apis/soap/facts';
import { SERVERS, signature } from './wire';
import { CONTRACTS, WSDL_PATHS } from './wsdl';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const operations = OPERATIONS.filter((each): each is GatewayOperation => each.api === 'gateway');

describe.each(SERVERS)('the catalogue and the WSDL of the %s server', (server) => {
	const contract = CONTRACTS[server];

	it('know the same commands', () => {
		expect(operations.map((each) => signature(each, server).command).sort()).toEqual(
			[...contract.commands.keys()].sort(),
		);
		expect(contract.commands.size).toBe(15);
	});

	it('agree on namespace and address', () => {
		expect(FACTS[server].namespace).toBe(contract.namespace);
		expect(`http://api.clickatell.com${FACTS[server].path}`).toBe(contract.address);
	});

	it.each(operations.map((each) => [signature(each, server).command, each] as const))(
		'agree on the parts of %s, their order, types, what is required and what is returned',
		(command, operation) => {
			const { parts, returns } = signature(operation, server);
			const { soapAction, ...declared } = defined(contract.commands.get(command));
			expect({
				parts: parts.map(([name, type, required]) => ({
					name,
					type,
					required: required === 'required',
				})),
				returns,
			}).toEqual(declared);
			expect(requestHeaders(server, signature(operation, server))['SOAPAction']).toBe(`"${soapAction}"`);
		},
	);
});

it('the document/literal server owes every command at least one result string', () => {
	const wsdl = readFileSync(WSDL_PATHS.documentLiteral, 'utf8');
	const results = [...wsdl.matchAll(/<xsd:element name="return"[^>]*minOccurs="(\d+)"/g)];
	expect(results.map(([, minOccurs]) => minOccurs)).toEqual(Array<string>(15).fill('1'));
});
