import { nameOf, OPERATIONS } from '../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../nodes/Clickatell/catalogue/types';
import { readLines } from '../../../nodes/Clickatell/apis/gateway/resultLines';
import { partOf } from '../../../nodes/Clickatell/apis/soap/wire';
import { readSoapReply } from '../../../nodes/Clickatell/apis/soap/reply';
import { CASES, type Case, type ExpectedResult } from './cases';
import { resultOf, withExpectedTexts } from './results';
import { ACCOUNTS, SERVERS, soapOperation, writeItem, type WrittenCall, signature } from './wire';
import { defined } from '../../../nodes/Clickatell/formats/defined';

/** Golden files are laid out for the eye; between tags white space means nothing. */
function withoutLayout(xml: string): string {
	return xml.replace(/>\s+</g, '><').trim();
}

function understand(
	operation: GatewayOperation,
	one: Case,
	call: WrittenCall,
	bytes: Buffer,
): ExpectedResult {
	const reply = readSoapReply(bytes, one.reply.contentType);
	if (reply.kind === 'unreadable') return { unreadable: true };
	if (reply.kind === 'fault') return { fault: { fromClient: reply.fromClient, text: reply.text } };
	return resultOf(operation, readLines(reply.results), call.values, call.planned);
}

describe.each(CASES.map((one) => [one.name, one] as const))('%s', (_name, one) => {
	const operation = soapOperation(one.operation);

	for (const side of one.servers) {
		const { server } = side;
		const written = () =>
			writeItem(operation, server, ACCOUNTS[one.account], one.parameters, one.defaultSender);

		if ('refused' in side) {
			it(`is refused before anything goes to the ${server} server`, () => {
				expect(written()).toEqual({ ok: false, faults: side.refused });
			});
			continue;
		}

		it(`is written for the ${server} server`, () => {
			const result = written();
			if (!result.ok) throw new Error(result.faults.join('\n'));
			expect(withoutLayout(result.call.request)).toBe(withoutLayout(side.request));
		});

		it(`is read from the ${server} server`, () => {
			const result = written();
			if (!result.ok) throw new Error(result.faults.join('\n'));
			expect(understand(operation, one, result.call, side.replyBytes)).toEqual(withExpectedTexts(one.result));
		});
	}
});

describe('the cases together', () => {
	const operations = OPERATIONS.filter((each): each is GatewayOperation => each.api === 'gateway');
	const sends = CASES.flatMap((one) => one.servers.map((side) => ({ ...one, side })));

	it.each(
		operations.flatMap((operation) =>
			SERVERS.map((server) => [signature(operation, server).command, server, operation] as const),
		),
	)('show %s on the %s server, accepted and refused', (_command, server, operation) => {
		const own = sends.filter(
			(one) =>
				one.side.server === server &&
				'request' in one.side &&
				one.operation === `${operation.resource}.${operation.operation}`,
		);
		const accepted = own.filter(
			({ result }) =>
				'record' in result || ('rows' in result && result.rows.some((row) => row['accepted'] === true)),
		);
		const refused = own.filter(
			({ result }) =>
				'refused' in result || ('rows' in result && result.rows.some((row) => row['accepted'] === false)),
		);
		expect(accepted.length).toBeGreaterThan(0);
		expect(refused.length).toBeGreaterThan(0);
	});

	it('are named by the command of the document/literal server', () => {
		for (const one of CASES) {
			expect(signature(soapOperation(one.operation), 'documentLiteral').command).toBe(one.command);
		}
	});

	it('set every part that the panel can set, on each server', () => {
		for (const operation of operations) {
			for (const server of SERVERS) {
				const own = sends.filter(
					(one) =>
						one.operation === `${operation.resource}.${operation.operation}` && one.side.server === server,
				);
				const parts = new Set(
					own.flatMap(({ side }) =>
						'request' in side
							? [...side.request.matchAll(/<(\w+)(?![^>]*xsi:nil)[^>]*>/g)].map((match) =>
									defined(match[1]).toLowerCase(),
								)
							: [],
					),
				);
				const known = new Set(signature(operation, server).parts.map(([name]) => name.toLowerCase()));
				const settable = operation.parameters
					.map(({ name }) => partOf(nameOf(operation), name))
					.filter((part) => known.has(part));
				expect({
					operation: operation.operation,
					server,
					missing: settable.filter((part) => !parts.has(part)),
				}).toEqual({
					operation: operation.operation,
					server,
					missing: [],
				});
			}
		}
	});
});
