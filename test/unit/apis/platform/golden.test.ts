import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { decodePlatformCallback } from '../../../../nodes/Clickatell/apis/platform';
import { parseRequest, toCallbackRequest } from '../../callbacks/cases';
import { callbackFolder, callCases, comparable, onTheWire, OPERATIONS } from './cases';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

describe.each(callCases().map((one) => [one.name, one] as const))('%s', (name, one) => {
	const operation = defined(OPERATIONS[defined(name.split('__')[0])]);

	test('the request, byte for byte', () => {
		expect(onTheWire(operation.write(one.input as never))).toBe(one.request);
	});

	test('the answer', () => {
		expect(comparable(operation.read(one.reply, one.input as never))).toEqual(one.result);
	});
});

/** The events of a call without their keys, or what stands in their place. The keys have tests of their own. */
function decoded(bytes: Buffer) {
	const result = decodePlatformCallback(toCallbackRequest(parseRequest(bytes)), {
		ownParameters: ['secret'],
	});
	return result.kind === 'events' ? result.events.map(({ dedupeKey: _, ...event }) => event) : result;
}

const callbacks = readdirSync(callbackFolder).sort();
const bytesOf = (name: string) => readFileSync(path.join(callbackFolder, name, 'request.http'));

test.each(callbacks)('%s', (name) => {
	const expected: unknown = JSON.parse(readFileSync(path.join(callbackFolder, name, 'event.json'), 'utf8'));
	expect(decoded(bytesOf(name))).toEqual(expected);
});

test('no secret of any case comes out', () => {
	const all = JSON.stringify(callbacks.map((name) => decoded(bytesOf(name))));
	expect(callbacks.filter((name) => bytesOf(name).includes('S3cretKeyOf')).length).toBeGreaterThan(2);
	expect(all).not.toContain('S3cretKeyOf');
	expect(all).not.toContain('apiKey');
});
