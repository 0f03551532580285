import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GRAMMARS, readOutcome, sessionOf } from '../../../../nodes/Clickatell/apis/gateway/results';
import { fatesOf } from '../../../../nodes/Clickatell/apis/gateway/recipients';
import { findServer } from '../../../../nodes/Clickatell/apis/gateway/servers';
import { readHttpReply } from '../../../../nodes/Clickatell/apis/http/reply';
import { nameOf, sends } from '../../../../nodes/Clickatell/catalogue';
import type { GatewayOperation } from '../../../../nodes/Clickatell/catalogue/types';
import { checkItem, type RawValues } from '../../../../nodes/Clickatell/message/check';
import { planSends, type PlannedCall } from '../../../../nodes/Clickatell/message/plan';
import { outcomeOf } from '../../../../nodes/Clickatell/message/rows';
import { HTTP_CASES, type HttpCase } from '../../gateway/httpCases';
import { ACCOUNTS, contextOf } from '../../soap/wire';
import { operationOf, readForm } from './forms';

/** The wire cases of HTTP/S with the node's own writer and reader; the gateway has them in its tests. */

const server = findServer('http')!;
const NOW = Date.parse('2030-01-30T00:00:00Z');

interface Asked {
	readonly operation: string;
	readonly account: 'session' | 'login';
	readonly parameters: RawValues;
	readonly defaultSender?: string;
}

const parse = <T>(folder: string, file: string): T =>
	JSON.parse(readFileSync(join(__dirname, '../../../fixtures', folder, file), 'utf8')) as T;

function written({ folder }: HttpCase) {
	const asked = parse<Asked>(folder, 'parameters.json');
	const operation = operationOf(asked.operation);
	const result = checkItem(operation, asked.parameters, contextOf('http', asked.defaultSender, NOW));
	if (!result.ok) throw new Error(result.faults.join('\n'));
	const { wire, values } = result.checked;
	const planned = sends(operation)
		? planSends([result.checked], values['duplicateRecipients'] === 'oncePerRun')[0]!
		: undefined;
	const call = planned ? { ...planned.wire, to: planned.to } : wire;
	const request = server.write(asked.operation, call);
	const body = server.fill(request.body, ACCOUNTS[asked.account]);
	return { operation, call, planned, request: { ...request, body } };
}

function resultOf(
	operation: GatewayOperation,
	one: HttpCase,
	planned: PlannedCall | undefined,
	call: RawValues,
) {
	const { status, contentType, body } = one.reply;
	const lines = readHttpReply({ status, contentType, bytes: body });
	if (!lines) return { unreadable: true };
	if (planned) {
		const own = planned.wire['clientMessageId'];
		const context = { travel: planned.travel, clientMessageId: typeof own === 'string' ? own : null };
		const rows: unknown[] = [];
		fatesOf(planned.to, lines).forEach((fate, i) => {
			const { row } = outcomeOf(planned.to[i]!, fate, context);
			for (const { position } of planned.slots[i]!) rows[position] = { ...row };
		});
		return { rows };
	}
	const grammar = GRAMMARS[nameOf(operation)]!;
	const outcome = readOutcome(grammar, lines, call);
	switch (outcome.kind) {
		case 'record': {
			const session = grammar === 'session' ? sessionOf(lines) : undefined;
			return { record: outcome.record, ...(session === undefined ? {} : { session }) };
		}
		case 'refused':
			return { refused: { code: outcome.code } };
		case 'unreadable':
			return { unreadable: true };
		default:
			return outcome satisfies never;
	}
}

/** What a case may leave out: that an accepted row has no reason, and in which words others have one. */
function expected(folder: string): unknown {
	const result = parse<{ rows?: Array<Record<string, unknown>> }>(folder, 'result.json');
	if (!result.rows) return result;
	return {
		rows: result.rows.map((row) => ({
			errorText: row['accepted'] === true ? null : (expect.stringMatching(/\S/) as unknown),
			errorCode: null,
			errorMeaning: null,
			...row,
		})),
	};
}

describe.each(HTTP_CASES.map((one) => [one.folder, one] as const))('%s', (_folder, one) => {
	it('is written byte by byte, but for the order of the parameters', () => {
		const { request } = written(one);
		// Whether a tilde is encoded means nothing either.
		const pairs = (form: string) => form.replaceAll('%7E', '~').split('&').sort();
		expect(request.path).toBe(one.path);
		expect(request.headers['Content-Type']).toBe(one.request.contentType);
		expect(pairs(request.body)).toEqual(pairs(one.request.body.toString('latin1')));
		expect(readForm(request.body)).toEqual(readForm(one.request.body.toString('latin1')));
		expect(request.body).toMatch(/^[!-~]*$/);
	});

	it('is read', () => {
		const { operation, planned, call } = written(one);
		expect(resultOf(operation, one, planned, call)).toEqual(expected(one.folder));
	});
});

it('there are cases of all commands', () => {
	expect(new Set(HTTP_CASES.map(({ command }) => command)).size).toBe(15);
});
