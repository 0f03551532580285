import fc from 'fast-check';

import {
	decodePlatformCallback,
	readBalance,
	readMarkedAsRead,
	readMediaInfo,
	readSendAnswer,
	readSmsStatus,
	readStatuses,
	readUpload,
	readZonedTime,
	writeSend,
	writeSmsSend,
	writeUpload,
} from '../../../../nodes/Clickatell/apis/platform';
import { matchEntries, matchNamed } from '../../../../nodes/Clickatell/apis/platform/match';
import { readError } from '../../../../nodes/Clickatell/apis/platform/platformRefusal';
import type { OneApiMessage, WhatsAppContent } from '../../../../nodes/Clickatell/apis/platform/types';
import { redactor } from '../../../../nodes/Clickatell/formats/redact';
import { encodeReply } from '../../../gateway/platform/callbackForms';
import { PLATFORM } from '../../../gateway/platform/contract';
import { casesOf } from '../../../extent';
import { defined } from '../../../../nodes/Clickatell/formats/defined';

const number = fc.stringMatching(/^\+?[1-9][0-9]{6,14}$/);
const text = fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const options = {
	from: optional(number),
	clientMessageId: optional(fc.string({ minLength: 1 })),
	validity: optional(fc.integer({ min: 1, max: 10_000 })),
	udh: optional(fc.stringMatching(/^([0-9A-F]{2}){1,10}$/)),
	schedule: optional(fc.constant('2030-02-27T14:30:00+0200')),
};
/** Without the keys that are undefined, as a record of parameters has it. */
const withoutUnset = <T extends object>(arbitrary: fc.Arbitrary<T>) =>
	arbitrary.map(
		(value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never,
	);

const content: fc.Arbitrary<WhatsAppContent> = fc.oneof(
	withoutUnset(fc.record({ type: fc.constant('text'), text, linkPreview: optional(fc.boolean()) })),
	withoutUnset(
		fc.record({
			type: fc.constant('template'),
			name: text,
			header: optional(fc.oneof(fc.record({ text }), fc.record({ fileId: text }))),
			parameters: fc.dictionary(fc.stringMatching(/^[a-z0-9]{1,5}$/), fc.string()),
		}),
	),
	withoutUnset(
		fc.record({
			type: fc.constant('media'),
			fileId: text,
			caption: optional(text),
			contentType: optional(text),
		}),
	),
	withoutUnset(
		fc.record({
			type: fc.constant('location'),
			longitude: fc.double({ min: -180, max: 180, noNaN: true }),
			latitude: fc.double({ min: -90, max: 90, noNaN: true }),
			name: optional(text),
		}),
	),
	fc.record({
		type: fc.constant('contacts' as const),
		contacts: fc.array(fc.dictionary(fc.string(), fc.string()), { minLength: 1, maxLength: 3 }),
	}),
);
const message: fc.Arbitrary<OneApiMessage> = fc.oneof(
	withoutUnset(fc.record({ channel: fc.constant('sms'), to: number, text, ...options })),
	withoutUnset(
		fc.record({
			channel: fc.constant('whatsapp'),
			to: number,
			clientMessageId: options.clientMessageId,
			content,
		}),
	),
);

const departures = (path: string, body: unknown) =>
	PLATFORM.departures({ method: 'POST', path, headers: {}, body: JSON.parse(String(body)) as unknown });

test('whatever is sent by One API is as the contract has it, and says what was asked', () => {
	fc.assert(
		fc.property(fc.array(message, { minLength: 1, maxLength: 10 }), (messages) => {
			const { path, body } = writeSend(messages);
			expect(departures(path, body)).toEqual([]);
			const { messages: written } = JSON.parse(String(body)) as { messages: Array<Record<string, unknown>> };
			expect(written.map(({ to }) => to)).toEqual(messages.map(({ to }) => to.replace('+', '')));
			expect(written.map(({ clientMessageId }) => clientMessageId)).toEqual(
				messages.map(({ clientMessageId }) => clientMessageId),
			);
			expect(written.map((one) => one.channel)).toEqual(messages.map((one) => one.channel));
			messages.forEach((one, i) => {
				if (one.channel === 'sms') expect(defined(written[i]).content).toBe(one.text);
			});
		}),
	);
});

test('whatever is sent by the SMS API is as the contract has it', () => {
	const to = fc.uniqueArray(number, {
		minLength: 1,
		maxLength: 200,
		selector: (one) => one.replace('+', ''),
	});
	fc.assert(
		fc.property(
			withoutUnset(fc.record({ text, to, ...options })),
			(send: Parameters<typeof writeSmsSend>[0]) => {
				const { path, body } = writeSmsSend(send);
				expect(departures(path, body)).toEqual([]);
				expect(JSON.parse(String(body))).toMatchObject({
					content: send.text,
					to: send.to.map((one) => one.replace('+', '')),
				});
			},
		),
		{ numRuns: casesOf(50) },
	);
});

test('a name of a file comes out of the query as it went in', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (fileName) => {
			const { path } = writeUpload({ bytes: Buffer.alloc(1), fileName, contentType: 'image/png' });
			expect(new URL(path, 'http://x').searchParams.get('fileName')).toBe(fileName);
		}),
	);
});

