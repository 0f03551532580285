import { platformCallbacks } from '../apis/platform/cases';
import { callbackCases, type RawRequest } from './cases';

const NAMES = [
	...[
		'apiMsgId',
		'cliMsgId',
		'moMsgId',
		'api_id',
		'to',
		'from',
		'timestamp',
		'status',
		'charge',
		'text',
		'charset',
	],
	...[
		'udh',
		'data',
		'secret',
		'user',
		'password',
		'APIMSGID',
		'api_msg_id',
		'__proto__',
		'constructor',
		'',
		'%',
	],
];

const PIECES = [
	...[
		'',
		'&',
		'=',
		'%',
		'%00',
		'%zz',
		'%%',
		'+',
		'?',
		'"',
		"'",
		'<',
		'>',
		'/>',
		'</',
		'<?',
		'?>',
		'<!--',
		'-->',
		']]>',
	],
	...[
		'<![CDATA[',
		'<!DOCTYPE x [',
		'<!ENTITY a "b">',
		'&a;',
		'&amp;',
		'&#0;',
		'&#x110000;',
		'&#55296;',
		'xmlns:a="b"',
	],
	...[
		'<callback>',
		'</callback>',
		'<clickmo>',
		'<status>',
		'</status>',
		'<apiMsgId>',
		'</apiMsgId>',
		'<a:status>',
	],
	...[
		'003',
		'4',
		'-1',
		'1e400',
		'NaN',
		'0x10',
		'99999999999999999999',
		'2014-02-30 00:00:00',
		'2014-05-13 18:53:20',
	],
	...[
		'UTF-16BE',
		'utf-16',
		'ISO-8859-1',
		'windows-1252',
		'UTF-7',
		'x',
		'0500034F0201',
		'050003',
		'\0',
		'\r\n',
		'\ufeff',
	],
	...[
		'%FE%FF',
		'%D8%3D',
		'%D8%00',
		'%C3%A9',
		'%E9',
		'%80',
		'%ED%A0%80',
		'%F4%90%80%80',
		'%2525',
		'[',
		'{"a":1}',
		'--b',
	],
];

const METHODS = ['GET', 'POST', 'POST', 'get', 'PUT', ''];

const CONTENT_TYPES = [
	...[
		'application/x-www-form-urlencoded',
		'text/xml',
		'text/xml; charset=utf-16',
		'application/json',
		'text/plain',
	],
	...[
		'text/xml; charset=""',
		';;charset=;',
		'application/xml; charset=ISO-8859-1',
		'multipart/form-data; boundary=b',
	],
];

/**
 * Requests without end: the folders of `test/callbacks` mutated and crossed, forms and packets of random pieces, and
 * noise. The same ones for the same numbers.
 */
export function* randomRequests(random: () => number): Generator<RawRequest, never> {
	const corpus = callbackCases().map(({ raw }) => raw);
	const below = (limit: number) => Math.floor(random() * limit);
	const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
	const piece = () => (random() < 0.7 ? pick(PIECES) : noise(below(8)).toString('latin1'));
	const noise = (size: number) => Buffer.from(Array.from({ length: size }, () => below(256)));

	function mutate(source: Buffer): Buffer {
		let bytes = source;
		for (let count = 1 + below(4); count > 0; count -= 1) {
			const at = below(bytes.length + 1);
			const end = Math.min(bytes.length, at + below(random() < 0.2 ? 200 : 6));
			const inserted = [
				() => Buffer.from(piece(), random() < 0.5 ? 'utf8' : 'latin1'),
				() => noise(1 + below(3)),
				() => bytes.subarray(at, end),
				() => Buffer.alloc(0),
				() => Buffer.alloc(below(40), piece().charCodeAt(0) || 0),
				() => crossed(),
			];
			const keepFrom = random() < 0.5 ? at : end;
			bytes = Buffer.concat([bytes.subarray(0, at), pick(inserted)(), bytes.subarray(keepFrom)]);
			if (random() < 0.05) bytes = bytes.subarray(0, below(bytes.length + 1));
		}
		return bytes;
	}

	function crossed(): Buffer {
		const other = Buffer.from(pick(corpus).body);
		const from = below(other.length + 1);
		return other.subarray(from, from + below(120));
	}

	function form(): string {
		return Array.from({ length: below(14) }, () => `${pick(NAMES)}=${piece()}${piece()}`).join('&');
	}

	function packet(depth = 0): string {
		if (depth > 3 || random() < 0.3) return piece();
		const name =
			random() < 0.8 ? pick(['callback', 'clickmo', 'Envelope', 'Body', 'mt_callback', ...NAMES]) : piece();
		const inside = Array.from({ length: below(6) }, () => packet(depth + 1)).join('');
		return `<${name}>${inside}</${random() < 0.95 ? name : piece()}>`;
	}

	for (;;) {
		const kind = random();
		const base = pick(corpus);
		const headers = random() < 0.3 ? { 'content-type': pick(CONTENT_TYPES) } : base.headers;
		const method = random() < 0.1 ? pick(METHODS) : base.method;
		if (kind < 0.7) {
			const target =
				random() < 0.5 ? mutate(Buffer.from(base.target, 'latin1')).toString('latin1') : base.target;
			yield { method, target, headers, body: random() < 0.7 ? mutate(base.body) : base.body };
		} else if (kind < 0.85) {
			yield {
				method,
				target: `/x?${form()}`,
				headers,
				body: Buffer.from(random() < 0.5 ? form() : '', 'latin1'),
			};
		} else if (kind < 0.95) {
			const xml = packet();
			const body = random() < 0.5 ? xml : `data=${random() < 0.5 ? xml : encodeURIComponent(xml)}`;
			yield { method, target: '/x', headers, body: Buffer.from(body, random() < 0.5 ? 'utf8' : 'latin1') };
		} else {
			yield { method, target: `/x?${noise(below(40)).toString('latin1')}`, headers, body: noise(below(300)) };
		}
	}
}

