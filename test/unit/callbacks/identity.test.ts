import { decodeCallback } from '../../../nodes/Clickatell/apis/gateway/callbacks';

function keyOf(query: string): string {
	const decoded = decodeCallback({ method: 'GET', query, body: Buffer.alloc(0) });
	if (!('event' in decoded)) throw new Error(`${query} is ${decoded.kind}`);
	return decoded.event.dedupeKey;
}

const PART_1 = '050003CC0201';
const PART_2 = '050003CC0202';

describe('two events have two keys', () => {
	it.each([
		[
			'one status of two recipients, known by the client message ID alone',
			'cliMsgId=ord17&to=27999100001&status=004',
			'cliMsgId=ord17&to=27999100002&status=004',
		],
		[
			'a client message ID that is used again',
			'cliMsgId=reminder&to=27999100001&status=004&timestamp=1400000000',
			'cliMsgId=reminder&to=27999100001&status=004&timestamp=1400086400',
		],
		[
			'a client message ID, and a message ID that reads like one',
			'cliMsgId=abc&status=004',
			'apiMsgId=client:abc&status=004',
		],
		['a value that holds a separator', 'cliMsgId=a&to=b,c&status=004', 'cliMsgId=a&to=b&from=c&status=004'],
		['a value in another place', 'cliMsgId=a&to=b&status=004', 'cliMsgId=a&from=b&status=004'],
		[
			'a part, and a message whose ID ends like one',
			`moMsgId=m1&from=1&text=a&udh=${PART_1}`,
			'moMsgId=m1:1&from=1&text=a',
		],
		[
			'two parts under one ID',
			`moMsgId=m1&from=1&text=a&udh=${PART_1}`,
			`moMsgId=m1&from=1&text=a&udh=${PART_2}`,
		],
		[
			'a status, and a message from a handset with the same ID',
			'apiMsgId=m1&status=004',
			'moMsgId=m1&from=1&text=a',
		],
		['two statuses of one message', 'apiMsgId=m1&status=003', 'apiMsgId=m1&status=004'],
	])('%s', (_, one, other) => {
		expect(keyOf(one)).not.toBe(keyOf(other));
	});
});

describe('one event has one key', () => {
	it.each([
		['a status written in another way', 'apiMsgId=m1&status=4', 'apiMsgId=m1&status=004'],
		[
			'a message ID counts whatever is said beside it',
			'apiMsgId=m1&status=004',
			'apiMsgId=m1&status=004&to=1&timestamp=1400000000',
		],
		['in another order', 'cliMsgId=a&to=b&status=004', 'status=004&to=b&cliMsgId=a'],
		[
			'an ID of a part, in another text',
			`moMsgId=m1&from=1&text=a&udh=${PART_1}`,
			`moMsgId=m1&from=1&text=b&udh=${PART_1}`,
		],
	])('%s', (_, one, other) => {
		expect(keyOf(one)).toBe(keyOf(other));
	});

	it('of one length, whatever was sent', () => {
		for (const query of [
			'apiMsgId=m1&status=004',
			`apiMsgId=${'m'.repeat(10_000)}&status=004`,
			'cliMsgId=%F0%9F%98%80&status=004',
		]) {
			expect(keyOf(query)).toMatch(/^status:[0-9a-f]{32}$/);
		}
	});
});