/** Answers as a server could give them, in any order and with any verdict. */
const answered = fc
	.uniqueArray(number, { minLength: 1, maxLength: 20, selector: (one) => one.replace('+', '') })
	.chain((numbers) =>
		fc.record({
			numbers: fc.constant(numbers),
			accepted: fc.array(fc.boolean(), { minLength: numbers.length, maxLength: numbers.length }),
			order: fc.shuffledSubarray(
				numbers.map((_, i) => i),
				{ minLength: numbers.length },
			),
			withIds: fc.boolean(),
			plus: fc.boolean(),
		}),
	);

test('an answer in any order gives each recipient its own verdict and ID', () => {
	fc.assert(
		fc.property(answered, ({ numbers, accepted, order, withIds, plus }) => {
			const messages = order.map((i) => ({
				apiMessageId: accepted[i] ? `id${i}` : null,
				accepted: accepted[i],
				to: (plus ? '+' : '') + defined(numbers[i]).replace('+', ''),
				...(withIds ? { clientMessageId: `c${i}` } : {}),
				error: accepted[i] ? null : { code: 25, description: `no ${i}` },
			}));
			const asked = numbers.map((to, i) => ({ to, clientMessageId: `c${i}` }));
			const { verdicts, strangers } = readSendAnswer(
				'oneApi',
				{ status: 207, body: JSON.stringify({ messages, error: null }) },
				asked,
			);
			expect(strangers).toEqual([]);
			expect(verdicts).toMatchObject(
				accepted.map((yes, i) =>
					yes
						? { kind: 'accepted', messageId: `id${i}` }
						: { kind: 'refused', error: { code: '25', text: `no ${i}` } },
				),
			);
		}),
	);
});

test('no entry is lost or given to two who do not share a number', () => {
	const named = fc.record({
		to: fc.option(fc.constantFrom('1', '+1', '2', '3')),
		clientMessageId: fc.option(fc.constantFrom('a', 'b', 'z')),
	});
	const asked = fc.array(
		withoutUnset(
			fc.record({ to: fc.constantFrom('1', '2'), clientMessageId: optional(fc.constantFrom('a', 'b')) }),
		),
		{ minLength: 1, maxLength: 4 },
	);
	fc.assert(
		fc.property(asked, fc.array(named, { maxLength: 6 }), (who: Array<{ to: string }>, entries) => {
			const numbered = entries.map((entry, id) => ({ ...entry, id }));
			const matched = matchEntries(who, numbered);
			const given = new Set([...matched.entries.flat(), ...matched.strangers].map(({ id }) => id));
			expect(given.size).toBe(entries.length);
			matched.entries.forEach((list, i) => {
				for (const entry of list) {
					const owners = matched.entries.flatMap((other, j) =>
						other.includes(entry) ? defined(who[j]).to : [],
					);
					expect(new Set(owners)).toEqual(new Set([defined(who[i]).to]));
				}
			});
		}),
	);
});

test('entries in the order of the question are matched as they are in any other', () => {
	const ids = fc.constantFrom('a', 'b', null);
	// Few numbers, so that one is asked for twice now and then, and an entry names another one.
	const one = fc.record({
		to: fc.constantFrom('271', '+272', '27 3', '274', '+'),
		asked: ids,
		answered: fc.option(ids),
		swapped: fc.option(fc.constantFrom('271', '274', null), { freq: 8 }),
	});
	let inPlace = 0;
	fc.assert(
		fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (all) => {
			const asked = all.map(({ to, asked: id }) => (id === null ? { to } : { to, clientMessageId: id }));
			const entries = all.map(({ to, asked: id, answered, swapped }, n) => ({
				to: swapped ?? to.replace('+', ''),
				clientMessageId: answered === null ? id : answered,
				n,
			}));
			const matched = matchEntries(asked, entries);
			expect(matched).toEqual(matchNamed(asked, entries));
			if (matched.entries.every(([entry], i) => entry?.n === i)) inPlace++;
		}),
		{ numRuns: 1000 },
	);
	expect(inPlace).toBeGreaterThan(50);
});

