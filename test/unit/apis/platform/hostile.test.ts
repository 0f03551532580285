import {
	decodePlatformCallback,
	readSendAnswer,
	readStatuses,
} from '../../../../nodes/Clickatell/apis/platform';
import { readJson } from '../../../../nodes/Clickatell/apis/platform/json';
import { redactor } from '../../../../nodes/Clickatell/formats/redact';
import { growth, NOT_SQUARE, SEPARATORS } from '../../soap/growth';
import { defined } from '../../../../nodes/Clickatell/formats/defined';
import { subjectsOf } from '../../../extent';

jest.setTimeout(300_000);

const post = (body: string | Buffer) =>
	decodePlatformCallback({ method: 'POST', query: '', body: Buffer.from(body) });

test('JSON is read up to its depth, whatever stands in its strings', () => {
	const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
	expect(readJson(nested(32)).ok).toBe(true);
	expect(readJson(nested(33))).toEqual({ ok: false, reason: 'is nested deeper than 32 levels' });
	expect(readJson(nested(1_000_000)).ok).toBe(false);
	expect(readJson(JSON.stringify('['.repeat(100)))).toEqual({ ok: true, value: '['.repeat(100) });
	expect(readJson(JSON.stringify({ a: '\\"[[[', b: '[['.repeat(20) })).ok).toBe(true);
	expect(readJson(`{"a":"\\\\","b":${nested(40)}}`).ok).toBe(false);
	expect(readJson(`{"event":{"moNew":[${'{"a":'.repeat(40)}1${'}'.repeat(40)}]}}`).ok).toBe(false);
});