const JSON_NAMES = [
	...['event', 'moText', 'moMedia', 'moLocation', 'messageStatusUpdate', 'moNew', 'integrationId', 'apiKey'],
	...[
		'messageId',
		'replyMessageId',
		'clientMessageId',
		'relatedMessageId',
		'fromNumber',
		'toNumber',
		'from',
		'to',
	],
	...[
		'text',
		'content',
		'charset',
		'udh',
		'status',
		'statusCode',
		'timestamp',
		'channel',
		'files',
		'downloadUrl',
	],
	...[
		'longitude',
		'latitute',
		'caption',
		'sms',
		'whatsapp',
		'__proto__',
		'constructor',
		'apiMsgId',
		'moMsgId',
		'',
	],
];

const JSON_PIECES = [
	...[
		'm1',
		'DEVICE_ACK',
		'RECEIVED_BY_RECIPIENT',
		'UTF-16BE',
		'ISO-8859-1',
		'%00H%D8%3D',
		'%E9%',
		'whatsapp ',
	],
	...[
		'&moMsgId=1&from=2&text=x',
		'&apiMsgId=1&status=004',
		'<callback>',
		'\\u0000',
		'\ud83d',
		'050003CC0201',
	],
];

/**
 * The same for the Platform: the folders of `test/platform/callbacks` mutated, JSON of names that are looked for, with
 * values of any type, and flat calls with fields of the gateway among theirs.
 */
export function* randomPlatformRequests(random: () => number): Generator<RawRequest, never> {
	const corpus = platformCallbacks().map(({ raw }) => raw);
	const below = (limit: number) => Math.floor(random() * limit);
	const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
	const piece = () => pick([...JSON_PIECES, ...PIECES]);

	function value(depth: number): unknown {
		const kind = random();
		if (depth > 5 || kind < 0.4) return piece() + (random() < 0.3 ? piece() : '');
		if (kind < 0.55) return pick([0, 4, -1, 1e21, 1516217711000, 0.5, true, false, null]);
		if (kind < 0.7) return Array.from({ length: below(4) }, () => value(depth + 1));
		return object(depth + 1);
	}

	function object(depth: number): object {
		return Object.fromEntries(
			Array.from({ length: below(7) }, () => [random() < 0.95 ? pick(JSON_NAMES) : piece(), value(depth)]),
		);
	}

	function mutate(source: Buffer): Buffer {
		let bytes = source;
		for (let count = 1 + below(3); count > 0; count -= 1) {
			const at = below(bytes.length + 1);
			const keepFrom = random() < 0.5 ? at : Math.min(bytes.length, at + below(30));
			const inserted = random() < 0.3 ? '' : JSON.stringify(random() < 0.5 ? piece() : value(4));
			bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(inserted), bytes.subarray(keepFrom)]);
		}
		return bytes;
	}

	for (;;) {
		const kind = random();
		const base = pick(corpus);
		const headers = random() < 0.2 ? { 'content-type': pick(CONTENT_TYPES) } : base.headers;
		if (kind < 0.4) {
			const target =
				random() < 0.5 ? mutate(Buffer.from(base.target, 'latin1')).toString('latin1') : base.target;
			yield { method: base.method, target, headers, body: random() < 0.8 ? mutate(base.body) : base.body };
		} else if (kind < 0.8) {
			const event = () =>
				Object.fromEntries(
					Array.from({ length: 1 + below(3) }, () => [
						pick(JSON_NAMES),
						random() < 0.9 ? Array.from({ length: below(4) }, () => object(1)) : value(1),
					]),
				);
			const call = random() < 0.5 ? { ...object(0), event: event() } : object(0);
			yield { method: 'POST', target: '/x', headers, body: Buffer.from(JSON.stringify(call)) };
		} else {
			const form = Array.from(
				{ length: below(10) },
				() => `${pick([...JSON_NAMES, ...NAMES])}=${encodeURIComponent(piece().toWellFormed())}`,
			).join('&');
			const isGet = random() < 0.5;
			yield {
				method: isGet ? 'GET' : 'POST',
				target: isGet ? `/x?${form}` : '/x?a=1',
				headers,
				body: Buffer.from(isGet ? '' : form),
			};
		}
	}
}