test('a reply in each charset is what was written, by JSON and by GET', () => {
	const latin1 = fc.string({
		unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
	});
	const cases = fc.oneof(
		fc.tuple(fc.constant('UTF-8' as const), fc.string({ unit: 'grapheme', minLength: 1 })),
		fc.tuple(
			fc.constant('ISO-8859-1' as const),
			latin1.map((one) => `${one}é`),
		),
		fc.tuple(fc.constant('UTF-16BE' as const), fc.string({ unit: 'grapheme', minLength: 1 })),
	);
	fc.assert(
		fc.property(cases, ([charset, written]) => {
			// A leading mark of the order of bytes is no character of a message.
			fc.pre(!written.startsWith('\uFEFF'));
			const fields = { replyMessageId: 'r', fromNumber: '1', charset, text: encodeReply(written, charset) };
			const json = { method: 'POST', query: '', body: Buffer.from(JSON.stringify(fields)) };
			const get = { method: 'GET', query: new URLSearchParams(fields).toString(), body: Buffer.alloc(0) };
			for (const request of [json, get]) {
				expect(decodePlatformCallback(request)).toMatchObject({
					events: [{ kind: 'inbound', text: written }],
				});
			}
		}),
	);
});

test('a schedule with an offset is the same moment', () => {
	fc.assert(
		fc.property(
			fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
			fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'),
			(date, zone) => {
				const seconds = `${date.toISOString().slice(0, 19)}Z`;
				const schedule = readZonedTime(seconds, zone);
				if (!schedule.ok) throw new Error(schedule.reason);
				const { text: written } = schedule;
				expect(Date.parse(`${written.slice(0, -2)}:${written.slice(-2)}`)).toBe(Date.parse(seconds));
			},
		),
	);
});

const READERS = [
	readStatuses,
	readSmsStatus,
	readUpload,
	readMediaInfo,
	readMarkedAsRead,
	(reply: never) => readBalance('oneApi', reply),
	(reply: never) => readSendAnswer('smsApi', reply, [{ to: '1' }]),
	(reply: never) => readSendAnswer('oneApi', reply, [{ to: '1', clientMessageId: 'a' }, { to: '1' }]),
];

/** Names that are looked for, with values of any type. */
const names = fc.constantFrom(
	...'messages error errorCode errorDescription code description accepted to apiMessageId clientMessageId status sms'.split(
		' ',
	),
	...'event moText moMedia messageStatusUpdate messageId replyMessageId fromNumber text charset files downloadUrl'.split(
		' ',
	),
	...'timestamp balance currency fileId expirationTime __proto__ constructor toString channel statusCode'.split(
		' ',
	),
);
const { tree } = fc.letrec((tie) => ({
	tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.jsonValue(), tie('object'), tie('list')),
	object: fc
		.array(fc.tuple(names, tie('tree')), { maxLength: 5 })
		.map((entries) => Object.fromEntries(entries) as unknown),
	list: fc.array(tie('tree'), { maxLength: 3 }),
}));

test('JSON of any shape is read without an exception, and says accepted only where it does', () => {
	fc.assert(
		fc.property(tree, (value) => {
			const reply = { status: 200, body: JSON.stringify(value) } as never;
			for (const read of READERS) expect(read(reply)).toBeDefined();
			const request = { method: 'POST', query: '', body: Buffer.from(JSON.stringify(value)) };
			expect(['events', 'foreign', 'unreadable']).toContain(decodePlatformCallback(request).kind);
			const { verdicts } = readSendAnswer('oneApi', reply, [{ to: '1' }]);
			if (defined(verdicts[0]).kind === 'accepted')
				expect(JSON.stringify(value)).toMatch(/"accepted":true|apiMessageId/);
		}),
		{ numRuns: casesOf(500) },
	);
});

test('bytes of any kind are read without an exception', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }), (body, query) => {
			for (const read of READERS) expect(read({ status: 200, body } as never)).toBeDefined();
			expect(decodePlatformCallback({ method: 'GET', query, body }).kind).toBeDefined();
		}),
		{ numRuns: casesOf(500) },
	);
});

test.each([
	[{ error: { code: 23, description: 'x' } }, '23', 'x'],
	[{ error: { code: '23', description: 'x' } }, '23', 'x'],
	[{ error: 'words' }, null, 'words'],
	[{ error: 'words', errorCode: 108, errorDescription: 'more' }, '108', 'words more'],
	[{ error: 'same', errorCode: '108', errorDescription: 'same' }, '108', 'same'],
	[{ errorCode: 301 }, '301', ''],
	[{ error: 108 }, null, '108'],
] as const)('an error is read out of %j', (holder, code, words) => {
	expect(readError(holder, 'smsApi', redactor([]))).toMatchObject({ code, text: words });
});

test.each([
	{},
	{ error: null },
	{ error: '' },
	{ errorCode: 0 },
	{ errorCode: 200, error: null },
	{ error: [] },
	{ error: {} },
	{ error: false },
	{ error: { code: 0, description: '' } },
	null,
	'x',
])('there is no error in %j', (holder) => {
	expect(readError(holder, 'smsApi', redactor([]))).toBeUndefined();
});
