import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findServer } from '../../../../nodes/Clickatell/apis/gateway/servers';
import { readHttpReply } from '../../../../nodes/Clickatell/apis/http/reply';
import { sends } from '../../../../nodes/Clickatell/catalogue';
import { checkItem, type RawValues } from '../../../../nodes/Clickatell/message/check';
import { GATEWAY_ROOM } from '../../../../nodes/Clickatell/apis/gateway/server';
import { planSends } from '../../../../nodes/Clickatell/message/plan';
import { HTTP_CASES, type HttpCase } from '../../gateway/httpCases';
import type { ExpectedResult } from '../../soap/cases';
import { resultOf, withExpectedTexts } from '../../soap/results';
import { ACCOUNTS, contextOf } from '../../soap/wire';
import { operationOf, readForm } from './forms';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

/** The wire cases of HTTP/S with the node's own writer and reader; the gateway has them in its tests. */

const server = defined(findServer('http'));
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
		? defined(planSends([result.checked], values['duplicateRecipients'] === 'oncePerRun', GATEWAY_ROOM)[0])
		: undefined;
	const call = planned ? { ...planned.wire, to: planned.to } : wire;
	const request = server.write(asked.operation, call, NOW);
	const body = server.fill(request.body, ACCOUNTS[asked.account]);
	return { operation, call, planned, request: { ...request, body } };
}

function understand({ reply }: HttpCase, { operation, call, planned }: ReturnType<typeof written>) {
	const { status, contentType, body } = reply;
	const lines = readHttpReply({ status, contentType, bytes: body });
	return lines ? resultOf(operation, lines, call, planned) : { unreadable: true };
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
		const expected = parse<ExpectedResult>(one.folder, 'result.json');
		expect(understand(one, written(one))).toEqual(withExpectedTexts(expected));
	});
});

it('there are cases of all commands', () => {
	expect(new Set(HTTP_CASES.map(({ command }) => command)).size).toBe(15);
});
