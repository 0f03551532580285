import { decodePlatformCallback } from '../../../../nodes/Clickatell/apis/platform';

function keysOf(body: object, headers: { method?: string } = {}): string[] {
	const result = decodePlatformCallback({
		method: headers.method ?? 'POST',
		query: '',
		contentType: 'application/json',
		body: Buffer.from(JSON.stringify(body)),
	});
	if (result.kind !== 'events') throw new Error(JSON.stringify(result));
	return result.events.map(({ dedupeKey }) => dedupeKey);
}
const keyOf = (body: object) => keysOf(body)[0];
const envelope = (kind: string, ...entries: object[]) => ({ integrationId: 'i', event: { [kind]: entries } });

const sms = { messageId: 'm1', statusCode: 4, status: 'RECEIVED_BY_RECIPIENT', timestamp: 1516217711000 };
const reply = {
	messageId: 'm1',
	replyMessageId: 'r1',
	fromNumber: '1',
	toNumber: '2',
	text: 'yes',
	charset: 'UTF-8',
};
const text = { channel: 'sms', messageId: 'm1', from: '1', to: '2', content: 'a', timestamp: 1516217711000 };
const update = { channel: 'sms', messageId: 'm1', statusCode: 4, status: 'SENT_TO_SUPPLIER' };

test('a repetition has the same key, also where its time or an unknown field differs', () => {
	expect(keyOf({ ...sms, timestamp: 1, more: 'x' })).toBe(keyOf(sms));
	expect(keyOf({ ...reply, timestamp: 1 })).toBe(keyOf({ ...reply, timestamp: 2 }));
	expect(keyOf(envelope('moText', { ...text, timestamp: 1 }))).toBe(keyOf(envelope('moText', text)));
	expect(keyOf(envelope('messageStatusUpdate', update))).toBe(
		keyOf({ ...envelope('messageStatusUpdate', { ...update, timestamp: 1 }), integrationName: 'other' }),
	);
});

test('another status, message, reply or kind has another key', () => {
	const keys = [
		keyOf(sms),
		keyOf({ ...sms, status: 'DELIVERED_TO_GATEWAY', statusCode: 3 }),
		keyOf({ ...sms, messageId: 'm2' }),
		keyOf(reply),
		keyOf({ ...reply, replyMessageId: 'r2' }),
		keyOf(envelope('messageStatusUpdate', update)),
		keyOf(envelope('messageStatusUpdate', { ...update, status: 'DEVICE_ACK', statusCode: 5 })),
		keyOf(envelope('moText', text)),
		keyOf(envelope('moText', { ...text, messageId: 'm2' })),
		keyOf(envelope('moText', { ...text, channel: 'whatsapp' })),
		keyOf(envelope('moReaction', text)),
		keyOf(envelope('moReaction', { ...text, emoji: 'x' })),
	];
	expect(new Set(keys).size).toBe(keys.length);
	expect(keys[0]).toMatch(/^status:[0-9a-f]{32}$/);
});

test('two answers to one message that have only its ID are two; sent again, each is one', () => {
	const { replyMessageId: _, ...only } = reply;
	expect(keyOf({ ...only, text: 'no' })).not.toBe(keyOf(only));
	expect(keyOf({ ...only, timestamp: 1 })).not.toBe(keyOf({ ...only, timestamp: 2 }));
	expect(keyOf({ ...only })).toBe(keyOf(only));
});

test('the parts of a long reply that share an ID are messages of their own', () => {
	expect(keyOf({ ...reply, udh: '050003010201' })).not.toBe(keyOf({ ...reply, udh: '050003010202' }));
});

test('without any ID all that was sent counts', () => {
	const { messageId: _, ...bare } = text;
	expect(keyOf(envelope('moText', bare))).not.toBe(keyOf(envelope('moText', { ...bare, content: 'b' })));
	const { messageId: _m, ...status } = { ...update, clientMessageId: 'c' };
	expect(keyOf(envelope('messageStatusUpdate', status))).not.toBe(
		keyOf(envelope('messageStatusUpdate', { ...status, to: '1' })),
	);
});

test('the keys of a version are those of the versions before it, which users keep in tables', () => {
	const { messageId: _, ...bare } = text;
	expect([keyOf(envelope('moText', text)), keyOf(envelope('moText', bare))]).toEqual([
		'inbound:a83a06d2d8e074c975a4a1a9ee321882',
		'inbound:9c3e91a6aa00c2c85c734603f93a9d43',
	]);
});

test('a text has no place on the map, whatever its call says, and is a part only by its header', () => {
	const result = decodePlatformCallback({
		method: 'POST',
		query: '',
		contentType: 'application/json',
		body: Buffer.from(
			JSON.stringify(
				envelope('moText', { ...text, longitude: 18.4, latitude: -33.9 }, { ...text, udh: '050003010201' }),
			),
		),
	});
	expect(result).toMatchObject({
		events: [{ longitude: null, latitude: null, partNumber: null }, { partNumber: 1 }],
	});
});
