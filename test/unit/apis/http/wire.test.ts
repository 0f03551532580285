import { carriedByHttp, faultsForHttp } from '../../../../nodes/Clickatell/apis/http/carried';
import { commandOf, LIMITS, WIRE, type Field } from '../../../../nodes/Clickatell/apis/http/wire';
import { soapServers } from '../../../../nodes/Clickatell/apis/soap/soapServers';
import { OPERATIONS } from '../../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../../nodes/Clickatell/catalogue/types';
import { MOST_RECIPIENTS } from '../../../../nodes/Clickatell/apis/gateway/server';
import { readPage, sectionOf, tablesOf } from '../../docs/pages';
import { HTTP_COMMANDS, takes } from '../../../gateway/httpApi/contract';
import { operationOf } from './forms';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const operations = OPERATIONS.filter((each): each is GatewayOperation => each.api === 'gateway');
const nameOf = ({ resource, operation }: GatewayOperation) => `${resource}.${operation}`;
const page = readPage('docs/protocol/http.md');

describe('the catalogue and the HTTP/S API', () => {
	it('have the same operations of the gateway', () => {
		expect(Object.keys(WIRE).sort()).toEqual(operations.map(nameOf).sort());
		expect(() => commandOf('message.estimate')).toThrow('The HTTP/S server has no message.estimate');
	});

	it.each(operations.map((each) => [nameOf(each), each] as const))(
		'agree on %s: every parameter that is sent, and who makes the call',
		(name, operation) => {
			const carried = defined(carriedByHttp(name));
			const sent = operation.parameters.filter(({ local, type }) => !local && type.kind !== 'mergeFields');
			expect(sent.filter((each) => !carried.has(each.name)).map((each) => each.name)).toEqual([]);
			expect(defined(WIRE[name]).account).toBe(operation.authentication);
		},
	);

	it('part in what this server has alone', () => {
		const alone = operations.flatMap((operation) =>
			[...defined(carriedByHttp(nameOf(operation)))]
				.filter(
					(name) =>
						name !== 'fields' &&
						soapServers.every((soap) => !defined(soap.carries(nameOf(operation))).has(name)),
				)
				.map((name) => `${nameOf(operation)} ${name}`),
		);
		expect(alone.sort()).toEqual([
			'account.getMessageCharge clientMessageId',
			'batch.start binary',
			'batch.start scheduledTime',
			'message.send binary',
		]);
	});

	it('know nothing of other operations', () => {
		expect(carriedByHttp('message.estimate')).toBeUndefined();
	});

	it('agree on the most recipients of a call', () => {
		expect(LIMITS.recipients).toBe(MOST_RECIPIENTS);
		expect(sectionOf(page, 'Limits')).toContain('300 by POST');
	});
});

/** What a field may be called in a form. */
const writtenNames = ([, name, type]: Field) =>
	type === 'mergeFields' ? [`${name}1`, `${name}10`] : type === 'message' ? [name, 'unicode'] : [name];

describe("the gateway's own contract", () => {
	it('has the same commands, at an address that the page names', () => {
		const byPath = Object.values(WIRE).map(({ path }) => HTTP_COMMANDS.get(path)?.name);
		expect(new Set(byPath)).toEqual(new Set([...HTTP_COMMANDS.values()].map(({ name }) => name)));
		expect(new Set(byPath).size).toBe(15);
	});

	it.each(Object.entries(WIRE))(
		'takes every parameter of %s in this spelling',
		(_name, { path, fields, account }) => {
			const contract = defined(HTTP_COMMANDS.get(path));
			const names = fields.flatMap(writtenNames);
			expect(names.filter((name) => !takes(contract, name))).toEqual([]);
			const ofAccount = ['session_id', 'api_id', 'user', 'password'].filter((name) => takes(contract, name));
			expect(ofAccount).toEqual(
				{
					account: ['session_id', 'api_id', 'user', 'password'],
					login: ['api_id', 'user', 'password'],
					session: ['session_id'],
					key: [],
				}[account],
			);
		},
	);

	it('has no parameter that is left out here, but for these, which the catalogue has not', () => {
		const left = Object.values(WIRE).flatMap(({ path, fields }) => {
			const written = new Set(fields.flatMap(writtenNames));
			return [...defined(HTTP_COMMANDS.get(path)).parameters].filter((name) => !written.has(name));
		});
		expect([...new Set(left)].sort()).toEqual(
			['api_id', 'deliv_ack', 'msg_type', 'password', 'session_id', 'user'].sort(),
		);
	});
});

it('every address stands on the page', () => {
	const cells = tablesOf(sectionOf(page, 'Addresses')).flatMap(({ rows }) => rows.map(([cell = '']) => cell));
	for (const { path } of Object.values(WIRE)) {
		const [, folder, command] = defined(/^(\/\w+\/)(\w+)$/.exec(path));
		const isNamed = cells.some(
			(cell) =>
				cell.includes(`\`${path}\``) || (cell.startsWith(`\`${folder}\``) && cell.includes(`\`${command}\``)),
		);
		expect([path, isNamed]).toEqual([path, true]);
	}
});

describe('what the server cannot carry', () => {
	const faults = (name: string, values: Record<string, string>) =>
		faultsForHttp(operationOf(name), [name], values);

	it('is refused with the field, the characters and the way out', () => {
		expect(
			faults('push.sendServiceIndication', { text: 'Ça, 中', url: 'https://example.com', senderId: 'Shop' }),
		).toEqual([
			"'Text' holds 'Ç' '中', which the HTTP/S server cannot carry there; remove them, or choose a SOAP server in the credential",
		]);
		expect(faults('batch.sendItem', { batchId: 'b', field1: 'Ann', field2: 'Ω' })).toEqual([
			"'Fields': the value of #field2# holds 'Ω', which the HTTP/S server cannot carry there; remove them, or choose a SOAP server in the credential",
		]);
	});

	it('is not what travels as Unicode, and is told once of a parameter with two names', () => {
		expect(faults('message.send', { text: 'Ça va', to: '1' })).toEqual([]);
		expect(faults('batch.start', { template: 'Ça va' })).toEqual([]);
		expect(faults('message.send', { clientMessageId: 'Ω' })).toHaveLength(1);
	});
});
