import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { nameOf } from '../../../nodes/Clickatell/catalogue';
import { CONNECT_OPERATIONS } from '../../../nodes/Clickatell/catalogue/connect';
import type { ConnectOperation } from '../../../nodes/Clickatell/catalogue/types';
import { checkItem } from '../../../nodes/Clickatell/message/check';
import { readConnectReply } from '../../../nodes/Clickatell/apis/connect/reply';
import { redactor } from '../../../nodes/Clickatell/formats/redact';
import { encodeForm, writeConnectRequest } from '../../../nodes/Clickatell/apis/connect/request';
import { connectRules } from '../../../nodes/Clickatell/apis/connect/rules';
import { actionOf } from '../../../nodes/Clickatell/apis/connect/wire';
import { readConnectRequest } from '../../gateway/connect';
import { unknownFields, wrongFields } from '../../gateway/connect/fields';
import { defined } from '../../../nodes/Clickatell/formats/defined';

const NO_SECRETS = redactor([]);

interface Call {
	operation: string;
	parameters: Record<string, unknown>;
}

const ROOT = path.resolve(__dirname, '../../fixtures');
const read = (folder: string, file: string) => readFileSync(path.join(ROOT, folder, file));
const json = <T>(folder: string, file: string) => JSON.parse(read(folder, file).toString('utf8')) as T;

/** One server, so one request and one reply; the cases of SOAP name theirs after the server. */
const cases = readdirSync(ROOT)
	.filter((folder) => existsSync(path.join(ROOT, folder, 'request.xml')))
	.map((folder) => ({ folder, call: json<Call>(folder, 'parameters.json') }));

function recordOf(call: Call): ConnectOperation {
	const record = CONNECT_OPERATIONS.find(
		({ resource, operation }) => `${resource}.${operation}` === call.operation,
	);
	if (record === undefined) throw new Error(`no operation ${call.operation}`);
	return record;
}

/** Bytes as `base64:...`, everything else as JSON has it. */
function readable(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value, (_key, part: unknown) =>
			part instanceof Uint8Array ? `base64:${Buffer.from(part).toString('base64')}` : part,
		),
	);
}

describe.each(cases)('$folder', ({ folder, call }) => {
	const record = recordOf(call);
	const request = read(folder, 'request.xml').toString('utf8').trimEnd();

	test('the parameters become the request', () => {
		const result = checkItem(record, call.parameters, {});
		expect(result).toMatchObject({ ok: true });
		expect(connectRules(record, call.parameters)).toEqual([]);
		if (!result.ok) return;
		const xml = writeConnectRequest(record, result.checked.values);
		expect(xml).toBe(request);
		expect([...new URLSearchParams(encodeForm(xml))]).toEqual([['XML', request]]);
	});

	test('the gateway reads the request with no objection to its form', () => {
		const { action, fields, violations } = defined(readConnectRequest(request));
		expect(action).toBe(actionOf(nameOf(record)).action);
		expect(violations).toEqual([]);
		expect(unknownFields(action, fields)).toEqual([]);
		// Its list of countries is its own; the fixtures name real and impossible ones.
		expect(wrongFields(action, fields).filter((code) => code !== '406')).toEqual([]);
	});

	test('the reply becomes the result', () => {
		const reply = readConnectReply(record, NO_SECRETS, read(folder, 'reply.xml'), 'text/xml');
		expect(readable(reply)).toEqual(json(folder, 'result.json'));
	});
});

test('every call has a case of success and one of refusal', () => {
	const kinds = new Map(CONNECT_OPERATIONS.map((record) => [record, new Set<string>()]));
	for (const { folder, call } of cases) {
		defined(kinds.get(recordOf(call))).add(json<{ kind: string }>(folder, 'result.json').kind);
	}
	const missing = [...kinds].filter(([, found]) => !found.has('records') || !found.has('refused'));
	expect(missing).toEqual([]);
	expect(kinds.size).toBe(16);
});

test('every case is named after its call', () => {
	for (const { folder, call } of cases)
		expect(folder.split('__')[0]).toBe(actionOf(nameOf(recordOf(call))).action);
});