test('JSON is read up to its size, with or without a mark of its charset', () => {
	expect(readJson(' '.repeat(100), { size: 99, depth: 1 })).toEqual({
		ok: false,
		reason: 'is larger than 0 KB',
	});
	expect(readJson('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
	expect(readJson(Buffer.from('\uFEFF{"a":"é"}'))).toEqual({ ok: true, value: { a: 'é' } });
	expect(readJson('')).toEqual({ ok: false, reason: 'is empty' });
});

test('names that objects inherit, and __proto__, are only names', () => {
	const { verdicts } = readSendAnswer(
		'oneApi',
		{ status: 200, body: '{"__proto__":{"messages":[{"accepted":true}]},"constructor":1}' },
		[{ to: '1' }],
	);
	expect(defined(verdicts[0]).kind).toBe('doubtful');
	const other = post('{"event":{"__proto__":[{"messageId":"m","__proto__":{"polluted":true}}]}}');
	expect(other).toMatchObject({ events: [{ kind: 'other', name: '__proto__' }] });
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('values of the wrong type are not there; those that are too long are cut', () => {
	const result = post(
		JSON.stringify({
			messageId: ['a'],
			status: { a: 1 },
			statusCode: 4,
			replyMessageId: 'r'.repeat(5000),
			text: 5,
		}),
	);
	expect(result).toMatchObject({ events: [{ kind: 'inbound', messageId: 'r'.repeat(1000), text: '5' }] });
	expect(post('{"messageId":"m","status":"s","timestamp":1e400}')).toMatchObject({
		events: [{ timestamp: null }],
	});
	expect(post('{"messageId":"m","status":"s","timestamp":-1}')).toMatchObject({
		events: [{ timestamp: null }],
	});
	expect(post('{"messageId":"m","status":"s","timestamp":1e99}')).toMatchObject({
		events: [{ timestamp: null }],
	});
	expect(post('{"messageId":"a\\u0000b\\n","status":"s"}')).toMatchObject({ events: [{ messageId: 'ab' }] });
});

test('of one call a thousand events are read; those behind them come as one, as they are', () => {
	const entries = (count: number) => Array.from({ length: count }, (_, n) => ({ messageId: `m${n}` }));
	const eventsOf = (event: object) =>
		(post(JSON.stringify({ event })) as unknown as { events: Array<Record<string, unknown>> }).events;
	expect(eventsOf({ moText: entries(1000) })).toHaveLength(1000);
	const events = eventsOf({
		moText: [...entries(999), 'none', ...entries(2)],
		messageStatusUpdate: entries(1),
		moNew: { messageId: 'n', apiKey: 'TheKey' },
	});
	expect(events).toHaveLength(1001);
	expect(defined(events[999])).toMatchObject({ kind: 'inbound', messageId: 'm0' });
	expect(defined(events[1000])).toMatchObject({
		kind: 'other',
		name: 'moreEvents',
		raw: {
			moText: [{ messageId: 'm1' }],
			messageStatusUpdate: [{ messageId: 'm0' }],
			moNew: [{ messageId: 'n' }],
		},
	});
	expect(JSON.stringify(events)).not.toContain('TheKey');
});

test('the first value of a name in a form counts, and the receiver’s own parameters do not', () => {
	const query =
		'messageId=&messageId=m1&messageId=m2&status=a&secret=x&apiKey=TheKeyOfTheForm&clientMessageId=TheKeyOfTheForm';
	const result = decodePlatformCallback(
		{ method: 'GET', query, body: Buffer.alloc(0) },
		{ ownParameters: ['secret'] },
	);
	expect(result).toMatchObject({ events: [{ messageId: 'm1', clientMessageId: '•••' }] });
	const own = { ownParameters: ['messageid'] };
	expect(decodePlatformCallback({ method: 'GET', query, body: Buffer.alloc(0) }, own).kind).toBe('foreign');
	expect(post('messageId=m&status=a')).toMatchObject({ events: [{ messageId: 'm' }] });
});

test('a key that a server repeats comes out of no answer', () => {
	const secrets = redactor(['TheKeyOfTheCall==']);
	const body = JSON.stringify({
		messages: [{ to: '1', accepted: false, error: { code: 25, description: 'no TheKeyOfTheCall==' } }],
		error: 'TheKeyOfTheCall==',
		errorCode: 'TheKeyOfTheCall==',
	});
	const answer = JSON.stringify(readSendAnswer('oneApi', { status: 400, body }, [{ to: '1' }], secrets));
	expect(answer).toContain('•••');
	expect(answer).not.toContain('TheKeyOfTheCall');
	const status = readStatuses(
		{ status: 200, body: '{"TheKeyOfTheCall==":{"status":"TheKeyOfTheCall=="}}' },
		secrets,
	);
	expect(JSON.stringify(status)).not.toContain('TheKeyOfTheCall');
});

/** A hostile text at each place of an answer and of a callback. */
function readEverywhere(text: string): void {
	const json = JSON.stringify(text);
	const entry = `{"to":${json},"clientMessageId":${json},"accepted":true,"error":${json}}`;
	const bodies = [
		text,
		`{"messages":[${entry},${entry}],"error":${json}}`,
		`{"error":{"code":${json},"description":${json}}}`,
	];
	for (const body of bodies) readSendAnswer('oneApi', { status: 200, body }, [{ to: '1' }, { to: '2' }]);
	readStatuses({ status: 200, body: `{"sms":{"status":${json},"timestamp":${json}}}` });
	post(text);
	for (const charset of ['UTF-8', 'ISO-8859-1', 'UTF-16BE']) {
		post(`{"replyMessageId":"r","udh":${json},"timestamp":${json},"charset":"${charset}","text":${json}}`);
	}
	post(`{"event":{"moMedia":[{"content":${json},"files":[{"downloadUrl":${json}}]}],"new":[{"a":${json}}]}}`);
	decodePlatformCallback({
		method: 'GET',
		query: `${text}&replyMessageId=${text}&text=${text}`,
		body: Buffer.alloc(0),
	});
}

test.each(subjectsOf([...SEPARATORS, '[', '{', '"', '\\', '{"a":', '&', '%25', '\0'], 4))(
	'text full of %j costs time in proportion',
	(separator) => {
		expect(growth(readEverywhere, separator, 1_500)).toBeLessThan(NOT_SQUARE);
	},
);

/** Not one long text but many entries: two that were asked share a number. */
function readEntries(entries: string): void {
	readSendAnswer('oneApi', { status: 200, body: `{"messages":[${entries}{}]}` }, [
		{ to: '1', clientMessageId: 'a' },
		{ to: '1', clientMessageId: 'a' },
		{ to: '1' },
	]);
	post(`{"event":{"moText":[${entries}{}],"moNew":[${entries}{}]}}`);
}

const ENTRIES = [
	'{"to":"1","accepted":true},',
	'{"clientMessageId":"a"},',
	'{"to":"9","messageId":"m"},',
	'{},',
];
test.each(subjectsOf(ENTRIES, 1))('entries like %s cost time in proportion to their number', (entry) => {
	expect(growth(readEntries, entry, 9_000)).toBeLessThan(NOT_SQUARE);
});
